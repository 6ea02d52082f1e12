"""Other processes that clean, where there is enough to do.

They are started as programs of their own, not forked and not by the script that is running: so a notebook, a web server
and a script without a guard may all use them. They know nothing but what they are sent, and end with their starter.
"""

import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from attrs import field, frozen

from crmkit.schema.columnar.chunk import Chunk, Task, clean_chunk

_AHEAD = 2
_START = "import sys; sys.path[:] = {path!r}; from crmkit.schema.columnar.workers import serve; serve()"
_SIZE = 8


def processors() -> int:
    """Count the processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@frozen(eq=False)
class Workers:
    """Processes that clean tasks; without any, tasks are cleaned here.

    Attributes:
        count: how many processes there may be.
    """

    count: int
    _idle: "SimpleQueue[subprocess.Popen[bytes] | None]" = field(factory=SimpleQueue)
    _started: list[subprocess.Popen[bytes]] = field(factory=list)

    def clean(self, tasks: Iterable[Task]) -> Iterator[Chunk]:
        """Clean tasks in their order; only a few are held at a time."""
        if self.count < 2:
            yield from map(clean_chunk, tasks)
            return
        if not self._started:
            self._start()
        waiting: deque[Future[Chunk]] = deque()
        with ThreadPoolExecutor(self.count, thread_name_prefix="crmkit-clean") as threads:
            try:
                for task in tasks:
                    waiting.append(threads.submit(self._clean, task))
                    if len(waiting) > self.count * _AHEAD:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            finally:
                for one in waiting:
                    one.cancel()
                if waiting:
                    self.stop()

    def stop(self) -> None:
        """End the processes at once."""
        for process in self._started:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                with suppress(OSError):
                    stream.close()  # type: ignore[union-attr]  # both are pipes

    def _start(self) -> None:
        command = [sys.executable, "-c", _START.format(path=[str(Path(one).absolute()) for one in sys.path])]
        for _ in range(self.count):
            process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own
            self._started.append(process)
            self._idle.put(process)

    def _clean(self, task: Task) -> Chunk:
        """Have a process clean a task; when it is lost or cannot read the task, clean it here."""
        process = self._idle.get()
        if process is None:
            self._idle.put(None)
            return clean_chunk(task)
        try:
            _send(process.stdin, task)
            chunk: Chunk | None = _receive(process.stdout)
        except (OSError, EOFError, ValueError, pickle.PickleError, AttributeError, TypeError):
            self._idle.put(None)
            return clean_chunk(task)
        self._idle.put(process)
        return clean_chunk(task) if chunk is None else chunk


@contextmanager
def working(count: int) -> Iterator[Workers]:
    """Have processes at hand, which start with the first task and end here, whatever happens."""
    usable = count if Path(sys.executable or "").name.startswith(("python", "pypy")) else 1
    workers = Workers(usable)
    try:
        yield workers
    finally:
        workers.stop()


def serve() -> None:
    """Clean what comes in, until nothing comes any more; what cannot be read is answered with None."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    came, went = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    while True:
        try:
            task = _receive(came)
        except EOFError:
            return
        except (AttributeError, ImportError):
            _send(went, None)
            continue
        _send(went, clean_chunk(task))


def _send(stream: Any, data: object) -> None:
    written = pickle.dumps(data, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(len(written).to_bytes(_SIZE, "little") + written)
    stream.flush()


def _receive(stream: Any) -> Any:
    size = stream.read(_SIZE)
    if len(size) < _SIZE:
        raise EOFError
    written = stream.read(int.from_bytes(size, "little"))
    return pickle.loads(written)  # noqa: S301 - it comes from our own process
