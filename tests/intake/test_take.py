import random
from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.exceptions import CallError, InputError, SchemaError, UnknownNameError
from crmkit.intake.mapping import ColumnMapping, Mapping, guess_mapping
from crmkit.intake.outcomes import Quarantined, Skipped, Taken
from crmkit.intake.reading import read
from crmkit.intake.take import intake
from crmkit.schema.types.money import Money

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def take(data, columns, *, now=NOW, **options):
    mapping = Mapping("shop", [ColumnMapping(column, target) for column, target in columns.items()])
    table = read(data, name="a.csv")
    return list(intake(table, source="shop", mapping=mapping, batch="b1", now=now, region="CH", **options))


CELLS = st.sampled_from(
    ["", "Anna", "anna@example.org", "+41 79 123 45 67", "oui", "2024-05-01", "n/a", "???", "1", "'=1", "Total"]
)
COLUMNS = {
    "No": "source_key",
    "Name": "person_name",
    "Mail": "email",
    "Phone": "phone",
    "News": "consent.newsletter.email",
    "Since": "consent.at",
    "Order": "order.number",
    "When": "order.at",
    "Seen": "updated_at",
    "Blob": None,
}
ROWS = st.lists(st.fixed_dictionaries(dict.fromkeys(COLUMNS, CELLS)), max_size=6)


@settings(max_examples=60)
@given(ROWS, st.randoms())
def test_every_row_has_one_outcome_and_the_order_of_rows_does_not_count(rows, shuffle):
    outcomes = take(rows, COLUMNS)
    assert len(outcomes) == len(rows)
    assert [outcome.line for outcome in outcomes] == list(range(1, len(rows) + 1))
    taken = [outcome for outcome in outcomes if isinstance(outcome, Taken)]
    assert len({outcome.record.ref for outcome in taken}) == len(taken)
    again = take(shuffle.sample(rows, len(rows)), COLUMNS)
    assert {one.record.id for one in again if isinstance(one, Taken)} == {one.record.id for one in taken}
    for outcome in taken:
        assert outcome.clean.ref == outcome.record.ref
        assert dict(outcome.record.raw) == rows[outcome.line - 1]
        assert outcome.clean.as_of <= NOW


@settings(max_examples=60)
@given(
    st.binary(max_size=120)
    | st.text('E-mail,a@example.org\n";1', max_size=80).map(lambda text: f"E-mail;No\n{text}".encode())
)
def test_any_file_gives_one_outcome_a_line_or_an_input_error(data):
    try:
        table = read(data, name="a.csv")
        mapping = guess_mapping(table, source="a")
    except (InputError, SchemaError):
        return
    outcomes = list(intake(table, source="a", mapping=mapping, batch="b", now=NOW))
    assert [outcome.line for outcome in outcomes] == [line.line for line in table.rows]


def test_a_row_becomes_a_record_a_clean_record_an_order_and_a_consent():
    row = {
        "No": 17.0,
        "First": "Zoé",
        "Last": "Müller",
        "Mail": "Zoe@Example.org",
        "News": "oui",
        "Since": "2024-05-01",
        "Order": "A-1",
        "When": "2025-01-02 10:00",
        "Total": "12.50",
    }
    targets = ("source_key", "given_name", "family_name", "email", "consent.newsletter.email", "consent.at")
    columns = dict(zip(row, (*targets, "order.number", "order.at", "order.total"), strict=True))
    (taken,) = take([row], columns, zone="Europe/Zurich")
    assert (taken.record.ref, taken.record.batch, taken.record.line) == ("shop/17", "b1", 1)
    assert taken.record.raw == {**row, "No": 17}
    assert taken.clean.kind == "person"
    assert taken.clean.values["email"] == ("Zoe@example.org",)
    assert str(taken.clean.values["name"][0]) == "Zoé Müller"
    assert taken.clean.as_of.isoformat() == "2025-01-02T09:00:00+00:00"
    (order,) = taken.interactions
    assert (order.id, order.ref, order.data["total"]) == ("order:shop/A-1", "shop/17", Money(1250, "CHF"))
    (consent,) = taken.consents
    assert (consent.act, consent.ref, consent.source) == ("grant", "shop/17", "shop")


def test_a_row_with_every_field_wrong_is_set_aside_with_all_reasons_at_once():
    row = {"Mail": "nobody", "Phone": "12", "When": "soon", "Order": "7", "News": "perhaps"}
    columns = {
        "Mail": "email",
        "Phone": "phone",
        "When": "order.at",
        "Order": "order.number",
        "News": "consent.offers.sms",
    }
    (outcome,) = take([row], columns)
    assert isinstance(outcome, Quarantined)
    assert outcome.cells == row
    codes = [reason.code for reason in outcome.reasons]
    assert codes[0] == "row.no_identity"
    assert {reason.field for reason in outcome.reasons[1:]} == {"email", "phone", "order.at", "consent.offers.sms"}
    assert not any(value in reason.message for reason in outcome.reasons for value in ("nobody", "perhaps", "soon"))


def test_a_bad_cell_costs_no_row():
    (outcome,) = take([{"Mail": "anna@example.org", "Born": "31.02.1980", "Seen": "soon"}], {
        "Mail": "email", "Born": "birth_date", "Seen": "updated_at"
    })  # fmt: skip
    assert isinstance(outcome, Taken)
    assert {finding.field for finding in outcome.clean.findings} == {"birth_date", "updated_at"}
    assert outcome.clean.as_of == NOW


def test_the_same_row_twice_is_skipped_and_the_same_key_with_other_content_is_kept_apart():
    rows = [
        {"No": "7", "Mail": "anna@example.org"},
        {"No": "7", "Mail": "anna@example.org"},
        {"No": "7", "Mail": "bob@example.org"},
    ]
    first, second, third = take(rows, {"No": "source_key", "Mail": "email"})
    assert (first.record.key, third.record.key) == ("7", "7~2")
    assert second == Skipped("shop", 2, "same row twice in the file")


def test_two_rows_of_one_order_are_two_events():
    rows = [
        {"Order": "1001", "Mail": "anna@example.org", "When": "2025-01-02", "What": what} for what in ("tea", "milk")
    ]
    columns = {"Order": "order.number", "Mail": "email", "When": "order.at", "What": "order.product"}
    outcomes = take(rows, columns)
    assert sorted(one.record.key for one in outcomes) == ["1001", "1001~2"]
    assert sorted(one.interactions[0].id for one in outcomes) == ["order:shop/1001", "order:shop/1001~2"]


def test_a_guard_against_formulas_is_taken_off_the_value_and_kept_in_the_record():
    (outcome,) = take([{"Mail": "anna@example.org", "Note": "'=thanks"}], {"Mail": "email", "Note": "note"})
    assert outcome.clean.values["note"] == ("=thanks",)
    assert outcome.record.raw["Note"] == "'=thanks"


def test_broken_and_blank_lines_are_accounted_for():
    data = b'Mail;Name\nanna@example.org;Anna\n\nbob@example.org;"Bob\neva@example.org;Eva\nMail;Name\nx;y;z\n'
    outcomes = take(data, {"Mail": "email", "Name": "person_name"})
    assert [type(outcome).__name__ for outcome in outcomes] == [
        "Taken", "Skipped", "Quarantined", "Taken", "Skipped", "Quarantined"
    ]  # fmt: skip
    assert outcomes[2].text == 'bob@example.org;"Bob'
    assert [outcome.line for outcome in outcomes] == [2, 3, 4, 5, 6, 7]


def test_a_date_in_the_future_says_nothing_about_when_a_row_was_true():
    (outcome,) = take([{"Mail": "anna@example.org", "Seen": "2062-01-01"}], {"Mail": "email", "Seen": "updated_at"})
    assert outcome.clean.as_of == NOW
    assert [finding.code for finding in outcome.clean.findings] == ["row.future"]


def test_a_wrong_call_is_refused_before_any_row_is_read():
    data = [{"Mail": "anna@example.org"}]
    with pytest.raises(CallError, match="zone"):
        take(data, {"Mail": "email"}, now=datetime(2026, 3, 1))
    with pytest.raises(UnknownNameError, match="time zone"):
        take(data, {"Mail": "email"}, zone="Mars")
    with pytest.raises(SchemaError, match="none of the columns"):
        take(data, {"E-mail": "email"})


def test_rows_without_key_or_number_are_named_by_what_they_say():
    rows = [{"Mail": f"{name}@example.org", "Blob": "x"} for name in ("anna", "bob", "eva")]
    columns = {"Mail": "email", "Blob": None}
    keys = [one.record.key for one in take(rows, columns)]
    assert len(set(keys)) == 3
    changed = [{**row, "Blob": "y"} for row in rows]
    assert [one.record.key for one in take(changed, columns)] == keys
    random.Random(1).shuffle(rows)
    assert Counter(one.record.key for one in take(rows, columns)) == Counter(keys)
