"""Scores of clusters."""

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.dedup.evaluation import evaluate
from crmkit.dedup.portions import portions

labelled = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=20)


@given(st.lists(st.integers(0, 5), max_size=20))
def test_the_truth_itself_scores_one(truth):
    result = evaluate(truth, truth)
    assert result.pairwise.f1 == 1.0
    assert result.bcubed.f1 == pytest.approx(1.0)
    assert result.exact.f1 == 1.0


@given(labelled)
def test_figures_are_those_of_their_definitions(rows):
    truth, clusters = [who for who, _ in rows], [name for _, name in rows]
    result = evaluate(truth, clusters)
    pairs = list(combinations(range(len(rows)), 2))
    true = {pair for pair in pairs if truth[pair[0]] == truth[pair[1]]}
    joined = {pair for pair in pairs if clusters[pair[0]] == clusters[pair[1]]}
    assert result.true_pairs == len(true)
    assert result.pairwise.precision == pytest.approx(len(true & joined) / len(joined) if joined else 1)
    assert result.pairwise.recall == pytest.approx(len(true & joined) / len(true) if true else 1)
    groups = [
        {
            frozenset(place for place, one in enumerate(side) if one == name)
            for name, size in Counter(side).items()
            if size > 1
        }
        for side in (truth, clusters)
    ]
    exact = len(groups[0] & groups[1])
    assert result.exact.precision == pytest.approx(exact / len(groups[1]) if groups[1] else 1)
    assert result.exact.recall == pytest.approx(exact / len(groups[0]) if groups[0] else 1)
    near = [
        (
            sum(t == truth[place] and c == clusters[place] for t, c in rows),
            clusters.count(clusters[place]),
            truth.count(truth[place]),
        )
        for place in range(len(rows))
    ]
    if rows:
        assert result.bcubed.precision == pytest.approx(sum(both / size for both, size, _ in near) / len(rows))
        assert result.bcubed.recall == pytest.approx(sum(both / size for both, _, size in near) / len(rows))


@given(labelled, st.sampled_from(["records", "customers"]))
def test_a_sample_of_every_customer_says_what_the_whole_truth_says_where_sizes_are_equal(rows, sampled):
    truth = [place // 2 for place in range(2 * (len(rows) // 2))]
    clusters = [name for _, name in rows][: len(truth)]
    whole, sample = evaluate(truth, clusters), evaluate(truth, clusters, sampled=sampled)
    for name in ("pairwise", "bcubed", "exact"):
        assert getattr(sample, name).f1 == pytest.approx(getattr(whole, name).f1)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=30))
def test_customers_drawn_through_their_records_give_the_whole_figures_on_average(rows):
    truth, clusters = [who for who, _ in rows], [name for _, name in rows]
    whole = evaluate(truth, clusters)
    hits = joined = 0.0
    for drawn in truth:  # each record once: what drawing one record gives on average
        kept = [who if who == drawn else None for who in truth]
        weights, (one,) = portions(kept, clusters, sampled="records")
        assert weights == {drawn: 1 / truth.count(drawn)}
        hits, joined = hits + one.weight * one.hits, joined + one.weight * one.joined
    assert (hits / joined if joined else 1.0) == pytest.approx(whole.pairwise.precision)


def test_recall_is_split_by_the_step_that_lost_it():
    result = evaluate("aaaa", [0, 0, 2, 3], compared=[(0, 1), (0, 2), (1, 2)], same=[(0, 1), (0, 2)])
    assert (result.true_pairs, result.pairwise.precision) == (6, 1.0)
    lost = result.lost_in_blocking, result.lost_in_scoring, result.lost_in_clustering
    assert [round(one * 6) for one in lost] == [3, 1, 1]
    assert "blocking 50.0%" in str(result)


def test_pairs_outside_a_sample_count_for_nothing():
    weighed = [(0, 1, 9.0), (2, 3, 8.0), (1, 2, 7.0)]
    result = evaluate(["a", "a", None, None], [0, 0, 2, 2], same=[(0, 1), (2, 3)], weighed=weighed, sampled="customers")
    assert result.pairwise.f1 == 1.0
    assert result.lost_in_blocking == 1.0
    assert [point.score.precision for point in result.curve] == [1.0, 1.0, pytest.approx(1 / 1.5)]
