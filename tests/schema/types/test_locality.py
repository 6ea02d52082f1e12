from hypothesis import given
from hypothesis import strategies as st

from crmkit.schema.types.locality import key_of_folded, keys_of_folded
from crmkit.schema.types.places.locality_names import CANTONS, OTHER_NAMES, SHORTENED

TELLING = sorted({
    *(word for name in OTHER_NAMES for word in name.split()), *SHORTENED, *CANTONS, "cedex", "8", "3eme", "2e", "du",
})  # fmt: skip
"""Words that a key leaves out, spells otherwise or knows in another language."""

words = st.sampled_from(TELLING) | st.from_regex(r"[aeiousz0-9]{1,5}", fullmatch=True)
names = st.lists(words, min_size=1, max_size=4).map(" ".join) | st.sampled_from(sorted(OTHER_NAMES)) | st.just("")


@given(st.lists(names, max_size=8))
def test_many_names_at_once_have_the_keys_that_each_has_alone(folded):
    assert keys_of_folded(folded) == [key_of_folded(one) for one in folded]
