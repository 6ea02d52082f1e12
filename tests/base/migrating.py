"""Bring a base of an older layout forward, in processes that end before a statement or a commit of their choice."""

import os
import shutil
import sys
from pathlib import Path

from sqlalchemy import Engine, event

from crmkit.customer_base import connect


def run(path, stop):
    """Open a base in a process that ends before its `stop`-th statement; tell whether it came to that."""
    process = os.fork()
    if process:
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 9
    seen = 0

    def count(*_arguments):
        nonlocal seen
        seen += 1
        if seen == stop:
            os._exit(9)

    event.listen(Engine, "before_cursor_execute", count)
    event.listen(Engine, "commit", count)
    connect(path).close()
    os._exit(0)


def main(old, folder):
    """Open a copy of a base whole, then one copy after the other up to each statement; name the copies."""
    stop = 0
    while True:
        path = shutil.copy(old, Path(folder, f"{stop}.db"))
        stopped = run(path, stop)
        if stop and not stopped:
            return
        sys.stdout.write(f"{path}\n")
        sys.stdout.flush()
        stop += 1


if __name__ == "__main__":
    main(*sys.argv[1:])
