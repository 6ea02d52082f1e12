"""Who stands in the same situation: the same acts, in the same order, on the same side of the instants that matter.

Consents and refusals take turns, and within a turn neither order nor repetition matters; objections have no place in
the order at all. Only where acts answer each other, where dates are uncertain or data is restricted, each act has its
own turn.

A situation is named by two sums of 64 bits over its turns, each mixed with its place (the finaliser of SplitMix64:
Steele, Lea and Flood, OOPSLA 2014). What two such sums cannot tell apart does not occur.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
import polars as pl
from attrs import frozen
from numpy.typing import NDArray

from crmkit.consent.acts import RANK
from crmkit.consent.case import REFUSALS
from crmkit.consent.columnar.forms import Form
from crmkit.consent.columnar.placing import IS_ANSWER, IS_GRANT, IS_STOP, Placed

Longs = NDArray[np.int64]
Flags = NDArray[np.bool_]
Marks = NDArray[np.uint64]

_SEEDS: Final = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD1B54A32D192ED03))
_FAR: Final = 2**62
_BITS: Final = 63
_MANY: Final = 1_000_000
_GROWN: Final = 0
"""The role of a step at which somebody grows up."""


@frozen(eq=False)
class Instants:
    """The instants that a decision compares with.

    Attributes:
        at: that of the question, in microseconds.
        bounds: it, and others of the policy and of the facts, in order.
        tolerance: by how many microseconds clocks may differ.
    """

    at: int
    bounds: Longs
    tolerance: int

    def sides(self, times: Longs) -> Longs:
        """Tell for each time which instants come before it, and which with it."""
        return np.searchsorted(self.bounds, times, "left") + np.searchsorted(self.bounds, times, "right")

    def side_now(self, times: Longs) -> Longs:
        """Tell for each time whether that of the question comes before it, or with it."""
        return (times > self.at).astype(np.int64) + (times >= self.at)


@frozen(eq=False)
class Minors:
    """When people grow up.

    Attributes:
        q: number of a contact point, in order.
        until: when its person can consent herself.
        place: which of the jurisdictions that count says so.
    """

    q: Longs
    until: Longs
    place: Longs


@frozen(eq=False)
class _Steps:
    """What happened at each contact point, in order."""

    q: Longs
    time: Longs
    role: Longs
    code: Longs
    act: Longs
    target: Longs

    def taken(self, places: Longs | Flags) -> "_Steps":
        return _Steps(*(column[places] for column in self.columns))

    def with_others(self, others: "_Steps") -> "_Steps":
        pairs = zip(self.columns, others.columns, strict=True)
        return _Steps(*(np.concatenate(pair) for pair in pairs))

    @property
    def columns(self) -> tuple[Longs, ...]:
        return self.q, self.time, self.role, self.code, self.act, self.target


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
    steps = _Steps(placed.q, placed.kept.since[held], role, _codes(placed, forms, alike, instants), held, placed.target)
    _name_loose(named, steps.taken(loose), _quiet(forms)[form[loose]], 2 * len(instants.bounds) + 1)
    twisted = _twisted(steps.taken(~loose), size) | orderly
    twisted[minors.q] = True
    plain = ~loose & ~twisted[placed.q]
    _name(named, steps.taken(plain), orderly)
    rest = steps.taken(~loose & twisted[placed.q])
    if len(rest.q) or len(minors.q):
        rest = rest.with_others(_ends(placed, rest, instants)).with_others(_grown(minors, instants))
        _name(named, _in_order(rest, orderly), orderly)
        named[twisted] ^= _SEEDS[1]  # the steps of the others were numbered by themselves
    alone = _alone(placed, forms, uncertain)
    named[alone] = _mix(named[alone] + _SEEDS[0] * (alone.astype(np.uint64) + np.uint64(1))[:, None])
    return named


def _codes(placed: Placed, forms: Sequence[Form], alike: Longs, instants: Instants) -> Longs:
    """Number what a decision asks of one act alone: its form, and where it stands among the instants."""
    kept = placed.kept
    lives = np.array([_life(one) for one in forms] or [0])
    over = kept.since <= instants.at - lives[kept.form]
    stops = kept.role == IS_STOP
    believed = stops | (kept.since - kept.recorded <= instants.tolerance)
    span = kept.until > kept.since
    sides = np.where(stops, instants.side_now(kept.since), instants.sides(kept.since))
    width = 2 * len(instants.bounds) + 1
    codes = ((((alike[kept.form] * 2 + over) * 2 + believed) * 2 + span) * width + sides) * 3
    found: Longs = codes[placed.act]
    return found


def _ends(placed: Placed, steps: _Steps, instants: Instants) -> _Steps:
    """Lay out the ends of acts whose dates are uncertain."""
    until = placed.kept.until[steps.act]
    late = steps.taken(until > steps.time)
    until = until[until > steps.time]
    code = (late.code // 3 * (2 * len(instants.bounds) + 1) + instants.sides(until)) * 3 + 1
    nothing = np.full(len(until), -1, dtype=np.int64)
    return _Steps(late.q, until, np.full(len(until), _GROWN), code, nothing, nothing)


def _grown(minors: Minors, instants: Instants) -> _Steps:
    nothing = np.full(len(minors.q), -1, dtype=np.int64)
    code = (minors.place * (2 * len(instants.bounds) + 1) + instants.sides(minors.until)) * 3 + 2
    return _Steps(minors.q, minors.until, np.full(len(minors.q), _GROWN), code, nothing, nothing)


def _in_order(steps: _Steps, orderly: Flags) -> _Steps:
    """Sort steps; at the same instant somebody grows up first, and a refusal comes last."""
    rank = np.where(orderly[steps.q], 0, steps.role)
    return steps.taken(np.lexsort((steps.code, rank, steps.time, steps.q)))


def _twisted(steps: _Steps, size: int) -> Flags:
    """Find those of whom two steps at one instant stand in the wrong order, or any two where acts came later."""
    found = np.zeros(size, dtype=np.bool_)
    same, later = steps.q[1:] == steps.q[:-1], np.diff(steps.time)
    found[steps.q[1:][same & ((later < 0) | ((later == 0) & (np.diff(steps.role) < 0)))]] = True
    return found


def _name(named: Marks, steps: _Steps, orderly: Flags) -> None:
    """Add the turns of sorted steps to the names of their situations."""
    if not len(steps.q):
        return
    new = np.r_[True, steps.q[1:] != steps.q[:-1]]
    own_turn = orderly[steps.q]
    turning = new | own_turn | np.r_[True, steps.role[1:] != steps.role[:-1]]
    turn, first = np.flatnonzero(turning), np.flatnonzero(new)
    place = np.cumsum(turning) - 1
    place -= np.repeat(place[first], np.diff(np.r_[first, len(steps.q)]))
    with_last = own_turn & np.r_[False, (steps.time[1:] == steps.time[:-1]) & ~new[1:]]
    extra: Marks = _targets(steps, place)[turn].astype(np.uint64) * np.uint64(2) + with_last[turn].astype(np.uint64)
    codes = _dense(steps.code)
    for column, seed in enumerate(_SEEDS):
        names = _mix(extra + seed * (place[turn].astype(np.uint64) + np.uint64(1)))
        for bits in _words(codes):
            said: Marks = np.bitwise_or.reduceat(bits, turn)
            names = _mix(names + seed * said)
        named[steps.q[first], column] += np.add.reduceat(names, np.searchsorted(turn, first))


def _name_loose(named: Marks, steps: _Steps, quiet: Longs, width: int) -> None:
    """Add what has no place in the order; it counts once, however often it was said."""
    if not len(steps.q):
        return
    numbers = quiet * width + steps.code // 3 % width
    sets = np.zeros(len(named), dtype=np.uint64)
    for bits in _words(_dense(numbers)):
        sets[:] = 0
        np.bitwise_or.at(sets, steps.q, bits)
        for column, seed in enumerate(_SEEDS):
            named[:, column] += np.where(sets > 0, _mix(sets * seed + seed), np.uint64(0))


def _words(dense: Longs) -> Iterator[Marks]:
    """Write numbers as single bits, in as many words as it takes."""
    for word in range(int(dense.max()) // _BITS + 1):
        yield np.where(dense // _BITS == word, np.int64(1) << (dense % _BITS), 0).astype(np.uint64)


def _of_kind(forms: Sequence[Form], held: Longs, *kinds: str) -> Flags:
    found: Flags = np.array([one.act in kinds for one in forms] or [False])[held]
    return found


def _quiet(forms: Sequence[Form]) -> Longs:
    """Number forms without who speaks, and how: nobody answers."""
    first: dict[Any, int] = {}
    return np.array([first.setdefault((one.act, one.sealed), number) for number, one in enumerate(forms)] or [0])


def _life(form: Form) -> int:
    return _FAR if form.max_age_days is None else max(-_FAR, min(_FAR, form.max_age_days * 86_400_000_000))


def _dense(codes: Longs) -> Longs:
    """Number codes from 0 without gaps."""
    if codes.max() > len(codes) + _MANY:
        return np.unique(codes, return_inverse=True)[1]
    there = np.zeros(int(codes.max()) + 1, dtype=np.int64)
    there[codes] = 1
    numbers: Longs = (np.cumsum(there) - 1)[codes]
    return numbers


def _targets(steps: _Steps, place: Longs) -> Longs:
    """Tell for each answer the place of the act that it is about, counted from 1; for what is no answer, 0."""
    target = np.zeros(len(place), dtype=np.int64)
    asking = np.flatnonzero(steps.target >= 0)
    if len(asking):
        named = np.flatnonzero((steps.role == IS_GRANT) | (steps.role == IS_STOP))
        known = pl.DataFrame({"q": steps.q[named], "act": steps.act[named], "place": place[named]})
        meant = pl.DataFrame({"q": steps.q[asking], "act": steps.target[asking]}).join(
            known, on=["q", "act"], how="left", maintain_order="left"
        )
        target[asking] = meant["place"].to_numpy() + 1
    return target


def _alone(placed: Placed, forms: Sequence[Form], uncertain: Flags) -> Longs:
    """Find those of whom more matters than the steps tell, so that each is decided for herself.

    Several acts of uncertain dates; a stop that was written down before it happened; a consent by somebody else than
    the person beside a louder refusal of another record.
    """
    kept, size = placed.kept, len(placed.persons)
    early = ((kept.role == IS_STOP) & (kept.recorded < kept.since))[placed.act]
    found = np.bincount(placed.q[uncertain], minlength=size) > 1
    found[placed.q[early]] = True
    ranks = np.array([RANK[one.authority] for one in forms] or [0])
    if len(placed.q) and ranks.min() < RANK["subject"]:
        first = np.flatnonzero(np.r_[True, placed.q[1:] != placed.q[:-1]])
        form, role = kept.form[placed.act], kept.role[placed.act]
        refusing = np.array([one.act in REFUSALS for one in forms])[form] & (role == IS_STOP)
        loudest = np.maximum.reduceat(np.where(refusing, ranks[form], -1), first)
        quietest = np.minimum.reduceat(np.where(role == IS_GRANT, ranks[form], RANK["subject"]), first)
        refs = kept.ref[placed.act]
        several = np.maximum.reduceat(refs, first) != np.minimum.reduceat(refs, first)
        found[placed.q[first[(loudest > quietest) & several]]] = True
    return np.flatnonzero(found)


def grouped(one: Marks, two: Marks) -> tuple[Longs, Longs]:
    """Number what is named alike by two names; tell the number of each, and the first of each number."""
    order = np.argsort(one, kind="stable")
    new = np.r_[True, np.diff(one[order]) != 0] if len(one) else np.zeros(0, dtype=np.bool_)
    which = np.empty(len(one), dtype=np.int64)
    which[order] = np.cumsum(new) - 1
    first = order[new]
    if (two[first][which] != two).any():  # once in 10^19 pairs
        order = np.lexsort((two, one))
        new = np.r_[True, (np.diff(one[order]) != 0) | (np.diff(two[order]) != 0)]
        which[order] = np.cumsum(new) - 1
        first = order[new]
    return which, first


def mixed(names: Marks, more: Marks) -> Marks:
    """Name a situation once more, with something else that matters."""
    return _mix(names + _SEEDS[0] * (more + np.uint64(1)))


def _mix(numbers: Marks) -> Marks:
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))
