"""The collector of reference cycles at rest, while many rows are made that cannot be part of any."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Keep the collector from looking through the whole memory again and again while rows pile up.

    It is left as it was found; memory is given back as ever by counting references.

    >>> with collector_at_rest():
    ...     gc.isenabled()
    False
    """
    at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if at_work:
            gc.enable()
