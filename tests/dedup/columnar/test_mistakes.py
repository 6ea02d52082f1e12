"""Wrong pairs are all found, each under one kind, and the figures come with their uncertainty."""

from itertools import combinations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.dedup.columnar.bootstrap import interval
from crmkit.dedup.evaluation import evaluate
from crmkit.dedup.frames import dedupe
from crmkit.dedup.portions import portions
from crmkit.exceptions import CallError
from tests.dedup.people import FIELDS, crowd, people


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(people, st.integers(0, 4)), min_size=2, max_size=14))
def test_every_wrong_pair_is_counted_once(rows):
    frame = pl.DataFrame([row for row, _ in rows], schema=dict.fromkeys(FIELDS, pl.String))
    found = dedupe(frame, fields=FIELDS)
    truth = [who for _, who in rows]
    clusters = found.clusters["cluster"].to_list()
    result = found.evaluate(truth)
    pairs = list(combinations(range(len(rows)), 2))
    wrong = [pair for pair in pairs if clusters[pair[0]] == clusters[pair[1]] and truth[pair[0]] != truth[pair[1]]]
    missed = [pair for pair in pairs if clusters[pair[0]] != clusters[pair[1]] and truth[pair[0]] == truth[pair[1]]]
    assert sum(one.count for one in result.mistakes if one.false) == len(wrong)
    assert sum(one.count for one in result.mistakes if not one.false) == len(missed)
    for one in result.mistakes:
        assert 1 <= len(one.examples) <= min(one.count, 3)
        assert set(one.examples) <= set(wrong if one.false else missed)
        for left, right in one.examples:
            explained = found.explain(left, right)
            assert bool(explained.gate) or one.kind not in {"held back", "kept apart by others"}


def test_kinds_say_what_went_wrong():
    rows = [{**row, "rid": f"{copy}{place}"} for place, row in enumerate(crowd(30)) for copy in "ab"]
    twin = {**rows[0], "rid": "twin", "given_name": "Melanie"}
    found = dedupe(pl.DataFrame([*rows, twin]), id_column="rid")
    truth = {row["rid"]: row["rid"][1:] for row in rows} | {"twin": "0", "b5": "x", "a7": "20", "b7": "20"}
    kinds = {(one.kind, one.reason): one for one in found.evaluate(truth).mistakes}
    assert kinds[("held back", "one birth date and one family name, but given names differ: twins")].count == 2
    wrongly = [one for (kind, _), one in kinds.items() if kind == "wrongly the same"]
    assert [one.examples for one in wrongly] == [(("a5", "b5"),)]
    assert kinds[("never compared", "")].count == 4


def test_a_sample_measures_only_what_it_speaks_of():
    rows = [{**row, "rid": f"{copy}{place}"} for place, row in enumerate(crowd(30)) for copy in "ab"]
    found = dedupe(pl.DataFrame(rows), id_column="rid")
    truth = {f"{copy}{place}": str(place) for place in range(5) for copy in "ab"} | {"b0": "somebody"}
    for sampled in ("records", "customers"):
        result = found.evaluate(truth, sampled=sampled)
        assert result.true_pairs == 4
        assert sum(one.count for one in result.mistakes) == 1
        low, high = result.interval
        assert 0 <= low <= result.pairwise.f1 <= high <= 1
    with pytest.raises(CallError, match="lacks 50 of 60"):
        found.evaluate(truth)
    with pytest.raises(CallError, match="do not exist"):
        found.evaluate({"zz": "1"}, sampled="records")
    with pytest.raises(CallError, match="lacks 60 of 60"):
        found.evaluate({}, sampled="records")


labelled = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=25)


@given(labelled, st.integers(0, 3))
def test_the_interval_is_the_same_every_time_and_lies_between_nothing_and_all(rows, seed):
    truth, clusters = [who for who, _ in rows], [name for _, name in rows]
    _, parts = portions(truth, clusters)
    low, high = interval(parts, seed=seed)
    assert (low, high) == interval(reversed(parts), seed=seed)
    assert 0 <= low <= high <= 1


def test_more_customers_make_surer():
    def width(customers):
        truth = [place // 2 for place in range(2 * customers)]
        clusters = [place if place % 10 == 0 else place // 2 + 10**6 for place in range(2 * customers)]
        low, high = interval(portions(truth, clusters)[1], seed=1)
        assert low <= evaluate(truth, clusters).pairwise.f1 <= high
        return high - low

    assert width(2000) < width(200) < width(20)
