"""Who stands in the same situation: the same acts, in the same order, on the same side of the instants that matter.

Consents and refusals take turns, and within a turn neither order nor repetition matters; objections have no place in
the order at all. Only where acts answer each other, where dates are uncertain or data is restricted, each act has its
own turn.

A situation is named by two sums over its turns, each mixed with its place.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import polars as pl
from attrs import frozen

from crmkit.consent.acts import RANK
from crmkit.consent.case import REFUSALS
from crmkit.consent.columnar.forms import Form
from crmkit.consent.columnar.instants import DAY, FAR, Instants
from crmkit.consent.columnar.minors import Minors
from crmkit.consent.columnar.naming import SEEDS, Flags, Longs, Marks, mix, words
from crmkit.consent.columnar.placing import IS_ANSWER, IS_GRANT, IS_STOP, Kept, Placed

_GROWN: Final = 0
"""The role of a step at which somebody grows up."""


@frozen(eq=False)
class _Steps:
    """What happened at each contact point, in order; `row` is its place among what was placed, -1 for none."""

    q: Longs
    time: Longs
    role: Longs
    code: Longs
    row: Longs

    def taken(self, places: Longs | Flags) -> "_Steps":
        return _Steps(*(column[places] for column in self.columns))

    def with_others(self, others: "_Steps") -> "_Steps":
        pairs = zip(self.columns, others.columns, strict=True)
        return _Steps(*(np.concatenate(pair) for pair in pairs))

    @property
    def columns(self) -> tuple[Longs, ...]:
        return self.q, self.time, self.role, self.code, self.row


def situations(placed: Placed, minors: Minors, forms: Sequence[Form], alike: Longs, instants: Instants) -> Marks:
    """Name the situation of each contact point by two numbers.

    Args:
        placed: the acts.
        minors: ends of childhood.
        forms: the forms of the acts.
        alike: for each form the number that it shares with those which mean the same.
        instants: what the decision compares with.

    Returns:
        An array of two columns and a row for each contact point.
    """
    size = len(placed.persons)
    named = np.zeros((size, 2), dtype=np.uint64)
    held, role, form = placed.act, placed.kept.role[placed.act], placed.kept.form[placed.act]
    uncertain = (placed.kept.until > placed.kept.since)[held]
    orderly = np.zeros(size, dtype=np.bool_)
    orderly[placed.q[uncertain | (role == IS_ANSWER) | _of_kind(forms, form, "restrict")]] = True
    loose = ~orderly[placed.q] & _of_kind(forms, form, "object", "suppress")
    code = _codes(placed.kept, forms, alike, instants)[held]
    rows = np.flatnonzero(loose)
    quiet = _quiet(forms)[form[rows]] * instants.width + code[rows] // 3 % instants.width
    _name_loose(named, placed.q[rows], quiet)
    rows = np.flatnonzero(~loose)
    steps = _Steps(placed.q[rows], placed.kept.since[held[rows]], role[rows], code[rows], rows)
    twisted = _twisted(steps, size) | orderly
    twisted[minors.q] = True
    turning = twisted[steps.q]
    plain = np.flatnonzero(~turning)
    _name(named, steps.q[plain], steps.code[plain], turns=_changes(steps.role[plain]))
    rest = steps.taken(turning)
    if len(rest.q) or len(minors.q):
        rest = rest.with_others(_ends(placed, rest, instants)).with_others(_grown(minors, instants))
        _name_orderly(named, _in_order(rest, orderly), orderly, placed)
        named[twisted] ^= SEEDS[1]  # the steps of the others were numbered by themselves
    alone = _alone(placed, forms, uncertain)
    named[alone] = mix(named[alone] + SEEDS[0] * (alone.astype(np.uint64) + np.uint64(1))[:, None])
    return named


def _codes(kept: Kept, forms: Sequence[Form], alike: Longs, instants: Instants) -> Longs:
    """Number what a decision asks of one act alone: its form, and where it stands among the instants."""
    died = instants.at - np.array([_life(one) for one in forms] or [0])
    stops = kept.role == IS_STOP
    code: Longs = alike[kept.form] * 2 + (kept.since <= died[kept.form])
    code = code * 2 + (stops | (kept.since - kept.recorded <= instants.tolerance))
    code = code * 2 + (kept.until > kept.since)
    sides = instants.side_now(kept.since)
    others = np.flatnonzero(~stops)
    sides[others] = instants.sides(kept.since[others])
    return (code * instants.width + sides) * 3


def _ends(placed: Placed, steps: _Steps, instants: Instants) -> _Steps:
    """Lay out the ends of acts whose dates are uncertain."""
    until = placed.kept.until[placed.act[steps.row]]
    late = steps.taken(until > steps.time)
    until = until[until > steps.time]
    code = (late.code // 3 * instants.width + instants.sides(until)) * 3 + 1
    return _Steps(late.q, until, np.full(len(until), _GROWN), code, np.full(len(until), -1))


def _grown(minors: Minors, instants: Instants) -> _Steps:
    code = (minors.place * instants.width + instants.sides(minors.until)) * 3 + 2
    return _Steps(minors.q, minors.until, np.full(len(code), _GROWN), code, np.full(len(code), -1))


def _in_order(steps: _Steps, orderly: Flags) -> _Steps:
    """Sort steps; at the same instant somebody grows up first, and a refusal comes last."""
    rank = np.where(orderly[steps.q], 0, steps.role)
    return steps.taken(np.lexsort((steps.code, rank, steps.time, steps.q)))


def _twisted(steps: _Steps, size: int) -> Flags:
    """Find those of whom two steps at one instant stand in the wrong order, or any two where acts came later."""
    found = np.zeros(size, dtype=np.bool_)
    time, role = steps.time, steps.role
    back = (time[1:] < time[:-1]) | ((time[1:] == time[:-1]) & (role[1:] < role[:-1]))
    found[steps.q[1:][back & (steps.q[1:] == steps.q[:-1])]] = True
    return found


def _name_orderly(named: Marks, steps: _Steps, orderly: Flags, placed: Placed) -> None:
    """Add the turns of sorted steps to the names of their situations; some have a turn for each step."""
    own_turn, new = orderly[steps.q], _changes(steps.q)
    turns = new | own_turn | _changes(steps.role)
    place = np.cumsum(turns, dtype=np.int64)
    place = place - np.maximum.accumulate(np.where(new, place, 0))
    with_last = own_turn & ~new & ~_changes(steps.time)
    extra = _targets(steps, place, placed) * 2 + with_last
    _name(named, steps.q, steps.code, turns=turns, extra=extra.astype(np.uint64))


def _name(named: Marks, q: Longs, code: Longs, *, turns: Flags, extra: Marks | None = None) -> None:
    """Add turns to the names of their situations.

    Args:
        named: the names.
        q: contact point of each step, in order.
        code: what the step is.
        turns: where another turn begins, at the same contact point.
        extra: what else is to be told of each step that begins a turn.
    """
    if not len(q):
        return
    turn = np.flatnonzero(turns | _changes(q))
    of_turn = q[turn]
    first = np.flatnonzero(_changes(of_turn))
    place = np.arange(len(turn)) - np.repeat(first, np.diff(np.r_[first, len(turn)]))
    begun = np.zeros(len(turn), dtype=np.uint64) if extra is None else extra[turn]
    names = [mix(begun + seed * (place.astype(np.uint64) + np.uint64(1))) for seed in SEEDS]
    for bits in words(code):
        said: Marks = np.bitwise_or.reduceat(bits, turn)
        names = [mix(one + seed * said) for one, seed in zip(names, SEEDS, strict=True)]
    for column, one in enumerate(names):
        named[of_turn[first], column] += np.add.reduceat(one, first)


def _name_loose(named: Marks, q: Longs, code: Longs) -> None:
    """Add what has no place in the order; it counts once, however often it was said."""
    if not len(q):
        return
    sets = np.zeros(len(named), dtype=np.uint64)
    for bits in words(code):
        sets[:] = 0
        np.bitwise_or.at(sets, q, bits)
        there = np.flatnonzero(sets)
        for column, seed in enumerate(SEEDS):
            named[there, column] += mix(sets[there] * seed + seed)


def _changes(values: Longs) -> Flags:
    """Say of each value whether it differs from the one before."""
    found: Flags = np.r_[True, values[1:] != values[:-1]]
    return found


def _of_kind(forms: Sequence[Form], held: Longs, *kinds: str) -> Flags:
    found: Flags = np.array([one.act in kinds for one in forms] or [False])[held]
    return found


def _quiet(forms: Sequence[Form]) -> Longs:
    """Number forms without who speaks, and how: nobody answers."""
    first: dict[Any, int] = {}
    return np.array([first.setdefault((one.act, one.sealed), number) for number, one in enumerate(forms)] or [0])


def _life(form: Form) -> int:
    return FAR if form.max_age_days is None else max(-FAR, min(FAR, form.max_age_days * DAY))


def _targets(steps: _Steps, place: Longs, placed: Placed) -> Longs:
    """Tell for each answer the place of the act that it is about, counted from 1; for what is no answer, 0."""
    target = np.zeros(len(place), dtype=np.int64)
    asking = np.flatnonzero(steps.role == IS_ANSWER)
    if len(asking):
        named = np.flatnonzero((steps.role == IS_GRANT) | (steps.role == IS_STOP))
        known = pl.DataFrame({"q": steps.q[named], "act": placed.act[steps.row[named]], "place": place[named]})
        meant = pl.DataFrame({"q": steps.q[asking], "act": placed.target[steps.row[asking]]}).join(
            known, on=["q", "act"], how="left", maintain_order="left"
        )
        target[asking] = meant["place"].to_numpy() + 1
    return target


def _alone(placed: Placed, forms: Sequence[Form], uncertain: Flags) -> Longs:
    """Find those of whom more matters than the steps tell, so that each is decided for herself.

    Several acts of uncertain dates; a stop that was written down before it happened; a consent by somebody else than
    the person beside a louder refusal of another record.
    """
    kept, q, size = placed.kept, placed.q, len(placed.persons)
    found = np.bincount(q[uncertain], minlength=size) > 1
    found[q[((kept.role == IS_STOP) & (kept.recorded < kept.since))[placed.act]]] = True
    ranks = np.array([RANK[one.authority] for one in forms] or [0])
    if len(q) and ranks.min() < RANK["subject"]:
        first = np.flatnonzero(_changes(q))
        refusing = np.array([one.act in REFUSALS for one in forms])[kept.form] & (kept.role == IS_STOP)
        loudest = np.maximum.reduceat(np.where(refusing, ranks[kept.form], -1)[placed.act], first)
        granting = np.where(kept.role == IS_GRANT, ranks[kept.form], RANK["subject"])
        outspoken = np.zeros(size, dtype=np.bool_)
        outspoken[q[first]] = loudest > np.minimum.reduceat(granting[placed.act], first)
        rows = np.flatnonzero(outspoken[q])
        if len(rows):
            refs, first = kept.ref[placed.act[rows]], np.flatnonzero(_changes(q[rows]))
            several = np.maximum.reduceat(refs, first) != np.minimum.reduceat(refs, first)
            found[q[rows[first[several]]]] = True
    return np.flatnonzero(found)
