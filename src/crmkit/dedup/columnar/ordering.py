"""Distinct integers and runs of equal ones, by sorting: many times as fast as asking a hash table for them."""

from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt

IntT = TypeVar("IntT", bound=np.integer[Any])
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_MIX: Final = np.uint64(0x9E3779B97F4A7C15)
_STIR: Final = np.uint64(0xBF58476D1CE4E5B9)
_PLACES: Final = 63


def distinct(values: npt.NDArray[IntT]) -> npt.NDArray[IntT]:
    """Give the distinct values in order.

    >>> distinct(np.array([3, 1, 3])).tolist()
    [1, 3]
    """
    ordered = np.sort(values, kind="quicksort")
    return ordered[begins(ordered)]


def distinct_places(values: Ints) -> tuple[Ints, Ints]:
    """Give the distinct values in order, and for every value its place among them.

    Values of zero or more that leave room for a place in 63 bits are sorted together with it, at half the cost.

    >>> [one.tolist() for one in distinct_places(np.array([30, 10, 30]))]
    [[10, 30], [1, 0, 1]]
    """
    count = len(values)
    if not count:
        return values, np.empty(0, np.int64)
    room = int(count - 1).bit_length()
    if int(values.min()) >= 0 and int(values.max()).bit_length() + room <= _PLACES:
        packed = np.sort((values << room) | np.arange(count), kind="quicksort")
        order, ordered = packed & ((1 << room) - 1), packed >> room
    else:
        order = np.argsort(values)
        ordered = values[order]
    new = begins(ordered)
    place = np.empty(count, np.int64)
    place[order] = np.cumsum(new) - 1
    return ordered[new], place


def among(values: npt.NDArray[IntT], some: npt.NDArray[IntT]) -> Bools:
    """Tell which values are among some.

    >>> among(np.array([3, 1]), np.array([1, 2])).tolist()
    [False, True]
    """
    if not len(some):
        return np.zeros(len(values), np.bool_)
    known = np.sort(some)
    found: Bools = known[np.minimum(known.searchsorted(values), len(known) - 1)] == values
    return found


def sorting(hashes: npt.NDArray[np.uint64]) -> Ints:
    """Order hashes, equal ones in the order in which they come.

    A place is put into the lowest bits of each hash, and what is left of two that differ is hardly ever the same.

    >>> sorting(np.array([2**63, 5, 2**63], np.uint64)).tolist()
    [1, 0, 2]
    """
    low = np.uint64((1 << max(len(hashes) - 1, 0).bit_length()) - 1)
    packed = (hashes & ~low) | np.arange(len(hashes), dtype=np.uint64)
    packed.sort()
    order = (packed & low).astype(np.int64)
    ordered = hashes[order]
    if (ordered[1:] >= ordered[:-1]).all():
        return order
    return np.argsort(hashes, kind="stable")


def begins(ordered: npt.NDArray[Any]) -> Bools:
    """Mark where a new value begins among ordered ones.

    >>> begins(np.array([1, 1, 2])).tolist()
    [True, False, True]
    """
    new = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    return new


def runs(ordered: npt.NDArray[Any]) -> tuple[Ints, Ints]:
    """Give the start and the length of every run of equal values.

    >>> [one.tolist() for one in runs(np.array([7, 7, 9]))]
    [[0, 2], [2, 1]]
    """
    start = np.flatnonzero(begins(ordered))
    return start, np.diff(np.append(start, len(ordered)))


def counting(lengths: Ints) -> Ints:
    """Count from zero within each of several stretches.

    >>> counting(np.array([2, 3])).tolist()
    [0, 1, 0, 1, 2]
    """
    return np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)


def mix(block: npt.NDArray[np.uint64], value: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Take one more value into a 64-bit hash of several; different values practically never meet."""
    mixed = value + _MIX
    mixed ^= block
    mixed *= _MIX
    mixed ^= mixed >> np.uint64(29)
    mixed *= _STIR
    mixed ^= mixed >> np.uint64(32)
    return mixed
