"""Words as they are looked up: folded, and with an umlaut in both of its spellings."""

import re
from typing import Final
from unicodedata import normalize

from crmkit.schema.folding import fold

LONGEST: Final = 60
"""Letters of a word that count; what is longer is cut."""

_UMLAUT: Final = re.compile("[äöüÄÖÜ]")
_WRITTEN_OUT: Final = {"ä": "ae", "ö": "oe", "ü": "ue"}

Spellings = tuple[str, ...]


def words(text: str) -> tuple[Spellings, ...]:
    """Part a text into folded words; a word with an umlaut is spelt without it and with ae, oe, ue.

    >>> words("Élodie Müller-O’Neill")
    (('elodie',), ('muller', 'mueller'), ('o',), ('neill',))
    """
    plain = fold(text).split()
    other = _written_out(text).split() or plain
    return tuple(_spellings(*pair) for pair in zip(plain, other, strict=False))


def joined(text: str) -> Spellings:
    """Spell a text as one word.

    >>> joined("Jean-Pierre"), joined("d’Angelo"), joined("Zürich")
    (('jeanpierre',), ('dangelo',), ('zurich', 'zuerich'))
    """
    plain = fold(text).replace(" ", "")
    return _spellings(plain, _written_out(text).replace(" ", "") or plain) if plain else ()


def _written_out(text: str) -> str:
    if text.isascii():
        return ""
    composed = normalize("NFC", text)
    return fold(_UMLAUT.sub(lambda hit: _WRITTEN_OUT[hit[0].lower()], composed)) if _UMLAUT.search(composed) else ""


def _spellings(plain: str, other: str) -> Spellings:
    plain, other = plain[:LONGEST], other[:LONGEST]
    return (plain,) if plain == other else (plain, other)
