"""One contact point of each situation: its acts are written out, and it is decided by the decision itself."""

from collections.abc import Iterator, Sequence

import numpy as np
from attrs import evolve, frozen

from crmkit.consent.columnar.forms import Form, instant_of
from crmkit.consent.columnar.laws import Laws
from crmkit.consent.columnar.minors import Minors
from crmkit.consent.columnar.naming import Longs
from crmkit.consent.columnar.placing import IS_GRANT, Kept, Placed
from crmkit.consent.decide import verdict
from crmkit.consent.decision import Decision, all_of
from crmkit.consent.facts import Fact
from crmkit.consent.points import SEALED
from crmkit.consent.policy import Policy
from crmkit.consent.question import Question
from crmkit.records import ConsentEvent


@frozen(eq=False)
class Examples:
    """What decides about some contact points by themselves.

    Attributes:
        placed: what bears on each contact point.
        forms: the forms of the acts.
        laws: whose law counts.
        minors: who was a child.
        question: what is asked about any contact point.
        policy: purposes and rules.
    """

    placed: Placed
    forms: Sequence[Form]
    laws: Laws
    minors: Minors
    question: Question
    policy: Policy

    def decide(self, chosen: Longs) -> Iterator[Decision]:
        """Decide about each of some contact points."""
        placed, minors, point = self.placed, self.minors, self.question.point
        rows, bounds = _rows(*placed.spans(chosen))
        here = written(placed.kept, self.forms, placed.act[rows], placed.target[rows], point)
        others, others_bounds = self._consents_elsewhere(chosen, placed.act[rows], bounds)
        there = written(placed.kept, self.forms, others, np.full(len(others), -1), f"{point}:elsewhere")
        growing, young_bounds = _rows(np.searchsorted(minors.q, chosen), np.searchsorted(minors.q, chosen, "right"))
        ages = list(zip(minors.place[growing].tolist(), minors.until[growing].tolist(), strict=True))
        everybody = self._everybody()
        questions = {one: evolve(self.question, jurisdiction=one) for places in self.laws.places for one in places}
        parts = (map(slice, one, one[1:]) for one in (bounds.tolist(), others_bounds.tolist(), young_bounds.tolist()))
        for law, mine, other, young in zip(self.laws.which[chosen].tolist(), *parts, strict=True):
            events = [*here[mine], *there[other], *everybody]
            until = dict(ages[young])
            asked = [questions[one] for one in self.laws.places[law]]
            answers = [verdict(events, _grown(one, until.get(at)), self.policy) for at, one in enumerate(asked)]
            yield all_of(answers) if len(answers) > 1 else answers[0]

    def _consents_elsewhere(self, chosen: Longs, acts: Longs, bounds: Longs) -> tuple[Longs, Longs]:
        """List what each person agreed to that is not among the acts that bear on her contact point."""
        kept, persons = self.placed.kept, self.placed.persons[chosen]
        rows, ends = _rows(np.searchsorted(kept.person, persons), np.searchsorted(kept.person, persons + 1))
        whose = np.repeat(np.arange(len(chosen)), np.diff(ends))
        known = np.repeat(np.arange(len(chosen)), np.diff(bounds)) * len(kept.role) + acts
        there = (kept.role[rows] == IS_GRANT) & ~np.isin(whose * len(kept.role) + rows, known)
        return rows[there], np.r_[0, np.cumsum(np.bincount(whose[there], minlength=len(chosen)))]

    def _everybody(self) -> list[ConsentEvent]:
        """Write the acts that concern everybody, each under the key that nobody has."""
        kept, places = self.placed.kept, self.placed.everybody
        by_number = dict(zip(kept.number[places].tolist(), places.tolist(), strict=True))
        targets = np.array([by_number.get(one, -1) for one in kept.about[places].tolist()], dtype=np.int64)
        return written(kept, self.forms, places, targets, None)


def written(kept: Kept, forms: Sequence[Form], places: Longs, targets: Longs, point: str | None) -> list[ConsentEvent]:
    """Write acts as they are, each named by its place.

    Args:
        kept: the acts.
        forms: their forms.
        places: which of them.
        targets: place of the act that each is about, -1 for none.
        point: key of their contact point; None for one under the key that the form names.
    """
    columns = (kept.form, kept.since, kept.until, kept.recorded, kept.ref)
    rows = zip(places.tolist(), targets.tolist(), *(one[places].tolist() for one in columns), strict=True)
    return [
        forms[form].event(
            name=str(place),
            since=since,
            until=until,
            recorded=recorded,
            point=point or f"{SEALED}{forms[form].sealed}:-",
            ref=None if ref < 0 else str(ref),
            about=None if target < 0 else str(target),
        )
        for place, target, form, since, until, recorded, ref in rows
    ]


def _grown(question: Question, until: int | None) -> Question:
    """Say in a question until when the person was a child, where that can matter."""
    return (
        question if until is None else evolve(question, facts=(*question.facts, Fact("minor", until=instant_of(until))))
    )


def _rows(low: Longs, high: Longs) -> tuple[Longs, Longs]:
    """List the places from each lower bound to its upper one, and where those of each begin and end in the list."""
    bounds = np.r_[0, np.cumsum(high - low)]
    return np.arange(bounds[-1]) + np.repeat(low - bounds[:-1], high - low), bounds
