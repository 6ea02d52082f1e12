"""Levels of records follow from the levels of their values."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.dedup.columnar.comparators import COMPARATORS
from crmkit.dedup.columnar.compare import MISSING, compare
from crmkit.dedup.columnar.encoding import Encoded
from crmkit.dedup.comparing import COMPARISONS

PHONES = ("791234567", "791234568", "441234567", "443334567")
NAMES = ("anna", "muster", "hanna", "keller", "a")
OF = {one.feature: one for one in COMPARISONS}
CODES = st.lists(st.lists(st.integers(-1, len(PHONES) - 1), min_size=2, max_size=2), min_size=2, max_size=6)


def pairs_of(records):
    return tuple(side.astype(np.int64) for side in np.triu_indices(records, 1))


@settings(max_examples=60, deadline=None)
@given(CODES)
def test_of_several_values_the_best_two_count_and_the_first_that_both_have(codes):
    phones = Encoded("phone", np.array(codes, np.int32), PHONES)
    left, right = pairs_of(len(codes))
    made = compare({"phone": phones}, [OF["phone"]], left, right).compared[0]
    for one, other, level, shared in zip(left, right, made.levels.tolist(), made.shared.tolist(), strict=True):
        mine, theirs = phones.of(one), phones.of(other)
        both = sorted(set(mine) & set(theirs))
        levels = [0 if a == b else int(COMPARATORS["code"]([a], [b])[0]) for a in mine for b in theirs]
        assert level == min(levels, default=MISSING)
        assert (PHONES[shared] if shared >= 0 else "") == (both[0] if both else "")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*[st.integers(-1, len(NAMES) - 1)] * 2), min_size=2, max_size=6), st.data())
def test_names_in_each_others_place_are_compared_crosswise_whichever_record_comes_first(codes, data):
    names = {
        name: Encoded(name, np.array([pair[place] for pair in codes], np.int32)[:, None], NAMES)
        for place, name in enumerate(("given", "family"))
    }
    left, right = pairs_of(len(codes))
    comparisons = [OF["given"], OF["family"]]
    one, other = compare(names, comparisons, left, right), compare(names, comparisons, right, left)
    assert one.swapped.tolist() == other.swapped.tolist()
    for mine, theirs in zip(one.compared, other.compared, strict=True):
        assert mine.levels.tolist() == theirs.levels.tolist()
    for place, (a, b) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        straight = codes[a][0] == codes[b][0] or codes[a][1] == codes[b][1]
        if min(codes[a]) >= 0 and codes[a] == codes[b][::-1] and not straight:
            unlike = COMPARATORS["given_name"]([NAMES[codes[a][0]]], [NAMES[codes[b][0]]])[0] > 2
            unlike &= COMPARATORS["family_name"]([NAMES[codes[a][1]]], [NAMES[codes[b][1]]])[0] > 2
            assert one.swapped[place] == unlike
    some = data.draw(st.lists(st.integers(0, len(left) - 1), max_size=4))
    fewer = one.only(np.array(some, np.int64))
    assert fewer.levels("given").tolist() == one.levels("given")[some].tolist()
    assert fewer.levels("email").tolist() == [MISSING] * len(some)
