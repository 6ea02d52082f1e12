"""Amounts and numbers in the styles of their countries, tables of names, and lists of options."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.schema.folding import fold
from crmkit.schema.types.choice import Choice
from crmkit.schema.types.cldr.tables import cldr_table
from crmkit.schema.types.country import COUNTRY
from crmkit.schema.types.currency import CODES, CURRENCY, currency_of
from crmkit.schema.types.decimal import DECIMAL
from crmkit.schema.types.language import LANGUAGE
from crmkit.schema.types.money import MONEY, Money
from crmkit.schema.types.places.country_exonyms import AMBIGUOUS, CAR_CODES, EXONYMS, FORMER
from crmkit.schema.types.places.country_names import LANGUAGES, country_codes
from crmkit.schema.types.text import TEXT

STYLES = {
    "CH": ("’", "."), "FR": ("\u202f", ","), "DE": (".", ","), "US": (",", "."),
    "AT": ("\u00a0", ","), "IT": (".", ","),
}  # fmt: skip
AMOUNTS = st.integers(-(10**11), 10**11)


def written(cents, thousands, decimal):
    return f"{Decimal(cents).scaleb(-2):,.2f}".replace(",", "T").replace(".", decimal).replace("T", thousands)


@pytest.mark.parametrize("region", STYLES)
@given(cents=AMOUNTS)
def test_an_amount_in_the_style_of_its_country_is_that_amount(region, cents):
    text = written(cents, *STYLES[region])
    assert DECIMAL.clean(text, region=region).value == Decimal(cents).scaleb(-2)
    for spelling in (f"{text} CHF", f"CHF {text}", f"CHF\u00a0{text}"):
        cleaned = MONEY.clean(spelling, region=region)
        assert (cleaned.value, cleaned.findings) == (Money(cents, "CHF"), ())
    if cents < 0:
        assert MONEY.clean(f"(CHF {text[1:]})").value == MONEY.clean(f"CHF {text[1:]}-").value == Money(cents, "CHF")


@given(AMOUNTS)
def test_an_amount_is_never_changed_without_a_word(cents):
    number = float(Decimal(cents).scaleb(-2))
    assert MONEY.clean(number, region="CH").value == Money(round(number * 100), "CHF")


def test_every_name_and_code_of_a_country_is_that_country():
    for row in cldr_table("countries"):
        names = [row[language] for language in LANGUAGES] + [row["alpha2"].lower(), *row["alpha3"].split("|")]
        for name in (*names, *row["numeric"].split("|")):
            if fold(name) not in AMBIGUOUS:
                assert COUNTRY.clean(name).value == row["alpha2"], name


def test_no_name_of_a_country_is_that_of_another():
    codes = country_codes()
    for code, names in EXONYMS.items():
        for name in names.split(", "):
            assert codes.get(fold(name), code) == code, name
    assert not (set(AMBIGUOUS) | FORMER) & {fold(row["en"]) for row in cldr_table("countries")}
    assert set(CAR_CODES.values()) <= set(codes.values())


def test_every_language_and_currency_is_found_by_its_names():
    for row in cldr_table("languages"):
        assert LANGUAGE.clean(row["en"]).value == row["alpha2"] or "," in row["en"], row
    for row in cldr_table("currencies"):
        for language in LANGUAGES:
            if row["code"] in CODES and row[language]:
                assert CURRENCY.clean(row[language].split("|")[0]).value == row["code"], row


def test_what_is_paid_with_in_a_country_is_money_in_use():
    paid = {currency_of(row["alpha2"]) for row in cldr_table("countries")} - {"XXX"}
    assert paid <= CODES


@given(st.text("abcdefgéèàçüöäßÉ’œ ", min_size=3, max_size=30))
def test_text_that_was_read_with_the_wrong_characters_is_suggested_as_it_was(text):
    tidy = TEXT.clean(text).value
    if tidy is None or tidy.isascii():
        return
    try:
        garbled = tidy.encode().decode("cp1252")
    except UnicodeDecodeError:
        return
    cleaned = TEXT.clean(garbled)
    if cleaned.value == garbled:
        assert [one.suggestion for one in cleaned.findings if one.code == "text.garbled"] == [tidy]
    assert TEXT.clean(tidy).findings == ()


STATE = Choice(
    options=("open", "won", "lost"),
    labels={"open": {"en": "Open", "fr": "En cours", "de": "Offen"}, "won": {"fr": "Gagné", "de": "Gewonnen"}},
    synonyms={"0": "open", "1": "won", "closed won": "won"},
)


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("OPEN", ("open",)),
        ("en cours", ("open",)),
        ("Gewonnen", ("won",)),
        ("GAGNE", ("won",)),
        (0, ("open",)),
        (1.0, ("won",)),
        ("Closed-Won", ("won",)),
        ("||open||won||", ("open", "won")),
        ("Offen; verloren", ()),
        ("open, open", ("open",)),
    ],
)
def test_an_option_is_read_by_code_label_or_synonym(cell, values):
    assert STATE.clean(cell).values == values


@pytest.mark.parametrize(
    ("cell", "near"), [("Gewonen", "won"), ("En cour", "open"), ("lots", "lost"), ("qqq zz", None)]
)
def test_what_is_no_option_is_kept_with_its_key_and_a_suggestion(cell, near):
    cleaned = STATE.clean(cell)
    assert (cleaned.value, cleaned.raw, cleaned.keys) == (None, cell, (fold(cell),))
    assert [(one.code, one.suggestion) for one in cleaned.findings] == [("choice.unknown", near)]


def test_an_option_is_shown_by_its_english_label():
    assert (STATE.caption("open"), STATE.caption("lost")) == ("Open", "lost")
