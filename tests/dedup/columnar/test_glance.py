"""Bounds from letters never rule out what a closer comparison would find."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, JaroWinkler

from crmkit.dedup.columnar.glance import Glance

TEXTS = st.text("ab0 @.é\n", max_size=8) | st.text(max_size=5).filter(lambda text: text.isprintable())
PAIRS = st.lists(st.tuples(TEXTS, TEXTS), max_size=12)


def glance(pairs):
    return Glance(*([pair[side] for pair in pairs] for side in (0, 1)))


@given(PAIRS)
def test_slips_are_never_fewer_than_the_bound(pairs):
    for (one, other), bound in zip(pairs, glance(pairs).slips.tolist(), strict=True):
        assert OSA.distance(one, other) >= bound


@given(PAIRS)
def test_likeness_is_never_above_the_bound(pairs):
    seen = glance(pairs)
    for (one, other), shared, alike in zip(pairs, seen.shared.tolist(), seen.alike.tolist(), strict=True):
        if one and other:
            assert JaroWinkler.similarity(one, other) <= alike + 1e-6
            assert fuzz.ratio(one, other) <= 200 * shared / (len(one) + len(other)) + 1e-9


@given(PAIRS, st.randoms())
def test_some_pairs_are_seen_as_all_are(pairs, random):
    places = sorted(random.sample(range(len(pairs)), len(pairs) // 2))
    some, every = glance(pairs).only(np.array(places, np.int64)), glance(pairs)
    assert len(some) == len(places)
    for name in ("slips", "shared", "shortest", "several", "same_start"):
        assert getattr(some, name).tolist() == getattr(every, name)[places].tolist()


@given(PAIRS)
def test_texts_come_in_the_order_of_the_alphabet(pairs):
    listed = glance(pairs).texts(np.arange(len(pairs)))
    assert list(zip(*listed, strict=True)) == [tuple(sorted(pair)) for pair in pairs]
