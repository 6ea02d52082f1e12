"""Weights add up, each group within its caps."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.dedup.columnar.compare import Compared
from crmkit.dedup.columnar.score import combine, total_of
from crmkit.dedup.comparing import COMPARISONS
from crmkit.dedup.model import Model

BITS = st.lists(st.floats(-20, 20), min_size=3, max_size=3).map(np.array)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(COMPARISONS), BITS), unique_by=lambda one: one[0].feature), st.booleans())
def test_sums_are_those_of_their_parts_and_no_group_is_beyond_its_caps(chosen, swapped):
    nothing = np.zeros(3, np.uint8), np.zeros(3, np.int32)
    compared = [Compared(comparison, *nothing) for comparison, _ in chosen]
    weights, extra, model = [bits for _, bits in chosen], np.full(3, -3.0 * swapped), Model()
    before = [bits.copy() for bits in weights]
    whole = combine(compared, weights, extra, -12.0, model)
    assert np.allclose(total_of(compared, weights, extra, -12.0, model), whole.total)
    assert np.allclose(sum(whole.parts, start=extra - 12.0), whole.total)
    assert all(np.array_equal(*pair) for pair in zip(before, weights, strict=True))
    for group, (low, high) in model.caps.items():
        parts = [part for (comparison, _), part in zip(chosen, whole.parts, strict=True) if comparison.group == group]
        if parts:
            assert ((sum(parts) >= low - 1e-9) & (sum(parts) <= high + 1e-9)).all()
