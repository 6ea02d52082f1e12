"""Legal forms of organisations: found by any spelling, compared across languages, spelled as a country does."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from attrs import field, frozen

from crmkit.schema.folding import fold
from crmkit.schema.types.organisations.legal_form_table import FORMS_IN_USE, KEPT_IN_NAMES


@frozen
class LegalForm:
    """A legal form.

    Attributes:
        key: canonical key, "sarl".
        written: usual spelling, "Sàrl".
        countries: two-letter codes of the countries that know it ("EU" for all of the Union).
        groups: forms with a group in common translate each other, such as SA and AG of a Swiss company.
        names: language to full name.
    """

    key: str
    written: str
    countries: tuple[str, ...]
    groups: frozenset[str]
    names: Mapping[str, str] = field(hash=False)


def _rows(table: str) -> list[tuple[LegalForm, list[str]]]:
    rows = []
    for line in table.strip().splitlines():
        key, written, countries, groups, names, spellings = (cell.strip() for cell in line.split("|"))
        by_language: dict[str, str] = {}
        for name in filter(None, names.split(", ")):
            language, _, full = name.partition(" ")
            by_language.setdefault(language, full)
        form = LegalForm(key, written, tuple(countries.split()), frozenset(groups.split()), by_language)
        rows.append((form, [one.strip() for one in spellings.split(";") if one.strip()]))
    return rows


_ROWS: Final = _rows(FORMS_IN_USE)
_KEPT_ROWS: Final = _rows(KEPT_IN_NAMES)

FORMS: Final[Mapping[str, str]] = {spelling: form.written for form, spellings in _ROWS for spelling in spellings}
"""Folded spelling to the usual one."""

KEPT_FORMS: Final[Mapping[str, str]] = {spelling: form.written for form, held in _KEPT_ROWS for spelling in held}
"""The same, of forms that are a word of the name."""

KEPT_WRITTEN: Final = frozenset(KEPT_FORMS.values())
"""Usual spellings of the forms that are a word of the name."""

LEADING: Final = frozenset({
    "SA", "SARL", "SAS", "SASU", "EURL", "EIRL", "EI", "SCI", "SCM", "SCP", "SCPI", "SCCV", "SCEA", "SNC", "SELARL",
    "SELAS", "SCOP", "SCIC", "GIE", "EARL", "GAEC", "ASBL", "VZW", "GmbH", "Oy", "AB", "UG", "Srl", "SpA", "SPRL", "AG",
    "SCS", "SCA",
})  # fmt: skip
"""Forms that may also stand before the name."""

AMBIGUOUS: Final = frozenset({
    "SA", "AG", "KG", "UG", "AB", "Oy", "SE", "eG", "OG", "LP", "SL", "e.K.", "e.V.", "A/S", "SCA", "SAS", "BV", "NV",
    "EARL", "SELAS", "EI", "SC", "CV", "S.s.", "e.U.", "SLU", "SAU", "SLL", "Lda", "CIO", "CIC", "DAC", "CLG", "Cyf",
    "EPIC", "ApS", "s.r.o.", "Kft.", "GIE", "SCOP", "Sapa", "d.o.o.", "SCS", "AöR", "Scarl",
})  # fmt: skip
"""Forms that are also ordinary words or names; in a person's name they count only in capitals."""

CAPITALS_ONLY: Final = frozenset({
    "EI", "SC", "CV", "CIO", "CIC", "DAC", "CLG", "EPIC", "SAU", "SLL", "SLU", "SCIC", "SEML", "Cyf", "AöR", "Sapa",
})  # fmt: skip
"""Forms that are so short or so like words that only their capitals or dots tell them, at the end of a name too."""

LONGEST: Final = max(spelling.count(" ") + 1 for spelling in FORMS)
"""How many words the longest spelling has."""

FIRST_WORDS: Final = frozenset(spelling.split()[0] for spelling in FORMS)
"""Folded words that a spelling begins with; where there is none, nothing else need be looked at."""

LAST_WORDS: Final = frozenset(spelling.split()[-1] for spelling in FORMS)
"""Folded words that a spelling ends with."""

_BY_COUNTRY: Final[Mapping[tuple[str, str], str]] = {
    ("SARL", "CH"): "Sàrl", ("SARL", "LU"): "Sàrl", ("Srl", "BE"): "SRL", ("SAS", "IT"): "Sas", ("SNC", "IT"): "Snc",
    ("SCM", "CH"): "SCm",
}  # fmt: skip


def form_in(written: str, region: str | None) -> str:
    """Give a form the spelling of a country.

    >>> form_in("SARL", "CH"), form_in("SARL", "FR"), form_in("Srl", "BE")
    ('Sàrl', 'SARL', 'SRL')
    """
    return _BY_COUNTRY.get((written, (region or "").upper()), written)


def find_form(written: str | None) -> LegalForm | None:
    """Find a legal form by any of its spellings.

    >>> find_form("S.à r.l.").key, find_form("GmbH").names["de"]
    ('sarl', 'Gesellschaft mit beschränkter Haftung')
    """
    if not written:
        return None
    known = _by_spelling()
    return known.get(written) or known.get(fold(written))


def same_form(left: str, right: str) -> bool:
    """Tell whether two spellings mean one form, or forms that translate each other.

    >>> same_form("S.A.", "SA"), same_form("SA", "AG"), same_form("SA", "Sàrl")
    (True, True, False)
    """
    one, other = find_form(left), find_form(right)
    if one is None or other is None:
        return fold(left) == fold(right)
    return one.key == other.key or not one.groups.isdisjoint(other.groups)


def shared_form(written: str | None) -> str:
    """Give a form and all that translate it, one another's translations too, one key: the first of theirs.

    >>> shared_form("SA"), shared_form("AG"), shared_form("Sàrl"), shared_form("no form"), shared_form(None)
    ('ag', 'ag', 'gmbh', 'no form', '')
    """
    form = find_form(written)
    return _shared_keys()[form.key] if form else fold(written or "")


@cache
def _shared_keys() -> Mapping[str, str]:
    forms = {form.key: form for form in _by_spelling().values()}
    families: list[set[str]] = []
    for form in forms.values():
        marks = {form.key, *form.groups}
        near = [one for one in families if not one.isdisjoint(marks)]
        families = [*(one for one in families if one.isdisjoint(marks)), marks.union(*near)]
    return {key: min(family & forms.keys()) for family in families for key in family & forms.keys()}


@cache
def _by_spelling() -> dict[str, LegalForm]:
    found: dict[str, LegalForm] = {}
    for form, spellings in (*_ROWS, *_KEPT_ROWS):
        for spelling in (form.written, *spellings):
            found.setdefault(spelling, form)
    return found
