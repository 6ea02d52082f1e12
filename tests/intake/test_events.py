"""Events of any kind are read out of any table: each line is accounted for, and nothing is read half."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.intake.events import read_events
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.fields import Field, Relation
from crmkit.schema.types.date import PartialDate
from crmkit.schema.types.money import Money
from tests.strategies import cells


def relation(name, singular, **types):
    fields = [Field(name=one, type=kind) for one, kind in {"at": "instant", **types}.items()]
    return Relation(name=name, singular=singular, fields=fields)


SHOP = CUSTOMER.extended(
    version="events",
    relations=[
        relation("contracts", "contract", ends_on="date", auto_renew="boolean", fee="money"),
        relation("messages", "message", kind="identifier", channel="identifier"),
        relation("rides", "ride", number="integer", currency="currency", fare="money"),
    ],
)
ROW = {"event": "contract", "at": "2026-03-01 09:00", "customer_number": "K7"}
USUAL = {
    "event": ["contract", "Contracts", "order", "mesage", None],
    "at": ["2026-03-01 09:00", "01.03.2026", "soon", None],
    "customer_number": ["K7", " k-7 ", None],
    "E-mail": ["anna@example.org", "broken@", None],
    "id": ["1", "2", 3, None],
    "ends_on": ["2027-01-01", "31.12.2026", "never", None],
    "total": ["49.90", "lots", None],
    "Odd": ["x", "'=1+1", None],
}


def rows():
    usual = st.fixed_dictionaries({}, optional={name: st.sampled_from(held) | cells() for name, held in USUAL.items()})
    return st.lists(usual, max_size=6)


def read_rows(table, **options):
    return read_events(table, source="web", **({"schema": SHOP, "zone": "Europe/Zurich", "region": "CH"} | options))


def one(**cells_of_it):
    """Read one row that is in good order."""
    (found,) = read_rows([ROW | cells_of_it]).named
    return found


def reasons(**cells_of_it):
    (aside,) = read_rows([ROW | cells_of_it]).aside
    return [(reason.code, reason.field) for reason in aside.reasons]


@settings(max_examples=30)
@given(rows())
def test_each_line_is_an_event_or_set_aside_or_skipped(table):
    found = read_rows([ROW, *table])
    assert found.rows_in == len(table) + 1 == len(found.named) + len(found.aside) + len(found.skipped)
    assert all(one.reasons and all(reason.message for reason in one.reasons) for one in found.aside)
    assert len({named.event.id for named in found.named}) == len(found.named)


@settings(max_examples=15)
@given(rows(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_says_nothing(table, random):
    shuffled = random.sample(table, len(table))
    here, there = (
        {named.event.id: named.event for named in read_rows([ROW, *rows]).named} for rows in (table, shuffled)
    )
    assert here == there


def test_a_row_is_an_event_with_typed_values():
    found = one(ends_on="31.12.2026", auto_renew="no", fee="120", Currency="CHF", Odd="x", id="C-1")
    assert (found.who, found.event.id, found.event.kind) == (("customer_number", "k7"), "contract:web/C-1", "contract")
    assert found.event.at.isoformat() == "2026-03-01T08:00:00+00:00"
    assert found.event.data == {
        "ends_on": PartialDate(2026, 12, 31),
        "auto_renew": False,
        "fee": Money(12000, "CHF"),
        "Odd": "x",
    }


def test_a_currency_that_is_a_field_stays_one():
    (found,) = read_rows([ROW | {"event": "ride", "fare": "12 EUR", "currency": "CHF"}]).named
    assert found.event.data == {"fare": Money(1200, "EUR"), "currency": "CHF"}


@pytest.mark.parametrize(
    ("cells_of_it", "expected"),
    [
        ({"event": "contact"}, [("event.kind_unknown", "event.kind")]),
        ({"event": None}, [("event.kind_unknown", "event.kind")]),
        ({"at": "soon"}, [("event.undated", "at")]),
        ({"customer_number": " "}, [("event.nobody", "customer")]),
        ({"customer_number": None, "email": "broken@"}, [("event.nobody", "email")]),
        (
            {"ends_on": "never", "fee": "lots"},
            [("event.invalid", "contracts.ends_on"), ("event.invalid", "contracts.fee")],
        ),
    ],
)
def test_a_row_that_cannot_be_read_whole_is_set_aside_with_all_reasons(cells_of_it, expected):
    assert reasons(**cells_of_it) == expected


def test_a_slip_in_a_kind_is_told_with_what_may_be_meant():
    (aside,) = read_rows([ROW | {"event": "contrct"}]).aside
    assert "perhaps 'contract' is meant" in aside.reasons[0].message


def test_a_row_of_a_file_that_is_there_twice_counts_once():
    found = read_rows([ROW, ROW, {}])
    assert [skip.reason for skip in found.skipped] == ["same row twice in the file", "blank line"]
    assert len(found.named) == 1


def test_two_events_of_one_number_get_names_of_their_own():
    found = read_rows([ROW | {"id": "1"}, ROW | {"id": "1", "Odd": "y"}])
    assert sorted(named.event.id for named in found.named) == ["contract:web/1", "contract:web/1~2"]


def test_a_number_that_only_counts_names_no_event():
    (found,) = read_rows([ROW | {"event": "ride", "id": None, "Ride": 3}], mapping={"Ride": "number"}).named
    assert found.event.data == {"number": 3}
    assert found.event.id != "ride:web/3"


def test_the_number_of_an_event_is_also_the_field_of_that_name():
    (found,) = read_rows([{"E-mail": "a@example.org", "Number": "7", "Date": "2026-03-01"}], kind="order").named
    assert (found.event.id, found.event.data) == ("order:web/7", {"number": "7"})


def test_a_customer_is_named_by_the_first_thing_that_says_it():
    assert one(customer="crm/7", email="anna@example.org").who == ("customer", "crm/7")
    assert one(customer_number="", email="Anna@Example.org").who == ("email", "anna@example.org")


def test_a_column_of_another_kind_is_kept_as_it_came_and_one_that_is_left_out_is_not():
    assert one(channel="email").event.data == {"channel": "email"}
    (found,) = read_rows([ROW | {"channel": "email", "Odd": "x"}], mapping={"channel": None, "Odd": None}).named
    assert found.event.data == {}


def test_a_second_column_of_a_name_does_not_take_the_place_of_the_first():
    (found,) = read_rows([ROW | {"Ends on": "2027-01-01", "ends_on": "x"}]).named
    assert found.event.data == {"ends_on": PartialDate(2027, 1, 1), "ends_on~2": "x"}


def test_dates_that_write_the_month_first_are_read_so():
    found = read_rows([ROW | {"ends_on": "12/25/2026"}, ROW | {"ends_on": "03/04/2026"}])
    assert [named.event.data["ends_on"] for named in found.named] == [
        PartialDate(2026, 12, 25),
        PartialDate(2026, 3, 4),
    ]


def test_a_guard_against_formulas_is_taken_off():
    assert one(id="'=7").event.id == "contract:web/=7"


def test_a_line_that_is_broken_is_set_aside_with_what_stands_there():
    lines = b'{"event": "contract", "at": "2026-03-01", "customer_number": "K7"}\n{"event": "contr'
    found = read_rows(lines)
    assert [(aside.text, aside.reasons[0].code) for aside in found.aside] == [('{"event": "contr', "row.not_json")]


def test_an_empty_table_has_no_events():
    assert read_rows([]).rows_in == 0
