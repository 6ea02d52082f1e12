"""Names of organisations."""

import re
from collections.abc import Iterator
from typing import Any, Final

from attrs import frozen

from crmkit.schema.folding import fold, fold_german, fold_spellings
from crmkit.schema.types.base import Cleaned, Finding, Severity, written_parts
from crmkit.schema.types.cells import CellType
from crmkit.schema.types.names.known_names import is_family, is_given
from crmkit.schema.types.names.titles import is_form_of_address
from crmkit.schema.types.names.words import CIVILITIES, ORGANISATION_WORDS
from crmkit.schema.types.organisations.glance import glance_organisation
from crmkit.schema.types.organisations.legal_forms import KEPT_WRITTEN, find_form, same_form
from crmkit.schema.types.organisations.parsing import kept_form, parse_organisation
from crmkit.schema.types.organisations.words import (
    NEED_OF,
    NO_ORGANISATION,
    OF_WORDS,
    PUBLIC_BODIES,
    STATUS_WORDS,
    TOWNS,
)
from crmkit.schema.types.words.placeholders import is_placeholder

_JOINERS: Final = frozenset({"et", "und", "and", "e", "y"})
_SHORT: Final = {"cie": "co", "compagnie": "co", "gebr": "gebruder", "ets": "etablissements"}
_APOSTROPHES: Final = str.maketrans(dict.fromkeys("’‘ʼ`´", "'"))
_QUOTED: Final = re.compile(r"^[\"“”„«]\s*([^\"“”„«»]+?)\s*[\"“”»]$")
_EMAIL: Final = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]{2,}")
_WEB: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_LITTLE: Final = frozenset(
    {"de", "du", "des", "d", "la", "le", "di", "of", "von", "einwohnergemeinde", "gemeinde", "the"}
)
_STATUS_MESSAGE: Final = "The name says that the organisation is being wound up, is gone, or is not there yet."


@frozen
class OrganisationName:
    """The name of an organisation.

    Attributes:
        name: the name without its legal form, "Garage du Lac"; a form that is a word of the name stays,
            "Fondation du Lac".
        legal_form: the legal form in its usual spelling, "Sàrl".
        trade_name: the brand under which it is known, when it came beside the legal name.
        branch: the branch or place behind the name, "succursale de Nyon".
        department: a part of the organisation, "Service achats".
        status: "liquidation", "bankruptcy", "administration", "formation" or "dissolved", when the name says so.
        owner: the person it belongs to, when the cell names one.
        care_of: who takes its mail.
    """

    name: str
    legal_form: str | None = None
    trade_name: str | None = None
    branch: str | None = None
    department: str | None = None
    status: str | None = None
    owner: str | None = None
    care_of: str | None = None

    @property
    def form_key(self) -> str | None:
        """The canonical key of the legal form, such as "sarl" for "S.à r.l."."""
        form = find_form(self.legal_form)
        return form.key if form else None

    @property
    def is_public_body(self) -> bool:
        """Whether the name is that of a town, a canton, a ministry or the like."""
        words = fold(self.name).split()
        if len(words) < 2 or words[0] not in PUBLIC_BODIES or self.legal_form:
            return False
        return words[0] not in NEED_OF or words[1] in OF_WORDS

    def __str__(self) -> str:
        kept = self.legal_form in KEPT_WRITTEN and kept_form(self.name) == self.legal_form
        parts = [self.name, "" if kept else self.legal_form, STATUS_WORDS.get(self.status or "")]
        shown = " ".join(part for part in parts if part)
        if self.branch:
            shown += f", {self.branch}"
        if self.owner:
            shown += f", Inh. {self.owner}"
        if self.trade_name:
            shown += f" t/a {self.trade_name}"
        if self.department:
            shown += f" – {self.department}"
        return f"{shown} c/o {self.care_of}" if self.care_of else shown


class OrganisationNameType(CellType[OrganisationName]):
    """An organisation's name, apart from its legal form; matching looks at the name alone.

    Brand, branch, department, owner and "in liquidation" become parts of their own; what is not recognised stays in
    the name.

    >>> ORGANISATION_NAME.clean("Müller & Söhne GmbH & Co. KG").value
    OrganisationName(name='Müller & Söhne', legal_form='GmbH & Co. KG', ...)
    >>> ORGANISATION_NAME.clean("SAS L'Atelier").keys
    ('l atelier',)
    >>> ORGANISATION_NAME.clean("Müller und Söhne").keys == ORGANISATION_NAME.clean("Müller + Söhne").keys
    True
    """

    name = "organisation_name"
    pick = "most_complete"
    canonical = OrganisationName

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[OrganisationName]:
        """Clean a text that is neither empty nor a placeholder."""
        text = text.translate(_APOSTROPHES).strip(" ,;")
        text = _QUOTED.sub(r"\1", text) or text
        if _EMAIL.fullmatch(text):
            return self.refuse(raw, "looks_like_email", "This looks like an e-mail address, not like a name.")
        if sum(map(str.isdigit, text)) > 6 and not any(map(str.isalpha, text)):
            return self.refuse(raw, "invalid", "This is a number, and no name.")
        parsed = parse_organisation(text, region)
        if fold(parsed.name) in NO_ORGANISATION or is_placeholder(parsed.name):
            return self.placeholder(raw)
        value = OrganisationName(**{part: said for part, said in parsed._asdict().items() if said or part == "name"})
        return self.accept(value, raw, *self._doubts(text, value))

    def glance(self, text: str, region: str | None) -> OrganisationName | None:
        """Give the value of a text about which there is nothing to say, when a glance tells it; None says look closely.

        >>> ORGANISATION_NAME.glance("Garage du Lac SA", "CH"), ORGANISATION_NAME.glance("Garage du Lac, Nyon", "CH")
        (OrganisationName(name='Garage du Lac', legal_form='SA', ...), None)
        """
        found = glance_organisation(text, region)
        return None if found is None else OrganisationName(*found)

    def _doubts(self, text: str, value: OrganisationName) -> Iterator[Finding]:
        if value.status:
            yield self.warning(value.status, _STATUS_MESSAGE)
        if _WEB.fullmatch(text):
            yield self.warning("looks_like_url", "This looks like the address of a website, not like a name.")
        person = None if value.legal_form else _person_severity(value.name)
        if person is not None:
            message = "This looks like the name of a person."
            yield Finding("organisation_name.looks_like_person", message, person)

    def keys(self, value: OrganisationName) -> tuple[str, ...]:
        """Fold the name with its branch, without joining words; further keys read ae, oe, ue as umlauts.

        A place behind the name may be missing elsewhere, so the name alone is a key as well; so are the brand, and
        for a town the word "commune" with its name, however the cell calls it.
        """
        return tuple(dict.fromkeys(key for key in _keys(value) if key))

    def similarity(self, left: OrganisationName, right: OrganisationName) -> float:
        """Compare two names whatever the order of their words; different forms and branches count a little against.

        Forms that translate each other, such as SA and AG, hardly do.
        """
        if left == right:
            return 1.0
        alike = max(
            _alike(one, other)
            for one in filter(None, (left.name, left.trade_name))
            for other in filter(None, (right.name, right.trade_name))
        )
        if left.legal_form and right.legal_form and fold(left.legal_form) != fold(right.legal_form):
            alike *= 0.97 if same_form(left.legal_form, right.legal_form) else 0.9
        if fold(left.branch or "") != fold(right.branch or ""):
            alike *= 0.9 if left.branch and right.branch else 0.95
        return float(alike)

    def dump(self, value: OrganisationName) -> dict[str, Any]:
        """Write a name as JSON data, without what is missing."""
        return written_parts(value)

    def load(self, data: Any) -> OrganisationName:
        """Read what `dump` wrote."""
        return OrganisationName(**data)

    def parts(self, value: OrganisationName) -> dict[str, Any]:
        """Name the facets: organisation_name, legal_form and its key, and the parts around the name."""
        return {
            "organisation_name": value.name,
            "legal_form": value.legal_form,
            "legal_form_key": value.form_key,
            "trade_name": value.trade_name,
            "branch": value.branch,
            "department": value.department,
            "status": value.status,
            "public_body": value.is_public_body or None,
        }


ORGANISATION_NAME: Final = OrganisationNameType()


def _keys(value: OrganisationName) -> Iterator[str]:
    whole = f"{value.name} {value.branch}" if value.branch else value.name
    yield from map(_key, fold_spellings(whole))
    if value.branch and " " not in value.branch:
        yield from map(_key, fold_spellings(value.name))
    if value.trade_name:
        yield from map(_key, fold_spellings(value.trade_name))
    words = fold(whole).split()
    if value.is_public_body and words[0] in TOWNS:
        yield " ".join(["commune", *(word for word in words[1:] if word not in _LITTLE)])


def _key(folded: str) -> str:
    if " " not in folded:
        return folded
    words = folded.split()
    words = words[1:] if words[0] in {"firma", "fa"} else words
    return " ".join(_SHORT.get(word, word) for word in words if word not in _JOINERS) or folded


def _alike(left: str, right: str) -> float:
    from rapidfuzz import fuzz
    from rapidfuzz.distance import JaroWinkler

    one, other = _key(fold_german(left)), _key(fold_german(right))
    if not one or not other:
        return float(left == right)
    return max(
        JaroWinkler.similarity(one, other),
        fuzz.token_sort_ratio(one, other) / 100,
        0.95 * fuzz.token_set_ratio(one, other) / 100 if " " in one and " " in other else 0.0,
    )


def _person_severity(name: str) -> Severity | None:
    """Say how surely a name is that of a person: by a form of address, or by two common names."""
    words = name.replace(",", " ").split()
    if not 1 < len(words) < 5 or any(word.lower().strip(".") in ORGANISATION_WORDS for word in words):
        return None
    if not all(word.replace("-", "").replace("'", "").strip(".").isalpha() for word in words):
        return None
    first = words[0].lower().strip(".")
    if (
        is_form_of_address(words[0])
        and first in CIVILITIES
        and first not in {"sir", "lord", "lady", "miss", "dame", "family"}
    ):
        return Severity.WARNING
    if len(words) == 2 and any(is_given(one) and is_family(other) for one, other in (words, words[::-1])):
        return Severity.INFO
    return None
