"""Telephone numbers."""

import re
from functools import lru_cache
from typing import Any, Final, NamedTuple
from unicodedata import normalize

from crmkit.schema.types.base import Cleaned, Finding
from crmkit.schema.types.cells import CellType

OVERSEAS: Final = {"FR": ("GP", "MQ", "GF", "RE", "YT", "PM", "NC", "PF", "WF")}
"""Regions whose numbers are dialled like those of a mainland, but have a country code of their own."""

_EXTENSION: Final = re.compile(
    r"(?:\b(?:ext|extension|int|interne?|poste|durchwahl|dw|app|nst)\b\.?|(?<=[\d\s])x|#)\s*:?\s*(\d{1,6})\s*$",
    re.IGNORECASE,
)
_SEPARATOR: Final = re.compile(r"\s*(?:[;|]|\bou\b|\boder\b|\bor\b|\bet\b|\bund\b|\band\b)\s*", re.IGNORECASE)
_SOFT_SEPARATOR: Final = re.compile(r"\s*[/,]\s*")
_SCIENTIFIC: Final = re.compile(r"\d(?:[.,]\d+)?e\+?\d+", re.IGNORECASE)
_NOT_DIALLED: Final = re.compile(r"[^\d+]+")
_TRUNK: Final = re.compile(r"^((?:\+|00)[\d\s().-]*?)\(\s*0\s*\)")
_CASES: Final = "012345678901234567890"


class _Number(NamedTuple):
    value: str | None
    keys: tuple[str, ...]
    problem: str | None


class PhoneType(CellType[str]):
    """A telephone number: E.164 when its country is known, else its digits as they came.

    Follows libphonenumber through the phonenumbers package. Numbers in both forms share a key: the last nine
    significant digits.

    >>> PHONE.clean("+41 (0)79 123 45 67").value, PHONE.clean("079 123 45 67", region="CH").value
    ('+41791234567', '+41791234567')
    >>> PHONE.clean("310/276-0615").keys == PHONE.clean("310-276-0615").keys
    True
    """

    name = "phone"
    sensitivity = "contact"
    longest = 500
    line_break = "; "

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[str]:
        """Clean a text that is neither empty nor a placeholder."""
        country = _country(region)
        findings: list[Finding] = []
        values: list[str] = []
        first_keys: tuple[str, ...] = ()
        keys: list[str] = []
        problems: list[str] = []
        pieces = _pieces(text)
        for piece in pieces:
            dialled, extension = _dialled(piece)
            number = _parse(dialled, country)
            if number.value is not None:
                first_keys = first_keys or number.keys
                if number.value not in values:
                    values.append(number.value)
                if extension:
                    findings.append(self.info("extension", "An extension was left out of the number."))
            keys.extend(key for key in number.keys if key not in keys)
            if number.problem:
                problems.append(number.problem)
        if len(values) > 1:
            findings.append(self.info("several", "The cell holds several numbers."))
        if values:
            findings.extend(self._remark(problem) for problem in dict.fromkeys(problems) if problem in _REMARKS)
            return Cleaned(values[0], raw, first_keys, tuple(findings), tuple(values[1:]))
        if "placeholder" in problems:
            return self.placeholder(raw)
        if _SCIENTIFIC.search(text):
            return self.refuse(raw, "digits_lost", "A spreadsheet rounded the number; its digits cannot be restored.")
        return self.refuse(raw, "invalid", "This is no telephone number.", keys=tuple(keys))

    def keys(self, value: str) -> tuple[str, ...]:
        """Fold a number: E.164 first, then its last nine significant digits."""
        return _keys(value)

    def similarity(self, left: str, right: str) -> float:
        """Compare two numbers: 1.0 for the same, 0.8 for one slip of the finger, else 0.0."""
        if left == right:
            return 1.0
        ones, others = self.keys(left), self.keys(right)
        if set(ones) & set(others):
            same_country = not (left.startswith("+") and right.startswith("+"))
            return 1.0 if same_country else 0.7
        from rapidfuzz.distance import OSA

        return 0.8 if ones and others and OSA.distance(ones[-1], others[-1], score_cutoff=1) <= 1 else 0.0

    def caption(self, value: str) -> str:
        """Show an E.164 number in groups.

        >>> PHONE.caption("+41791234567")
        '+41 79 123 45 67'
        """
        if not value.startswith("+"):
            return value
        import phonenumbers

        try:
            number = phonenumbers.parse(value, None)
        except phonenumbers.NumberParseException:
            return value
        return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))

    def mask(self, value: str) -> str:
        """Show the last two digits."""
        return f"…{value[-2:]}"

    def _remark(self, problem: str) -> Finding:
        return self.info(problem, _REMARKS[problem])


PHONE: Final = PhoneType()

_REMARKS: Final = {
    "region_unknown": "The country of the number is not known; its digits are kept.",
    "overseas": "The number is that of an overseas territory.",
}


def _country(region: str | None) -> str | None:
    if not region:
        return None
    code = region.strip().upper()[:2]
    return "GB" if code == "UK" else code


def _pieces(text: str) -> list[str]:
    """Split a cell into its numbers; a slash or a comma parts two numbers only where both are long enough."""
    pieces: list[str] = []
    for part in _SEPARATOR.split(text):
        soft = _SOFT_SEPARATOR.split(part)
        lengths = [sum(letter.isdigit() for letter in one) for one in soft]
        if len(soft) > 1 and lengths[0] >= 7 and all(length >= 7 or length <= 3 for length in lengths):
            pieces.extend(one for one, length in zip(soft, lengths, strict=True) if length >= 7)
        elif any(lengths):
            pieces.append(part)
    return pieces[:20]


def _dialled(piece: str) -> tuple[str, bool]:
    """Reduce a piece to a plus sign and digits, and tell whether an extension was cut off."""
    if not piece.isascii():
        piece = normalize("NFKC", piece)
    if _SCIENTIFIC.fullmatch(piece.strip()):
        return "", False
    if piece.endswith(".0") and piece[:-2].isdigit():
        piece = piece[:-2]
    piece, cut = _EXTENSION.subn("", piece)
    piece = _TRUNK.sub(r"\1", piece)
    bare = _NOT_DIALLED.sub("", piece)
    plus = bare.startswith("+")
    digits = "".join(str(int(digit)) for digit in bare if digit.isdecimal())
    if digits.startswith("00") and len(digits) > 9:
        plus, digits = True, digits.lstrip("0")
    return ("+" + digits if plus else digits), bool(cut)


@lru_cache(maxsize=65_536)
def _parse(dialled: str, country: str | None) -> _Number:
    digits = dialled.removeprefix("+")
    if not 5 <= len(digits) <= 17:
        return _Number(None, (), "invalid")
    if _is_filler(digits):
        return _Number(None, (), "placeholder")
    if not dialled.startswith("+") and not _is_country(country):
        if 7 <= len(digits) <= 15:
            return _Number(digits, _keys(digits), "region_unknown")
        return _Number(None, _keys(digits), "invalid")
    number = _valid_number(dialled, country)
    remark = None
    if number is None and not dialled.startswith("+"):
        for territory in OVERSEAS.get(country or "", ()):
            number = _valid_number(dialled, territory)
            if number is not None:
                remark = "overseas"
                break
    if number is None:
        return _Number(None, _keys(digits), "invalid")
    import phonenumbers

    value = str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    return _Number(value, (value, _tail(phonenumbers.national_significant_number(number))), remark)


def _is_country(country: str | None) -> bool:
    if country is None:
        return False
    import phonenumbers

    return country in phonenumbers.SUPPORTED_REGIONS


def _valid_number(dialled: str, country: str | None) -> Any:
    import phonenumbers

    try:
        number = phonenumbers.parse(dialled, country)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


@lru_cache(maxsize=65_536)
def _keys(value: str) -> tuple[str, ...]:
    if value.startswith("+"):
        import phonenumbers

        try:
            number = phonenumbers.parse(value, None)
        except phonenumbers.NumberParseException:
            return (value,)
        return value, _tail(phonenumbers.national_significant_number(number))
    return (_tail(value),) if len(value.lstrip("0")) >= 5 else ()


def _tail(digits: str) -> str:
    return digits.lstrip("0")[-9:]


def _is_filler(digits: str) -> bool:
    """Tell digits that nobody has as a number: 0000000000, 1111111, 0123456789."""
    bare = digits.lstrip("0")
    return (
        len(set(digits[-7:])) == 1 or len(set(bare)) <= 1 or (len(bare) >= 6 and bare in _CASES) or bare[::-1] in _CASES
    )
