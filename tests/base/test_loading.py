"""What comes in: conserved, repeatable, whole or not at all."""

from datetime import timedelta

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmkit.customer_base import connect
from crmkit.dedup.survivorship import SurvivorshipPolicy
from crmkit.exceptions import AccessError, CallError, InputError, SchemaError
from tests.base.world import MAPPING, NOW, customers, facts, load, memory, people, row, rows

few = settings(max_examples=settings().max_examples // 7, suppress_health_check=[HealthCheck.function_scoped_fixture])


def mail(base):
    return [one.values.get("email") for one in base.customers()]


@few
@given(rows())
def test_every_row_of_every_load_has_an_outcome_whatever_is_in_it(new_base, data):
    base = new_base()
    report = load(base, data)
    assert report.conserved
    assert report.rows_in == len(data)
    assert report.created == len(base.rows()) == len({one.ref for one in base.rows()})
    assert report.quarantined == len(base.quarantine())
    assert sum(len(one.refs) for one in base.customers()) == report.created
    assert base.verify().ok


@few
@given(rows(), st.randoms(use_true_random=False), st.integers(0, 400))
def test_a_second_load_changes_nothing_even_later_and_in_another_order(new_base, data, random, days):
    now = NOW
    base = new_base(clock=lambda: now)
    first = load(base, data)
    held, known = customers(base), facts(base)
    now += timedelta(days=days)
    shuffled = [dict(random.sample(list(one.items()), len(one))) for one in data]
    random.shuffle(shuffled)
    second = load(base, shuffled)
    assert second.conserved
    assert (second.created, second.updated, second.unchanged) == (0, 0, first.created)
    assert (second.interactions, second.consents) == (0, 0)
    assert facts(base) == known
    assert customers(base) == held


@few
@given(rows(garbage=False), rows(garbage=False))
def test_the_order_of_files_changes_ids_and_nothing_else(one, two):
    held = []
    for order in (["crm", "shop"], ["shop", "crm"]):
        base = memory()
        for source in order:
            load(base, {"crm": one, "shop": two}[source], source=source)
        for number in ("1", "2"):
            refs = {found.ref for found in base.rows()}
            pair = [f"crm/{number}", f"shop/{number}"]
            if refs.issuperset(pair):
                base.merge(base.customer_of(pair[0]), base.customer_of(pair[1]))
        held.append(people(base))
    assert held[0] == held[1]


@few
@given(st.lists(rows(garbage=False), min_size=2, max_size=4))
def test_the_last_content_of_each_row_wins(loads):
    base = memory()
    last = {}
    for data in loads:
        by_number = {one["No"] or "x": one | {"No": one["No"] or "x", "Last": "Keller"} for one in data}
        report = load(base, list(by_number.values()))
        assert report.conserved
        assert report.created == len(by_number.keys() - last.keys())
        last.update(by_number)
    alone = memory()
    load(alone, list(last.values()))
    assert {one.ref: one.values for one in base.rows()} == {one.ref: one.values for one in alone.rows()}
    assert base.verify().ok


def test_content_that_goes_and_comes_back_is_counted_each_time(base):
    there, back = row(1, Mail="a@example.org"), row(1, Mail="b@example.org")
    reports = [load(base, [one]) for one in (there, back, there, there)]
    assert [(one.created, one.updated, one.unchanged) for one in reports] == [
        (1, 0, 0),
        (0, 1, 0),
        (0, 1, 0),
        (0, 0, 1),
    ]
    assert mail(base) == [("a@example.org",)]
    assert [one.raw["Mail"] for one in base._keeper.ledger.records()] == [
        "a@example.org",
        "b@example.org",
        "a@example.org",
    ]


def orders(base):
    return [[str(order.get("total")) for order in one.related.get("orders", ())] for one in base.customers()]


def test_a_corrected_total_replaces_the_first_one_and_can_come_back(base):
    for total in ("CHF 12.50", "CHF 13.00", "CHF 12.50"):
        report = load(base, [row(1, Order="A-1", Day="2025-11-03", Sum=total)])
        assert report.interactions == 1
        ((shown,),) = orders(base)
        assert total.removeprefix("CHF ") in shown
    assert len(list(base._keeper.backend.facts("interaction"))) == 3


def test_an_order_that_moved_to_another_row_belongs_to_that_one(base):
    told = {"Order": "A-1", "Day": "2025-11-03", "Sum": "CHF 12.50"}
    load(base, [row(5, Mail="a@example.org", **told)])
    report = load(base, [row(6, Mail="b@example.org", **told)])
    assert (report.created, report.interactions) == (1, 1)
    held = {one.refs: len(one.related.get("orders", ())) for one in base.customers()}
    assert held == {("crm/5",): 0, ("crm/6",): 1}


def test_rows_that_are_read_otherwise_are_updated(new_base):
    base = new_base()
    data = [{"No": 1, "A": "Anna Keller", "B": "anna@example.org", "Tel": "044 668 18 00"}]
    told = {"No": "source_key", "A": "person_name", "Tel": "phone", "B": None}
    assert base.load(data, source="crm", mapping=told).created == 1
    assert mail(base) == [None]
    assert base.load(data, source="crm", mapping=told | {"B": "email"}).updated == 1
    assert mail(base) == [("anna@example.org",)]
    elsewhere = connect(base._keeper.backend, clock=lambda: NOW, region="CH")
    assert elsewhere.load(data, source="crm", mapping=told | {"B": "email"}).updated == 1
    assert [one.values["phone"] for one in elsewhere.customers()] == [("+41446681800",)]


def test_keys_that_look_like_those_given_to_twins_do_not_meet_them(base):
    data = [row("7"), row("7", "Bruno"), row("7~2", "Zoë")]
    assert load(base, data).created == 3
    assert load(base, data).unchanged == 3
    assert {one.ref for one in base.rows()} == {"crm/7", "crm/7~2", "crm/7~3"}


def test_rows_that_were_set_aside_are_kept_once_and_read_back(base):
    broken = row(2, None, None, Mail="broken@")
    first = load(base, [row(1), broken])
    assert (first.created, first.quarantined) == (1, 1)
    load(base, [row(0), row(1), broken])
    (kept,) = base.quarantine()
    assert (kept.source, kept.line, kept.cells) == ("crm", 2, broken)
    assert [one.code for one in kept.reasons][:1] == ["row.no_identity"]
    assert load(base, [broken | {"Mail": "a@example.org"}]).created == 1


def test_rows_set_aside_from_a_file_come_back_as_text(base, tmp_path):
    path = tmp_path / "crm.csv"
    path.write_text("No,First,Last,Mail\n1,Anna,Keller,a@example.org\n2,Bruno\n3,,,\n2,Bruno\n")
    report = base.load(path, source="crm")
    assert report.conserved
    assert report.quarantined == len(base.quarantine())
    assert base.load(path, source="crm").unchanged == report.created


def test_an_empty_file_is_a_load_of_nothing(base):
    report = base.load(b"No,Mail\n", source="crm")
    assert report.conserved
    assert (report.rows_in, facts(base), list(base.customers())) == (0, [], [])
    assert base.verify().ok
    assert base.audit().rows == 0
    assert base.find_duplicates().customers_found == 0


def fail_within(base, data):
    with base.transaction():
        load(base, data)
        assert len(list(base.customers())) == 1 + len(data)
        raise LookupError


def test_a_block_that_fails_leaves_nothing(base):
    load(base, [row(1)])
    held, known, entries = customers(base), facts(base), base._keeper.backend.last()
    with pytest.raises(LookupError):
        fail_within(base, [row(2), row(3)])
    assert base._keeper.backend.last() == entries
    assert facts(base) == known
    assert customers(base) == held
    load(base, [row(4, "Bruno")])
    assert [one.refs for one in base.customers()] != [("crm/1",)]
    assert base.verify().ok


def test_a_load_that_fails_half_way_leaves_nothing(base):
    def failing(_step):
        raise LookupError

    with pytest.raises(LookupError):
        load(base, [row(1)], progress=failing)
    assert base._keeper.backend.last() == 0


def test_data_that_cannot_be_read_is_one_clear_error_and_nothing_is_kept(base, tmp_path):
    with pytest.raises(SchemaError):
        base.load([{"Colour": "red"}], source="crm")
    with pytest.raises(InputError):
        base.load(tmp_path / "none.csv", source="crm")
    assert base._keeper.backend.last() == 0


def test_rows_whose_documents_were_thrown_away_are_taken_again(base):
    data = [row(2), row(1, "Bruno")]
    load(base, data)
    held, known = customers(base), facts(base)
    for table in ("rows", "customers", "state"):
        base._keeper.backend.clear(table)
    assert load(base, data).created == 2
    assert customers(base) == held
    assert [fact for fact in facts(base) if fact.kind != "batch"] == [fact for fact in known if fact.kind != "batch"]


def test_another_policy_derives_the_kept_customers_again(new_base):
    base = new_base()
    load(base, [row(1, City="Bern", Postcode="3000", Street="Gasse")], source="till")
    load(base, [row(1, City="Basel", Postcode="4000", Street="Gasse")], source="crm")
    base.merge(base.customer_of("till/1"), base.customer_of("crm/1"))
    seen = []
    for trust in ({"till": 0.9}, {"crm": 0.9}, {"till": 0.9}):
        policy = SurvivorshipPolicy(rules={"address": "most_trusted"}, trust=trust)
        other = connect(base._keeper.backend, clock=lambda: NOW, survivorship=policy)
        seen.append([one.values["locality"] for one in other.customers()])
        assert other.verify().ok
    assert seen == [["Bern"], ["Basel"], ["Bern"]]


@pytest.mark.parametrize("who", [{"actor": " "}, {"purpose": ""}])
def test_nobody_and_no_purpose_are_refused(who):
    with pytest.raises(AccessError):
        connect("memory:", **who)


def test_a_clock_without_a_zone_is_refused():
    with memory(clock=lambda: NOW.replace(tzinfo=None)) as base, pytest.raises(CallError, match="no zone"):
        load(base, [row(1)])


def test_a_mapping_can_be_kept_and_given_again(base):
    report = load(base, [row(1)])
    assert base.load([row(1)], source="crm", mapping=report.mapping).unchanged == 1
    assert base.load([row(1)], source="crm", mapping=evolve(report.mapping, given={"language": "fr"})).updated == 1
    assert set(MAPPING.values()) == set(report.mapping.targets.values())


def test_an_event_is_kept_when_another_row_takes_its_number(new_base):
    base, later = new_base(), row(2, "Zoe", Order="A-7", Day="2025-11-03")
    load(base, [later])
    load(base, [row(1, "Anna", Order="A-7", Day="2025-11-04"), later])
    found = {one.values["given_name"]: [order["number"] for order in one.related["orders"]] for one in base.customers()}
    assert found == {"Anna": ["A-7"], "Zoe": ["A-7"]}
    assert base.verify().ok


@pytest.mark.parametrize("key", ["k" * 3000, "\x00" * 500, "\U0001f600" * 400])
def test_a_row_may_have_a_name_of_any_length(new_base, key):
    base = new_base()
    assert load(base, [row(key, Order=key, Day="2025-11-03")]).created == 1
    assert load(base, [row(key, Order=key, Day="2025-11-03")]).unchanged == 1
    assert base.verify().ok


def test_a_source_has_a_short_name(new_base):
    with pytest.raises(CallError, match="give it a short one"):
        load(new_base(), [row(1)], source="s" * 300)
