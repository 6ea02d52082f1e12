"""Taking the numbers out of a cell: what is dialled, which extension is asked for, and what else stands there."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple
from unicodedata import normalize

LONGEST: Final = 17
"""Digits of the longest number, with its country code and what is dialled before it (ITU-T E.164 allows 15)."""

_SIMPLE: Final = re.compile(r"(?:[(+]{0,2}\d{1,5}\)? ?/ ?)?[(+]{0,2}\d[\d .\-()]*", re.ASCII)
_TRUNK: Final = re.compile(r"(?:\+|\b00)\s*(?!39)[\d\s().-]*?([(\[]\s*0\s*[)\]])")
_FLOAT: Final = re.compile(r"\d+[.,]0")
_SCIENTIFIC: Final = re.compile(r"(\d)(?:[.,](\d+))?e\+?(\d+)", re.IGNORECASE)
_URI: Final = re.compile(r"^\s*(?:tel|callto|phone|sms|whatsapp)\s*:\s*(?:/{2})?", re.IGNORECASE)
_CONTEXT: Final = re.compile(r";\s*phone-context\s*=\s*(\+[\d.\-]+)?[^;]*", re.IGNORECASE)
_PARAMETER: Final = re.compile(r";\s*(?:isub|cic|rn|npdi|type)\b\s*(?:=[^;]*)?", re.IGNORECASE)
_RFC_EXTENSION: Final = re.compile(r";\s*ext\s*=\s*", re.IGNORECASE)
_EXTENSION: Final = re.compile(
    r"[\s,(\-–/]*(?:(?<![^\W\d_])(?:extension|extn?|interne?|intern[oa]|int|poste|durchwahl|dw|app(?:arat)?|nst|nebenstelle|"
    r"anschluss|klappe)(?![^\W\d_])\.?|(?<=[\d\s)])x(?=[\s.:]?\d)|\#)[\s:.=\-–]*(\d{1,7})\b\s*\)?",
    re.IGNORECASE,
)
_SEPARATOR: Final = re.compile(
    r"\s*(?:[;|\n•]|:::|(?<![^\W_])(?:ou|oder|or|o|et|und|and|e|sowie|bzw\.?)(?![^\W_]))\s*", re.IGNORECASE
)
_SOFT_SEPARATORS: Final = (re.compile(r"\s*,\s*|\s+[-–&]\s+"), re.compile(r"\s*[/\\]\s*"))
_REMARK: Final = re.compile(r"\((?=[^()]*[^\W\d_]{2})(?:\D|\d(?!(?:[^()]*\d){4}))*?\)")
_SERVICE: Final = re.compile(r"^\W*[*#]\d{1,3}[*#]")
_NOT_DIALLED: Final = re.compile(r"[^\d+]+")
_WITHIN: Final = re.compile(r"\d[^\W\d_]+\d")
_LOOKALIKES: Final = str.maketrans("OoQDlI|SB", "000011158")
_KEYPAD: Final = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_MARKS: Final = b" .-()/"


class Written(NamedTuple):
    """A number as it stands in a cell.

    Attributes:
        dialled: its digits, with a plus sign in front when they begin with a country code.
        extension: digits asked for behind it, or "".
        letters: whether letters stand between its digits.
    """

    dialled: str
    extension: str = ""
    letters: bool = False


def simply_written(text: str) -> str | None:
    """Give what is dialled when a text is one number with nothing but usual marks, else None.

    >>> simply_written("079 123 45 67"), simply_written("(044) 668-18-00"), simply_written("079 123 45 67 (mobile)")
    ('0791234567', '0446681800', None)
    """
    if len(text) > 40 or _SIMPLE.fullmatch(text) is None or " - " in text:
        return None
    if ".0" in text and text.rstrip()[-2:] == ".0":
        return None
    if "(0)" in text:
        before, _, after = text.partition("(0)")
        if not before.startswith(("+", "00")) or "39" in before[:5]:
            return None
        text = before + after
    dialled = text.encode("ascii").translate(None, _MARKS).decode("ascii")
    if dialled[:2] == "00" and len(dialled) > 9:
        dialled = "+" + dialled.lstrip("0")
    return dialled if 6 <= len(dialled) <= LONGEST and dialled[1:].isdigit() else None


def split_numbers(text: str) -> list[str]:
    """Part a cell where numbers are surely parted: at semicolons, and at words that mean "or" and "and".

    >>> split_numbers("022 345 67 89 ou 079 123 45 67")
    ['022 345 67 89', '079 123 45 67']
    """
    return [one for one in _SEPARATOR.split(_plainly(text)) if any(map(str.isdigit, one))][:20]


def split_softly(piece: str) -> Iterator[list[str]]:
    """Part a piece where it may hold several numbers, or one number in groups: at commas and dashes, then at slashes.

    >>> list(split_softly("079 123 45 67 / 022 345 67 89"))
    [['079 123 45 67 / 022 345 67 89'], ['079 123 45 67', '022 345 67 89']]
    """
    for separator in _SOFT_SEPARATORS:
        yield [one for one in separator.split(piece) if any(map(str.isdigit, one))]


def read_written(piece: str) -> Written:
    """Reduce a piece to what is dialled, and the extension.

    >>> read_written("+41 (0)44 668 18 00 int. 12")
    Written(dialled='+41446681800', extension='12', letters=False)
    """
    piece = _SERVICE.sub("", piece.strip())
    if _FLOAT.fullmatch(piece):
        piece = piece[:-2]
    exact = _SCIENTIFIC.fullmatch(piece)
    if exact:
        digits = exact[1] + (exact[2] or "")
        return Written(digits if len(digits) == int(exact[3]) + 1 else "")
    hit = None
    for hit in _EXTENSION.finditer(piece):
        if digit_count(piece[: hit.start()]) >= 5:
            break
    else:
        hit = None
    extension = hit[1] if hit else ""
    if hit:
        piece = piece[: hit.start()]
    if "(" in piece:
        piece = _REMARK.sub(" ", piece)
    return Written(_dialled(piece), extension, _WITHIN.search(piece) is not None)


def rounded(text: str) -> bool:
    """Tell whether a spreadsheet wrote a number with a power of ten, and without all its digits.

    >>> rounded("7.91235E+08"), rounded("7.91234567E+08")
    (True, False)
    """
    hit = _SCIENTIFIC.search(text)
    return hit is not None and len(hit[1] + (hit[2] or "")) < int(hit[3][:4]) + 1


def with_lookalikes(piece: str) -> str:
    """Read letters that look like digits as these.

    >>> with_lookalikes("O79 l23 45 67")
    '0791234567'
    """
    return _dialled(piece.translate(_LOOKALIKES))


def with_keypad(piece: str) -> str:
    """Read letters as the digits they share a key with (ITU-T E.161).

    >>> with_keypad("1-800-FLOWERS")
    '18003569377'
    """
    return _dialled(piece.upper().translate(_KEYPAD))


def digit_count(text: str) -> int:
    """Count the digits of a text."""
    return sum(map(str.isdecimal, text))


def _plainly(text: str) -> str:
    """Write a telephone URI (RFC 3966) and full-width digits as plain text."""
    if not text.isascii():
        text = normalize("NFKC", text)
    if ";" not in text and ":" not in text:
        return text
    text = _URI.sub("", text)
    context = _CONTEXT.search(text)
    if context:
        text = _CONTEXT.sub("", text)
        if context[1] and not text.lstrip().startswith("+"):
            text = context[1] + text.lstrip()
    return _RFC_EXTENSION.sub(" ext ", _PARAMETER.sub("", text))


def _dialled(piece: str) -> str:
    trunk = _TRUNK.search(piece)
    if trunk:
        piece = piece[: trunk.start(1)] + piece[trunk.end(1) :]
    bare = _NOT_DIALLED.sub("", piece)
    lead, plus, rest = bare.partition("+")
    if plus and not lead.strip("0"):
        digits, abroad = rest.replace("+", ""), True
    else:
        digits, abroad = bare.replace("+", ""), False
    if not digits.isascii():
        digits = "".join(str(int(digit)) for digit in digits if digit.isdecimal())
    if abroad:
        return "+" + digits.removeprefix("00")
    if digits.startswith("00") and len(digits) > 9:
        return "+" + digits.lstrip("0")
    return digits
