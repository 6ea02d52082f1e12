"""The chart of weights counts every pair once, and its precision is that of the probabilities to its right."""

import polars as pl
import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from crmkit.dedup.model import Model
from crmkit.dedup.thresholds import estimated_precision, threshold_plot

pairs = st.lists(
    st.tuples(st.floats(-5, 60), st.sampled_from(["same", "possible", "related"]), st.booleans()), max_size=30
)


@frozen
class Found:
    pairs: pl.DataFrame
    model: Model


def of(rows):
    chance = [1 / (1 + 2**-weight) * (0.02 if held else 1) for weight, _, held in rows]
    columns = {"weight": [one for one, _, _ in rows], "probability": chance, "verdict": [one for _, one, _ in rows]}
    return Found(
        pl.DataFrame(columns, schema={"weight": pl.Float64, "probability": pl.Float64, "verdict": pl.String}), Model()
    )


@given(pairs, st.sampled_from(["en", "fr"]))
def test_every_pair_is_in_one_column(rows, language):
    plot = threshold_plot(of(rows), language=language)
    if not rows:
        assert plot is None
        return
    assert sum(sum(layer.counts) for layer in plot.layers) == len(rows)
    assert len({len(layer.counts) for layer in plot.layers}) == 1
    assert len(plot.layers[0].counts) <= 50
    assert plot.bounds[0] < plot.bounds[1]
    assert [mark.value for mark in plot.marks] == [Model().same_bits]


@given(st.lists(st.tuples(st.floats(-9, 30), st.floats(0, 1)), max_size=30))
def test_precision_is_the_mean_probability_of_what_weighs_as_much_or_more(rows):
    points = estimated_precision(rows, -10, 40)
    assert [weight for weight, _ in points] == sorted({weight for weight, _ in points})
    for weight, share in points:
        above = [chance for other, chance in rows if other >= weight]
        assert share == pytest.approx(sum(above) / len(above), abs=1e-5)


def test_pairs_that_a_gate_holds_back_count_for_no_precision():
    (curve,) = threshold_plot(of([(20.0, "same", False), (30.0, "related", True)])).curves
    assert [weight for weight, _ in curve.points] == [20.0]
    assert threshold_plot(of([(30.0, "related", True)])).curves == ()
