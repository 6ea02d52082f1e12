"""Which judgements stand: what was undone does not count, and of several about one pair the weightiest does."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from attrs import frozen

from crmkit.records import Judgement

RULE: Final = "rule:"
"""Prefix of the actor of a judgement that a model made; every other actor is a person."""

Couple = tuple[str, str]
"""Two refs, the smaller one first."""


@frozen
class Standing:
    """What holds of everything that was ever judged.

    Attributes:
        verdicts: pair of rows to the judgement that counts.
        undone: pair of rows to the last act of a person that took back a "same" of the two. What rules say of the pair
            later does not count, nor may it bring the two together on a detour.
        live: ids of the judgements that nobody took back.
    """

    verdicts: Mapping[Couple, Judgement]
    undone: Mapping[Couple, Judgement]
    live: frozenset[str]


def standing(judgements: Iterable[Judgement]) -> Standing:
    """Find out what holds, whatever order the judgements come in.

    An "undone" takes back what its change said of the pair, and can be taken back itself. Per pair the last verdict
    counts, and a person's outranks every rule's.
    """
    live: list[Judgement] = []
    taken_back: set[tuple[Couple, str | None]] = set()
    verdict_of: dict[tuple[Couple, str], str] = {}
    acts: list[Judgement] = []
    for one in sorted(judgements, key=_newest_first, reverse=True):
        pair = couple(one)
        if one.change is not None:
            verdict_of[pair, one.change] = one.verdict
            if (pair, one.change) in taken_back:
                continue
        if one.verdict == "undone":
            taken_back.add((pair, one.undoes))
            acts.append(one)
        else:
            live.append(one)
    undone: dict[Couple, Judgement] = {}
    for act in acts:
        if by_person(act) and act.undoes and verdict_of.get((couple(act), act.undoes)) == "same":
            undone.setdefault(couple(act), act)
    verdicts: dict[Couple, Judgement] = {}
    for one in live:
        pair = couple(one)
        held = verdicts.get(pair)
        if (held is None or authority(one) > authority(held)) and not _too_late(one, undone.get(pair)):
            verdicts[pair] = one
    return Standing(verdicts, undone, frozenset(one.id for one in (*live, *acts)))


def news(judgements: Iterable[Judgement], held: Iterable[Judgement]) -> list[Judgement]:
    """Choose the judgements that say something new about their pair of rows.

    Nothing new is a verdict that stands already by the same or a higher authority, or one that a higher authority
    has overruled or undone, as a person does with every rule. An "undone" is always new.

    Args:
        judgements: what somebody would say now.
        held: what was said before.
    """
    stands = standing(held)
    last = dict(stands.verdicts)
    new: list[Judgement] = []
    for judgement in judgements:
        if judgement.verdict != "undone":
            before = last.get(couple(judgement))
            if before is not None:
                if authority(judgement) < authority(before):
                    continue
                if judgement.verdict == before.verdict and by_person(judgement) == by_person(before):
                    continue
            if _too_late(judgement, stands.undone.get(couple(judgement))):
                continue
            last[couple(judgement)] = judgement
        new.append(judgement)
    return new


def couple(judgement: Judgement) -> Couple:
    """Name the pair of rows that a judgement is about, whichever it names first."""
    return min(judgement.left, judgement.right), max(judgement.left, judgement.right)


def by_person(judgement: Judgement) -> bool:
    """Say whether a person judged, and no rule."""
    return not judgement.actor.startswith(RULE)


def authority(judgement: Judgement) -> tuple[bool, datetime, bool, str]:
    """Weigh what is said about one pair: the greater counts."""
    return (by_person(judgement), judgement.at, judgement.verdict != "same", judgement.id)


def _newest_first(judgement: Judgement) -> tuple[datetime, bool, str]:
    return (judgement.at, judgement.verdict == "undone", judgement.id)


def _too_late(judgement: Judgement, undone: Judgement | None) -> bool:
    return undone is not None and not by_person(judgement) and judgement.at > undone.at and judgement.verdict == "same"
