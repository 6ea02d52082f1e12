"""What data may be used for: a tree of purposes that grows by editions."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from attrs import field, frozen

from crmkit.consent.faults import refuse, twice, unknown
from crmkit.exceptions import UnknownNameError
from crmkit.records import instant

KINDS: Final[Mapping[str, str]] = {
    "service": "what the person asked for",
    "marketing": "what we would like to tell her",
    "statutory": "what a law demands",
    "security": "what keeps her and her data safe",
}
"""Kinds of purposes, and what each one means."""

_KEY: Final = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")


@frozen(kw_only=True)
class Purpose:
    """One thing data may be used for; its parent is what stands before the last dot of its key.

    Attributes:
        key: dotted name, such as "marketing.newsletter".
        kind: one of `KINDS`: service, marketing, statutory or security.
        born_in: edition of the tree that first showed it; who agreed to an earlier edition did not agree to it.
        labels: language to the words shown to a person.
        lineage: the key and those of its ancestors, nearest first.

    >>> Purpose(key="marketing.newsletter", kind="marketing").lineage
    ('marketing.newsletter', 'marketing')
    """

    key: str
    kind: str
    born_in: int = 1
    labels: Mapping[str, str] = field(factory=dict)
    lineage: tuple[str, ...] = field(init=False, repr=False, eq=False)

    @lineage.default
    def _upwards(self) -> tuple[str, ...]:
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
        SchemaError: with every fault at once: a key that is written wrongly or there twice, an unknown kind, a missing
            parent, a child of another kind or older than its parent, an edition that does not exist or is out of order.

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
    _above: Mapping[str, frozenset[str]] = field(init=False, repr=False, eq=False)

    @_by_name.default
    def _index(self) -> Mapping[str, Purpose]:
        by_key = {purpose.key: purpose for purpose in self.purposes}
        return {**_short_names(by_key), **by_key}

    @_above.default
    def _index_lineages(self) -> Mapping[str, frozenset[str]]:
        return {
            purpose.key: frozenset(name for name, one in self._by_name.items() if one.key in purpose.lineage)
            for purpose in self.purposes
        }

    def __attrs_post_init__(self) -> None:
        refuse("The purpose tree", self._faults())

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

    def names(self) -> tuple[str, ...]:
        """List every name by which a purpose is found."""
        return tuple(self._by_name)

    def names_above(self, key: str) -> frozenset[str]:
        """List every name of a purpose, given by its key, and of those above it."""
        return self._above[key]

    def version_at(self, at: datetime) -> int:
        """Number of the edition that people saw at an instant."""
        return max((edition.version for edition in self.editions if edition.published_at <= at), default=1)

    def _faults(self) -> Iterator[str]:
        by_key = {purpose.key: purpose for purpose in self.purposes}
        versions = [edition.version for edition in self.editions]
        yield from twice("purpose", (purpose.key for purpose in self.purposes))
        yield from twice("edition", map(str, versions))
        if any(version < 2 for version in versions):
            yield "editions are numbered from 2, since edition 1 has always been there"
        shown = [edition.published_at for edition in sorted(self.editions, key=lambda edition: edition.version)]
        if shown != sorted(shown):
            yield "a later edition is published before an earlier one"
        for purpose in self.purposes:
            if not _KEY.fullmatch(purpose.key):
                yield f"the key {purpose.key!r} is not dotted lower-case words"
            yield from unknown("kind of purpose", [purpose.kind], KINDS)
            if purpose.born_in not in {1, *versions}:
                yield f"{purpose.key!r} is born in edition {purpose.born_in}, which is not listed"
            if "." in purpose.key:
                yield from _family_faults(purpose, by_key)


def _family_faults(purpose: Purpose, by_key: Mapping[str, Purpose]) -> Iterator[str]:
    parent = by_key.get(purpose.lineage[1])
    if parent is None:
        yield from unknown(f"purpose, and {purpose.key!r} needs its parent", [purpose.lineage[1]], by_key)
        return
    if parent.kind != purpose.kind:
        yield f"{purpose.key!r} is {purpose.kind}, and its parent is {parent.kind}"
    if parent.born_in > purpose.born_in:
        yield f"{purpose.key!r} is older than its parent"


def _short_names(by_key: Mapping[str, Purpose]) -> dict[str, Purpose]:
    named: dict[str, list[Purpose]] = {}
    for purpose in by_key.values():
        named.setdefault(purpose.key.rpartition(".")[2], []).append(purpose)
    return {name: found[0] for name, found in named.items() if len(found) == 1}
