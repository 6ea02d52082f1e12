"""How countries write the last lines of an address, and the names of countries for the line below.

Orders, capitals and prefixes are those of the addressing guides of the posts: La Poste (NF Z 10-011), Die Post (CH),
DIN 5008, Österreichische Post, bpost, POST Luxembourg, Poste Italiane, Royal Mail, USPS Publication 28, and the
Universal Postal Union (S42) for mail that crosses a border.
"""

from collections.abc import Mapping
from typing import Final, Literal

from attrs import frozen

Language = Literal["de", "en", "fr", "it"]


@frozen
class AddressFormat:
    """How a country writes an address.

    Attributes:
        street: the line of the street, of {number} and {street}.
        place: the line of the locality, of {postcode}, {locality} and {region}; a line break parts two lines.
        prefix: letters before the postcode.
        capitals: whether the line of the locality is in capitals also at home.
        unit_behind: whether an apartment stands behind the street.
        box_replaces_street: whether a box stands instead of the street.
        is_place_below: whether a hamlet or part of a town stands below the street.
    """

    street: str = "{street} {number}"
    place: str = "{postcode} {locality}"
    prefix: str = ""
    capitals: bool = False
    unit_behind: bool = False
    box_replaces_street: bool = False
    is_place_below: bool = False


_FRENCH: Final = AddressFormat(street="{number} {street}", capitals=True, is_place_below=True)
_SWISS: Final = AddressFormat()
_BRITISH: Final = AddressFormat(
    street="{number} {street}", place="{locality}\n{postcode}", capitals=True, is_place_below=True
)
FORMATS: Final[Mapping[str, AddressFormat]] = {
    "CH": _SWISS,
    "LI": _SWISS,
    "FR": _FRENCH,
    "MC": _FRENCH,
    **dict.fromkeys(("GP", "MQ", "GF", "RE", "PM", "YT", "BL", "MF", "WF", "PF", "NC"), _FRENCH),
    "DE": AddressFormat(box_replaces_street=True),
    "AT": AddressFormat(box_replaces_street=True),
    "BE": AddressFormat(capitals=True, unit_behind=True),
    "LU": AddressFormat(street="{number}, {street}", prefix="L-"),
    "IT": AddressFormat(place="{postcode} {locality} {region}", capitals=True),
    "GB": _BRITISH,
    "US": AddressFormat(
        street="{number} {street}", place="{locality} {region} {postcode}", capitals=True, unit_behind=True
    ),
    "IE": _BRITISH,
    "CA": AddressFormat(street="{number} {street}", place="{locality} {region}  {postcode}", capitals=True),
    "AU": AddressFormat(street="{number} {street}", place="{locality} {region} {postcode}", capitals=True),
    "NL": AddressFormat(place="{postcode}  {locality}", capitals=True),
}
"""Country to its format; others write street, number, and postcode before the locality."""

LANGUAGES: Final[Mapping[str, Language]] = {
    "FR": "fr", "MC": "fr", "BE": "fr", "LU": "fr", "CH": "fr", "DE": "de", "AT": "de", "LI": "de", "IT": "it",
    "SM": "it",
}  # fmt: skip
"""Country of the sender to the language of the country line; English for others."""

_NAMES: Final = """
CH|Suisse|Schweiz|Svizzera|Switzerland
LI|Liechtenstein|Liechtenstein|Liechtenstein|Liechtenstein
FR|France|Frankreich|Francia|France
MC|Monaco|Monaco|Monaco|Monaco
DE|Allemagne|Deutschland|Germania|Germany
AT|Autriche|Österreich|Austria|Austria
BE|Belgique|Belgien|Belgio|Belgium
LU|Luxembourg|Luxemburg|Lussemburgo|Luxembourg
IT|Italie|Italien|Italia|Italy
NL|Pays-Bas|Niederlande|Paesi Bassi|Netherlands
GB|Royaume-Uni|Vereinigtes Königreich|Regno Unito|United Kingdom
IE|Irlande|Irland|Irlanda|Ireland
ES|Espagne|Spanien|Spagna|Spain
PT|Portugal|Portugal|Portogallo|Portugal
PL|Pologne|Polen|Polonia|Poland
CZ|Tchéquie|Tschechien|Cechia|Czechia
SE|Suède|Schweden|Svezia|Sweden
DK|Danemark|Dänemark|Danimarca|Denmark
NO|Norvège|Norwegen|Norvegia|Norway
US|États-Unis|Vereinigte Staaten|Stati Uniti|United States
CA|Canada|Kanada|Canada|Canada
AU|Australie|Australien|Australia|Australia
"""
COUNTRY_LINES: Final[Mapping[str, Mapping[Language, str]]] = {
    code: {"fr": french, "de": german, "it": italian, "en": english}
    for code, french, german, italian, english in (line.split("|") for line in _NAMES.strip().split("\n"))
}
"""Country to its name in the four languages."""
