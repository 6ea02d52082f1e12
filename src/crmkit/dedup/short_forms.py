"""Short forms of given names that follow a rule and need no list: Lolo, Véro, Toine, Mathou."""

import re
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import JaroWinkler

from crmkit.schema.types.names.nicknames import nickname_groups, nickname_root, same_given

_FEMALE: Final = re.compile(r"[bdlnrst]{0,2}(a|e|ie|ia|ine|ina|ette|etta|elle|ella|ise|isa|aine)")
_SPOKEN: Final = (("eau", "o"), ("au", "o"), ("geo", "jo"), ("ph", "f"))
_ENDINGS: Final = ("ou", "li", "ie", "i", "y", "o")
_STEM = 3


@lru_cache(maxsize=65_536)
def short_form(left: str, right: str) -> bool:
    """Tell whether one folded given name can be short for the other.

    Listed nicknames count. So does a beginning of three letters or more, unless what is left out only makes a man's
    name a woman's (Paul, Pauline); and, where it is no listed name itself, an end, a syllable said twice, and a
    beginning with an ending of endearment.

    >>> [short_form(*names) for names in (("toine", "antoine"), ("lolo", "laurent"), ("mathou", "mathilde"))]
    [True, True, True]
    >>> [short_form(*names) for names in (("jean", "jeanne"), ("leo", "leonie"), ("marie", "martin"))]
    [False, False, False]
    """
    if same_given(left, right):
        return True
    short, long = sorted((left, right), key=len)
    return _cut(short, long) or _doubled(short, long) or _endeared(short, long) or _endeared(long, short)


def kindred(left: str, right: str) -> bool:
    """Tell whether two listed names only have a root in common, so that sisters may well bear them: Anja and Hannah.

    A name and its short form, and two ways to write the root, are one name.

    >>> [
    ...     kindred(*names)
    ...     for names in (("anja", "hannah"), ("anna", "anja"), ("liz", "elizabeth"), ("katie", "katharina"))
    ... ]
    [True, False, False, False]
    """
    if not nickname_groups(left) & nickname_groups(right):
        return False
    root = nickname_root(left if nickname_root(left) != left else right)
    if any(JaroWinkler.similarity(name, root) >= _SAME_ROOT for name in (left, right)):
        return False
    short, long = sorted((left, right), key=len)
    return len(short) > _STEM and short[: _STEM - 1] != long[: _STEM - 1] and short not in long


_SAME_ROOT: Final = 0.9


def _cut(short: str, long: str) -> bool:
    missing = len(long) - len(short)
    if len(short) < _STEM or missing < 2:
        return False
    if long.startswith(short):
        return not _FEMALE.fullmatch(long[len(short) :])
    return long.endswith(short) and not nickname_groups(short)


def _doubled(short: str, long: str) -> bool:
    half, odd = divmod(len(short), 2)
    syllable = short[:half]
    if odd or half not in {2, 3} or syllable * 2 != short or short[0] in "aeiouy" or nickname_groups(short):
        return False
    spoken = long
    for written, sound in _SPOKEN:
        spoken = spoken.replace(written, sound)
    return bool(re.search("[lr]?".join(syllable), spoken))


def _endeared(short: str, long: str) -> bool:
    if nickname_groups(short):
        return False
    return any(
        short.endswith(ending) and len(short) - len(ending) >= _STEM and long.startswith(short.removesuffix(ending))
        for ending in _ENDINGS
    )
