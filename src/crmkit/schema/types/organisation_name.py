"""Names of organisations."""

import re
from typing import Any, Final

from attrs import frozen

from crmkit.schema.folding import fold, fold_german
from crmkit.schema.types.base import Cleaned, written_parts
from crmkit.schema.types.cells import CellType
from crmkit.schema.types.legal_forms import FORMS, LEADING, LONGEST
from crmkit.schema.types.placeholders import is_placeholder

_NO_ORGANISATION: Final = frozenset({
    "privat", "private", "privatperson", "prive", "particulier", "particuliers", "individual", "individuel", "privato",
    "personal", "selbst", "independant", "sans",
})  # fmt: skip
_JOINERS: Final = frozenset({"et", "und", "and", "e", "y"})
_GLUE: Final = " ,;-–&/"
_MARKED_SARL: Final = re.compile(r"s\W*à\W*r\W*l", re.IGNORECASE)


@frozen
class OrganisationName:
    """The name of an organisation.

    Attributes:
        name: the name without its legal form, "Garage du Lac".
        legal_form: the legal form in its usual spelling, "Sàrl".
    """

    name: str
    legal_form: str | None = None

    def __str__(self) -> str:
        return f"{self.name} {self.legal_form}" if self.legal_form else self.name


class OrganisationNameType(CellType[OrganisationName]):
    """An organisation's name, apart from its legal form; matching looks at the name alone.

    >>> ORGANISATION_NAME.clean("Müller & Söhne GmbH & Co. KG").value
    OrganisationName(name='Müller & Söhne', legal_form='GmbH & Co. KG')
    >>> ORGANISATION_NAME.clean("SAS L'Atelier").keys
    ('l atelier',)
    """

    name = "organisation_name"
    pick = "most_complete"
    canonical = OrganisationName

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[OrganisationName]:
        """Clean a text that is neither empty nor a placeholder."""
        name, form = split_legal_form(text.replace("’", "'"))
        if form == "SARL" and region in {"CH", "LU"}:
            form = "Sàrl"
        if fold(name) in _NO_ORGANISATION or is_placeholder(name):
            return self.placeholder(raw)
        return self.accept(OrganisationName(name, form), raw)

    def keys(self, value: OrganisationName) -> tuple[str, ...]:
        """Fold the name, without joining words; a second key reads ae, oe, ue as umlauts."""
        return tuple(dict.fromkeys(key for key in (_key(fold(value.name)), _key(fold_german(value.name))) if key))

    def similarity(self, left: OrganisationName, right: OrganisationName) -> float:
        """Compare two names whatever the order of their words; different legal forms count a little against."""
        from rapidfuzz import fuzz
        from rapidfuzz.distance import JaroWinkler

        one, other = _key(fold_german(left.name)), _key(fold_german(right.name))
        if left == right or not one or not other:
            return float(left == right)
        alike = max(
            JaroWinkler.similarity(one, other),
            fuzz.token_sort_ratio(one, other) / 100,
            0.95 * fuzz.token_set_ratio(one, other) / 100 if " " in one and " " in other else 0.0,
        )
        differ = left.legal_form and right.legal_form and fold(left.legal_form) != fold(right.legal_form)
        return float(alike * (0.9 if differ else 1.0))

    def dump(self, value: OrganisationName) -> dict[str, Any]:
        """Write a name as JSON data, without what is missing."""
        return written_parts(value)

    def load(self, data: Any) -> OrganisationName:
        """Read what `dump` wrote."""
        return OrganisationName(**data)

    def parts(self, value: OrganisationName) -> dict[str, Any]:
        """Name the facets: organisation_name and legal_form."""
        return {"organisation_name": value.name, "legal_form": value.legal_form}


ORGANISATION_NAME: Final = OrganisationNameType()


def split_legal_form(text: str) -> tuple[str, str | None]:
    """Part the name of an organisation from its legal form; a legal form alone stays a name.

    >>> split_legal_form("Garage du Lac Sàrl"), split_legal_form("SA")
    (('Garage du Lac', 'Sàrl'), ('SA', None))
    """
    words = text.split()
    for count in range(min(LONGEST, len(words) - 1), 0, -1):
        form = FORMS.get(fold(" ".join(words[-count:])))
        name = " ".join(words[:-count]).rstrip(_GLUE)
        if form and fold(name):
            return name, _as_marked(form, words[-count:])
    for count in range(min(4, len(words) - 1), 0, -1):
        form = FORMS.get(fold(" ".join(words[:count])))
        name = " ".join(words[count:]).lstrip(_GLUE)
        if form in LEADING and fold(name) and (words[0].isupper() or len(words[0]) > 3 or "." in words[0]):
            return name, _as_marked(form, words[:count])
    return text, None


def _as_marked(form: str, words: list[str]) -> str:
    return "Sàrl" if form == "SARL" and _MARKED_SARL.search(" ".join(words)) else form


def _key(folded: str) -> str:
    if " " not in folded:
        return folded
    return " ".join(word for word in folded.split() if word not in _JOINERS) or folded
