"""Events go to the one customer whom their rows name; all others wait in quarantine."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.customer_base import connect
from crmkit.exceptions import CallError, SchemaError
from tests.base.world import NOW
from tests.strategies import NASTY_TEXTS, cells

PEOPLE = [
    {"No": "7", "First name": "Anna", "Last name": "Keller", "E-mail": "anna@example.org", "Customer no": "K7"},
    {"No": "8", "First name": "Anna", "Last name": "Keler", "E-mail": "anna@example.org", "Customer no": "K8"},
    {"No": "9", "First name": "Paul", "Last name": "Meier", "E-mail": "paul@example.org", "Customer no": "K9"},
]
CALL = {"at": "2026-02-01 10:00", "id": "C1", "subject": "Opening hours"}


@pytest.fixture
def base():
    with connect(clock=lambda: NOW, region="CH") as base:
        base.load(PEOPLE, source="crm", mapping={"No": "source_key"})
        yield base


def happened(base, *rows, **options):
    return base.load_events(rows, source="desk", **({"kind": "call"} | options))


def calls(base):
    """Tell who was called about what."""
    return sorted(
        (str(one.values["name"]), call.get("subject"))
        for one in base.customers()
        for call in one.related.get("calls", ())
    )


HOSTILE = {
    "customer": st.sampled_from(["crm/9", "a/\x00", "\ud800/", "c-\x00", "x" * 3000]) | cells(),
    "Customer no": st.sampled_from(["K7", "K9", " k9", "K\x009"]) | cells(),
    "E-mail": st.sampled_from(["anna@example.org", "paul@example.org"]) | cells(),
    "id": st.sampled_from(["1", "\x00", "\ud800", "x" * 3000]) | cells(),
    "subject": st.sampled_from(NASTY_TEXTS) | cells(),
    "Odd\x00": cells(),
}


@settings(max_examples=10)
@given(st.lists(st.fixed_dictionaries({}, optional=HOSTILE), max_size=4))
def test_whatever_stands_in_the_rows_each_is_accounted_for_and_a_second_load_changes_nothing(rows):
    with connect("memory:", clock=lambda: NOW, region="CH") as base:
        base.load(PEOPLE, source="crm", mapping={"No": "source_key"})
        table = [CALL | {"Customer no": "K9", "id": "C0"}, *({"at": "2026-02-01"} | row for row in rows)]
        report = happened(base, *table)
        assert report.conserved
        held = sum(len(one.related.get("calls", ())) for one in base.customers())
        assert held == report.created
        again = happened(base, *table)
        assert (again.created, again.updated, again.unchanged) == (0, 0, report.created)
        assert base.verify().ok


@pytest.mark.parametrize("named", [{"customer": "crm/9"}, {"Customer no": "K9"}, {"E-mail": "Paul@example.org"}])
def test_an_event_goes_to_the_customer_whom_its_row_names(base, named):
    report = happened(base, CALL | named)
    assert (report.created, report.interactions, report.conserved) == (1, 1, True)
    assert calls(base) == [("Paul Meier", "Opening hours")]
    assert base.verify().ok


def test_an_id_of_a_customer_names_her_too(base):
    happened(base, CALL | {"customer": base.customer_of("crm/9")})
    assert calls(base) == [("Paul Meier", "Opening hours")]


@pytest.mark.parametrize(
    ("named", "code", "field"),
    [
        ({"customer": "crm/10"}, "event.nobody", "customer"),
        ({"customer": "c-nobody"}, "event.nobody", "customer"),
        ({"Customer no": "K10"}, "event.nobody", "customer_number"),
        ({"E-mail": "anna@example.org"}, "event.several", "email"),
    ],
)
def test_a_row_that_names_nobody_or_several_is_set_aside(base, named, code, field):
    report = happened(base, CALL | named)
    assert (report.created, report.quarantined, report.conserved) == (0, 1, True)
    assert report.reasons == {code: 1}
    (aside,) = base.quarantine()
    assert [(one.code, one.field) for one in aside.reasons] == [(code, field)]
    assert aside.cells["subject"] == "Opening hours"
    assert calls(base) == []


def test_what_several_customers_have_is_one_customers_once_they_are_merged(base):
    base.merge(*(base.customer_of(ref) for ref in ("crm/7", "crm/8")))
    happened(base, CALL | {"E-mail": "anna@example.org"})
    assert [subject for _, subject in calls(base)] == ["Opening hours"]


def test_a_second_load_changes_nothing_and_a_new_state_is_told(base):
    rows = [CALL | {"Customer no": "K9"}, CALL | {"Customer no": "K10", "id": "C2"}]
    happened(base, *rows)
    facts = len(list(base._keeper.backend.facts(("interaction", "quarantine", "batch"))))
    again = happened(base, *rows)
    assert (again.created, again.updated, again.unchanged, again.quarantined) == (0, 0, 1, 1)
    assert len(list(base._keeper.backend.facts(("interaction", "quarantine", "batch")))) == facts
    changed = happened(base, CALL | {"Customer no": "K9", "subject": "Closed"})
    assert (changed.created, changed.updated) == (0, 1)
    assert calls(base) == [("Paul Meier", "Closed")]


def test_an_event_that_turns_out_to_be_somebody_elses_moves(base):
    happened(base, CALL | {"Customer no": "K9"})
    happened(base, CALL | {"Customer no": "K7"})
    assert calls(base) == [("Anna Keller", "Opening hours")]
    assert base.verify().ok


def test_events_follow_their_row_when_customers_are_taken_apart(base):
    anna = base.merge(*(base.customer_of(ref) for ref in ("crm/7", "crm/8")))
    happened(base, CALL | {"Customer no": "K8"})
    base.undo(anna.id)
    assert calls(base) == [("Anna Keler", "Opening hours")]


def test_a_table_that_cannot_be_used_keeps_nothing(base):
    before = base._keeper.backend.last()
    with pytest.raises(SchemaError):
        happened(base, {"subject": "x"})
    assert base._keeper.backend.last() == before


def test_a_list_and_a_parameter_are_given_when_somebody_selects(base):
    paul = base.customer_of("crm/9")
    segment = "in list 'invited' and given_name = $name and in segment 'paul'"
    given = {"params": {"name": "Paul"}, "segments": {"paul": 'customer_number = "K9"'}}
    found = base.select(segment, purpose="newsletter", via="email", lists={"invited": [paul]}, **given)
    assert [one.customer_id for one in found.suppressed] == [paul]
    with pytest.raises(CallError, match="list 'invited'"):
        base.select(segment, purpose="newsletter", via="email", **given)
