"""Family names, where they have a column of their own."""

from typing import Final

from crmkit.schema.folding import fold, fold_german
from crmkit.schema.types.base import Cleaned, Finding
from crmkit.schema.types.capitals import capitalise, is_one_case
from crmkit.schema.types.cells import CellType
from crmkit.schema.types.name_matching import family_similarity
from crmkit.schema.types.name_parsing import is_company, split_particle, tidy_name


class FamilyNameType(CellType[str]):
    """A family name with its particle.

    >>> FAMILY_NAME.clean("DE LA FONTAINE").value
    'de la Fontaine'
    >>> FAMILY_NAME.keys("Müller"), FAMILY_NAME.keys("Mueller")
    (('muller',), ('mueller', 'muller'))
    """

    name = "family_name"
    sensitivity = "id"
    longest = 200
    also_values = frozenset({"nil", "nat"})

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[str]:
        """Clean a text that is neither empty nor a placeholder."""
        text = tidy_name(text)
        if "@" in text or not any(letter.isalpha() for letter in text):
            return self.refuse(raw, "invalid", "This is no family name.")
        notes = []
        if is_company(text):
            notes.append(Finding("name.looks_like_company", "This looks like the name of an organisation."))
        elif is_one_case(text):
            particle, family = split_particle(text)
            text = f"{particle.lower()} {capitalise(family)}" if particle else capitalise(family)
        return self.accept(text, raw, *notes)

    def keys(self, value: str) -> tuple[str, ...]:
        """Fold the name; a second key reads ae, oe, ue as umlauts."""
        bare = value.replace("'", "")
        return tuple(dict.fromkeys(key for key in (fold(bare), fold_german(bare)) if key))

    def similarity(self, left: str, right: str) -> float:
        """Compare two family names: equal 1.0, a part of a double name 0.9, else how alike they are spelled."""
        return (
            1.0
            if left == right
            else family_similarity(fold_german(left.replace("'", "")), fold_german(right.replace("'", ""))) or 0.0
        )


FAMILY_NAME: Final = FamilyNameType()
