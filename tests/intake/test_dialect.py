import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.intake.dialect import find_delimiter, named_delimiter


@given(
    st.sampled_from(",;\t|"),
    st.lists(st.lists(st.text("abc 1,;", min_size=1, max_size=6), min_size=3, max_size=3), max_size=6),
)
def test_the_delimiter_of_the_heading_and_of_every_row_is_found(delimiter, rows):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([["name", "city", "note"], *rows])
    assert find_delimiter(list(io.StringIO(out.getvalue(), newline=""))) == delimiter


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("name;total\nAnna;1,50\nBob;2,25\n", ";"),
        ("name;address\nAnna;1, a, b, c, d\nBob;2, a, b, c, d\n", ";"),
        ("name\nAnna\n", ","),
        ("name;city\nAnna;Bern;x\n", ";"),
        ('name;city\nAnna;"Bern\nBob;1,5\nEva;2,5\n', ";"),
        ("Customers\nname;city\nAnna;Bern\n", ";"),
        ("", ","),
    ],
)
def test_the_delimiter_is_found_in_awkward_files(text, delimiter):
    assert find_delimiter(list(io.StringIO(text, newline=""))) == delimiter


@pytest.mark.parametrize(
    ("line", "delimiter"),
    [("sep=;\n", ";"), ('"sep=\t"\r\n', "\t"), ("SEP=,", ","), ("sep=a", None), ("separator;x", None)],
)
def test_a_file_may_say_its_delimiter(line, delimiter):
    assert named_delimiter(line) == delimiter
