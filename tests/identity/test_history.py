"""Moves lead from one grouping of rows to another."""

from hypothesis import given
from hypothesis import strategies as st

from crmkit.identity.history import moves, touched

REFS = tuple("abcdefg")
groupings = st.lists(st.integers(0, 3), min_size=len(REFS), max_size=len(REFS))


def grouped(numbers):
    """Name each group by its first row, as customers are named."""
    found = {}
    for ref, number in zip(REFS, numbers, strict=True):
        found.setdefault(number, []).append(ref)
    return {f"c-{refs[0]}": tuple(refs) for refs in found.values()}


@given(groupings, groupings)
def test_moves_lead_from_before_to_after(one, other):
    before, after = grouped(one), grouped(other)
    held = {name: set(refs) for name, refs in before.items()}
    for move in moves(before, after):
        assert held[move.old] >= set(move.refs)
        held[move.old] -= set(move.refs)
        held.setdefault(move.new, set()).update(move.refs)
    assert {name: tuple(sorted(refs)) for name, refs in held.items() if refs} == after
    assert moves(before, before) == ()


@given(groupings, groupings)
def test_each_kind_of_move_means_what_it_says(one, other):
    before, after = grouped(one), grouped(other)
    for move in moves(before, after):
        assert move.old != move.new
        if move.kind == "merged":
            assert move.old not in after
            assert before[move.old][0] in after[move.new]
        elif move.kind == "split":
            assert move.new not in before
        else:
            assert move.new in before
            assert before[move.old][0] not in move.refs


@given(groupings, groupings)
def test_who_is_touched_is_whoever_differs_grouped_by_shared_rows(one, other):
    before, after = grouped(one), grouped(other)
    groups = touched(before, after)
    differs = {name for name in before if after.get(name) != before[name]}
    assert {name for group in groups for name in group.before} == differs
    assert {name for group in groups for name in group.after} == {n for n in after if before.get(n) != after[n]}
    for group in groups:
        assert sorted("".join("".join(refs) for refs in group.before.values())) == sorted(
            "".join("".join(refs) for refs in group.after.values())
        )
        assert group.ids == sorted({*group.before, *group.after})
    rows = [ref for group in groups for refs in group.before.values() for ref in refs]
    assert len(rows) == len(set(rows))
