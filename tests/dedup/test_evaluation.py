"""Scores of clusters."""

from hypothesis import given
from hypothesis import strategies as st

from crmkit.dedup.evaluation import evaluate


@given(st.lists(st.integers(0, 5), max_size=20))
def test_the_truth_itself_scores_one(truth):
    result = evaluate(truth, truth)
    assert result.pairwise.f1 == 1.0
    assert result.bcubed.f1 == 1.0


def test_recall_is_split_by_the_step_that_lost_it():
    result = evaluate("aaaa", [0, 0, 2, 3], compared=[(0, 1), (0, 2), (1, 2)], same=[(0, 1), (0, 2)])
    assert (result.true_pairs, result.pairwise.precision) == (6, 1.0)
    lost = result.lost_in_blocking, result.lost_in_scoring, result.lost_in_clustering
    assert [round(one * 6) for one in lost] == [3, 1, 1]
    assert "blocking 50.0%" in str(result)
