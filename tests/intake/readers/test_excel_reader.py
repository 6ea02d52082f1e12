import contextlib
import io
from datetime import date, datetime

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.exceptions import InputError
from crmkit.intake.readers.excel_reader import read_excel
from crmkit.intake.table import Row, Skip


def workbook(*sheets):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if cell is not None:
                        sheet.write(number, place, cell)
    return out.getvalue()


def test_titles_blank_rows_and_totals_are_skipped_and_every_row_is_accounted_for():
    rows = [
        ["Customers", None, None],
        [],
        ["Name", "No", "Total"],
        ["Anna", 791234567.0, 12.5],
        [],
        ["Total", None, 12.5],
    ]
    table = read_excel(workbook(rows), name="a.xlsx")
    assert table.headings == ("Name", "No", "Total")
    outcomes = list(table.rows)
    assert [(line.line, line.reason) for line in outcomes if isinstance(line, Skip)] == [
        (1, "title row"),
        (2, "blank line"),
        (5, "blank line"),
        (6, "totals row"),
    ]
    assert [line.cells for line in outcomes if isinstance(line, Row)] == [
        {"Name": "Anna", "No": 791234567, "Total": 12.5}
    ]


def test_cells_become_json_scalars():
    cells = ["x", 1003.0, 1.5, True, date(2026, 3, 1), datetime(2026, 3, 1, 14, 30), None]
    table = read_excel(workbook([["a", "b", "c", "d", "e", "f", "g"], cells]), name="a.xlsx")
    assert list(next(table.rows).cells.values()) == ["x", 1003, 1.5, True, "2026-03-01", "2026-03-01T14:30:00", None]


def test_the_first_sheet_with_a_heading_row_is_read():
    table = read_excel(workbook([[1, 2]], [["Name", "City"], ["Anna", "Bern"]]), name="a.xlsx")
    assert [line.cells["City"] for line in table.rows] == ["Bern"]
    assert table.form == "sheet 'Sheet2' of a workbook"


def test_a_workbook_without_a_heading_is_refused():
    with pytest.raises(InputError, match=r"a\.xlsx has no sheet with a heading row"):
        read_excel(workbook([[1, 2], [3, 4]]), name="a.xlsx")


@settings(max_examples=40)
@given(st.binary(max_size=100), st.integers(0, 4000))
def test_a_damaged_workbook_is_refused_in_one_sentence(noise, place):
    good = workbook([["Name", "City"], ["Anna", "Bern"]])
    data = good[:place] + noise + good[place + len(noise) :]
    with contextlib.suppress(InputError):
        assert all(line.line for line in read_excel(data, name="a.xlsx").rows)
