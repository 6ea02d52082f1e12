"""Features of columns are those of their cells, whatever kind of column holds them."""

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.dedup.columnar.cells import as_column, distinct_cells
from crmkit.dedup.columnar.encoding import canonical_order, encode, reorder
from crmkit.dedup.features import read_cell

CELLS = {
    "email": st.sampled_from(["anna@example.org", "ANNA@example.org", "bert.x@gmail.com", "?", "", None]),
    "phone": st.sampled_from(["+41 79 123 45 67", "0791234567", "044 668 18 00", "12", None]),
    "postcode": st.sampled_from(["8001", " 8001", "GU1 4DS", None]),
    "person_name": st.sampled_from(["Anna Keller", "Dr. Bert Muster jr", "Frau Keller", None]),
    "given_name": st.sampled_from(["Anna", "Anna Maria", "A.", "Mrs Anna", None]),
    "family_name": st.sampled_from(["Keller", "von Keller", "Müller", None]),
    "birth_date": st.sampled_from(["1980-05-17", "17.05.1980", "1980", None]),
    "street": st.sampled_from(["Seestrasse 12", "12 Main Street", "Am Markt", None]),
}
FRAMES = st.fixed_dictionaries({name: st.lists(cells, min_size=6, max_size=6) for name, cells in CELLS.items()})


@settings(max_examples=40, deadline=None)
@given(st.data())
@pytest.mark.parametrize("target", sorted(set(CELLS) - {"person_name"}))
def test_a_column_holds_what_its_cells_say(target, data):
    cells = data.draw(st.lists(CELLS[target], min_size=1, max_size=8))
    encoded = encode({"column": cells}, {"column": target})
    for name, one in encoded.items():
        assert [one.of(place) for place in range(len(cells))] == [
            read_cell(target, cell).get(name, ()) for cell in cells
        ]


@settings(max_examples=40, deadline=None)
@given(FRAMES, st.permutations(range(6)), st.permutations(sorted(CELLS)))
def test_neither_the_order_of_rows_nor_that_of_columns_changes_what_is_read(frame, rows, columns):
    targets = {name: name for name in CELLS}
    one = encode(frame, targets)
    other = encode({name: [frame[name][row] for row in rows] for name in columns}, {name: name for name in columns})
    assert one.keys() == other.keys()
    for name in one:
        assert one[name].values == other[name].values
        assert np.array_equal(one[name].codes[list(rows)], other[name].codes)
    sorted_one, sorted_other = (reorder(found, canonical_order(found, 6)) for found in (one, other))
    assert all(np.array_equal(sorted_one[name].codes, sorted_other[name].codes) for name in one)


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        (pl.Series([8001, 3000, None]), [("8001",), ("3000",), ()]),
        (pl.Series(["8001", "3000", None], dtype=pl.Categorical), [("8001",), ("3000",), ()]),
        ([8001, "3000", None], [("8001",), ("3000",), ()]),
        (pl.Series([["8001"], ["3000"], None]), [("8001",), ("3000",), ()]),
        (pl.Series([None, None, None]), [(), (), ()]),
        ([True, 2.5, None], [("true",), ("2 5".replace(" ", ""),), ()]),
    ],
)
def test_cells_of_any_kind_are_read_as_text(cells, read):
    encoded = encode({"code": cells}, {"code": "postcode"}).get("postcode")
    assert [encoded.of(place) if encoded else () for place in range(3)] == read


def test_dates_are_read_from_columns_of_dates():
    encoded = encode({"born": pl.Series([date(1980, 5, 17), None])}, {"born": "birth_date"})
    assert encoded["birth_date"].of(0) == ("19800517",)


def test_a_list_gives_all_its_values_once():
    cells = [["a@example.org", "A@example.org", "b@example.org"], [], None, ["b@example.org"]]
    encoded = encode({"mail": cells}, {"mail": "email"})["email"]
    assert [sorted(encoded.of(place)) for place in range(4)] == [
        ["a@example.org", "b@example.org"], [], [], ["b@example.org"],
    ]  # fmt: skip


def test_a_full_name_fills_and_lengthens_what_columns_say():
    cells = {
        "given": ["Anna", None, "Anna", "Bert"],
        "family": ["Keller", None, "Muster", "Keller"],
        "whole": ["Anna Maria Keller", "Carl Frei", "Anna Maria Keller", "Anna Keller"],
    }
    encoded = encode(cells, {"given": "given_name", "family": "family_name", "whole": "person_name"})
    names = [(encoded["given"].of(place), encoded["family"].of(place)) for place in range(4)]
    assert names == [
        (("anna maria",), ("keller",)), (("carl",), ("frei",)), (("anna",), ("muster",)), (("bert",), ("keller",)),
    ]  # fmt: skip


def test_nothing_at_all_is_encoded_as_nothing():
    assert encode({}, {}) == {}
    assert encode({"x": []}, {"x": "email"}) == {}
    assert canonical_order({}, 3).tolist() == [0, 1, 2]


@given(st.lists(st.none() | st.integers(0, 5).map(str), max_size=20))
def test_distinct_cells_are_found_whatever_their_order(cells):
    column = pl.Series(cells, dtype=pl.String)
    found = distinct_cells(column)
    assert sorted(found.values.to_list()) == sorted({cell for cell in cells if cell is not None})
    assert [None if place < 0 else found.values[place] for place in found.places.tolist()] == cells
    assert found.values.to_list() == distinct_cells(column.reverse()).values.to_list()


def test_cells_of_several_kinds_become_text():
    assert as_column([1, "a"]).to_list() == ["1", "a"]
    assert as_column([object, None]).dtype in (pl.String, pl.Object)
