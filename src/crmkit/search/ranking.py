"""How well a customer answers a query: pure, and the same everywhere.

An answer to every part outranks one to some, and one without slips outranks one with; within these, it counts how
each part is met and in which field.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import field, frozen

from crmkit.search.numbers import SHORTEST, national
from crmkit.search.pairing import best_pairs
from crmkit.search.query import BEGINNING, Part, Query
from crmkit.search.terms import is_word
from crmkit.search.typos import slips
from crmkit.search.words import SearchEntry

_FIELDS: Final[Mapping[str, float]] = {
    "given_name": 1.0,
    "family_name": 1.0,
    "organisation": 1.0,
    "email": 0.9,
    "locality": 0.7,
    "postcode": 0.7,
    "street": 0.5,
}
_OTHER: Final = 0.95
_NAMES: Final = ("given_name", "family_name", "organisation")
_SLIPPED: Final = {1: 0.6, 2: 0.45}
_LIGHT: Final = 0.2
_APART: Final = 0.75
_PLAIN: Final = 0.7
"""How a part is met: at least this without a slip, less with one."""

PLAIN: Final = 2 / 3
"""Scores from here on: every part is met without a slip; light parts need not be."""

MET: Final = 1 / 3
"""Scores from here on: every part is met."""


@frozen
class Match:
    """How a customer answers a query.

    Attributes:
        score: 0.0 to 1.0; see `PLAIN` and `MET`.
        fields: the fields that answer, in the order of the parts, each once.
    """

    score: float
    fields: tuple[str, ...]


@frozen
class Ranking:
    """Ranks entries for one query, and remembers how words answered.

    Attributes:
        query: what was typed.
    """

    query: Query
    _known: Mapping[Part, dict[str, float]] = field(init=False, repr=False, eq=False)

    @_known.default
    def _nothing_yet(self) -> dict[Part, dict[str, float]]:
        return {part: {} for reading in self.query.readings for part in reading}

    def match(self, entry: SearchEntry) -> Match:
        """Say how well an entry answers, by its best reading."""
        trusted = zip(self.query.readings, (1.0, _APART), strict=False)
        matches = [self._match(reading, entry, trust) for reading, trust in trusted]
        return max(matches, key=lambda one: one.score, default=Match(0.0, ()))

    def _match(self, parts: tuple[Part, ...], entry: SearchEntry, trust: float) -> Match:
        words = [(name, word) for name, held in entry.words.items() for word in held]
        if not words:
            return Match(0.0, ())
        met = [self._ways(part, words) for part in parts]
        weights = [0.8 + 0.2 * _FIELDS.get(name, _OTHER) for name, _ in words]
        worth = [[how * weight for how, weight in zip(row, weights, strict=True)] for row in met]
        pairs = best_pairs(
            [
                [value and (1 + value) * _weight(part) for value in row]  # a further part that is met counts first
                for part, row in zip(parts, worth, strict=True)
            ]
        )
        answered = [
            (part, met[row][column], worth[row][column])
            for row, (part, column) in enumerate(zip(parts, pairs, strict=True))
            if column is not None
        ]
        if not answered:
            return Match(0.0, ())
        mean = sum(_weight(part) * value for part, _, value in answered) / sum(map(_weight, parts))
        names = {column for column, (name, _) in enumerate(words) if name in _NAMES}
        fine = trust * (0.95 * mean + 0.05 * len(names.intersection(pairs)) / (len(names) or 1))
        asked = sum(not part.light for part in parts)
        ways = [how for part, how, _ in answered if not part.light]
        if len(ways) == asked:
            standing = 2.0 if min(ways) >= _PLAIN else 1.0
        else:
            standing = len(ways) / asked
            fine /= asked + 1
        fields = dict.fromkeys(words[column][0] for column in pairs if column is not None)
        return Match((standing + fine) / 3, tuple(fields))

    def _ways(self, part: Part, words: list[tuple[str, str]]) -> list[float]:
        known = self._known[part]
        for _, word in words:
            if word not in known:
                known[word] = max(_answers(part, word), default=0.0)
        return [known[word] for _, word in words]


def score(query: Query, entry: SearchEntry) -> float:
    """Rank an entry for a query, from 0.0 to 1.0.

    >>> from crmkit.search.query import parse_query
    >>> anna = SearchEntry({"given_name": ("anna",), "family_name": ("muller", "mueller"), "locality": ("bern",)})
    >>> typed = ("Müller Anna", "mue ann", "miller anna", "anna basel", "x")
    >>> asked = [score(parse_query(text), anna) for text in typed]
    >>> asked == sorted(asked, reverse=True), asked[-1]
    (True, 0.0)
    """
    return Ranking(query).match(entry).score


def _weight(part: Part) -> float:
    return _LIGHT if part.light else 1.0


def _answers(part: Part, word: str) -> Iterator[float]:
    """Say how a word meets a part: 1.0 exactly, less as a beginning, least with a slip."""
    phone = word.startswith("+")
    digits = national(word) if phone else ""
    for form in part.forms:
        shown = digits if phone and not form.startswith("+") else word
        mailbox = shown.partition("@")[0]
        if form in {shown, mailbox}:
            yield 1.0
        elif shown.startswith(form) and (part.light or len(form) >= BEGINNING):
            yield 0.8 + 0.15 * min(1.0, len(form) / len(mailbox))
        elif part.digits and phone and len(form) >= SHORTEST and form in shown:
            yield _PLAIN + 0.1 * len(form) / len(shown)
        elif not part.digits and is_word(word):
            apart = slips(form, word)
            if apart:
                yield _SLIPPED[apart]
