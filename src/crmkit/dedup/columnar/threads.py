"""Work that NumPy and rapidfuzz do without holding the interpreter, on all processors at once."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from crmkit.schema.columnar.workers import processors

A = TypeVar("A")
B = TypeVar("B")


def in_threads(work: Callable[[A], B], tasks: Iterable[A], *, count: int | None = None) -> Iterator[B]:
    """Do tasks in threads, and give what comes out in the order of the tasks; only a few are held at a time.

    Args:
        work: what to do.
        tasks: with what.
        count: how many threads; as many as there are processors when None.

    >>> list(in_threads(abs, [-1, 2, -3]))
    [1, 2, 3]
    """
    threads = processors() if count is None else count
    if threads < 2:
        yield from map(work, tasks)
        return
    waiting: deque[Future[B]] = deque()
    with ThreadPoolExecutor(threads, thread_name_prefix="crmkit-dedup") as pool:
        try:
            for task in tasks:
                waiting.append(pool.submit(work, task))
                if len(waiting) > threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for one in waiting:
                one.cancel()
