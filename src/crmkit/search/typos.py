"""Words that were mistyped: under which spellings a word is kept, and how near two words are.

A slip is a letter too many, too few or wrong, or two letters swapped. Two words that are one slip apart share a
spelling when each is kept as it is and with any one letter left out (symmetric deletion: W. Garbe, SymSpell, 2012).
"""

from functools import lru_cache
from typing import Final

from crmkit.schema.sound import sound

SHORTEST: Final = 4
"""Letters that the longer of two words must have for a slip to count."""

LONG: Final = 8
"""Letters from which two slips may count."""


@lru_cache(maxsize=16_384)
def variants(word: str) -> tuple[str, ...]:
    """List the spellings a word is kept under: itself, without any one letter, and how it sounds.

    >>> variants("anna")
    ('anna', 'nna', 'ana', 'ann', '~An')
    """
    shorter = (word[:place] + word[place + 1 :] for place in range(len(word)))
    return tuple(dict.fromkeys((word, *shorter, f"~{sound(word)}")))


def slips(typed: str, word: str) -> int | None:
    """Count the slips between two words: 1, or 2 when they are long or sound alike; None when they are too far apart.

    >>> slips("dupnot", "dupont"), slips("mayer", "meier"), slips("lausanne", "lucerne"), slips("ana", "jan")
    (1, 2, None, None)
    """
    longer = max(len(typed), len(word))
    if longer < SHORTEST:
        return None
    from rapidfuzz.distance import OSA

    apart = OSA.distance(typed, word, score_cutoff=2)
    if apart <= 1:
        return 1
    if apart > 2 or (longer < LONG and sound(typed) != sound(word)):
        return None
    return 2 if not set(variants(typed)).isdisjoint(variants(word)) else None
