"""From blocking rules to distinct candidate pairs, within a budget."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from attrs import evolve, frozen

from crmkit.dedup.blocking import BlockingRule
from crmkit.dedup.columnar.encoding import Encoded
from crmkit.dedup.columnar.keys import NONE, Hashes, KeyMaker, Keys, Part, composite, gathered
from crmkit.dedup.columnar.ordering import Bools, Ints, begins, counting, distinct, runs
from crmkit.dedup.columnar.threads import in_threads
from crmkit.dedup.features import OWN

_WINDOW = 4
_HALF = 32
_TABLE = 20


@frozen
class Skipped:
    """What a rule left out.

    Attributes:
        rule: the rule.
        blocks: how many blocks were too large even when refined.
        records: how many records they hold.
        pairs: how many pairs of them were not made.
    """

    rule: str
    blocks: int
    records: int
    pairs: int


@frozen(eq=False)
class Candidates:
    """Distinct pairs of records, left below right, in order.

    Attributes:
        left: left records.
        right: right records.
        skipped: what rules left out.
        recall: share of the pairs worth showing that these are expected to hold, of all that the rules could find.
    """

    left: Ints
    right: Ints
    skipped: tuple[Skipped, ...]
    recall: float = 1.0


@frozen(eq=False)
class Ruled:
    """A blocking rule with the keys that the data gives it.

    Attributes:
        rule: the rule.
        keys: the keys that records must share.
        finer: further keys for blocks that are too large.
    """

    rule: BlockingRule
    keys: tuple[Keys, ...]
    finer: tuple[Keys, ...]


@frozen(eq=False)
class Touching:
    """Pairs of a rule of which one record at least is in a sample.

    Attributes:
        pairs: packed pairs, distinct and in order.
        size: per pair, how many records the smallest block has that they share.
    """

    pairs: Ints
    size: Ints


def candidates(
    features: Mapping[str, Encoded],
    rules: Sequence[BlockingRule],
    records: int,
    *,
    block_cap: int,
    pairs_per_record: float,
) -> Candidates:
    """Make the pairs that share the keys of a rule.

    Blocks above the cap, or above what the rule may spend, are refined by further keys; what is still too large is
    compared in a window over the order of contents. No block is ever compared in full above its cap.

    Args:
        features: the encoded features.
        rules: what to share.
        records: how many records there are.
        block_cap: records at most in a block that is compared in full.
        pairs_per_record: pairs that one rule may make, as an average over all records.
    """
    usable = ruled(features, rules, records)
    return gather(usable, [block_cap] * len(usable), records, block_cap=block_cap, pairs_per_record=pairs_per_record)


def ruled(features: Mapping[str, Encoded], rules: Sequence[BlockingRule], records: int) -> list[Ruled]:
    """Make the keys of the rules; one about a feature that the data has not, or for smaller files, falls away."""
    maker = KeyMaker(features)
    fitting = [one for one in _spelt_out(rules, features) if one.largest_file is None or records <= one.largest_file]
    wanted = dict.fromkeys(name for rule in fitting for name in (*rule.keys, *rule.refine))
    made = dict(zip(wanted, in_threads(maker.keys, wanted), strict=True))
    found = []
    for rule in fitting:
        known, finer = (
            [key for name in names if (key := made[name]) is not None] for names in (rule.keys, rule.refine)
        )
        if len(known) == len(rule.keys):
            found.append(Ruled(rule, tuple(known), tuple(finer)))
    return found


def gather(
    usable: Sequence[Ruled], caps: Sequence[int], records: int, *, block_cap: int, pairs_per_record: float
) -> Candidates:
    """Make the pairs of all rules, each pair once.

    Args:
        usable: the rules.
        caps: per rule, the records at most in a block that it may compare in full; below 2 the rule is left out.
        records: how many records there are.
        block_cap: the cap of a rule that may also compare in a window what is too large for it.
        pairs_per_record: pairs that one rule may make, as an average over all records.
    """
    budget = int(pairs_per_record * max(records, 50))
    chosen = [(one, cap) for one, cap in zip(usable, caps, strict=True) if cap > 1]

    def make(task: tuple[Ruled, int]) -> tuple[Ints, Skipped]:
        one, cap = task
        return _pairs_of(one, records, cap=cap, budget=budget, windowed=cap >= block_cap)

    made = list(in_threads(make, chosen))
    packed = distinct(np.concatenate([np.empty(0, np.int64), *(pairs for pairs, _ in made)]))
    return Candidates(*unpack(packed), tuple(left_out for _, left_out in made if left_out.pairs))


def pack(left: Ints, right: Ints) -> Ints:
    """Write a pair as one integer, the lower record first."""
    return (np.minimum(left, right) << _HALF) | np.maximum(left, right)


def unpack(pairs: Ints) -> tuple[Ints, Ints]:
    """Read what `pack` wrote."""
    return pairs >> _HALF, pairs & ((1 << _HALF) - 1)


def touching(one: Ruled, sampled: Bools, *, cap: int) -> Touching:
    """Make the pairs of a rule that touch a sample of the records.

    Args:
        one: the rule.
        sampled: per record, whether it is in the sample.
        cap: records at most in a block that is compared in full.
    """
    rows, block = gathered(_near(composite(one.keys, len(sampled)), sampled))
    pairs, sizes = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for step in [*one.finer, None]:
        rows, block = _grouped(rows, block)
        start, size = runs(block)
        small = (size <= cap) & (size > 1)
        made, many = _partners(rows, start[small], size[small], sampled)
        pairs.append(made)
        sizes.append(many)
        large = np.repeat(size > cap, size)
        rows, block = rows[large], block[large]
        if step is None:
            left, right = _window(rows, block)
            either = sampled[left] | sampled[right]
            pairs.append(pack(left[either], right[either]))
            sizes.append(np.full(int(either.sum()), cap, np.int64))
        elif len(rows):
            rows, block = gathered(step.join((rows, block)))
    packed, size = np.concatenate(pairs), np.concatenate(sizes)
    order = np.lexsort((size, packed))
    packed, size = packed[order], size[order]
    first = begins(packed)
    return Touching(packed[first], size[first])


def _spelt_out(rules: Sequence[BlockingRule], features: Mapping[str, Encoded]) -> Iterator[BlockingRule]:
    """Make a rule about types of their own into one for each of them."""
    own = [name for name in features if name.startswith(OWN)]
    for rule in rules:
        if "own" not in rule.keys:
            yield rule
            continue
        for name in own:
            yield evolve(rule, keys=tuple(name if key == "own" else key for key in rule.keys))


def _near(parts: Iterable[Part], sampled: Bools) -> list[Part]:
    """Keep the blocks that hold a record of the sample, and a few others that look alike in some bits."""
    parts, chosen = list(parts), np.flatnonzero(sampled)
    table = np.zeros(1 << _TABLE, np.bool_)
    for rows, block in parts:
        held = block[chosen] if rows is None else block[sampled[rows]]
        table[_place(held[held != NONE])] = True
    near = [np.flatnonzero(table[_place(block)]) for _, block in parts]
    return [
        (place if rows is None else rows[place], block[place]) for (rows, block), place in zip(parts, near, strict=True)
    ]


def _place(block: Hashes) -> Ints:
    place: Ints = (block >> np.uint64(64 - _TABLE)).view(np.int64)
    return place


def _grouped(rows: Ints, block: Hashes) -> tuple[Ints, Hashes]:
    """Sort by block, then by record, and drop what comes twice.

    The record stands in the lowest bits of the hash, so that one sort of integers does it all.
    """
    if not len(rows):
        return rows, block
    low = np.uint64((1 << int(rows.max()).bit_length()) - 1)
    packed = block & ~low
    packed |= rows.astype(np.uint64)
    packed.sort()
    packed = packed[begins(packed)]
    return (packed & low).astype(np.int64), packed & ~low


def _pairs_of(one: Ruled, records: int, *, cap: int, budget: int, windowed: bool) -> tuple[Ints, Skipped]:
    rows, block = gathered(composite(one.keys, records))
    made: list[Ints] = [np.empty(0, np.int64)]
    blocks = held = missed = 0
    for step in [*one.finer, None]:
        rows, block = _grouped(rows, block)
        start, size = runs(block)
        allowed = _affordable(size, cap, budget)
        small = (size <= allowed) & (size > 1)
        pairs = _within(rows, start[small], size[small])
        budget -= len(pairs)
        made.append(pairs)
        large = np.repeat(size > max(allowed, 1), size)
        rows, block = rows[large], block[large]
        if not len(rows):
            break
        if step is None:
            _, size = runs(block)
            blocks, held = len(size), len(distinct(rows))
            missed = int((size * (size - 1) // 2).sum())
            if windowed:
                made.append(pack(*_window(rows, block)))
                missed -= len(made[-1])
        else:
            rows, block = gathered(step.join((rows, block)))
    return np.concatenate(made), Skipped(str(one.rule), blocks, held, missed)


def _affordable(size: Ints, cap: int, budget: int) -> int:
    """Find the largest block that can be compared when the smallest are served first."""
    counts = np.bincount(np.minimum(size, cap + 1), minlength=cap + 2)[: cap + 1]
    lengths = np.arange(cap + 1)
    spent = np.cumsum(counts * (lengths * (lengths - 1) // 2))
    return int(np.searchsorted(spent, max(budget, 0), side="right")) - 1


def _within(rows: Ints, start: Ints, size: Ints) -> Ints:
    """Pair all records of each block; rows are in order within a block."""
    made: list[Ints] = [np.empty(0, np.int64)]
    at = np.repeat(start, size) + counting(size)
    stop = np.repeat(start + size, size)
    step = 1
    while len(at):
        fits = at + step < stop
        at, stop = at[fits], stop[fits]
        made.append((rows[at] << _HALF) | rows[at + step])
        step += 1
    return np.concatenate(made)


def _partners(rows: Ints, start: Ints, size: Ints, sampled: Bools) -> tuple[Ints, Ints]:
    """Pair the sampled records of each block with all others of it; gives packed pairs and the size of their block."""
    at = np.repeat(start, size) + counting(size)
    mine = np.flatnonzero(sampled[rows[at]])
    first, many = np.repeat(start, size)[mine], np.repeat(size, size)[mine]
    left = np.repeat(at[mine], many)
    right = np.repeat(first, many) + counting(many)
    apart = left != right
    return pack(rows[left[apart]], rows[right[apart]]), np.repeat(many, many)[apart]


def _window(rows: Ints, block: npt.NDArray[np.uint64]) -> tuple[Ints, Ints]:
    lefts, rights = [], []
    for step in range(1, _WINDOW + 1):
        same = block[step:] == block[:-step]
        lefts.append(rows[:-step][same])
        rights.append(rows[step:][same])
    return np.concatenate(lefts), np.concatenate(rights)
