"""Who grows up when, of many people at once."""

from datetime import date
from typing import Any

import numpy as np
import polars as pl
from attrs import frozen

from crmkit.consent.ages import minority
from crmkit.consent.columnar.forms import micros
from crmkit.consent.columnar.laws import Laws
from crmkit.consent.columnar.naming import Longs
from crmkit.consent.columnar.placing import IS_GRANT, Placed
from crmkit.consent.coverage import END_OF_TIME
from crmkit.consent.policy import Policy


@frozen(eq=False)
class Minors:
    """The ends of childhood that can matter.

    Attributes:
        q: number of a contact point, in order.
        until: when its person can consent herself.
        place: which of the jurisdictions that count says so.
    """

    q: Longs
    until: Longs
    place: Longs

    @classmethod
    def among(
        cls, people: pl.DataFrame, placed: Placed, laws: Laws, policy: Policy, *, at: int, guarded: bool
    ) -> "Minors":
        """Find those who were children when they first agreed, by the column `born`, where there is one.

        Args:
            people: a row for each contact point.
            placed: what bears on each of them.
            laws: whose law counts.
            policy: from which age a person's own consent counts.
            at: the instant of the question, in microseconds.
            guarded: whether a guardian may have spoken for somebody; then everybody's childhood can matter.
        """
        nothing = np.zeros(0, dtype=np.int64)
        if "born" not in people.columns or not len(people):
            return cls(nothing, nothing, nothing)
        first = np.full(len(people), at)
        granted = np.flatnonzero(placed.kept.role[placed.act] == IS_GRANT)
        np.minimum.at(first, placed.q[granted], placed.kept.since[placed.act[granted]])
        ages = [[policy.age_of_consent(one) for one in places] for places in laws.places]
        born = people.select("born", which=pl.Series(laws.which)).with_row_index("q").drop_nulls("born")
        if not guarded:
            oldest = pl.Series([max(one) for one in ages]).gather(born["which"])
            year = pl.Series(first[born["q"].to_numpy()]).cast(pl.Datetime("us")).dt.year()
            born = born.filter(pl.col("born").dt.year() + oldest >= year)
        kinds: dict[str, Any] = {"born": pl.Date, "which": pl.Int64, "until": pl.Int64, "place": pl.Int64}
        rows = [
            (day, which, end, number)
            for day, which in born.select("born", "which").unique(maintain_order=True).iter_rows()
            for number, end in enumerate(_end_of_childhood(day, years) for years in ages[which])
        ]
        ends = pl.DataFrame(rows, schema=kinds, orient="row")
        grown = born.join(ends, on=["born", "which"], maintain_order="left")
        q, until, number = (grown[name].to_numpy().astype(np.int64) for name in ("q", "until", "place"))
        there = np.flatnonzero(guarded | (until > first[q]))
        return cls(q[there], until[there], number[there])


def _end_of_childhood(born: date, years: int) -> int:
    until = minority(born, years=years).until
    return micros(END_OF_TIME if until is None else until)
