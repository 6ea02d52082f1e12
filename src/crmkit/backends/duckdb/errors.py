"""What DuckDB meant by an error, in one sentence without any value of a row."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import duckdb

from crmkit.exceptions import (
    StoreCorruptError,
    StoreError,
    StoreFullError,
    StoreLockedError,
    StoreNewerError,
    StoreReadOnlyError,
)

_Meaning = tuple[type[StoreError], str]

_LOCKED: Final[_Meaning] = (
    StoreLockedError,
    "is open in another process, and DuckDB lets one process at a time work on a file; close it there first.",
)
_OPEN_HERE: Final[_Meaning] = (
    StoreLockedError,
    "is open in this process with other settings; close it there, or open the base on that connection.",
)
_RACED: Final[_Meaning] = (
    StoreLockedError,
    "was written through another connection at the same time; repeat the whole transaction.",
)
_NEWER: Final[_Meaning] = (StoreNewerError, "was written by a newer DuckDB; upgrade the package duckdb.")
_OLDER: Final[_Meaning] = (
    StoreError,
    "was written by a DuckDB too old for this one; export it with that version, and import it here.",
)
_CORRUPT: Final[_Meaning] = (StoreCorruptError, "is damaged or no DuckDB database; restore the last good copy.")
_FULL: Final[_Meaning] = (
    StoreFullError,
    "found no more room; free some space and repeat, nothing was kept by halves.",
)
_READ_ONLY: Final[_Meaning] = (
    StoreReadOnlyError,
    "may not be written; allow reading and writing the file and its folder, or work on a copy.",
)
_UNREACHABLE: Final[_Meaning] = (
    StoreError,
    "cannot be opened; check that the folder is there and may be read and written.",
)
_CLOSED: Final[_Meaning] = (StoreError, "is closed; open it again.")
_ABORTED: Final[_Meaning] = (StoreError, "is in a transaction that has failed before; roll that back, then repeat.")
_BROKEN: Final[_Meaning] = (StoreError, "stopped after an earlier fault; close it and open it again.")
_SCHEMA: Final[_Meaning] = (StoreError, "has no such schema; create the schema first.")
_MEMORY: Final[_Meaning] = (StoreError, "found no more memory; write less at once, or allow DuckDB more memory.")

_MEANINGS: Final[tuple[tuple[str, _Meaning], ...]] = (
    ("has been invalidated", _BROKEN),
    ("No space left", _FULL),
    ("File too large", _FULL),
    ("Disk quota exceeded", _FULL),
    ("Permission denied", _READ_ONLY),
    ("Read-only file system", _READ_ONLY),
    ("attached read-only", _READ_ONLY),
    ("attached in read-only mode", _READ_ONLY),
    ("Could not set lock", _LOCKED),
    ("different configuration", _OPEN_HERE),
    ("created with a newer version", _NEWER),
    ("created with an older", _OLDER),
    ("not a valid DuckDB database", _CORRUPT),
    ("Corrupt database file", _CORRUPT),
    ("Could not read enough bytes", _CORRUPT),
    ("replaying WAL", _CORRUPT),
    ("Serialization Error", _CORRUPT),
    ("is an existing extension", _CORRUPT),
    ("Connection already closed", _CLOSED),
    ("transaction is aborted", _ABORTED),
    ("Conflict", _RACED),
    ("constraint violation", _RACED),
    ("Out of Memory", _MEMORY),
    ("Schema with name", _SCHEMA),
    ("Cannot open file", _UNREACHABLE),
)
"""Words of a message to the error and its sentence, the first that fits; DuckDB has no codes for them."""


@contextmanager
def translated(name: str) -> Iterator[None]:
    """Turn errors of DuckDB into errors of crmkit, which carry no values; DuckDB's own text may, and is left out."""
    try:
        yield
    except duckdb.Error as error:
        raise meaning(error, name) from None


def meaning(error: duckdb.Error, name: str) -> StoreError:
    """Say in one sentence what DuckDB meant."""
    if isinstance(error, duckdb.IntegrityError):
        kind, sentence = _RACED
        return kind(f"{name} {sentence}")
    told = "" if isinstance(error, duckdb.DataError) else str(error)  # that shows the value, which may say anything
    for words, (kind, sentence) in _MEANINGS:
        if words in told:
            return kind(f"{name} {sentence}")
    return StoreError(
        f"{name} could not be used ({type(error).__name__}); check that no other program changed its tables."
    )
