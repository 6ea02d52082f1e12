"""The same policy gives the same golden record from a frame and in a base."""

import numpy as np
import polars as pl
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.dedup.columnar.golden import Records, golden_records
from crmkit.dedup.survivorship import Rule, SurvivorshipPolicy, Trust
from crmkit.exceptions import UnknownNameError
from tests.base.world import memory
from tests.dedup.policies import POLICIES

TARGETS = {
    "First": "given_name",
    "Last": "family_name",
    "Company": "organisation_name",
    "Mail": "email",
    "Tel": "phone",
    "Street": "street",
    "Postcode": "postcode",
    "City": "locality",
    "Language": "language",
    "Remark": "note",
}
FIELDS = {
    "First": "name",
    "Last": "name",
    "Company": "organisation",
    "Mail": "email",
    "Tel": "phone",
    "Street": "address",
    "Postcode": "address",
    "City": "address",
    "Language": "language",
    "Remark": "note",
}
CELLS = {
    "First": ["Anna", "A.", None],
    "Last": ["Keller", "KELLER", "Favre"],
    "Company": ["Garage du Lac SA", None],
    "Mail": ["anna@example.org", "Anna@Example.org", "anna@gmial.com", "broken@", None],
    "Tel": ["+41 44 668 18 00", "044 668 18 00", "079 123 45 67", None],
    "Street": ["Seestrasse 1", "Rue du Lac 2", None],
    "Postcode": ["8001", "1003", None],
    "City": ["Zürich", "Lausanne", None],
    "Language": ["fr", "de", "francais", None],
    "Remark": ["calls", "calls on Mondays", None],
}
DATES = ["2025-05-01", "2025-05-02", "2026-01-31"]


@st.composite
def parties(draw):
    """Draw the rows of one party from two sources, all of them dated or none."""
    dated = draw(st.booleans())
    rows = draw(st.lists(st.fixed_dictionaries({name: st.sampled_from(held) for name, held in CELLS.items()}),
                         min_size=1, max_size=4))  # fmt: skip
    for number, row in enumerate(rows):
        row["ref"] = f"{draw(st.sampled_from(['crm', 'shop']))}/{number}"
        row["Updated"] = draw(st.sampled_from(DATES)) if dated else None
    return rows


def golden(rows, policy, *, clusters=None):
    table = pl.DataFrame(rows, schema=dict.fromkeys([*TARGETS, "Updated", "ref"], pl.String))
    records = Records(
        table=table.drop("ref"),
        ids=table["ref"].to_list(),
        clusters=np.array(clusters or [0] * len(rows)),
        fields={**TARGETS, "Updated": None},
        region="CH",
        updated=("Updated",),
    )
    return golden_records(records, policy)


def in_base(rows, policy):
    base = memory(survivorship=policy, region="CH")
    for row in rows:
        source, key = row["ref"].split("/")
        cells = {"No": key} | {name: row[name] for name in [*TARGETS, "Updated"]}
        base.load([cells], source=source, mapping={**TARGETS, "No": "source_key", "Updated": "updated_at"})
    for row in rows[1:]:
        base.merge(rows[0]["ref"], row["ref"])
    (customer,) = base.customers()
    return customer


@settings(max_examples=settings().max_examples // 2)
@given(parties(), POLICIES)
def test_a_frame_and_a_base_choose_the_same_row(rows, policy):
    customer = in_base(rows, policy)
    (made,) = golden(rows, policy).to_dicts()
    by_ref = {row["ref"]: row for row in rows}
    for column, name in FIELDS.items():
        chosen = next((one for one in customer.provenance.get(name, ()) if one.chosen), None)
        if chosen is None:
            continue
        assert made[column] == by_ref[chosen.ref][column]
        assert made[f"{column}.from"] == (chosen.ref if made[column] is not None else None)


@given(st.lists(parties(), min_size=1, max_size=3), POLICIES, st.randoms(use_true_random=False))
def test_the_order_of_the_records_does_not_matter(families, policy, random):
    rows = [row | {"ref": f"{row['ref']}.{number}"} for number, family in enumerate(families) for row in family]
    clusters = [number for number, family in enumerate(families) for _ in family]
    order = list(range(len(rows)))
    random.shuffle(order)
    one = golden(rows, policy, clusters=clusters)
    other = golden([rows[place] for place in order], policy, clusters=[clusters[place] for place in order])
    assert one.equals(other)


def test_what_cannot_be_read_survives_only_where_there_is_nothing_else():
    rows = [dict.fromkeys(CELLS) | {"ref": f"crm/{number}", "Mail": mail, "Updated": None, "Last": "Keller"}
            for number, mail in enumerate(["broken@", None, "anna@example.org"])]  # fmt: skip
    assert golden(rows, SurvivorshipPolicy())["Mail"][0] == "anna@example.org"
    assert golden(rows[:2], SurvivorshipPolicy())["Mail.from"][0] == "crm/0"


def test_trust_of_sources_and_dates_count_in_frames_too():
    row = dict.fromkeys(CELLS) | {"Last": "Keller", "Updated": None}
    rows = [row | {"ref": "crm/1", "City": "Bern", "Updated": "2025-01-01"},
            row | {"ref": "shop/1", "City": "Basel", "Updated": "2026-01-01"}]  # fmt: skip
    trusting = SurvivorshipPolicy(rules={"City": "most_trusted"}, trust={"crm": 0.9})
    assert golden(rows, trusting)["City"][0] == "Bern"
    fading = evolve(trusting, trust={"crm": Trust(0.9, half_life_days=90)})
    assert golden(rows, fading)["City"][0] == "Basel"
    assert golden(rows, SurvivorshipPolicy(rules={"address": "earliest"}))["City"][0] == "Bern"
    dates = [row | {"Updated": cell} for row, cell in zip(rows, ["2026-02-01 12:30", "soon"], strict=True)]
    assert golden(dates, SurvivorshipPolicy(rules={"address": "most_recent"}))["City.from"][0] == "crm/1"


def test_a_group_of_the_policy_comes_from_one_record():
    row = dict.fromkeys(CELLS) | {"Last": "Keller", "Updated": None}
    rows = [row | {"ref": "crm/1", "Language": "fr"}, row | {"ref": "crm/2", "Remark": "calls", "Language": "de"}]
    made = golden(rows, SurvivorshipPolicy(groups={"speech": ("Language", "note")}))
    assert made.select("Language", "Remark").row(0) == ("de", "calls")


def test_columns_that_mean_nothing_follow_a_rule_of_their_own():
    table = pl.DataFrame({"x": ["a", "a", "long", None], "y": [1, 2, 3, 3]})
    records = Records(table=table, ids=[1, 2, 3, 4], clusters=np.array([0, 0, 0, 0]), fields={"x": None, "y": None})
    assert golden_records(records, SurvivorshipPolicy()).select("x", "x.from", "y", "y.from").row(0) == ("a", 1, 3, 3)
    chosen = golden_records(records, SurvivorshipPolicy(rules={"x": Rule(by=("long",))}))
    assert chosen.select("x", "x.from").row(0) == ("long", 3)
    with pytest.raises(UnknownNameError, match=r"Did you mean .address"):
        golden_records(records, SurvivorshipPolicy(rules={"adress": "longest"}))
