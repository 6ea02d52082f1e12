"""Cells are looked at from afar, and nothing in them is an error."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.schema.headings.contents import LOOKS, see

EXAMPLES = {
    "email": ["a@example.org", "Anna <anna@example.org>"],
    "phone": ["079 123 45 67", "+41 (0)22 345 67 89", "310/276-0615", 791234567.0],
    "date": ["1980-02-01", "1.2.80", "19741215", "1er février 1980", dt.date(1980, 2, 1)],
    "postcode": ["1003", "CH-1003", "SW1A 1AA", 8001.0],
    "postcode_locality": ["1003 Lausanne", "CH-8001 Zürich"],
    "street": ["Rue du Lac 12", "9560 dayton way"],
    "address": ["Rue du Lac 12, 1003 Lausanne"],
    "yes_no": ["oui", "Nein", True, "X"],
    "consent": ["Unsubscribed", "désinscrit", "non inscrit", "disiscritto"],
    "answer": ["oui", "Opt-out", "widerrufen", 0],
    "house_number": ["12", "12a", "97 bis", "8-10", "n° 4", 12.0],
    "civility": ["M.", "Prof. Dr.", "Frau"],
    "business": ["Garage du Lac", "Keller AG", "SAS Atelier"],
    "person": ["Anna Weber", "Dupont Marie"],
    "code": ["#1001", "K-1003", "e000019"],
}


@pytest.mark.parametrize("look", EXAMPLES)
def test_examples_have_their_look(look):
    contents = see(EXAMPLES[look])
    assert contents.share(look) == 1.0, contents.cells


@pytest.mark.parametrize(
    "look", sorted(EXAMPLES.keys() - {"postcode_locality", "street", "address", "consent", "person"})
)
def test_a_plain_word_has_none_of_the_looks(look):
    assert see(["Lausanne"]).share(look) == 0.0


cells = st.one_of(st.none(), st.text(), st.integers(), st.floats(), st.booleans(), st.dates(), st.lists(st.integers()))


@given(st.lists(cells, max_size=20))
def test_shares_lie_between_nothing_and_all(column):
    contents = see(column)
    assert contents.distinct <= contents.filled <= len(column)
    assert all(0.0 <= contents.share(look) <= 1.0 for look in LOOKS)


def test_empty_cells_and_placeholders_do_not_count():
    assert see([None, "", "n/a", "---", float("nan"), "x y"]).filled == 1


def test_only_the_first_cells_are_looked_at():
    assert see(str(number) for number in range(100_000)).filled == 400
