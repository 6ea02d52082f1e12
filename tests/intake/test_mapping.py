import datetime as dt
from itertools import product
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from crmkit.exceptions import SchemaError, UnknownNameError
from crmkit.intake.loading import read_source
from crmkit.intake.mapping import ColumnMapping, Mapping, guess_mapping
from crmkit.intake.reading import read
from crmkit.schema.types.date import PartialDate

DAYS = st.dates(dt.date(1930, 1, 2), dt.date(2025, 12, 31))
NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
ROWS = [{"Prénom": "Zoé", "Nom": "Müller", "E-mail": "zoe@example.org", "Blob": "x", "Mail 2": "z@example.org"}]
TARGETS = st.sampled_from([None, "email", "phone", "note", "given_name", "consent.newsletter.email"])


@given(st.lists(st.tuples(st.text(max_size=4), st.sampled_from([None, "phone", "note"]), st.floats(0, 1)), max_size=5))
def test_a_mapping_survives_json(columns):
    mapping = Mapping("crm", [ColumnMapping("Mail", "email"), *(ColumnMapping(*column) for column in columns)])
    assert Mapping.from_json(mapping.to_json()) == mapping


@given(
    day=st.dates(dt.date(1930, 1, 13), dt.date(2025, 12, 31)),
    other=st.dates(dt.date(1930, 1, 1), dt.date(2025, 12, 31)),
)
def test_the_dates_of_a_column_are_read_in_the_order_that_its_large_numbers_tell(day, other):
    assume(day.day > 12)
    rows = [
        {"Mail": f"{number}@example.org", "Birth date": one.strftime("%m/%d/%Y"), "Country": country}
        for number, (one, country) in enumerate(product((day, other), ("CH", "US")))
    ]
    found = read_source(rows, source="crm", now=NOW)
    assert found.mapping.month_first == {"Birth date"}
    assert Mapping.from_json(found.mapping.to_json()) == found.mapping
    for taken, one in zip(found.taken, (day, day, other, other), strict=True):
        assert taken.clean.values["birth_date"] == (PartialDate(one.year, one.month, one.day),)


def test_another_order_of_dates_is_another_reading():
    columns = [ColumnMapping("Mail", "email"), ColumnMapping("Born", "birth_date")]
    turned = [columns[0], evolve(columns[1], month_first=True)]
    assert Mapping("crm", columns).reading != Mapping("crm", turned).reading
    assert "The month stands before the day." in str(Mapping("crm", turned))


@given(st.dictionaries(st.sampled_from(list(ROWS[0])), TARGETS))
def test_what_the_caller_says_is_what_a_column_means(overrides):
    try:
        mapping = guess_mapping(read(ROWS), source="crm", overrides=overrides)
    except SchemaError:
        return
    assert {column: mapping.targets.get(column) for column in overrides} == overrides
    assert [one.column for one in mapping.columns] == list(ROWS[0])


def test_headings_are_understood_and_unknown_ones_reported():
    mapping = guess_mapping(read(ROWS), source="crm")
    assert mapping.targets == {"Prénom": "given_name", "Nom": "family_name", "E-mail": "email", "Mail 2": "email"}
    assert mapping.unused == ("Blob",)
    lines = str(mapping).splitlines()
    assert lines[0] == "crm: 4 of 5 columns are used"
    assert lines[4].startswith("  Blob    -> (not used)")
    assert len({line.index("->") for line in lines[1:]}) == 1


def test_a_meaning_that_was_given_is_not_guessed_a_second_time():
    mapping = guess_mapping(read(ROWS), source="crm", overrides={"Blob": "given_name"})
    assert mapping.targets["Blob"] == "given_name"
    assert "Prénom" in mapping.unused


def test_wrong_names_are_refused_with_near_ones():
    with pytest.raises(UnknownNameError, match="Prénom"):
        guess_mapping(read(ROWS), source="crm", overrides={"Prenom": "given_name"})
    with pytest.raises(UnknownNameError, match="email"):
        guess_mapping(read(ROWS), source="crm", overrides={"E-mail": "emial"})
    with pytest.raises(UnknownNameError):
        Mapping("crm", [ColumnMapping("a", "emial")])


def test_a_table_in_which_nothing_identifies_anybody_is_refused():
    with pytest.raises(SchemaError, match=r"'Colour'.*map one of them") as caught:
        guess_mapping(read([{"Colour": "red"}]), source="shop")
    assert "red" not in str(caught.value)


def test_two_columns_cannot_both_be_the_key():
    with pytest.raises(SchemaError, match="both mean 'source_key'"):
        guess_mapping(read(ROWS), source="crm", overrides={"Blob": "source_key", "Nom": "source_key"})


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"source": "a", "columns": [1]}', '{"source": "a", "columns": [{"x": 1}]}']
)
def test_text_that_is_no_mapping_is_refused(text):
    with pytest.raises(SchemaError, match="not a mapping"):
        Mapping.from_json(text)


EXPORTS = Path(__file__).parents[2] / "examples" / "exports"
FOUND = {
    "crm_old.csv": {
        "N°": "house_number",
        "Appels commerciaux": "consent.offers.phone",
        "Date du consentement": "consent.at",
        "Ne plus contacter": "withdrawal.*.*",
    },
    "newsletter.csv": {
        "Inscrit newsletter": "consent.newsletter.email",
        "Offres par e-mail": "consent.offers.email",
        "Date d'inscription": "consent.at",
    },
    "till.csv": {"SMS-Angebote": "consent.offers.sms", "Bon-Nr": "order.number"},
    "shop.xlsx": {"Total": "order.total", "Order date": "order.at"},
    "support.jsonl": {"type": "event.kind", "created": "event.at"},
}


@pytest.mark.parametrize("name", FOUND)
def test_every_column_of_the_example_exports_is_understood(name):
    mapping = guess_mapping(read(EXPORTS / name), source="x")
    assert mapping.targets.items() >= FOUND[name].items()
    assert mapping.unused in {(), ("Remarque.2",)}
