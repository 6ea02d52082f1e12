"""Slips of the hand in given names: whether text that is no name may be a name mistyped."""

from typing import Final

from rapidfuzz.distance import OSA, Indel

from crmkit.schema.types.names.nicknames import nicknames

_SHARED: Final = 0.6
_SHORTEST: Final = 4


def may_be(text: str, name: str) -> bool:
    """Tell whether folded text may be a given name, or a form of it, with a slip or two.

    The letters may have changed places, most of them may be there in their order, or one slip parts the text from a
    longer or shorter form of the name. An initial may be that of a name whose first two letters changed places.

    >>> [may_be(*pair) for pair in (("hogu", "hugo"), ("areceih", "archie"), ("thonas", "tom"), ("miriam", "lea"))]
    [True, True, True, False]
    >>> may_be("amriana", "m"), may_be("m", "emma")
    (True, False)
    """
    if len(name) == 1:
        return text[1:2] == name
    if anagram(text, name) or Indel.normalized_similarity(text, name) >= _SHARED:
        return True
    return min(len(text), len(name)) > 2 and any(
        min(len(text), len(form)) >= _SHORTEST and (OSA.distance(text, form) <= 1 or anagram(text, form))
        for form in nicknames(name)
    )


def anagram(left: str, right: str) -> bool:
    """Tell whether two texts of four letters or more have the same letters.

    >>> anagram("hogu", "hugo"), anagram("lea", "ale")
    (True, False)
    """
    return len(left) == len(right) >= _SHORTEST and sorted(left) == sorted(right)
