"""The options of a closed list, and the semantic type that reads them."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from attrs import field, frozen

from crmkit.exceptions import SchemaError
from crmkit.schema.folding import fold
from crmkit.schema.types.base import Cleaned, Finding, Severity
from crmkit.schema.types.choice import Choice


def copied(labels: Mapping[str, str]) -> dict[str, str]:
    """Copy labels, so that nobody else can change them."""
    return dict(labels)


def label_in(language: str, labels: Mapping[str, str], name: str) -> str:
    """Choose the label in a language; in English, then the plain name, where it is missing.

    >>> label_in("de", {"en": "shoe size"}, "shoe_size"), label_in("de", {}, "shoe_size")
    ('shoe size', 'shoe size')
    """
    return labels.get(language) or labels.get("en") or name.replace("_", " ")


def listed(words: Iterable[str]) -> tuple[str, ...]:
    """Copy words, so that nobody else can change them."""
    return tuple(words)


@frozen
class Option:
    """One of the values of a closed list.

    Attributes:
        key: what is stored and what expressions write.
        labels: language to what people read.
        aliases: further spellings that mean it.
        retired: whether it is no longer offered; values that have it stay.

    Raises:
        SchemaError: for a key without letters or digits.

    >>> Option("open", {"de": "offen"}).label("de"), Option("on_hold").label()
    ('offen', 'on hold')
    """

    key: str = field()
    labels: Mapping[str, str] = field(factory=dict, converter=copied, hash=False)
    aliases: tuple[str, ...] = field(default=(), converter=listed, kw_only=True)
    retired: bool = field(default=False, kw_only=True)

    @key.validator
    def _can_be_told_apart(self, _attribute: object, key: str) -> None:
        if not fold(key):
            raise SchemaError(f"An option cannot have the key {key!r}; use letters or digits.")

    def label(self, language: str = "en") -> str:
        """Name the option to a person; in English, then by its key, where a label is missing."""
        return label_in(language, self.labels, self.key)


class OptionList(Choice):
    """One of the options of a field, by its key, a label or another spelling.

    Attributes:
        listed: the options, in the order in which they are shown.

    >>> state = OptionList([Option("open", {"de": "offen"}), Option("lost", retired=True)])
    >>> state.clean("OFFEN").value, [one.code for one in state.clean("lost").findings]
    ('open', ['choice.retired'])
    """

    def __init__(self, listed: Iterable[Option]) -> None:
        self.listed = tuple(listed)
        super().__init__(one.key for one in self.listed)
        self._labels = {one.key: one.label() for one in self.listed}
        self._retired = frozenset(one.key for one in self.listed if one.retired)

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[str]:
        """Clean a text that is neither empty nor a placeholder."""
        key = text if text in self._labels else self._spellings.get(fold(text), text)
        if key in self._retired:
            return self.accept(key, raw, _RETIRED)
        return super().read(key, raw, region)

    def caption(self, value: str) -> str:
        """Show the option by its English label."""
        return self._labels.get(value, value)

    @cached_property
    def _spellings(self) -> dict[str, str]:
        """Folded spelling to key; a key comes before a label or an alias, and an earlier option before a later one."""
        found: dict[str, str] = {}
        for one in self.listed:
            found.setdefault(fold(one.key), one.key)
        for one in self.listed:
            for word in filter(None, map(fold, (*one.labels.values(), *one.aliases))):
                found.setdefault(word, one.key)
        return found


_RETIRED = Finding("choice.retired", "The option is no longer offered.", Severity.INFO)
