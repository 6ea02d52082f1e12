"""Currencies."""

from typing import Final

from crmkit.schema.folding import fold
from crmkit.schema.types.base import Cleaned
from crmkit.schema.types.cells import CellType

CODES: Final = frozenset(
    [
        "AED",
        "AFN",
        "ALL",
        "AMD",
        "ANG",
        "AOA",
        "ARS",
        "AUD",
        "AWG",
        "AZN",
        "BAM",
        "BBD",
        "BDT",
        "BGN",
        "BHD",
        "BIF",
        "BMD",
        "BND",
        "BOB",
        "BRL",
        "BSD",
        "BTN",
        "BWP",
        "BYN",
        "BZD",
        "CAD",
        "CDF",
        "CHF",
        "CLP",
        "CNY",
        "COP",
        "CRC",
        "CUP",
        "CVE",
        "CZK",
        "DJF",
        "DKK",
        "DOP",
        "DZD",
        "EGP",
        "ERN",
        "ETB",
        "EUR",
        "FJD",
        "FKP",
        "GBP",
        "GEL",
        "GHS",
        "GIP",
        "GMD",
        "GNF",
        "GTQ",
        "GYD",
        "HKD",
        "HNL",
        "HTG",
        "HUF",
        "IDR",
        "ILS",
        "INR",
        "IQD",
        "IRR",
        "ISK",
        "JMD",
        "JOD",
        "JPY",
        "KES",
        "KGS",
        "KHR",
        "KMF",
        "KPW",
        "KRW",
        "KWD",
        "KYD",
        "KZT",
        "LAK",
        "LBP",
        "LKR",
        "LRD",
        "LSL",
        "LYD",
        "MAD",
        "MDL",
        "MGA",
        "MKD",
        "MMK",
        "MNT",
        "MOP",
        "MRU",
        "MUR",
        "MVR",
        "MWK",
        "MXN",
        "MYR",
        "MZN",
        "NAD",
        "NGN",
        "NIO",
        "NOK",
        "NPR",
        "NZD",
        "OMR",
        "PAB",
        "PEN",
        "PGK",
        "PHP",
        "PKR",
        "PLN",
        "PYG",
        "QAR",
        "RON",
        "RSD",
        "RUB",
        "RWF",
        "SAR",
        "SBD",
        "SCR",
        "SDG",
        "SEK",
        "SGD",
        "SHP",
        "SLE",
        "SOS",
        "SRD",
        "SSP",
        "STN",
        "SVC",
        "SYP",
        "SZL",
        "THB",
        "TJS",
        "TMT",
        "TND",
        "TOP",
        "TRY",
        "TTD",
        "TWD",
        "TZS",
        "UAH",
        "UGX",
        "USD",
        "UYU",
        "UZS",
        "VES",
        "VND",
        "VUV",
        "WST",
        "XAF",
        "XCD",
        "XOF",
        "XPF",
        "YER",
        "ZAR",
        "ZMW",
        "ZWG",
    ]
)
"""ISO 4217 codes of money in circulation."""

UNKNOWN: Final = "XXX"
"""The ISO 4217 code for no currency: an amount whose currency is not known."""

MINOR_DIGITS: Final = dict.fromkeys(
    ("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"), 0
) | dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3)
"""How many digits the minor unit has, where it is not two."""

SIGNS: Final = {
    "€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "zł": "PLN", "kč": "CZK", "us$": "USD",
    "fr": "CHF", "frs": "CHF", "sfr": "CHF", "fs": "CHF", "franken": "CHF", "francs": "CHF", "franc": "CHF",
    "franchi": "CHF",
    "chfr": "CHF", "euro": "EUR", "euros": "EUR", "eur.": "EUR", "dollar": "USD", "dollars": "USD", "pound": "GBP",
    "pounds": "GBP", "livre sterling": "GBP", "livres sterling": "GBP", "swiss francs": "CHF",
    "schweizer franken": "CHF",
    "francs suisses": "CHF", "franc suisse": "CHF", "us dollar": "USD", "us dollars": "USD", "yen": "JPY",
}  # fmt: skip
"""Lower-case signs and names without the last dot, to the code."""

_EURO_COUNTRIES: Final = (
    "AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK MC SM VA AD GP GF MQ RE YT XK ME BG"
)
BY_REGION: Final = dict.fromkeys(_EURO_COUNTRIES.split(), "EUR") | {
    "CH": "CHF", "LI": "CHF", "GB": "GBP", "UK": "GBP", "US": "USD", "CA": "CAD", "AU": "AUD", "JP": "JPY", "CN": "CNY",
    "DK": "DKK", "SE": "SEK", "NO": "NOK", "PL": "PLN", "CZ": "CZK", "HU": "HUF", "RO": "RON", "TR": "TRY", "BR": "BRL",
    "MX": "MXN", "IN": "INR", "ZA": "ZAR", "MA": "MAD", "TN": "TND", "DZ": "DZD", "NZ": "NZD", "SG": "SGD", "IL": "ILS",
}  # fmt: skip
"""Country to its currency."""


class CurrencyType(CellType[str]):
    """A currency as its three-letter ISO 4217 code.

    >>> CURRENCY.clean("SFr.").value, CURRENCY.clean("€").value
    ('CHF', 'EUR')
    """

    name = "currency"
    longest = 50
    operators = "choice"

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[str]:
        """Clean a text that is neither empty nor a placeholder."""
        code = find_currency(text)
        if code is None:
            return self.refuse(raw, "unknown", "This is no currency we know.")
        return self.accept(code, raw)


CURRENCY: Final = CurrencyType()


def find_currency(text: str) -> str | None:
    """Find the code of a currency by its code, sign or name; None when there is none.

    >>> find_currency("chf"), find_currency("euros"), find_currency("apples")
    ('CHF', 'EUR', None)
    """
    bare = text.strip(" .").lower()
    return bare.upper() if bare.upper() in CODES else SIGNS.get(bare) or SIGNS.get(fold(bare))
