"""Clusters are compared with the truth pair by pair."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.demo.truth import compare, read_truth
from crmkit.exceptions import InputError


def truth_of(owners, traps=()):
    rows = [{"file": "a.csv", "line": line, "customer": owner} for line, owner in enumerate(owners)]
    return {"rows": rows, "traps": [{"kind": kind, "customers": list(pair)} for kind, *pair in traps]}


def found_of(clusters):
    return {("a.csv", line): cluster for line, cluster in enumerate(clusters) if cluster is not None}


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), max_size=8))
def test_the_measures_are_those_of_counting_every_pair(rows):
    owners, clusters = [one for one, _ in rows], [one for _, one in rows]
    pairs = list(combinations(range(len(rows)), 2))
    real = {pair for pair in pairs if owners[pair[0]] == owners[pair[1]]}
    put = {pair for pair in pairs if clusters[pair[0]] == clusters[pair[1]]}
    measured = compare(truth_of(owners), found_of(clusters))
    assert measured.precision == (len(real & put) / len(put) if put else 1.0)
    assert measured.recall == (len(real & put) / len(real) if real else 1.0)
    assert 0 <= measured.f1 <= 1
    assert (measured.rows, measured.customers) == (len(rows), len(set(owners)))


def test_a_row_that_was_set_aside_costs_recall_and_not_precision():
    measured = compare(truth_of("aaa"), found_of(["x", "x", None]))
    assert (measured.precision, measured.recall, measured.rows) == (1.0, pytest.approx(1 / 3), 2)


def test_a_trap_is_fallen_into_when_its_two_customers_share_a_cluster():
    truth = truth_of("abcd", [("twins", "a", "b"), ("twins", "c", "d"), ("homonym", "a", "c"), ("homonym", "a", "zz")])
    measured = compare(truth, found_of("xxyz"))
    assert measured.traps == {"homonym": (2, 0), "twins": (2, 1)}
    assert measured.fallen == 1


def test_a_truth_file_that_cannot_be_read_is_one_sentence(tmp_path):
    (tmp_path / "truth.json").write_text("{")
    for name in ("truth.json", "missing.json"):
        with pytest.raises(InputError, match=f"The truth file {name} cannot be read"):
            read_truth(tmp_path / name)
