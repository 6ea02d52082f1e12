"""What PostgreSQL meant by an error, in one sentence without any value of a row."""

from typing import Final

from sqlalchemy.exc import DBAPIError

from crmkit.exceptions import (
    StoreCorruptError,
    StoreError,
    StoreFullError,
    StoreLockedError,
    StoreLostError,
    StoreReadOnlyError,
)

_Meaning = tuple[type[StoreError], str]

_LOST: Final[_Meaning] = (
    StoreLostError,
    "lost its connection; what was not committed was not kept. Repeat it: a fact is kept only once.",
)
_UNREACHABLE: Final[_Meaning] = (
    StoreError,
    "cannot be reached; check that the server runs, and host, database, user and password of the address.",
)
_LOCKED: Final[_Meaning] = (StoreLockedError, "is being written by somebody else; try again in a moment.")
_RACED: Final[_Meaning] = (
    StoreLockedError,
    "was written by somebody else at the same time; repeat the whole transaction.",
)
_LOGIN: Final[_Meaning] = (StoreError, "refused the login; check user and password, and that this user may connect.")
_MISSING: Final[_Meaning] = (StoreError, "does not exist on this server; check its name, or create the database first.")
_BUSY: Final[_Meaning] = (StoreError, "takes no more connections just now; try again in a moment.")
_ENCODING: Final[_Meaning] = (StoreError, "cannot hold a character; create the database with the encoding UTF8.")
_CORRUPT: Final[_Meaning] = (StoreCorruptError, "is damaged on the server's disk; restore the last good copy.")
_ABORTED: Final[_Meaning] = (StoreError, "is in a transaction that has failed before; roll that back, then repeat.")

_STATES: Final[dict[str, _Meaning]] = {
    "22021": _ENCODING,
    "22P05": _ENCODING,
    "23505": _RACED,
    "25006": (StoreReadOnlyError, "may not be written here; connect to the primary server, or allow writing."),
    "25P01": (StoreError, "commits every statement by itself on this connection; give one with transactions."),
    "25P02": _ABORTED,
    "3D000": _MISSING,
    "3F000": (StoreError, "has no such schema; create the schema first."),
    "40001": _RACED,
    "40P01": _RACED,
    "42501": (StoreError, "does not let this user do that; grant it the tables, and CREATE on their schema."),
    "53100": (StoreFullError, "found no more room on the server's disk; free some space and repeat."),
    "53300": _BUSY,
    "55P03": _LOCKED,
    "57014": (StoreError, "stopped the statement, by its time limit or by an administrator; nothing of it was kept."),
    "57P01": _LOST,
    "57P02": _LOST,
    "57P03": _BUSY,
    "57P05": _LOST,
    "XX001": _CORRUPT,
    "XX002": _CORRUPT,
}
"""SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html) to the error and its sentence."""

_CLASSES: Final[dict[str, _Meaning]] = {"08": _LOST, "28": _LOGIN}
"""First two characters of the other SQLSTATEs."""

_FAILED_BEFORE: Final = "in failed transaction block"
"""How pg8000 reports a commit that became a rollback."""


def sqlstate(error: BaseException | None) -> str | None:
    """Give the SQLSTATE of an error of pg8000, psycopg or psycopg2; None where the server said nothing."""
    told = getattr(error, "args", ())
    if told and isinstance(told[0], dict):
        return told[0].get("C")
    state: str | None = getattr(error, "sqlstate", None) or getattr(error, "pgcode", None)
    return state


def translate(error: DBAPIError, name: str) -> StoreError:
    """Say in one sentence what PostgreSQL meant."""
    state = sqlstate(error.orig)
    found = _LOST if error.connection_invalidated else _meaning(state, str(error.orig))
    if found is None:
        return StoreError(
            f"{name} could not be used (SQLSTATE {state}); check that no other program changed its tables."
        )
    kind, sentence = found
    return kind(f"{name} {sentence}")


def _meaning(state: str | None, told: str) -> _Meaning | None:
    if state is None:
        return _ABORTED if told == _FAILED_BEFORE else _UNREACHABLE
    return _STATES.get(state) or _CLASSES.get(state[:2])
