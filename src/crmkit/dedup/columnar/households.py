"""Who lives together: customers who share a home, or a contact, and more than chance lets neighbours share.

The weights are those of duplicates, without all that tells one member of a family from another. A home is one value
with a frequency of its own: two of one name in a house of two flats weigh much, two of a common name in a tower of two
hundred flats little. So neighbours stay neighbours without anything being said of houses.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from attrs import frozen

from crmkit.dedup.columnar.blocks import candidates
from crmkit.dedup.columnar.compare import MISSING, Compared, Ints, compare
from crmkit.dedup.columnar.encoding import Encoded, canonical_order, reorder
from crmkit.dedup.columnar.finding import Found
from crmkit.dedup.columnar.homes import home_shares, read_homes
from crmkit.dedup.columnar.ordering import Bools, distinct_places
from crmkit.dedup.columnar.score import Floats, bits, probability
from crmkit.dedup.explanation import Explanation, Reason
from crmkit.dedup.households import AGREE, BARRED, HOME, RULES, SHARED, UNSAID, WORK

_TWO = 2


@frozen(eq=False)
class Weighing:
    """What pairs of records say of living together.

    Attributes:
        parts: feature to bits per pair.
        levels: feature to level per pair.
        barred: place in `BARRED` of what keeps a pair from being one household, else -1.
        total: bits per pair, prior included.
    """

    parts: Mapping[str, Floats]
    levels: Mapping[str, npt.NDArray[np.uint8]]
    barred: Ints
    total: Floats


class Homes:
    """The homes of records, and how much living together weighs.

    Args:
        found: who is one customer.
    """

    def __init__(self, found: Found) -> None:
        self.scorer = found.scorer
        self.home = read_homes(self.scorer.features, len(found.clusters))
        self.features = {**self.scorer.features, "home": self.home}
        self._shares = home_shares(self.home, found.clusters, self.scorer.model)

    def weigh(self, left: Ints, right: Ints) -> Weighing:
        """Weigh pairs of records."""
        scorer = self.scorer
        asked = [one for one in scorer.model.comparisons if one.feature in {*SHARED, WORK} & scorer.shares.keys()]
        agreement = compare(self.features, [HOME, *asked], left, right)
        compared = [one for one in agreement.compared if one.comparison.feature != WORK]
        levels = {one.comparison.feature: one.levels for one in compared}
        parts = {one.comparison.feature: self._bits(one, left, right) for one in compared}
        reasons = (
            _nobody(self.features, left) | _nobody(self.features, right),
            levels["home"] == len(HOME.levels) - 1,
            agreement.levels(WORK) == 0,
            sum((levels[name] <= (AGREE if name == "family" else 0)).astype(int) for name in levels) < _TWO,
        )
        contacts = [parts[name] for name in sorted(UNSAID & parts.keys())]
        most = scorer.model.caps.get("contact", (-np.inf, np.inf))[1]
        total = sum((part for name, part in parts.items() if name not in UNSAID), start=np.zeros(len(left)))
        total = total + np.minimum(sum(contacts, start=np.zeros(len(left))), most) + scorer.prior
        barred = np.select(reasons, range(len(BARRED)), -1)
        return Weighing(parts, levels, barred, total)

    def _bits(self, one: Compared, left: Ints, right: Ints) -> Floats:
        feature = one.comparison.feature
        if feature == "home":
            known = self._shares[np.maximum(one.shared, 0)]
            return np.where(one.levels == 0, np.log2(HOME.levels[0].m / known), 0.0)
        weights = bits(one, self.scorer.shares[feature], self.features[feature], left, right)
        return np.where(one.levels == 0, np.maximum(weights, 0.0), 0.0) if feature in UNSAID else weights


def households(homes: Homes, clusters: Ints) -> Ints:
    """Give per record the smallest record of its household, -1 where nobody else is known to live there.

    The records are worked on in the order of their contents, so the order in which they come changes nothing.

    Args:
        homes: weighs pairs of records.
        clusters: per record, its customer.
    """
    model, order = homes.scorer.model, canonical_order(homes.features, len(clusters))
    pairs = candidates(
        reorder(homes.features, order),
        RULES,
        len(clusters),
        block_cap=model.block_cap,
        pairs_per_record=model.pairs_per_record,
    )
    left, right = order[pairs.left], order[pairs.right]
    others = np.flatnonzero(clusters[left] != clusters[right])
    weighed = homes.weigh(left[others], right[others])
    enough = np.flatnonzero((weighed.total >= model.same_bits) & (weighed.barred < 0))
    near = others[enough[np.argsort(-weighed.total[enough], kind="stable")]]
    unit = _units(clusters, homes.home)
    joined = _joined(unit, homes.home, zip(left[near].tolist(), right[near].tolist(), strict=True))
    return _numbered(joined, clusters, homes.home)


def _nobody(features: Mapping[str, Encoded], records: Ints) -> Bools:
    """Find the records that name no person."""
    nobody = np.ones(len(records), np.bool_)
    for name in ("given", "family"):
        if name in features:
            nobody &= features[name].first[records] < 0
    return nobody


def _units(clusters: Ints, home: Encoded) -> Ints:
    """Give per record the first one of the same customer at the same home."""
    key = clusters * np.int64(len(home.vocabulary) + 1) + (home.first + 1)
    keys, place = distinct_places(key)
    first = np.full(len(keys), len(clusters))
    np.minimum.at(first, place, np.arange(len(clusters)))
    units: Ints = first[place]
    return units


def _joined(unit: Ints, home: Encoded, pairs: Iterable[tuple[int, int]]) -> Ints:
    """Join records, strongest pairs first, as long as no two homes come into one household."""
    root, at = unit.tolist(), home.first.tolist()

    def top(one: int) -> int:
        while root[one] != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    for left, right in pairs:
        one, other = sorted((top(left), top(right)))
        if one != other and (at[one] == at[other] or -1 in (at[one], at[other])):
            root[other] = one
            at[one] = max(at[one], at[other])
    return np.array([top(one) for one in range(len(root))], np.int64)


def _numbered(joined: Ints, clusters: Ints, home: Encoded) -> Ints:
    """Keep groups of two customers and more; a row without a home follows the only household of its customer."""
    pairs = distinct_places(joined * np.int64(len(joined)) + clusters)[0]
    several = np.bincount(pairs // max(len(joined), 1), minlength=len(joined)) > 1
    household = np.where(several[joined], joined, -1)
    least, most = np.full(len(joined), len(joined)), np.full(len(joined), -1)
    known = np.flatnonzero(household >= 0)
    np.minimum.at(least, clusters[known], household[known])
    np.maximum.at(most, clusters[known], household[known])
    follows = (household < 0) & (home.first < 0) & (least[clusters] == most[clusters])
    household[follows] = most[clusters[follows]]
    smallest = np.full(len(joined), len(joined))
    named = np.flatnonzero(household >= 0)
    np.minimum.at(smallest, household[named], named)
    household[named] = smallest[household[named]]
    return household


def explain_household(homes: Homes, left: int, right: int, *, names: tuple[Any, Any], together: bool) -> Explanation:
    """Explain why two records are of one household, or are not.

    Args:
        homes: weighs them.
        left: place of a record.
        right: place of another one.
        names: their ids.
        together: whether they are one customer.
    """
    weighed = homes.weigh(np.array([left]), np.array([right]))
    total, barred = float(weighed.total[0]), int(weighed.barred[0])
    model, prior = homes.scorer.model, homes.scorer.prior
    levels = {one.feature: one.levels for one in (HOME, *model.comparisons)}
    excess = total - prior - sum(float(part[0]) for part in weighed.parts.values())
    last = max(UNSAID & weighed.parts.keys(), default="")
    reasons = [
        Reason(
            feature=name,
            left=", ".join(homes.features[name].of(left)),
            right=", ".join(homes.features[name].of(right)),
            level="missing" if (level := int(weighed.levels[name][0])) == MISSING else levels[name][level].name,
            weight=float(part[0]) + (excess if name == last else 0.0),
            capped=excess if name == last else 0.0,
        )
        for name, part in weighed.parts.items()
    ]
    related = total >= model.same_bits and barred < 0
    return Explanation(
        left=names[0],
        right=names[1],
        reasons=tuple(reasons),
        prior=prior,
        weight=total,
        probability=0.0 if barred >= 0 else float(probability(weighed.total)[0]),
        verdict="same" if together else "related" if related else "never",
        gate="" if barred < 0 else BARRED[barred],
        together=together,
    )
