"""Given names, where they have a column of their own."""

from collections.abc import Iterator
from typing import Final

from crmkit.schema.folding import fold_german
from crmkit.schema.types.base import Finding
from crmkit.schema.types.names.column import NameColumnType, folded_keys
from crmkit.schema.types.names.matching import given_similarity
from crmkit.schema.types.names.parsing import asides, given_case, is_nickname_aside, without_asides
from crmkit.schema.types.names.titles import is_form_of_address
from crmkit.schema.types.names.words import ALSO_NAMES


class GivenNameType(NameColumnType):
    """A given name, or several of one person.

    >>> GIVEN_NAME.clean("JEAN-PIERRE").value
    'Jean-Pierre'
    >>> GIVEN_NAME.similarity("Alex", "Alexandre")
    0.95
    >>> GIVEN_NAME.keys("Johann (Hansi)")
    ('johann', 'hansi')
    """

    name = "given_name"

    def cased(self, text: str, region: str | None) -> str:
        """Give a name its capitals where it was typed in one case; two capitals are initials."""
        are_initials = text.isupper() and len(text.replace(".", "")) <= 2
        return text if are_initials else given_case([text], "")

    def doubts(self, text: str) -> Iterator[Finding]:
        """Note a form of address before the name."""
        words = text.split()
        bare = words[0].lower().strip(".")
        if len(words) > 1 and is_form_of_address(words[0]) and bare not in ALSO_NAMES and len(bare) > 1:
            yield self.warning("has_title", "A form of address or a title stands before the given name.")

    def keys(self, value: str) -> tuple[str, ...]:
        """Fold the name in every way in which an umlaut may be written; a nickname in brackets has keys of its own."""
        nicknames = [aside for aside in asides(value) if is_nickname_aside(value, aside)]
        return folded_keys([without_asides(value)[0], *nicknames])

    def similarity(self, left: str, right: str) -> float:
        """Compare two given names: equal 1.0, a short form 0.95, an initial 0.85, else how alike they are spelled."""
        if left == right:
            return 1.0
        return given_similarity(fold_german(left.replace("'", "")), fold_german(right.replace("'", ""))) or 0.0


GIVEN_NAME: Final = GivenNameType()
