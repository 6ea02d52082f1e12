"""What a place that keeps a customer base must be able to do.

It has two shelves. **Facts** are appended, numbered and never changed. **Documents** are derived from facts, and can
be replaced or thrown away and made again; they can be found by terms.

Bodies are JSON data and come back exactly as they were given: whole numbers of any size, finite floats, and every
string, also those with NUL or a lone surrogate in them. Names (ids, keys, terms and tables) are strings of at most
`crmkit.backends.names.NAME_BYTES`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal, Protocol, TypeAlias, get_args, runtime_checkable

from attrs import Attribute, field, fields, frozen

from crmkit.backends.names import check_name
from crmkit.exceptions import CallError, UnknownNameError
from crmkit.records import instant

Json: TypeAlias = Any
"""None, bool, int, finite float, str, list of these, or dict of str to these; or all of it as `JsonText`."""

Kind = Literal["batch", "record", "interaction", "consent", "judgement", "journal", "quarantine", "decision"]
KINDS: Final[tuple[str, ...]] = get_args(Kind)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_microseconds(at: datetime) -> int:
    """Count the microseconds from 1970-01-01 UTC to an aware datetime, exactly.

    >>> to_microseconds(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC))
    1000000
    """
    return (instant(at) - _EPOCH) // _MICROSECOND


def from_microseconds(at: int) -> datetime:
    """Turn what `to_microseconds` gave back into a UTC datetime.

    >>> from_microseconds(1_000_000).isoformat()
    '1970-01-01T00:00:01+00:00'
    """
    return _EPOCH + at * _MICROSECOND


def _known_kind(_fact: object, _attribute: "Attribute[str]", kind: str) -> None:
    if kind not in KINDS:
        raise UnknownNameError("kind of fact", kind, KINDS)


def _short(_fact: object, _attribute: "Attribute[Any]", names: str | tuple[str, ...]) -> None:
    for name in (names,) if isinstance(names, str) else names:
        check_name(name)


def _fits_64_bits(_fact: object, _attribute: "Attribute[int]", at: int) -> None:
    if not -(2**63) <= at < 2**63:
        raise CallError("The instant of a fact does not fit 64 bits; count microseconds from 1970-01-01 UTC.")


@frozen(kw_only=True)
class Fact:
    """Something that is kept for ever.

    Attributes:
        kind: one of `KINDS`.
        id: unique within its kind; the same fact appended again is not kept twice.
        at: when, in microseconds from 1970-01-01 UTC.
        body: the fact itself, as JSON data.
        keys: what it can be looked up by, such as the source rows or the contact point it is about.
        order: its number, given by the backend: one more than the last fact's, over all kinds; 0 until it is kept.

    Raises:
        UnknownNameError: for a kind that does not exist.
        CallError: for an instant beyond 64 bits, or an id or key that is too long.
    """

    kind: Kind = field(validator=_known_kind)
    id: str = field(validator=_short)
    at: int = field(validator=_fits_64_bits)
    body: Json
    keys: tuple[str, ...] = field(default=(), validator=_short)
    order: int = 0

    def numbered(self, order: int) -> "Fact":
        """Give the same fact with its number, without checking again what was checked before.

        >>> Fact(kind="batch", id="b", at=0, body=None).numbered(8).order
        8
        """
        again: Fact = object.__new__(Fact)
        for name, value in zip(_PARTS, (self.kind, self.id, self.at, self.body, self.keys, order), strict=True):
            object.__setattr__(again, name, value)
        return again


_PARTS: Final = tuple(one.name for one in fields(Fact))


@frozen(kw_only=True)
class Document:
    """Something derived, kept under a key in a named table.

    Attributes:
        key: unique within its table.
        body: JSON data.
        version: higher with every put than anything this key had before, also across a delete.
    """

    key: str
    body: Json
    version: int


@frozen
class Wanted:
    """One thing that documents are looked for by: it is met by any of these terms.

    Attributes:
        terms: met by a document that has one of them.
        prefixes: met by a document with a term that begins so.
    """

    terms: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()


@frozen(kw_only=True)
class Capabilities:
    """What differs between backends; callers ask here and never for the class.

    Attributes:
        transactions: a failing `transaction()` leaves nothing behind.
        persistent: what was kept is there after closing.
        many_processes: several processes may work on it at once.
        bulk: `append` and `put_all` hand many rows to the engine at once.
        columnar: it is a `ColumnarBackend`, which hands out Arrow batches.
        sql: it keeps its rows in tables that SQL can read.
    """

    transactions: bool
    persistent: bool
    many_processes: bool
    bulk: bool
    columnar: bool
    sql: bool


@runtime_checkable
class Backend(Protocol):
    """A place that keeps a customer base; safe to use from several threads.

    Every method can raise StoreError or one of its children, and so does every method after `close`. A write is kept
    whole or not at all, by itself or with the transaction around it.
    """

    @property
    def name(self) -> str:
        """Name it to a person, without folder, host or password."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """Say what it can do."""
        ...

    def append(self, facts: Iterable[Fact], *, numbered: bool = False) -> tuple[Fact, ...]:
        """Keep facts and return the new ones, numbered; a fact whose kind and id are kept already is passed over.

        Numbers have no gaps, and nobody sees a fact before every fact with a lower number.

        Args:
            facts: what to keep, in this order.
            numbered: keep the numbers that the facts bring, as a restored copy does.

        Raises:
            CallError: a body is not JSON data, or the numbers do not rise from the last fact; nothing was kept.
        """
        ...

    def facts(
        self, kind: Kind | Collection[Kind] | None = None, *, after: int = 0, keys: Iterable[str] | None = None
    ) -> Iterator[Fact]:
        """Read facts in order, up to the last one there is when reading begins.

        Args:
            kind: only this kind, or these.
            after: only facts with a higher order number.
            keys: only facts with at least one of these keys; an empty collection finds nothing.
        """
        ...

    def last(self) -> int:
        """Return the order number of the last fact, or 0."""
        ...

    def get(self, table: str, key: str) -> Document | None:
        """Read one document, or None."""
        ...

    def get_each(self, names: Collection[tuple[str, str]]) -> dict[tuple[str, str], Document]:
        """Read documents of several tables in one question, by table and key; those that are not there are left out."""
        ...

    def put(
        self,
        table: str,
        key: str,
        body: Json,
        *,
        terms: Collection[str] | None = None,
        expected_version: int | None = None,
    ) -> int:
        """Keep or replace a document and return its version.

        Args:
            table: the table; it need not be declared.
            key: the key in it.
            body: JSON data.
            terms: what it can be found by from now on; left out, it keeps those it had.
            expected_version: the version that was read, or 0 for "there is none yet"; None replaces whatever is there.

        Raises:
            CallError: the body is not JSON data, or a name is too long.
            ConflictError: the document has another version by now; an open transaction stays usable.
        """
        ...

    def put_all(
        self, table: str, bodies: Mapping[str, Json], *, terms: Mapping[str, Collection[str]] | None = None
    ) -> None:
        """Keep or replace many documents at once.

        Args:
            table: the table.
            bodies: key to body.
            terms: key to what the document can be found by from now on; those not named here keep theirs.

        Raises:
            CallError: a body is not JSON data, or a name is too long; nothing was kept.
        """
        ...

    def delete(self, table: str, key: str, *, expected_version: int | None = None) -> bool:
        """Remove a document with its terms, and say whether there was one.

        Raises:
            ConflictError: the document has another version by now.
        """
        ...

    def delete_all(self, table: str, keys: Iterable[str]) -> None:
        """Remove many documents with their terms; those that are not there are passed over."""
        ...

    def clear(self, table: str) -> None:
        """Remove every document of a table."""
        ...

    def scan(self, table: str, *, keys: Iterable[str] | None = None) -> Iterator[Document]:
        """Read documents in the order of their keys, by code point.

        A backslash, NUL and a lone surrogate sort as the escape that `crmkit.backends.json_text.escape` gives them.
        Documents that are put or deleted meanwhile may or may not be seen.

        Args:
            table: the table; one that does not exist is empty.
            keys: only these; keys that are not there are passed over.
        """
        ...

    def find(self, table: str, wanted: Sequence[Wanted], *, limit: int) -> tuple[str, ...]:
        """Give the keys of the documents that meet everything wanted, the first `limit` in the order of keys.

        Nothing wanted finds nothing, and so does something wanted that names no term and no prefix.
        """
        ...

    def find_each(self, table: str, terms: Collection[str], *, limit: int) -> dict[str, tuple[str, ...]]:
        """Give for each term the keys of the documents that have it, the first `limit` in the order of keys.

        Terms that no document has are left out.
        """
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """Keep all writes of a block, or, when it raises, none of them.

        A block within a block joins the outer one. When an inner block fails and the outer one swallows the
        exception, the outer one fails at its end with StoreError, so that no half of anything is ever kept.
        Other threads that write wait until the block ends.
        """
        ...

    def close(self) -> None:
        """Give back what was opened; closing twice is allowed, and a caller's engine or connection stays open."""
        ...


class ColumnarBackend(Backend, Protocol):
    """A backend that can also hand out whole tables by columns."""

    def batches(self, table: str) -> Iterator[Any]:
        """Read documents as `pyarrow.RecordBatch`es with the columns key, version and body (JSON text), key by key.

        Keys are as `crmkit.backends.json_text.escape` writes them.
        """
        ...
