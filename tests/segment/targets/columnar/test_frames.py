"""Frames as people have them are filtered exactly as matches answers."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.exceptions import CallError
from crmkit.schema.fields import Field, Relation, Schema
from crmkit.schema.types.date import PartialDate
from crmkit.schema.types.money import Money
from crmkit.segment.segment import Segment

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SCHEMA = Schema(
    name="s",
    fields=[
        Field(name="birth_date", type="date"),
        Field(name="city", type="text"),
        Field(name="email", type="email"),
        Field(name="code", type="identifier"),
        Field(name="size", type="decimal"),
        Field(name="glad", type="boolean"),
        Field(name="seen", type="instant"),
        Field(name="tags", type="choice", many=True, pick="union"),
        Field(name="address", type="postal_address"),
        Field(name="locality", type="locality", part_of="address"),
    ],
    relations=[
        Relation(
            name="orders",
            singular="order",
            fields=[
                Field(name="at", type="instant"),
                Field(name="total", type="money"),
                Field(name="points", type="decimal"),
                Field(name="notes", type="text", many=True, pick="union"),
            ],
        )
    ],
)
KINDS = [pl.DataFrame, pd.DataFrame, pa.table]


def kept(text, columns, *, related=None, **options):
    """Filter a frame by a segment, and check each answer against matches."""
    frame = columns if isinstance(columns, pl.DataFrame) else pl.DataFrame(columns, strict=False)
    if "id" not in frame.columns:
        frame = frame.with_columns(id=pl.int_range(frame.height))
    bound = Segment.parse(text, schema=SCHEMA).at(NOW, zone="Europe/Zurich", **options)
    found = bound.filter(frame, related=related)["id"].to_list()
    if related is None:
        assert found == [row["id"] for row in frame.iter_rows(named=True) if bound.matches(row)]
    return found


TEXTS = ["Zürich", "zurich ", " ZURICH", "", " \t", None, "!", "a\x00b", "ab", "\x1fx", "日本", "Straße", "a" * 3_000]


@pytest.mark.parametrize(
    "text",
    [
        *(f"{field} {test}" for field in ("city", "email", "code") for test in (
            'contains "a"', 'starts with "zur"', 'ends with "h"', "is known", "is empty", '= "zurich"', '!= "zurich"',
            'contains none of ("b", "rich")',
        )),
        'city = "strasse"', 'city contains "ri"', 'code = "x"', 'email = "strasse"',
    ],
)  # fmt: skip
def test_texts(text):
    kept(text, {"city": TEXTS, "email": TEXTS, "code": TEXTS})


@given(
    st.lists(st.none() | st.text(st.sampled_from("aZ é\x00ß\n.-0"), max_size=4)),
    st.sampled_from(["a", "z", "0", "e", "ss"]),
)
def test_any_texts(values, needle):
    for field in ("city", "email", "code"):
        columns = pl.DataFrame({field: pl.Series(values, dtype=pl.String)})
        for test in ("=", "contains", "starts with", "ends with"):
            kept(f'{field} {test} "{needle}"', columns)
        kept(f"{field} is known", columns)


@pytest.mark.parametrize(
    "values",
    [
        [1, 2, None, -3, 30],
        [1.5, 2.0, None, float("nan"), -0.0],
        [0.1, 0.30000000000000004, 1e-7, 1e300, None],
        [float("inf"), 1.0, None, float("-inf"), 2.0],
        [Decimal("1.50"), Decimal(2), None, Decimal("-3.25"), Decimal("0.1")],
        pl.Series([1, 2, None, 255, 0], dtype=pl.UInt8),
        pl.Series([2**63, 2, None, 1, 0], dtype=pl.UInt64),
        pl.Series([1.5, 0.1, None, 3, 0], dtype=pl.Float32),
        pl.Series([Decimal("1.5"), 2, "3", None, True], dtype=pl.Object),
        pl.Series([Decimal("0.12345678901234567"), 2, 3, None, 1], dtype=pl.Object),
        ["1", "2", None, "x", ""],
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "text",
    [
        "size = 2",
        "size > 1.4",
        "size < 0.3",
        "not (size <= 1.5)",
        "size is known",
        "size in (0.1, 2)",
        "size between 0 and 2",
        "size != 0.1",
    ],
)
def test_numbers(values, text):
    kept(text, {"size": values})


@pytest.mark.parametrize(
    "values",
    [
        [date(2000, 2, 29), date(2026, 3, 2), None],
        ["2000-02-29", " 2026-03-02", "no date"],
        [NOW, NOW - timedelta(days=10_000), None],
        pl.Series([PartialDate(2000), PartialDate(None, 2, 29), "2000-02-29"], dtype=pl.Object),
        [1, 2, None],
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "text",
    ["birth_date < 2010-01-01", "birth_date = 2000-02-29", "age >= 18", "age is known", "birth_date is known",
     "birth_date has anniversary in last 2 days", "birth_date not in last 90 days"],
)  # fmt: skip
def test_dates(values, text):
    kept(text, {"birth_date": values})


@pytest.mark.parametrize(
    "values",
    [
        [NOW, NOW - timedelta(microseconds=1), None],
        pl.Series([NOW, NOW + timedelta(days=1), None], dtype=pl.Datetime("ns", "Europe/Zurich")),
        pl.Series([datetime(1, 1, 1), datetime(9999, 12, 31, 23), None]).dt.replace_time_zone("UTC"),
        [date(2026, 3, 1), date(2026, 2, 28), None],
        ["2026-03-01T12:00:00+00:00", "2026-03-01", "soon"],
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "text",
    [
        "seen = now",
        "seen <= now",
        "seen before now",
        "seen in this day",
        "seen = 2026-03-01",
        "seen is known",
        "seen has anniversary in this day",
        "seen > 2020-01-01",
    ],
)
def test_instants(values, text):
    kept(text, {"seen": values})


@pytest.mark.parametrize(
    "values", [[True, False, None], ["yes", "no", None], pl.Series([True, 1, "x"], dtype=pl.Object)], ids=str
)
@pytest.mark.parametrize("text", ["glad is true", "glad is not true", "glad is false", "glad is known"])
def test_yes_and_no(values, text):
    kept(text, {"glad": values})


@pytest.mark.parametrize(
    "values",
    [
        [["vip", "new"], [], None, [None, "old"]],
        pl.Series([("vip",), "new", None, {"old"}], dtype=pl.Object),
        ["vip", None, "", "old"],
        pl.Series([["vip", "a"], ["b", "old"], ["c", "d"], None], dtype=pl.Array(pl.String, 2)),
        pl.Series([["vip", 1], [b"x"], [], None], dtype=pl.Object),
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "text",
    [
        'tags = "vip"',
        'tags != "vip"',
        'tags in ("old", "new")',
        "tags is empty",
        'tags contains all of ("vip", "new")',
        'tags contains "i"',
    ],
)
def test_lists(values, text):
    kept(text, {"tags": values})


def test_lists_of_numbers_with_too_many_digits_are_left_to_python():
    sizes = pl.Series([[Decimal("0.12345678901234567")], [1, 2]], dtype=pl.Object)
    assert kept("size > 1", {"size": sizes}) == [1]


def test_a_facet_may_be_read_off_its_whole():
    columns = {"address": ["x", None], "locality": ["Bern", "Bern"]}
    assert kept('locality = "bern"', columns) == [0, 1]


def test_what_is_not_in_the_frame_is_missing():
    assert kept('city != "x" and age is empty and tags is empty', {"size": [1]}) == [0]


ORDERS = {
    "customer": [1, 1, 2, None, 9],
    "at": [NOW, NOW - timedelta(days=400), NOW - timedelta(days=1), NOW, NOW],
    "total": [99.95, 10.0, 5.0, 1.0, 1.0],
    "currency": ["CHF", "CHF", "EUR", "CHF", "CHF"],
    "points": [1.5, 2.5, None, 1.0, 1.0],
}
PEOPLE = {"id": [1, 2, 3], "tags": [["vip"], ["new"], []]}
ASKED = [
    ("did order", [1, 2]),
    ("did not order", [3]),
    ("did order in last 90 days", [1, 2]),
    ("count(orders) = 2", [1]),
    ("count(orders) = 0", [3]),
    ("sum(orders.total) = 109.95 CHF", [1]),
    ("sum(orders.total) < 20 CHF", [2, 3]),
    ("sum(orders.points) = 4", [1]),
    ("avg(orders.points) = 2", [1]),
    ("avg(orders.points) > 1.999", [1]),
    ("last(orders.total) = 99.95 CHF", [1]),
    ("first(orders.total) = 10 CHF", [1]),
    ("max(orders.at) = now", [1]),
    ("min(orders.total) <= 5 EUR", [2]),
    ('did order and tags = "vip"', [1]),
    ("did order[total > 50 CHF] or tags is empty", [1, 3]),
    ("did order and consented to newsletter", [2]),
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("text", "expected"), ASKED)
def test_related_rows(kind, text, expected):
    bound = Segment.parse(text, schema=SCHEMA).at(NOW, consented=lambda customer, *_: customer["id"] == 2)
    people = PEOPLE if kind is not pd.DataFrame else {**PEOPLE, "tags": [tuple(one) for one in PEOPLE["tags"]]}
    orders = kind(ORDERS) if kind is not pd.DataFrame else pd.DataFrame(ORDERS).astype({"customer": "Int64"})
    found = bound.filter(kind(people), related={"orders": orders})
    assert isinstance(found, type(kind(people)))
    assert (found["id"].to_pylist() if kind is pa.table else list(found["id"])) == expected


@pytest.mark.parametrize(("text", "expected"), ASKED)
@pytest.mark.parametrize(
    ("ids", "customers"),
    [
        (["a", "b", "c"], ["a", "a", "b", None, "z"]),
        ([1.0, 2.0, 3.0], [1, 1, 2, None, 9]),
        (pl.Series(["a", "b", "c"], dtype=pl.Object), ["a", "a", "b", None, "z"]),
        (pl.Series([(1,), (2,), (3,)], dtype=pl.Object), pl.Series([(1,), (1,), (2,), None, (9,)], dtype=pl.Object)),
    ],
    ids=["texts", "doubles", "objects", "tuples"],
)
def test_ids_of_any_kind(text, expected, ids, customers):
    people = pl.DataFrame({**PEOPLE, "id": ids, "number": [1, 2, 3]})
    orders = pl.DataFrame({**ORDERS, "customer": customers})
    bound = Segment.parse(text, schema=SCHEMA).at(NOW, consented=lambda customer, *_: customer["number"] == 2)
    assert bound.filter(people, related={"orders": orders})["number"].to_list() == expected


def test_two_rows_of_one_id_have_the_same_orders_and_their_own_lists():
    people = pl.DataFrame({"id": [1, 1, None, 2], "place": [0, 1, 2, 3], "tags": [["vip"], [], ["vip"], ["vip"]]})
    orders = pl.DataFrame({"customer": [1, None], "at": [NOW, NOW]})

    def places(text):
        bound = Segment.parse(text, schema=SCHEMA).at(NOW, consented=lambda *_: True)
        return bound.filter(people, related={"orders": orders})["place"].to_list()

    assert places("did order") == [0, 1]
    assert places('did order and tags = "vip"') == [0]
    assert places('not did order and tags = "vip"') == [2, 3]
    assert places("did order and consented to newsletter") == [0, 1]


@pytest.mark.parametrize(
    ("totals", "currencies", "meant"),
    [
        ([1.005, 0.575], ["CHF", "CHF"], [1]),
        ([10**13, 1], ["CHF", "CHF"], [0]),
        ([100, 1], ["JPY", "CHF"], []),
        ([Decimal("2.50"), None], ["CHF", "CHF"], [0]),
        (pl.Series([Money(250, "CHF"), Money(250, "EUR")], dtype=pl.Object), [None, None], [0]),
        (pl.Series([2.5, 2.5], dtype=pl.Object), pl.Series(["CHF", 7], dtype=pl.Object), [0]),
        ([float("nan"), 2.5], ["CHF", "CHF"], [1]),
        ([float("inf"), 2.5], ["CHF", "CHF"], [1]),
        (["2.5", "x"], ["CHF", "CHF"], []),
    ],
    ids=str,
)
def test_amounts_get_the_currency_of_their_row(totals, currencies, meant):
    people = pl.DataFrame({"id": [0, 1]})
    orders = pl.DataFrame({"customer": [0, 1], "at": [NOW, NOW], "total": totals, "currency": currencies})
    text = "sum(orders.total) >= 2.50 CHF or sum(orders.total) = 0.58 CHF"
    bound = Segment.parse(text, schema=SCHEMA).at(NOW)
    assert bound.filter(people, related={"orders": orders})["id"].to_list() == meant
    slow = Segment.parse(f"({text}) and consented to newsletter", schema=SCHEMA).at(NOW, consented=lambda *_: True)
    assert slow.filter(people, related={"orders": orders})["id"].to_list() == meant


def test_rows_without_a_currency_have_no_amount():
    orders = pl.DataFrame({"customer": [0], "at": [NOW], "total": [1.0]})
    bound = Segment.parse("last(orders.total) is empty", schema=SCHEMA).at(NOW)
    assert bound.filter(pl.DataFrame({"id": [0]}), related={"orders": orders})["id"].to_list() == [0]


def test_lists_in_rows_and_odd_times_are_left_to_python():
    orders = pl.DataFrame(
        {
            "customer": [0, 1],
            "at": pl.Series([[NOW], None], dtype=pl.Object),
            "notes": pl.Series([["good"], ["bad"]]),
        }
    )
    people = pl.DataFrame({"id": [0, 1]})

    def ids(text, rows):
        return Segment.parse(text, schema=SCHEMA).at(NOW).filter(people, related={"order": rows})["id"].to_list()

    assert ids('did order[notes = "good"]', orders.with_columns(at=pl.lit(NOW))) == [0]
    assert ids("did order before now", orders) == []
    assert ids("did order", orders) == [0, 1]


def test_a_sum_beyond_all_whole_numbers_is_above_them():
    many = 10_000
    orders = pl.DataFrame(
        {
            "customer": [0] * many + [1] * many,
            "at": [NOW] * 2 * many,
            "points": [10**15 - 1] * many + [1 - 10**15] * many,
        }
    )
    people = pl.DataFrame({"id": [0, 1]})
    for text, expected in [("sum(orders.points) > 9000000000000000", [0]), ("sum(orders.points) < 0", [1])]:
        bound = Segment.parse(text, schema=SCHEMA).at(NOW)
        assert bound.filter(people, related={"orders": orders})["id"].to_list() == expected


def test_a_time_without_a_zone_is_refused():
    for columns in ({"seen": [datetime(2026, 3, 1)]}, {"seen": pl.Series([datetime(2026, 3, 1)], dtype=pl.Object)}):
        with pytest.raises(CallError, match="a time without a zone"):
            Segment.parse("seen before now", schema=SCHEMA).at(NOW).filter(pl.DataFrame(columns))


def test_a_lazy_frame_is_refused_where_its_values_have_to_be_read():
    with pytest.raises(CallError, match=r"collect it, or describe what it holds in tables="):
        Segment.parse("everyone", schema=SCHEMA).at(NOW).filter(pl.LazyFrame({"id": [1]}))


def test_many_parts_are_joined():
    text = " or ".join(f"size = {number}" for number in range(100))
    assert kept(text, {"size": [5, 99, 100]}) == [0, 1]
    assert kept(" and ".join(f"size != {number}" for number in range(100)), {"size": [5, 99, 100]}) == [2]
