"""The directory that comes with the package: read from compressed files when it is first asked, without a network."""

import zlib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Final

from crmkit.schema.postal.area import Area
from crmkit.schema.postal.directory import ListedDirectory

_FILES: Final = {"CH": ("CH.tsv.zz",), "FR": ("FR.tsv.zz", "FR-special.tsv.zz")}
_SPECIAL: Final = "*"


@cache
def shipped_directory() -> ListedDirectory:
    """Give the directory of Switzerland, Liechtenstein, France with its territories, and Monaco.

    Sources, dates and licences stand in `crmkit/schema/postal/data/SOURCE.md`.

    >>> shipped_directory().codes("CH", "Rolle"), shipped_directory().localities("FR", "75008")
    (('1180',), ('Paris',))
    """
    return ListedDirectory(_shipped_area)


@cache
def _shipped_area(country: str) -> Area | None:
    if country not in _FILES:
        return None
    folder = files("crmkit.schema.postal") / "data"
    return unpack((folder / name).read_bytes() for name in _FILES[country])


def pack(area: Area) -> bytes:
    """Write an area as compressed lines: postcode, a star when it is special, and its localities, parted by tabs.

    >>> unpack([pack(Area({"1003": ("Lausanne",)}))]).names
    {'1003': ('Lausanne',)}
    """
    marks = dict.fromkeys(area.special, _SPECIAL)
    lines = ("\t".join((code + marks.get(code, ""), *names)) for code, names in sorted(area.names.items()))
    return zlib.compress("\n".join(lines).encode(), 9)


def unpack(packed: Iterable[bytes]) -> Area:
    """Read an area from what `pack` wrote; a postcode of several files has the localities of all of them.

    Raises:
        zlib.error: a file is damaged.
    """
    names: dict[str, tuple[str, ...]] = {}
    special: set[str] = set()
    for one in packed:
        for line in zlib.decompress(one).decode().split("\n"):
            code, *listed = line.split("\t")
            if code.endswith(_SPECIAL):
                code = code[:-1]
                special.add(code)
            names[code] = (*names[code], *listed) if code in names else tuple(listed)
    return Area(names, special)
