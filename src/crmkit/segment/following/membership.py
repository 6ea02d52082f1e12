"""Who is in a segment over time: who entered and who left, and exactly when.

A membership is a value. Whoever keeps customers tells it two things, in the order of time: that the clock moved on, and
that facts about some customers changed. The answer to each is a new membership and the crossings in between, the same
ones that asking everybody at every instant would have found. What turns by the clock alone is known beforehand: each
customer is due at one instant, and nobody else needs to be asked until then.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush
from typing import Final

import attrs
from attrs import frozen

from crmkit.exceptions import CallError
from crmkit.records import Customer, instant
from crmkit.segment.following.turning import holds, next_turn
from crmkit.segment.nodes import Condition
from crmkit.segment.running.subject import Run, Scope, Subject, identity
from crmkit.segment.windows import Clock

AHEAD: Final = timedelta(days=3 * 366)
"""How far ahead a customer's next turn is looked for; when it is later, the customer is asked again then."""


@frozen
class Crossing:
    """A customer entered a segment, or left it.

    Attributes:
        customer: id of the customer.
        at: the first instant of the new answer.
        entered: True for entering, False for leaving.
    """

    customer: str
    at: datetime
    entered: bool


@frozen
class Membership:
    """Who is in a segment at an instant. Begin one with `BoundSegment.follow`.

    Attributes:
        tree: the checked tree of the segment.
        version: the version of the segment.
        run: now, zone, parameters, lists, and who answers for consent.
        members: ids of those who are in.
        due: id of each customer whose answer may turn by the clock to the instant at which to ask again.
    """

    tree: Condition = attrs.field(repr=False)
    version: str
    run: Run
    members: frozenset[str] = frozenset()
    due: Mapping[str, datetime] = attrs.field(factory=dict, repr=False)

    @property
    def now(self) -> datetime:
        """The instant of this membership."""
        return self.run.clock.now

    @property
    def next_due(self) -> datetime | None:
        """The next instant at which somebody has to be asked again, if any."""
        return min(self.due.values(), default=None)

    def advanced(
        self, to: datetime, customer: Callable[[str], Customer | Scope]
    ) -> "tuple[Membership, tuple[Crossing, ...]]":
        """Move the clock on, while facts stay as they are.

        Args:
            to: the new now.
            customer: gives the customer of an id, as she is; asked only of those who are due.

        Returns:
            The membership then, and who crossed, in the order of time.

        Raises:
            CallError: `to` lies before now.
        """
        to = self._later(to)
        crossings: list[Crossing] = []
        members, due = set(self.members), dict(self.due)
        waiting = [(when, who) for who, when in due.items() if when <= to]
        heapify(waiting)
        while waiting:
            when, who = heappop(waiting)
            subject, run = Subject.of(customer(who)), self._at(when)
            _cross(members, crossings, who, when, holds(self.tree, subject, run))
            turn = _due(self.tree, subject, run)
            if turn is None:
                del due[who]
                continue
            due[who] = turn
            if turn <= to:
                heappush(waiting, (turn, who))
        crossings.sort(key=lambda one: (one.at, one.customer))
        return attrs.evolve(self, run=self._at(to), members=frozenset(members), due=due), tuple(crossings)

    def changed(
        self, customers: Iterable[Customer | Scope], *, at: datetime, gone: Iterable[str] = ()
    ) -> "tuple[Membership, tuple[Crossing, ...]]":
        """Take over new facts about some customers, which hold from an instant on.

        Args:
            customers: each as she is now; one of a new id is a new customer.
            at: from when on; the clock must have been moved there first.
            gone: ids of those who are no more, such as merged or erased customers.

        Returns:
            The membership then, and who crossed.

        Raises:
            CallError: `at` lies before now, somebody is due before, or a customer has no id.
        """
        at = self._later(at)
        if self.next_due is not None and self.next_due <= at:
            raise CallError("Somebody's answer turns before these facts; move the clock with advanced() first.")
        crossings: list[Crossing] = []
        members, due, run = set(self.members), dict(self.due), self._at(at)
        for who in gone:
            due.pop(who, None)
            _cross(members, crossings, who, at, False)  # noqa: FBT003 - the answer
        for customer in customers:
            subject = Subject.of(customer)
            known = identity(subject.whole)
            if known is None:
                raise CallError("A customer without an id cannot be followed.")
            _cross(members, crossings, known, at, holds(self.tree, subject, run))
            turn = _due(self.tree, subject, run)
            due.pop(known, None)
            if turn is not None:
                due[known] = turn
        crossings.sort(key=lambda one: (one.at, one.customer))
        return attrs.evolve(self, run=run, members=frozenset(members), due=due), tuple(crossings)

    def _later(self, when: datetime) -> datetime:
        when = instant(when)
        if when < self.now:
            raise CallError(f"The membership is already at {self.now.isoformat()}; time only moves on.")
        return when

    def _at(self, when: datetime) -> Run:
        return attrs.evolve(self.run, clock=Clock(when, self.run.clock.zone))


def _cross(members: set[str], crossings: list[Crossing], who: str, when: datetime, is_in: bool) -> None:  # noqa: FBT001 - the answer
    if is_in is not (who in members):
        (members.add if is_in else members.discard)(who)
        crossings.append(Crossing(who, when, bool(is_in)))


def _due(tree: Condition, subject: Subject, run: Run) -> datetime | None:
    """Give the instant at which to ask again; None when the clock cannot turn the answer at all."""
    turn = next_turn(tree, subject, run, horizon=AHEAD)
    if turn.at is not None:
        return turn.at
    return turn.known_until if turn.more else None
