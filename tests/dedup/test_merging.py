"""Rows of one party become one customer, and no value is lost or made up."""

from datetime import timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from crmkit.dedup.merging import merge
from crmkit.dedup.survivorship import SurvivorshipPolicy
from crmkit.exceptions import UnknownNameError
from crmkit.records import CleanRecord
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.types.postal_address import PostalAddress
from tests.dedup.policies import POLICIES
from tests.dedup.rows import NOW, clean_rows


def merged(rows, policy=None):
    return merge("c-1", rows, schema=CUSTOMER, policy=policy or SurvivorshipPolicy())


@given(clean_rows(), POLICIES, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(rows, policy, random):
    first = merged(rows, policy)
    random.shuffle(rows)
    assert repr(merged(rows, policy)) == repr(first)


@given(clean_rows(), POLICIES)
def test_every_value_of_every_row_is_kept_with_its_origin_and_none_is_made_up(rows, policy):
    customer = merged(rows, policy)
    offered = sorted((name, row.ref, repr(one)) for row in rows for name, held in row.values.items() for one in held)
    kept = sorted((name, one.ref, repr(one.value)) for name, held in customer.provenance.items() for one in held)
    assert kept == offered
    assert customer.refs == tuple(sorted(row.ref for row in rows))
    for name, held in customer.provenance.items():
        chosen = tuple(one.value for one in held if one.chosen)
        if not chosen:  # the row of its group that survives has none
            assert name not in customer.values
            continue
        value = customer.values[name]
        assert (value if isinstance(value, tuple) else (value,)) == chosen
        assert customer.origin(name) == held[0]
        assert customer.alternatives(name) == held[len(chosen) :]
        assert [one.chosen for one in held] == sorted((one.chosen for one in held), reverse=True)


@given(clean_rows(), POLICIES)
def test_an_address_survives_whole_and_its_facets_are_its_own(rows, policy):
    customer = merged(rows, policy)
    addresses = [one for row in rows for one in row.values.get("address", ())]
    if not addresses:
        assert "address" not in customer.values
        return
    address = customer.values["address"]
    assert address in addresses
    for facet in ("street", "postcode", "locality", "country"):
        assert customer.values.get(facet) == getattr(address, facet)


@given(clean_rows())
def test_a_field_of_many_values_says_each_of_them_once(rows):
    customer = merged(rows)
    for name, folded in (("email", str.casefold), ("phone", str)):
        offered = {folded(one) for row in rows for one in row.values.get(name, ())}
        kept = [folded(one) for one in customer.values.get(name, ())]
        assert sorted(kept) == sorted(offered)


@given(clean_rows())
def test_a_row_that_is_merged_with_itself_alone_keeps_its_single_values(rows):
    customer = merged(rows[:1])
    for name in ("name", "birth_date", "language"):
        assert customer.values.get(name) == next(iter(rows[0].values.get(name, ())), None)


def test_what_is_newest_most_trusted_or_longest_wins_as_the_policy_says():
    def row(number, days, **values):
        return CleanRecord(
            ref=f"s{number}/1",
            source=f"s{number}",
            as_of=NOW - timedelta(days=days),
            values={name: (value,) for name, value in values.items()},
        )

    old, new = PostalAddress(locality="Bern"), PostalAddress(locality="Basel")
    rows = [row(1, 9, address=old, note="much longer"), row(2, 1, address=new, note="short")]
    assert merged(rows).values["locality"] == "Basel"
    assert merged(rows).values["note"] == "much longer"
    trusting = SurvivorshipPolicy(rules={"address": "most_trusted"}, trust={"s1": 0.9})
    assert merged(rows, trusting).values["locality"] == "Bern"
    assert merged(rows, trusting).provenance["address"][0].rule == "most_trusted"


def test_the_kind_is_that_of_most_rows_and_an_organisation_in_doubt():
    def kind(*kinds):
        rows = [
            CleanRecord(ref=f"s/{number}", source="s", as_of=NOW, kind=one, values={"email": (f"{number}@x.ch",)})
            for number, one in enumerate(kinds)
        ]
        return merged(rows).kind

    assert kind("person", "organisation") == "organisation"
    assert kind("person", "person", "organisation") == "person"
    assert kind("unknown", "person") == "person"
    assert kind("unknown") == "unknown"


def test_a_field_that_no_schema_has_is_refused():
    with pytest.raises(UnknownNameError):
        merged([CleanRecord(ref="s/1", source="s", as_of=NOW, values={"shoe": ("42",)})])


@given(clean_rows())
def test_a_field_that_is_named_without_a_value_is_as_one_that_is_not_named(rows):
    named = [evolve(row, values={"given_name": (), "email": (), "locality": (), **row.values}) for row in rows]
    assert merged(named) == merged(rows)
