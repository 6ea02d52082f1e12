"""Prints of records: a few numbers for each, by which most of those that share a block are told apart at a glance.

What a print tells is never wrong in one direction: equal values have equal prints, and values that are nearly equal
have prints that are not far apart.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from crmkit.dedup.columnar.comparators import box_number
from crmkit.dedup.columnar.online.parts import NAMES, Part
from crmkit.dedup.features import Read
from crmkit.schema.types.names.nicknames import nickname_groups

Marks = tuple[int, ...]
Printed = npt.NDArray[np.uint32]

UNKNOWN: Final = 0xFFFFFFFF
"""A print that may be that of any value; 0 is that of none."""

AT_MOST: Final = 2
"""Values of one feature at most that are printed; where there are more, the last print is UNKNOWN."""

LENGTH: Final = 26
"""Bits of the letters in the second print of a name, behind which its length stands, and whether it is odd."""
ODD: Final = 1 << 31
FIRST: Final = 0x1F
STARTS: Final = 0xFFF
ENDS: Final = 0xFFF000
DOUBLED: Final = 1 << 24
LISTED: Final = 1 << 25
LETTERS: Final = (1 << LENGTH) - 1

LONGEST: Final = 31
PLACES: Final = 7
"""Digits of a postcode at most that are printed, four bits each, behind four bits of how many they are."""

_FIRST: Final = 1024
_DIGITS: Final = 8
_KINDS: Final = 63
MOST_WORDS: Final = 4


def mark(value: str) -> int:
    """Number a value; different ones hardly ever have the same number."""
    return (hash(value) & 0x7FFFFFFF) + 1


def letters(text: str) -> int:
    """Give the set of the letters from a to z in a text as bits."""
    bits = 0
    for letter in text:
        place = ord(letter) - 97
        if 0 <= place < LENGTH:
            bits |= 1 << place
    return bits


def mark_plain(value: str) -> Marks:
    """Print a value that is only looked at for equality."""
    return (mark(value),)


def mark_name(value: str) -> Marks:
    """Print a name: its number; its letters, length and whether it is more than a word; how it begins and ends."""
    odd = not (value.isascii() and value.isalpha() and value.islower() and 1 < len(value) <= LONGEST)
    starts = (hash(value[:3]) & STARTS & ~FIRST) | (ord(value[:1] or "-") & FIRST)
    ends = starts | ((hash(value[-3:]) << 12) & ENDS)
    doubled, listed = value[: len(value) // 2] * 2 == value, bool(nickname_groups(value))
    return (
        mark(value),
        letters(value) | (ODD if odd else len(value) << LENGTH),
        ends | (DOUBLED if doubled else 0) | (LISTED if listed else 0),
    )


def mark_words(value: str) -> Marks:
    """Print a text whose words are compared: its number; its letters, length and whether it is too odd for bounds."""
    words = value.split(" ")
    odd = len(value) > LONGEST or len(words) > MOST_WORDS or len(set(words)) < len(words) or "" in words
    return mark(value), letters(value) | (ODD if odd else len(value) << LENGTH)


def mark_postcode(value: str) -> Marks:
    """Print how many digits a postcode has, and them from the left, four bits each."""
    known = 0 < len(value) <= PLACES and value.isascii() and value.isdecimal()
    return (int(f"{len(value)}{value:0<{PLACES}}", 16) if known else UNKNOWN,)


def mark_digits(value: str) -> Marks:
    """Print a date of eight digits, four bits each."""
    return (_digits(value) if len(value) == _DIGITS else UNKNOWN,)


def mark_phone(value: str) -> Marks:
    """Print the last eight of nine digits, four bits each."""
    return (_digits(value[1:]) if len(value) == _DIGITS + 1 and value[:1].isdecimal() else UNKNOWN,)


def mark_email(value: str) -> Marks:
    """Print an e-mail address: its number, and the letters and digits of its mailbox."""
    box = value.partition("@")[0]
    return mark(value), letters(box) | hash(box_number(box)) % _KINDS << LENGTH


def _digits(text: str) -> int:
    return (int(text, 16) if text.isascii() and text.isdecimal() else 0) or UNKNOWN


def marker(part: Part) -> Callable[[str], Marks]:
    """Choose how the values of a feature are printed."""
    if part.name in NAMES:
        return mark_name
    comparator = part.comparison.comparator
    return _BY_FEATURE.get((comparator, part.name)) or _BY_COMPARATOR.get(comparator, mark_plain)


_BY_FEATURE: Final[Mapping[tuple[str, str], Callable[[str], Marks]]] = {
    ("date", "birth_date"): mark_digits,
    ("code", "phone"): mark_phone,
    ("email", "email"): mark_email,
}
_BY_COMPARATOR: Final[Mapping[str, Callable[[str], Marks]]] = {
    "words": mark_words,
    "organisation": mark_words,
    "postcode": mark_postcode,
}


class Prints:
    """The prints of records, by their places.

    Args:
        parts: how every feature is compared.
    """

    def __init__(self, parts: Mapping[str, Part]) -> None:
        self.markers = {name: marker(part) for name, part in parts.items()}
        self.columns: dict[str, list[list[int]]] = {}
        """Feature to the columns of its prints, for each value that is printed."""
        width = 0
        for name, part in parts.items():
            size = len(self.markers[name]("-"))
            values = AT_MOST if part.several else 1
            self.columns[name] = [list(range(width + size * at, width + size * (at + 1))) for at in range(values)]
            width += size * values
        self._table: Printed = np.zeros((_FIRST, width), np.uint32)
        self._records = 0

    def fill(self, columns: Mapping[str, tuple[npt.NDArray[np.int32], Sequence[str]]], records: int) -> None:
        """Print many records, as the first to come.

        Args:
            columns: feature to the codes of its values per record, -1 for none, and to the value of every code.
            records: how many records there are.
        """
        self._table = np.zeros((records + records // 16 + _FIRST, self._table.shape[1]), np.uint32)
        self._records = records
        for name, (codes, values) in columns.items():
            size = len(self.columns[name][0])
            marks = np.zeros((len(values) + 1, size), np.uint32)
            used = np.unique(codes[codes >= 0])
            marked = map(self.markers[name], (values[code] for code in used.tolist()))
            marks[used] = np.fromiter(marked, np.dtype((np.uint32, size)), len(used))
            for place, column in enumerate(self.columns[name][: codes.shape[1]]):
                self._table[:records, column] = marks[codes[:, place]]
            if codes.shape[1] > AT_MOST:
                self._table[np.flatnonzero(codes[:, AT_MOST] >= 0), self.columns[name][-1][0]] = UNKNOWN

    def add(self, read: Read) -> None:
        """Print one more record."""
        if self._records == len(self._table):
            self._table = np.concatenate([self._table, np.zeros_like(self._table)])
        row = self._table[self._records]
        for name, held in read.items():
            columns = self.columns[name]
            for column, value in zip(columns, held, strict=False):
                row[column] = self.markers[name](value)
            if len(held) > len(columns):
                row[columns[-1][0]] = UNKNOWN
        self._records += 1

    def of(self, places: npt.NDArray[np.uint32]) -> Printed:
        """Give the prints of some records, shape (columns, records)."""
        return np.ascontiguousarray(self._table.take(places, axis=0).T)
