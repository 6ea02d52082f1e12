"""Reading a directory of postcodes from the lists that posts and mapping agencies publish."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Final

from crmkit.exceptions import InputError
from crmkit.schema.folding import fold
from crmkit.schema.postal.area import Area
from crmkit.schema.postal.directory import ListedDirectory
from crmkit.schema.types.country import find_country
from crmkit.schema.types.postcode import POSTCODE

_CODES: Final = frozenset({
    "postcode", "postal code", "zip", "zip code", "zipcode", "code postal", "codepostal", "plz", "npa", "cap",
    "postleitzahl", "postalcode", "codice postale",
})  # fmt: skip
_NAMES: Final = frozenset({
    "locality", "city", "town", "place", "place name", "ortschaftsname", "ort", "ortsname", "localite", "ville",
    "nom de la commune", "nom commune", "nomcommune", "libelle d acheminement", "libelleacheminement",
    "ligne 5", "comune", "localita", "plaats", "gemeente", "bestimmungsort",
})  # fmt: skip
_COUNTRIES: Final = frozenset({"country", "country code", "countrycode", "pays", "land", "paese"})


def read_directory(
    csv_lines: Iterable[str], *, country: str | None = None, beside: ListedDirectory | None = None
) -> ListedDirectory:
    """Read a directory from lines of CSV: columns of postcodes, of localities, and of countries where it has several.

    Columns are found by their headings, in any order, such as those of swisstopo ("PLZ", "Ortschaftsname"), of La
    Poste ("Code_postal", "Nom_de_la_commune") or plain English ones; other columns are passed over.

    Args:
        csv_lines: lines of text, such as an open file; commas, semicolons, bars or tabs part their cells.
        country: two-letter code of the country, where no column says it.
        beside: a directory to ask about all other countries, such as `shipped_directory()`.

    Raises:
        InputError: the headings name no postcodes, no localities, or no country is given.

    >>> directory = read_directory(["PLZ;Ort", "01067;Dresden", "10115;Berlin"], country="DE")
    >>> directory.codes("DE", "DRESDEN"), directory.check("DE", "10115", "Dresden")[0].suggestion
    (('01067',), '01067 Dresden; 10115 Berlin')
    """
    listed: dict[str, dict[str, dict[str, None]]] = {}
    for code, names, where in _rows(csv_lines, country):
        held = listed.setdefault(where, {}).setdefault(code, {})
        held.update(dict.fromkeys(names))
    areas = {
        where: Area({code: tuple(names) for code, names in codes.items()}) for where, codes in sorted(listed.items())
    }

    def find_area(where: str) -> Area | None:
        return areas.get(where) or (beside.find_area(where) if beside else None)

    return ListedDirectory(find_area)


def _rows(lines: Iterable[str], country: str | None) -> Iterator[tuple[str, list[str], str]]:
    """Give the postcode, the localities and the country of each row."""
    found = iter(lines)
    heading = next(found, "")
    delimiter = max(",;|\t", key=heading.count)
    columns = {at: fold(name) for at, name in enumerate(next(csv.reader([heading], delimiter=delimiter), []))}
    code_at = [at for at, name in columns.items() if name in _CODES]
    names_at = [at for at, name in columns.items() if name in _NAMES]
    country_at = [at for at, name in columns.items() if name in _COUNTRIES]
    if not code_at or not names_at or not (country or country_at):
        raise InputError(
            "A directory needs a column of postcodes (such as 'postcode', 'PLZ'), one of localities (such as "
            "'locality', 'Ort') and a column 'country' or the argument."
        )
    for row in csv.reader(chain(found), delimiter=delimiter):
        cells: Mapping[int, str] = dict(enumerate(cell.strip() for cell in row))
        where = (find_country(cells.get(country_at[0], "")) if country_at else None) or country
        code = POSTCODE.clean(cells.get(code_at[0], ""), region=where).value
        names = [name for at in names_at if (name := cells.get(at, ""))]
        if where and code and names:
            yield code, names, where
