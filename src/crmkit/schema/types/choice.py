"""One of a list."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from crmkit.schema.folding import fold
from crmkit.schema.types.base import Cleaned
from crmkit.schema.types.cells import CellType

_PARTED: Final = re.compile(r"\s*(?:;|\|\|?|\n|,)\s*")


class Choice(CellType[str]):
    """One of the options of a field, by its code, a label in any language or a synonym; without options any short text.

    What is none of them has no value, but keeps its key and gets a near option suggested. A cell may hold several.

    Attributes:
        options: the canonical values, in the order in which they are shown.
        labels: option to language to what people read.
        synonyms: further words to the option they mean.

    >>> status = Choice(options=("open", "closed"), labels={"open": {"fr": "Ouvert"}}, synonyms={"done": "closed"})
    >>> status.clean("OPEN").value, status.clean("ouvert").value, status.clean("done").value
    ('open', 'open', 'closed')
    >>> status.clean("clsed").findings[0].suggestion
    'closed'
    """

    name = "choice"
    matching = "exact"
    operators = "choice"

    def __init__(
        self,
        options: Iterable[str] = (),
        *,
        labels: Mapping[str, Mapping[str, str]] | None = None,
        synonyms: Mapping[str, str] | None = None,
    ) -> None:
        self.options = tuple(options)
        self.labels = {option: dict(said) for option, said in (labels or {}).items()}
        self.synonyms = dict(synonyms or {})
        self._by_fold: dict[str, str] = {}
        spoken = ((word, option) for option, said in self.labels.items() for word in said.values())
        for word, option in (*((option, option) for option in self.options), *spoken, *self.synonyms.items()):
            if folded := fold(word):
                self._by_fold.setdefault(folded, option)

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[str]:
        """Clean a text that is neither empty nor a placeholder."""
        if not self.options or text in self.options:
            return self.accept(text, raw)
        folded = fold(text)
        option = self._by_fold.get(folded)
        if option is not None:
            return self.accept(option, raw)
        parts = [self._by_fold.get(fold(part)) for part in _PARTED.split(text)[:50] if part]
        several = tuple(dict.fromkeys(filter(None, parts)))
        if several and all(parts):
            return self.accept(several[0], raw, others=several[1:])
        keys = (folded,) if folded else ()
        return self.refuse(raw, "unknown", "This is none of the options.", keys=keys, suggestion=self._near(folded))

    def keys(self, value: str) -> tuple[str, ...]:
        """Fold the option."""
        folded = fold(value)
        return (folded,) if folded else ()

    def caption(self, value: str) -> str:
        """Show the English label of an option, or the option itself."""
        return self.labels.get(value, {}).get("en", value)

    def _near(self, folded: str) -> str | None:
        from rapidfuzz import process

        near = process.extractOne(folded, self._by_fold.keys(), score_cutoff=75)
        return self._by_fold[near[0]] if near else None


CHOICE: Final = Choice()
