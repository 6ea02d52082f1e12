"""Telling given names from the family name, in a cell without a comma."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from crmkit.schema.folding import fold
from crmkit.schema.types.names.capitals import is_one_case
from crmkit.schema.types.names.known_names import has_two_family_names, is_either, is_family, is_given, is_iberian
from crmkit.schema.types.names.words import (
    ARTICLES,
    CYRILLIC_PATRONYMICS,
    FAMILY_STARTERS,
    INNER_PARTICLES,
    LEADING_PARTICLES,
    LINKS,
    OPENED,
    OPENERS,
    PARTICLES,
    PATRONYMICS,
    SERVANTS,
    SLAVIC_FAMILIES,
)

Ordered = tuple[list[str], list[str], list[str]]

_ALSO_WORDS: Final = frozenset({"in", "am", "im", "al", "te", "do", "auf"})
_VIETNAMESE: Final = frozenset({"nguyen", "tran", "pham", "huynh", "hoang", "phan"})
_EAST_ASIAN: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_SMALL_BEGINNING: Final = re.compile(r"^(?:Mc|Mac|d'|l'|D'|L'|O'|De|Du|Le|La|Van)(?=[^\W\d_]{3})")
_VOWELS: Final = frozenset("AEIOUYÄÖÜÉÈÀ")


def order_words(words: list[str], *, has_prefix: bool, region: str | None = None) -> Ordered:
    """Part words into given names, middle names (of the father) and the family name with its particle.

    >>> order_words(["DUPONT", "Jean"], has_prefix=False)
    (['Jean'], [], ['DUPONT'])
    >>> order_words("Sidorov Ivan Petrovich".split(), has_prefix=False)
    (['Ivan'], ['Petrovich'], ['Sidorov'])
    """
    if not words:
        return [], [], []
    if len(words) == 1:
        return (words, [], []) if not has_prefix and is_given(words[0]) else ([], [], words)
    for rule in _RULES:
        ordered = rule(words)
        if ordered is not None:
            return ordered
    start = _family_start(words, region)
    given, family = words[:start], words[start:]
    return _with_fathers(given, family)


def is_particle(words: Sequence[str], at: int) -> bool:
    """Tell whether the word at a place is a particle there, given what stands before and behind it."""
    bare = words[at].lower()
    if bare in PARTICLES and bare != "y":
        return True
    before = words[at - 1].lower() if at else ""
    if bare in INNER_PARTICLES:
        return before in PARTICLES or before in OPENERS
    if bare in OPENED and before in OPENERS:
        return True
    return bare in OPENERS and at + 2 < len(words) and words[at + 1].lower() in OPENED


def is_initial(word: str) -> bool:
    """Tell whether a word is initials: one letter, or several with dots."""
    letters = [letter for letter in word if letter.isalpha()]
    return len(letters) == 1 or (
        "." in word
        and len(letters) < 4
        and re.fullmatch(r"(?:[^\W\d_]\.?-?)+", word) is not None
        and all(len(part) == 1 for part in re.split(r"[.\-]+", word.strip(".-")))
    )


def is_loud(word: str) -> bool:
    """Tell whether somebody wrote a word in capitals so that it is seen as a family name.

    >>> is_loud("DUPONT"), is_loud("McDONALD"), is_loud("JP"), is_loud("Dupont")
    (True, True, False, False)
    """
    if "." in word or word.lower() in PARTICLES:
        return False
    beginning = _SMALL_BEGINNING.match(word)
    if beginning and word[beginning.end() :].isupper() and not word[: beginning.end()].isupper():
        return True
    if not word.isupper():
        return False
    letters = [letter for letter in word if letter.isalpha()]
    return len(letters) > 2 or (len(letters) == 2 and any(letter in _VOWELS for letter in letters))


def _east_asian(words: list[str]) -> Ordered | None:
    if all(_EAST_ASIAN.fullmatch(word) for word in words):
        return words[1:], [], words[:1]
    return None


def _capitals(words: list[str]) -> Ordered | None:
    """Find the words in capitals among words that are not: "DUPONT Jean"."""
    loud = [is_loud(word) for word in words]
    if not any(loud) or all(flag or word.isupper() for flag, word in zip(loud, words, strict=True)):
        return None
    start = loud.index(True)
    end = start
    while end < len(words) and (
        loud[end]
        or (words[end].isupper() and words[end].lower() in PARTICLES | INNER_PARTICLES | FAMILY_STARTERS)
        or (words[end].lower() in LINKS and end + 1 < len(words) and loud[end + 1])
    ):
        end += 1
    while start > 0 and (is_particle(words, start - 1) or words[start - 1].lower() in FAMILY_STARTERS):
        start -= 1
    if (start == 0 or end == len(words)) and end - start < len(words):
        return [*words[:start], *words[end:]], [], words[start:end]
    return None


def _leading_particle(words: list[str]) -> Ordered | None:
    """Read "van Gogh Vincent": a small particle at the very beginning."""
    begins = words[0].startswith("d'") and len(words[0]) > 3
    if is_one_case(" ".join(words)) or not (begins or words[0] in LEADING_PARTICLES):
        return None
    end = 0 if begins else 1
    while end < len(words) - 1 and is_particle(words, end):
        end += 1
    while end + 2 < len(words) and words[end + 1].lower() in LINKS:
        end += 2
    return words[end + 1 :], [], words[: end + 1]


def _patronymic(words: list[str]) -> Ordered | None:
    """Read "Sidorov Ivan Petrovich" and "Ivan Petrovich Sidorov"."""
    if len(words) != 3:
        return None
    if words[2].lower().endswith(CYRILLIC_PATRONYMICS) or (
        fold(words[2]).endswith(PATRONYMICS) and fold(words[0]).endswith(SLAVIC_FAMILIES) and not is_given(words[0])
    ):
        return [words[1]], [words[2]], [words[0]]
    if words[1].lower().endswith(CYRILLIC_PATRONYMICS) or fold(words[1]).endswith(PATRONYMICS):
        return [words[0]], [words[1]], [words[2]]
    return None


def _initials_behind(words: list[str]) -> Ordered | None:
    """Read "Dupont J.-P.": initials behind a word that is no common given name."""
    end = len(words)
    while end > 1 and words[end - 1].isupper() and (is_initial(words[end - 1]) or _is_pair(words, end - 1)):
        end -= 1
    if end == len(words) or is_given(words[0]) or is_initial(words[0]):
        return None
    given, middle, family = order_words(words[:end], has_prefix=True)
    return [*given, *words[end:]], middle, family


def _particle_first(words: list[str]) -> Ordered | None:
    """Read "Auf der Maur Philipp" and "van der Berg": particles at the very beginning, in any case."""
    end = _leading_particles(words)
    if not end or is_given(words[0]) or (end == 1 and words[0].lower() in _ALSO_WORDS):
        return None
    return words[end + 1 :], [], words[: end + 1]


def _leading_particles(words: list[str]) -> int:
    end = 0
    while end < len(words) - 1 and is_particle(words, end):
        end += 1
    return end


def _is_pair(words: list[str], at: int) -> bool:
    """Tell whether a word is two initials without dots, "JP"."""
    return len(words[at]) == 2 and not is_loud(words[at]) and not " ".join(words).isupper()


def _list_order(words: list[str]) -> Ordered | None:
    """Read "Dupont Jean": a common family name, an article or a double name before common given names."""
    first = len(words)
    while first > 1 and is_given(words[first - 1]):
        first -= 1
    if first == len(words) or is_given(words[0]):
        return None
    if words[0].lower() in ARTICLES or words[0].lower() in FAMILY_STARTERS:
        first = max(first, _leading_particles(words) + 1, 2)
        return words[first:], [], words[:first]
    if "-" in words[0] or (is_family(words[first - 1]) and not is_either(words[0])):
        return words[first:], [], words[:first]
    return None


_RULES: Final[tuple[Callable[[list[str]], Ordered | None], ...]] = (
    _east_asian,
    _capitals,
    _leading_particle,
    _patronymic,
    _initials_behind,
    _list_order,
    _particle_first,
)
"""The signs of an order, the surest first; without any, the family name is last."""


def _family_start(words: list[str], region: str | None) -> int:
    """Say where the family name begins when given names come first."""
    last, mixed = len(words) - 1, not is_one_case(" ".join(words))
    if fold(words[0]) in _VIETNAMESE:
        return last
    first = 2 if words[0].lower() in SERVANTS else 1
    if first == 2 and words[1].lower() in {"el", "al", "ur"}:
        first = 3
    if first > last:
        return len(words)
    for at in range(first, last):
        bare = words[at].lower()
        if bare in LINKS and at > 1:
            return at - 1
        if is_particle(words, at) and (at > 1 or bare not in _ALSO_WORDS or (mixed and words[at].islower())):
            if at > 2 and is_iberian(words[at - 1]):
                return at - 1
            return at
        if is_iberian(words[at]) and not is_given(words[at]) and not is_initial(words[last]):
            return at
        starts = bare in FAMILY_STARTERS or (mixed and bare.rstrip(".") in FAMILY_STARTERS)
        if starts or bare.startswith(("o'", "l'")):
            return at
    two = last > 1 and has_two_family_names(region) and not is_initial(words[last - 1])
    return last - 1 if two and (last > 2 or not is_given(words[1])) else last


def _with_fathers(given: list[str], family: list[str]) -> Ordered:
    """Part "bin Salman" from "Al Saud"."""
    if len(family) > 3 and family[0].lower() in {"bin", "ibn", "ben", "bint"}:
        tribe = next((at for at in range(2, len(family) - 1) if family[at].lower() in {"al", "el"}), None)
        if tribe is not None:
            return given, family[:tribe], family[tribe:]
    return given, [], family
