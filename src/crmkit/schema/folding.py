"""Folding text for matching: one place, so that every key is folded alike.

A fold is lossy and meant for comparing only; it is never shown or stored as a value.
"""

import re
from functools import lru_cache
from unicodedata import normalize

_NOT_WORD = re.compile(r"[^0-9a-z]+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "ae", "Ö": "oe", "Ü": "ue"})
_WRITTEN_OUT_UMLAUT = re.compile(r"([aou])e")
_SILENT = re.compile("[ЬьЪъعءע]")
_GREEK = re.compile("[Ͱ-Ͽ]")
_GREEK_PAIRS = (
    (re.compile("ο[υύ]"), "ou"),
    (re.compile("([αεη])[υύ](?=[θκξπσςτφχψ]|\\b)"), r"\1f"),
    (re.compile("([αεη])[υύ]"), r"\1v"),
    (re.compile("γ(?=[γξχ])"), "n"),
    (re.compile(r"\bμπ"), "b"),
)
_LONGEST = 2_000


def fold(text: str) -> str:
    """Fold text to lower-case ASCII letters and digits, words apart by one space.

    Apostrophes and hyphens part words; other scripts are transliterated, Greek as passports have it (ELOT 743). Only
    the first 2,000 characters count.

    >>> fold("  Élodie O’Neill-Müller ")
    'elodie o neill muller'
    >>> fold("Ольга Παπαδοπούλου")
    'olga papadopoulou'
    """
    return _fold(text[:_LONGEST])


def fold_german(text: str) -> str:
    """Fold text, and ae, oe and ue to a, o and u, so that both spellings of an umlaut fold alike.

    >>> fold_german("Müller") == fold_german("Mueller")
    True
    """
    return _fold_german(text[:_LONGEST])


def fold_spellings(text: str) -> tuple[str, ...]:
    """Fold text in every way in which an umlaut may be written; two spellings of one name share one of them.

    >>> fold_spellings("Müller"), fold_spellings("Mueller"), fold_spellings("Martin")
    (('muller', 'mueller'), ('mueller', 'muller'), ('martin',))
    """
    if text.isascii():
        return tuple(dict.fromkeys((fold(text), fold_german(text))))
    written_out = fold(normalize("NFC", text).translate(_UMLAUTS))
    return tuple(dict.fromkeys((fold(text), written_out, fold_german(text))))


@lru_cache(maxsize=65_536)
def _fold(text: str) -> str:
    if not text.isascii():
        from anyascii import anyascii

        text = _SILENT.sub("", normalize("NFC", text))
        text = anyascii(_read_greek(text) if _GREEK.search(text) else text)
    return _NOT_WORD.sub(" ", text.lower()).strip()


@lru_cache(maxsize=65_536)
def _fold_german(text: str) -> str:
    return _WRITTEN_OUT_UMLAUT.sub(r"\1", _fold(text))


def _read_greek(text: str) -> str:
    text = text.lower()
    for pair, letters in _GREEK_PAIRS:
        text = pair.sub(letters, text)
    return text
