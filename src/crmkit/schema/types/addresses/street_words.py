"""Words of streets, for matching: kinds of street and how they are shortened, and small words."""

import re
from functools import lru_cache
from typing import Final

from crmkit.schema.folding import fold, fold_german

_KIND_WORDS: Final = """
rue r avenue av ave aven boulevard bd bld blvd bvd boul chemin ch che chem route rte rt place pl plce allee all allees
impasse imp quai cours crs passage pass psg pas ruelle rle sentier sent square sq faubourg fbg fg esplanade espl
promenade prom montee mte venelle ven traverse trav chaussee chee chs rond point rpt parvis voie esc escalier escaliers
galerie sente cite clos cour lotissement lot hameau ham
strasse str strase stras gasse platz weg ring ufer steig stieg stiege pfad damm rain
via viale vle piazza pza pzza piazzetta piazzale ple corso cso largo lgo vicolo vlo strada contrada cda salita lungolago
street road rd drive dr lane ln court ct way crescent cres close cl terrace ter tce parade pde highway hwy circuit cct
gardens gdns grove mews walk row
"""
_SMALL_WORDS: Final = """
de du des la le les l d della del dei degli di al the of zum zur am im an der den dem beim auf aux au docteur doct doc
"""
_KINDS: Final = frozenset(_KIND_WORDS.split())
_SMALL: Final = frozenset(_SMALL_WORDS.split())
_ONE_WAY: Final = {
    "saint": "st", "sainte": "ste", "sankt": "st", "san": "st", "santa": "ste",
    "general": "gal", "gen": "gal", "marechal": "mal", "president": "pdt", "pres": "pdt", "colonel": "col",
    "commandant": "cdt", "capitaine": "cap", "professeur": "prof", "pr": "prof",
    "north": "n", "south": "s", "east": "e", "west": "w", "nord": "n", "sud": "s", "est": "e", "ouest": "w",
    "mount": "mt", "mont": "mt",
    "first": "1st", "second": "2nd", "third": "3rd", "premier": "1er", "ier": "1er",
}  # fmt: skip
_JOINED_STREET: Final = re.compile(r"(?<=[a-z]{3})(?:strasse|strase|str|stras)\Z")
_JOINED_SQUARE: Final = re.compile(r"(?<=[a-z]{4})pl\Z")
_DOTTED: Final = re.compile(r"\b([vpclsr])\.\s?(le|lo|za|zza|zzale|so|go|da|te|nc)\b\.?", re.IGNORECASE)
_LANE: Final = re.compile(r"(?<=[^\W\d_]{3})g\.(?=\s|\Z)", re.IGNORECASE)


CHANGED: Final = (
    f"^({'|'.join(sorted(_KINDS | _SMALL | {*_ONE_WAY, 'st'}))})$|(strasse|strase|str|stras|pl)$|[aou]e|[^0-9a-z]"
)
"""Which words `street_key` may drop or write in another way, as a pattern; whatever it does not match is kept."""


@lru_cache(maxsize=32_768)
def street_key(street: str) -> str:
    """Fold a street without its kind and small words, as far as something is left.

    >>> street_key("Av. de la Gare"), street_key("Bahnhofstrasse"), street_key("Bahnhofstr."), street_key("V.le Ticino")
    ('gare', 'bahnhof', 'bahnhof', 'ticino')
    """
    words = _words(street)
    kept = [_ONE_WAY.get(word, word) for word in words if word not in _KINDS and word not in _SMALL]
    if len(kept) > 1 and kept[-1] == "st":
        kept.pop()  # "Main St"; the saint comes first
    return fold_german(" ".join(kept or words))


def street_kind(street: str) -> str | None:
    """Name the kind of a street in full, where it says one that stands before the name.

    >>> street_kind("Av. de la Gare"), street_kind("chemin des Fleurs"), street_kind("Bahnhofstrasse")
    ('avenue', 'chemin', None)
    """
    first = next(iter(_words(street)), "")
    return next((full for full, short in _SHORT.items() if first == full or first in short), None)


def _words(street: str) -> list[str]:
    dotless = _LANE.sub("gasse", _DOTTED.sub(r"\1\2", street)) if "." in street else street
    return [_JOINED_SQUARE.sub("platz", _JOINED_STREET.sub("", word)) for word in fold(dotless).split()]


_SHORT: Final = {
    "rue": {"r"},
    "avenue": {"av", "ave", "aven"},
    "boulevard": {"bd", "bld", "blvd", "bvd", "boul"},
    "chemin": {"ch", "che", "chem"},
    "route": {"rte", "rt"},
    "place": {"pl", "plce"},
    "allee": {"all", "allees"},
    "impasse": {"imp"},
    "quai": set(),
    "cours": {"crs"},
    "passage": {"pass", "psg", "pas"},
    "ruelle": {"rle"},
    "sentier": {"sent"},
    "square": {"sq"},
    "faubourg": {"fbg", "fg"},
    "via": set(),
    "viale": {"vle"},
    "piazza": {"pza", "pzza"},
    "corso": {"cso"},
    "vicolo": {"vlo"},
}
