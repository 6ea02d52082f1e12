"""The audience in columns: who is reached at which contact point, and why everybody else is left out."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

import numpy as np
import polars as pl
from attrs import frozen

from crmkit.consent.columnar.acts import ActColumns
from crmkit.consent.columnar.deciding import Situations, ask, decide_situations
from crmkit.consent.columnar.naming import Longs
from crmkit.consent.columnar.placing import numbered
from crmkit.consent.facts import Fact
from crmkit.consent.keyed import Keyring
from crmkit.consent.policy import Policy
from crmkit.consent.reasons import REASONS
from crmkit.exceptions import CallError

_OF_PEOPLE: Final = ("jurisdiction", "born")
_UNDELIVERABLE: Final = "undeliverable"
_SAME_POINT: Final = "same_point_as_another_member"
_NO_POINT: Final = "no_point"
_OWN_REASONS: Final = (_UNDELIVERABLE, _SAME_POINT, _NO_POINT)


@frozen(eq=False)
class Choice:
    """Everybody asked about, in one of two frames.

    Attributes:
        members: `person`, the code of the `point` to use, and the `basis`; in the order of the people.
        suppressed: `person` and `reasons`, a list of codes in order; in the order of the people.
    """

    members: pl.DataFrame
    suppressed: pl.DataFrame


def choose(
    people: pl.DataFrame,
    points: pl.DataFrame,
    acts: ActColumns,
    *,
    policy: Policy,
    purpose: str,
    channel: str,
    at: datetime,
    known_at: datetime | None = None,
    facts: Iterable[Fact] = (),
    keyring: Keyring | None = None,
) -> Choice:
    """Choose the first contact point of each person that may be used; one contact point is used once.

    Args:
        people: the `person`, once each, and where they are known `jurisdiction` and `born`, as in `decide_columns`.
        points: the contact points of the channel: the `person`, the code of the `point`, in each person's own order;
            where there is a column `deliverable`, what it says no to is not used; `key` as in `decide_columns`.
        acts: the acts of these people, or of more.
        policy: purposes and rules.
        purpose: what for.
        channel: by which channel.
        at: the instant.
        known_at: only what was recorded by then counts.
        facts: what is true of everybody asked about.
        keyring: reads keyed hashes.

    Raises:
        CallError: a column is missing, or a person comes twice.
    """
    if "person" not in people.columns or not {"person", "point"} <= set(points.columns):
        raise CallError("People need a column 'person', and their contact points 'person' and 'point'.")
    if people["person"].n_unique() < len(people):
        raise CallError("A person comes twice; give each person once.")
    row, there = _rows(people["person"], points["person"])
    usable = np.ones(len(row), dtype=np.bool_)
    if "deliverable" in points.columns:
        usable = points["deliverable"].fill_null(value=True).to_numpy()[there]
    used = there[usable]
    asked = points.select("person", "point", *(name for name in ("key",) if name in points.columns))[used]
    asked = asked.with_columns(people.select(name for name in _OF_PEOPLE if name in people.columns)[row[usable]])
    question = ask(purpose, channel, at, known_at=known_at, facts=facts, keyring=keyring)
    told = decide_situations(asked, acts, policy=policy, question=question, keyring=keyring)
    return _choice(people, asked["point"].to_numpy(), told, rows=row[usable], dead=row[~usable])


def _rows(people: pl.Series, others: pl.Series) -> tuple[Longs, Longs]:
    """Give the rows of the people that contact points belong to, in order, and the places of these contact points."""
    mine, theirs = numbered(people, others)
    row_of = np.empty(len(people), dtype=np.int64)
    row_of[mine] = np.arange(len(people))
    there = np.flatnonzero(theirs >= 0)
    row = row_of[theirs[there]]
    if (np.diff(row) < 0).any():
        order = np.argsort(row, kind="stable")
        row, there = row[order], there[order]
    return row, there


def _choice(people: pl.DataFrame, points: Longs, told: Situations, *, rows: Longs, dead: Longs) -> Choice:
    """Take the first allowed contact point of each row, unless somebody before has it."""
    allowed = np.flatnonzero(np.array([one.allowed for one in told.decisions])[told.which])
    wanted = allowed[np.r_[True, np.diff(rows[allowed]) != 0]] if len(allowed) else allowed
    _, first = np.unique(points[wanted], return_index=True)
    taken = wanted[np.sort(first)]
    codes = {code: number for number, code in enumerate((*_OWN_REASONS, *sorted(REASONS.keys() - {*_OWN_REASONS})))}
    reasons = np.array([_bits(one.reasons, codes) for one in told.decisions], dtype=np.uint64)
    held = np.zeros(len(people), dtype=np.uint64)
    np.bitwise_or.at(held, rows, reasons[told.which])
    np.bitwise_or.at(held, dead, np.uint64(_bits([_UNDELIVERABLE], codes)))
    held[rows[wanted]] = _bits([_SAME_POINT], codes)
    out = np.ones(len(people), dtype=np.bool_)
    out[rows[taken]] = False
    held[held == 0] = _bits([_NO_POINT], codes)
    sets, which = np.unique(held[out], return_inverse=True)
    lists = [sorted(code for code, number in codes.items() if int(one) >> number & 1) for one in sets]
    bases = pl.Series([one.basis for one in told.decisions], dtype=pl.String)
    return Choice(
        members=people.select("person")[rows[taken]].with_columns(
            point=pl.Series(points[taken]), basis=bases.gather(told.which[taken])
        ),
        suppressed=people.select("person")
        .filter(pl.Series(out))
        .with_columns(reasons=pl.Series(lists, dtype=pl.List(pl.String)).gather(which)),
    )


def _bits(reasons: Iterable[str], codes: Mapping[str, int]) -> int:
    return sum(1 << codes[code] for code in set(reasons))
