"""Taking a name apart that came in one cell."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from crmkit.schema.folding import fold
from crmkit.schema.types.capitals import capitalise, is_one_case
from crmkit.schema.types.legal_forms import AMBIGUOUS
from crmkit.schema.types.name_words import (
    ALSO_NAMES,
    ARTICLES,
    BIRTH_NAME_WORDS,
    CIVILITIES,
    FOLLOWING_TITLES,
    INNER_PARTICLES,
    JOINERS,
    LEADING_PARTICLES,
    ORGANISATION_WORDS,
    PARTICLES,
    SUFFIXES,
    TITLES,
)
from crmkit.schema.types.nicknames import nickname_groups
from crmkit.schema.types.organisation_name import split_legal_form

_APOSTROPHES: Final = str.maketrans(dict.fromkeys("’‘ʼ`´", "'"))
_BRACKETED: Final = re.compile(r"\s*[(\[\"“«][^)\]\"”»]*[)\]\"”»]\s*")
_BIRTH_NAME: Final = re.compile(
    rf"[,(\s]+(?:{'|'.join(sorted(BIRTH_NAME_WORDS))})\b\.?\s*([^\d,()]+?)\s*\)?\s*$", re.IGNORECASE
)
_VOWELS: Final = frozenset("AEIOUYÄÖÜÉÈÀ")


class ParsedName(NamedTuple):
    """The parts of a name, "" where there is none; the names are those of `PersonName`."""

    given: str = ""
    family: str = ""
    prefix: str = ""
    middle: str = ""
    particle: str = ""
    suffix: str = ""
    birth_name: str = ""


def tidy_name(text: str) -> str:
    """Give a name one kind of apostrophe, and blanks behind commas and dots that stick words together."""
    return text.translate(_APOSTROPHES).strip(" ,;")


def is_company(text: str) -> bool:
    """Tell whether a text names an organisation: by its legal form or by a word that persons do not have.

    >>> is_company("Garage du Lac Sàrl"), is_company("Maria de Sa")
    (True, False)
    """
    words = text.lower().split()
    if any(word.strip(".,") in ORGANISATION_WORDS for word in words):
        return True
    if len(words) < 2:
        return False
    name, form = split_legal_form(text)
    if form is None:
        return False
    return form not in AMBIGUOUS or (
        text.rstrip(" .").endswith(form.upper()) and not text.isupper() and not name.islower()
    )


def couple(text: str) -> tuple[ParsedName, ParsedName] | None:
    """Part two persons who share a cell, such as "M. et Mme Dupont" or "Jean & Marie Dupont"; else None."""
    words = text.split()
    for at, word in enumerate(words[1:-1], 1):
        if word.lower() not in JOINERS:
            continue
        before, after = words[:at], words[at + 1 :]
        if _is_form_of_address(before[-1]) and _is_form_of_address(after[0]):
            titles = [index for index, one in enumerate(after) if not _is_form_of_address(one)]
            if not titles:
                return None
            name = " ".join(after[titles[0] :])
            return parse_name(f"{' '.join(before)} {name}"), parse_name(f"{' '.join(after[: titles[0]])} {name}")
        first, second = parse_name(" ".join(before)), parse_name(" ".join(after))
        if len(word) == 1 and word.isalpha() and len(before) > 1:
            return None  # "José e Silva": one name
        if not first.given and first.family and second.family and second.given:
            return first._replace(given=first.family, family=second.family, particle=second.particle), second
        if first.given and first.family and second.given and not second.family:
            return first, second._replace(family=first.family, particle=first.particle)
        if first.given and second.given and second.family:
            return first._replace(family=first.family or second.family), second
        return None
    return None


@lru_cache(maxsize=65_536)
def parse_name(text: str) -> ParsedName:
    """Take the name of one person apart.

    >>> parse_name("Dr. Vincent van Gogh")
    ParsedName(given='Vincent', family='Gogh', prefix='Dr.', middle='', particle='van', suffix='', birth_name='')
    """
    birth_name = ""
    born = _BIRTH_NAME.search(text)
    if born and fold(text[: born.start()]):
        birth_name, text = born.group(1), text[: born.start()]
    outside = _BRACKETED.sub(" ", text).strip()
    text = outside if fold(outside) else text.strip('()[]"“”«» ')
    head, comma, tail = text.partition(",")
    prefix, head_words, suffix = _peel(head.split())
    more_prefix, tail_words, more_suffix = _peel(tail.split())
    prefix, suffix = [*prefix, *more_prefix], [*suffix, *more_suffix]
    if comma and tail_words:
        given, family = [word.strip(",") for word in tail_words], head_words
    else:
        given, family = _order(head_words, has_prefix=bool(prefix))
    particle, family = _part_particle(family)
    whole = " ".join([*given, *family])
    first, middle = _part_middle(given)
    return ParsedName(
        given=_cased(first),
        family=_cased(family),
        prefix=" ".join(prefix),
        middle=_cased(middle),
        particle=" ".join(particle).lower()
        if is_one_case(whole) or " ".join(particle).isupper()
        else " ".join(particle),
        suffix=" ".join(suffix),
        birth_name=_cased(birth_name.split()),
    )


def split_particle(text: str) -> tuple[str, str]:
    """Part a family name from its particle.

    >>> split_particle("de la Fontaine"), split_particle("Dupont")
    (('de la', 'Fontaine'), ('', 'Dupont'))
    """
    particle, family = _part_particle(text.split())
    return " ".join(particle), " ".join(family)


def _peel(words: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Take civilities and titles from the front, suffixes from the back; one word is always left as the name."""
    prefix: list[str] = []
    suffix: list[str] = []
    while words and _is_form_of_address(words[0]):
        bare = words[0].lower().strip(".,")
        if not prefix and len(words) == 1 and bare in ALSO_NAMES and "." not in words[0]:
            break
        prefix.append(CIVILITIES.get(bare) or TITLES[bare])
        words = words[1:]
        while words and words[0].lower().strip(".,") in FOLLOWING_TITLES and "." in words[0]:
            prefix.append(TITLES[words[0].lower().strip(".,")])
            words = words[1:]
    while len(words) > 1 and words[-1].lower().strip(".,") in SUFFIXES:
        suffix.insert(0, SUFFIXES[words[-1].lower().strip(".,")])
        words = words[:-1]
    if len(words) == 1 and words[0].lower().strip(".,") in SUFFIXES and "." in words[0]:
        suffix.insert(0, SUFFIXES[words[0].lower().strip(".,")])
        words = []
    return prefix, words, suffix


def _is_form_of_address(word: str) -> bool:
    bare = word.lower().strip(".,")
    if bare in FOLLOWING_TITLES:
        return False
    if bare in {"me", "fr", "pr", "mag", "fam", "dame", "ms", "hr"} and word.isupper():
        return False
    if bare in {"ing", "mag"} and not word.endswith("."):
        return False
    return bare in CIVILITIES or bare in TITLES


def _order(words: list[str], *, has_prefix: bool) -> tuple[list[str], list[str]]:
    """Part words without a comma into given and family names."""
    if not words:
        return [], []
    if len(words) == 1:
        known = not has_prefix and bool(nickname_groups(fold(words[0])))
        return (words, []) if known else ([], words)
    capitals = _capital_run(words)
    if capitals:
        start, end = capitals
        while start > 0 and _is_particle(words[start - 1], words[start - 2] if start > 1 else None):
            start -= 1
        return [*words[:start], *words[end:]], words[start:end]
    if words and words[0] in LEADING_PARTICLES and not is_one_case(" ".join(words)):
        end = 1
        while end < len(words) - 1 and _is_particle(words[end], words[end - 1]):
            end += 1
        return words[end + 1 :], words[: end + 1]
    if (
        _is_known_given(words[-1])
        and not _is_known_given(words[0])
        and ("-" in words[0] or words[0].lower() in ARTICLES)
    ):
        return words[-1:], words[:-1]
    start = len(words) - 1
    for at in range(1, len(words) - 1):
        if words[at].lower() in PARTICLES and (
            words[at].lower() not in {"y", "in", "am", "im", "al", "te", "do"} or at > 1
        ):
            start = at
            break
    return words[:start], words[start:]


def _is_known_given(word: str) -> bool:
    parts = fold(word).split()
    return bool(parts) and all(nickname_groups(part) for part in parts)


def _capital_run(words: Sequence[str]) -> tuple[int, int] | None:
    """Find the words in capitals among words that are not: "DUPONT Jean"."""
    loud = [_is_loud(word) for word in words]
    if not any(loud) or all(flag or word.isupper() for flag, word in zip(loud, words, strict=True)):
        return None
    start = loud.index(True)
    end = start
    while end < len(words) and (
        loud[end] or (words[end].isupper() and words[end].lower() in PARTICLES | INNER_PARTICLES)
    ):
        end += 1
    while start > 0 and words[start - 1].isupper() and words[start - 1].lower() in PARTICLES | INNER_PARTICLES:
        start -= 1
    return (start, end) if (start == 0 or end == len(words)) and (start, end) != (0, len(words)) else None


def _is_loud(word: str) -> bool:
    letters = [letter for letter in word if letter.isalpha()]
    if not word.isupper() or "." in word or word.lower() in PARTICLES:
        return False
    return len(letters) > 2 or (len(letters) == 2 and any(letter in _VOWELS for letter in letters))


def _is_particle(word: str, before: str | None) -> bool:
    bare = word.lower()
    return bare in PARTICLES or (bare in INNER_PARTICLES and before is not None and before.lower() in PARTICLES)


def _part_particle(family: list[str]) -> tuple[list[str], list[str]]:
    end = 0
    while end < len(family) - 1 and _is_particle(family[end], family[end - 1] if end else None):
        end += 1
    if end and family[end - 1] == "d'":
        return family[: end - 1], [family[end - 1] + family[end], *family[end + 1 :]]
    return family[:end], family[end:]


def _part_middle(given: list[str]) -> tuple[list[str], list[str]]:
    """Keep initials behind the first given name apart: "John F."."""
    for at, word in enumerate(given):
        if at and len(word.strip(".")) == 1 and word not in {"e", "y"} and len(given[0].strip(".")) > 1:
            return given[:at], given[at:]
    return given, []


def _cased(words: list[str]) -> str:
    """Join words, with capitals as names have them where they were typed in one case."""
    text = " ".join(words)
    letters = text.replace(".", "")
    are_initials = len(letters) <= 2 and text.isupper() and not any(letter in _VOWELS for letter in letters)
    return text if are_initials or not is_one_case(text) else capitalise(text)
