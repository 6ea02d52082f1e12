"""Clusters never hold a contradiction."""

from hypothesis import given
from hypothesis import strategies as st

from crmkit.dedup.clustering import cluster

pairs = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda pair: pair[0] != pair[1]), max_size=30)


@given(pairs, pairs)
def test_no_cluster_holds_two_records_that_are_apart(same, apart):
    groups = cluster(12, same, apart)
    assert all(groups[left] != groups[right] for left, right in apart)
    assert all(groups[groups[node]] == groups[node] <= node for node in range(12))


@given(pairs)
def test_without_contradictions_clusters_are_connected_components(same):
    groups = cluster(12, same, [])
    assert all(groups[left] == groups[right] for left, right in same)
