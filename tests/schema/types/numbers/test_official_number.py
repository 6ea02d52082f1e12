"""Official numbers: made by the rules of their standards, mistyped, and lost by spreadsheets."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crmkit.schema.types.catalogue import find_type
from crmkit.schema.types.iban import IBAN
from crmkit.schema.types.numbers.iban_structures import iban_shape, iban_sizes
from crmkit.schema.types.numbers.official_number import OfficialNumber
from crmkit.schema.types.numbers.vat_checks import VAT_RULES
from crmkit.schema.types.vat import VAT

LETTERS = {"0-9": "0123456789", "A-Z": "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "A-Z0-9": "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
DIGIT = st.sampled_from("0123456789")
NAMES = ("iban", "bic", "vat", "siren", "siret", "che_uid", "lei", "duns", "gtin", "avs", "nir", "steuer_id")
UNION = "AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
FINDS_EVERY_WRONG_DIGIT = {
    "AT": "ATU13585627", "BE": "BE0428759497", "DE": "DE136695976", "DK": "DK13585628", "FI": "FI20774740",
    "FR": "FR40303265045", "HR": "HR33392005961", "HU": "HU12892312", "IT": "IT00743110157", "LU": "LU15027442",
    "MT": "MT11679112", "PL": "PL8567346215", "SK": "SK2022749619", "CH": "CHE100155212", "NO": "NO995525828MVA",
}  # fmt: skip


def luhn_digit(body):
    total = sum(sum(map(int, str(int(d) * (2 if at % 2 == 0 else 1)))) for at, d in enumerate(reversed(body)))
    return str(-total % 10)


def ean_digit(body):
    return str(-sum(int(d) * (3 if at % 2 == 0 else 1) for at, d in enumerate(reversed(body))) % 10)


def mod_97(text):
    return int("".join(str(int(one, 36)) for one in text)) % 97


@st.composite
def ibans(draw):
    country = draw(st.sampled_from(sorted(iban_sizes())))
    pieces = re.findall(r"\[([^]]+)\]\{(\d+)\}", iban_shape(country).pattern)[1:]
    account = "".join(draw(st.text(LETTERS[kind], min_size=int(count), max_size=int(count))) for kind, count in pieces)
    return f"{country}{98 - mod_97(f'{account}{country}00'):02}{account}"


def digits(count):
    return st.text("0123456789", min_size=count, max_size=count)


def made(name):
    if name == "iban":
        return ibans()
    if name == "siren":
        return digits(8).map(lambda body: body + luhn_digit(body))
    if name == "siret":
        return st.builds(
            lambda siren, place: (body := siren + luhn_digit(siren) + place) + luhn_digit(body), digits(8), digits(4)
        ).filter(lambda number: not number.startswith("356000000"))
    if name == "avs":
        return digits(9).map(lambda body: f"756{body}{ean_digit('756' + body)}")
    if name == "gtin":
        return st.sampled_from((7, 11, 12, 13)).flatmap(digits).map(lambda body: body + ean_digit(body))
    if name == "lei":
        body = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=18, max_size=18)
        return body.map(lambda text: f"{text}{98 - mod_97(text + '00'):02}")
    if name == "nir":
        place = st.sampled_from(("75", "13", "2A", "2B", "97", "99", "01"))
        corsica = {"2A": "19", "2B": "18"}
        return st.builds(
            lambda sex, year, month, where, rest: (
                (body := f"{sex}{year}{month:02}{where}{rest}")
                + f"{97 - int(body[:5] + corsica.get(where, where) + body[7:]) % 97:02}"
            ),
            st.sampled_from("12"), digits(2), st.integers(1, 12), place, digits(6),
        )  # fmt: skip
    raise AssertionError(name)


MADE = ("iban", "siren", "siret", "avs", "gtin", "lei", "nir")


@pytest.mark.parametrize("name", MADE)
@given(data=st.data())
def test_a_number_made_by_the_rules_is_read_in_every_spelling(name, data):
    number = data.draw(made(name))
    cleaned = find_type(name).clean(number)
    assume(not any(one.code.endswith("placeholder") for one in cleaned.findings))
    assert (cleaned.value, cleaned.findings) == (number, ())
    for spelling in (number.lower(), find_type(name).caption(number), " ".join(number), f"{name.upper()}: {number}"):
        assert find_type(name).clean(spelling).value == number


@pytest.mark.parametrize("name", MADE)
@given(data=st.data(), place=st.integers(0, 40), digit=DIGIT)
def test_a_number_with_a_wrong_digit_is_refused(name, data, place, digit):
    number = data.draw(made(name))
    place %= len(number)
    assume(number[place].isdigit() and number[place] != digit)
    wrong = number[:place] + digit + number[place + 1 :]
    assert find_type(name).clean(wrong).value is None or (name == "gtin" and wrong.startswith("0"))


@pytest.mark.parametrize("number", FINDS_EVERY_WRONG_DIGIT.values(), ids=FINDS_EVERY_WRONG_DIGIT)
def test_a_vat_number_with_a_wrong_digit_is_refused(number):
    assert VAT.clean(number).value == number
    for place, right in enumerate(number):
        if right.isdigit():
            for digit in set("0123456789") - {right}:
                assert VAT.clean(number[:place] + digit + number[place + 1 :]).value is None


@pytest.mark.parametrize("number", FINDS_EVERY_WRONG_DIGIT.values(), ids=FINDS_EVERY_WRONG_DIGIT)
def test_the_region_gives_the_letters_of_a_vat_number(number):
    bare = number.removeprefix("CHE") if number.startswith("CHE") else number[2:]
    cleaned = VAT.clean(bare, region=number[:2])
    assert cleaned.value == number
    assert [one.code for one in cleaned.findings] == ["vat.country_added"]


@pytest.mark.parametrize("number", FINDS_EVERY_WRONG_DIGIT.values(), ids=FINDS_EVERY_WRONG_DIGIT)
@pytest.mark.parametrize("region", [None, "CH", "ES", "fr", "UK", "GP", "US", ""])
def test_no_region_changes_a_whole_vat_number(number, region):
    cleaned = VAT.clean(number, region=region)
    assert (cleaned.value, cleaned.findings) == (number, ())


def test_every_country_of_the_union_has_a_rule_for_its_vat_numbers():
    assert set(VAT_RULES) == {*UNION.split(), "EU", "GB", "NO", "CH"}


@given(made("siren").filter(lambda number: number.startswith("0")))
def test_zeros_that_a_spreadsheet_dropped_come_back_from_a_number_and_are_suggested_for_a_text(number):
    siren = find_type("siren")
    assume(siren.clean(number).value == number)
    assume(len(number.lstrip("0")) > 5)
    from_number, from_text = siren.clean(float(number)), siren.clean(number.lstrip("0"))
    assume(not any(one.code == "siren.placeholder" for one in (*from_number.findings, *from_text.findings)))
    assert from_number.value == number
    assert [one.code for one in from_number.findings] == ["siren.zero_restored"]
    assert (from_text.value, from_text.findings[0].suggestion, from_text.keys) == (None, number, (number,))


@pytest.mark.parametrize("name", NAMES)
def test_a_mask_shows_two_characters_at_most_and_nothing_of_a_number_of_the_state(name):
    kind = find_type(name)
    assert isinstance(kind, OfficialNumber)
    masked = kind.mask("CH9300762011623852957")
    assert masked == ("…" if kind.sensitivity == "natid" else "…57")


@pytest.mark.parametrize(
    ("cell", "suggestion"), [("DE89 37O4 0044 0532 0130 00", "DE89370400440532013000"), ("DE89 X", None)]
)
def test_a_letter_for_a_zero_is_suggested_where_the_check_digits_then_agree(cell, suggestion):
    assert IBAN.clean(cell).findings[0].suggestion == suggestion


def test_the_same_number_in_two_columns_of_one_company_can_be_compared():
    assert VAT.parts("FR40303265045") == {"country": "FR", "siren": "303265045"}
    assert VAT.parts("CHE100155212TVA") == {"country": "CH", "che_uid": "CHE100155212"}
    assert VAT.parts("EL094259216") == {"country": "GR"}
    assert find_type("siret").parts("73282932000074") == {"siren": "732829320"}
    assert find_type("nir").parts("255081416802538") == {
        "sex": "female", "birth_year": "55", "birth_month": 8, "department": "14",
    }  # fmt: skip
    assert find_type("bic").parts("POFICHBE") == {"country": "CH"}
    assert IBAN.parts("CH9300762011623852957") == {"country": "CH"}
    assert VAT.caption("DE136695976") == "DE 136 695 976"
    assert VAT.caption("CHE100155212TVA") == "CHE-100.155.212 TVA"
    assert VAT.caption("ATU13585627") == "ATU13585627"
