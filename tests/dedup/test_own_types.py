"""Columns that only their semantic type knows to compare."""

import re

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.dedup.frames import dedupe
from crmkit.exceptions import UnknownNameError
from crmkit.schema.types.cells import CellType


class PlateType(CellType[str]):
    """A Swiss number plate; two plates are alike when two digits changed places."""

    name = "plate"

    def read(self, text, raw, region):
        plate = re.sub(r"[^A-Z0-9]", "", text.upper())
        if re.fullmatch(r"[A-Z]{2}\d{1,6}", plate):
            return self.accept(plate, raw)
        return self.refuse(raw, "invalid", "This is no number plate.")

    def similarity(self, left, right):
        return 1.0 if left == right else 0.95 if sorted(left) == sorted(right) else 0.0


PLATE = PlateType()
NAMES = ["Anna", "Bruno", "Carla", "Dario", "Elena", "Fabio", "Gina", "Hugo"]


def people(plates):
    return pl.DataFrame(
        {
            "Vorname": [NAMES[place % len(NAMES)] for place in range(len(plates))],
            "Nachname": [f"Muster{chr(97 + place % 23)}" for place in range(len(plates))],
            "Schild": plates,
        }
    )


def test_a_type_of_ones_own_says_which_rows_are_compared_and_how_alike_they_are():
    table = people([f"VD {1000 + place}" for place in range(40)])
    again = table.with_columns(pl.col("Schild").str.replace("VD ", "vd-"), Nachname=pl.col("Nachname") + "x")
    found = dedupe(pl.concat([table, again]), fields={"Schild": PLATE})
    assert found.fields["Schild"] == "plate"
    assert found.clusters["cluster"].to_list() == [*range(40), *range(40)]
    assert [part.level for part in found.explain(0, 40).reasons if part.feature == "own.plate"] == ["equal"]


def test_two_values_are_as_alike_as_the_type_says():
    table = people([f"VD {1000 + 37 * place}" for place in range(40)])
    slip = table.with_columns(pl.col("Schild").str.replace(r"(\d)(\d)$", "$2$1"))
    explained = dedupe(pl.concat([table, slip]), fields={"Schild": PLATE}).explain(1, 41)
    assert [part.level for part in explained.reasons if part.feature == "own.plate"] == ["typo"]


@settings(max_examples=20, deadline=None)
@given(order=st.permutations(range(24)))
def test_the_order_of_rows_changes_nothing(order):
    table = people([f"vd{place // 2}{'' if place % 2 else ' '}5" for place in range(24)])
    rows = table.with_row_index("id")
    ways = [dedupe(one, fields={"Schild": PLATE}, id_column="id") for one in (rows, rows[order])]
    first, second = (
        {(frozenset((left, right)), verdict) for left, right, _, _, verdict in one.pairs.rows()} for one in ways
    )
    assert first == second


def test_the_types_of_the_library_need_no_feature_of_their_own():
    found = dedupe(people(["https://a.example.org", "a.example.org/", None, "b.example.org"]), fields={"Schild": "url"})
    assert found.fields["Schild"] == "url"


def test_a_type_that_does_not_exist_is_refused_with_near_names():
    with pytest.raises(UnknownNameError, match="phone"):
        dedupe(people(["1"]), fields={"Schild": "phon"})
