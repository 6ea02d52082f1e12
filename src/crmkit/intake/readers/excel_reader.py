"""Read spreadsheets: xlsx, xlsm, xlsb, xls and ods, by python-calamine."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

from attrs import field, frozen

from crmkit.exceptions import InputError, MissingExtraError
from crmkit.intake.cells import scalar
from crmkit.intake.heading import find_heading, is_blank, name_columns, reason_to_skip
from crmkit.intake.table import Line, Row, Skip, Table

SIGNATURES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""First bytes of a ZIP and of an OLE container; spreadsheets are one or the other."""

_LOOK_AT = 50


def read_excel(data: bytes, *, name: str) -> Table:
    """Read the first visible sheet that has a heading row.

    Titles above the heading, blank rows, the totals row and a repeated heading are skipped, each with its reason.
    Numbers are floats in a spreadsheet: whole ones become integers again; dates and times become ISO 8601 text.

    Raises:
        MissingExtraError: when python-calamine is not installed.
        InputError: when it is no workbook, is locked by a password, or no sheet has a heading row.
    """
    for sheet, rows in _sheets(data, name):
        heading = find_heading(rows[:_LOOK_AT])
        if heading is not None:
            source = _Source(rows, heading, name_columns(rows[heading]))
            return Table(name, source.headings, f"sheet {sheet!r} of a workbook", source.walk)
    raise InputError(f"{name} has no sheet with a heading row; give its columns a heading.")


@frozen
class _Source:
    rows: Sequence[Sequence[Any]] = field(repr=False)
    heading: int
    headings: tuple[str, ...]

    def walk(self) -> Iterator[Line]:
        head = self.rows[self.heading]
        for number, cells in enumerate(self.rows, 1):
            if number <= self.heading:
                yield Skip(number, "blank line" if is_blank(cells) else "title row")
            elif number > self.heading + 1:
                reason = reason_to_skip([scalar(cell) for cell in cells], head)
                yield (
                    Row(number, dict(zip(self.headings, cells, strict=True)))
                    if reason is None
                    else Skip(number, reason)
                )


def _sheets(data: bytes, name: str) -> Iterator[tuple[str, list[list[Any]]]]:
    try:
        import python_calamine
    except ImportError as error:
        raise MissingExtraError(needed_for="Reading a spreadsheet", extra="excel") from error
    try:
        workbook = python_calamine.load_workbook(io.BytesIO(data))
        visible = [sheet.name for sheet in workbook.sheets_metadata if "Visible" in str(sheet.visible)]
        for sheet in visible or workbook.sheet_names:
            rows = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            yield sheet, [[scalar(None if cell == "" else cell) for cell in row] for row in rows]
    except python_calamine.PasswordError as error:
        raise InputError(f"{name} is locked by a password; save it without one.") from error
    except Exception as error:
        raise InputError(f"{name} is not a workbook that can be read; save it as xlsx or CSV.") from error
