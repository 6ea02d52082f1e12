"""Clusters never hold a firm contradiction, and no doubtful record is a bridge."""

from hypothesis import given
from hypothesis import strategies as st

from crmkit.dedup.clustering import cluster

pairs = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda pair: pair[0] != pair[1]), max_size=30)


@given(pairs, pairs, pairs)
def test_no_cluster_holds_two_records_that_are_apart(same, apart, doubts):
    groups = cluster(12, same, apart, doubts=doubts)
    assert all(groups[left] != groups[right] for left, right in apart)
    assert all(groups[groups[node]] == groups[node] <= node for node in range(12))


@given(pairs)
def test_without_contradictions_clusters_are_connected_components(same):
    groups = cluster(12, same, [])
    assert all(groups[left] == groups[right] for left, right in same)


@given(pairs, pairs, pairs, st.integers(0, 30))
def test_contradictions_and_weakness_only_ever_make_clusters_smaller(same, apart, doubts, weak_from):
    free = cluster(12, same, [])
    held = cluster(12, same, apart, doubts=doubts, weak_from=weak_from)
    assert all(free[node] == free[held[node]] for node in range(12))


@given(pairs, pairs)
def test_joins_bring_together_as_many_pairs_as_clusters_imply(same, apart):
    joins = []
    groups = cluster(12, same, apart, joins=joins)
    sizes = [groups.count(name) for name in set(groups)]
    assert sum(pairs for _, pairs in joins) == sum(size * (size - 1) // 2 for size in sizes)
    assert [place for place, _ in joins] == sorted(place for place, _ in joins)


def test_three_pairs_outvote_one_slip_and_two_do_not():
    same = [(0, 1), (1, 2), (0, 2), (0, 3), (1, 3)]
    assert cluster(5, same, [], doubts=[(2, 3)]) == [0, 0, 0, 3, 4]
    four = [*same[:3], (0, 4), (4, 1), (4, 2), (0, 3), (1, 3), (4, 3)]
    assert cluster(5, four, [], doubts=[(2, 3)]) == [0, 0, 0, 0, 0]


def test_a_judgement_is_not_outvoted():
    same = [(0, 1), (1, 2), (0, 2), (0, 3), (1, 3), (2, 3)]
    groups = cluster(4, same, [(2, 3)])
    assert groups[2] != groups[3]


def test_one_doubtful_record_is_no_bridge_between_two_groups():
    same = [(0, 1), (2, 3), (4, 0), (4, 1), (4, 2), (4, 3)]
    assert cluster(5, same, [], weak_from=2) == [0, 0, 2, 2, 0]
    assert cluster(5, same, []) == [0, 0, 0, 0, 0]


def test_two_records_of_each_side_are_a_bridge():
    assert cluster(4, [(0, 1), (2, 3), (0, 2), (1, 3)], [], weak_from=2) == [0, 0, 0, 0]


@given(pairs, pairs, st.lists(st.integers(-1, 3), min_size=12, max_size=12))
def test_no_cluster_holds_two_records_of_a_source_that_has_nobody_twice(same, apart, sources):
    groups = cluster(12, same, apart, sources=sources)
    held = [(group, source) for group, source in zip(groups, sources, strict=True) if source >= 0]
    assert len(held) == len(set(held))
    assert all(groups[left] != groups[right] for left, right in apart)
    free = cluster(12, same, apart, sources=[-1] * 12)
    assert free == cluster(12, same, apart)
