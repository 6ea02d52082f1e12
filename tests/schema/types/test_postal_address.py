"""Postal addresses from one cell and from parts."""

import pytest

from crmkit.schema.types.locality import LOCALITY
from crmkit.schema.types.postal_address import POSTAL_ADDRESS
from crmkit.schema.types.postcode import POSTCODE

PARTS = ("street", "house_number", "extra", "postcode", "locality", "region", "country")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Rue du Lac 12, CH-1003 Lausanne", ("Rue du Lac", "12", None, "1003", "Lausanne", None, "CH")),
        ("12 rue du Lac 1003 Lausanne", ("rue du Lac", "12", None, "1003", "Lausanne", None, None)),
        ("Bahnhofstrasse 1 8001 Zürich", ("Bahnhofstrasse", "1", None, "8001", "Zürich", None, None)),
        (
            "12 bis, av. de la Gare\n75008 Paris\nFrance",
            ("av. de la Gare", "12 bis", None, "75008", "Paris", None, "FR"),
        ),
        ("Case postale 12, 1211 Genève 3", (None, None, "Case postale 12", "1211", "Genève 3", None, None)),
        ("Rue du 8 Mai 1945, 69001 Lyon", ("Rue du 8 Mai 1945", None, None, "69001", "Lyon", None, None)),
        ("Rue du 31 Décembre 8, 1207 Genève", ("Rue du 31 Décembre", "8", None, "1207", "Genève", None, None)),
        ("1 w. 67th st.", ("W. 67th St", "1", None, None, None, None, None)),
        ("10 Downing Street, London SW1A 2AA", ("Downing Street", "10", None, "SW1A 2AA", "London", None, "GB")),
        ("123 Main St, Los Angeles, CA 90001", ("Main St", "123", None, "90001", "Los Angeles", "CA", "US")),
        ("75008 Paris", (None, None, None, "75008", "Paris", None, None)),
    ],
)
def test_an_address_is_taken_apart(cell, expected):
    value = POSTAL_ADDRESS.clean(cell).value
    assert tuple(getattr(value, part) for part in PARTS) == expected


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Av. de la Gare 12, 1003 Lausanne", "12, AVENUE DE LA GARE, CH-1003 LAUSANNE"),
        ("Bahnhofstr. 4a, 8001 Zürich", "Bahnhofstrasse 4 A, 8001 Zuerich"),
        ("9560 dayton way", "9560 Dayton Way"),
        ("Rue du Lac 1, 1201 Genf", "1 rue du Lac, Genève"),
    ],
)
def test_spellings_of_one_address_share_a_key(left, right):
    one, other = POSTAL_ADDRESS.clean(left), POSTAL_ADDRESS.clean(right)
    assert set(one.keys) & set(other.keys)
    assert POSTAL_ADDRESS.similarity(one.value, other.value) == 1.0


def test_an_address_is_made_of_parts_with_the_zero_a_spreadsheet_dropped():
    cleaned = POSTAL_ADDRESS.from_parts(
        {"street": "Hauptstr. 3", "postcode": 1067.0, "locality": "DRESDEN", "country": "D"}
    )
    assert cleaned.value.postcode == "01067"
    assert cleaned.value.locality == "Dresden"
    assert [one.code for one in cleaned.findings] == ["postcode.zero_restored"]


def test_no_parts_make_no_address():
    assert POSTAL_ADDRESS.from_parts({}).value is None


@pytest.mark.parametrize(
    ("left", "right"), [("Genf", "Genève 3"), ("St. Gallen", "Saint-Gall"), ("PARIS CEDEX 08", "Paris 8e")]
)
def test_names_of_one_place_share_a_key(left, right):
    assert LOCALITY.keys(left) == LOCALITY.keys(right)


@pytest.mark.parametrize(
    ("cell", "region", "value"),
    [
        ("CH-1003", None, "1003"),
        ("F-75008", None, "75008"),
        ("1067", "DE", "01067"),
        ("1003", "CH", "1003"),
        ("11122", "SE", "111 22"),
    ],
)
def test_a_postcode_is_written_as_its_country_writes_it(cell, region, value):
    assert POSTCODE.clean(cell, region=region).value == value
