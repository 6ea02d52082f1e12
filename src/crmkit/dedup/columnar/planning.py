"""How large the blocks of each rule may be: where pairs are spent is learnt from a sample of the records.

All rules together make far more pairs of a large set than are worth a look. A sample of records is compared with
everything that any rule brings near it. A pair that no earlier rule makes speaks for its rule, and the more of these a
rule has, the larger are the blocks that it may compare in full: with a such pairs per record, a block of s records
gives a / (s - 1) of them per pair. A rule that finds nothing of its own is left out. Small sets are compared whole.
"""

from collections.abc import Sequence

import numpy as np
from attrs import frozen

from crmkit.dedup.columnar.blocks import Candidates, Ruled, Skipped, Touching, gather, touching, unpack
from crmkit.dedup.columnar.ordering import Bools, Ints, distinct
from crmkit.dedup.columnar.threads import in_threads
from crmkit.dedup.model import Model

_UNSEEN_YET = 0.5
_STEP = 1.5
_SMALLEST = 2


@frozen(eq=False)
class Sample:
    """Candidate pairs that touch some of the records.

    Attributes:
        sampled: per record, whether it is one of these.
        pairs: packed pairs, distinct and in order.
        by_rule: per rule, its pairs and how large their blocks are.
        share: chance of any candidate pair to be among them.
    """

    sampled: Bools
    pairs: Ints
    by_rule: tuple[Touching, ...]
    share: float

    @property
    def sides(self) -> tuple[Ints, Ints]:
        """The left and the right records."""
        return unpack(self.pairs)


@frozen(eq=False)
class Plan:
    """What each rule may spend.

    Attributes:
        caps: per rule, the records at most in a block that it compares in full; below 2 it compares none.
        recall: share of the pairs worth showing that this finds, of all that the rules could find, as estimated.
        left_out: what the rules that compare nothing would have compared, as estimated.
    """

    caps: tuple[int, ...]
    recall: float
    left_out: tuple[Skipped, ...]


def take_sample(usable: Sequence[Ruled], records: int, model: Model) -> Sample:
    """Bring every n-th record, in the order of contents, near all others; fewer where they have many neighbours.

    Args:
        usable: the rules.
        records: how many records there are.
        model: how many records and pairs are enough.
    """
    stride = max(1, records // model.planning_records)
    sampled = _every(stride, records)
    by_rule = tuple(in_threads(lambda one: touching(one, sampled, cap=model.block_cap), usable))
    pairs = _together(by_rule)
    while len(pairs) > model.estimation_pairs and stride < records:
        stride *= 2
        sampled = _every(stride, records)
        pairs = pairs[_touch(pairs, sampled)]
    fewer = tuple(in_threads(lambda one: _only(one, sampled), by_rule))
    return Sample(sampled, pairs, fewer, 1 - (1 - 1 / stride) ** 2)


def plan(sample: Sample, telling: Bools, usable: Sequence[Ruled], records: int, model: Model) -> Plan:
    """Say how large the blocks of each rule may be.

    Args:
        sample: pairs of some records.
        telling: per pair of the sample, whether it is worth showing.
        usable: the rules.
        records: how many records there are.
        model: the budget.
    """
    places = [np.searchsorted(sample.pairs, one.pairs) for one in sample.by_rule]
    sizes = [one.size for one in sample.by_rule]
    few, many = model.pairs_anyway * sample.share, model.pairs_per_record * records * sample.share

    unit = 1 / max(int(sample.sampled.sum()), 1)

    def at(worth: float) -> tuple[list[int], Bools]:
        return _caps(places, sizes, telling, unit / worth, model.block_cap)

    worth = model.worth
    caps, reached = at(worth)
    while reached.sum() < few and min(caps, default=model.block_cap) < model.block_cap:
        worth /= _STEP
        caps, reached = at(worth)
    while reached.sum() > max(few, many) and max(caps, default=0) > _SMALLEST:
        worth *= _STEP
        caps, reached = at(worth)
    wanted = int(telling.sum())
    recall = float((telling & reached).sum() / wanted) if wanted else 1.0
    left_out = []
    for one, cap, place, size in zip(usable, caps, places, sizes, strict=True):
        unmade = ~reached[place]
        if cap < _SMALLEST and unmade.any():
            pairs = round(float(unmade.sum()) / sample.share)
            held = distinct(np.concatenate(unpack(sample.pairs[place[unmade]])))
            blocks = max(1, round(2 * pairs / float((size[unmade] * (size[unmade] - 1)).mean())))
            left_out.append(Skipped(str(one.rule), blocks, min(records, round(len(held) / sample.share)), pairs))
    return Plan(tuple(caps), recall, tuple(left_out))


def carry_out(planned: Plan, usable: Sequence[Ruled], records: int, model: Model) -> Candidates:
    """Make the candidate pairs of a plan."""
    made = gather(usable, planned.caps, records, block_cap=model.block_cap, pairs_per_record=model.pairs_per_record)
    return Candidates(made.left, made.right, (*made.skipped, *planned.left_out), planned.recall)


def _caps(
    places: Sequence[Ints], sizes: Sequence[Ints], telling: Bools, each: float, largest: int
) -> tuple[list[int], Bools]:
    """Go through the rules in their order; what an earlier one finds says nothing for a later one.

    Args:
        places: per rule, the places of its pairs.
        sizes: per rule, how large the blocks of these are.
        telling: per pair, whether it is worth showing.
        each: how many records more a block may have for each telling pair that a rule finds alone.
        largest: records at most in any block.
    """
    reached = np.zeros(len(telling), np.bool_)
    caps = []
    for place, size in zip(places, sizes, strict=True):
        alone = int((telling[place] & ~reached[place]).sum())
        caps.append(int(min(largest, 1 + (alone + _UNSEEN_YET) * each)))
        reached[place[size <= caps[-1]]] = True
    return caps, reached


def _every(stride: int, records: int) -> Bools:
    sampled = np.zeros(records, np.bool_)
    sampled[::stride] = True
    return sampled


def _only(one: Touching, sampled: Bools) -> Touching:
    kept = _touch(one.pairs, sampled)
    return Touching(one.pairs[kept], one.size[kept])


def _touch(pairs: Ints, sampled: Bools) -> Bools:
    """Tell which pairs have a record of the sample."""
    left, right = unpack(pairs)
    touch: Bools = sampled[left] | sampled[right]
    return touch


def _together(by_rule: Sequence[Touching]) -> Ints:
    return distinct(np.concatenate([np.empty(0, np.int64), *(one.pairs for one in by_rule)]))
