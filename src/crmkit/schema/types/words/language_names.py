"""Languages by their ISO 639 codes, and by what they are called."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from crmkit.schema.folding import fold, fold_german
from crmkit.schema.types.cldr.tables import cldr_table

MORE: Final[Mapping[str, str]] = {
    "de": "d, all, alld, dt, Schweizerdeutsch, Swiss German, Suisse allemand, alemannisch, "
    "Hochdeutsch, gsw, Svizzero tedesco",
    "en": "e, ang, angl, engl, American English, British English, US English, UK English",
    "es": "esp, Castellano, Castilian, castillan, Spagnuolo",
    "fr": "f, franz, Suisse romand, Swiss French, fran, frz",
    "it": "i, ital",
    "nl": "flamand, Flemish, Flämisch, Vlaams, fiammingo, holl, Holländisch, hollandais",
    "pt": "port, brésilien, Brazilian, Brasilianisch, brasiliano",
    "rm": "romanche, Romantsch, Rumantsch Grischun, Rätoromanisch, Romansch, grischun, rhéto-roman",
    "zh": "mandarin, Mandarin Chinese, Hochchinesisch, Simplified Chinese, Traditional Chinese",
    "fa": "Farsi, Dari",
    "he": "Iwrit",
    "el": "Neugriechisch, grec moderne, Modern Greek",
    "no": "Norsk, norvégien",
    "uk": "ukr, Ukrainisch",
}
"""Code to further names and usual short forms."""

MISTAKEN: Final[Mapping[str, str | None]] = {
    "us": "en", "gb": "en", "au": None, "at": "de", "dk": "da", "cz": "cs", "gr": "el", "jp": "ja", "cn": "zh",
    "al": "sq", "rs": "sr", "ua": "uk", "suisse": None, "schweiz": None, "switzerland": None,
}  # fmt: skip
"""Folded codes of countries that are written for a language, to the language that is mostly meant."""

ALSO_COUNTRIES: Final = frozenset({"ch", "se", "be"})
"""Codes of little spoken languages that are those of countries where others are spoken."""


@cache
def language_codes() -> dict[str, str]:
    """Map each folded code or name of a language to its two-letter code.

    >>> language_codes()["francais"], language_codes()["deutsch"], language_codes()["iw"]
    ('fr', 'de', 'he')
    """
    codes: dict[str, str] = {}
    for row in cldr_table("languages"):
        for code in (row["alpha2"], *row["alpha3"].split("|")):
            codes.setdefault(code, row["alpha2"])
    for row in cldr_table("languages"):
        alpha2 = row["alpha2"]
        names = [row[language] for language in ("en", "fr", "de", "it", "es", "own")]
        for name in (*names, *MORE.get(alpha2, "").split(", ")):
            for folded in (fold(name), fold_german(name)):
                if folded:
                    codes.setdefault(folded, alpha2)
    return codes


@cache
def language_captions() -> dict[str, str]:
    """Map each code to the English name of the language."""
    return {row["alpha2"]: row["en"] for row in cldr_table("languages")}
