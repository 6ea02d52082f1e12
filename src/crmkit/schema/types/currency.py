"""Currencies."""

import re
from typing import Final

from crmkit.schema.folding import fold
from crmkit.schema.types.base import Cleaned
from crmkit.schema.types.cells import CellType
from crmkit.schema.types.places.country_names import country_currencies
from crmkit.schema.types.words.currency_names import FORMER, SIGNS, SIGNS_BY_REGION, currency_captions, currency_names

_CODES_TABLE: Final = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP
    CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF
    IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD
    MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB
    RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD
    UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
CODES: Final = frozenset(_CODES_TABLE.split())
"""ISO 4217 codes of money in circulation."""

UNKNOWN: Final = "XXX"
"""The ISO 4217 code for no currency: an amount whose currency is not known."""

MINOR_DIGITS: Final = dict.fromkeys(
    ("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"), 0
) | dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3)
"""How many digits the minor unit has, where it is not two."""

_PARTED: Final = re.compile(r"\s*[(),;:/|]\s*|\s+[-–]\s+")


class CurrencyType(CellType[str]):
    """A currency as its ISO 4217 code, from a code, a sign, or a name in English, French, German, Italian or Spanish.

    A sign that several countries use means the currency of the region.

    >>> CURRENCY.clean("SFr.").value, CURRENCY.clean("€").value, CURRENCY.clean("$", region="CA").value
    ('CHF', 'EUR', 'CAD')
    """

    name = "currency"
    matching = "exact"
    longest = 80
    operators = "choice"

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[str]:
        """Clean a text that is neither empty nor a placeholder."""
        code = find_currency(text, region=region)
        if code is None and (parts := [part for part in _PARTED.split(text)[:6] if part]):
            named = {find_currency(part, region=region) for part in parts}
            code = named.pop() if len(named) == 1 else None
        if code is not None:
            return self.accept(code, raw)
        bare = text.strip(" .")
        if bare.upper() in FORMER:
            return self.refuse(raw, "former", "This money is no longer paid with.")
        if bare.lower() in SIGNS_BY_REGION:
            return self.refuse(raw, "ambiguous", "Several countries use this sign or name.")
        return self.refuse(raw, "unknown", "This is no currency we know.")

    def caption(self, value: str) -> str:
        """Show the English name."""
        return currency_captions().get(value, value)


CURRENCY: Final = CurrencyType()


def find_currency(text: str, *, region: str | None = None) -> str | None:
    """Find the code of a currency by its code, sign or name; None when there is none.

    >>> find_currency("chf"), find_currency("euros"), find_currency("apples"), find_currency("kr", region="SE")
    ('CHF', 'EUR', None, 'SEK')
    """
    bare = text.strip(" .:").lower()
    if bare.upper() in CODES:
        return bare.upper()
    by_region = SIGNS_BY_REGION.get(bare)
    if by_region is not None:
        return by_region.get((region or "").upper()) or by_region.get("")
    return SIGNS.get(bare) or SIGNS.get(fold(bare)) or currency_names().get(fold(bare))


def currency_of(region: str | None) -> str:
    """Name what is paid with in a country, `UNKNOWN` when nothing is known.

    >>> currency_of("LI"), currency_of("uk"), currency_of(None)
    ('CHF', 'GBP', 'XXX')
    """
    country = (region or "").upper()
    return country_currencies().get("GB" if country == "UK" else country, UNKNOWN)
