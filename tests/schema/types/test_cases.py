"""Cells from public standards, published examples and the field, with what each type must make of them.

A file for each type stands in `cases/`: the cell, the region, the value as JSON data (a plain text as it is), the keys,
the codes of warnings and errors in alphabetical order, and where the case comes from. A cell that begins with `=` is a
Python literal. Empty keys are not checked; an empty value says that there is none.
"""

import ast
import csv
import json
from pathlib import Path

import pytest

from crmkit.schema.cleaning import clean
from crmkit.schema.types.base import Severity
from crmkit.schema.types.catalogue import find_type


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        yield from enumerate(csv.DictReader(file), start=2)


CASES = [
    pytest.param(path.stem, row, id=f"{path.stem} {number} {row['cell'][:40]}")
    for path in sorted((Path(__file__).parent / "cases").glob("*.csv"))
    for number, row in rows(path)
]


def written(as_type, value):
    if value is None:
        return ""
    data = find_type(as_type).dump(value)
    return data if isinstance(data, str) else json.dumps(data, ensure_ascii=False, sort_keys=True)


@pytest.mark.parametrize(("as_type", "row"), CASES)
def test_a_cell_means_what_its_source_says(as_type, row):
    cell = ast.literal_eval(row["cell"][1:]) if row["cell"].startswith("=") else row["cell"]
    cleaned = clean(cell, as_type, region=row["region"] or None)
    expected = row["value"]
    if expected.startswith(("{", "[")):
        expected = json.dumps(json.loads(expected), ensure_ascii=False, sort_keys=True)
    assert "; ".join(written(as_type, value) for value in cleaned.values) == expected
    assert sorted(one.code for one in cleaned.findings if one.severity is not Severity.INFO) == row["findings"].split()
    if row["keys"]:
        assert list(cleaned.keys) == row["keys"].split("; ")


def test_every_case_says_where_it_comes_from():
    assert [param.id for param in CASES if not param.values[1]["source"]] == []
