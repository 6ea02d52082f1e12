"""The lines of very many records in one piece of memory."""

from array import array
from collections.abc import Iterable, Sequence

import numpy as np


class Lines:
    """Text lines by their places."""

    def __init__(self) -> None:
        self._text = bytearray()
        self._ends = array("Q", [0])

    def fill(self, chunks: Iterable[Sequence[str]]) -> None:
        """Put many lines, as the first to come, some at a time."""
        for chunk in chunks:
            written = [_written(line) for line in chunk]
            ends = np.cumsum(np.fromiter(map(len, written), np.uint64, len(written))) + np.uint64(len(self._text))
            self._ends.frombytes(ends.astype(np.uint64).tobytes())
            self._text += b"".join(written)

    def add(self, line: str) -> None:
        """Put one line."""
        self._text += _written(line)
        self._ends.append(len(self._text))

    def of(self, place: int) -> str:
        """Give a line."""
        return self._text[self._ends[place] : self._ends[place + 1]].decode("utf-8", "surrogatepass")

    def blank(self, place: int) -> None:
        """Overwrite a line that nobody reads again."""
        start, end = self._ends[place], self._ends[place + 1]
        self._text[start:end] = bytes(end - start)


def _written(line: str) -> bytes:
    return line.encode("utf-8", "surrogatepass")
