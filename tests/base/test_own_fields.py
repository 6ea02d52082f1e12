"""Fields that a host declares: loaded, edited, chosen by segments, moved, and matched where they identify."""

import pytest

from crmkit.customer_base import connect
from crmkit.exceptions import UnknownNameError
from crmkit.ledger.dump.moving import copy
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.fields import Field, Schema
from tests.base.world import NOW

SHOES = Schema(
    name="shoes",
    version="1",
    fields=[
        *CUSTOMER.fields,
        Field(name="shoe_size", type="decimal", group="analysis", labels={"fr": "Pointure", "de": "Schuhgrösse"}),
        Field(name="badge", type="identifier", sensitivity="id", many=True),
    ],
    relations=CUSTOMER.relations,
)
ROWS = [
    {"Prénom": "Anna", "Nom": "Keller", "E-mail": "anna@example.org", "Pointure": "38,5", "Badge": "B-1007"},
    {"Prénom": "Paul", "Nom": "Meier", "E-mail": "paul@example.org", "Pointure": "44", "Badge": "B-1008"},
]


@pytest.fixture
def base():
    with connect(schema=SHOES, clock=lambda: NOW, region="CH") as base:
        base.load(ROWS, source="shop")
        yield base


def sizes(base):
    return {str(one.values["name"]): str(one.values["shoe_size"]) for one in base.customers()}


def test_a_column_that_is_called_like_a_field_means_it(base):
    assert sizes(base) == {"Anna Keller": "38.5", "Paul Meier": "44"}


def test_a_segment_asks_for_it(base):
    found = base.select("shoe_size > 40", purpose="newsletter", via="email")
    assert [str(base.customer(one.customer_id).values["name"]) for one in found.suppressed] == ["Paul Meier"]


def test_a_form_can_send_it_and_a_clerk_can_change_it(base):
    added = base.add({"given_name": "Zoë", "family_name": "Rochat", "shoe_size": "36"}, source="form")
    base.update(added.id, {"shoe_size": "37"}, source="desk", expected_version=added.version)
    assert sizes(base)["Zoë Rochat"] in {"36", "37"}
    assert [one.values["shoe_size"] for one in base.rows() if one.source == "desk"] != []


def test_a_name_that_no_field_has_is_refused_with_near_names(base):
    with pytest.raises(UnknownNameError, match="shoe_size"):
        base.add({"given_name": "Zoë", "shoe_sise": "36"}, source="form")


def test_it_is_read_again_from_the_facts(base):
    assert base.verify().ok
    with connect("memory:", schema=SHOES, clock=lambda: NOW, region="CH") as moved:
        copy(base._keeper.backend, moved._keeper.backend, schema=SHOES)
        assert sizes(moved) == sizes(base)


def test_what_identifies_is_compared(base):
    base.load([{"Prénom": "A.", "Nom": "Keller-Rey", "Pointure": "39", "Badge": "b1007"}], source="till")
    found = base.find_duplicates()
    assert found.fields["badge"] == "identifier"
    assert "shoe_size" not in found.fields
    assert {frozenset(pair[:2]) for pair in found.pairs.select("left", "right").rows()}
