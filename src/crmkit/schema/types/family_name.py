"""Family names, where they have a column of their own."""

from collections.abc import Iterator
from typing import Final

from crmkit.schema.folding import fold_german
from crmkit.schema.types.base import Finding
from crmkit.schema.types.names.column import NameColumnType, folded_keys
from crmkit.schema.types.names.doubts import is_company
from crmkit.schema.types.names.matching import family_similarity
from crmkit.schema.types.names.parsing import part_birth_name, whole_family_case
from crmkit.schema.types.names.titles import peel
from crmkit.schema.types.names.words import HOUSEHOLDS


class FamilyNameType(NameColumnType):
    """A family name with its particle.

    >>> FAMILY_NAME.clean("DE LA FONTAINE").value
    'de la Fontaine'
    >>> FAMILY_NAME.keys("Müller"), FAMILY_NAME.keys("Mueller")
    (('muller', 'mueller'), ('mueller', 'muller'))
    >>> FAMILY_NAME.keys("Dupont née Martin")
    ('dupont', 'martin')
    """

    name = "family_name"

    def cased(self, text: str, region: str | None) -> str:
        """Give a name its capitals where it was typed in one case; little words stay little."""
        return whole_family_case(text, region)

    def doubts(self, text: str) -> Iterator[Finding]:
        """Note an organisation, a family as a whole, and a form of address before the name."""
        if is_company(text):
            yield Finding("name.looks_like_company", "This looks like the name of an organisation.")
            return
        prefix, words, _ = peel(text.split())
        if prefix and words and not HOUSEHOLDS.isdisjoint(prefix):
            yield Finding("name.household", "The cell names a family or a couple, not one person.")
        elif prefix and words and len(words) < len(text.split()):
            yield self.warning("has_title", "A form of address or a title stands before the family name.")

    def keys(self, value: str) -> tuple[str, ...]:
        """Fold the name in every way in which an umlaut may be written; a family name at birth has keys of its own."""
        present, birth_name = part_birth_name(value)
        return folded_keys([present, birth_name])

    def similarity(self, left: str, right: str) -> float:
        """Compare two family names: equal 1.0, a part of a double name 0.9, else how alike they are spelled.

        The family name at birth stands in for the present one, at a small cost.
        """
        if left == right:
            return 1.0
        return max(
            cost * other_cost * (family_similarity(one, other) or 0.0)
            for one, cost in _readings(left)
            for other, other_cost in _readings(right)
        )


FAMILY_NAME: Final = FamilyNameType()


def _readings(value: str) -> list[tuple[str, float]]:
    present, birth_name = (fold_german(part.replace("'", "")) for part in part_birth_name(value))
    return [(present, 1.0), (birth_name, 0.97)] if birth_name else [(present, 1.0)]
