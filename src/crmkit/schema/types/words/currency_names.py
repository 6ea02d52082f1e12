"""Currencies by their ISO 4217 codes, signs and names."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from crmkit.schema.folding import fold
from crmkit.schema.types.cldr.tables import cldr_table

SIGNS: Final[Mapping[str, str]] = {
    "€": "EUR", "£": "GBP", "₹": "INR", "₽": "RUB", "zł": "PLN", "kč": "CZK", "us$": "USD", "$us": "USD",
    "usd$": "USD",
    "₺": "TRY", "₴": "UAH", "₪": "ILS", "₩": "KRW", "₫": "VND", "฿": "THB", "₦": "NGN", "₱": "PHP",
    "₡": "CRC", "₸": "KZT",
    "ft": "HUF", "лв": "BGN", "lei": "RON", "r$": "BRL", "c$": "CAD", "ca$": "CAD", "cad$": "CAD", "$ca": "CAD",
    "a$": "AUD", "au$": "AUD", "nz$": "NZD", "hk$": "HKD", "s$": "SGD", "mx$": "MXN", "cn¥": "CNY", "jp¥": "JPY",
    "fcfa": "XOF", "cfa": "XOF", "rmb": "CNY", "元": "CNY", "円": "JPY",
    "fr": "CHF", "frs": "CHF", "sfr": "CHF", "fs": "CHF", "fr.s": "CHF", "chfr": "CHF", "franken": "CHF",
    "fränkli": "CHF",
    "stutz": "CHF", "francs": "CHF", "franc": "CHF", "franchi": "CHF", "franco": "CHF", "franc suisse": "CHF",
    "francs suisses": "CHF", "swiss franc": "CHF", "swiss francs": "CHF", "schweizer franken": "CHF", "sfrs": "CHF",
    "euro": "EUR", "euros": "EUR", "eur.": "EUR", "eu": "EUR", "eurs": "EUR", "teuro": "EUR",
    "dollar": "USD", "dollars": "USD", "us dollar": "USD", "us dollars": "USD", "us-dollar": "USD", "dollaro": "USD",
    "dollari": "USD", "dólar": "USD", "dólares": "USD", "pound": "GBP", "pounds": "GBP", "pfund": "GBP",
    "sterling": "GBP",
    "livre sterling": "GBP", "livres sterling": "GBP", "gbp£": "GBP", "stg": "GBP", "yen": "JPY", "yens": "JPY",
    "yuan": "CNY", "renminbi": "CNY", "zloty": "PLN", "zlotys": "PLN", "rubel": "RUB", "rouble": "RUB",
    "roubles": "RUB",
    "forint": "HUF", "dirham": "MAD", "dirhams": "MAD",
}  # fmt: skip
"""Signs and usual names in small letters, without the last dot, to the code."""

SIGNS_BY_REGION: Final[Mapping[str, Mapping[str, str]]] = {
    "$": {"": "USD", "CA": "CAD", "AU": "AUD", "NZ": "NZD", "SG": "SGD", "HK": "HKD", "MX": "MXN",
    "AR": "ARS", "CL": "CLP",
          "CO": "COP", "TW": "TWD", "BB": "BBD", "JM": "JMD", "TT": "TTD"},
    "¥": {"": "JPY", "CN": "CNY"},
    "£": {"": "GBP", "EG": "EGP", "LB": "LBP"},
    "kr": {"SE": "SEK", "NO": "NOK", "DK": "DKK", "IS": "ISK"},
    "krone": {"NO": "NOK", "DK": "DKK"},
    "kroner": {"NO": "NOK", "DK": "DKK"},
    "kronen": {"NO": "NOK", "DK": "DKK", "SE": "SEK"},
    "kronor": {"": "SEK"},
    "couronnes": {"SE": "SEK", "NO": "NOK", "DK": "DKK", "CZ": "CZK"},
    "dinar": {"TN": "TND", "DZ": "DZD", "RS": "RSD"},
    "dirham": {"": "MAD", "AE": "AED"},
    "dirhams": {"": "MAD", "AE": "AED"},
    "dollars": {"": "USD", "CA": "CAD", "AU": "AUD"},
    "dollar": {"": "USD", "CA": "CAD", "AU": "AUD"},
}  # fmt: skip
"""Signs that mean another currency in another country; without a region "", where most people mean one."""

FORMER: Final = frozenset({
    "DEM", "FRF", "ITL", "ATS", "BEF", "NLG", "LUF", "ESP", "PTE", "FIM", "IEP", "GRD", "SIT", "MTL", "CYP",
    "SKK", "EEK",
    "LVL", "LTL", "HRK", "XEU", "TRL", "ROL", "RUR", "YUM", "ZWL", "SLL", "VEF", "BYR", "DM", "FF", "LIT",
    "ANG", "VEB",
})  # fmt: skip
"""Codes and signs of money that is no longer paid with."""

_NUMERIC: Final[Mapping[str, str]] = {
    "756": "CHF", "978": "EUR", "840": "USD", "826": "GBP", "392": "JPY", "208": "DKK", "752": "SEK", "578": "NOK",
    "985": "PLN", "203": "CZK", "348": "HUF", "946": "RON", "124": "CAD", "036": "AUD", "156": "CNY", "949": "TRY",
}  # fmt: skip


@cache
def currency_names() -> dict[str, str]:
    """Map each folded name of a currency in English, French, German, Italian and Spanish to its code.

    >>> currency_names()["franc suisse"], currency_names()["schweizer franken"], currency_names()["756"]
    ('CHF', 'CHF', 'CHF')
    """
    names = dict(_NUMERIC)
    for row in cldr_table("currencies"):
        for language in ("en", "fr", "de", "it", "es"):
            for name in row[language].split("|"):
                if folded := fold(name):
                    names.setdefault(folded, row["code"])
    return names


@cache
def currency_captions() -> dict[str, str]:
    """Map each code to the English name of the currency."""
    return {row["code"]: row["en"].split("|")[0] for row in cldr_table("currencies")}
