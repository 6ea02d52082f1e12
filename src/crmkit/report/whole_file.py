"""Write a file wholly or not at all: one rule of permissions and one set of errors for everything people take away."""

import contextlib
import errno
import os
import shutil
import tempfile
from codecs import iterencode
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, NoReturn

from crmkit.exceptions import StoreError, StoreFullError, StoreReadOnlyError

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_RIGHT = {errno.EACCES, errno.EPERM, errno.EROFS}


def write_whole(path: str | os.PathLike[str], pieces: Iterable[str], *, encoding: str = "utf-8") -> Path:
    """Write text to a file, wholly or not at all; `whole_file` says how.

    Args:
        path: where to; its folder must exist.
        pieces: the text, piece by piece; line ends are kept, and half of a surrogate pair becomes "?".
        encoding: of the file.

    Raises:
        StoreFullError: when there is no room left.
        StoreReadOnlyError: when the place may not be written.
        StoreError: when the folder does not exist or the place is a folder.
    """
    with whole_file(path) as file:
        file.writelines(iterencode(pieces, encoding, "replace"))
    return Path(path)


@contextlib.contextmanager
def whole_file(path: str | os.PathLike[str]) -> Iterator[IO[bytes]]:
    """Open a file that is written wholly or not at all, by the end of the block.

    The file is written beside its place and moved there at the end: whoever reads it sees the old file or the new
    one, and an error leaves the old one. A new file can be read by its owner only, since it may hold personal data;
    a replaced one keeps its permissions. A link is followed, and a device such as /dev/null is written to directly.

    Raises:
        StoreFullError: when there is no room left.
        StoreReadOnlyError: when the place may not be written.
        StoreError: when the folder does not exist or the place is a folder.
    """
    place = Path(path)
    try:
        if place.exists() and not place.is_file():
            with place.open("wb") as device:
                yield device
        else:
            with _beside(Path(os.path.realpath(place))) as file:
                yield file
    except OSError as error:
        refuse(os.fspath(path), error)


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


@contextlib.contextmanager
def _beside(target: Path) -> Iterator[IO[bytes]]:
    beside = tempfile.NamedTemporaryFile(  # noqa: SIM115 - it is closed before it is moved
        dir=target.parent, prefix=f".{target.name[:50]}.", delete=False
    )
    try:
        with beside:
            yield beside
            beside.flush()
            os.fsync(beside.fileno())
        if target.exists():
            shutil.copymode(target, beside.name)
        Path(beside.name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(beside.name).unlink()
        raise
