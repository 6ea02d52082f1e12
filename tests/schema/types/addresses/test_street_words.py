"""Words of streets that are kept as they are."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.schema.types.addresses.street_words import CHANGED, street_key

PARTS = """
    gare muster str stras strasse pl platz ae oe ue st rue la of north saint bahnhof 12 1er
"""
WORDS = st.lists(st.sampled_from(PARTS.split()), min_size=1, max_size=2).map("".join) | st.text(
    "aeloprst1", min_size=1, max_size=7
)


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS.filter(lambda word: not re.search(CHANGED, word)), min_size=1, max_size=3))
def test_what_the_pattern_does_not_match_is_kept_wherever_it_stands(words):
    assert street_key(" ".join(words)) == " ".join(words)
