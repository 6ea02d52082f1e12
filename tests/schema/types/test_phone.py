"""Telephone numbers: many spellings, one number."""

from functools import cache

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.schema.types.contacts.phone_numbering import _UNPLANNED, _by_library, _planned, split_code
from crmkit.schema.types.phone import PHONE

KINDS = range(11)


@pytest.mark.parametrize(
    ("cell", "region", "values"),
    [
        ("+41 (0)79 123 45 67", None, ("+41791234567",)),
        ("0041791234567", None, ("+41791234567",)),
        ("044 668 18 00 int. 12", "CH", ("+41446681800;ext=12",)),
        ("+39 06 1234567", None, ("+39061234567",)),
        ("079 123 45 67 / 022 345 67 89", "CH", ("+41791234567", "+41223456789")),
        ("079/123.45.67", "CH", ("+41791234567",)),
        ("0612345678 (mobile)", "FR", ("+33612345678",)),
        (791234567.0, "CH", ("+41791234567",)),
        ("791234567.0", "CH", ("+41791234567",)),
        ("41791234567", "CH", ("+41791234567",)),
        ("0690 12 34 56", "FR", ("+590690123456",)),
        ("tel: 022 345 67 89 ou 079 123 45 67", "CH", ("+41223456789", "+41791234567")),
        ("022 345 67 89/90", "CH", ("+41223456789",)),
        ("0791234567", None, ("0791234567",)),
        ("310/276-0615", None, ("3102760615",)),
        ("7.91235E+08", "CH", ()),
        ("117", "CH", ()),
    ],
)
def test_a_number_is_cleaned(cell, region, values):
    assert PHONE.clean(cell, region=region).values == values


def test_spellings_of_one_number_share_a_key():
    cells = [
        ("+41791234567", None),
        ("0791234567", None),
        ("791234567", None),
        ("079 123 45 67", "CH"),
        (791234567.0, None),
    ]
    shared = set.intersection(*(set(PHONE.clean(cell, region=region).keys) for cell, region in cells))
    assert shared == {"791234567"}


def test_a_listing_number_without_region_meets_its_international_form():
    assert set(PHONE.clean("213-467-1108").keys) & set(PHONE.clean("+1 213/467-1108").keys)


@pytest.mark.parametrize("cell", ["0000000000", "0123456789", "1111111", "079 000 00 00", "12345678"])
def test_digits_that_nobody_has_are_placeholders(cell):
    assert [one.code for one in PHONE.clean(cell, region="CH").findings] == ["phone.placeholder"]


@pytest.mark.parametrize(
    ("cell", "region", "code"),
    [
        ("0791234567", None, "phone.region_unknown"),
        ("044 668 18 00 int. 12", "CH", "phone.extension"),
        ("7.91235E+08", "CH", "phone.digits_lost"),
        ("0690 12 34 56", "FR", "phone.overseas"),
        ("abc", "CH", "phone.invalid"),
    ],
)
def test_what_was_noticed_is_said(cell, region, code):
    assert code in [one.code for one in PHONE.clean(cell, region=region).findings]


@cache
def examples():
    """The published example numbers of every region and kind: region to write them in, and the number."""
    found = []
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        for kind in KINDS:
            number = phonenumbers.example_number_for_type(region, kind)
            if number is not None:
                found.append((region, number))
    for code in phonenumbers.COUNTRY_CODES_FOR_NON_GEO_REGIONS:
        found.append((None, phonenumbers.example_number_for_non_geo_entity(code)))
    return found


def spelled(number, form):
    return phonenumbers.format_number(number, form)


FORMS = phonenumbers.PhoneNumberFormat


def test_the_example_numbers_of_every_region_are_read_in_every_form():
    assert len(examples()) > 1_300
    for region, number in examples():
        value = spelled(number, FORMS.E164)
        for form in (FORMS.E164, FORMS.INTERNATIONAL, FORMS.NATIONAL, FORMS.RFC3966):
            if form == FORMS.NATIONAL and region is None:
                continue
            cleaned = PHONE.clean(spelled(number, form), region=region)
            if "phone.placeholder" in [one.code for one in cleaned.findings]:
                continue  # an example such as 123456789 is a filler elsewhere
            assert cleaned.values == (value,), (region, spelled(number, form))
            assert cleaned.keys[0] == value


def test_the_kinds_of_the_example_numbers_are_those_of_the_library():
    names = {value: name for name, value in vars(phonenumbers.PhoneNumberType).items() if name.isupper()}
    ours = {
        "FIXED_LINE": "fixed", "MOBILE": "mobile", "FIXED_LINE_OR_MOBILE": "fixed_or_mobile", "TOLL_FREE": "toll_free",
        "PREMIUM_RATE": "premium_rate", "SHARED_COST": "shared_cost", "VOIP": "voip", "PERSONAL_NUMBER": "personal",
        "PAGER": "pager", "UAN": "company", "VOICEMAIL": "voicemail",
    }  # fmt: skip
    for _, number in examples():
        parts = PHONE.parts(spelled(number, FORMS.E164))
        assert parts["kind"] == ours[names[phonenumbers.number_type(number)]]
        assert parts["country"] == (phonenumbers.region_code_for_number(number) or "001")


def dialled():
    """Digits as they are dialled: example numbers in every form, with digits changed, lost, or more of them."""

    def spell(example, form, place, digit, how):
        region, number = example
        text = "".join(one for one in spelled(number, form) if one in "+0123456789")
        at = place % max(1, len(text))
        if text[at] != "+":
            change = {"same": text[at], "other": digit, "more": text[at] + digit, "less": ""}[how]
            text = text[:at] + change + text[at + 1 :]
        return region, text

    forms = st.sampled_from((FORMS.E164, FORMS.NATIONAL))
    how = st.sampled_from(("same", "other", "other", "more", "less"))
    near = st.builds(spell, st.sampled_from(examples()), forms, st.integers(0, 14), st.sampled_from("0123456789"), how)
    regions = st.sampled_from([*sorted(phonenumbers.SUPPORTED_REGIONS), None])
    return st.one_of(
        near,
        st.tuples(regions, near.map(lambda one: one[1])),
        st.tuples(regions, st.from_regex(r"\+?[0-9]{5,17}", fullmatch=True)),
    )


def agree(region, text):
    planned = _planned(text, region)
    if planned is not _UNPLANNED:
        assert planned == _by_library(text, region)


@settings(max_examples=400, deadline=None)
@given(dialled())
def test_a_plan_says_what_the_library_says(number):
    agree(*number)


@pytest.mark.nightly
@settings(max_examples=60_000, deadline=None)
@given(dialled())
def test_a_plan_says_what_the_library_says_at_length(number):
    agree(*number)


MARKED = st.text("0123456789 .-/()+", min_size=5, max_size=22)


@settings(max_examples=300, deadline=None)
@given(dialled(), MARKED, st.booleans())
def test_a_glance_says_what_a_close_look_says(number, marked, use_marked):
    region, text = number
    text = marked if use_marked else text
    value = PHONE.glance(text, region)
    if value is not None:
        closely = PHONE._read_closely(" ".join(text.split()), text, region)
        assert (closely.values, closely.findings) == ((value,), ())
        assert closely.keys == PHONE.clean(text, region=region).keys


@given(st.sampled_from(examples()), st.integers(1, 9_999_999))
def test_an_extension_is_kept_and_does_not_count_for_matching(example, extension):
    number = spelled(example[1], FORMS.E164)
    cleaned = PHONE.clean(f"{number} ext. {extension}")
    if cleaned.value is not None:
        assert cleaned.value == f"{number};ext={extension}"
        assert PHONE.clean(cleaned.value).value == cleaned.value
        assert cleaned.keys == PHONE.clean(number).keys
        assert PHONE.parts(cleaned.value)["extension"] == str(extension)
        assert PHONE.similarity(number, cleaned.value) == 1.0


@given(st.sampled_from(examples()))
def test_keys_are_made_of_the_national_number(example):
    number = spelled(example[1], FORMS.E164)
    national = phonenumbers.national_significant_number(example[1])
    assert split_code(number[1:]) == (str(example[1].country_code), national)
    assert PHONE.keys(number) == (number, national.lstrip("0")[-9:])


def test_a_number_is_shown_as_it_is_dialled_from_abroad_and_at_home():
    assert PHONE.caption("+41446681800;ext=12") == "+41 44 668 18 00 ext. 12"
    assert PHONE.national_caption("+41446681800") == "044 668 18 00"
    assert PHONE.caption("0791234567") == "0791234567"
    assert PHONE.caption("+99999999999") == "+99999999999"


def test_a_mask_shows_the_end_of_the_number_and_nothing_of_the_extension():
    assert PHONE.mask("+41446681890;ext=12") == "…90"


@pytest.mark.parametrize(
    ("cell", "region", "suggestion"),
    [
        ("0800 DOCTOR", "CH", "+41800362867"),
        ("07l 123 45 67", "CH", "+41711234567"),
        ("33612345678", "CH", "+33612345678"),
        ("079 123 45", "CH", None),
    ],
)
def test_what_was_probably_meant_is_suggested_and_not_taken(cell, region, suggestion):
    cleaned = PHONE.clean(cell, region=region)
    assert cleaned.value is None
    assert cleaned.findings[0].suggestion == suggestion


@pytest.mark.parametrize(
    ("left", "right", "score"),
    [
        ("+41791234567", "+41791234567", 1.0),
        ("+41791234567", "791234567", 1.0),
        ("+41791234567", "+33791234567", 0.7),
        ("+41791234567", "+41791234568", 0.8),
        ("+41791234567", "+41223456789", 0.0),
    ],
)
def test_numbers_are_compared_by_what_they_reach(left, right, score):
    assert PHONE.similarity(left, right) == score
