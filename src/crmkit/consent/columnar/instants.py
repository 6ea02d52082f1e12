"""The instants that a decision compares with, and on which side of each of them something happened."""

from collections.abc import Iterable
from typing import Final

import numpy as np
from attrs import frozen

from crmkit.consent.columnar.forms import micros
from crmkit.consent.columnar.naming import Longs
from crmkit.consent.policy import Policy
from crmkit.consent.question import Question

DAY: Final = 86_400_000_000
"""Microseconds of a day."""

FAR: Final = 2**62
"""Microseconds that nobody lives to see."""


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

    @classmethod
    def of(cls, question: Question, policy: Policy, ages: Iterable[int]) -> "Instants":
        """List the instants that matter to a question.

        Args:
            question: what is asked, and what is known to be true.
            policy: purposes and notices.
            ages: lives of a consent, in days.
        """
        at = micros(question.at)
        named = [one.published_at for one in policy.purposes.editions]
        for notice in policy.notices:
            named += [one for one in (notice.shown_from, notice.shown_until) if one is not None]
        for fact in question.facts:
            named += [one for one in (fact.since, fact.until) if one is not None]
        bounds = {at, *(at - age * DAY for age in ages if age * DAY < FAR), *map(micros, named)}
        return cls(at, np.array(sorted(bounds), dtype=np.int64), policy.clock_tolerance_seconds * 1_000_000)

    @property
    def width(self) -> int:
        """How many sides there are."""
        return 2 * len(self.bounds) + 1

    def sides(self, times: Longs) -> Longs:
        """Tell for each time which instants come before it, and which with it."""
        return np.searchsorted(self.bounds, times, "left") + np.searchsorted(self.bounds, times, "right")

    def side_now(self, times: Longs) -> Longs:
        """Tell for each time whether that of the question comes before it, or with it."""
        return (times > self.at).astype(np.int64) + (times >= self.at)
