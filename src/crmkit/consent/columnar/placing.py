"""Which acts bear on which contact points, of many customers at once; as `crmkit.consent.ledger` says for one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np
import polars as pl
from attrs import evolve, fields, frozen

from crmkit.consent.columnar.acts import ActColumns
from crmkit.consent.columnar.forms import EVERYWHERE
from crmkit.consent.columnar.naming import Flags, Longs
from crmkit.consent.scope import ANSWER, GRANT, STOP, Scope

IS_GRANT: Final = 1
IS_STOP: Final = 2
IS_ANSWER: Final = 3
_CODES: Final = {GRANT: IS_GRANT, STOP: IS_STOP, ANSWER: IS_ANSWER}

_NOBODY: Final = -1
_DENSE: Final = 4


@frozen(eq=False, kw_only=True)
class Kept:
    """The acts that concern a use, as arrays; by person, and each person's by time.

    Attributes:
        person: number of the person, -1 where the act names nobody who is asked about.
        form: number of the form.
        role: `IS_GRANT`, `IS_STOP` or `IS_ANSWER`.
        point: code of the contact point.
        since: first instant at which it may have happened.
        until: the last one.
        recorded: when it was written down.
        number: of the act.
        about: number of the act that it is about, -1 for none.
        ref: code of the row or id that it names, -1 for none.
        nameless: whether it names nobody at all.
    """

    person: Longs
    form: Longs
    role: Longs
    point: Longs
    since: Longs
    until: Longs
    recorded: Longs
    number: Longs
    about: Longs
    ref: Longs
    nameless: Flags

    def taken(self, places: Longs) -> "Kept":
        """Give the acts at some places, in their order."""
        return Kept(**{one.name: getattr(self, one.name)[places] for one in fields(Kept)})


@frozen(eq=False)
class Placed:
    """What bears on each contact point.

    Attributes:
        kept: the acts.
        q: number of a contact point, in order; each with
        act: the place of an act among those kept.
        target: the place of the act that an answer is about, -1 for all others.
        everybody: places of stops under keys that nobody has, with the answers to them; they concern everybody.
        persons: number of the person of each contact point.
    """

    kept: Kept
    q: Longs
    act: Longs
    target: Longs
    everybody: Longs
    persons: Longs

    def spans(self, chosen: Longs) -> tuple[Longs, Longs]:
        """Tell where the acts of some contact points begin and end in `act`."""
        return np.searchsorted(self.q, chosen), np.searchsorted(self.q, chosen, "right")


def place(
    asked: pl.DataFrame, acts: ActColumns, scope: Scope, *, known_at: int | None, sealed: Mapping[str, Sequence[int]]
) -> Placed:
    """Find the acts that bear on contact points.

    Args:
        asked: columns `person` and `point`.
        acts: the acts.
        scope: the use.
        known_at: only acts recorded by then.
        sealed: name of each key that there is to the codes of the keyed hashes of the contact points under it.
    """
    points = asked["point"].to_numpy()
    kept, persons = _keep(asked, acts, scope, known_at)
    kept = _adopted(kept, persons, [points, *sealed.values()])
    hidden = np.array([form.sealed is not None for form in acts.forms] or [False])[kept.form]
    lost = np.array([form.sealed is not None and form.sealed not in sealed for form in acts.forms] or [False])[
        kept.form
    ]
    found = list(_of_persons(kept, persons, points, ~hidden))
    found += _by_point(kept, persons, points, acts, sealed)
    q, act = (np.concatenate([pair[side] for pair in found]) for side in (0, 1))
    target = np.full(len(q), _NOBODY)
    everybody = np.flatnonzero(lost & (kept.role != IS_ANSWER))
    if (kept.role == IS_ANSWER).any():
        answers, targets = _targets(kept)
        told = pl.DataFrame({"q": q, "target": act}).join(
            pl.DataFrame({"target": targets, "act": answers}), on="target"
        )
        q, act = np.concatenate([q, told["q"].to_numpy()]), np.concatenate([act, told["act"].to_numpy()])
        target = np.concatenate([target, told["target"].to_numpy()])
        everybody = np.concatenate([everybody, answers[np.isin(targets, everybody)]])
    order = np.argsort(q, kind="stable")
    return Placed(kept, q[order], act[order], target[order], everybody, persons)


def _keep(asked: pl.DataFrame, acts: ActColumns, scope: Scope, known_at: int | None) -> tuple[Kept, Longs]:
    """Choose the acts that concern the use, and number the persons."""
    frame, forms = acts.frame, acts.forms
    roles = np.array([_CODES.get(form.role(scope), 0) for form in forms] or [0], dtype=np.int8)
    concerns = (roles > 0)[frame["form"].to_numpy()]
    if known_at is not None:
        concerns &= frame["recorded"].to_numpy() <= known_at
    if not concerns.all():
        frame = frame.filter(pl.Series(concerns))
    persons, whose = numbered(asked["person"], frame["person"])
    follows = [form.act == "suppress" or form.sealed is not None for form in forms]
    far = np.array([role == IS_ANSWER or one for role, one in zip(roles, follows, strict=False)] or [True])
    there = (whose >= 0) | far[frame["form"].to_numpy()] | frame["person"].is_null().to_numpy()
    if not there.all():
        frame, whose = frame.filter(pl.Series(there)), whose[there]
    order = _order(whose, frame["since"].to_numpy())
    if order is not None:
        frame, whose = frame[order], whose[order]
    form = frame["form"].to_numpy()
    columns = {name: frame[name].to_numpy() for name in ("point", "since", "until", "recorded", "number")}
    columns |= {name: frame[name].fill_null(_NOBODY).to_numpy() for name in ("about", "ref")}
    nameless = frame["person"].is_null().to_numpy()
    return Kept(person=whose, form=form, role=roles[form], nameless=nameless, **columns), persons


def _order(person: Longs, since: Longs) -> Longs | None:
    """Tell the places of acts by person, and each person's by time; None where they stand so already."""
    order = None
    if len(person) and person.min() < 0 <= person.max():
        order = np.argsort(person >= 0, kind="stable")
        person, since = person[order], since[order]
    same = person[1:] == person[:-1]
    if ((person[1:] >= 0) & ((person[1:] < person[:-1]) | (same & (since[1:] < since[:-1])))).any():
        again = np.lexsort((since, person))
        return again if order is None else order[again]
    return order


def _adopted(kept: Kept, persons: Longs, codes: Iterable[Sequence[int] | Longs]) -> Kept:
    """Give consents that name nobody to whoever has their contact point."""
    orphans = np.flatnonzero(kept.nameless & (kept.role == IS_GRANT))
    if not len(orphans):
        return kept
    homes = pl.concat(
        [pl.DataFrame({"point": np.asarray(one, dtype=np.int64), "person": persons}) for one in codes if len(one)]
    )
    found = homes.join(pl.DataFrame({"point": kept.point[orphans], "act": orphans}), on="point").unique(
        ["person", "act"]
    )
    others = np.flatnonzero(~(kept.nameless & (kept.role == IS_GRANT)))
    more = kept.taken(np.concatenate([others, found["act"].to_numpy()]))
    person = np.concatenate([kept.person[others], found["person"].to_numpy()])
    more = evolve(more, person=person, nameless=more.nameless & (more.role != IS_GRANT))
    order = _order(person, more.since)
    return more if order is None else more.taken(order)


def numbered(asked: pl.Series, others: pl.Series) -> tuple[Longs, Longs]:
    """Number persons in the order in which they are asked about; among others, those who are not get -1."""
    if asked.dtype.is_integer() and others.dtype.is_integer() and len(asked) and asked.null_count() == 0:
        given = asked.to_numpy().astype(np.int64)
        low, high = int(given.min()), int(given.max())
        if high - low < _DENSE * len(given):
            there = np.zeros(high - low + 2, dtype=np.bool_)
            there[given - low] = True
            numbers = np.where(there, np.cumsum(there, dtype=np.int64) - 1, _NOBODY)
            held = others.cast(pl.Int64).fill_null(low - 1).to_numpy() - low
            held[(held < 0) | (held > high - low)] = high - low + 1
            return numbers[given - low], numbers[held]
    known = asked.unique(maintain_order=True).to_frame("person").with_row_index("n")
    mine = asked.to_frame("person").join(known, on="person", how="left", maintain_order="left", nulls_equal=True)
    theirs = others.cast(asked.dtype).to_frame("person").join(known, on="person", how="left", maintain_order="left")
    return mine["n"].to_numpy().astype(np.int64), theirs["n"].cast(pl.Int64).fill_null(_NOBODY).to_numpy()


def _of_persons(kept: Kept, persons: Longs, points: Longs, plain: Flags) -> Iterator[tuple[Longs, Longs]]:
    """Place the acts of each person at her contact points: the first one of everybody, then the second, and so on."""
    order = np.argsort(persons, kind="stable")
    counts = np.bincount(persons, minlength=1)
    begins = np.cumsum(counts) - counts
    told = np.flatnonzero((kept.person != _NOBODY) & (kept.role != IS_ANSWER) & plain)
    whose, where = kept.person[told], kept.point[told]
    anywhere = (where == EVERYWHERE) & (kept.role[told] == IS_STOP)
    for turn in range(int(counts.max(initial=0))):
        more = counts[whose] > turn
        if not more.all():
            told, whose, where, anywhere = told[more], whose[more], where[more], anywhere[more]
        q = order[begins[whose] + turn]
        met = anywhere | (where == points[q])
        yield q[met], told[met]


def _by_point(
    kept: Kept, persons: Longs, points: Longs, acts: ActColumns, sealed: Mapping[str, Sequence[int]]
) -> Iterator[tuple[Longs, Longs]]:
    """Place what follows a contact point, whoever has it, and what is kept under a keyed hash of one."""
    suppressing = np.array([form.act == "suppress" for form in acts.forms] or [False])[kept.form]
    follows = (suppressing | kept.nameless) & (kept.role == IS_STOP)
    keys = np.array([form.sealed or "" for form in acts.forms] or [""])[kept.form]
    for key, codes in ("", points), *sealed.items():
        mine = np.flatnonzero(
            (keys == key) & (kept.point != EVERYWHERE) & (follows if not key else kept.role == IS_STOP)
        )
        if len(mine):
            there = pl.DataFrame({"point": np.asarray(codes, dtype=np.int64)}).with_row_index("q")
            found = there.join(pl.DataFrame({"point": kept.point[mine], "act": mine}), on="point")
            q, act = found["q"].to_numpy().astype(np.int64), found["act"].to_numpy()
            own = kept.person[act] == persons[q]
            met = ~own if not key else own | follows[act]
            yield q[met], act[met]


def _targets(kept: Kept) -> tuple[Longs, Longs]:
    """Pair the places of answers with those of what they are about."""
    frame = pl.DataFrame({"number": kept.number, "about": kept.about, "role": kept.role}).with_row_index("place")
    answers = frame.filter(pl.col("role") == IS_ANSWER).select("about", answer="place")
    named = frame.filter(pl.col("role") != IS_ANSWER).select("place", about="number")
    pairs = answers.join(named, on="about")
    return pairs["answer"].to_numpy().astype(np.int64), pairs["place"].to_numpy().astype(np.int64)
