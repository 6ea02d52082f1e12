"""Rows that come again and again: one of them stands for all while duplicates are found.

A row that is copied thousands of times would make its own values look common, and fill every block it is in. Copies are
told by all that was read of them, and only where that names somebody: a name, and a birth date, a contact or a number.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from attrs import frozen

from crmkit.dedup.columnar.encoding import Encoded, content_hashes
from crmkit.dedup.columnar.ordering import Ints, runs, sorting

_NAMES = frozenset({"given", "family", "organisation"})
_TELLING = frozenset({"birth_date", "email", "phone", "identifier", "customer_number", "loyalty_card"})


@frozen(eq=False)
class Copies:
    """Which records stand for others.

    Attributes:
        kept: the records that are looked at, ascending.
        stand_for: per record, the first one that is a copy of it, or itself.
    """

    kept: Ints
    stand_for: Ints

    @property
    def left_out(self) -> Ints:
        """The records that another one stands for."""
        return np.flatnonzero(self.stand_for != np.arange(len(self.stand_for)))


def find_copies(features: Mapping[str, Encoded], records: int, *, more_than: int, but: Sequence[int] = ()) -> Copies:
    """Find the records that are copied more than so many times.

    Args:
        features: encoded features.
        records: how many records there are.
        more_than: copies up to this number are looked at like all other records.
        but: records that stand for themselves in any case.
    """
    stand_for = np.arange(records)
    rows = np.flatnonzero(_known(features, _NAMES, records) & _known(features, _TELLING, records))
    hashes = content_hashes(features, records)[rows]
    order = sorting(hashes)
    rows = rows[order]
    start, size = runs(hashes[order])
    many = np.repeat(size > more_than, size)
    stand_for[rows[many]] = np.repeat(rows[start], size)[many]
    stand_for[list(but)] = list(but)
    return Copies(np.flatnonzero(stand_for == np.arange(records)), stand_for)


def _known(features: Mapping[str, Encoded], names: frozenset[str], records: int) -> npt.NDArray[np.bool_]:
    known = np.zeros(records, np.bool_)
    for name in names & features.keys():
        known |= features[name].first >= 0
    return known
