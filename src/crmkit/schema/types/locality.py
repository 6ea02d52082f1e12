"""Towns and villages."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from crmkit.schema.folding import fold
from crmkit.schema.types.base import Cleaned
from crmkit.schema.types.cells import CellType
from crmkit.schema.types.names.capitals import capitalise, is_one_case
from crmkit.schema.types.places.locality_names import CANTONS, OTHER_NAMES, SHORTENED

_TAIL: Final = re.compile(
    rf"\s+(?:cedex(?:\s+\d+)?|\d{{1,2}}(?:er|e|eme|ere)?(?:\s+[a-z]+){{0,3}}|{'|'.join(sorted(CANTONS))})\Z"
)
_MARKED_TAIL: Final = re.compile(r"cedex|\d|\s[a-z]{2}\Z")
_UMLAUT: Final = re.compile("([aou])e")
_SHORT: Final = re.compile(rf"\b(?:{'|'.join(SHORTENED)})\b")
_LITTLE: Final = frozenset({
    "de", "du", "des", "la", "le", "les", "sur", "sous", "en", "et", "lès", "lez", "aux", "am", "an", "der", "im",
    "in", "bei", "ob", "près", "d", "l", "of", "on", "upon", "à", "au", "den", "dem", "vor", "auf", "dell", "del",
})  # fmt: skip
_WORD: Final = re.compile(r"[^\W\d_]+")
_ARRONDISSEMENT: Final = re.compile(r"(?<=\d)(er|e|ème|eme|nd|re)\b", re.IGNORECASE)


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

    >>> locality_key("Zürich"), locality_key("Saint-Gall"), locality_key("PARIS CEDEX 08"), locality_key("Buchs SG")
    ('zurich', 'st gallen', 'paris', 'buchs')
    """
    return key_of_folded(fold(text))


def key_of_folded(folded: str) -> str:
    """Write the key of a name that is folded already.

    >>> key_of_folded("lyon 3eme"), key_of_folded("chatillon s seine")
    ('lyon', 'chatillon sur seine')
    """
    while _MARKED_TAIL.search(folded) and (shorter := _TAIL.sub("", folded)) != folded:
        folded = shorter
    known = OTHER_NAMES.get(folded)
    if known is None:
        plain = " ".join([SHORTENED.get(word, word) for word in _UMLAUT.sub(r"\1", folded).split()])
        known = OTHER_NAMES.get(plain, plain)
    return known


def keys_of_folded(names: Sequence[str]) -> list[str]:
    """Write the keys of many names at once that are folded already, of letters, digits and single spaces.

    >>> keys_of_folded(["lyon 3eme", "chatillon s seine"])
    ['lyon', 'chatillon sur seine']
    """
    if not names:
        return []
    text = _UMLAUT.sub(r"\1", "\n".join(names))
    plain = _SHORT.sub(lambda hit: SHORTENED[hit[0]], text).split("\n")
    return [
        key_of_folded(one) if _MARKED_TAIL.search(one) else OTHER_NAMES.get(one) or OTHER_NAMES.get(other, other)
        for one, other in zip(names, plain, strict=True)
    ]


@lru_cache(maxsize=16_384)
def place_case(text: str) -> str:
    """Give a place or street typed in one case its capitals; little words stay small.

    >>> place_case("AIX-EN-PROVENCE"), place_case("Aix-en-Provence"), place_case("LYON 3EME")
    ('Aix-en-Provence', 'Aix-en-Provence', 'Lyon 3eme')
    """
    if not is_one_case(text):
        return text
    shown = capitalise(text)
    small = _WORD.sub(lambda hit: hit[0].lower() if hit.start() and hit[0].lower() in _LITTLE else hit[0], shown)
    small = _ARRONDISSEMENT.sub(lambda hit: hit[0].lower(), small)
    return re.sub(r"\b(Cedex|Pch|Bp)\b", lambda hit: hit[0].upper(), small)
