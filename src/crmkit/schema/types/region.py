"""Cantons, counties and states."""

from typing import Final

from crmkit.schema.folding import fold
from crmkit.schema.types.base import Cleaned
from crmkit.schema.types.capitals import capitalise, is_one_case
from crmkit.schema.types.cells import CellType


class RegionType(CellType[str]):
    """A canton, county or state; codes of two or three letters are written in capitals.

    >>> REGION.clean("vd").value, REGION.clean("NEUCHÂTEL").value
    ('VD', 'Neuchâtel')
    """

    name = "region"
    longest = 100
    also_values = frozenset({"na"})

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[str]:
        """Clean a text that is neither empty nor a placeholder."""
        if len(text) <= 3:
            return self.accept(text.upper(), raw)
        return self.accept(capitalise(text) if is_one_case(text) else text, raw)

    def keys(self, value: str) -> tuple[str, ...]:
        """Fold the name."""
        folded = fold(value)
        return (folded,) if folded else ()


REGION: Final = RegionType()
