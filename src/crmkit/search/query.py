"""What somebody typed, in parts."""

import re
from collections.abc import Iterable, Iterator
from typing import Final
from unicodedata import normalize

from attrs import frozen

from crmkit.schema.folding import fold_german
from crmkit.schema.types.addresses.street_words import street_key
from crmkit.schema.types.locality import locality_key
from crmkit.schema.types.names.words import CIVILITIES, INNER_PARTICLES, JOINERS, PARTICLES, TITLES
from crmkit.schema.types.organisations.legal_forms import FORMS
from crmkit.search.numbers import typed
from crmkit.search.spelling import LONGEST, joined, words
from crmkit.search.words import email_word

MOST: Final = 8
"""Parts of a query that count."""

BEGINNING: Final = 2
"""Letters of a beginning that finds somebody by itself."""

_CHARACTERS: Final = 400
_BLANKS: Final = re.compile(r"[\s,;|<>\"]+")
_NUMBER: Final = re.compile(r"\+?[\d()./–-]*\d[\d()./–-]*", re.ASCII)
_DATE: Final = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})|(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_TRUNK: Final = re.compile(r"^((?:\+|00)\d{1,3})\(0\)")
_LIGHT: Final = frozenset().union(CIVILITIES, TITLES, PARTICLES, INNER_PARTICLES, JOINERS, FORMS)


@frozen
class Part:
    """One thing that was typed.

    Attributes:
        forms: folded; a word of a customer that is, or begins as, any of them answers; one of a single letter must be
            the word.
        digits: whether it is a number, which may also be a part of a telephone number.
        light: whether a customer may answer without it, such as "Mme", "de", "rue" or a single letter.
    """

    forms: tuple[str, ...]
    digits: bool = False
    light: bool = False


@frozen
class Query:
    """What was typed.

    Attributes:
        readings: the parts; twice where a mark such as a hyphen joins words, as one word and as several.

    >>> [[part.forms for part in reading] for reading in parse_query("Jean-Luc 079 123").readings]
    [[('jeanluc',), ('079123', '79123')], [('jean',), ('luc',), ('079123', '79123')]]
    """

    readings: tuple[tuple[Part, ...], ...]


def parse_query(text: str) -> Query:
    """Part what was typed into words and numbers; only the first 400 characters and eight parts count.

    >>> parse_query("Mme Müller").readings
    ((Part(forms=('mme',), digits=False, light=True), Part(forms=('muller', 'mueller'), digits=False, light=False)),)
    >>> parse_query(" ?! ").readings
    ()
    """
    tokens = _tokens(normalize("NFKC", text[:_CHARACTERS])[:_CHARACTERS])
    readings = (_settled(_parts(tokens, whole=whole)) for whole in (True, False))
    return Query(tuple(dict.fromkeys(reading for reading in readings if reading)))


def _tokens(text: str) -> list[str]:
    """Part a text at blanks, and join the groups of a telephone number."""
    tokens: list[str] = []
    joining = False
    for token in filter(None, _BLANKS.split(text)):
        number = _NUMBER.fullmatch(token) is not None and _DATE.fullmatch(token) is None
        if joining and number and _continues(tokens[-1], token):
            tokens[-1] += token
        else:
            tokens.append(token)
        joining = number
    return tokens


def _continues(number: str, group: str) -> bool:
    """Tell whether digits go on in a further group: of two or three, or of any length behind a 0 or a plus sign."""
    return not group.startswith("+") and (number.startswith(("0", "+")) or len(group) <= 3)


def _parts(tokens: Iterable[str], *, whole: bool) -> Iterator[Part]:
    for token in tokens:
        date = _DATE.fullmatch(token)
        if date:
            day, month, year = date.group(1, 2, 3) if date[3] else date.group(6, 5, 4)
            yield Part((f"{year}{month:0>2}{day:0>2}",), digits=True)
        elif _NUMBER.fullmatch(token):
            digits = re.sub(r"[^\d+]", "", _TRUNK.sub(r"\1", token))[: LONGEST - 1]
            yield Part(typed(digits), digits=True, light=len(digits) < 3)
        elif "@" in token[1:]:
            yield Part((email_word(token.lstrip("@")),))
        else:
            yield from map(_word, (joined(token),) if whole else words(token))


def _word(forms: tuple[str, ...]) -> Part:
    if not forms:
        return Part(())
    word = forms[0]
    place = locality_key(word) if len(word) > 3 else word
    others = (place,) if place != fold_german(word) and " " not in place else ()
    small = len(word) == 1 or word in _LIGHT or street_key(f"{word} x") == "x"
    return Part(tuple(dict.fromkeys((*forms, *others))), digits=word.isdigit(), light=small)


def _settled(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Keep the first parts that say something, each once; where all are light, none is."""
    kept = tuple(dict.fromkeys(part for part in parts if part.forms))[:MOST]
    if all(part.light for part in kept):
        return tuple(Part(part.forms, part.digits) for part in kept)
    return kept
