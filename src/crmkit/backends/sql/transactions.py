"""Blocks within blocks: one thread writes at a time, and a failure spoils the whole transaction."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import RLock, local
from typing import Final, Generic, Protocol, TypeVar

from crmkit.exceptions import ConflictError, StoreError

Spared = tuple[type[Exception], ...]
"""Errors that are answers and no damage."""


class Unit(Protocol):
    """A session that can be spoilt.

    Attributes:
        doomed: whether a block within it failed.
    """

    doomed: bool


UnitT = TypeVar("UnitT", bound=Unit)


class Transactions(ABC, Generic[UnitT]):
    """Whose transaction it is: of the thread that began it; other threads read beside it, unless all share one."""

    def __init__(self, name: str, *, lock: AbstractContextManager[bool] | None = None, shared: bool) -> None:
        """Begin with no transaction.

        Args:
            name: how messages name the database.
            lock: what a thread holds while it writes; it must let the same thread in again.
            shared: whether all threads work on one connection, and readers wait too.
        """
        self._name: Final = name
        self._lock: Final = RLock() if lock is None else lock
        self._shared = shared
        self._local = local()
        self._closed = False

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all writes of a block or none; a block within a block joins it."""
        with self._lock:
            outer = self._current()
            if outer is not None:
                with _dooming(outer, spare=()):
                    yield
                return
            with self._opened(spare=()) as session:
                yield
                if session.doomed:
                    raise StoreError(
                        "A block within this transaction failed and its exception was swallowed; nothing was kept."
                    )

    @contextmanager
    def writing(self) -> Iterator[UnitT]:
        """Join the open transaction or make one; a write that fails half-way spoils the whole transaction."""
        with self._lock:
            outer = self._current()
            if outer is not None:
                with _dooming(outer, spare=(ConflictError,)):
                    yield outer
                return
            with self._opened(spare=(ConflictError,)) as session:
                yield session

    @contextmanager
    def reading(self) -> Iterator[UnitT]:
        """Read within this thread's transaction, or beside everything else."""
        opened = self._current()
        if opened is not None:
            yield opened
            return
        with self._lock if self._shared else nullcontext(), self._beside() as session:
            yield session

    def close(self) -> None:
        """Refuse further work, and give back what was opened."""
        with self._lock:
            self._closed = True
            self._give_back()

    @abstractmethod
    def _begun(self, *, spare: Spared) -> AbstractContextManager[UnitT]:
        """Begin a transaction, and end it: whole, or when the block raises, not at all.

        Args:
            spare: errors after which nothing has to be undone.
        """

    @abstractmethod
    def _beside(self) -> AbstractContextManager[UnitT]:
        """Give a session outside any transaction of this base."""

    @abstractmethod
    def _give_back(self) -> None:
        """Close what was made for this base."""

    @contextmanager
    def _opened(self, *, spare: Spared) -> Iterator[UnitT]:
        with self._begun(spare=spare) as session:
            self._local.opened = session
            try:
                yield session
            finally:
                self._local.opened = None

    def _current(self) -> UnitT | None:
        if self._closed:
            raise StoreError(f"{self._name} is closed; open it again.")
        opened: UnitT | None = getattr(self._local, "opened", None)
        return opened


@contextmanager
def _dooming(session: Unit, *, spare: Spared) -> Iterator[None]:
    try:
        yield
    except spare:
        raise
    except BaseException:
        session.doomed = True
        raise
