"""Reading numbers as people and spreadsheets write them."""

import re
from decimal import Decimal, InvalidOperation
from typing import Final, NamedTuple
from unicodedata import normalize

_DECIMAL_COMMA_TABLE: Final = """
    AD AL AM AR AT AZ BA BE BG BO BR BY CI CL CO CY CZ DE DK DZ EC EE ES FI FO FR GE GF GL GP GR HR HU ID IS IT KZ
    LT LU LV MA MC MD ME MK MQ NC NL NO PF PL PM PT PY RE RO RS RU SE SI SK SM SN TN TR UA UY VA VE VN WF YT
"""
DECIMAL_COMMA: Final = frozenset(_DECIMAL_COMMA_TABLE.split())
"""Countries where a comma parts the decimals (Unicode CLDR)."""

_PLAIN: Final = re.compile(r"[-+]?\d{1,30}(?:\.\d{1,20})?\Z", re.ASCII)
_SCIENTIFIC: Final = re.compile(r"[-+]?\d{1,20}(?:[.,]\d{1,20})?[eE][-+]?\d{1,2}\Z", re.ASCII)
_GROUPED: Final = re.compile(r"\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})*(?:([.,])(\d{1,10}))?\Z", re.ASCII)
_SIMPLE: Final = re.compile(r"(\d{1,30})?(?:[.,](\d{1,20}))?\Z", re.ASCII)
_ONE_GROUP: Final = re.compile(r"[1-9]\d{0,2}([.,])\d{3}\Z", re.ASCII)
_BLANKS: Final = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "\u2009": " ", "’": "'", "`": "'", "´": "'", "−": "-", "–": "-", "—": "-"}
)
_SCALES: Final = {
    "k": 3, "tsd": 3, "tausend": 3, "mille": 3, "millier": 3, "milliers": 3, "thousand": 3, "mila": 3, "m": 6,
    "mio": 6, "mn": 6, "mln": 6,
    "mill": 6, "million": 6, "millions": 6, "millionen": 6, "milione": 6, "milioni": 6, "millón": 6,
    "millones": 6, "mrd": 9,
    "md": 9, "mds": 9, "mld": 9, "mia": 9, "bn": 9, "milliard": 9, "milliards": 9, "milliarde": 9, "milliarden": 9,
    "billion": 9, "billions": 9, "miliardo": 9, "miliardi": 9,
}  # fmt: skip
"""Words behind a number, to how many zeros they stand for."""

_WORD: Final = re.compile(r"\s*([kKM](?=[€$£])|[^\W\d_]+(?![^\W_]))\.?\s*(?:de\s|d['’]|di\s)?\s*")
_WHOLE_MARK: Final = re.compile(r"[.,]\s?-+\Z|(?<=\d)[.,]\Z")
_INDIAN: Final = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.(\d{1,10}))?\Z", re.ASCII)


class ReadNumber(NamedTuple):
    """A number, and whether it could also be read another way."""

    number: Decimal
    ambiguous: bool = False


def read_number(text: str, *, region: str | None = None) -> ReadNumber | None:
    """Read a number: "1'234.50", "1.234,50", "1 234,5", "12.-", "(3)" for minus three, "5-".

    A single dot or comma before exactly three digits can mean thousands or decimals: the region decides, and the
    answer says that it is ambiguous.

    >>> read_number("1'234.50"), read_number("1.234", region="DE")
    (ReadNumber(number=Decimal('1234.50'), ambiguous=False), ReadNumber(number=Decimal('1234'), ambiguous=True))
    """
    bare = text.strip()
    if _PLAIN.match(bare) and not _ONE_GROUP.match(bare.lstrip("+-")):
        return ReadNumber(Decimal(bare))
    if _SCIENTIFIC.match(bare):
        return ReadNumber(Decimal(bare.replace(",", ".")))
    bare = normalize("NFKC", bare.translate(_BLANKS)).translate(_BLANKS)
    bare = _WHOLE_MARK.sub("", bare).strip()
    negative = False
    if bare.startswith("(") and bare.endswith(")"):
        negative, bare = True, bare[1:-1].strip()
    elif bare[:1] in {"-", "+"}:
        negative, bare = bare[0] == "-", bare[1:].strip()
    elif bare.endswith("-"):
        negative, bare = True, bare[:-1].strip()
    read = _unsigned(bare, region)
    return read._replace(number=-read.number) if read and negative else read


def read_scale(words: str) -> tuple[int, str]:
    """Take the first of the words behind a number for its zeros, when it stands for some.

    Returns:
        How many zeros, 0 for none, and the words that are left.

    >>> read_scale("Mio. CHF"), read_scale("k€"), read_scale("CHF")
    ((6, 'CHF'), (3, '€'), (0, 'CHF'))
    """
    hit = _WORD.match(words)
    zeros = _SCALES.get(hit[1].lower(), 0) if hit and hit[1] != "m" else 0  # a small m is a metre
    return (zeros, words[hit.end() :]) if hit and zeros else (0, words.strip())


def _unsigned(bare: str, region: str | None) -> ReadNumber | None:
    single = _ONE_GROUP.match(bare)
    if single:
        thousands = single.group(1) == ("." if region in DECIMAL_COMMA else ",")
        whole = bare.replace(single.group(1), "" if thousands else ".")
        return ReadNumber(Decimal(whole), ambiguous=True)
    grouped = _GROUPED.match(bare)
    if grouped and grouped.group(1) != grouped.group(2):
        digits = bare[: grouped.start(2)] if grouped.group(2) else bare
        whole = re.sub(r"\D", "", digits)
        return _decimal(f"{whole}.{grouped.group(3) or 0}" if grouped.group(3) else whole)
    indian = _INDIAN.match(bare)
    if indian:
        return _decimal(bare.replace(",", ""))
    simple = _SIMPLE.match(bare)
    if simple and bare:
        return _decimal(f"{simple.group(1) or 0}.{simple.group(2)}" if simple.group(2) else simple.group(1) or "")
    return None


def _decimal(text: str) -> ReadNumber | None:
    try:
        return ReadNumber(Decimal(text))
    except InvalidOperation:
        return None
