"""What is taken of a feature for a blocking key, once per distinct value."""

from collections.abc import Callable, Mapping
from itertools import combinations

import jellyfish
import numpy as np
import numpy.typing as npt

from crmkit.dedup.columnar.encoding import Encoded

Keys = npt.NDArray[np.int64]
"""Shape (records, keys at most); -1 is none."""

_Take = Callable[[str], tuple[str, ...]]


def _sound(value: str) -> tuple[str, ...]:
    words = value.split()
    longest = max(words, key=lambda word: (len(word), word), default="")
    sound = jellyfish.metaphone(longest) or longest
    return (sound,) if sound else ()


_TAKES: Mapping[str, _Take] = {
    "initial": lambda value: (value[0],) if value else (),
    "start": lambda value: (value.replace(" ", "")[:3],) if len(value) > 1 else (),
    "end": lambda value: (value[-6:],) if len(value) > 6 else (),
    "sound": _sound,
    "word": lambda value: tuple(dict.fromkeys(word for word in value.split() if len(word) > 2)),
    "pair": lambda value: tuple(
        " ".join(pair) for pair in combinations(sorted({word for word in value.split() if len(word) > 1})[:6], 2)
    ),
    "local": lambda value: (value.partition("@")[0],) if value.find("@") > 3 else (),
    "year": lambda value: (value[:4],),
    "day": lambda value: (value[4:],),
    "year_month": lambda value: (value[:6],),
}


class KeyMaker:
    """Makes the keys of a set of records and keeps them for the next rule."""

    def __init__(self, features: Mapping[str, Encoded]) -> None:
        self._features = dict(features)
        self._made: dict[str, Keys | None] = {}
        texts = [name for name in features if name.startswith("text:")]
        if texts:
            self._features["text"] = max((features[name] for name in texts), key=_variety)
        if "given" in features and "family" in features:
            self._features["name"] = _unordered(features["given"], features["family"])

    def keys(self, name: str) -> Keys | None:
        """Give the keys called so, or None when the data lacks the feature."""
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def _make(self, name: str) -> Keys | None:
        feature, _, part = name.partition(":")
        encoded = self._features.get(feature)
        if encoded is None:
            return None
        if not part:
            return encoded.codes.astype(np.int64)
        return _taken(encoded, _TAKES[part])


def _taken(encoded: Encoded, take: _Take) -> Keys:
    parts = [take(value) for value in encoded.values]
    code: dict[str, int] = {}
    for part in sorted({one for many in parts for one in many}):
        code[part] = len(code)
    table = np.full((len(parts) + 1, max((len(many) for many in parts), default=1) or 1), -1, np.int64)
    for place, many in enumerate(parts):
        table[place, : len(many)] = [code[one] for one in many]
    wide = table[encoded.codes]
    return wide.reshape(len(encoded.codes), -1)


def _variety(encoded: Encoded) -> tuple[int, str]:
    return (int(np.unique(encoded.first).size), encoded.name)


def _unordered(given: Encoded, family: Encoded) -> Encoded:
    both = np.stack([given.first, family.first], axis=1).astype(np.int64)
    known = (both >= 0).all(axis=1)
    pairs, place = np.unique(both[known], axis=0, return_inverse=True)
    texts = [" ".join(sorted(f"{given.values[one]} {family.values[other]}".split())) for one, other in pairs.tolist()]
    distinct = sorted(set(texts))
    code = {text: number for number, text in enumerate(distinct)}
    codes = np.full((len(both), 1), -1, np.int32)
    codes[known, 0] = np.array([code[text] for text in texts], np.int32)[place.reshape(-1)] if texts else -1
    return Encoded("name", codes, tuple(distinct))
