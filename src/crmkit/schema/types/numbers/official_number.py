"""What the numbers of registers and standards have in common, most with a check digit."""

import re
from collections.abc import Collection
from typing import ClassVar, Final
from unicodedata import normalize

from crmkit.schema.types.base import Cleaned, Finding
from crmkit.schema.types.cells import CellType

_MARKS: Final = re.compile(r"[\s.,:;/\\'’`´_·•|#\-‐-―−]+")
_PARTED: Final = re.compile(r"\s*[;,|\n]\s*|\s+/\s+|\s+(?:und|et|and|e|ou|oder|or)\s+", re.IGNORECASE)
_SCIENTIFIC: Final = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)
_MIXED_UP: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})
_RUNS: Final = ("0123456789" * 3, "9876543210" * 3, "1234567890" * 3)


def spoken(*words: str) -> re.Pattern[str]:
    """Compile what people write before a number: one of the words, "no." or "number of" round it, and a colon.

    >>> spoken("TVA").sub("", "N° de TVA : FR 40 303 265 045")
    'FR 40 303 265 045'
    """
    counted = r"(?:num(?:mer|ber|[ée]ro)|n[°ºo]|nr|id|code)"
    named = "|".join(re.escape(word).replace(r"\ ", r"[\s.-]*") for word in sorted(words, key=len, reverse=True))
    return re.compile(
        rf"\A{counted}?[\s.]*(?:de |d['’]|di )?(?:{named})(?![^\W\d_])(?:[\s.-]*{counted}(?![^\W\d_]))?[\s.:=°º]*",
        re.IGNORECASE,
    )


class OfficialNumber(CellType[str]):
    """A number that a register gives, kept as capital letters and digits without marks.

    Subclasses say its sizes, its shape and its check, and how it is grouped for reading.

    Attributes:
        said: what may stand before the number.
        sizes: how many characters it can have.
        shape: which characters it has; digits only when left out.
        groups: how many characters stand together when it is shown.
        mark: what parts the groups.
        invalid: code and sentence for a number of another shape; so `wrong_length` and `wrong_check`.
    """

    sensitivity = "id"
    pick = "most_trusted"
    matching = "exact"
    longest = 120
    said: ClassVar[re.Pattern[str]]
    sizes: ClassVar[Collection[int]]
    shape: ClassVar[re.Pattern[str]] = re.compile(r"[0-9]+")
    groups: ClassVar[tuple[int, ...]] = ()
    mark: ClassVar[str] = " "
    invalid: ClassVar = ("invalid", "This does not have the letters and digits of such a number.")
    wrong_length: ClassVar = ("length", "The number is too short or too long.")
    wrong_check: ClassVar = ("checksum", "The check digits do not agree with the rest of the number.")

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[str]:
        """Clean a text that is neither empty nor a placeholder; a cell may hold several numbers."""
        whole = self.read_one(text, raw, region)
        parts = _PARTED.split(text) if whole.value is None else []
        if len(parts) < 2:
            return whole
        read = [self.read_one(part, raw, region) for part in parts]
        values = list(dict.fromkeys(one.value for one in read if one.value is not None))
        if any(one.value is None for one in read):
            return whole
        findings = dict.fromkeys(finding for one in read for finding in one.findings)
        return self.accept(values[0], raw, *findings, others=tuple(values[1:]))

    def read_one(self, text: str, raw: object, region: str | None) -> Cleaned[str]:
        """Clean a text that holds one number."""
        if _SCIENTIFIC.fullmatch(text.strip()):
            return self.refuse(raw, "digits_lost", "A spreadsheet rounded the number; its digits cannot be restored.")
        bare = text.strip()
        number = compact(bare if bare[:1].isdigit() else self.said.sub("", bare, count=1))
        return self.placeholder(raw) if is_made_up(number) else self.judge(number, raw, region)

    def judge(self, number: str, raw: object, region: str | None) -> Cleaned[str]:
        """Judge a number without marks: is it complete, of the right shape, and does its check digit agree?"""
        if len(number) not in self.sizes and number.isdigit():
            return self._too_short_or_long(number, raw)
        if not self.shape.fullmatch(number):
            return self.refuse(raw, *self.invalid, suggestion=self._digits_meant(number))
        if len(number) not in self.sizes:
            return self.refuse(raw, *self.wrong_length)
        if not self.checks(number):
            return self.refuse(raw, *self.wrong_check, keys=self.keys(number))
        return self.accept(number, raw, *self.remarks(number))

    def checks(self, number: str) -> bool:
        """Say whether the check digit of a number of the right shape agrees."""
        return True

    def remarks(self, number: str) -> tuple[Finding, ...]:
        """Note what is worth knowing about a good number."""
        return ()

    def keys(self, value: str) -> tuple[str, ...]:
        """Write the number in small letters."""
        return (value.lower(),)

    def caption(self, value: str) -> str:
        """Show the number in the groups of its standard."""
        return grouped(value, self.groups, self.mark)

    def mask(self, value: str) -> str:
        """Show the last two characters, and nothing of a number of the state."""
        return "…" if self.sensitivity == "natid" else f"…{value[-2:]}"

    def is_good(self, number: str) -> bool:
        """Say whether a number without marks has the right size and shape, and its check digit agrees."""
        return len(number) in self.sizes and self.shape.fullmatch(number) is not None and self.checks(number)

    def _too_short_or_long(self, number: str, raw: object) -> Cleaned[str]:
        """Give zeros back that a spreadsheet dropped, when the check digit then agrees."""
        longer = sorted(size for size in self.sizes if len(number) < size <= len(number) + 4)
        full = next((full for size in longer if self.is_good(full := number.zfill(size))), None)
        if full is None:
            return self.refuse(raw, *self.wrong_length)
        if isinstance(raw, str):
            return self.refuse(raw, *self.wrong_length, keys=self.keys(full), suggestion=full)
        note = self.warning("zero_restored", "Leading zeros that a spreadsheet dropped were restored.")
        return self.accept(full, raw, note, *self.remarks(full))

    def _digits_meant(self, number: str) -> str | None:
        meant = number.translate(_MIXED_UP)
        return meant if meant != number and self.is_good(meant) else None


def compact(text: str) -> str:
    """Write a number in capitals, without blanks and marks.

    >>> compact("che-100.155.212 mwst")
    'CHE100155212MWST'
    """
    return _MARKS.sub("", text if text.isascii() else normalize("NFKC", text)).upper()


def grouped(number: str, groups: tuple[int, ...], mark: str = " ") -> str:
    """Part a number into groups of so many characters; what is left over is the last group.

    >>> grouped("7569217076985", (3, 4, 4, 2), ".")
    '756.9217.0769.85'
    """
    pieces, at = [], 0
    for size in (*groups, len(number)):
        pieces.append(number[at : at + size])
        at += size
    return mark.join(piece for piece in pieces if piece)


def is_made_up(number: str) -> bool:
    """Tell a number that somebody typed to fill the cell: one digit over and over, or digits in a row.

    >>> is_made_up("FR00000000000"), is_made_up("123456789"), is_made_up("732829320")
    (True, True, False)
    """
    digits = number.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    if len(digits) < 5 or not digits.isdigit():
        return len(number) > 4 and len(set(number)) == 1
    return len(set(digits)) == 1 or (len(digits) > 5 and any(digits in run for run in _RUNS))
