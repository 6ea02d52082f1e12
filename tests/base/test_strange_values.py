"""Values that some engine cannot hold, through the whole flow: the same rows, customers and sentences everywhere."""

from functools import partial

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmkit.exceptions import CrmkitError
from crmkit.identity.clusters import customer_id
from crmkit.records import ConsentEvent, Interaction
from tests.base.places import PLACES
from tests.base.world import NOW, load, row, rows
from tests.strategies import cells, texts

HALVES = "\ud83d\ude00"
"""One character in two halves."""

WORST = ("a\x00\udfff", f"a{HALVES}b", 10**400, float("nan"))
NASTY = (
    *WORST, "\x00", "a\x00b", "\ud800", "a\udfff", HALVES, "\ude00\ud83d", -(10**400), 2**63, -(2**63) - 1,
    float("inf"), -0.0, 1e308, "9" * 5000, "\uffff", "\u2028", "\\", "%s", ":a", "{}",
    "'; DROP TABLE crmkit_facts; --", "\\N", "\\.", "a\tb\r\nc", True, b"a\x00b", "e\u0301" * 300,
)  # fmt: skip
ANNA = customer_id("crm/1")
EVENT = Interaction(id="order:app/1", kind="order", at=NOW, ref="crm/1", data={"number": "1"})
ACT = ConsentEvent(
    act="grant", ref=None, purpose="newsletter", channel="email", point="email:1@example.org",
    at=NOW, recorded_at=NOW, source="app", method="web_form",
)  # fmt: skip


@pytest.fixture
def everywhere(new_place, opened):
    """An empty base in every kind of place."""
    return {kind: opened(new_place(kind)) for kind in PLACES}


def attempt(act):
    """Give what a call answers, or the one sentence that it raises."""
    try:
        return repr(act())
    except CrmkitError as error:
        return f"{type(error).__name__}: {error}"


def same_everywhere(everywhere, act):
    """Do something to a base in every kind of place, and get the same answer and the same facts."""
    found = {}
    for kind, base in everywhere.items():
        last = base._keeper.backend.last()
        answer = attempt(lambda base=base: act(base))
        found[kind] = answer, [repr(fact) for fact in base._keeper.backend.facts(after=last)]
    for kind in everywhere:
        assert found[kind] == found["memory"], kind
    return found["memory"][0]


def check_same_end(everywhere):
    ends = {kind: [[repr(one) for one in base.customers()], repr(base.rows())] for kind, base in everywhere.items()}
    for kind, base in everywhere.items():
        assert ends[kind] == ends["memory"], kind
        assert base.verify().ok, kind


CALLS = {
    "load": lambda base, it: load(base, [row(1, it, "Keller", Mail=it, Tel=it, Street=it, Order=it, How=it)]),
    "load a key": lambda base, it: load(base, [row(2) | {"No": it}]),
    "load a column": lambda base, it: base.load([{"E-mail": "a@example.org", str(it): it}], source="heads"),
    "load a source": lambda base, it: base.load([{"E-mail": "a@example.org"}], source=str(it)),
    "add": lambda base, it: base.add({"email": "b@example.org", "note": it}, source="form"),
    "add a key": lambda base, it: base.add({"email": "c@example.org", "source_key": it, "phone": it}, source="form"),
    "add a name": lambda base, it: base.add({"family_name": it, "street": it}, source=str(it)),
    "update": lambda base, it: base.update(ANNA, {"note": it, "phone": it}, source="desk", expected_version=None),
    "update as": lambda base, it: base.update(ANNA, {"note": "note"}, source=str(it), expected_version=None),
    "record": lambda base, it: base.record(evolve(EVENT, id=str(it), data={"number": str(it)})),
    "record data": lambda base, it: base.record(evolve(EVENT, data={"number": "1", "status": it})),
    "record for": lambda base, it: base.record(evolve(EVENT, ref=str(it))),
    "consent": lambda base, it: base.consent.record(evolve(ACT, point=str(it), method=str(it), ref=str(it))),
    "search": lambda base, it: [one.id for one in base.search(str(it))],
    "search more": lambda base, it: [one.id for one in base.search(f"anna {it}")],
    "customer": lambda base, it: base.customer(str(it)).id,
    "merge": lambda base, it: base.merge("crm/1", str(it)),
}


def check_values(everywhere, calls, values):
    same_everywhere(everywhere, lambda base: load(base, [row(1, "Anna", "Keller", Mail="anna@example.org")]))
    assert same_everywhere(everywhere, lambda base: base.customer_of("crm/1")) == repr(ANNA)
    for call in calls:
        for value in values:
            same_everywhere(everywhere, partial(call, it=value))
    check_same_end(everywhere)


def test_values_that_an_engine_refuses_are_kept_or_refused_everywhere_alike(everywhere):
    check_values(everywhere, CALLS.values(), WORST)


@pytest.mark.nightly
@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_strange_values_are_kept_or_refused_everywhere_alike(everywhere, call):
    check_values(everywhere, [call], NASTY)


@settings(max_examples=settings().max_examples // 8, suppress_health_check=list(HealthCheck))
@given(rows(), st.data())
def test_whatever_is_done_is_the_same_everywhere(everywhere, data, more):
    source = f"s{everywhere['memory']._keeper.backend.last()}"
    same_everywhere(everywhere, lambda base: load(base, data, source))
    values = more.draw(st.dictionaries(st.sampled_from(["given_name", "email", "phone", "note", "street"]), cells()))
    same_everywhere(everywhere, lambda base: base.add(values, source=source))
    text = more.draw(texts())
    same_everywhere(everywhere, lambda base: [one.id for one in base.search(text)])
    check_same_end(everywhere)


def check_great_ones(everywhere, *, length, columns):
    long = "a\x00é😀" * (length // 4)
    wide = {f"Column {number}": f"{number}" for number in range(columns)}
    same_everywhere(everywhere, lambda base: load(base, [row(1, How=long)]))
    same_everywhere(everywhere, lambda base: load(base, [row(1) | wide | {"Last": "Favre"}]))
    same_everywhere(everywhere, lambda base: base.add({"email": "b@example.org", "note": long}, source="form"))
    same_everywhere(everywhere, lambda base: base.add({"email": long}, source="form"))
    same_everywhere(everywhere, lambda base: len(base.search(long)))
    same_everywhere(everywhere, lambda base: [one.id for one in base.search("favre")])
    check_same_end(everywhere)


def test_great_cells_and_many_columns_are_the_same_everywhere(everywhere):
    check_great_ones(everywhere, length=100_000, columns=500)


@pytest.mark.nightly
def test_a_cell_of_ten_megabytes_and_five_thousand_columns_are_the_same_everywhere(everywhere):
    check_great_ones(everywhere, length=10_000_000, columns=5000)


def test_a_number_that_is_too_long_to_be_written_is_refused_everywhere_alike(everywhere):
    long = 10**5000  # Python writes at most 4,300 digits
    for values in ({"note": long}, {"source_key": long}, {"phone": long}):
        same_everywhere(
            everywhere, lambda base, values=values: base.add({"email": "a@x.example", **values}, source="app")
        )
        same_everywhere(
            everywhere, lambda base, values=values: load(base, [row(1, How=values.get("note"), Order=long)])
        )
    same_everywhere(everywhere, lambda base: load(base, [row(2)]))
    same_everywhere(
        everywhere, lambda base: base.record(evolve(EVENT, ref="crm/2", data={"number": "1", "status": long}))
    )
    check_same_end(everywhere)
