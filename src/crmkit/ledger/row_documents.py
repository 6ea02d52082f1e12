"""The documents of source rows: made when a row is kept, and made again from the facts alone."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from crmkit.backends.chunking import in_chunks
from crmkit.backends.protocol import Backend, Fact, Json
from crmkit.exceptions import CallError, StoreCorruptError
from crmkit.intake.moments import Clock
from crmkit.intake.outcomes import Taken
from crmkit.intake.reread import reader_again, reading_of
from crmkit.ledger.codec import Codec
from crmkit.records import Batch, Progress, Record, digest

ROWS: Final = "rows"
"""Table of the documents of source rows, by ref."""

_CHUNK: Final = 1000


def content_of(record: Record, reading: Mapping[str, str]) -> str:
    """Name what a row says and how it is read; while this stays, the row need not be kept again.

    Args:
        record: the row as it came.
        reading: what decides how it is read; see `crmkit.intake.reread.reading`.
    """
    names = [dict(record.event_names)] if record.event_names else []
    return digest([dict(record.raw), dict(reading), *names])


def row_document(taken: Taken, *, reading: Mapping[str, str], order: int, last: int, codec: Codec) -> Json:
    """Make what is kept of a row beside its facts.

    Args:
        taken: the row as it is understood.
        reading: what decided how it was read; see `crmkit.intake.reread.reading`.
        order: number of the first fact about the row.
        last: number of the last one.
        codec: how values are written.

    Raises:
        CallError: a field holds something else than its type says.
    """
    return {
        "content": content_of(taken.record, reading),
        "raw": digest(dict(taken.record.raw)),
        "order": order,
        "last": last,
        "row": codec.dump(taken.clean),
    }


def rows_again(backend: Backend, codec: Codec, *, unsaid: Clock | None = None) -> Iterator[tuple[str, Json]]:
    """Make the document of every source row again, from nothing but facts; gives refs and documents, in no order.

    Args:
        backend: where the facts are.
        codec: how values are written.
        unsaid: zone and region of loads that do not say them; see `crmkit.intake.reread.read_again`.

    Raises:
        StoreCorruptError: a load or a record does not read as one, or the load of a record is missing.
    """
    loads = _Loads(backend, codec, unsaid)
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for fact in backend.facts("record"):
        row = _row_key(fact)
        first.setdefault(row, fact.order)
        last[row] = fact.order
    for fact in backend.facts("record"):
        row = _row_key(fact)
        if fact.order != last.get(row):
            continue  # its row came again later, or it came only now
        taken, reading = loads.read(codec.decode(fact, Record))
        yield taken.record.ref, row_document(taken, reading=reading, order=first[row], last=last[row], codec=codec)


def keep_rows_again(
    backend: Backend,
    codec: Codec,
    *,
    unsaid: Clock | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> int:
    """Throw the documents of all source rows away and make them again; return how many there are.

    Args:
        backend: where the facts are, and the documents will be.
        codec: how values are written.
        unsaid: as for `rows_again`.
        progress: told about every thousand rows.

    Raises:
        StoreCorruptError: as for `rows_again`; nothing was changed.
    """
    done = 0
    with backend.transaction():
        backend.clear(ROWS)
        for chunk in in_chunks(rows_again(backend, codec, unsaid=unsaid), _CHUNK):
            backend.put_all(ROWS, dict(chunk))
            done += len(chunk)
            if progress:
                progress(Progress(stage="read again", done=done))
    return done


class _Loads:
    """Reads records again, by one load after the other, as records and loads came; there may be very many loads."""

    def __init__(self, backend: Backend, codec: Codec, unsaid: Clock | None) -> None:
        self._unsaid = unsaid
        self._facts = backend.facts("batch")
        self._codec = codec
        self._batch: str | None = None
        self._read: Callable[[Record], Taken]
        self._reading: Mapping[str, str]

    def read(self, record: Record) -> tuple[Taken, Mapping[str, str]]:
        if record.batch != self._batch:
            self._go_to(record.batch)
        return self._read(record), self._reading

    def _go_to(self, name: str) -> None:
        fact = next((fact for fact in self._facts if fact.id == name), None)
        if fact is None:
            raise _unreadable("names a load that is not there")
        batch = self._codec.decode(fact, Batch)
        try:
            self._read = reader_again(batch, unsaid=self._unsaid, schema=self._codec.schema)
            self._reading = reading_of(batch, unsaid=self._unsaid)
        except CallError as error:
            raise StoreCorruptError(f"The load {name} cannot be read again: {error}") from None
        self._batch = name


def _row_key(fact: Fact) -> str:
    if not fact.keys:
        raise _unreadable("says of no row that it is about it")
    return fact.keys[0]


def _unreadable(why: str) -> StoreCorruptError:
    return StoreCorruptError(f"A kept record {why}; restore the last good copy.")
