"""What is remembered is what would be worked out anew."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.schema.remembered import address_of, clean_cell, in_field, keys_of
from crmkit.schema.types.base import Finding
from crmkit.schema.types.catalogue import TYPES, find_type
from crmkit.schema.types.postal_address import POSTAL_ADDRESS

CELLS = [
    "",
    "n/a",
    "079 123 45 67",
    "a@example.org",
    "Rue du Lac 12, 1003 Lausanne",
    "1.2.1980",
    "oui",
    "CH",
    "x" * 201,
]
regions = st.sampled_from([None, "CH", "FR", "XX"])
texts = st.sampled_from(CELLS) | st.text(max_size=30)


@pytest.mark.parametrize("name", TYPES)
@given(cell=texts | st.booleans() | st.integers(0, 2) | st.floats(0, 2), region=regions)
def test_a_cell_that_comes_again_is_cleaned_as_if_it_were_new(name, cell, region):
    anew = repr(find_type(name).clean(cell, region=region))
    assert repr(clean_cell(name, cell, region)) == anew
    assert repr(clean_cell(name, cell, region)) == anew


@given(st.dictionaries(st.sampled_from(["street", "house_number", "postcode", "locality", "country"]), texts), regions)
def test_addresses_and_their_keys_are_those_of_the_type(parts, region):
    made = address_of(tuple(parts.items()), region)
    assert repr(made) == repr(POSTAL_ADDRESS.from_parts(parts, region=region))
    if made.value is not None:
        assert keys_of(POSTAL_ADDRESS, made.value) == POSTAL_ADDRESS.keys(made.value)


def test_a_finding_keeps_what_it_says_in_its_field():
    finding = Finding("email.typo", "A typo.", suggestion="a@example.org")
    assert in_field(finding, "email") == Finding("email.typo", "A typo.", suggestion="a@example.org", field="email")
