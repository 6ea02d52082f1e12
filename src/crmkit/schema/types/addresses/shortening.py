"""Shortening a line of a French address to 38 characters (NF Z 10-011), and writing its last line."""

import re
from collections.abc import Mapping
from typing import Final

from crmkit.schema.folding import fold

_WORDS: Final[Mapping[str, str]] = {
    "allee": "ALL", "appartement": "APP", "avenue": "AV", "batiment": "BAT", "boulevard": "BD", "chemin": "CHE",
    "commandant": "CDT", "docteur": "DR", "escalier": "ESC", "etage": "ETG", "faubourg": "FG", "general": "GAL",
    "hameau": "HAM", "immeuble": "IMM", "impasse": "IMP", "lotissement": "LOT", "marechal": "MAL", "monsieur": "M",
    "madame": "MME", "mademoiselle": "MLLE", "passage": "PAS", "place": "PL", "president": "PDT", "professeur": "PR",
    "residence": "RES", "route": "RTE", "saint": "ST", "sainte": "STE", "square": "SQ", "zone": "Z",
}  # fmt: skip
_WORD: Final = re.compile(r"[^\W\d_]+")


def at_most(longest: int, line: str) -> str:
    """Shorten a line: first its usual words, then its words but the last to an initial, then cut.

    >>> at_most(38, "12 boulevard du Maréchal de Lattre de Tassigny")
    '12 BD du MAL de Lattre de Tassigny'
    """
    if len(line) <= longest:
        return line
    for word in _WORD.findall(line):
        short = _WORDS.get(fold(word))
        if short and len(line) > longest:
            line = re.sub(rf"\b{re.escape(word)}\b", short, line, count=1)
    words = line.split(" ")
    for at, word in enumerate(words[:-1]):
        if len(" ".join(words)) > longest and len(word) > 3 and word.replace("-", "").isalpha():
            words[at] = word[0]
    return " ".join(words)[:longest].rstrip()


def without_marks(text: str) -> str:
    """Write a place in capitals without accents, apostrophes and hyphens.

    >>> without_marks("Saint-Étienne-d'Orthe")
    'SAINT ETIENNE D ORTHE'
    """
    return fold(text).upper()
