"""Memory that was freed and is still held."""

import sys
from ctypes import CDLL


def give_back_memory() -> None:
    """Give freed memory back to the system, where the C library holds it for later: the GNU one, on Linux.

    What is filled at once frees about a third of what it took, in pieces between others, which this library keeps.
    """
    if sys.platform == "linux":
        trim = getattr(CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
