"""Verification at entry: the same answer in every place, by the model that the base was searched with."""

import json
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.customer_base import connect
from crmkit.dedup.columnar.rows import find_among_rows
from crmkit.dedup.model import Model
from crmkit.exceptions import MissingExtraError, SchemaError, UnknownCustomerError, UnknownNameError
from crmkit.ledger.entry_check import MODELS
from crmkit.ledger.ledger import STATE
from crmkit.ledger.matching import MATCHING
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.field import Field
from crmkit.schema.fields import Schema
from tests.base.world import NOW
from tests.dedup.people import crowd, people

ANNA = {
    "given_name": "Anna",
    "family_name": "Keller",
    "birth_date": "1980-05-17",
    "email": "anna.keller@gmail.com",
    "phone": "044 668 18 00",
    "street": "Seestrasse 12",
    "postcode": "8001",
    "locality": "Zürich",
}
TYPED = {"given_name": "Ana", "family_name": "Keller", "birth_date": "17.05.1980", "email": "anna.keller@gmial.com"}


def told(check):
    return [(one.id, round(one.weight, 9), one.verdict) for one in check.duplicates]


def test_every_place_gives_the_same_answer(place, opened):
    with connect("memory:", clock=lambda: NOW, region="CH") as other:
        answers = []
        for base in (opened(place), other):
            base.load(crowd(40), source="crm", mapping={name: name for name in crowd(1)[0]})
            anna = base.add(ANNA, source="web")
            before = base.check(TYPED)
            base.find_duplicates()
            after = base.check(TYPED)
            assert [one.id for one in after.duplicates] == [anna.id]
            assert after.duplicates[0].verdict == "same"
            assert told(base.check(TYPED, but=anna.id)) == []
            answers.append((before.findings, before.suggestions, told(before), told(after), after.unseen))
            assert not base.verify().differing
        assert answers[0] == answers[1]


def test_findings_and_suggestions_say_what_adding_would_meet(base):
    found = base.check({**TYPED, "postcode": "8001", "locality": "Genève", "country": "CH", "phone": "12"})
    codes = {one.code for one in found.findings}
    assert {"email.typo", "phone.invalid"} <= codes or len(codes) >= 2
    assert ("email", "anna.keller@gmail.com") in [(one.field, one.value) for one in found.suggestions]
    assert all(one.code in codes for one in found.suggestions)
    with pytest.raises(TypeError, match="says nothing"):
        bool(found)


def test_what_identifies_nobody_yet_is_a_finding_and_no_error(base):
    assert [one.code for one in base.check({"locality": "Bern"}).findings] == ["row.no_identity"]
    assert base.check({}).duplicates == ()
    with pytest.raises((UnknownNameError, SchemaError)):
        base.check({"mail": "anna@example.org"})
    with pytest.raises(UnknownCustomerError):
        base.check(TYPED, but="nobody")


def test_nothing_is_kept_but_that_somebody_looked(base):
    base.add(ANNA, source="web")
    base.find_duplicates()
    rows, customers = base.rows(), list(base.customers())
    base.check(TYPED)
    assert (base.rows(), list(base.customers())) == (rows, customers)
    assert base._keeper.ledger.backend.last() > 0
    entries = [fact.body for fact in base._keeper.backend.facts("journal")]
    assert {"verb": "read", "what": "duplicates of an entry", "count": 1}.items() <= entries[-3].items()


def test_the_reasons_are_those_of_the_row(base):
    base.add(ANNA, source="web")
    duplicate = base.check(TYPED).duplicates[0]
    explained = duplicate.explain()
    assert explained.weight == pytest.approx(duplicate.weight)
    assert explained.right.startswith("web/")
    assert "email" in [one.feature for one in explained.reasons]


@settings(max_examples=8, deadline=None)
@given(st.lists(people, min_size=1, max_size=8))
def test_an_entry_weighs_what_a_search_with_the_same_model_says(drawn):
    usable = [row for row in drawn if row["email"] or row["phone"] or (row["given_name"] and row["family_name"])]
    rows = [{"source_key": str(place), **row} for place, row in enumerate([*crowd(20), *usable])]
    with connect(clock=lambda: NOW, region="CH") as base:
        base.load(rows, source="crm", mapping={name: name for one in rows for name in one})
        found = find_among_rows(base.rows(), model=base.find_duplicates().model, region="CH")
        weights = {frozenset(pair): weight for *pair, weight in found.pairs.select("left", "right", "weight").rows()}
        ids = {row["source_key"]: base.customer_of(f"crm/{row['source_key']}") for row in rows}
        refs = {name: f"crm/{key}" for key, name in ids.items()}
        for row in rows[20:]:
            entered = {name: value for name, value in row.items() if value and name != "source_key"}
            mine = ids[row["source_key"]]
            for one in base.check(entered, but=mine).duplicates:
                weight = weights.get(frozenset((refs[mine], refs[one.id])))
                assert weight is None or weight == pytest.approx(one.weight, abs=1e-9)


def test_every_key_is_kept_in_step_with_merges(base):
    anna = base.add(ANNA, source="web")
    ana = base.add({**TYPED, "phone": "044 668 18 01", "email": "ana@example.org"}, source="shop")
    base.merge(anna.id, ana.id)
    both = base.customer(ana.id)
    assert [one.id for one in base.check({"email": "ana@example.org", "given_name": "Ana"}).duplicates] == [both.id]
    assert [one.id for one in base.check({"email": ANNA["email"], "given_name": "Anna"}).duplicates] == [both.id]
    assert [document.key for document in base._keeper.backend.scan(MATCHING)] == [both.id]
    assert not base.verify().differing


def test_verify_mends_what_was_changed_or_lost(base):
    anna, bert = base.add(ANNA, source="web"), base.add({"email": "bert@example.org"}, source="web")
    backend = base._keeper.backend
    backend.put(MATCHING, anna.id, {})
    backend.put(MATCHING, "stranger", {}, terms=["x"])
    assert set(base.verify().differing) == {anna.id, "stranger"}
    assert not base.verify().differing
    backend.delete(MATCHING, bert.id)
    assert set(base.verify().differing) == {bert.id}
    assert told(base.check(TYPED))


def test_a_base_that_was_derived_by_an_older_recipe_gets_its_keys(base):
    anna = base.add(ANNA, source="web")
    backend = base._keeper.backend
    backend.clear(MATCHING)
    held = backend.get(STATE, "customers").body
    backend.put(STATE, "customers", {**held, "recipe": "older"})
    assert [one.id for one in base.check(TYPED).duplicates] == [anna.id]


def test_a_model_that_cannot_be_read_gives_way_to_the_shipped_one(base, caplog):
    base.add(ANNA, source="web")
    expected = told(base.check(TYPED))
    base.find_duplicates()
    backend = base._keeper.backend
    name = backend.get(MODELS, "trained").body["name"]
    assert Model.from_json(json.dumps(backend.get(MODELS, name).body)).name == name
    backend.put(MODELS, name, {"gates": 7})
    assert told(base.check(TYPED)) == expected
    assert "cannot be read" in caplog.text


def test_one_key_of_very_many_is_cut_and_told(base):
    base.load(
        [{"First name": f"Anna{place}", "E-mail": "info@example.org"} for place in range(230)],
        source="crm",
    )
    anna = base.add(ANNA, source="web")
    found = base.check({**TYPED, "email": "info@example.org"})
    assert [one.rule for one in found.unseen] == ["email", "email:local"]
    assert all(one.pairs > 0 for one in found.unseen)
    assert anna.id in [one.id for one in found.duplicates]


def test_a_base_that_knows_no_names_is_searched_without(base):
    base.load([{"E-mail": f"box{chr(97 + place)}{place * 37}@example.org"} for place in range(26)], source="crm")
    base.find_duplicates()
    found = base.check({"given_name": "Anna", "email": "boxc74@example.org"})
    assert [one.id for one in found.duplicates] == [base.search("boxc74@example.org")[0].id]


def test_a_contact_that_very_many_share_is_no_evidence(base):
    base.load(
        [
            {"First name": f"{letter}nna{place}", "E-mail": "info@example.org"}
            for place in range(40)
            for letter in "ABCDEFGH"
        ],
        source="crm",
    )
    assert base.check({"given_name": "Anna1", "family_name": "Quispe", "email": "info@example.org"}).duplicates == ()


def test_fields_of_a_schema_of_ones_own_are_matched():
    badge = Field(name="badge", type="identifier", sensitivity="id", many=True)
    schema = Schema(name="club", fields=[*CUSTOMER.fields, badge])
    with connect(clock=lambda: NOW, schema=schema) as base:
        anna = base.add({"given_name": "Anna", "family_name": "Keller", "badge": "A-12345"}, source="web")
        found = base.check({"given_name": "Anna", "family_name": "Keller", "badge": "A12345"})
        assert [one.id for one in found.duplicates] == [anna.id]
        assert not base.verify().differing


def test_without_the_extra_one_sentence_names_it(base, monkeypatch):
    monkeypatch.setitem(sys.modules, "crmkit.dedup.columnar.online.judging", None)
    with pytest.raises(MissingExtraError, match="frames"):
        base.check(TYPED)
