"""What is taken of a value for a blocking key: its first letter, its sound, its words."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import combinations
from typing import Final

import jellyfish

Take = Callable[[str], tuple[str, ...]]


@lru_cache(maxsize=100_000)
def _sound(value: str) -> tuple[str, ...]:
    words = value.split()
    longest = max(words, key=lambda word: (len(word), word), default="")
    sound = jellyfish.metaphone(longest) or longest
    return (sound,) if sound else ()


TAKES: Final[Mapping[str, Take]] = {
    "initial": lambda value: (value[0],) if value else (),
    "start": lambda value: (value.replace(" ", "")[:3],) if len(value) > 1 else (),
    "end": lambda value: (value[-6:],) if len(value) > 6 else (),
    "sound": _sound,
    "word": lambda value: tuple(dict.fromkeys(word for word in value.split() if len(word) > 2)),
    "pair": lambda value: tuple(
        " ".join(pair) for pair in combinations(sorted({word for word in value.split() if len(word) > 1})[:6], 2)
    ),
    "sounds": lambda value: tuple(dict.fromkeys(one for word in value.split() for one in _sound(word))),
    "local": lambda value: (value.partition("@")[0],) if value.find("@") > 3 else (),
    "year": lambda value: (value[:4],),
    "day": lambda value: (value[4:],),
    "year_month": lambda value: (value[:6],),
    "digits": lambda value: ("".join(sorted(value)),),
}
"""What stands behind the colon of a key of a blocking rule, to what it takes."""
