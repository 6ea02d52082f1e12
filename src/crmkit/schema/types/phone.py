"""Telephone numbers."""

import re
from functools import lru_cache
from typing import Any, Final, NamedTuple

from crmkit.schema.types.base import Cleaned, Finding
from crmkit.schema.types.cells import CellType
from crmkit.schema.types.contacts.phone_numbering import Reached, is_country, reach, split_code
from crmkit.schema.types.contacts.phone_reading import (
    LONGEST,
    digit_count,
    read_written,
    rounded,
    simply_written,
    split_numbers,
    split_softly,
    with_keypad,
    with_lookalikes,
)

OVERSEAS: Final = {"FR": ("GP", "MQ", "GF", "RE", "YT", "PM", "NC", "PF", "WF")}
"""Regions whose numbers are dialled like those of a mainland, but have a country code of their own."""

NEIGHBOURS: Final = {
    "LI": "CH", "MC": "FR", "SM": "IT", "GP": "FR", "MQ": "FR", "GF": "FR", "RE": "FR", "YT": "FR", "PM": "FR",
}  # fmt: skip
"""Small regions whose inhabitants also have, and write without its code, numbers of the country they are close to."""

_CASES: Final = "012345678901234567890"
_FILLER_ENDS: Final = frozenset(
    end for at in range(10) for run in (_CASES[at : at + 3], _CASES[at] * 3) for end in (run, run[::-1])
)
_CANONICAL: Final = re.compile(r"\+[1-9]\d{4,16}", re.ASCII)
_SHORT: Final = re.compile(r"\W*(?:[^\W\d_]{1,12}\W+)?(\d\W?){2,6}\W*")
_REMARKS: Final = {
    "region_unknown": "The country of the number is not known; its digits are kept.",
    "overseas": "The number is that of an overseas territory.",
    "neighbour": "The number is that of a country nearby.",
}


class PhoneNumber(NamedTuple):
    """A canonical number taken apart.

    Attributes:
        number: E.164, or the digits of a number whose country is not known.
        extension: the extension, or "".
    """

    number: str
    extension: str


class PhoneType(CellType[str]):
    """A telephone number: E.164 when its country is known, else its digits as they came.

    Follows libphonenumber through the phonenumbers package. An extension stands behind the number as in RFC 3966,
    and does not count for matching. Numbers in both forms share a key: the last nine significant digits.

    >>> PHONE.clean("+41 (0)79 123 45 67").value, PHONE.clean("079 123 45 67", region="CH").value
    ('+41791234567', '+41791234567')
    >>> PHONE.clean("044 668 18 00 int. 12", region="CH").value
    '+41446681800;ext=12'
    >>> PHONE.clean("310/276-0615").keys == PHONE.clean("310-276-0615").keys
    True
    """

    name = "phone"
    matching = "exact"
    sensitivity = "contact"
    longest = 500
    line_break = "; "

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[str]:
        """Clean a text that is neither empty nor a placeholder."""
        country = _country(region)
        found = _glance(text, country)
        if found is not None:
            return Cleaned(found.value, raw, (found.value, _tail(found.national)))
        return self._read_closely(text, raw, country)

    def _clean(self, value: object, region: str | None) -> Cleaned[str]:
        return self.look_closely(value, region)  # reading glances by itself, and knows the keys already

    def glance(self, text: str, region: str | None) -> str | None:
        """Give the value of a text about which there is nothing to say, when a glance tells it; None says look closely.

        >>> PHONE.glance("079 123 45 67", "CH"), PHONE.glance("079 123 45 67 ext. 3", "CH")
        ('+41791234567', None)
        """
        found = _glance(text, _country(region))
        return None if found is None else found.value

    def _read_closely(self, text: str, raw: object, country: str | None) -> Cleaned[str]:
        values: dict[str, tuple[str, ...]] = {}
        notes: dict[str, Finding] = {}
        keys: dict[str, None] = {}
        fillers = False
        pieces = [one for piece in split_numbers(text) for one in self._numbers(piece, country, notes)]
        for piece in pieces:
            written = read_written(piece)
            if _is_filler(written.dialled.removeprefix("+")):
                fillers = True
                continue
            number, remark = _find(written.dialled, country)
            if number is None:
                keys.update(dict.fromkeys(_keys_of_digits(written.dialled.removeprefix("+"))))
                continue
            if remark:
                notes[remark] = self.info(remark, _REMARKS[remark])
            if written.extension:
                number = f"{number};ext={written.extension}"
                notes["extension"] = self.info("extension", "An extension was kept apart from the number.")
            if written.letters:
                notes["letters"] = self.warning("letters", "Letters stand between the digits; they were left out.")
            values.setdefault(number, self.keys(number))
        if values:
            first, *others = values
            if others:
                notes["several"] = self.info("several", "The cell holds several numbers.")
            return Cleaned(first, raw, values[first], tuple(notes.values()), tuple(others))
        if fillers:
            return self.placeholder(raw)
        return self._refuse(text, raw, country, tuple(keys))

    def keys(self, value: str) -> tuple[str, ...]:
        """Fold a number: E.164 first, then its last nine significant digits; an extension does not count."""
        number = apart(value).number
        if not number.startswith("+"):
            return _keys_of_digits(number)
        if _CANONICAL.fullmatch(number):
            national = split_code(number[1:])[1]
            return (number, _tail(national)) if national.strip("0") else (number,)
        return (number,)

    def similarity(self, left: str, right: str) -> float:
        """Compare two numbers: 1.0 for the same, 0.8 for one slip of the finger, else 0.0."""
        if left == right:
            return 1.0
        ones, others = self.keys(left), self.keys(right)
        if set(ones) & set(others):
            same_country = not (left.startswith("+") and right.startswith("+")) or ones[0] == others[0]
            return 1.0 if same_country else 0.7
        from rapidfuzz.distance import OSA

        return 0.8 if ones and others and OSA.distance(ones[-1], others[-1], score_cutoff=1) <= 1 else 0.0

    def caption(self, value: str) -> str:
        """Show an E.164 number in groups, as it is dialled from abroad (ITU-T E.123).

        >>> PHONE.caption("+41791234567"), PHONE.caption("+41446681800;ext=12")
        ('+41 79 123 45 67', '+41 44 668 18 00 ext. 12')
        """
        return _in_groups(value, abroad=True)

    def national_caption(self, value: str) -> str:
        """Show an E.164 number in groups, as it is dialled in its own country.

        >>> PHONE.national_caption("+41791234567")
        '079 123 45 67'
        """
        return _in_groups(value, abroad=False)

    def mask(self, value: str) -> str:
        """Show the last two digits."""
        return f"…{apart(value).number[-2:]}"

    def parts(self, value: str) -> dict[str, Any]:
        """Name the facets: number, extension, country and kind.

        A kind is mobile, fixed, fixed_or_mobile, toll_free, premium_rate, shared_cost, voip, personal, pager, company
        or voicemail; the country of a number of no single country is "001".

        >>> PHONE.parts("+41791234567")
        {'number': '+41791234567', 'extension': None, 'country': 'CH', 'kind': 'mobile'}
        """
        number, extension = apart(value)
        found = reach(number, None)
        return {
            "number": number,
            "extension": extension or None,
            "country": found and found.region,
            "kind": found and found.kind,
        }

    def _numbers(self, piece: str, country: str | None, notes: dict[str, Finding]) -> list[str]:
        """Part a piece only where each half is a number by itself; other endings of a number are left out."""
        for halves in split_softly(piece):
            counts = [digit_count(half) for half in halves]
            if len(halves) < 2 or counts[0] < 7 or any(4 <= count < 7 for count in counts):
                continue
            whole = read_written(piece).dialled
            if len(whole) <= LONGEST and _is_known(whole, country) and _find(whole, country)[0] is not None:
                continue
            if any(
                count < 4 and half.isascii() and not any(map(str.isalpha, half))
                for half, count in zip(halves, counts, strict=True)
            ):
                notes["endings"] = self.info("endings", "Further endings of the number were left out.")
            kept = [half for half, count in zip(halves, counts, strict=True) if count >= 7]
            return [number for half in kept for number in self._numbers(half, country, notes)]
        return [piece]

    def _refuse(self, text: str, raw: object, country: str | None, keys: tuple[str, ...]) -> Cleaned[str]:
        if rounded(text):
            return self.refuse(raw, "digits_lost", "A spreadsheet rounded the number; its digits cannot be restored.")
        if any(letter.isalpha() for letter in text) and digit_count(text) >= 3 and len(text) <= 40:
            for spelled in (with_lookalikes(text), with_keypad(text)):
                number = _find(spelled, country)[0] if _is_known(spelled, country) else None
                if number is not None:
                    message = "The number is written with letters."
                    return self.refuse(raw, "letters", message, keys=keys, suggestion=number)
        pieces = split_numbers(text)
        if len(pieces) == 1 and _SHORT.fullmatch(pieces[0]) and 3 <= digit_count(pieces[0]) <= 6:
            return self.refuse(raw, "short", "This is no full number, but a short one.", keys=keys)
        dialled = read_written(text).dialled
        abroad = reach(f"+{dialled}", None) if 9 <= len(dialled) <= LONGEST and dialled.isdigit() else None
        suggestion = abroad.value if abroad and country != abroad.region else None
        return self.refuse(raw, "invalid", "This is no telephone number.", keys=keys, suggestion=suggestion)


PHONE: Final = PhoneType()


def apart(value: str) -> PhoneNumber:
    """Part a canonical number from its extension.

    >>> apart("+41446681800;ext=12")
    PhoneNumber(number='+41446681800', extension='12')
    """
    number, sign, extension = value.partition(";ext=")
    return PhoneNumber(number, extension if sign else "")


def _glance(text: str, country: str | None) -> Reached | None:
    dialled = simply_written(text)
    return None if dialled is None or _is_filler(dialled.removeprefix("+")) else reach(dialled, country)


@lru_cache(maxsize=1_024)
def _country(region: str | None) -> str | None:
    if not region:
        return None
    code = region.strip().upper()[:2]
    code = "GB" if code == "UK" else code
    return code if is_country(code) else None


def _is_known(dialled: str, country: str | None) -> bool:
    return country is not None or dialled.startswith("+")


def _find(dialled: str, country: str | None) -> tuple[str | None, str | None]:
    """Find the canonical number, and what is to be said about it."""
    digits = dialled.removeprefix("+")
    if not 4 <= len(digits) <= LONGEST:
        return None, None
    if not _is_known(dialled, country):
        return (digits, "region_unknown") if 7 <= len(digits) <= 15 else (None, None)
    found: Reached | None = reach(dialled, country)
    if found is not None or dialled.startswith("+"):
        return (found.value, None) if found else (None, None)
    for territory in OVERSEAS.get(country or "", ()):
        found = reach(dialled, territory)
        if found is not None:
            return found.value, "overseas"
    near = NEIGHBOURS.get(country or "")
    found = reach(dialled, near) if near else None
    return (found.value, "neighbour") if found else (None, None)


def _keys_of_digits(digits: str) -> tuple[str, ...]:
    return (_tail(digits),) if len(digits.lstrip("0")) >= 5 else ()


def _tail(digits: str) -> str:
    return digits.lstrip("0")[-9:]


def _is_filler(digits: str) -> bool:
    """Tell digits that nobody has as a number: 0000000000, 1111111, 0123456789."""
    if digits[-3:] not in _FILLER_ENDS and digits[:3] != "000":
        return False
    if not 5 <= len(digits) <= LONGEST:
        return False
    bare = digits.lstrip("0")
    return (
        digits[-7:] == digits[-1] * len(digits[-7:])
        or bare == bare[:1] * len(bare)
        or (len(bare) >= 6 and bare in _CASES)
        or bare[::-1] in _CASES
    )


def _in_groups(value: str, *, abroad: bool) -> str:
    number, extension = apart(value)
    shown = number
    if _CANONICAL.fullmatch(number):
        import phonenumbers

        form = phonenumbers.PhoneNumberFormat
        try:
            parsed = phonenumbers.parse(number, None)
            shown = str(phonenumbers.format_number(parsed, form.INTERNATIONAL if abroad else form.NATIONAL))
        except phonenumbers.NumberParseException:
            shown = number
    return f"{shown} ext. {extension}" if extension else shown
