"""The cells of a row become typed values, whatever is in them."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crmkit.schema.assembly import assemble
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.types.catalogue import find_type
from crmkit.schema.types.date import PartialDate
from crmkit.schema.types.organisation_name import OrganisationName
from crmkit.schema.types.person_name import PersonName
from crmkit.schema.types.postal_address import PostalAddress

TARGETS = [
    "person_name", "given_name", "family_name", "birth_name", "prefix", "birth_date", "gender", "language",
    "identifier", "email", "phone", "organisation_name", "job_title", "website", "postal_address", "street",
    "house_number", "address_extra", "postcode", "locality", "region", "country", "customer_number",
    "loyalty_card", "customer_since", "note", "text", "source_key", "order.total", "consent.newsletter.email",
    "",
]  # fmt: skip
NASTY = [
    "", " ", "n/a", "@", "a@", "a@example.org", "0", "+", "079 123 45 67", "1003 Lausanne", "\x00", "\ud800", ",", "SA",
    "M. et Mme Dupont", "Garage SA", "Dr.", "12", "31.02.1980", "x" * 3000, "ß", "née", "a@b.ch 079 123 45 67 /",
]  # fmt: skip
anything = st.recursive(
    st.sampled_from(NASTY)
    | st.text(max_size=20)
    | st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
rows = st.lists(st.tuples(st.sampled_from(TARGETS), anything), max_size=10)
regions = st.sampled_from([None, "CH", "FR", "XX", ""])


@given(rows, regions)
@example([("phone", "@" * 600)], "CH")
def test_nothing_in_a_row_is_an_error(cells, region):
    row = assemble(cells, region=region)
    for name, held in row.values.items():
        kind = find_type(CUSTOMER.find(name).type)
        assert held
        assert set(kind.keys(held[0])) <= set(row.keys.get(name, ()))
    for name in [*row.keys, *(finding.field for finding in row.findings)]:
        CUSTOMER.find(name)


@given(rows, regions)
def test_the_same_row_gives_the_same_values(cells, region):
    assert repr(assemble(cells, region=region)) == repr(assemble(cells, region=region))


def values(*cells, region="CH"):
    return assemble(cells, region=region).values


def codes(*cells, region="CH"):
    return [(finding.code, finding.field) for finding in assemble(cells, region=region).findings]


def test_parts_of_a_name_make_one_name():
    cells = (
        ("prefix", "mme dr"),
        ("given_name", "MARIE L."),
        ("family_name", "de la fontaine"),
        ("birth_name", "Berg"),
    )
    assert values(*cells)["name"] == (
        PersonName(
            given="Marie",
            middle="L.",
            particle="de la",
            family="Fontaine",
            prefix="Mme Dr.",
            birth_name="Berg",
        ),
    )


def test_names_in_parts_and_in_one_cell_share_a_key():
    parts = assemble([("given_name", "Jean-Pierre"), ("family_name", "de la Fontaine")])
    whole = assemble([("person_name", "de la FONTAINE Jean-Pierre")])
    assert set(parts.keys["name"]) & set(whole.keys["name"])


def test_a_row_is_a_person_an_organisation_or_unknown():
    assert assemble([("given_name", "Anna")]).kind == "person"
    assert assemble([("organisation_name", "Garage du Lac Sàrl")]).kind == "organisation"
    assert assemble([("organisation_name", "Garage du Lac Sàrl"), ("person_name", "Anna Weber")]).kind == "person"
    assert assemble([("email", "info@example.ch")]).kind == "unknown"
    assert assemble([]).kind == "unknown"


@pytest.mark.parametrize("target", ["person_name", "family_name"])
def test_a_company_among_persons_becomes_an_organisation(target):
    row = assemble([(target, "Garage du Lac Sàrl")], region="CH")
    assert row.kind == "organisation"
    assert row.values == {"organisation": (OrganisationName("Garage du Lac", "Sàrl"),)}
    assert [finding.code for finding in row.findings] == ["name.looks_like_company"]


def test_a_company_is_announced_by_its_form_of_address():
    assert values(("prefix", "Firma"), ("family_name", "Meier Bau"))["organisation"] == (OrganisationName("Meier Bau"),)


def test_parts_of_an_address_make_one_address():
    cells = (
        ("street", "Rue du Lac 12"),
        ("locality", "1003 LAUSANNE"),
        ("country", "Suisse"),
        ("address_extra", "c/o Weber"),
    )
    assert values(*cells)["address"] == (
        PostalAddress(
            street="Rue du Lac",
            house_number="12",
            extra="c/o Weber",
            postcode="1003",
            locality="Lausanne",
            country="CH",
        ),
    )


def test_postcode_and_locality_may_stand_in_the_column_of_the_other():
    for target in ("postcode", "locality"):
        (address,) = values((target, "1003 Lausanne"))["address"]
        assert (address.postcode, address.locality) == ("1003", "Lausanne")


def test_a_cell_with_street_only_is_completed_by_the_other_columns():
    (address,) = values(("postal_address", "Rue du Lac 12"), ("postcode", "1003"), ("locality", "Lausanne"))["address"]
    assert (address.street, address.house_number, address.postcode) == ("Rue du Lac", "12", "1003")


def test_two_addresses_are_never_mixed():
    held = values(("street", "Rue du Lac 12"), ("postal_address", "Bahnhofstrasse 1, 8001 Zürich"))["address"]
    assert [(one.street, one.postcode) for one in held] == [("Rue du Lac", None), ("Bahnhofstrasse", "8001")]


def test_swapped_columns_are_put_right():
    cells = (("email", "079 123 45 67"), ("phone", "anna@example.ch"))
    assert values(*cells) == {"phone": ("+41791234567",), "email": ("anna@example.ch",)}
    assert codes(*cells) == [("phone.in_email_column", "phone"), ("email.in_phone_column", "email")]


def test_a_phone_cell_may_hold_both():
    found = values(("phone", "079 123 45 67 / anna@example.ch"))
    assert found == {"email": ("anna@example.ch",), "phone": ("+41791234567",)}


def test_several_columns_and_cells_make_several_values_without_repeats():
    cells = (
        ("phone", "079 123 45 67 ou 022 345 67 89"),
        ("phone", "+41791234567"),
        ("email", ["a@example.ch", "b@example.ch"]),
    )
    row = assemble(cells, region="CH")
    assert row.values == {"phone": ("+41791234567", "+41223456789"), "email": ("a@example.ch", "b@example.ch")}
    assert "+41223456789" in row.keys["phone"]


def test_a_number_is_read_for_the_country_of_its_row_then_for_the_region():
    assert values(("phone", "06 12 34 56 78"), ("country", "France"))["phone"] == ("+33612345678",)
    assert values(("phone", "06 12 34 56 78"), ("country", "France"), region=None)["phone"] == ("+33612345678",)
    assert values(("phone", "079 123 45 67"), ("country", "Belgique"))["phone"] == ("+41791234567",)


def test_placeholders_are_dropped_with_a_finding():
    cells = (("email", "n/a"), ("phone", "0000000000"), ("given_name", "---"), ("postcode", "n/a"))
    assert values(*cells) == {}
    assert {field for _, field in codes(*cells)} == {"email", "phone", "given_name", "postcode"}


def test_what_is_recognisable_and_not_valid_keeps_only_its_keys():
    row = assemble([("phone", "079 123 45 6")], region="CH")
    assert row.values == {}
    assert row.keys == {"phone": ("79123456",)}
    assert [(finding.code, finding.field) for finding in row.findings] == [("phone.invalid", "phone")]


def test_other_fields_are_read_by_their_types():
    found = values(("birth_date", "1.2.1980"), ("customer_since", 2020), ("customer_number", 1003.0), ("text", "a  b"))
    assert found == {
        "birth_date": (PartialDate(1980, 2, 1),),
        "customer_since": (PartialDate(2020),),
        "customer_number": ("1003",),
        "note": ("a b",),
    }


def test_columns_about_other_things_are_passed_over():
    assert values(("source_key", "1"), ("order.total", "12.50"), ("consent.newsletter.email", "oui")) == {}
