"""Refresh the names of countries, languages and currencies out of the Unicode Common Locale Data Repository.

Babel carries the repository; it is needed here only, and not by who uses the package:

    pip install babel
    python -m scripts.write_cldr_tables
"""

import sys
from collections.abc import Iterable
from datetime import date
from importlib.metadata import version
from pathlib import Path

from babel import Locale
from babel.core import UnknownLocaleError, get_global
from babel.languages import get_official_languages

FOLDER = Path(__file__).parents[1] / "src" / "crmkit" / "schema" / "types" / "cldr"
LANGUAGES = ("en", "fr", "de", "it", "es")
NO_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})
FORMER = frozenset(["BUR", "DDR", "FXX", "TMP", "YMD", "ZAR", "230", "249", "278", "280", "720", "736", "886"])
ADDED = {"XK": ["XKX"]}  # a code in use, which ISO 3166 leaves to its users
SINCE_THEN = {"BG": "EUR"}  # since 1 January 2026
NO_MONEY = frozenset({"CHE", "CHW", "CLF", "COU", "MXV", "USN", "UYI", "UYW"})


def main() -> int:
    """Write the three tables."""
    write("countries", "alpha2 alpha3 numeric currency en fr de it es own", countries())
    write("languages", "alpha2 alpha3 en fr de it es own", languages())
    write("currencies", "code en fr de it es", currencies())
    sys.stderr.write(f"Names of Babel {version('babel')}\n")
    return 0


def write(name: str, heading: str, rows: Iterable[Iterable[str]]) -> None:
    """Write a table; several spellings in a cell are parted by a bar."""
    lines = [heading.split(), *rows]
    text = "".join("\t".join(cells) + "\n" for cells in lines)
    (FOLDER / f"{name}.tsv").write_text(text, encoding="utf-8", newline="\n")


def countries() -> Iterable[list[str]]:
    """Give code, further codes, currency and names of each country."""
    further = {code: list(more) for code, more in ADDED.items()}
    for alias, codes in get_global("territory_aliases").items():
        if len(codes) == 1 and len(alias) == 3 and alias not in FORMER:
            further.setdefault(codes[0], []).append(alias)
    for code in sorted(Locale("en").territories):
        if len(code) != 2 or code in NO_COUNTRIES:
            continue
        names = [Locale(language).territories[code] for language in LANGUAGES]
        alpha3 = [one for one in further.get(code, ()) if one.isalpha()]
        numeric = [one for one in further.get(code, ()) if one.isdigit()]
        yield [code, "|".join(alpha3), "|".join(numeric), currency_of(code), *names, "|".join(own_names(code, names))]


def own_names(code: str, names: list[str]) -> list[str]:
    """Give the names of a country in its official languages, where they are others."""
    own: list[str] = []
    for language in get_official_languages(code, regional=True, de_facto=True):
        try:
            name = Locale.parse(language).territories.get(code)
        except (UnknownLocaleError, ValueError):
            continue
        if name and name not in names and name not in own:
            own.append(name)
    return own


def currency_of(code: str) -> str:
    """Give what is paid with in a country today."""
    if code in SINCE_THEN:
        return SINCE_THEN[code]
    today = date.today()  # noqa: DTZ011 - a day more or less does not matter
    paid = [
        currency
        for currency, start, end, tender in get_global("territory_currencies").get(code, [])
        if tender and (start is None or date(*start) <= today) and (end is None or date(*end) > today)
    ]
    return next((one for one in paid if one.startswith(code)), paid[-1] if paid else "")


def languages() -> Iterable[list[str]]:
    """Give code, further codes and names of each language that has a code of two letters."""
    further: dict[str, list[str]] = {}
    for alias, code in get_global("language_aliases").items():
        if len(code) == 2 and len(alias) <= 3:
            further.setdefault(code, []).append(alias)
    for code in sorted(Locale("en").languages):
        if len(code) != 2 or code in get_global("language_aliases"):
            continue
        names = [Locale(language).languages.get(code, "") for language in LANGUAGES]
        try:
            own = Locale.parse(code).languages.get(code, "")
        except (UnknownLocaleError, ValueError):
            own = ""
        yield [code, "|".join(sorted(further.get(code, ()))), *names, own if own not in names else ""]


def currencies() -> Iterable[list[str]]:
    """Give code and names, of one and of many, of each currency in use."""
    today = date.today()  # noqa: DTZ011 - a day more or less does not matter
    used = {
        code
        for of_country in get_global("territory_currencies").values()
        for code, _, end, _ in of_country
        if end is None or date(*end) > today
    }
    for code in sorted(used - NO_MONEY):
        if (len(code) == 3 and not code.startswith("X")) or code in {"XAF", "XOF", "XPF", "XCD", "XCG"}:
            names = [currency_names(language, code) for language in LANGUAGES]
            yield [code, *names]


def currency_names(language: str, code: str) -> str:
    """Give the names of a currency in a language."""
    locale = Locale(language)
    plural = locale._data["currency_names_plural"].get(code, {})  # noqa: SLF001 - Babel does not offer them otherwise
    return "|".join(dict.fromkeys([locale.currencies.get(code, ""), *plural.values()]))


if __name__ == "__main__":
    sys.exit(main())
