"""One of a list."""

from collections.abc import Iterable
from typing import Final

from crmkit.schema.folding import fold
from crmkit.schema.types.base import Cleaned
from crmkit.schema.types.cells import CellType


class Choice(CellType[str]):
    """One of the options of a field; without options any short text.

    Attributes:
        options: the canonical values, in the order in which they are shown.

    >>> status = Choice(options=("open", "closed"))
    >>> status.clean("OPEN").value, status.clean("clsed").findings[0].suggestion
    ('open', 'closed')
    """

    name = "choice"
    operators = "choice"

    def __init__(self, options: Iterable[str] = ()) -> None:
        self.options = tuple(options)
        self._by_fold = {fold(option): option for option in reversed(self.options)}

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[str]:
        """Clean a text that is neither empty nor a placeholder."""
        if not self.options or text in self.options:
            return self.accept(text, raw)
        folded = fold(text)
        option = self._by_fold.get(folded)
        if option is not None:
            return self.accept(option, raw)
        from rapidfuzz import process

        near = process.extractOne(folded, self._by_fold.keys(), score_cutoff=75)
        suggestion = self._by_fold[near[0]] if near else None
        keys = (folded,) if folded else ()
        return self.refuse(raw, "unknown", "This is none of the options.", keys=keys, suggestion=suggestion)

    def keys(self, value: str) -> tuple[str, ...]:
        """Fold the option."""
        folded = fold(value)
        return (folded,) if folded else ()


CHOICE: Final = Choice()
