"""From blocking rules to distinct candidate pairs, within a budget."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from attrs import evolve, frozen

from crmkit.dedup.blocking import BlockingRule
from crmkit.dedup.columnar.encoding import Encoded
from crmkit.dedup.columnar.keys import KeyMaker, Keys
from crmkit.dedup.features import OWN

Ints = npt.NDArray[np.int64]
_MIX = np.uint64(0x9E3779B97F4A7C15)
_WINDOW = 4


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
    """Distinct pairs of records, left below right, in order."""

    left: Ints
    right: Ints
    skipped: tuple[Skipped, ...]


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
    maker = KeyMaker(features)
    made: list[Ints] = [np.empty(0, np.int64)]
    skipped: list[Skipped] = []
    for rule in _spelt_out(rules, features):
        keys = [maker.keys(name) for name in rule.keys]
        if any(key is None for key in keys):
            continue
        rows, block = _composite([key for key in keys if key is not None])
        finer = [key for key in (maker.keys(name) for name in rule.refine) if key is not None]
        pairs, left_out = _pairs_of(
            rule, rows, block, finer, cap=block_cap, budget=int(pairs_per_record * max(records, 50))
        )
        made.append(_pack(pairs, records))
        if left_out.blocks:
            skipped.append(left_out)
    packed = np.unique(np.concatenate(made))
    return Candidates(packed // max(records, 1), packed % max(records, 1), tuple(skipped))


def _spelt_out(rules: Sequence[BlockingRule], features: Mapping[str, Encoded]) -> Iterator[BlockingRule]:
    """Make a rule about types of their own into one for each of them."""
    own = [name for name in features if name.startswith(OWN)]
    for rule in rules:
        if "own" not in rule.keys:
            yield rule
            continue
        for name in own:
            yield evolve(rule, keys=tuple(name if key == "own" else key for key in rule.keys))


def _composite(keys: Sequence[Keys]) -> tuple[Ints, npt.NDArray[np.uint64]]:
    rows = np.arange(len(keys[0]))
    block = np.zeros(len(rows), np.uint64)
    for key in keys:
        rows, block = _extend(rows, block, key)
    return rows, block


def _extend(rows: Ints, block: npt.NDArray[np.uint64], key: Keys) -> tuple[Ints, npt.NDArray[np.uint64]]:
    values = key[rows]
    known = values >= 0
    place, _ = np.nonzero(known)
    mixed = _mix(block[place], values[known].astype(np.uint64))
    return rows[place], mixed


def _mix(block: npt.NDArray[np.uint64], value: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    mixed = (block ^ (value + _MIX)) * _MIX
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return mixed ^ (mixed >> np.uint64(32))


def _pairs_of(
    rule: BlockingRule,
    rows: Ints,
    block: npt.NDArray[np.uint64],
    finer: Sequence[Keys],
    *,
    cap: int,
    budget: int,
) -> tuple[tuple[Ints, Ints], Skipped]:
    lefts: list[Ints] = [np.empty(0, np.int64)]
    rights: list[Ints] = [np.empty(0, np.int64)]
    steps = [*finer, None]
    blocks = records = missed = 0
    for step in steps:
        order = np.lexsort((rows, block))
        rows, block = rows[order], block[order]
        start, size = _runs(block)
        allowed = _affordable(size, cap, budget)
        small = size <= allowed
        left, right = _within(rows, start[small], size[small])
        budget -= len(left)
        lefts.append(left)
        rights.append(right)
        large = np.repeat(~small, size)
        rows, block = rows[large], block[large]
        if not len(rows):
            break
        if step is None:
            _, size = _runs(block)
            left, right = _window(rows, block)
            lefts.append(left)
            rights.append(right)
            blocks, records = len(size), int(size.sum())
            missed = int((size * (size - 1) // 2).sum()) - len(left)
        else:
            rows, block = _extend(rows, block, step)
    return (np.concatenate(lefts), np.concatenate(rights)), Skipped(str(rule), blocks, records, missed)


def _affordable(size: Ints, cap: int, budget: int) -> int:
    """Find the largest block that can be compared when the smallest are served first."""
    counts = np.bincount(np.minimum(size, cap + 1), minlength=cap + 2)[: cap + 1]
    lengths = np.arange(cap + 1)
    spent = np.cumsum(counts * (lengths * (lengths - 1) // 2))
    return int(np.searchsorted(spent, max(budget, 0), side="right")) - 1


def _runs(block: npt.NDArray[np.uint64]) -> tuple[Ints, Ints]:
    if not len(block):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    start = np.flatnonzero(np.concatenate(([True], block[1:] != block[:-1])))
    return start, np.diff(np.append(start, len(block)))


def _within(rows: Ints, start: Ints, size: Ints) -> tuple[Ints, Ints]:
    lefts: list[Ints] = [np.empty(0, np.int64)]
    rights: list[Ints] = [np.empty(0, np.int64)]
    end = start + size
    at = np.repeat(start, size) + _counting(size)
    stop = np.repeat(end, size)
    step = 1
    while len(at):
        fits = at + step < stop
        at, stop = at[fits], stop[fits]
        lefts.append(rows[at])
        rights.append(rows[at + step])
        step += 1
    return np.concatenate(lefts), np.concatenate(rights)


def _counting(size: Ints) -> Ints:
    total = int(size.sum())
    return np.arange(total) - np.repeat(np.cumsum(size) - size, size)


def _window(rows: Ints, block: npt.NDArray[np.uint64]) -> tuple[Ints, Ints]:
    lefts, rights = [], []
    for step in range(1, _WINDOW + 1):
        same = block[step:] == block[:-step]
        lefts.append(rows[:-step][same])
        rights.append(rows[step:][same])
    return np.concatenate(lefts), np.concatenate(rights)


def _pack(pairs: tuple[Ints, Ints], records: int) -> Ints:
    left, right = np.minimum(*pairs), np.maximum(*pairs)
    apart = left != right
    return np.unique(left[apart] * records + right[apart])
