"""Clusters of many records are those that joining pair by pair gives."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from crmkit.dedup.clustering import cluster
from crmkit.dedup.columnar.grouping import Weighed, components, group

RECORDS = 9
BITS = {"votes": 3, "same_bits": 0.0, "bridge_bits": -np.inf, "least_precision": 0.0}
PAIR = st.tuples(st.integers(0, RECORDS - 1), st.integers(0, RECORDS - 1)).filter(lambda pair: pair[0] < pair[1])
PAIRS = st.dictionaries(PAIR, st.tuples(st.integers(0, 9), st.sampled_from(["same", "firm", "doubt"])), max_size=20)


def weighed(pairs):
    left, right = (np.array([pair[side] for pair in pairs], np.int64) for side in (0, 1))
    said = [kind for _, kind in pairs.values()]
    marks = (np.array([one == kind for one in said], np.bool_) for kind in ("same", "firm", "doubt"))
    weight = np.array([weight for weight, _ in pairs.values()], np.float64)
    return Weighed(left, right, weight, *marks, np.zeros(len(left), np.bool_))


def nothing(left, right):
    none = np.zeros(len(left), np.bool_)
    return Weighed(left, right, np.zeros(len(left)), none, none, none, none)


def one_by_one(pairs, sure, **options):
    same = sorted((-weight, *pair) for pair, (weight, kind) in pairs.items() if kind == "same")
    first = [(left, right) for left, right, yes in sure if yes]
    held = cluster(RECORDS, first, [])
    disputed = {pair: kind for pair, (_, kind) in pairs.items() if held[pair[0]] != held[pair[1]]}
    return cluster(
        RECORDS,
        first + [(left, right) for _, left, right in same],
        [pair for pair, kind in disputed.items() if kind == "firm"] + [(a, b) for a, b, yes in sure if not yes],
        doubts=[pair for pair, kind in disputed.items() if kind == "doubt"],
        votes=3,
        weak_from=len(first) + sum(weight <= -4 for weight, *_ in same),
        **options,
    )


@given(PAIRS, st.lists(st.tuples(PAIR, st.booleans()), max_size=2, unique_by=lambda one: one[0]))
def test_what_is_joined_at_once_is_what_pair_by_pair_gives(pairs, sure):
    judged = [(*pair, yes) for pair, yes in sure]
    told = {pair for pair, _ in sure}
    grouped = group(weighed(pairs), RECORDS, judged, nothing, **{**BITS, "bridge_bits": 4})
    unsaid = {pair: said for pair, said in pairs.items() if pair not in told}
    assert grouped.clusters.tolist() == one_by_one(unsaid, sorted(judged))
    assert grouped.least_bits == BITS["same_bits"]


def test_what_people_hold_together_no_contradiction_parts():
    pairs = weighed({(0, 2): (5, "firm"), (1, 3): (5, "same"), (0, 3): (5, "firm")})
    told = [(0, 1, True), (1, 2, True)]
    assert group(pairs, RECORDS, told, nothing, **BITS).clusters.tolist()[:4] == [0, 0, 0, 3]
    told = [*told, (0, 2, False)]
    assert len(set(group(pairs, RECORDS, told, nothing, **BITS).clusters.tolist()[:3])) == 2


@given(PAIRS, st.sampled_from([0.0, 0.999]))
def test_a_cluster_is_held_by_the_weakest_pair_that_it_needs(pairs, precision):
    grouped = group(weighed(pairs), RECORDS, (), nothing, **{**BITS, "bridge_bits": 4, "least_precision": precision})
    kept = {pair: said for pair, said in pairs.items() if said[0] >= grouped.least_bits or said[1] != "same"}
    same = sorted(-weight for weight, kind in kept.values() if kind == "same")
    made = []
    clusters = one_by_one(kept, [], joins=made)
    held = dict.fromkeys(range(RECORDS), np.inf)
    order = sorted((-weight, *pair) for pair, (weight, kind) in kept.items() if kind == "same")
    for place, _ in made:
        root = clusters[order[place][1]]
        held[root] = min(held[root], -same[place])
    if precision == 0.0 or grouped.clusters.tolist() == clusters:
        assert grouped.holding_bits.tolist() == [held[root] for root in clusters]


@given(st.lists(PAIR, max_size=15), st.lists(PAIR, max_size=6, unique=True))
def test_contradictions_that_no_rule_brought_together_are_found(links, hidden):
    pairs = {pair: (5, "same") for pair in links if pair not in hidden}

    def look(left, right):
        firm = np.array([pair in hidden for pair in zip(left.tolist(), right.tolist(), strict=True)], np.bool_)
        none = np.zeros(len(left), np.bool_)
        return Weighed(left, right, np.zeros(len(left)), none, firm, none, none)

    grouped = group(weighed(pairs), RECORDS, (), look, **BITS).clusters
    assert not any(grouped[left] == grouped[right] for left, right in hidden)
    assert (grouped <= np.arange(RECORDS)).all()


@given(st.lists(PAIR, max_size=15), st.permutations(range(RECORDS)))
def test_components_do_not_depend_on_names(links, names):
    left, right = (np.array([pair[side] for pair in links], np.int64) for side in (0, 1))
    called = np.array(names)
    groups = [
        {frozenset(np.flatnonzero(found == one).tolist()) for one in found}
        for found in (components(RECORDS, left, right), components(RECORDS, called[left], called[right])[called])
    ]
    assert groups[0] == groups[1]


def test_a_long_chain_is_one_component():
    links = np.random.default_rng(1).permutation(20_000)
    assert not components(20_001, links, links + 1).any()
