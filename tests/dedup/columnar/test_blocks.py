"""Candidate pairs stay within their budget, whatever the data."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from crmkit.dedup.blocking import BlockingRule
from crmkit.dedup.columnar.blocks import candidates
from crmkit.dedup.columnar.encoding import Encoded


def feature(codes):
    return {"email": Encoded("email", np.array(codes, np.int32).reshape(-1, 1), ("a", "b", "c", "d"))}


@given(st.lists(st.integers(-1, 3), max_size=60))
def test_small_blocks_are_compared_in_full(codes):
    found = candidates(feature(codes), [BlockingRule(("email",))], len(codes), block_cap=60, pairs_per_record=60)
    made = set(zip(found.left.tolist(), found.right.tolist(), strict=True))
    wanted = {
        (left, right)
        for right in range(len(codes))
        for left in range(right)
        if codes[left] == codes[right] >= 0
    }  # fmt: skip
    assert made == wanted


def test_a_block_of_everybody_costs_no_square():
    found = candidates(feature([0] * 20_000), [BlockingRule(("email",))], 20_000, block_cap=50, pairs_per_record=6)
    assert len(found.left) < 120_000
    assert found.skipped[0].records == 20_000
    assert found.skipped[0].pairs + len(found.left) == 20_000 * 19_999 // 2


def test_a_rule_about_a_feature_that_is_missing_falls_away():
    assert not len(candidates(feature([0, 0]), [BlockingRule(("phone",))], 2, block_cap=5, pairs_per_record=5).left)
