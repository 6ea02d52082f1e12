"""Names of one person that a glance tells: a few plain words, of which no table of words has anything to say."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from crmkit.schema.folding import fold
from crmkit.schema.types.names.capitals import capitalise_family
from crmkit.schema.types.names.doubts import FILLER, SAMPLES
from crmkit.schema.types.names.known_names import has_two_family_names, is_either, is_family, is_given, is_iberian
from crmkit.schema.types.names.words import (
    ALIAS_WORDS,
    ARTICLES,
    BIRTH_NAME_WORDS,
    CIVILITIES,
    FAMILY_STARTERS,
    INNER_PARTICLES,
    JOINERS,
    LINKS,
    MARRIED_NAME_WORDS,
    OPENED,
    OPENERS,
    ORGANISATION_WORDS,
    PARTICLES,
    PARTNERS,
    PATRONYMICS,
    SERVANTS,
    SUFFIXES,
    TITLES,
)
from crmkit.schema.types.organisations.legal_forms import FORMS
from crmkit.schema.types.words.placeholders import WORDS

_CAPITAL: Final = "[A-ZÀ-ÖØ-Þ]"
_SMALL: Final = "[a-zß-öø-ÿ]"
_WORD: Final = rf"{_CAPITAL}(?:{_SMALL}+(?:-{_CAPITAL}{_SMALL}+)*|{_CAPITAL}{{2,}}(?:-{_CAPITAL}{{2,}})*)"
_WORDS: Final = re.compile(rf"{_WORD}(?:, {_WORD})?(?: {_WORD}){{0,3}}")
_CIVILITY: Final = frozenset({"Mme", "Mlle", "Madame", "Mademoiselle", "Monsieur", "Mr", "Mrs", "Ms", "Herr", "Frau"})
_LONGEST: Final = 100


class GlancedName(NamedTuple):
    """The parts of a name that a glance tells; None for what it has not."""

    given: str | None
    family: str | None
    prefix: str | None


def glance_name(text: str, region: str | None) -> GlancedName | None:
    """Take a name apart that is nothing but a few plain words; None says that it has to be looked at closely.

    >>> glance_name("Anna Berg", None)
    GlancedName(given='Anna', family='Berg', prefix=None)
    >>> glance_name("Mme DUPONT Jeanne", "CH"), glance_name("Garage Dupont", "CH")
    (GlancedName(given='Jeanne', family='Dupont', prefix='Mme'), None)
    """
    if len(text) > _LONGEST or _WORDS.fullmatch(text) is None:
        return None
    family, comma, given = text.partition(", ")
    if comma:
        return _listed(family, given)
    words = text.split()
    prefix = None
    if words[0] in _CIVILITY and len(words) > 1:
        prefix = CIVILITIES[words.pop(0).lower()]
    if len(words) > 3 or not all(map(is_plain_name, words)):
        return None
    loud = [word for word in words if word[1].isupper()]
    if loud:
        return _with_capitals(words, loud, prefix)
    if len(words) == 1:
        is_first = prefix is None and is_given(words[0])
        return GlancedName(words[0], None, None) if is_first else GlancedName(None, words[0], prefix)
    if len(words) == 2:
        one, other = words
        if is_given(other) and not is_given(one) and ("-" in one or (is_family(one) and not is_either(one))):
            return GlancedName(other, one, prefix)
        return GlancedName(one, other, prefix)
    given, second, family = words
    if has_two_family_names(region) or is_iberian(second) or (is_given(family) and not is_given(given)):
        return None
    if fold(second).endswith(PATRONYMICS) or fold(family).endswith(PATRONYMICS):
        return None
    return GlancedName(f"{given} {second}", family, prefix)


@lru_cache(maxsize=65_536)
def is_plain_name(word: str) -> bool:
    """Tell whether a word is nothing but a name: no table of words that surround names, or stand for none, has it.

    >>> is_plain_name("Dupont"), is_plain_name("Von"), is_plain_name("Garage"), is_plain_name("Xxx")
    (True, False, False, False)
    """
    parts = fold(word).split()
    return all(part not in _SPOKEN and len(set(part)) > 1 and not part.startswith("test") for part in parts)


def is_plain_column(text: str) -> bool:
    """Tell whether the cell of a column of given or of family names has a few plain words, or one in capitals.

    >>> is_plain_column("Anna Maria"), is_plain_column("DUPONT"), is_plain_column("Mme Dupont")
    (True, True, False)
    """
    if len(text) > _LONGEST or "," in text or _WORDS.fullmatch(text) is None:
        return False
    words = text.split()
    return all(map(is_plain_name, words)) and (len(words) == 1 or not any(word[1].isupper() for word in words))


def _listed(family: str, given: str) -> GlancedName | None:
    """Read "Dupont, Jean"."""
    words = given.split()
    if " " in family or len(words) > 2 or not is_plain_name(family):
        return None
    if not all(is_plain_name(word) and word[1].islower() for word in words):
        return None
    return GlancedName(given, _loud_case(family) if family[1].isupper() else family, None)


def _with_capitals(words: list[str], loud: list[str], prefix: str | None) -> GlancedName | None:
    """Read "DUPONT Jean" and "Jean DUPONT"."""
    if len(loud) > 1 or loud[0] not in {words[0], words[-1]} or (len(words) == 1 and not prefix):
        return None
    given = " ".join(word for word in words if word not in loud)
    return GlancedName(given or None, _loud_case(loud[0]), prefix)


@lru_cache(maxsize=65_536)
def _loud_case(word: str) -> str:
    return capitalise_family(word)


def _parts(*tables: Iterable[str]) -> Iterable[str]:
    return (part for table in tables for entry in table for part in fold(entry).split())


_SPOKEN: Final = frozenset({
    *_parts(ALIAS_WORDS, ARTICLES, BIRTH_NAME_WORDS, CIVILITIES, FAMILY_STARTERS, INNER_PARTICLES, JOINERS, LINKS),
    *_parts(MARRIED_NAME_WORDS, OPENED, OPENERS, ORGANISATION_WORDS, PARTICLES, PARTNERS, SERVANTS, SUFFIXES, TITLES),
    *_parts(FORMS, WORDS, FILLER),
    *(sample.split()[-1] for sample in SAMPLES),
    *_parts(["kundin client cliente customer mit decede decedee dcd verstorben verstorbene verstorbener deceased"]),
    *_parts(["deceduto deceduta defunt defunte feu feue"]),
})  # fmt: skip
"""Folded words for which a name has to be looked at closely."""
