"""Files full of traps: nobody falls into one, and true duplicates are found all the same."""

from collections import Counter
from itertools import combinations

import pytest

from crmkit.dedup.frames import dedupe
from tests.dedup.traps.file import FIELDS, make_file
from tests.dedup.traps.kinds import KINDS


def judge(seed, *, traps, duplicates):
    made = make_file(seed, traps=traps, duplicates=duplicates)
    found = dedupe(made.frame, fields=FIELDS)
    return made, found, found.clusters["cluster"].to_list()


def check(seed, *, traps, duplicates):
    made, found, clusters = judge(seed, traps=traps, duplicates=duplicates)
    assert made.exact_contact_f1() < 0.75
    sprung = made.sprung(clusters)
    assert not sprung, f"seed {seed}: {Counter(kind for kind, *_ in sprung)}\n{found.explain(*sprung[0][1:])}"
    same = found.pairs.filter(found.pairs["verdict"] == "same")
    for left, right in zip(same["left"], same["right"], strict=True):
        one_trap = made.trap[left] >= 0 and made.trap[left] == made.trap[right]
        assert not one_trap or made.who[left] == made.who[right], found.explain(left, right)
    true = made.true_pairs()
    kept = sum(clusters[one] == clusters[other] for one, other in true)
    assert kept >= 0.95 * len(true), f"seed {seed}: {kept} of {len(true)}"
    assert found.evaluate(made.who).pairwise.precision > 0.98


def test_a_file_with_traps_of_every_kind_is_the_same_for_the_same_seed():
    one, again, other = (make_file(seed, traps=3, duplicates=5) for seed in (7, 7, 8))
    assert one.frame.equals(again.frame)
    assert one.who == again.who
    assert not one.frame.equals(other.frame)
    assert {kind for kind in one.kind if kind} == KINDS.keys()


def test_no_trap_of_a_small_file_is_merged():
    check(1, traps=30, duplicates=300)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(1, 11))
def test_no_trap_of_three_hundred_a_kind_is_merged(seed):
    check(seed, traps=300, duplicates=2500)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(1, 4))
def test_no_trap_is_merged_where_true_duplicates_are_rare(seed):
    check(seed + 100, traps=300, duplicates=60)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_trap_is_no_trap_for_who_looks_at_everything(kind):
    """Rows of one trap differ in their names, or in what tells namesakes apart."""
    made = make_file(3, traps=4, duplicates=0)
    rows = made.frame.rows(named=True)
    for one, other in combinations(range(len(rows)), 2):
        if made.trap[one] == made.trap[other] and made.kind[one] == kind:
            assert any(rows[one][name] != rows[other][name] for name in FIELDS)
