"""Streets without their house number."""

from typing import Final

from crmkit.schema.types.addresses.street_words import street_key, street_kind
from crmkit.schema.types.base import Cleaned
from crmkit.schema.types.cells import CellType
from crmkit.schema.types.locality import place_case


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
        """Compare two streets by their spelling; equal names of two kinds, "rue" and "chemin", are 0.9."""
        one, other = street_key(left), street_key(right)
        if one == other:
            kinds = {street_kind(left), street_kind(right)} - {None}
            return 1.0 if len(kinds) < 2 else _OTHER_KIND
        from rapidfuzz.distance import JaroWinkler

        return float(JaroWinkler.similarity(one, other))


_OTHER_KIND: Final = 0.9

STREET: Final = StreetType()
