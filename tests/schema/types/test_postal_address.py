"""Postal addresses from one cell and from parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.schema.types.addresses.block import LONGEST_FRENCH, block
from crmkit.schema.types.base import Severity
from crmkit.schema.types.locality import LOCALITY
from crmkit.schema.types.postal_address import POSTAL_ADDRESS, PostalAddress
from crmkit.schema.types.postcode import POSTCODE
from tests.strategies import addresses, regions, texts

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


SWISS_STREETS = (
    "Rue du Lac",
    "Av. de la Gare",
    "Bahnhofstrasse",
    "Bahnhofstr.",
    "chemin des Vignes",
    "Via Nassa",
    "Am Bach",
)
SWISS_PLACES = (
    ("1003", "Lausanne"),
    ("8001", "Zürich"),
    ("1211", "Genève 3"),
    ("9470", "Buchs SG"),
    ("2502", "Biel/Bienne"),
)
FRENCH_STREETS = ("rue de la Paix", "avenue Jean-Jaurès", "bd Haussmann", "impasse des Lilas", "quai d'Orsay")
FRENCH_PLACES = (("75008", "Paris"), ("13100", "Aix-en-Provence"), ("42000", "Saint-Étienne"), ("67000", "Strasbourg"))
NUMBERS = ("1", "12", "12 bis", "7 ter", "10-12", "4a", "108B")
EXTRAS = ("c/o Meier", "Case postale 12", "2e étage", "Bât. B", "Résidence Les Lilas", "appt 4")


@given(
    street=st.sampled_from(SWISS_STREETS),
    number=st.sampled_from(NUMBERS),
    place=st.sampled_from(SWISS_PLACES),
    extra=st.sampled_from(("", *EXTRAS)),
    shape=st.sampled_from(
        ("{x}{s} {n}, {p} {l}", "{x}{s} {n}\n{p} {l}", "{x}{s} {n}; CH-{p} {l}", "{x}{s}, {n}, {p} {l}")
    ),
)
def test_a_swiss_address_comes_apart_into_what_it_was_made_of(street, number, place, extra, shape):
    cell = shape.format(s=street, n=number, p=place[0], l=place[1], x=f"{extra}, " if extra else "")
    cleaned = POSTAL_ADDRESS.clean(cell, region="CH")
    value = cleaned.value
    assert (value.street, value.house_number, value.postcode, value.locality) == (street, number, *place)
    assert (value.extra or "") == extra
    assert not [one.code for one in cleaned.findings if one.severity is not Severity.INFO]


@given(
    street=st.sampled_from(FRENCH_STREETS),
    number=st.sampled_from(NUMBERS),
    place=st.sampled_from(FRENCH_PLACES),
    extra=st.sampled_from(("", *EXTRAS)),
    shape=st.sampled_from(
        ("{x}{n} {s} {p} {l}", "{x}{n}, {s}, {p} {l}", "{x}{n} {s}\nF-{p} {l}", "{x}{n} {s}\n{p} {l}\nFRANCE")
    ),
)
def test_a_french_address_comes_apart_into_what_it_was_made_of(street, number, place, extra, shape):
    cell = shape.format(s=street, n=number, p=place[0], l=place[1], x=f"{extra}, " if extra else "")
    cleaned = POSTAL_ADDRESS.clean(cell, region="FR")
    value = cleaned.value
    assert (value.street, value.house_number, value.postcode, value.locality) == (street, number, *place)
    assert (value.extra or "") == extra
    assert cleaned.findings == ()


@given(
    street=st.sampled_from(SWISS_STREETS + FRENCH_STREETS),
    number=st.sampled_from(NUMBERS),
    place=st.sampled_from(SWISS_PLACES + FRENCH_PLACES),
    extra=st.sampled_from((None, *EXTRAS)),
    country=st.sampled_from(("CH", "FR", "BE", "LU")),
)
def test_a_printed_block_reads_back_as_the_same_address(street, number, place, extra, country):
    address = PostalAddress(street, number, extra, *place, country=country)
    again = POSTAL_ADDRESS.clean("\n".join(block(address)), region=country).value
    assert set(POSTAL_ADDRESS.keys(again)) & set(POSTAL_ADDRESS.keys(address))


@given(cell=st.one_of(addresses(), texts()), region=regions())
def test_findings_repeat_no_cell_and_the_value_prints(cell, region):
    cleaned = POSTAL_ADDRESS.clean(cell, region=region)
    if cleaned.value is None:
        return
    lines = block(cleaned.value, recipient=["Madame Anne Dupont"], sender_country="CH")
    assert all(line == line.strip() and line for line in lines)
    if cleaned.value.country == "FR":
        assert max(map(len, lines)) <= LONGEST_FRENCH


HOME = PostalAddress("Rue du Lac", "12", None, "1003", "Lausanne")


@pytest.mark.parametrize(
    ("other", "low", "high"),
    [
        (PostalAddress("rue du lac", "12", "2e étage", "1003", "LAUSANNE VD"), 1.0, 1.0),
        (PostalAddress("Rue du Lac", "12A", None, "1003", "Lausanne"), 0.9, 0.99),
        (PostalAddress("Rue du Lac", "12-14", None, "1003", "Lausanne"), 0.95, 0.99),
        (PostalAddress("Chemin du Lac", "12", None, "1003", "Lausanne"), 0.9, 0.99),
        (PostalAddress("Rue du Lac", "44", None, "1003", "Lausanne"), 0.0, 0.6),
        (PostalAddress("Avenue de France", "12", None, "1003", "Lausanne"), 0.0, 0.5),
        (PostalAddress("Rue du Lac", "12", None, "8001", "Zürich"), 0.0, 0.3),
        (PostalAddress(postcode="1003", locality="Lausanne"), 1.0, 1.0),
    ],
)
def test_who_moved_is_less_alike_than_who_lives_in_the_same_building(other, low, high):
    assert low <= POSTAL_ADDRESS.similarity(HOME, other) <= high
    assert POSTAL_ADDRESS.similarity(other, HOME) == POSTAL_ADDRESS.similarity(HOME, other)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"street": "Rue du Lac 12", "house_number": "12"}, ("Rue du Lac", "12", None, None, None, None, None)),
        (
            {"street": "Rue du Lac 12, CH-1003 Lausanne"},
            ("Rue du Lac", "12", None, "1003", "Lausanne", None, "CH"),
        ),
        (
            {"street": "Résidence X\n12 rue du Lac", "locality": "1003 Lausanne VD"},
            ("rue du Lac", "12", "Résidence X", "1003", "Lausanne VD", "VD", "CH"),
        ),
        ({"postcode": "CH-1003 Lausanne"}, (None, None, None, "1003", "Lausanne", None, "CH")),
        ({"locality": "Lausanne 1003"}, (None, None, None, "1003", "Lausanne", None, None)),
        ({"locality": "Genève 3", "postcode": 1211.0}, (None, None, None, "1211", "Genève 3", None, None)),
        (
            {"street": "Case postale 12", "locality": "1211 Genève 3"},
            (None, None, "Case postale 12", "1211", "Genève 3", None, None),
        ),
    ],
)
def test_cells_that_hold_more_than_their_part_are_taken_apart(parts, expected):
    value = POSTAL_ADDRESS.from_parts(parts).value
    assert tuple(getattr(value, part) for part in PARTS) == expected


@pytest.mark.parametrize(
    ("cell", "region", "suggestion"),
    [("CH-9490 Vaduz", None, "LI"), ("97110 Pointe-à-Pitre", "FR", "GP"), ("F-98800 Nouméa", None, "NC")],
)
def test_a_territory_is_noted_and_the_country_stays(cell, region, suggestion):
    cleaned = POSTAL_ADDRESS.clean(cell, region=region)
    assert [(one.code, one.severity, one.suggestion) for one in cleaned.findings] == [
        ("postal_address.territory", Severity.INFO, suggestion)
    ]
