import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.exceptions import InputError
from crmkit.intake.heading import reason_to_skip
from crmkit.intake.readers.csv_reader import read_csv
from crmkit.intake.table import Fault, Row, Skip

LETTERS = st.sampled_from("abcxyz019 ,;|\t\"'\n\réäöüß€=@")
CELLS = st.text(LETTERS, max_size=8)
HEADINGS = ["Name", "Ort", "Größe"]


def lines_of(text, encoding="utf-8"):
    return list(read_csv(text.encode(encoding), name="a.csv").rows)


def cells_of(text, encoding="utf-8"):
    return [list(line.cells.values()) for line in lines_of(text, encoding) if isinstance(line, Row)]


@st.composite
def dialects(draw):
    return {
        "delimiter": draw(st.sampled_from(",;\t|")),
        "quoting": draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
        "lineterminator": "\r\n",
    }


@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=6),
    dialects(),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)
def test_a_table_is_read_back_as_it_was_written(rows, dialect, encoding):
    out = io.StringIO(newline="")
    csv.writer(out, **dialect).writerows([HEADINGS, *rows])
    if encoding == "cp1252":
        out.write("Grüße,à,é".replace(",", dialect["delimiter"]) + "\r\n")
        rows = [*rows, ["Grüße", "à", "é"]]
    expected = [row for row in rows if reason_to_skip(row, HEADINGS) is None]
    lines = lines_of(out.getvalue(), encoding)
    assert len(lines) == len(rows)
    assert [list(line.cells.values()) for line in lines if isinstance(line, Row)] == expected


@given(st.binary(max_size=200) | st.text(st.sampled_from('a1;,"\n\r\t '), max_size=60).map(str.encode))
def test_any_bytes_are_a_table_or_an_input_error(data):
    try:
        table = read_csv(data, name="a.csv")
    except InputError:
        return
    assert [line.line for line in table.rows] == sorted({line.line for line in table.rows})


@given(st.lists(st.sampled_from(["1;Anna;x", '2;"Bob;y', "3;Eva;", "4;x", "", '5;"a ""b""";z', '6;q;"w']), max_size=12))
def test_one_broken_line_costs_no_other_line(lines):
    text = "\n".join(["id;name;note", *lines]) + "\n"
    outcomes = lines_of(text)
    good = [line for line in lines if line.split(";")[0] in {"1", "3", "5"}]
    assert len(outcomes) == len(lines)
    assert [line.cells["id"] for line in outcomes if isinstance(line, Row)] == [line[0] for line in good]


def test_an_unclosed_quote_is_one_fault_with_its_line_and_text():
    outcomes = lines_of('id;name;note\n1;Anna;ok\n2;"Bob;x\n3;Eva;y\n4;"Zoé";z\n')
    assert [type(line) for line in outcomes] == [Row, Fault, Row, Row]
    fault = outcomes[1]
    assert (fault.line, fault.text, fault.reasons[0].code) == (3, '2;"Bob;x', "row.unclosed_quote")
    assert fault.cells == {"id": "2", "name": '"Bob', "note": "x"}


def test_an_unclosed_quote_in_a_large_file_is_still_one_fault():
    rows = [f'{number};"name {number}";note' for number in range(8_000)]
    rows[10] = '10;"name;note'
    outcomes = lines_of("\n".join(["id;name;note", *rows]) + "\n")
    assert [line.line for line in outcomes if not isinstance(line, Row)] == [12]
    assert len(outcomes) == 8_000


def test_an_unclosed_quote_in_the_last_line_is_a_fault():
    assert [type(line) for line in lines_of('id;name\n1;"Anna\n')] == [Fault]


def test_a_cell_longer_than_the_csv_module_allows_is_a_fault():
    outcomes = lines_of("id;name\n1;" + "x" * 200_000 + "\n2;Anna\n")
    assert [type(line) for line in outcomes] == [Fault, Row]
    assert outcomes[0].reasons[0].code == "row.cell_too_long"


def test_a_quoted_cell_may_run_over_several_lines():
    outcomes = lines_of('id;note\n1;"two\n\nlines; here"\n2;x\n')
    assert [(line.line, line.cells["note"]) for line in outcomes] == [(2, "two\n\nlines; here"), (5, "x")]


def test_a_heading_may_run_over_two_lines():
    table = read_csv(b'id;mail;"first\nname"\n1;x;Anna\n', name="a.csv")
    assert table.headings == ("id", "mail", "first name")
    assert [line.line for line in table.rows] == [4 - 1]


def test_the_width_of_a_row_is_checked():
    outcomes = lines_of("a;b\n1;2;;\n1;2;3\n1\n")
    assert [type(line) for line in outcomes] == [Row, Fault, Fault]
    assert outcomes[1].cells == {"a": "1", "b": "2", "column 3": "3"}
    assert {line.reasons[0].code for line in outcomes[1:]} == {"row.wrong_width"}


def test_lines_that_are_no_rows_are_skipped_with_their_reason():
    outcomes = lines_of("Customers 2026\n\nname;city;total\n\nAnna;Bern;5\nname;city;total\nTotal;;5\n")
    assert [(line.line, line.reason) for line in outcomes if isinstance(line, Skip)] == [
        (1, "title row"),
        (2, "blank line"),
        (4, "blank line"),
        (6, "repeated heading"),
        (7, "totals row"),
    ]


def test_duplicate_and_blank_headings_get_names():
    table = read_csv(b"E-mail;E-mail;;Name\na;b;c;d\n", name="a.csv")
    assert table.headings == ("E-mail", "E-mail.2", "column 3", "Name")
    assert next(table.rows).cells == {"E-mail": "a", "E-mail.2": "b", "column 3": "c", "Name": "d"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_accents_and_byte_order_marks_are_understood(encoding):
    assert cells_of("Prénom;Ville\nZoé;Genève\nJürg;Zürich\n", encoding) == [["Zoé", "Genève"], ["Jürg", "Zürich"]]


def test_the_delimiter_may_be_said_in_the_first_line():
    table = read_csv(b"sep=|\na|b\n1|2\n", name="a.csv")
    assert (table.headings, [line.line for line in table.rows]) == (("a", "b"), [3])


def test_only_a_heading_is_a_table_without_rows():
    assert lines_of("name;city\n") == []


def test_the_rows_can_be_walked_again():
    table = read_csv(b"a;b\n1;2\n", name="a.csv")
    assert list(table.rows) == list(table.rows)
    assert len(table.sample()) == 1


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \n\n", b";;;\n", b"\x89PNG\0\0"])
def test_a_file_without_a_table_is_refused_in_one_sentence(data):
    with pytest.raises(InputError, match=r"a\.csv") as caught:
        read_csv(data, name="a.csv")
    assert "\n" not in str(caught.value)
