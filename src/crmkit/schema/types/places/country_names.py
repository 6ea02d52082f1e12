"""Countries by their ISO 3166-1 codes, and by what they are called."""

import re
from functools import cache
from typing import Final

from crmkit.schema.folding import fold, fold_german
from crmkit.schema.types.cldr.tables import cldr_table
from crmkit.schema.types.places.country_exonyms import AMBIGUOUS, EXONYMS

LANGUAGES: Final = ("en", "fr", "de", "it", "es")
"""Languages in which every country has a name."""

_NAME_END: Final = re.compile(r",\s(?=[^\W\d_])")
_LITTLE_TABLE: Final = """
    and et und e ed y the la le les l el die der das of de du des d del della von the republic rep republique
    republik repubblica republica islands island iles ile isole isola islas isla inseln
"""
_LITTLE: Final = frozenset(_LITTLE_TABLE.split())
_SAINT: Final = re.compile(r"\b(?:st|ste|sankt|sainte|san|santa|santo)\b")


@cache
def country_codes() -> dict[str, str]:
    """Map each folded code or name of a country to its two-letter code.

    >>> country_codes()["suisse"], country_codes()["che"], country_codes()["etats unis"], country_codes()["756"]
    ('CH', 'CH', 'US', 'CH')
    """
    codes: dict[str, str] = {}
    for row in cldr_table("countries"):
        alpha2 = row["alpha2"]
        for code in (alpha2, *row["alpha3"].split("|"), *row["numeric"].split("|")):
            codes.setdefault(code.lower(), alpha2)
    for alpha2, names in _names():
        for name in names:
            for folded in (fold(name), fold_german(name), fold(name).replace(" ", "")):
                if folded and folded not in AMBIGUOUS:
                    codes.setdefault(folded, alpha2)
    return codes


@cache
def country_gists() -> dict[str, str]:
    """Map what is left of each folded name without its little words to the code, where only one country has it.

    >>> country_gists()[gist("Republic of the Ukraine")], country_gists()[gist("Saint Lucia")]
    ('UA', 'LC')
    """
    found: dict[str, set[str]] = {}
    for alpha2, names in _names():
        for name in names:
            found.setdefault(gist(name), set()).add(alpha2)
    return {left: codes.pop() for left, codes in found.items() if len(codes) == 1 and len(left) > 3}


def gist(name: str) -> str:
    """Leave out the little words of a name of a country, and write every kind of saint alike.

    >>> gist("Trinidad & Tobago"), gist("Trinité-et-Tobago"), gist("St. Lucia")
    ('trinidad tobago', 'trinite tobago', 'saint lucia')
    """
    return " ".join(word for word in _SAINT.sub("saint", fold(name)).split() if word not in _LITTLE)


@cache
def country_captions() -> dict[str, str]:
    """Map each two-letter code to the English name of the country."""
    return {row["alpha2"]: row["en"] for row in cldr_table("countries")}


@cache
def country_currencies() -> dict[str, str]:
    """Map each two-letter code to the currency that is paid with there.

    >>> country_currencies()["LI"], country_currencies()["HR"]
    ('CHF', 'EUR')
    """
    return {row["alpha2"]: row["currency"] for row in cldr_table("countries") if row["currency"]}


@cache
def _names() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (
            row["alpha2"],
            (
                *(row[language] for language in LANGUAGES),
                *row["own"].split("|"),
                *_NAME_END.split(EXONYMS.get(row["alpha2"], "")),
            ),
        )
        for row in cldr_table("countries")
    )
