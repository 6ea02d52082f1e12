from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consent.signals.encoder import binary, encode, ranges, segment
from crmkit.consent.signals.tc_string import NOT_ALLOWED, REQUIRE_CONSENT, REQUIRE_LEGITIMATE_INTEREST, decode_tc_string
from crmkit.exceptions import InputError

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
VENDORS = st.frozensets(st.one_of(st.integers(1, 20), st.integers(1, 900)), max_size=12)
LETTERS = st.text("ABCFRZ", min_size=2, max_size=2)
FIELDS = {
    "version": st.just(2),
    "created": st.integers(0, 2**36 - 1),
    "last_updated": st.integers(0, 2**36 - 1),
    "cmp_id": st.integers(0, 4095),
    "cmp_version": st.integers(0, 4095),
    "consent_screen": st.integers(0, 63),
    "language": LETTERS,
    "vendor_list_version": st.integers(0, 4095),
    "policy_version": st.integers(0, 63),
    "service_specific": st.booleans(),
    "non_standard_texts": st.booleans(),
    "special_features": st.frozensets(st.integers(1, 12)),
    "purpose_consents": st.frozensets(st.integers(1, 24)),
    "purpose_interests": st.frozensets(st.integers(1, 24)),
    "purpose_one_treatment": st.booleans(),
    "publisher_country": LETTERS,
    "vendor_consents": VENDORS,
    "vendor_interests": VENDORS,
    "restrictions": st.lists(st.tuples(st.integers(0, 63), st.integers(0, 3), VENDORS), max_size=3),
}
VALUES = st.fixed_dictionaries(FIELDS)
PLAIN = {name: frozenset() if isinstance(name, str) and "_" in name else 0 for name in FIELDS} | {
    "version": 2,
    "cmp_id": 0,
    "cmp_version": 0,
    "consent_screen": 0,
    "vendor_list_version": 0,
    "policy_version": 4,
    "service_specific": 1,
    "non_standard_texts": 0,
    "last_updated": 0,
    "purpose_one_treatment": 0,
    "language": "FR",
    "publisher_country": "FR",
    "restrictions": [],
}


@given(VALUES, st.booleans(), st.one_of(st.none(), VENDORS))
def test_every_field_that_was_written_is_read(values, as_ranges, disclosed):
    found = decode_tc_string(encode(values, as_ranges=as_ranges, disclosed=disclosed))
    for name in FIELDS.keys() - {"version", "created", "last_updated", "language", "restrictions"}:
        assert getattr(found, name) == values[name]
    assert round((found.created - EPOCH).total_seconds() * 10) == values["created"]
    assert round((found.last_updated - EPOCH).total_seconds() * 10) == values["last_updated"]
    assert found.language == values["language"].lower()
    for one, (purpose, kind, vendors) in zip(found.restrictions, values["restrictions"], strict=True):
        assert (one.purpose, one.kind) == (purpose, kind)
        assert {vendor for vendor in range(1, 901) if one.concerns(purpose, vendor)} == vendors
        assert not one.concerns(purpose + 1, 1)
    assert found.disclosed_vendors == disclosed


@given(VALUES, st.data())
def test_a_string_that_is_cut_off_is_refused(values, data):
    text = encode(values)
    with pytest.raises(InputError):
        decode_tc_string(text[: data.draw(st.integers(0, len(text) - 1))])


@given(st.one_of(st.text(), st.text("ABCIgw_-.019", min_size=30, max_size=80).map("C".__add__)))
@settings(max_examples=200)
def test_nothing_but_an_input_error_comes_of_any_text(text):
    try:
        decode_tc_string(text)
    except InputError:
        return


def test_the_example_of_the_specification():
    text = (
        "COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA.IFoEUQQgAIQwgIwQABAEAAAAOIAACAIAAAAQAIAgEAACEAAAAAgAQBAAAAAAAGBA"
        "AgAAAAAAAFAAECAAAgAAQARAEQAAAAAJAAIAAgAAAYQEAAAQmAgBC3ZAYzUw"
    )
    found = decode_tc_string(text)
    assert (found.cmp_id, found.language, found.vendor_list_version, found.policy_version) == (27, "en", 15, 2)
    assert (found.purpose_consents, found.vendor_consents) == ({1, 2, 3}, {2, 6, 8})
    assert found.disclosed_vendors is not None
    assert decode_tc_string(f" {text}\n") == found


def test_spans_that_repeat_cost_no_time():
    body = "".join(binary(PLAIN[name], width) for name, width in (("version", 6), ("last_updated", 36)))
    body += "0" * 36 + "0" * 30 + "000101010001" + "0" * 12 + "0" * 6 + "00" + "0" * 12 + "0" * 48 + "0" + "0" * 12
    many = binary(65535, 16) + "1" + ranges([(1, 65535)] * 4095)
    found = decode_tc_string(segment(body + many + binary(0, 17) + binary(0, 12)))
    assert len(found.vendor_consents) == 65535


def test_what_cannot_be_is_refused():
    for text, why in (
        ("", "This is no consent string"),
        ("C*A", "This is no consent string"),
        ("BOEFEAyOEFEAyAHABDENAI4AAAB9vABAASA", "version 1"),
        ("C", "cut off"),
    ):
        with pytest.raises(InputError, match=why):
            decode_tc_string(text)
    values = PLAIN | {"purpose_consents": {1}, "purpose_interests": set(), "special_features": set(), "created": 0}
    values |= {"vendor_consents": {5}, "vendor_interests": set()}
    good = encode(values, as_ranges=True)
    assert decode_tc_string(good).vendor_consents == {5}
    broken = encode(values | {"restrictions": [(1, 0, {0})]})
    with pytest.raises(InputError, match="range of vendors"):
        decode_tc_string(broken)
    letters = encode(values)
    bad = letters[:18] + "__" + letters[20:]
    with pytest.raises(InputError, match="two letters"):
        decode_tc_string(bad)


@pytest.mark.parametrize(
    ("vendor", "restrictions", "disclosed", "expected"),
    [
        (None, [(1, NOT_ALLOWED, {7})], {8}, True),
        (7, [], None, True),
        (7, [], {7}, True),
        (7, [], {8}, False),
        (6, [], None, False),
        (7, [(1, NOT_ALLOWED, {7})], None, False),
        (7, [(1, REQUIRE_LEGITIMATE_INTEREST, {5, 6, 7})], None, False),
        (7, [(1, REQUIRE_CONSENT, {7}), (2, NOT_ALLOWED, {7}), (1, NOT_ALLOWED, {8})], None, True),
    ],
)
def test_a_vendor_needs_his_own_consent_and_no_restriction_against_it(vendor, restrictions, disclosed, expected):
    values = PLAIN | {"purpose_consents": {1, 2}, "purpose_interests": {3}, "special_features": set(), "created": 0}
    values |= {"vendor_consents": {7}, "vendor_interests": {6}, "restrictions": restrictions}
    found = decode_tc_string(encode(values, disclosed=disclosed))
    assert found.consents(1, vendor) is expected
    assert not found.consents(3, vendor)
