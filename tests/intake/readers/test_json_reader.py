import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.exceptions import InputError
from crmkit.intake.readers.json_reader import read_json, read_json_lines
from crmkit.intake.table import Fault, Row, Skip

SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
ROWS = st.lists(st.dictionaries(st.text("abc", min_size=1, max_size=2), SCALARS, min_size=1, max_size=3), max_size=5)


@given(ROWS)
def test_flat_objects_come_back_as_they_are(rows):
    table = read_json(json.dumps(rows).encode(), name="a.json")
    assert [line.cells for line in table.rows] == rows
    if rows:
        lines = read_json_lines("\n".join(map(json.dumps, rows)).encode(), name="a.jsonl")
        assert [line.cells for line in lines.rows] == rows
        assert set(lines.headings) == {name for row in rows for name in row}


@given(st.binary(max_size=80) | st.text('[]{}",:1a\n', max_size=40).map(str.encode))
def test_any_bytes_are_a_table_or_an_input_error(data):
    for reader in (read_json, read_json_lines):
        with contextlib.suppress(InputError):
            assert all(line.line for line in reader(data, name="a.json").rows)


def test_a_bad_line_is_a_fault_with_its_text_and_costs_no_other():
    table = read_json_lines(b'{"a": 1}\r\n{"a": \n\n[1]\n{}\n{"b": {"c": [1, "x"], "d": [{"e": 1}]}}\n', name="a.jsonl")
    outcomes = list(table.rows)
    assert [type(line) for line in outcomes] == [Row, Fault, Skip, Fault, Skip, Row]
    assert [line.line for line in outcomes] == [1, 2, 3, 4, 5, 6]
    assert (outcomes[1].text, outcomes[1].reasons[0].code) == ('{"a": ', "row.not_json")
    assert outcomes[3].reasons[0].code == "row.not_object"
    assert outcomes[5].cells == {"b.c": "1; x", "b.d.1.e": 1}
    assert table.headings == ("a", "b.c", "b.d.1.e")


def test_numbers_that_json_does_not_know_stay_text():
    table = read_json_lines(b'{"a": NaN, "b": 1e999, "c": 1.0}', name="a.jsonl")
    assert next(table.rows).cells == {"a": "NaN", "b": "1e999", "c": 1}


def test_names_that_collide_when_flattened_are_both_kept():
    assert next(read_json(b'[{"a.b": 1, "a": {"b": 2}}]', name="a.json").rows).cells == {"a.b": 1, "a.b.2": 2}


def test_an_object_may_hold_the_list_or_be_the_only_row():
    assert [line.cells for line in read_json(b'{"n": 1, "rows": [{"a": 1}]}', name="a.json").rows] == [{"a": 1}]
    assert [line.cells for line in read_json(b'{"a": 1}', name="a.json").rows] == [{"a": 1}]


@pytest.mark.parametrize(
    "data", [b"", b"[", b"1", b'{"a": [{"b": 1}], "c": [{"d": 1}]}', b"[" * 100_000, b"[" + b"9" * 9_000]
)
def test_what_holds_no_rows_is_refused_in_one_sentence(data):
    with pytest.raises(InputError, match=r"a\.json") as caught:
        read_json(data, name="a.json")
    assert len(str(caught.value)) < 200


def test_a_line_that_is_nested_too_deep_is_a_fault():
    line = b'{"a":' * 100_000
    assert [type(line) for line in read_json_lines(line, name="a.jsonl").rows] == [Fault]
