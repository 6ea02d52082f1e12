"""What happened, how often, and what came after it.

A step comes strictly later than what it follows, and at most so long after it; two things at one instant are not one
after the other. A step that did not come is certain only when its time is over, so nobody enters and leaves again.
"""

from bisect import bisect_right
from collections.abc import Callable
from datetime import datetime
from typing import Any

from crmkit.segment import nodes
from crmkit.segment.running.rows import RowCompiler
from crmkit.segment.running.subject import Answer, Scope


class EventCompiler(RowCompiler):
    """Compiles events and sequences."""

    def did(self, did: nodes.Did) -> Answer:
        """Compile an event, how often it happened and what followed."""
        assert did.relation is not None
        rows = self.rows(did.relation, did.filter, did.window)
        bound, count = (did.times.bound, did.times.count) if did.times else ("at least", 1)
        negated = did.negated
        chain = self.chain(did.steps) if did.steps else None

        def answer(_values: Scope, whole: Any) -> bool:
            if chain is None:
                found = sum(1 for _ in rows(whole))
            else:
                follows = chain(whole)
                found = sum(1 for at, _ in rows(whole) if at is not None and follows(at))
            return _happened(bound, found, count) is not negated

        return answer

    def chain(self, steps: tuple[nodes.Step, ...]) -> Callable[[Any], Callable[[datetime], bool]]:
        """Compile the steps of a sequence: for a customer, whether all of them follow an instant."""
        clock = self.run.clock
        sources = [self.rows(str(step.relation), step.filter, step.window) for step in steps]

        def of(whole: Any) -> Callable[[datetime], bool]:
            instants = [sorted(at for at, _ in rows(whole) if at is not None) for rows in sources]
            known: dict[tuple[int, datetime], bool] = {}

            def follows(place: int, start: datetime) -> bool:
                if place == len(steps):
                    return True
                if (place, start) not in known:
                    step, times = steps[place], instants[place]
                    end = clock.moved(step.count, step.unit, start=start)
                    between = times[bisect_right(times, start) : bisect_right(times, end)]
                    if step.negated:
                        known[place, start] = end <= clock.now and not between and follows(place + 1, start)
                    else:
                        known[place, start] = any(follows(place + 1, at) for at in between)
                return known[place, start]

            return lambda start: follows(0, start)

        return of


def _happened(bound: str, found: int, count: int) -> bool:
    match bound:
        case "at least":
            return found >= count
        case "at most":
            return found <= count
        case _:
            return found == count
