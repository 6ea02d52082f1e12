"""Cantons, counties and states."""

from typing import Final

from crmkit.schema.folding import fold
from crmkit.schema.types.base import Cleaned
from crmkit.schema.types.cells import CellType
from crmkit.schema.types.names.capitals import capitalise, is_one_case
from crmkit.schema.types.places.region_names import OPENINGS, REGION_CODES


class RegionType(CellType[str]):
    """A canton, county or state; codes of two or three letters are written in capitals, and match the name.

    >>> REGION.clean("vd").value, REGION.clean("NEUCHÂTEL").value, REGION.keys("Kanton Wallis"), REGION.keys("VS")
    ('VD', 'Neuchâtel', ('vs',), ('vs',))
    """

    name = "region"
    longest = 100
    also_values = frozenset({"na"})

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[str]:
        """Clean a text that is neither empty nor a placeholder."""
        if len(code := text.upper()) <= 3:
            return self.accept(code, raw)
        return self.accept(capitalise(text) if is_one_case(text) else text, raw)

    def keys(self, value: str) -> tuple[str, ...]:
        """Fold the name; a canton or state to its code."""
        folded = fold(value)
        bare = next((folded.removeprefix(words) for words in OPENINGS if folded.startswith(words)), folded)
        key = REGION_CODES.get(folded) or REGION_CODES.get(bare) or (bare if len(bare) == 2 else folded)
        return (key,) if key else ()


REGION: Final = RegionType()
