import io

import pytest
import xlsxwriter

from crmkit.exceptions import InputError
from crmkit.intake.reading import read


def excel():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write_row(0, 0, ["a", "b"])
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b"a;b\n1;2\n", "CSV"),
        (b"a\tb\n1\t2\n", "CSV"),
        (excel(), "sheet"),
        (b'[{"a": 1, "b": 2}]', "JSON,"),
        (b'{"rows": [{"a": 1, "b": 2}]}', "JSON,"),
        (b'\n{"a": 1}\n{"b": 2}\n', "JSON lines"),
    ],
)
def test_what_a_file_holds_decides_and_not_its_name(tmp_path, data, form):
    path = tmp_path / "export.dat"
    path.write_bytes(data)
    for given in (path, str(path), data, io.BytesIO(data)):
        table = read(given)
        assert table.form.startswith(form)
        assert table.headings == ("a", "b")
    assert read(path).origin == "export.dat"
    assert read(read(path)).origin == "export.dat"


def test_one_line_of_json_lines_is_known_by_its_name():
    assert read(b'{"a": {"b": 1}}', name="a.jsonl").form.startswith("JSON lines")


def test_an_open_text_file_is_read(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("prénom;ville\nZoé;Bern\n")
    with path.open() as file:
        table = read(file)
    assert (table.origin, table.headings) == ("a.csv", ("prénom", "ville"))


@pytest.mark.parametrize("data", ["no such file.csv", "bad\0name", {"a": [1]}, "."])
def test_what_cannot_be_read_is_refused_in_one_sentence(data):
    with pytest.raises(InputError) as caught:
        read(data)
    assert "\n" not in str(caught.value)


def test_rows_in_memory_have_the_name_they_are_given():
    assert read([{"a": 1}], name="mine").origin == "mine"
