"""Write tables as CSV that a spreadsheet can open without running what is in it.

A cell whose first character is `=`, `+`, `-`, `@`, a tab or a line break can be run as a formula by a spreadsheet
(OWASP, "CSV Injection"). Such a cell gets a leading `'`, which spreadsheets show as plain text. Cells that are only a
sign, digits, spaces and dots stay as they are: no formula can be written with these, and phone numbers such as
`+41790000000` and amounts such as `-12.50` stay readable. `unguarded` takes the guard off again on the way in.
"""

import csv
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time
from decimal import Decimal
from itertools import chain

from crmkit.report.whole_file import write_whole

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9][0-9 .]*")


def guarded(text: str) -> str:
    """Put a `'` before text that a spreadsheet could run as a formula.

    >>> guarded("=1+1"), guarded("+41790000000"), guarded("-12.50"), guarded("-A1")
    ("'=1+1", '+41790000000', '-12.50', "'-A1")
    """
    return f"'{text}" if _needs_guard(text) else text


def unguarded(text: str) -> str:
    """Take off the `'` that `guarded` put before a cell.

    >>> unguarded("'=1+1"), unguarded("'t Hooft")
    ('=1+1', "'t Hooft")
    """
    return text[1:] if text.startswith("'") and _needs_guard(text[1:]) else text


def csv_text(headings: Sequence[str], rows: Iterable[Sequence[object]], *, delimiter: str = ",") -> str:
    r"""Write a table as CSV text, for standard output.

    Lines end in a line feed; cells with a delimiter, a quote or a line break are quoted as in RFC 4180.

    >>> csv_text(["name", "phone"], [["=HYPERLINK(0)", "+41790000000"], [None, 7]])
    "name,phone\n'=HYPERLINK(0),+41790000000\n,7\n"
    """
    return "".join(_lines(headings, rows, delimiter))


def write_csv(
    path: str | os.PathLike[str],
    headings: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    delimiter: str = ",",
    bom: bool = False,
) -> None:
    """Write a table to a CSV file in UTF-8, wholly or not at all; `write_whole` says how.

    Args:
        path: where to; a device such as /dev/stdout is written to directly.
        headings: one for each column.
        rows: cells in the order of the headings; None is an empty cell.
        delimiter: one character.
        bom: begin with a byte order mark, which some versions of Excel need to recognise UTF-8.

    Raises:
        StoreFullError: when there is no room left.
        StoreReadOnlyError: when the place may not be written.
        StoreError: when the folder does not exist or the place is a folder.
    """
    write_whole(path, _lines(headings, rows, delimiter), encoding="utf-8-sig" if bom else "utf-8")


class _Line:
    """Gives back each line that the csv module writes into it."""

    def write(self, text: str) -> str:
        return text


def _lines(headings: Sequence[str], rows: Iterable[Sequence[object]], delimiter: str) -> Iterator[str]:
    # With "\r\n" as its line end the csv module quotes cells that hold either character; lines themselves end in "\n".
    writer = csv.writer(_Line(), delimiter=delimiter, lineterminator="\r\n")
    for row in chain((headings,), rows):
        line: str = writer.writerow([_cell(value) for value in row])
        yield line.removesuffix("\r\n") + "\n"


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return str(value)
    if isinstance(value, date | time):
        return value.isoformat()
    return guarded(str(value))


def _needs_guard(text: str) -> bool:
    # A guard that is already there is guarded again, so that `unguarded` gives the same text back.
    bare = text.lstrip("'")
    return bare.lstrip(" ").startswith(_DANGEROUS) and not _PLAIN_NUMBER.fullmatch(bare)
