"""What the cells of a column look like, judged by light patterns: evidence for guessing, not for cleaning."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from itertools import islice
from typing import Final

from attrs import frozen

from crmkit.schema.folding import fold
from crmkit.schema.headings.words import BUSINESS_WORDS, CALL_WORDS, TICKET_WORDS
from crmkit.schema.types.words.placeholders import is_placeholder


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_EMAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]{2,}")
_PHONE = re.compile(r"(?:tel\.?\s*|\+|\()?[\d\s()./\-–]{7,24}(?:\s?(?:x|ext|int)\.?\s?\d{1,5})?", re.IGNORECASE)
_WRITTEN_PHONE = re.compile(r"\+|00\d{2}|0\d|\(?\d{3}\)?[\s./\-]\d{3}[\s./\-]\d{4}")
_DATE = re.compile(
    r"\d{4}[-./]\d{1,2}[-./]\d{1,2}(?:[T ].*)?|\d{1,2}[-./]\s?\d{1,2}[-./]\s?\d{2,4}(?:,?\s.*)?"
    r"|(?:1[89]|20)\d{2}[01]\d[0-3]\d|\d{1,2}(?:er|\.)?\s+[^\W\d]{3,9}\.?\s+\d{2,4}"
)
_POSTCODE = re.compile(r"(?:[A-Z]{1,2}[- ])?\d{3,5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}", re.IGNORECASE)
_WRITTEN_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}|[A-Z]{1,2}-\d{4,5}", re.IGNORECASE)
_POSTCODE_LOCALITY = re.compile(r"(?:[A-Z]{1,2}-)?\d{4,5}\s+[^\W\d]{2}.*|[^\W\d]{2}\D*\s\d{4,5}", re.IGNORECASE)
_STREET = re.compile(r"\d+\s?[a-z]{0,3}[\s,]+\D{3}.*|\D{3,}[\s,]\d+\s?[a-z]{0,3}", re.IGNORECASE)
_HOUSE_NUMBER = re.compile(
    r"(?:n[o°]?\.?\s*)?\d{1,4}\s?(?:[a-z]|bis|ter|quater)?(?:\s?[-–/+]\s?\d{0,4}\s?[a-z]?)?", re.IGNORECASE
)
_ADDRESS = re.compile(
    r".*(?:[,;\n]|\s[-–]\s).*\b\d{4,5}\b.*|.*\b\d{4,5}\b\s+[^\W\d].*[,;].*|\D+\s\d+\w?\s+\d{4,5}\s+\D+", re.DOTALL
)
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_MONEY = re.compile(r"(?:[A-Z]{3}|[€$£]|Fr\.)?\s?-?\d[\d'’ \u00a0]*(?:[.,]\d{2,3})*(?:\.[-–])?\s?(?:[A-Z]{3}|[€$£])?")
_CODE = re.compile(r"#?[A-Za-z]{0,6}[-_ ]?\d{2,}[\w-]*|[0-9a-f-]{16,}", re.IGNORECASE)
_PERSONAL = re.compile(r"[^\W\d]+[.'’]?(?:[ -][^\W\d]+[.'’]?){1,3}")

_YES_NO = _words("yes no oui non ja nein si true false vrai faux wahr falsch 0 1 y n o j x t f on off")
_CONSENT = _words("""
    subscribed unsubscribed cleaned inscrit inscrite desinscrit desinscrite abonne abonnee desabonne desabonnee
    angemeldet abgemeldet granted withdrawn refused revoked accepte acceptee refuse refusee retire opt in out optin
    optout widerrufen erteilt abgelehnt pending nonsubscribed subscriber accepted declined denied revoque revoquee
    confirmed confirme bestatigt zugestimmt abonniert gekundigt stop bounced complained non pas nicht not never jamais
    nie iscritto iscritta disiscritto disiscritta accettato rifiutato revocato ok
""")
_LOOKED_AT = 400


def _is_phone(text: str) -> bool:
    digits = sum(character.isdigit() for character in text)
    return 7 <= digits <= 15 and _PHONE.fullmatch(text) is not None and _DATE.fullmatch(text) is None


def _is_civility(text: str) -> bool:
    from crmkit.schema.types.names.words import CIVILITIES, TITLES

    words = text.casefold().split()
    return bool(words) and all(word.strip(".") in CIVILITIES or word.strip(".") in TITLES for word in words)


def _is_business(text: str) -> bool:
    from crmkit.schema.types.organisations.legal_forms import FORMS

    words = fold(text).split()
    if not words:
        return False
    return words[-1] in FORMS or words[0] in {"sas", "sarl", "eurl", "sci"} or not _business_words().isdisjoint(words)


@cache
def _business_words() -> frozenset[str]:
    from crmkit.schema.types.names.words import ORGANISATION_WORDS

    return BUSINESS_WORDS | {fold(word) for word in ORGANISATION_WORDS}


def _is_yes_no(text: str) -> bool:
    return fold(text) in _YES_NO


def _is_consent(text: str) -> bool:
    words = fold(text).split()
    return bool(words) and _CONSENT.issuperset(words)


def _is_person(text: str) -> bool:
    from crmkit.schema.types.names.nicknames import nickname_groups

    if not _PERSONAL.fullmatch(text) or _is_business(text):
        return False
    words = fold(text).split()
    return any(nickname_groups(word) for word in (words[0], words[-1]))


def _matches(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: pattern.fullmatch(text) is not None


LOOKS: Final[Mapping[str, Callable[[str], bool]]] = {
    "email": lambda text: _EMAIL.search(text) is not None,
    "phone": _is_phone,
    "written_phone": lambda text: _WRITTEN_PHONE.match(text) is not None and _is_phone(text),
    "date": _matches(_DATE),
    "postcode": _matches(_POSTCODE),
    "written_postcode": _matches(_WRITTEN_POSTCODE),
    "postcode_locality": _matches(_POSTCODE_LOCALITY),
    "street": _matches(_STREET),
    "address": _matches(_ADDRESS),
    "url": _matches(_URL),
    "money": _matches(_MONEY),
    "code": _matches(_CODE),
    "yes_no": _is_yes_no,
    "consent": _is_consent,
    "answer": lambda text: _is_yes_no(text) or _is_consent(text),
    "house_number": _matches(_HOUSE_NUMBER),
    "civility": _is_civility,
    "event": lambda text: not (TICKET_WORDS | CALL_WORDS).isdisjoint(fold(text).split()),
    "business": _is_business,
    "person": _is_person,
    "several_words": lambda text: " " in text,
    "words": lambda text: sum(character.isalpha() for character in text) * 2 > len(text),
}
"""What a cell can look like; a cell may look like several things."""


@frozen
class Contents:
    """The cells of one column, seen from afar.

    Attributes:
        cells: texts of up to 400 cells that are neither empty nor placeholders.
    """

    cells: tuple[str, ...] = ()

    @property
    def filled(self) -> int:
        """How many cells there are to judge by."""
        return len(self.cells)

    @property
    def distinct(self) -> int:
        """How many different cells there are."""
        return len(set(self.cells))

    def share(self, look: str) -> float:
        """Give the share of cells with a look of `LOOKS`, from 0.0 to 1.0; 0.0 when there are none.

        >>> see(["a@example.org", "b@example.org", None, "079 123 45 67"]).share("email")
        0.6666666666666666
        """
        seen = LOOKS[look]
        return sum(map(seen, self.cells)) / len(self.cells) if self.cells else 0.0


def see(cells: Iterable[object]) -> Contents:
    """Look at the first cells of a column; empty ones and placeholders do not count."""
    texts = (_text(cell) for cell in islice(cells, 5 * _LOOKED_AT))
    return Contents(tuple(islice((text for text in texts if text and not is_placeholder(text)), _LOOKED_AT)))


def _text(cell: object) -> str:
    if isinstance(cell, str):
        return cell[:300].strip()
    if cell is None or cell != cell:  # noqa: PLR0124 - a NaN is not itself
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)[:300].strip()
