"""A directory that answers from lists of postcodes."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from crmkit.schema.postal.area import Area
from crmkit.schema.postal.suggesting import suggest
from crmkit.schema.types.base import Finding

_AREAS: Final[Mapping[str, str]] = {"LI": "CH"} | dict.fromkeys(
    ("MC", "GP", "MQ", "GF", "RE", "PM", "YT", "BL", "MF", "WF", "PF", "NC"), "FR"
)
"""Countries and territories whose postcodes are of the same list as those of another country."""


class ListedDirectory:
    """A `PostalDirectory` of lists, one for each postal area.

    Attributes:
        find_area: gives the list of a country, or None where there is none.

    >>> directory = ListedDirectory({"CH": Area({"1003": ("Lausanne",), "8001": ("Zürich",)})}.get)
    >>> directory.localities("CH", "1003"), directory.codes("CH", "Zuerich")
    (('Lausanne',), ('8001',))
    >>> [(one.code, one.suggestion) for one in directory.check("CH", "8001", "Lausanne")]
    [('postal_address.mismatch', '1003 Lausanne; 8001 Zürich')]
    """

    def __init__(self, find_area: Callable[[str], Area | None]) -> None:
        self.find_area = find_area
        self._checked = lru_cache(maxsize=32_768)(self._check)

    def localities(self, country: str, code: str) -> tuple[str, ...]:
        """Name the localities that a postcode serves."""
        area = self._area(country)
        return area.names.get(code, ()) if area else ()

    def codes(self, country: str, locality: str) -> tuple[str, ...]:
        """Give the postcodes of a locality, those of streets before those of boxes and large recipients."""
        area = self._area(country)
        return area.codes_of(locality) if area else ()

    def check(self, country: str, code: str, locality: str) -> tuple[Finding, ...]:
        """Say what is wrong with a pair, with up to three suggestions; nothing for a country that is not listed."""
        return self._checked(country, code, locality)

    def _area(self, country: str) -> Area | None:
        return self.find_area(_AREAS.get(country, country))

    def _check(self, country: str, code: str, locality: str) -> tuple[Finding, ...]:
        area = self._area(country)
        if area is None or not code or not locality or area.serves(code, locality):
            return ()
        if code not in area.names:
            kind, message = "unknown_code", "The directory lists no such postcode."
        elif area.codes_of(locality):
            kind, message = "mismatch", "The postcode and the locality do not belong together."
        else:
            kind, message = "unknown_locality", "The directory lists no such locality."
        meant = "; ".join(suggest(area, code, locality))
        return (Finding(f"postal_address.{kind}", message, suggestion=meant or None),)
