"""Telephone numbers: many spellings, one number."""

import pytest

from crmkit.schema.types.phone import PHONE


@pytest.mark.parametrize(
    ("cell", "region", "values"),
    [
        ("+41 (0)79 123 45 67", None, ("+41791234567",)),
        ("0041791234567", None, ("+41791234567",)),
        ("044 668 18 00 int. 12", "CH", ("+41446681800",)),
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
