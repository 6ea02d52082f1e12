"""Countries, languages, currencies and other words of a list."""

import pytest

from crmkit.schema.types.choice import Choice
from crmkit.schema.types.country import COUNTRY
from crmkit.schema.types.currency import CURRENCY
from crmkit.schema.types.identifier import IDENTIFIER
from crmkit.schema.types.language import LANGUAGE
from crmkit.schema.types.places.country_names import country_captions
from crmkit.schema.types.text import TEXT
from crmkit.schema.types.url import URL


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("Suisse", "CH"),
        ("Schwiiz", "CH"),
        ("CHE", "CH"),
        ("756", "CH"),
        ("Hollande", "NL"),
        ("UK", "GB"),
        ("Grande-Bretagne", "GB"),
        ("Kosovo", "XK"),
        ("D", "DE"),
        ("Etats Unis", "US"),
        ("Oesterreich", "AT"),
        ("Côte d’Ivoire", "CI"),
    ],
)
def test_a_country_is_found_by_code_or_name(cell, code):
    assert COUNTRY.clean(cell).value == code


def test_every_country_is_found_by_its_own_code_and_name():
    for code, name in country_captions().items():
        assert COUNTRY.clean(code).value == code
        assert COUNTRY.clean(name).value == code


def test_a_mistyped_country_is_suggested():
    assert COUNTRY.clean("Schweitz").findings[0].suggestion == "CH"


@pytest.mark.parametrize(
    ("cell", "code"), [("FR_ch", "fr"), ("Deutsch", "de"), ("iw", "he"), ("en-US.UTF-8", "en"), ("Klingon", None)]
)
def test_a_language_is_its_code(cell, code):
    assert LANGUAGE.clean(cell).value == code


@pytest.mark.parametrize(
    ("cell", "code"), [("frs", "CHF"), ("Fr.", "CHF"), ("SFr.", "CHF"), ("€", "EUR"), ("eur", "EUR")]
)
def test_a_currency_is_its_code(cell, code):
    assert CURRENCY.clean(cell).value == code


def test_a_choice_is_one_of_its_options():
    status = Choice(options=("Offen", "Erledigt"))
    assert status.clean("offen").value == "Offen"
    assert status.clean("erledgt").findings[0].suggestion == "Erledigt"


def test_an_identifier_matches_whatever_its_marks_and_lost_zeros():
    assert set(IDENTIFIER.keys("00-42.17")) & set(IDENTIFIER.clean(4217.0).keys)


def test_a_text_keeps_its_lines_and_is_cut_when_endless():
    assert TEXT.clean("a\r\nb").value == "a\nb"
    cleaned = TEXT.clean("a" * 200_000)
    assert len(cleaned.value) == 100_000
    assert cleaned.findings[0].code == "text.cut"


def test_a_web_address_has_a_scheme_and_no_tracking():
    assert URL.clean("www.Example.com/in/Jean/?utm_source=x").value == "https://www.example.com/in/Jean/"
    assert URL.keys("https://www.example.com/") == URL.keys("http://example.com")
