"""Words of streets, for matching: kinds of street and how they are shortened, and small words."""

import re
from functools import lru_cache
from typing import Final

from crmkit.schema.folding import fold, fold_german

_KINDS: Final = frozenset({
    "rue", "r", "avenue", "av", "ave", "aven", "boulevard", "bd", "blvd", "bvd", "boul", "chemin", "ch", "che",
    "chem", "route",
    "rte", "place", "pl", "allee", "all", "impasse", "imp", "quai", "cours", "passage", "pass", "ruelle", "sentier",
    "square",
    "sq", "faubourg", "fbg", "fg", "strasse", "str", "gasse", "platz", "weg", "street", "road", "rd", "drive", "dr",
    "lane",
    "ln", "court", "ct", "way", "crescent", "cres", "close", "terrace", "tce", "parade", "pde", "highway", "hwy",
    "circuit",
    "cct", "via", "viale", "piazza", "corso",
})  # fmt: skip
_SMALL: Final = frozenset({
    "de", "du", "des", "la", "le", "les", "l", "d", "della", "del", "di", "the", "of", "zum", "zur", "am", "im",
    "an", "der", "den", "dem",
})  # fmt: skip
_ONE_WAY: Final = {
    "saint": "st", "sainte": "ste", "sankt": "st", "general": "gal", "gen": "gal", "marechal": "mal", "docteur": "doct",
    "north": "n", "south": "s", "east": "e", "west": "w", "nord": "n", "sud": "s", "est": "e", "ouest": "w",
    "mount": "mt",
    "first": "1st", "second": "2nd", "third": "3rd",
}  # fmt: skip
_JOINED_STREET: Final = re.compile(r"(?<=[a-z]{3})(?:strasse|strase|str|stras)\Z")


@lru_cache(maxsize=32_768)
def street_key(street: str) -> str:
    """Fold a street without its kind and small words, as far as something is left.

    >>> street_key("Av. de la Gare"), street_key("Bahnhofstrasse"), street_key("Bahnhofstr.")
    ('gare', 'bahnhof', 'bahnhof')
    """
    words = [_JOINED_STREET.sub("", word) for word in fold(street).split()]
    kept = [_ONE_WAY.get(word, word) for word in words if word not in _KINDS and word not in _SMALL]
    if len(kept) > 1 and kept[-1] == "st":
        kept.pop()  # "Main St"; the saint comes first
    return fold_german(" ".join(kept or words))
