"""A frame is filtered exactly as matches answers."""

import sys
from datetime import UTC, datetime

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from crmkit.exceptions import CallError, MissingExtraError, UnknownNameError
from crmkit.segment.segment import Segment
from crmkit.segment.targets.tables import Tables, TextColumn

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
CUSTOMERS = {
    "id": [1, 2, 3],
    "country": ["CH", None, "FR"],
    "birth_date": ["1990-05-01", "2015-01-01", None],
}
ORDERS = {
    "customer": [1, 1, 3],
    "at": [datetime(2026, 2, 1, tzinfo=UTC), datetime(2024, 2, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)],
    "total": [99.95, 10.0, 5.0],
    "currency": ["CHF", "CHF", "EUR"],
}
KINDS = [pl.DataFrame, pd.DataFrame, pa.table]


def ids(frame):
    return frame["id"].to_pylist() if isinstance(frame, pa.Table) else list(frame["id"])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('country = "CH"', [1]),
        ('country != "CH"', [2, 3]),
        ("age < 18", [2]),
        ("did order in last 90 days", [1, 3]),
        ("sum(orders.total) = 109.95 CHF", [1]),
        ("count(orders) = 0", [2]),
    ],
)
def test_rows_are_kept_in_the_callers_kind_of_frame(kind, text, expected):
    kept = Segment.parse(text).at(NOW).filter(kind(CUSTOMERS), related={"orders": kind(ORDERS)})
    assert isinstance(kept, type(kind(CUSTOMERS)))
    assert ids(kept) == expected


def test_a_relation_may_be_named_in_the_singular():
    kept = Segment.parse("did order").at(NOW).filter(pl.DataFrame(CUSTOMERS), related={"order": pl.DataFrame(ORDERS)})
    assert ids(kept) == [1, 3]


def test_an_empty_frame_stays_empty():
    assert ids(Segment.parse("everyone").at(NOW).filter(pl.DataFrame(CUSTOMERS).clear())) == []


def test_what_pandas_calls_missing_is_missing():
    orders = pd.DataFrame({"customer": [1, 2], "at": [datetime(2026, 2, 1, tzinfo=UTC), None], "total": [1.0, None]})
    customers = pd.DataFrame(
        {"id": [1, 2, 3], "country": ["CH", None, float("nan")], "customer_since": [pd.NaT, NOW, None]}
    )
    related = {"orders": orders}
    assert ids(Segment.parse("did order in last 90 days").at(NOW).filter(customers, related=related)) == [1]
    assert ids(Segment.parse("customer_since is not known").at(NOW).filter(customers)) == [1, 3]
    assert ids(Segment.parse("country is empty").at(NOW).filter(customers)) == [2, 3]


def test_missing_columns_are_named():
    bound = Segment.parse("did order").at(NOW)
    with pytest.raises(CallError, match="no column 'key'"):
        bound.filter(pl.DataFrame(CUSTOMERS), related={"orders": pl.DataFrame(ORDERS)}, id_column="key")
    with pytest.raises(CallError, match="no column 'at'"):
        bound.filter(pl.DataFrame(CUSTOMERS), related={"orders": pl.DataFrame(ORDERS).drop("at")})
    with pytest.raises(UnknownNameError, match="relation 'ordres'"):
        bound.filter(pl.DataFrame(CUSTOMERS), related={"ordres": pl.DataFrame(ORDERS)})


@pytest.mark.parametrize("options", [{}, {"tables": Tables(fields={"country": TextColumn("country")})}])
def test_a_missing_extra_is_named(options, monkeypatch):
    for name in ("frames", "stored"):
        monkeypatch.setitem(sys.modules, f"crmkit.segment.targets.columnar.{name}", None)
    monkeypatch.delattr("crmkit.segment.targets.columnar.stored", raising=False)
    with pytest.raises(MissingExtraError, match=r"crmkit\[frames\]"):
        Segment.parse('country = "CH"').at(NOW).filter(pl.DataFrame(CUSTOMERS), **options)
