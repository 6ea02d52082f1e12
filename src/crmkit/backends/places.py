"""Whether a file of a database may be made and written where a path says."""

import os
from pathlib import Path

from crmkit.exceptions import StoreError, StoreReadOnlyError


def check_place(path: Path, *, engine: str, suffix: str) -> None:
    """Refuse a path at which no database can be kept.

    Args:
        path: the file; it need not exist.
        engine: the database, as people call it; it keeps a log beside the file.
        suffix: how its files usually end.

    Raises:
        StoreReadOnlyError: the folder may not be written.
        StoreError: the path is a folder, or its folder does not exist.
    """
    if path.is_dir():
        raise StoreError(f"{path.name} is a folder; name a file in it, such as {path.name}/customers{suffix}.")
    if not path.parent.is_dir():
        raise StoreError(f"The folder for {path.name} does not exist; create it first.")
    if not os.access(path.parent, os.W_OK):
        raise StoreReadOnlyError(
            f"The folder of {path.name} may not be written, and {engine} keeps its log there; allow writing to it, "
            "or copy the file elsewhere."
        )
