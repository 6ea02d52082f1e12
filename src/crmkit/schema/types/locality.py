"""Towns and villages."""

import re
from functools import lru_cache
from typing import Final

from crmkit.schema.folding import fold, fold_german
from crmkit.schema.types.base import Cleaned
from crmkit.schema.types.capitals import capitalise, is_one_case
from crmkit.schema.types.cells import CellType

_OTHER_NAMES: Final = {
    "genf": "geneve", "geneva": "geneve", "ginevra": "geneve", "zuerich": "zurich", "zurigo": "zurich", "berne": "bern",
    "berna": "bern", "bale": "basel", "basle": "basel", "basilea": "basel", "luzern": "lucerne", "lucerna": "lucerne",
    "lozan": "lausanne", "losanna": "lausanne", "fribourg": "freiburg", "friburgo": "freiburg",
    "neuenburg": "neuchatel",
    "sitten": "sion", "siders": "sierre", "biel bienne": "biel", "bienne": "biel", "delsberg": "delemont",
    "murten": "morat",
    "solothurn": "soleure", "schaffhausen": "schaffhouse", "chur": "coire", "sankt gallen": "st gallen",
    "saint gall": "st gallen", "munchen": "munich", "monaco di baviera": "munich", "koln": "cologne",
    "colonia": "cologne",
    "wien": "vienna", "vienne": "vienna", "strassburg": "strasbourg", "mulhausen": "mulhouse", "mailand": "milano",
    "milan": "milano", "rom": "roma", "rome": "roma", "turin": "torino", "florence": "firenze", "florenz": "firenze",
    "bruxelles": "brussels", "brussel": "brussels", "londres": "london", "lisbonne": "lisboa", "lissabon": "lisboa",
    "lisbon": "lisboa", "nurnberg": "nuremberg", "aix la chapelle": "aachen", "mayence": "mainz", "treves": "trier",
    "ratisbonne": "regensburg", "francfort": "frankfurt", "frankfurt am main": "frankfurt", "hambourg": "hamburg",
    "luxembourg": "luxemburg", "paname": "paris",
}  # fmt: skip
_TAIL: Final = re.compile(
    r"\s+(?:cedex(?:\s+\d+)?|\d{1,2}(?:e|er|eme)?|[a-z]{2}(?<=\b(?:vd|ge|vs|fr|ne|ju|be|zh|bs|bl|ag|"
    r"so|lu|sg|tg|sz|zg|ti|gr|ur|ow|nw|gl|ar|ai|sh)))\Z"
)
_LITTLE: Final = frozenset({
    "de", "du", "des", "la", "le", "les", "sur", "sous", "en", "et", "lès", "lez", "aux", "am", "an", "der", "im",
    "in", "bei", "ob", "près", "d", "l", "of", "on", "upon",
})  # fmt: skip
_WORD: Final = re.compile(r"[^\W\d_]+")
_ABBREVIATED: Final = {"saint": "st", "sainte": "ste", "sankt": "st", "s": "sur"}


class LocalityType(CellType[str]):
    """A town or village; matching knows names in other languages and leaves out district numbers and cantons.

    >>> LOCALITY.keys("Genève 3") == LOCALITY.keys("Genf"), LOCALITY.clean("CHÊNE-BOUGERIES").value
    (True, 'Chêne-Bougeries')
    """

    name = "locality"
    longest = 150
    also_values = frozenset({"y", "au", "eu"})

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[str]:
        """Clean a text that is neither empty nor a placeholder."""
        text = text.strip(" ,;").replace("’", "'")
        if not any(letter.isalpha() for letter in text):
            return self.refuse(raw, "invalid", "The name of a place has letters.")
        return self.accept(place_case(text), raw)

    def keys(self, value: str) -> tuple[str, ...]:
        """Fold the name to one language, without district, canton or Cedex."""
        key = locality_key(value)
        return (key,) if key else ()

    def similarity(self, left: str, right: str) -> float:
        """Compare two names by their spelling."""
        one, other = locality_key(left), locality_key(right)
        if one == other:
            return 1.0
        from rapidfuzz.distance import JaroWinkler

        return float(JaroWinkler.similarity(one, other))


LOCALITY: Final = LocalityType()


@lru_cache(maxsize=16_384)
def locality_key(text: str) -> str:
    """Fold the name of a place for matching.

    >>> locality_key("Zürich"), locality_key("Saint-Gall"), locality_key("PARIS CEDEX 08")
    ('zurich', 'st gallen', 'paris')
    """
    folded = fold(text)
    plain = _TAIL.sub("", folded)
    known = _OTHER_NAMES.get(plain)
    if known is None:
        plain = " ".join(_ABBREVIATED.get(word, word) for word in fold_german(plain).split())
        known = _OTHER_NAMES.get(plain, plain)
    return known


@lru_cache(maxsize=16_384)
def place_case(text: str) -> str:
    """Give a place or street typed in one case its capitals; little words stay small.

    >>> place_case("AIX-EN-PROVENCE"), place_case("Aix-en-Provence")
    ('Aix-en-Provence', 'Aix-en-Provence')
    """
    if not is_one_case(text):
        return text
    shown = capitalise(text)
    small = _WORD.sub(lambda hit: hit[0].lower() if hit.start() and hit[0].lower() in _LITTLE else hit[0], shown)
    return re.sub(r"\b(Cedex|Pch|Bp)\b", lambda hit: hit[0].upper(), small)
