"""Values as facts and documents, and back."""

from datetime import UTC, datetime

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from crmkit.backends import MemoryBackend
from crmkit.backends.json_text import dump_body, load_body
from crmkit.consent.decision import Decision
from crmkit.consent.stored import StoredDecision
from crmkit.exceptions import CallError, StoreCorruptError
from crmkit.ledger.codec import Codec
from crmkit.records import (
    ANY,
    Batch,
    CleanRecord,
    ConsentEvent,
    Customer,
    Interaction,
    Judgement,
    Provenance,
    Record,
)
from crmkit.schema.types.base import Finding, Severity
from crmkit.schema.types.date import PartialDate
from crmkit.schema.types.money import Money
from crmkit.schema.types.organisation_name import OrganisationName
from crmkit.schema.types.person_name import PersonName
from crmkit.schema.types.postal_address import PostalAddress
from crmkit.testing.strategies import bodies, texts

CODEC = Codec()
NOW = datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=UTC)

NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
CELLS = st.none() | st.booleans() | NUMBERS | texts()
INSTANTS = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(
    lambda at: at.replace(fold=0)
)
MAYBE = st.none() | texts()
REFS = st.builds("{}/{}".format, st.sampled_from(["crm", "shop"]), texts())

BATCHES = st.builds(
    Batch,
    id=texts(),
    source=texts(),
    origin=texts(),
    received_at=INSTANTS,
    mapping=st.dictionaries(texts(), bodies(), max_size=2),
    region=MAYBE,
    zone=texts(),
    counts=st.dictionaries(texts(), st.integers(), max_size=2),
    actor=texts(),
)
RECORDS = st.builds(
    Record,
    source=texts(),
    key=texts(),
    batch=texts(),
    received_at=INSTANTS,
    raw=st.dictionaries(texts(), CELLS, max_size=4),
    line=st.none() | st.integers(1),
    event_names=st.dictionaries(texts(), texts(), max_size=2),
)
CONSENTS = st.builds(
    ConsentEvent,
    act=st.sampled_from(["grant", "refuse", "withdraw", "confirm"]),
    ref=st.none() | REFS,
    purpose=texts(),
    channel=st.sampled_from(["email", ANY]),
    point=st.sampled_from(["email:a@example.org", ANY]),
    at=INSTANTS,
    until=INSTANTS,
    recorded_at=INSTANTS,
    source=texts(),
    authority=st.sampled_from(["machine", "staff", "subject"]),
    method=MAYBE,
    notice=MAYBE,
    about=MAYBE,
    max_age_days=st.none() | st.integers(0),
)
JUDGEMENTS = st.builds(
    Judgement,
    verdict=st.sampled_from(["same", "different", "split"]),
    left=REFS,
    right=REFS,
    at=INSTANTS,
    actor=texts(),
    reason=texts(),
    weight=st.none() | st.floats(-100, 100),
    change=MAYBE,
)
MONEY = st.builds(Money, st.integers(-(10**12), 10**12), st.sampled_from(["CHF", "EUR", "JPY", "XXX"]))
DETAILS = {"at": INSTANTS, "number": texts(), "status": texts() | st.none(), "own": bodies()}
ORDERS = st.fixed_dictionaries({}, optional=DETAILS | {"total": MONEY | st.none()})
TICKETS = st.fixed_dictionaries({}, optional=DETAILS | {"subject": texts()})
DECISIONS = st.builds(
    StoredDecision,
    message=texts(),
    customer_id=texts(),
    point=texts(),
    actor=texts(),
    decision=st.builds(
        Decision,
        allowed=st.booleans(),
        basis=MAYBE,
        reasons=st.lists(texts(), max_size=2).map(tuple),
        evidence=st.lists(texts(), max_size=2).map(tuple),
        not_after=st.none() | INSTANTS,
        policy_version=texts(),
        purpose=texts(),
        channel=texts(),
        at=INSTANTS,
        known_at=st.none() | INSTANTS,
        ledger_head=st.none() | st.integers(0, 2**40),
    ),
)
INTERACTIONS = st.one_of(
    st.builds(Interaction, id=texts(), kind=st.just(kind), at=INSTANTS, ref=REFS, data=data)
    for kind, data in {"order": ORDERS, "ticket": TICKETS, "visit": st.fixed_dictionaries({"own": bodies()})}.items()
)

DATES = st.builds(PartialDate, st.none() | st.integers(1, 9999), st.none() | st.integers(1, 12))
NAMES = st.builds(PersonName, given=MAYBE, family=MAYBE, prefix=MAYBE, particle=MAYBE, birth_name=MAYBE)
ADDRESSES = st.builds(PostalAddress, street=MAYBE, house_number=MAYBE, postcode=MAYBE, locality=MAYBE, country=MAYBE)
COMPANIES = st.builds(OrganisationName, texts(), MAYBE)
ONE_OF = {"name": NAMES, "birth_date": DATES, "address": ADDRESSES, "organisation": COMPANIES, "language": texts()}
MANY_OF = {"email": texts(), "phone": texts(), "customer_number": texts(), "unknown_to_the_schema": bodies()}

FINDINGS = st.builds(
    Finding, code=texts(), message=texts(), severity=st.sampled_from(Severity), suggestion=MAYBE, field=MAYBE
)
CLEAN_RECORDS = st.builds(
    CleanRecord,
    ref=REFS,
    source=texts(),
    as_of=INSTANTS,
    kind=st.sampled_from(["person", "organisation", "unknown"]),
    values=st.fixed_dictionaries(
        {}, optional={name: st.lists(one, max_size=3).map(tuple) for name, one in (ONE_OF | MANY_OF).items()}
    ),
    keys=st.dictionaries(texts(), st.lists(texts(), max_size=3).map(tuple), max_size=3),
    findings=st.lists(FINDINGS, max_size=2).map(tuple),
    line=st.none() | st.integers(1),
)


def provenance_of(values):
    made = st.builds(
        Provenance, value=values, ref=REFS, source=texts(), as_of=INSTANTS, rule=texts(), chosen=st.booleans()
    )
    return st.lists(made, max_size=2).map(tuple)


CUSTOMERS = st.builds(
    Customer,
    id=texts(),
    kind=st.sampled_from(["person", "organisation", "unknown"]),
    values=st.fixed_dictionaries(
        {},
        optional=ONE_OF
        | {name: st.lists(one, max_size=3).map(tuple) for name, one in MANY_OF.items()}
        | {"postcode": texts(), "country": texts(), "note": st.none()},
    ),
    provenance=st.fixed_dictionaries({}, optional={name: provenance_of(one) for name, one in ONE_OF.items()}),
    refs=st.lists(REFS, max_size=3).map(tuple),
    related=st.fixed_dictionaries(
        {},
        optional={
            name: st.lists(rows, max_size=2).map(tuple) for name, rows in {"orders": ORDERS, "tickets": TICKETS}.items()
        },
    ),
)


@pytest.mark.parametrize(
    "kept",
    [
        pytest.param(BATCHES, id="batch"),
        pytest.param(RECORDS, id="record"),
        pytest.param(INTERACTIONS, id="interaction"),
        pytest.param(CONSENTS, id="consent"),
        pytest.param(JUDGEMENTS, id="judgement"),
        pytest.param(DECISIONS, id="decision"),
    ],
)
def test_what_is_kept_comes_back_from_a_backend_as_it_was(kept):
    backend = MemoryBackend()

    @given(kept)
    def check(one):
        after = backend.last()
        for fact in backend.append([CODEC.encode(one)]):
            (read,) = backend.facts(after=after)
            back = CODEC.decode(read, type(one))
            assert (back, repr(back)) == (one, repr(one))
            assert fact.id == one.id

    check()


@given(CLEAN_RECORDS)
def test_a_clean_record_comes_back_as_it_was(one):
    back = CODEC.load_clean_record(through_text(CODEC.dump(one)))
    assert (back, repr(back)) == (one, repr(one))


@given(CUSTOMERS)
def test_a_customer_comes_back_as_it_was(one):
    back = CODEC.load_customer(through_text(CODEC.dump(one)))
    assert (back, repr(back)) == (one, repr(one))


@given(CUSTOMERS, st.sets(st.sampled_from(["address", "email", "name", "shoe"])))
def test_of_a_customer_the_origins_of_some_fields_can_be_read_alone(one, origins):
    whole = CODEC.load_customer(through_text(CODEC.dump(one)))
    part = CODEC.load_customer(through_text(CODEC.dump(one)), origins=origins)
    assert part == evolve(whole, provenance={name: whole.provenance[name] for name in part.provenance})
    assert part.provenance.keys() == whole.provenance.keys() & origins


def through_text(body):
    return load_body(dump_body(body), where="test")


def row():
    return Record(source="crm", key="17", batch="b1", received_at=NOW, raw={"City": "Bern"})


def consent(**changes):
    event = ConsentEvent(act="grant", ref="crm/17", purpose="newsletter", at=NOW, recorded_at=NOW, source="crm")
    return evolve(event, **changes)


def test_facts_can_be_looked_up_by_what_they_are_about():
    batch = Batch(id="b1", source="crm", origin="crm.csv", received_at=NOW)
    order = Interaction(id="o1", kind="order", at=NOW, ref="shop/3")
    same = Judgement(verdict="same", left="crm/17", right="shop/3", at=NOW, actor="ada", change="c1")
    point = "email:a@example.org"
    assert {CODEC.encode(one).keys: CODEC.encode(one).kind for one in (batch, row(), order, same)} == {
        ("crm",): "batch",
        ("crm/17",): "record",
        ("shop/3", "event:o1"): "interaction",
        ("crm/17", "shop/3", "change:c1"): "judgement",
    }
    assert CODEC.encode(consent(point=point)).keys == ("crm/17", point)
    assert CODEC.encode(consent(ref=None, point=point)).keys == (point,)
    assert CODEC.encode(consent(ref=None)).keys == ()


def test_a_fact_carries_its_instant_in_microseconds_and_its_body_in_words():
    fact = CODEC.encode(row())
    assert fact.at == 1_772_368_215_123_456
    assert fact.body == {
        "source": "crm",
        "key": "17",
        "batch": "b1",
        "received_at": "2026-03-01T12:30:15.123456+00:00",
        "raw": {"City": "Bern"},
        "line": None,
        "event_names": {},
    }


def test_a_value_that_is_not_of_its_type_is_refused_without_showing_it():
    order = Interaction(id="o1", kind="order", at=NOW, ref="shop/3", data={"total": "120 francs"})
    with pytest.raises(CallError, match=r"^The field 'total' holds something that is no money") as caught:
        CODEC.encode(order)
    assert "120" not in str(caught.value)
    with pytest.raises(CallError, match="'name'"):
        CODEC.dump(CleanRecord(ref="crm/17", source="crm", as_of=NOW, values={"name": ("Ada",)}))


def test_a_fact_is_only_read_as_what_it_is():
    with pytest.raises(CallError, match="'record' is no Judgement"):
        CODEC.decode(CODEC.encode(row()), Judgement)


@pytest.mark.parametrize("body", [None, [], {}, {"source": "crm"}, {"raw": 1}, "text"])
def test_a_body_that_is_something_else_is_corrupt(body):
    with pytest.raises(StoreCorruptError, match="kept Record"):
        CODEC.decode(evolve(CODEC.encode(row()), body=body), Record)
    with pytest.raises(StoreCorruptError, match="kept CleanRecord"):
        CODEC.load_clean_record(body)
    with pytest.raises(StoreCorruptError, match="kept Customer"):
        CODEC.load_customer(body)


def test_an_order_with_a_broken_amount_is_corrupt():
    fact = CODEC.encode(Interaction(id="o1", kind="order", at=NOW, ref="shop/3", data={"total": Money(100, "CHF")}))
    with pytest.raises(StoreCorruptError):
        CODEC.decode(evolve(fact, body=fact.body | {"data": {"total": {"amount": 1}}}), Interaction)
