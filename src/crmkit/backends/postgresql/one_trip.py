"""A connection of pg8000 that asks each question in one round trip, and tells a broken connection by one error."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import Any, Final

from pg8000.core import FLUSH_MSG, NULL_BYTE, SYNC_MSG, Context
from pg8000.exceptions import InterfaceError
from pg8000.legacy import Connection, Cursor, convert_paramstyle, make_params

_DESCRIBE: Final = b"D"
_PORTAL: Final = b"P" + NULL_BYTE
_BEGIN: Final = "begin transaction"
_NUMBERED: Final = ""
"""Stands for the statement that the connection was told."""


class OneTripConnection(Connection):  # type: ignore[misc]  # pg8000 has no types
    """A connection that waits for the server once a statement instead of three times.

    `timeout` is for connecting only: a statement may take as long as it needs.
    """

    _sock: Any

    def __init__(self, *args: Any, **options: Any) -> None:
        self._begins = False
        self.numbered = _NUMBERED
        super().__init__(*args, **options)
        self._usock.settimeout(None)

    def cursor(self) -> "OneTripCursor":
        """Make a cursor."""
        return OneTripCursor(self)

    def execute_simple(self, statement: str) -> Context:
        """Execute a statement without parameters; what begins a transaction goes out with the statement after it."""
        if statement == _BEGIN:
            self._begins = True
            return Context(statement)
        begun, self._begins = self._begins, False
        return super().execute_simple(f"{_BEGIN};{statement}" if begun else statement)

    def execute_unnamed(
        self, statement: str, vals: Sequence[Any] = (), oids: Sequence[int] = (), stream: Any = None
    ) -> Context:
        """Parse, bind, describe and execute at once (the extended query protocol, in a pipeline)."""
        if statement == _NUMBERED:
            statement = self.numbered
        if self._begins:
            self._begins = False
            super().execute_simple(_BEGIN)
        if stream is not None:
            return super().execute_unnamed(statement, vals, oids, stream)
        context = Context(statement)
        with self._gathering() as messages:
            self.send_PARSE(NULL_BYTE, statement, oids)
            self.send_BIND(NULL_BYTE, make_params(self.py_types, vals))
            self._send_message(_DESCRIBE, _PORTAL)
            self.send_EXECUTE()
        with _reset_is_lost():
            self._sock.write(b"".join([*messages, SYNC_MSG]))
            self._sock.flush()
        self.handle_messages(context)
        return context

    @contextmanager
    def _gathering(self) -> Iterator["_Messages"]:
        """Keep the messages of a block back."""
        messages = _Messages()
        sock, self._sock = self._sock, messages
        try:
            yield messages
        finally:
            self._sock = sock

    def handle_messages(self, context: Context) -> None:
        """Read until the server is ready."""
        with _reset_is_lost():
            super().handle_messages(context)

    def close(self) -> None:
        """Close the connection, also a broken one."""
        with suppress(InterfaceError):
            super().close()


class _Messages(list[bytes]):
    """Messages to be sent at once, without what pg8000 says after each: that the server shall answer it by itself."""

    def write(self, message: bytes) -> None:
        if message != FLUSH_MSG:
            self.append(message)


class OneTripCursor(Cursor):  # type: ignore[misc]  # pg8000 has no types
    """A cursor that numbers the parameters of a statement once, which takes pg8000 as long as asking the server."""

    def __init__(self, connection: OneTripConnection) -> None:
        super().__init__(connection)
        self._told = connection

    def execute(self, operation: str, args: Any = (), stream: Any = None) -> "OneTripCursor":
        """Execute a statement; its parameters are marked as `pg8000.dbapi.paramstyle` says."""
        if args and stream is None and self.paramstyle == "format":
            self._told.numbered = _numbered(operation)
            operation = _NUMBERED
        super().execute(operation, args, stream)
        return self


@lru_cache(maxsize=1000)
def _numbered(statement: str) -> str:
    found: str = convert_paramstyle("format", statement, ())[0]
    return found


@contextmanager
def _reset_is_lost() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InterfaceError("network error") from error
