import csv
import io
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.report.csv_file import csv_text, guarded, unguarded, write_csv

CELLS = st.text(st.sampled_from("=+-@\t\r\n';,\"a1 .é"), max_size=8) | st.text(max_size=8)


@given(CELLS)
def test_a_guard_can_always_be_taken_off_again(text):
    assert unguarded(guarded(text)) == text


@given(CELLS)
def test_no_cell_begins_a_formula(text):
    first = guarded(text).lstrip(" ")[:1]
    assert first not in {"=", "@", "\t", "\r", "\n"}
    if first in {"+", "-"}:
        assert set(guarded(text)) <= set("+-0123456789 .")


@given(
    st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=5),
    st.sampled_from(",;\t|"),
)
def test_what_is_written_is_read_back_by_the_csv_module(rows, delimiter):
    text = csv_text(["a", "b"], rows, delimiter=delimiter)
    read = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    assert [[unguarded(cell) for cell in row] for row in read[1:]] == rows


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        (None, ""),
        (True, "true"),
        (-3, "-3"),
        (-1e-05, "-1e-05"),
        (date(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1, tzinfo=UTC), "2026-03-01T00:00:00+00:00"),
        ("+41 79 000 00 00", "+41 79 000 00 00"),
        ("-12.50", "-12.50"),
        ("-cmd", "'-cmd"),
        (" =1", "' =1"),
        ("@SUM(A1)", "'@SUM(A1)"),
    ],
)
def test_cells_are_written_plainly_and_harmlessly(cell, written):
    assert csv_text(["x"], [[cell, "z"]]) == f"x\n{written},z\n"


def test_a_table_is_written_to_a_file_with_a_mark_if_asked(tmp_path):
    write_csv(tmp_path / "out.csv", ["nom"], [["Zoé"]], bom=True)
    assert (tmp_path / "out.csv").read_bytes() == "\ufeffnom\nZoé\n".encode()


def test_an_error_among_the_rows_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "out.csv"
    path.write_text("old")

    def rows():
        yield ["1"]
        raise LookupError

    with pytest.raises(LookupError):
        write_csv(path, ["a"], rows())
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
