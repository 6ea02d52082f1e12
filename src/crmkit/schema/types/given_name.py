"""Given names, where they have a column of their own."""

from typing import Final

from crmkit.schema.folding import fold, fold_german
from crmkit.schema.types.base import Cleaned
from crmkit.schema.types.capitals import capitalise, is_one_case
from crmkit.schema.types.cells import CellType
from crmkit.schema.types.name_matching import given_similarity
from crmkit.schema.types.name_parsing import tidy_name


class GivenNameType(CellType[str]):
    """A given name, or several of one person.

    >>> GIVEN_NAME.clean("JEAN-PIERRE").value
    'Jean-Pierre'
    >>> GIVEN_NAME.similarity("Alex", "Alexandre")
    0.95
    """

    name = "given_name"
    sensitivity = "id"
    longest = 200
    also_values = frozenset({"nil", "nat"})

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[str]:
        """Clean a text that is neither empty nor a placeholder."""
        text = tidy_name(text)
        if "@" in text or not any(letter.isalpha() for letter in text):
            return self.refuse(raw, "invalid", "This is no given name.")
        are_initials = text.isupper() and len(text.replace(".", "")) <= 2
        return self.accept(text if are_initials or not is_one_case(text) else capitalise(text), raw)

    def keys(self, value: str) -> tuple[str, ...]:
        """Fold the name; a second key reads ae, oe, ue as umlauts."""
        bare = value.replace("'", "")
        return tuple(dict.fromkeys(key for key in (fold(bare), fold_german(bare)) if key))

    def similarity(self, left: str, right: str) -> float:
        """Compare two given names: equal 1.0, a short form 0.95, an initial 0.85, else how alike they are spelled."""
        return (
            1.0
            if left == right
            else given_similarity(fold_german(left.replace("'", "")), fold_german(right.replace("'", ""))) or 0.0
        )


GIVEN_NAME: Final = GivenNameType()
