"""Reading numbers as people and spreadsheets write them."""

import re
from decimal import Decimal, InvalidOperation
from typing import Final, NamedTuple
from unicodedata import normalize

DECIMAL_COMMA: Final = frozenset(
    [
        "FR",
        "DE",
        "AT",
        "IT",
        "ES",
        "PT",
        "BE",
        "NL",
        "LU",
        "PL",
        "CZ",
        "SK",
        "SI",
        "HR",
        "HU",
        "RO",
        "BG",
        "GR",
        "FI",
        "SE",
        "NO",
        "DK",
        "IS",
        "EE",
        "LV",
        "LT",
        "RU",
        "UA",
        "TR",
        "BR",
        "AR",
        "CL",
        "GP",
        "MQ",
        "GF",
        "RE",
        "YT",
        "MC",
    ]
)
"""Countries where a comma parts the decimals."""

_PLAIN: Final = re.compile(r"[-+]?\d{1,30}(?:\.\d{1,20})?\Z", re.ASCII)
_SCIENTIFIC: Final = re.compile(r"[-+]?\d{1,20}(?:[.,]\d{1,20})?[eE][-+]?\d{1,2}\Z", re.ASCII)
_GROUPED: Final = re.compile(r"\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})*(?:([.,])(\d{1,10}))?\Z", re.ASCII)
_SIMPLE: Final = re.compile(r"(\d{1,30})?(?:[.,](\d{1,20}))?\Z", re.ASCII)
_ONE_GROUP: Final = re.compile(r"[1-9]\d{0,2}([.,])\d{3}\Z", re.ASCII)
_BLANKS: Final = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "\u2009": " ", "’": "'", "`": "'", "´": "'", "−": "-", "–": "-", "—": "-"}
)
_WHOLE_MARK: Final = re.compile(r"[.,]\s?-+\Z")


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
    simple = _SIMPLE.match(bare)
    if simple and bare:
        return _decimal(f"{simple.group(1) or 0}.{simple.group(2)}" if simple.group(2) else simple.group(1) or "")
    return None


def _decimal(text: str) -> ReadNumber | None:
    try:
        return ReadNumber(Decimal(text))
    except InvalidOperation:
        return None
