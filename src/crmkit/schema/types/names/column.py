"""What the columns of given names and of family names have in common."""

from collections.abc import Iterable

from crmkit.schema.folding import fold_spellings
from crmkit.schema.types.base import Cleaned, Finding
from crmkit.schema.types.cells import CellType
from crmkit.schema.types.names.couples import persons
from crmkit.schema.types.names.doubts import is_filler
from crmkit.schema.types.names.glance import is_plain_column
from crmkit.schema.types.names.remarks import without_signs
from crmkit.schema.types.names.spelling import tidy_name


class NameColumnType(CellType[str]):
    """A name that has a column of its own; subclasses write `cased` and `doubts`.

    The words stay as they were typed: a title, a nickname in brackets or a second person is noted, and not taken out.
    """

    sensitivity = "id"
    longest = 200
    also_values = frozenset({"nil", "nat"})

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[str]:
        """Clean a text that is neither empty nor a placeholder."""
        if "@" in text:
            return self.refuse(raw, "looks_like_email", "This looks like an e-mail address, not like a name.")
        notes: list[Finding] = []
        bare = without_signs(text)
        if bare != text:
            notes.append(self.info("signs_removed", "Signs that no name has were left out."))
        bare = tidy_name(bare)
        if not any(letter.isalpha() for letter in bare):
            return self.refuse(raw, "invalid", "A name has letters.")
        if is_filler(bare) and bare.casefold() not in self.also_values:
            return self.placeholder(raw)
        doubts = list(self.doubts(bare))
        if not doubts and len(persons(bare, region)) > 1:
            doubts.append(Finding("name.couple", "The cell names two persons."))
        if any(map(str.isdigit, bare)):
            doubts.append(self.warning("digits", "The name has digits."))
        company = any(doubt.code == "name.looks_like_company" for doubt in doubts)
        return self.accept(bare if company else self.cased(bare, region), raw, *notes, *doubts)

    def glance(self, text: str, region: str | None) -> str | None:
        """Give the value of a few plain words, about which there is nothing to say; None says look closely."""
        return self.cased(text, region) if is_plain_column(text) else None

    def cased(self, text: str, region: str | None) -> str:
        """Give a name its capitals where it was typed in one case."""
        raise NotImplementedError

    def doubts(self, text: str) -> Iterable[Finding]:
        """Note what only this column may not hold."""
        raise NotImplementedError


def folded_keys(texts: Iterable[str]) -> tuple[str, ...]:
    """Fold names, each in every way in which an umlaut may be written.

    >>> folded_keys(["Mueller"]), folded_keys(["O'Neill"])
    (('mueller', 'muller'), ('oneill',))
    """
    bare = [text.replace("'", "") for text in texts]
    return tuple(dict.fromkeys(key for text in bare for key in fold_spellings(text) if key))
