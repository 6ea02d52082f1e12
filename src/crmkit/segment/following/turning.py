"""When the answer about one customer next turns by the clock alone.

Between two neighbouring edges the answer stays the same, so it is asked at each edge in turn, until it is another one.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

import attrs
from attrs import frozen

from crmkit.segment import nodes
from crmkit.segment.constructs import uses_clock
from crmkit.segment.following.edges import find_edges
from crmkit.segment.nodes import Condition
from crmkit.segment.running.joining import Compiler
from crmkit.segment.running.subject import Run, Scope, Subject
from crmkit.segment.windows import LAST, Clock, within_calendar

MOST_EDGES: Final = 2_000
"""How many edges are asked about in one go."""


@frozen
class Turn:
    """What is known of the next turn.

    Attributes:
        at: the instant of the next turn, or None when there is none up to `known_until`.
        known_until: up to when the answer is known not to turn otherwise.
        more: whether it may turn after that.
    """

    at: datetime | None
    known_until: datetime
    more: bool


def next_turn(tree: Condition, subject: Subject, run: Run, *, horizon: timedelta) -> Turn:
    """Find the first instant after now at which the answer is another one, if the facts stay as they are.

    Args:
        tree: a checked tree.
        subject: the customer.
        run: what the segment is asked with; consent is taken as it is answered now.
        horizon: how far ahead to look.
    """
    clock = run.clock
    distance = min(horizon, timedelta(days=366 * 200)) if clock.now.year < LAST.year - 300 else timedelta()
    until = within_calendar(clock.now + distance)
    answer = holds(tree, subject, run)
    edges = find_edges(tree, subject.values, subject.whole, run, until)
    for edge in edges[:MOST_EDGES]:
        later = attrs.evolve(run, clock=Clock(edge, clock.zone))
        if holds(tree, subject, later) is not answer:
            return Turn(edge, edge, more=True)
    known_until = until if len(edges) <= MOST_EDGES else edges[MOST_EDGES - 1]
    return Turn(None, known_until, more=known_until > clock.now and uses_clock(tree))


def holds(tree: Condition, subject: Subject, run: Run) -> bool:
    """Answer once, without compiling what need not be looked at."""
    return _holds(tree, subject.values, subject.whole, Compiler(run))


def _holds(node: Condition, values: Scope, whole: Any, compiler: Compiler) -> bool:
    ask: Callable[[Condition], bool] = lambda part: _holds(part, values, whole, compiler)  # noqa: E731
    match node:
        case nodes.Everyone():
            return True
        case nodes.And(parts=parts):
            return all(map(ask, parts))
        case nodes.Or(parts=parts):
            return any(map(ask, parts))
        case nodes.Not(part=part):
            return not ask(part)
        case nodes.InSegment(body=body):
            assert body is not None
            return ask(body)
        case _:
            return compiler.leaf(node)(values, whole)
