"""Folding text for matching: one place, so that every key is folded alike.

A fold is lossy and meant for comparing only; it is never shown or stored as a value.
"""

import re
from functools import lru_cache
from unicodedata import normalize

_NOT_WORD = re.compile(r"[^0-9a-z]+")
_WRITTEN_OUT_UMLAUT = re.compile(r"([aou])e")
_LONGEST = 2_000


def fold(text: str) -> str:
    """Fold text to lower-case ASCII letters and digits, words apart by one space.

    Apostrophes and hyphens part words; other scripts are transliterated. Only the first 2,000 characters count.

    >>> fold("  Élodie O’Neill-Müller ")
    'elodie o neill muller'
    """
    return _fold(text[:_LONGEST])


def fold_german(text: str) -> str:
    """Fold text, and ae, oe and ue to a, o and u, so that both spellings of an umlaut fold alike.

    >>> fold_german("Müller") == fold_german("Mueller")
    True
    """
    return _fold_german(text[:_LONGEST])


@lru_cache(maxsize=65_536)
def _fold(text: str) -> str:
    if not text.isascii():
        from anyascii import anyascii

        text = anyascii(normalize("NFC", text))
    return _NOT_WORD.sub(" ", text.lower()).strip()


@lru_cache(maxsize=65_536)
def _fold_german(text: str) -> str:
    return _WRITTEN_OUT_UMLAUT.sub(r"\1", _fold(text))
