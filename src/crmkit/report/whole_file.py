"""Write a file wholly or not at all: one rule of permissions and one set of errors for everything people take away."""

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

from crmkit.exceptions import StoreError, StoreFullError, StoreReadOnlyError

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_RIGHT = {errno.EACCES, errno.EPERM, errno.EROFS}


def write_whole(path: str | os.PathLike[str], pieces: Iterable[str], *, encoding: str = "utf-8") -> Path:
    """Write text to a file, wholly or not at all.

    The file is written beside its place and moved there at the end: whoever reads it sees the old file or the new
    one, and an error leaves the old one. A new file can be read by its owner only, since it may hold personal data;
    a replaced one keeps its permissions. A link is followed, and a device such as /dev/null is written to directly.

    Args:
        path: where to; its folder must exist.
        pieces: the text, piece by piece; line ends are kept, and half of a surrogate pair becomes "?".
        encoding: of the file.

    Raises:
        StoreFullError: when there is no room left.
        StoreReadOnlyError: when the place may not be written.
        StoreError: when the folder does not exist or the place is a folder.
    """
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file():
            with target.open("w", encoding=encoding, errors="replace", newline="") as device:
                device.writelines(pieces)
        else:
            _write_beside(target, pieces, encoding)
    except OSError as error:
        refuse(os.fspath(path), error)
    return Path(path)


def refuse(where: str, error: OSError) -> NoReturn:
    """Say as an error of crmkit why a place cannot be written.

    Raises:
        StoreFullError: when there is no room left.
        StoreReadOnlyError: when the place may not be written.
        StoreError: for every other reason.
    """
    if error.errno in _NO_ROOM:
        raise StoreFullError(
            f"There is no room left to write {where}; free some space or choose another place."
        ) from error
    if error.errno in _NO_RIGHT:
        raise StoreReadOnlyError(
            f"{where} may not be written; choose another place or change its permissions."
        ) from error
    reason = (error.strerror or type(error).__name__).lower()
    raise StoreError(f"{where} cannot be written ({reason}); choose a file in a folder that exists.") from error


def _write_beside(target: Path, pieces: Iterable[str], encoding: str) -> None:
    beside = tempfile.NamedTemporaryFile(  # noqa: SIM115 - it is closed before it is moved
        "w",
        encoding=encoding,
        errors="replace",
        newline="",
        dir=target.parent,
        prefix=f".{target.name[:50]}.",
        delete=False,
    )
    try:
        with beside:
            beside.writelines(pieces)
            beside.flush()
            os.fsync(beside.fileno())
        if target.exists():
            shutil.copymode(target, beside.name)
        Path(beside.name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(beside.name).unlink()
        raise
