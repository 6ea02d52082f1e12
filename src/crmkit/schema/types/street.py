"""Streets without their house number."""

from typing import Final

from crmkit.schema.types.base import Cleaned
from crmkit.schema.types.cells import CellType
from crmkit.schema.types.locality import place_case
from crmkit.schema.types.street_words import street_key


class StreetType(CellType[str]):
    """A street; matching leaves out its kind and small words, so that abbreviations do not count.

    >>> STREET.keys("Av. de la Gare") == STREET.keys("AVENUE DE LA GARE")
    True
    """

    name = "street"
    sensitivity = "contact"

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[str]:
        """Clean a text that is neither empty nor a placeholder."""
        return self.accept(place_case(text.strip(" ,;").replace("’", "'")) or text, raw)

    def keys(self, value: str) -> tuple[str, ...]:
        """Fold the street without its kind and small words."""
        key = street_key(value)
        return (key,) if key else ()

    def similarity(self, left: str, right: str) -> float:
        """Compare two streets by their spelling, whatever their kind."""
        one, other = street_key(left), street_key(right)
        if one == other:
            return 1.0
        from rapidfuzz.distance import JaroWinkler

        return float(JaroWinkler.similarity(one, other))


STREET: Final = StreetType()
