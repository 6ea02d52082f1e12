import json
from datetime import date, datetime, time

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from crmkit.intake.cells import flatten, scalar

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=3)
    | st.datetimes()
    | st.dates()
    | st.times()
)
NESTED = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab."), inner, max_size=3)
)


@given(st.dictionaries(st.sampled_from(["a", "b", "a.b"]), NESTED))
def test_any_row_becomes_one_flat_row_of_json_scalars(row):
    flat = flatten(row)
    assert json.loads(json.dumps(flat, allow_nan=False)) == flat
    assert not any(isinstance(value, dict | list) for value in flat.values())


@given(st.integers(-(2**53), 2**53))
def test_whole_floats_become_the_integers_they_stand_for(number):
    assert scalar(float(number)) == number
    assert isinstance(scalar(float(number)), int)


def test_times_numpy_scalars_and_strangers_become_scalars():
    assert scalar(time(14, 30)) == "14:30:00"
    assert scalar(date(2026, 3, 1)) == scalar(datetime(2026, 3, 1)) == "2026-03-01"
    assert scalar(np.int64(3)) == 3
    assert scalar(np.float64("nan")) is None
    assert scalar(1j) == "1j"
