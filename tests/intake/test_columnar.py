import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from crmkit.exceptions import InputError
from crmkit.intake.reading import read
from crmkit.intake.table import Row, Skip

COLUMNS = {"name": ["Anna", None, "Eva"], "no": [1.0, None, 3.0]}


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame, pl.LazyFrame, pa.table])
def test_every_kind_of_frame_gives_the_same_rows(make):
    table = read(make(COLUMNS))
    assert (table.origin, table.headings) == ("dataframe", ("name", "no"))
    assert list(table.rows) == [
        Row(1, {"name": "Anna", "no": 1}),
        Skip(2, "blank line"),
        Row(3, {"name": "Eva", "no": 3}),
    ]


def test_dates_lists_and_missing_values_of_pandas_become_scalars():
    frame = pd.DataFrame(
        {"at": [pd.Timestamp("2026-03-01 14:30"), pd.NaT], "n": pd.array([1, None], dtype="Int64"), "x": ["a", "b"]}
    )
    assert [line.cells for line in read(frame).rows] == [
        {"at": "2026-03-01T14:30:00", "n": 1, "x": "a"},
        {"at": None, "n": None, "x": "b"},
    ]
    nested = pl.DataFrame({"mails": [["a", "b"]], "home": [{"city": "Bern"}]})
    assert next(read(nested).rows).cells == {"mails": "a; b", "home.city": "Bern"}


def test_what_is_no_frame_is_refused():
    with pytest.raises(InputError, match="is a int, which cannot be read"):
        read(3)
