"""What is taken of a feature for a blocking key, once per distinct value, as 64-bit hashes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations
from typing import Final

import jellyfish
import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import field, frozen

from crmkit.dedup.columnar.encoding import Encoded
from crmkit.dedup.columnar.ordering import Ints, counting, distinct, mix
from crmkit.dedup.columnar.spelling import Vocabulary

Hashes = npt.NDArray[np.uint64]
Part = tuple[Ints | None, Hashes]
"""Records, None for all of them in their order, and the hash of each; NONE where it has none."""

NONE: Final = np.uint64(0)
"""The hash of a key that a record lacks."""

_WORDS_AT_MOST = 6


@frozen(eq=False)
class Keys:
    """The keys that records have.

    Attributes:
        layers: hashes, one for each record, NONE where it has none; a record with two keys has one in two layers.
        more: hashes of the few records that have more keys than there are layers, record by record.
        start: shape (records + 1,), where the further hashes of each record start; None when there are none.
    """

    layers: tuple[Hashes, ...]
    more: Hashes = field(factory=lambda: np.empty(0, np.uint64))
    start: Ints | None = None

    def join(self, part: Part) -> Iterator[Part]:
        """Take these keys into the hashes of some records, or of all; one with several keys comes several times."""
        rows, hashes = part
        for layer in self.layers:
            yield rows, _both(hashes, layer if rows is None else layer[rows])
        if self.start is not None:
            first = self.start[:-1] if rows is None else self.start[rows]
            many = np.diff(self.start) if rows is None else self.start[rows + 1] - first
            place = np.repeat(np.arange(len(first)), many)
            further = self.more[np.repeat(first, many) + counting(many)]
            yield place if rows is None else rows[place], _both(hashes[place], further)


def composite(keys: Sequence[Keys], records: int) -> list[Part]:
    """Hash all keys of records together; a record with several keys comes in several parts, or several times."""
    parts: list[Part] = [(None, np.ones(records, np.uint64))]
    for key in keys:
        parts = [joined for part in parts for joined in key.join(part)]
    return parts


def gathered(parts: Iterable[Part]) -> tuple[Ints, Hashes]:
    """Give the records that have all keys, each with its hash."""
    found: list[tuple[Ints, Hashes]] = []
    for rows, hashes in parts:
        place = np.flatnonzero(hashes)
        found.append((place if rows is None else rows[place], hashes[place]))
    return np.concatenate([rows for rows, _ in found]), np.concatenate([hashes for _, hashes in found])


def _both(one: Hashes, other: Hashes) -> Hashes:
    """Hash two hashes that are well mixed already; where one is NONE, so is what comes out."""
    both = one * _MIX
    both += other
    both *= (one != NONE) & (other != NONE)
    return both


_MIX: Final = np.uint64(0x9E3779B97F4A7C15)


class KeyMaker:
    """Makes the keys of a set of records and keeps them for the next rule."""

    def __init__(self, features: Mapping[str, Encoded]) -> None:
        self._features = dict(features)
        self._made: dict[str, Keys | None] = {}
        self._hashes = cache(_hashes)
        self._words = cache(_words)
        text = text_feature(features)
        if text:
            self._features["text"] = features[text]

    def keys(self, name: str) -> Keys | None:
        """Give the keys called so, or None when the data lacks the feature."""
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def _make(self, name: str) -> Keys | None:
        feature, _, part = name.partition(":")
        if feature == "name":
            given, family = self._features.get("given"), self._features.get("family")
            if given is None or family is None:
                return None
            names = [(one, self._words(one.vocabulary, part)) for one in (given, family)]
            return _of_words(names, part) if part else _of_names(names)
        encoded = self._features.get(feature)
        if encoded is None:
            return None
        if part in _SHORTEST and part:
            return _of_words([(encoded, self._words(encoded.vocabulary, part))], part)
        return _spread(encoded, self._hashes(encoded.vocabulary, part))


def hashed(texts: pl.Series) -> Hashes:
    """Hash texts; a missing one is NONE."""
    hashes = texts.hash(seed=1).to_numpy(writable=True)
    hashes[texts.is_null().to_numpy()] = NONE
    return hashes


def _sounds(text: pl.Series) -> pl.Series:
    """Take the sound of the longest word, once per distinct word."""
    several = text.str.contains(" ", literal=True).fill_null(value=False)
    longest = [max(one.split(), key=lambda word: (len(word), word), default="") for one in text.filter(several)]
    words = text.clone().scatter(several.arg_true(), pl.Series(longest, dtype=pl.String)) if longest else text
    known = words.drop_nulls().unique()
    sounds = [jellyfish.metaphone(word) or word or None for word in known.to_list()]
    return words.replace_strict(known, pl.Series(sounds, dtype=pl.String), default=None, return_dtype=pl.String)


def _when(holds: pl.Series, text: pl.Series) -> pl.Series:
    return text.zip_with(holds, pl.Series([None], dtype=pl.String))


_TAKES: Final[Mapping[str, Callable[[pl.Series], pl.Series]]] = {
    "": lambda text: text,
    "initial": lambda text: text.str.head(1),
    "start": lambda text: _when(text.str.len_chars() > 1, text.str.replace_all(" ", "", literal=True).str.head(3)),
    "end": lambda text: _when(text.str.len_chars() > 6, text.str.tail(6)),
    "sound": _sounds,
    "local": lambda text: text.str.extract("^([^@]{4,})@"),
    "year": lambda text: text.str.head(4),
    "day": lambda text: text.str.slice(4),
    "year_month": lambda text: text.str.head(6),
    "digits": lambda text: text.str.split("").list.sort().list.join(""),
}
"""Name of a part to what it takes of every distinct text; what is null has no key."""

_SHORTEST: Final[Mapping[str, int]] = {"": 1, "word": 3, "pair": 2, "sounds": 1}
"""Name of a part that is taken word by word to how many letters a word must have; without a part, all words."""


@frozen(eq=False)
class _Words:
    """The words of distinct texts: their hashes, text after text, and where each text starts."""

    hashes: Hashes
    start: Ints

    def of(self, codes: Ints) -> tuple[Ints, Hashes]:
        """Give the words of some texts: the place of each among `codes`, and its hash."""
        first = self.start[codes]
        many = self.start[codes + 1] - first
        return np.repeat(np.arange(len(codes)), many), self.hashes[np.repeat(first, many) + counting(many)]


def _hashes(texts: Vocabulary, part: str) -> Hashes:
    """Hash what is taken of texts."""
    return hashed(_TAKES[part](texts.column))


def _words(texts: Vocabulary, part: str) -> _Words:
    """Split texts into words; of those that are too short nothing is left, or of all no more than their sound."""
    split = texts.column.str.split(" ")
    start = np.concatenate(([0], np.cumsum(split.list.len().to_numpy().astype(np.int64))))
    words = split.explode()
    hashes = hashed(_sounds(words) if part == "sounds" else words)
    hashes[words.str.len_chars().to_numpy() < _SHORTEST[part]] = NONE
    return _Words(hashes, start)


def _spread(encoded: Encoded, by_value: Hashes) -> Keys:
    """Lay the key of each value out over the records that have it."""
    table = np.append(by_value, NONE)
    return Keys(tuple(table[column] for column in encoded.codes.T))


def _of_names(names: Sequence[tuple[Encoded, _Words]]) -> Keys:
    """Take the words of given and family name together, whatever their order."""
    hashes = np.zeros(len(names[0][0].codes), np.uint64)
    for one, words in names:
        hashes += np.append(np.add.reduceat(np.append(words.hashes, NONE), words.start[:-1]), NONE)[one.first]
    return Keys((hashes,))


def _of_words(texts: Sequence[tuple[Encoded, _Words]], part: str) -> Keys:
    """Give each record the words, or the pairs of words, of one text or two; texts of one word each are soon done."""
    single = [np.append(np.diff(words.start) == 1, True)[one.first] for one, words in texts]
    simple = np.logical_and.reduce(single)
    layers = [
        np.where(simple, np.append(words.hashes[words.start[:-1]], NONE)[one.first], NONE) for one, words in texts
    ]
    if len(layers) > 1:
        layers[1][layers[1] == layers[0]] = NONE
    if part == "pair":
        both = np.logical_and.reduce([layer != NONE for layer in layers]) & (len(layers) > 1)
        layers = [np.where(both, mix(np.minimum(layers[0], layers[-1]), np.maximum(layers[0], layers[-1])), NONE)]
    owners, words_of = [], []
    for one, words in texts:
        rows = np.flatnonzero(~simple & (one.first >= 0))
        place, hashes = words.of(one.first[rows].astype(np.int64))
        owners.append(rows[place[hashes != NONE]])
        words_of.append(hashes[hashes != NONE])
    owner, word = np.concatenate(owners), np.concatenate(words_of)
    order = np.lexsort((word, owner))
    owner, word = owner[order], word[order]
    new = np.ones(len(word), np.bool_)
    new[1:] = (owner[1:] != owner[:-1]) | (word[1:] != word[:-1])
    owner, word = owner[new], word[new]
    if part == "pair":
        owner, word = _paired(owner, word)
    start = np.concatenate(([0], np.cumsum(np.bincount(owner, minlength=len(simple)))))
    return Keys(tuple(layers), word, start if len(word) else None)


def _paired(owner: Ints, word: Hashes) -> tuple[Ints, Hashes]:
    """Pair the words of each owner, of the first few."""
    rank = counting(np.bincount(owner)) if len(owner) else owner
    start = np.arange(len(owner)) - rank
    size = np.bincount(owner)[owner] if len(owner) else owner
    owners, pairs = [np.empty(0, np.int64)], [np.empty(0, np.uint64)]
    for one, other in combinations(range(min(int(size.max(initial=0)), _WORDS_AT_MOST)), 2):
        at = np.flatnonzero((rank == other) & (size > other))
        owners.append(owner[at])
        pairs.append(mix(word[start[at] + one], word[at]))
    owner, word = np.concatenate(owners), np.concatenate(pairs)
    order = np.argsort(owner, kind="stable")
    return owner[order], word[order]


def text_feature(features: Mapping[str, Encoded]) -> str:
    """Name the text feature that tells most, which stands for all of them in a rule; empty without one."""
    texts = [one for name, one in features.items() if name.startswith("text:")]
    return max(texts, key=_variety).name if texts else ""


def _variety(encoded: Encoded) -> tuple[int, str]:
    return (len(distinct(encoded.first)), encoded.name)
