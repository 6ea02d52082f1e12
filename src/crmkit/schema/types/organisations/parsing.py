"""Taking the name of an organisation apart: legal form, brand, branch, department, status."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from crmkit.schema.folding import fold
from crmkit.schema.types.names.words import JOINERS, ORGANISATION_WORDS
from crmkit.schema.types.organisations.legal_forms import (
    AMBIGUOUS,
    CAPITALS_ONLY,
    FIRST_WORDS,
    FORMS,
    KEPT_FORMS,
    LAST_WORDS,
    LEADING,
    LONGEST,
    form_in,
)
from crmkit.schema.types.organisations.words import (
    BRANCH_WORDS,
    DEPARTMENTS,
    FORMER,
    OWNER_WORDS,
    SIGNAL_WORDS,
    STATUSES,
    TRADING_WORDS,
    WEAK_BRANCH_WORDS,
)

_GLUE: Final = " ,;-–&/"
_MARKED_SARL: Final = re.compile(r"s\W*à\W*r\W*l", re.IGNORECASE)
_SEPARATOR: Final = r"\s+[–—|-]+\s+|\s*[,;]\s+|\s+/\s+"
_STATUS: Final = tuple(
    (status, re.compile(rf"[\s,–-]*[(\[]?(?<!\w)(?:{words})[)\]]?(?=$|[\s,;)])", re.IGNORECASE))
    for status, words in STATUSES.items()
)
_CARE_OF: Final = re.compile(r"[\s,]+(?:c/o|p/a|p\.\s?a\.)\s+(.+)$", re.IGNORECASE)
_TRADING: Final = re.compile(rf"[\s,(–-]+(?:{TRADING_WORDS})\s*:?\s+([^()]+?)\)?$", re.IGNORECASE)
_OWNER: Final = re.compile(rf"[\s,(–-]+(?:{OWNER_WORDS})[\s:]+([^()]+?)\)?$", re.IGNORECASE)
_BRANCH: Final = re.compile(rf"(?:\s*[,;–—]\s*|\s+-\s+|\s+)\(?((?:{BRANCH_WORDS})(?!\w)[^()]*)\)?$", re.IGNORECASE)
_WEAK_BRANCH: Final = re.compile(
    rf"(?:\s*[,;–—(]\s*|\s+-\s+)((?:{WEAK_BRANCH_WORDS})(?!\w)[^()]+|[\w .'-]+ branch)\)?$|"
    rf"\s+((?:{WEAK_BRANCH_WORDS})\s+(?:de|d'|du|des|von)\s*[^()]+)$",
    re.IGNORECASE,
)
_BRACKETS: Final = re.compile(r"(.+?)\s*\(([^()]+)\)$")
COMPOUNDS: Final = ("genossenschaft", "stiftung", "verein")
"""Legal forms that are also the end of a longer word, folded."""

_PLACE: Final = re.compile(
    r"[^\W\d_a-zà-ÿ][\w'.-]*(?:\s(?:[^\W\d_a-zà-ÿ][\w'.-]*|\d{1,2}|am|an|im|bei|sur|de|la|le)){0,2}"
)


_PLAIN: Final = re.compile(r"[\w &'+!]*(?:-\w[\w &'+!]*)*")


class ParsedOrganisation(NamedTuple):
    """The parts of a name, "" where there is none; the names are those of `OrganisationName`."""

    name: str
    legal_form: str = ""
    trade_name: str = ""
    branch: str = ""
    department: str = ""
    status: str = ""
    owner: str = ""
    care_of: str = ""


@lru_cache(maxsize=32_768)
def parse_organisation(text: str, region: str | None = None) -> ParsedOrganisation:
    """Take a name apart; what is not recognised stays in the name.

    >>> parse_organisation("Migros (Genossenschaft Migros Aare)")[:3]
    ('Genossenschaft Migros Aare', 'Genossenschaft', 'Migros')
    >>> parse_organisation("Garage du Lac SA en liquidation, succursale de Nyon")[:6]
    ('Garage du Lac', 'SA', '', 'succursale de Nyon', '', 'liquidation')
    """
    if _is_plain(text):
        name, form = split_legal_form(text)
        if form is None:
            name, form, _, branch = _inside(text)
            return ParsedOrganisation(name, form_in(form, region) if form else kept_form(name) or "", branch=branch)
        return ParsedOrganisation(name, form_in(form, region))
    status = ""
    for code, words in _STATUS:
        found = words.search(text)
        if found and fold(text[: found.start()]):
            rest = text[found.end() :]
            text, status = f"{text[: found.start()]}{rest}".strip(" ,;"), code
            break
    text, care_of = _tail(text, _CARE_OF)
    text, department = _department(text)
    text, trade_name = _tail(text, _TRADING)
    text, owner = _tail(text, _OWNER)
    text, branch = _tail(text, _BRANCH)
    if not branch:
        text, branch = _weak_branch(text)
    name, form = split_legal_form(text)
    if form is None:
        name, form, brand, place = _inside(text)
        trade_name, branch = trade_name or brand, branch or place
    form = form_in(form, region) if form else kept_form(name)
    return ParsedOrganisation(name, form or "", trade_name, branch, department, status, owner, care_of)


def _is_plain(text: str) -> bool:
    """Tell whether a name has neither marks nor words that part it."""
    return _PLAIN.fullmatch(text) is not None and SIGNAL_WORDS.isdisjoint(text.lower().split())


def split_legal_form(text: str) -> tuple[str, str | None]:
    """Part the name of an organisation from its legal form; a legal form alone stays a name.

    >>> split_legal_form("Garage du Lac Sàrl"), split_legal_form("SA")
    (('Garage du Lac', 'Sàrl'), ('SA', None))
    """
    words = text.split()
    folded = fold(text).split()
    if len(folded) < 2:
        return text, None
    for count in range(min(LONGEST, len(words) - 1) if folded[-1] in LAST_WORDS else 0, 0, -1):
        form = FORMS.get(fold(" ".join(words[-count:])))
        name = " ".join(words[:-count]).rstrip(_GLUE)
        if form and _begins_with_partners(words, count):
            continue  # "Meier & Co. Ltd" is the Ltd of Meier & Co.
        if form and fold(name) and name.count("(") == name.count(")") and _is_written(form, words[-count:], text):
            if {form, words[0].capitalize()} == {"AB", "Oy"} and len(words) > 2:
                return " ".join(words[1:-count]), "Oy"  # a Finnish company has both forms, "Oy Firma Ab"
            return name, _as_marked(form, words[-count:])
    for count in range(min(LONGEST, len(words) - 1) if folded[0] in FIRST_WORDS else 0, 0, -1):
        form = FORMS.get(fold(" ".join(words[:count])))
        name = " ".join(words[count:]).lstrip(_GLUE)
        begins = form in LEADING and (words[0].isupper() or len(words[0]) > 3 or "." in words[0])
        if form and begins and fold(name) and _is_written(form, words[:count], text):
            return name, _as_marked(form, words[:count])
    return text, None


def kept_form(name: str) -> str | None:
    """Find a legal form that is a word of the name: "Stiftung", at the beginning or the end.

    >>> kept_form("Fondation du Lac"), kept_form("Turnverein Köniz"), kept_form("Garage du Lac")
    ('Fondation', 'Verein', None)
    """
    words = fold(name).split()
    if len(words) < 2:
        return None
    for one in (" ".join(words[:2]), words[0], words[-1]):
        if one in KEPT_FORMS:
            return KEPT_FORMS[one]
    for one in (words[0], words[-1]):
        ending = next((ending for ending in COMPOUNDS if one.endswith(ending) and len(one) > len(ending) + 2), None)
        if ending:
            return KEPT_FORMS[ending]
    return None


def _inside(text: str) -> tuple[str, str | None, str, str]:
    """Look for a legal form beside brackets and before a place: (name, form, brand, place)."""
    brackets = _BRACKETS.fullmatch(text)
    if brackets:
        outside, inside = brackets[1], brackets[2].strip()
        if fold(inside).split()[:1] and fold(inside).split()[0] in FORMER:
            return text, None, "", ""
        one, other = split_legal_form(outside), split_legal_form(inside)
        has_one, has_other = one[1] or kept_form(outside), other[1] or kept_form(inside)
        if has_other and not has_one:
            return other[0], other[1], outside, ""
        if has_one and not has_other and fold(inside):
            is_brand = (
                " " in inside or inside.isupper() or not set(fold(inside).split()).isdisjoint(fold(one[0]).split())
            )
            return (one[0], one[1], inside, "") if is_brand else (one[0], one[1], "", inside)
        return text, None, "", ""
    words = text.split()
    for at in range(1, len(words) - 1):
        if fold(words[at]).partition(" ")[0] not in FIRST_WORDS:
            continue
        for count in range(min(LONGEST, len(words) - at - 1), 0, -1):
            found = words[at : at + count]
            form = FORMS.get(fold(" ".join(found)))
            place = " ".join(words[at + count :])
            name = " ".join(words[:at]).rstrip(_GLUE)
            if form and fold(name) and _is_place(form, found, place):
                return name, _as_marked(form, found), "", place.strip("–—-,|( )")
    return text, None, "", ""


def _is_place(form: str, found: list[str], place: str) -> bool:
    """Tell whether what stands behind a legal form is a place rather than more of the name."""
    if not _PLACE.fullmatch(place.strip("–—-,|( )")):
        return False
    if any(word.strip(".,").lower() in ORGANISATION_WORDS for word in place.split()):
        return False
    if found[-1].endswith(",") or place.startswith(("–", "—", "-")):
        return form not in AMBIGUOUS or found[0].isupper()
    return form not in AMBIGUOUS or (form in {"SA", "AG", "SAS"} and found[-1].isupper())


def _tail(text: str, pattern: re.Pattern[str]) -> tuple[str, str]:
    found = pattern.search(text)
    if not found or not fold(text[: found.start()]):
        return text, ""
    tail = next((group for group in found.groups() if group), "").strip(" ,;–—-()")
    return (text[: found.start()].strip(" ,;–—-"), tail) if fold(tail) else (text, "")


def _weak_branch(text: str) -> tuple[str, str]:
    head, branch = _tail(text, _WEAK_BRANCH)
    return (head, branch) if branch else (text, "")


def _department(text: str) -> tuple[str, str]:
    separators = list(re.finditer(_SEPARATOR, text))
    for one in reversed(separators):
        words = fold(text[one.end() :]).split()
        named = words and words[0] in DEPARTMENTS and (words[0] not in {"services", "it", "human"} or len(words) > 1)
        if named and fold(text[: one.start()]):
            return text[: one.start()].strip(), text[one.end() :].strip()
    return text, ""


def _is_written(form: str, words: list[str], text: str) -> bool:
    """Tell whether a spelling that may be another word is written as a form: in capitals or with dots."""
    spelling = " ".join(words)
    return (
        form not in CAPITALS_ONLY or spelling == form or (spelling.isupper() and not text.isupper()) or "." in spelling
    )


def _begins_with_partners(words: list[str], count: int) -> bool:
    """Tell whether the last words begin with the "& Co." of a name."""
    partners = fold(" ".join(words[-count:])).startswith("co ")
    return partners and not JOINERS.isdisjoint(word.lower() for word in (words[-count], words[-count - 1]))


def _as_marked(form: str, words: list[str]) -> str:
    return "Sàrl" if form == "SARL" and _MARKED_SARL.search(" ".join(words)) else form
