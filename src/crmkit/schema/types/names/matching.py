"""Keys and likeness of persons' names."""

from functools import lru_cache

from crmkit.schema.folding import fold_german, fold_spellings
from crmkit.schema.types.names.nicknames import same_given


@lru_cache(maxsize=65_536)
def name_keys(given: str | None, family: str | None) -> tuple[str, ...]:
    """Fold the words of a name in alphabetical order, in every way in which an umlaut may be written.

    Initials are one word, "J.-P." like "JP".

    >>> name_keys("Jörg", "Mueller"), name_keys("Anna", "Müller")
    (('jorg mueller', 'joerg mueller', 'jorg muller'), ('anna muller', 'anna mueller'))
    >>> name_keys("J. P.", "Petit")
    ('jp petit',)
    """
    text = " ".join(part for part in (given, family) if part).replace("'", "")
    keys = (" ".join(sorted(_with_initials(folded.split()))) for folded in fold_spellings(text))
    return tuple(dict.fromkeys(key for key in keys if key))


def _with_initials(words: list[str]) -> list[str]:
    joined: list[str] = []
    run = False
    for word in words:
        if len(word) == 1 and run:
            joined[-1] += word
        else:
            joined.append(word)
        run = len(word) == 1
    return joined


def name_similarity(left: tuple[str | None, str | None], right: tuple[str | None, str | None]) -> float:
    """Compare two names given as (given, family); swapped parts cost little, a missing given name more.

    >>> name_similarity(("Alexandre", "Dupont"), ("Alex", "Dupont")) > 0.95
    True
    >>> name_similarity(("Dupont", "Jean"), ("Jean", "Dupont"))
    0.98
    """
    one, other = [_folded(part) for part in left], [_folded(part) for part in right]
    if one == other:
        return 1.0
    straight = _both(given_similarity(one[0], other[0]), family_similarity(one[1], other[1]))
    crossed = [family_similarity(one[0], other[1]), family_similarity(one[1], other[0])]
    known = [alike for alike in crossed if alike is not None]
    swapped = 0.98 * sum(known) / 2 if known and min(known) >= 0.8 else 0.0
    return round(max(straight, swapped), 6)


def given_similarity(left: str, right: str) -> float | None:
    """Compare two folded given names: equal 1.0, short form 0.95, initial 0.85; None when one is missing."""
    if not left or not right:
        return None
    if left == right or left.replace(" ", "") == right.replace(" ", ""):
        return 1.0
    first, second = left.split(), right.split()
    if same_given(first[0], second[0]) or same_given(left.replace(" ", ""), right.replace(" ", "")):
        return 0.95
    if left in second or right in first:
        return 0.93
    if len(first[0]) == 1 or len(second[0]) == 1:
        return 0.85 if first[0][0] == second[0][0] else 0.0
    if "".join(word[0] for word in first) == right or "".join(word[0] for word in second) == left:
        return 0.85
    return _alike(left, right)


def family_similarity(left: str, right: str) -> float | None:
    """Compare two folded family names: equal 1.0, one part of a double name 0.9; None when one is missing."""
    if not left or not right:
        return None
    if left.replace(" ", "") == right.replace(" ", ""):
        return 1.0
    first, second = left.split(), right.split()
    if (left in second or right in first) and min(len(left), len(right)) > 2:
        return max(0.9, _alike(left, right))
    if sorted(first) == sorted(second):
        return 0.97
    return _alike(left, right)


def _both(given: float | None, family: float | None) -> float:
    if family is None:
        return 0.0 if given is None else 0.6 * given
    if given is None:
        return 0.75 * family
    return 0.45 * given + 0.55 * family


def _alike(left: str, right: str) -> float:
    from rapidfuzz.distance import JaroWinkler

    return float(JaroWinkler.similarity(left, right))


def _folded(part: str | None) -> str:
    return fold_german(part.replace("'", "")) if part else ""
