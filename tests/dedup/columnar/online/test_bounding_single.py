"""What prints tell of one feature is never less than it weighs, and much less than for equal values where it can be."""

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.dedup.columnar.online.bounding import Bounds
from crmkit.dedup.columnar.online.levels import LEVELS
from crmkit.dedup.columnar.online.parts import read_parts
from crmkit.dedup.columnar.online.prints import Prints
from crmkit.dedup.comparing import COMPARISONS
from crmkit.dedup.learned import shipped
from crmkit.dedup.model import Model
from crmkit.dedup.packing import Packing
from tests.dedup.columnar.online.test_levels import DATES, WORDS, slipped

FEATURES = (
    "given",
    "family",
    "organisation",
    "birth_date",
    "street",
    "postcode",
    "locality",
    "house_number",
    "country",
)
LEARNED = shipped(COMPARISONS, FEATURES, gates=(), records=100_000, duplicates_per_record=0.2)
MODEL = evolve(Model(), caps={}, learned=LEARNED)
PACKING = Packing(tuple(LEARNED.features))
PARTS = read_parts(MODEL, LEARNED, PACKING, {})
ORGANISATIONS = (
    *("bakery muster zurich", "bakery muster", "muster zurich bakery ag", "garage keller", "keller", "okafor"),
    *("st gallen", "la chaux de fonds", "a b c d e", "keller keller", "bussigny", "lausanne", "a", "é"),
)
POSTCODES = ("8001", "8010", "1030", "75001", "75002", "80331", "ec1a 1bb", "ec1a 1bc", "123", "1", "12345678", "é")
TEXTS = {
    "given": slipped(WORDS),
    "family": slipped(WORDS),
    "organisation": slipped(ORGANISATIONS + WORDS),
    "street": slipped(ORGANISATIONS + WORDS),
    "locality": slipped(ORGANISATIONS),
    "postcode": slipped(POSTCODES),
    "birth_date": st.sampled_from(DATES)
    | st.from_regex(r"19[3-5][0-9](0[1-9]|1[0-2])(0[1-9]|2[0-8])", fullmatch=True)
    | slipped(DATES),
    "house_number": slipped(("12", "12a", "128", "1")),
    "country": st.sampled_from(("ch", "fr")),
}


def bounds(feature, value, others):
    prints = Prints(PARTS)
    for other in others:
        prints.add({feature: (other,)})
    row = PACKING.row(PACKING.line({feature: (value,)}))
    return Bounds(MODEL, PARTS, prints).most(row, prints.of(np.arange(len(others), dtype=np.uint32)), {}).tolist()


def weighed(feature, one, other):
    part = PARTS[feature]
    if one == other:
        return part.equal(one)[1]
    return part.unlike(LEVELS[part.comparison.comparator](*sorted((one, other))), one, other)[1]


@pytest.mark.parametrize("feature", FEATURES)
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_no_value_weighs_more_than_its_bound(feature, data):
    value, *others = data.draw(st.lists(TEXTS[feature], min_size=2, max_size=30))
    for other, most in zip(others, bounds(feature, value, others), strict=True):
        assert weighed(feature, value, other) <= most + 1e-9, (value, other)


@pytest.mark.parametrize(
    ("feature", "value", "other"),
    [
        ("street", "garten", "haupt"),
        ("locality", "bussigny", "lausanne"),
        ("organisation", "garage keller", "hotel muster"),
        ("postcode", "8001", "1030"),
        ("postcode", "75001", "80331"),
        ("birth_date", "19800517", "19441128"),
        ("family", "steiroler", "xulmeiler"),
        ("country", "ch", "fr"),
    ],
)
def test_what_has_nothing_in_common_is_known_to_differ(feature, value, other):
    assert bounds(feature, value, [other]) == [PARTS[feature].table[-1]]


@pytest.mark.parametrize(
    "other",
    ["19800517", "19810517", "19800518", "19801705", "19800571", "19800705", "19800101", "19550517", "19441128"],
)
def test_dates_are_known_as_well_as_they_agree(other):
    assert bounds("birth_date", "19800517", [other]) == [weighed("birth_date", "19800517", other)]


def test_a_feature_that_one_side_lacks_weighs_nothing():
    prints = Prints(PARTS)
    prints.add({"street": ("garten",)})
    prints.add({"locality": ("bussigny",)})
    row = PACKING.row(PACKING.line({"street": ("haupt",)}))
    most = Bounds(MODEL, PARTS, prints).most(row, prints.of(np.arange(2, dtype=np.uint32)), {})
    assert most.tolist() == [PARTS["street"].table[-1], 0.0]
