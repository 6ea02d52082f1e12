"""What is kept against what the facts say."""

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from crmkit.quality.verification import verify
from crmkit.records import Customer

HELD = st.dictionaries(
    st.sampled_from("abc"),
    st.builds(
        Customer,
        id=st.just("c"),
        kind=st.just("person"),
        values=st.dictionaries(st.just("language"), st.sampled_from(["fr", "de"])),
    ),
)


@given(HELD, HELD)
def test_what_differs_is_exactly_what_is_missing_added_or_changed(kept, derived):
    found = verify(kept, derived)
    same = {name for name in kept if kept[name] == derived.get(name)}
    assert set(found.differing) == (kept.keys() | derived.keys()) - same
    assert found.differing == verify(derived, kept).differing
    assert found.ok == (kept == derived)
    assert found.customers == len(derived)


def test_a_verification_has_words_but_no_truth():
    anna = Customer(id="c-1", kind="person", values={})
    assert str(verify({"c-1": anna}, {"c-1": anna})) == "1 customers are exactly what the facts say."
    assert str(verify({"c-1": evolve(anna, kind="unknown")}, {"c-1": anna})).startswith("1 of 1 customers are not")
    with pytest.raises(TypeError, match="no truth"):
        bool(verify({}, {}))
