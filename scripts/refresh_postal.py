"""Write the packed directories of `crmkit.schema.postal` from the lists of their publishers.

    python scripts/refresh_postal.py CH=AMTOVZ_CSV_LV95.csv FR=codes-postaux.json FR=communes.json \
        FR-special=allCountries.txt

Each argument is the name of a packed file and where a list of it stands, a path or an address. A list may be CSV with
headings (swisstopo, La Poste), the tab-separated text of GeoNames without headings, a JSON list (`codes-postaux`,
`communes.json` of `@etalab/decoupage-administratif`) or JSON lines; what ends in ".gz" is unpacked. The same lists give
the same bytes, and no file is written unless every pair of the lists is accepted by what was packed.
"""

import argparse
import csv
import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.request import urlopen

from crmkit.schema.postal.area import Area
from crmkit.schema.postal.packed import pack, unpack
from crmkit.schema.postal.places import place_keys, stands_for
from crmkit.schema.types.locality import locality_key, place_case

DATA: Final = Path(__file__).parents[1] / "src" / "crmkit" / "schema" / "postal" / "data"
COUNTRIES: Final[Mapping[str, frozenset[str]]] = {
    "CH": frozenset({"CH", "LI"}),
    "FR": frozenset({"FR"}),
    "FR-special": frozenset({"FR", "MC", "NC", "PF", "WF", "GP", "MQ", "GF", "RE", "YT", "PM"}),
}
_GEONAMES: Final = ("country_code", "postal_code", "city", *map(str, range(3, 11)), "accuracy")
_COUNTER: Final = re.compile(r"\s+\d+(?:er|e)?(?:\s.*)?\Z")


class Listed(NamedTuple):
    """A row of a list."""

    country: str
    code: str
    name: str
    is_special: bool
    people: int = 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the lists, and write and report the packed files."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("lists", nargs="+", metavar="FILE=LIST", help="such as CH=AMTOVZ_CSV_LV95.csv")
    parser.add_argument("--out", type=Path, default=DATA, help="folder of the packed files")
    asked = parser.parse_args(arguments)
    lists: dict[str, list[str]] = defaultdict(list)
    for one in asked.lists:
        target, _, where = one.partition("=")
        if target not in COUNTRIES or not where:
            parser.error(f"{one}: say one of {', '.join(COUNTRIES)}, an equals sign and where the list is")
        lists[target].append(where)
    for target, places in lists.items():
        rows = [row for where in places for row in listed(where) if row.country in COUNTRIES[target]]
        if target.endswith("-special"):
            rows = [row for row in rows if row.is_special or row.country in {"MC", "NC", "PF", "WF"}]
        area = area_of(rows)
        packed = pack(area)
        unserved = refused(unpack([packed]), rows)
        if unserved or not rows:
            print(f"{target}: {len(unserved)} of {len(rows)} pairs would be refused, such as {unserved[:20]}")
            return 1
        (asked.out / f"{target}.tsv.zz").write_bytes(packed)
        pairs = sum(map(len, area.names.values()))
        print(f"{target}: {len(area.names)} codes, {pairs} pairs, {len(packed)} bytes")
    return 0


def refused(area: Area, rows: Iterable[Listed]) -> list[Listed]:
    """Give the rows that an area does not accept."""
    return [row for row in rows if not area.serves(row.code, row.name)]


def area_of(rows: Iterable[Listed]) -> Area:
    """Gather rows by code, its main locality first.

    Of two spellings that mean the same within a code, the one with small letters stays. The main locality is the one
    with most people, or where none are counted, the one that most rows name.
    """
    rows = list(rows)
    names: dict[str, dict[str, str]] = defaultdict(dict)
    plain: set[str] = set()
    people: Counter[tuple[str, str]] = Counter()
    named = Counter(tidied(row.name) for row in rows)
    named.update(near for row in rows for near in re.findall(r"\((.+)\)", row.name))
    for row in sorted(rows, key=lambda row: (row.code, row.is_special, row.name.isupper(), row.name)):
        name = tidied(row.name)
        held = names[row.code]
        key = locality_key(name)
        people[row.code, name] += row.people
        if not any(one == key or stands_for(key, one) for shown in held.values() for one in place_keys(shown)):
            held[key] = name
        if not row.is_special:
            plain.add(row.code)
    special = frozenset(code for code in names if code not in plain)

    def main_first(code: str, name: str) -> tuple[int, int, str]:
        return (-people[code, name], -named[name], name)

    return Area(
        {code: tuple(sorted(held.values(), key=lambda name: main_first(code, name))) for code, held in names.items()},
        special,
    )


def tidied(name: str) -> str:
    """Leave out the number of an office or district, and write a name of capitals only with small letters."""
    bare = _COUNTER.sub("", name.strip()).replace("’", "'")
    article = re.fullmatch(r"(.+) \((L[AE]S?|L')\)", bare)
    return place_case(f"{article[2]} {article[1]}" if article else bare)


def listed(where: str) -> Iterator[Listed]:
    """Read the rows of a list."""
    rows = list(_mappings(where))
    by_commune = {row["code"]: row["codesPostaux"] for row in rows if row.get("codesPostaux") and "code" in row}
    for row in rows:
        code = str(_first(row, "postal_code", "codePostal", "Code_postal", "PLZ", "code_postal"))
        country = str(_first(row, "country_code") or ("CH" if "Ortschaftsname" in row else "FR"))
        is_box = "CEDEX" in code or (country == "CH" and str(row.get("accuracy", 1))[:1] == "0")
        codes = by_commune.get(row.get("commune") or row.get("chefLieu") or row.get("code"), ()) if not code else [code]
        for one in codes:
            for name in {_first(row, *columns) for columns in _NAME_COLUMNS} - {""}:
                bare = name.removesuffix(one).strip()
                special = is_box or (country == "CH" and _is_office(bare))
                yield Listed(country, one[:5].strip(), bare, special, int(row.get("population") or 0))


def _is_office(name: str) -> bool:
    """Tell whether a name is that of an office with a number, "Lausanne 25"."""
    return bool(re.search(r" \d", name))


_NAME_COLUMNS: Final = (
    ("city", "Ortschaftsname", "nomCommune", "Nom_de_la_commune", "nom"),
    ("libelleAcheminement", "Libellé_d_acheminement"),
    ("Ligne_5",),
)


def _first(row: Mapping[str, Any], *names: str) -> str:
    return next((str(row[name]).strip() for name in names if row.get(name)), "")


def _mappings(where: str) -> Iterator[Mapping[str, Any]]:
    if where.startswith("https://"):
        with urlopen(where, timeout=60) as answer:  # noqa: S310 - the scheme is checked
            content = answer.read()
    else:
        content = Path(where).read_bytes()
    if where.endswith(".gz"):
        content = gzip.decompress(content)
    text = content.decode("utf-8-sig")
    if ".jsonl" in where:
        yield from map(json.loads, text.splitlines())
    elif ".json" in where:
        yield from json.loads(text)
    elif text[2:3] == "\t":
        yield from csv.DictReader(text.splitlines(), _GEONAMES, delimiter="\t", quoting=csv.QUOTE_NONE)
    else:
        yield from csv.DictReader(text.splitlines(), delimiter=";")


if __name__ == "__main__":
    sys.exit(main())
