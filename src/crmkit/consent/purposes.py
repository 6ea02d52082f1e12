"""What data may be used for: a tree of purposes that grows by editions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from attrs import field, frozen

from crmkit.exceptions import SchemaError, UnknownNameError
from crmkit.records import instant

Kind = Literal["service", "marketing", "statutory", "security"]


@frozen(kw_only=True)
class Purpose:
    """One thing data may be used for; its parent is what stands before the last dot of its key.

    Attributes:
        key: dotted name, such as "marketing.newsletter".
        kind: service (what the person asked for), marketing, statutory (the law demands it), security.
        born_in: edition of the tree that first showed it; who agreed to an earlier edition did not agree to it.
        labels: language to the words shown to a person.

    >>> Purpose(key="marketing.newsletter", kind="marketing").lineage
    ('marketing.newsletter', 'marketing')
    """

    key: str
    kind: Kind
    born_in: int = 1
    labels: Mapping[str, str] = field(factory=dict)

    @property
    def lineage(self) -> tuple[str, ...]:
        """The key and those of its ancestors, nearest first."""
        parts = self.key.split(".")
        return tuple(".".join(parts[:length]) for length in range(len(parts), 0, -1))

    def label(self, language: str = "en") -> str:
        """Name the purpose for a person; the key where the language has no words."""
        return self.labels.get(language, self.key)


@frozen(kw_only=True)
class Edition:
    """A version of the tree, and since when it is shown to people.

    Attributes:
        version: number of the edition, from 2; edition 1 has always been there.
        published_at: when people began to see it.
    """

    version: int
    published_at: datetime = field(converter=instant)


@frozen(kw_only=True)
class PurposeTree:
    """Every purpose, with the editions in which they came.

    A purpose is found by its key, and by the last part of its key where only one purpose ends so.

    Attributes:
        purposes: the purposes; each parent is among them.
        editions: the later editions of the tree.

    Raises:
        SchemaError: for a key twice, a missing parent, a child of another kind or older than its parent, or an
            edition that does not exist.

    >>> tree = PurposeTree(
    ...     purposes=(
    ...         Purpose(key="marketing", kind="marketing"),
    ...         Purpose(key="marketing.newsletter", kind="marketing"),
    ...     )
    ... )
    >>> tree.find("newsletter").key
    'marketing.newsletter'
    >>> tree.get("holidays") is None
    True
    """

    purposes: tuple[Purpose, ...]
    editions: tuple[Edition, ...] = ()
    _by_name: Mapping[str, Purpose] = field(init=False, repr=False, eq=False)

    @_by_name.default
    def _index(self) -> Mapping[str, Purpose]:
        return _checked(self.purposes, {1, *(edition.version for edition in self.editions)})

    @property
    def version(self) -> int:
        """Number of the newest edition."""
        return max((edition.version for edition in self.editions), default=1)

    def get(self, name: str) -> Purpose | None:
        """Look a purpose up by its key or its short name; None when there is none, or more than one."""
        return self._by_name.get(name)

    def find(self, name: str) -> Purpose:
        """Look a purpose up by its key or its short name.

        Raises:
            UnknownNameError: when there is none.
        """
        found = self.get(name)
        if found is None:
            raise UnknownNameError("purpose", name, self._by_name)
        return found

    def version_at(self, at: datetime) -> int:
        """Number of the edition that people saw at an instant."""
        return max((edition.version for edition in self.editions if edition.published_at <= at), default=1)


def _checked(purposes: tuple[Purpose, ...], editions: set[int]) -> Mapping[str, Purpose]:
    by_key = {purpose.key: purpose for purpose in purposes}
    if len(by_key) != len(purposes):
        raise SchemaError("The purpose tree has a key twice; give each purpose a key of its own.")
    for purpose in purposes:
        if purpose.born_in not in editions:
            raise SchemaError(
                f"Purpose {purpose.key!r} is born in edition {purpose.born_in}, which the tree does not list."
            )
        if "." not in purpose.key:
            continue
        parent = by_key.get(purpose.lineage[1])
        if parent is None:
            raise SchemaError(f"Purpose {purpose.key!r} has no parent {purpose.lineage[1]!r} in the tree; add it.")
        if parent.kind != purpose.kind or parent.born_in > purpose.born_in:
            raise SchemaError(f"Purpose {purpose.key!r} must have the kind of its parent, and not be older than it.")
    return {**_short_names(by_key), **by_key}


def _short_names(by_key: Mapping[str, Purpose]) -> dict[str, Purpose]:
    named: dict[str, list[Purpose]] = {}
    for purpose in by_key.values():
        named.setdefault(purpose.key.rpartition(".")[2], []).append(purpose)
    return {name: found[0] for name, found in named.items() if len(found) == 1}
