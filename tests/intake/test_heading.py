import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.intake.heading import find_heading, name_columns, reason_to_skip

NAMES = st.sampled_from(["a", "a ", "a.2", "", "column 1", "column 2", "b", None])


@given(st.lists(NAMES, max_size=8))
def test_every_column_has_a_name_of_its_own(cells):
    names = name_columns(cells)
    assert len(set(names)) == len(names) == len(cells)
    assert all(names)


@given(st.lists(st.text(min_size=1, max_size=3), unique=True, max_size=5))
def test_names_that_differ_stay_as_they_are(cells):
    plain = [" ".join(cell.split()) for cell in cells]
    if all(plain) and len(set(plain)) == len(plain):
        assert list(name_columns(cells)) == plain


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([["Name", "City"], ["Anna", "Bern"]], 0),
        ([["Customers 2026", None, None], [None] * 3, ["Name", "Since", "Total"], ["Anna", "2020", 5]], 2),
        ([["", "Name"], ["0", "Anna"]], 0),
        ([[1, 2, 3], [4, 5, 6]], None),
        ([[None, ""]], None),
        ([], None),
    ],
)
def test_the_heading_is_found(rows, place):
    assert find_heading(rows) == place


HEADING = ["Name", "City", "Total"]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (["", None, "  "], "blank line"),
        ([], "blank line"),
        (["Name ", "City", "Total"], "repeated heading"),
        (["Total", "", "1'250.00"], "totals row"),
        (["Summe:", "", "CHF 12"], "totals row"),
        (["", "Somme", 12.5], "totals row"),
        (["Total général", "", ""], "totals row"),
        (["Total 12 clients", "", ""], "totals row"),
        (["Total", "Paris", "12"], None),
        (["Summerhaus", "", "3"], None),
        (["Anna", "Bern", "12"], None),
    ],
)
def test_lines_that_are_no_rows_are_known(cells, reason):
    assert reason_to_skip(cells, HEADING) == reason
