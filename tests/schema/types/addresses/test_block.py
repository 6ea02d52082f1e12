"""Printed addresses, against the examples that posts publish."""

import pytest

from crmkit.schema.types.addresses.block import block
from crmkit.schema.types.addresses.shortening import at_most
from crmkit.schema.types.postal_address import PostalAddress


def address(**parts):
    return PostalAddress(**parts)


@pytest.mark.parametrize(
    ("parts", "recipient", "sender", "lines"),
    [
        pytest.param(
            {
                "street": "RUE DE L EGLISE",
                "house_number": "25",
                "postcode": "33380",
                "locality": "Mios",
                "country": "FR",
                "extra": "CHEZ MIREILLE COPEAU APPARTEMENT 2, ENTREE A BATIMENT JONQUILLE, CAUDOS",
            },
            ["MONSIEUR JEAN DELHOURME"],
            "FR",
            (
                "MONSIEUR JEAN DELHOURME",
                "CHEZ MIREILLE COPEAU APPARTEMENT 2",
                "ENTREE A BATIMENT JONQUILLE",
                "25 RUE DE L EGLISE",
                "CAUDOS",
                "33380 MIOS",
            ),
            id="La Poste, NF Z 10-011, a person",
        ),
        pytest.param(
            {
                "street": "RUE EMILE ZOLA",
                "house_number": "56",
                "postcode": "34092",
                "locality": "Montpellier Cedex 5",
                "country": "FR",
                "extra": "RESIDENCE DES CAPUCINS BATIMENT QUATER, BP 90432 MONTFERRIER SUR LEZ",
            },
            ["SOCIETE DUPONT", "MADEMOISELLE LUCIE MARTIN"],
            "FR",
            (
                "SOCIETE DUPONT",
                "MADEMOISELLE LUCIE MARTIN",
                "RESIDENCE DES CAPUCINS BATIMENT QUATER",
                "56 RUE EMILE ZOLA",
                "BP 90432 MONTFERRIER SUR LEZ",
                "34092 MONTPELLIER CEDEX 5",
            ),
            id="La Poste, NF Z 10-011, a company",
        ),
        pytest.param(
            {
                "street": "High Street",
                "house_number": "3a",
                "extra": "Hedge End",
                "postcode": "SO31 4NG",
                "locality": "Southampton",
                "country": "GB",
            },
            ["Mr A Smith"],
            "GB",
            ("Mr A Smith", "3a High Street", "Hedge End", "SOUTHAMPTON", "SO31 4NG"),
            id="Royal Mail, a full address",
        ),
        pytest.param(
            {
                "street": "E MAIN AVE",
                "house_number": "1500",
                "extra": "STE 201",
                "postcode": "22162-1010",
                "locality": "Springfield",
                "region": "VA",
                "country": "US",
            },
            ["ABC MOVERS"],
            "US",
            ("ABC MOVERS", "1500 E MAIN AVE STE 201", "SPRINGFIELD VA 22162-1010"),
            id="USPS Publication 28, a suite",
        ),
        pytest.param(
            {
                "street": "route de Longwy",
                "house_number": "71",
                "postcode": "4750",
                "locality": "Pétange",
                "country": "LU",
            },
            ["M. Jacques Müller"],
            "FR",
            ("M. Jacques Müller", "71, route de Longwy", "L-4750 PÉTANGE", "LUXEMBOURG"),
            id="UPU S42, Luxembourg",
        ),
        pytest.param(
            {
                "street": "Via Garibaldi",
                "house_number": "27",
                "postcode": "47037",
                "locality": "Rimini",
                "region": "RN",
                "country": "IT",
            },
            ["Sig. Aldo Bianchi"],
            "GB",
            ("Sig. Aldo Bianchi", "Via Garibaldi 27", "47037 RIMINI RN", "ITALY"),
            id="UPU S42, Italy",
        ),
        pytest.param(
            {
                "street": "Bahnhofstrasse",
                "house_number": "12",
                "postcode": "8001",
                "locality": "Zürich",
                "country": "CH",
            },
            ["Herr Peter Muster"],
            "DE",
            ("Herr Peter Muster", "Bahnhofstrasse 12", "8001 ZÜRICH", "SCHWEIZ"),
            id="Die Post, from Germany",
        ),
        pytest.param(
            {
                "street": "Rue du Lac",
                "house_number": "12",
                "extra": "c/o Meier, Case postale 34",
                "postcode": "1211",
                "locality": "Genève 3",
                "country": "CH",
            },
            ["M. Jean Dupont"],
            None,
            ("M. Jean Dupont", "c/o Meier", "Rue du Lac 12", "Case postale 34", "1211 Genève 3"),
            id="Die Post, care of and box",
        ),
        pytest.param(
            {
                "street": "Hauptstr.",
                "house_number": "5",
                "extra": "Postfach 12 34",
                "postcode": "53105",
                "locality": "Bonn",
                "country": "DE",
            },
            ["Erika Mustermann"],
            "DE",
            ("Erika Mustermann", "Postfach 12 34", "53105 Bonn"),
            id="DIN 5008, a box instead of the street",
        ),
        pytest.param(
            {
                "street": "Mariahilfer Straße",
                "house_number": "10/3/12",
                "postcode": "1060",
                "locality": "Wien",
                "country": "AT",
            },
            ["Erika Mustermann"],
            "FR",
            ("Erika Mustermann", "Mariahilfer Straße 10/3/12", "1060 WIEN", "AUTRICHE"),
            id="Österreichische Post, stair and door",
        ),
        pytest.param(
            {
                "street": "Rue du Vivier",
                "house_number": "7C",
                "extra": "bte 8",
                "postcode": "1050",
                "locality": "Bruxelles",
                "country": "BE",
            },
            ["Monsieur Alain Dupont"],
            "BE",
            ("Monsieur Alain Dupont", "Rue du Vivier 7C bte 8", "1050 BRUXELLES"),
            id="bpost, a box number",
        ),
        pytest.param(
            {
                "street": "Kalverstraat",
                "house_number": "3",
                "postcode": "1012 NX",
                "locality": "Amsterdam",
                "country": "NL",
            },
            [],
            "CH",
            ("Kalverstraat 3", "1012 NX  AMSTERDAM", "PAYS-BAS"),
            id="PostNL, two blanks",
        ),
        pytest.param(
            {
                "street": "Elm Street",
                "house_number": "1",
                "postcode": "K1A 0B1",
                "locality": "Ottawa",
                "region": "ON",
                "country": "CA",
            },
            [],
            "CA",
            ("1 Elm Street", "OTTAWA ON  K1A 0B1"),
            id="Canada Post, two blanks",
        ),
    ],
)
def test_lines_are_those_that_the_post_shows(parts, recipient, sender, lines):
    assert block(address(**parts), recipient=recipient, sender_country=sender) == lines


@pytest.mark.parametrize(
    ("sender", "language", "line"),
    [("CH", None, "ALLEMAGNE"), ("CH", "de", "DEUTSCHLAND"), ("IT", None, "GERMANIA"), ("US", None, "GERMANY")],
)
def test_the_country_is_named_in_the_language_of_the_sender(sender, language, line):
    berlin = address(postcode="10115", locality="Berlin", country="DE")
    assert block(berlin, sender_country=sender, language=language) == ("10115 BERLIN", line)


def test_at_home_no_country_is_named():
    assert block(address(postcode="1003", locality="Lausanne"), sender_country="CH") == ("1003 Lausanne",)


def test_a_company_with_much_to_say_still_fits_into_six_french_lines():
    much = address(
        street="rue du Lac", house_number="1", extra="3e étage, Bât. B, BP 12", postcode="75008", locality="Paris",
        country="FR",
    )  # fmt: skip
    lines = block(much, recipient=["Dupont SA", "Madame Anne Dupont"])
    assert lines == ("Dupont SA", "Madame Anne Dupont", "3e étage Bât. B", "1 rue du Lac", "BP 12", "75008 PARIS")


@pytest.mark.parametrize(
    ("line", "short"),
    [
        ("12 rue du Lac", "12 rue du Lac"),
        ("12 boulevard du Maréchal de Lattre de Tassigny", "12 BD du MAL de Lattre de Tassigny"),
        ("Monsieur Jean-Christophe Alexandre de la Fontaine-Dubois", "M J Alexandre de la Fontaine-Dubois"),
        ("x" * 50, "x" * 38),
    ],
)
def test_long_lines_are_shortened_from_the_left(line, short):
    assert at_most(38, line) == short
