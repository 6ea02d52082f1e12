"""Deciding a pattern: all ways of reading it are followed at once, so the time is linear in the text.

The method is Thompson's (1968): parts become states, and the set of states after each character is remembered, so that
most characters cost one look-up.
"""

from typing import Final

from crmkit.segment.patterns.reading import Edge as EdgePart
from crmkit.segment.patterns.reading import Either, Letters, Part, PatternError, Repeat, Sequence, read_pattern

MOST_STATES: Final = 2_000
_MOST_REMEMBERED: Final = 5_000

_States = frozenset[int]


class Automaton:
    """A compiled pattern.

    Args:
        pattern: the text of the pattern.

    Attributes:
        steps: how many characters were looked up anew, and not remembered; tests count them.

    Raises:
        PatternError: it cannot be read, or its repetitions make it too large.

    >>> found = Automaton("^[a-z]+@example[.](org|com)$")
    >>> found.matches("anna@example.org"), found.matches("anna@example.ch")
    (True, False)
    """

    def __init__(self, pattern: str) -> None:
        self._letters: list[Letters | None] = []
        self._free: list[list[tuple[int, str]]] = []
        self.steps = 0
        start, self._end = self._state(), self._state()
        self._build(read_pattern(pattern), start, self._end)
        self._first = self._closure({start}, "start")
        self._again = self._closure({start}, "")
        self._next: dict[tuple[_States, str], _States] = {}

    def matches(self, text: str) -> bool:
        """Say whether the pattern is found anywhere in a text."""
        states, end = self._first, self._end
        for char in text:
            if end in states:
                return True
            states = self._next.get((states, char)) or self._step(states, char)
        return end in self._closure(states, "end" if text else "both")

    def _step(self, states: _States, char: str) -> _States:
        self.steps += 1
        if len(self._next) > _MOST_REMEMBERED:
            self._next.clear()
        reached = set()
        for state in states:
            letters = self._letters[state]
            if letters is not None and letters.holds(char):
                reached.add(state + 1)
        after = self._closure(reached, "") | self._again
        self._next[states, char] = after
        return after

    def _closure(self, states: "set[int] | _States", edge: str) -> _States:
        """Add what is reached without a character; an edge is passed only where it is."""
        seen, waiting = set(states), list(states)
        while waiting:
            for target, needs in self._free[waiting.pop()]:
                if (needs in {"", edge} or edge == "both") and target not in seen:
                    seen.add(target)
                    waiting.append(target)
        return frozenset(seen)

    def _state(self) -> int:
        if len(self._letters) >= MOST_STATES:
            raise PatternError("The repetitions in this pattern make it too large.", 0)
        self._letters.append(None)
        self._free.append([])
        return len(self._letters) - 1

    def _build(self, part: Part, start: int, end: int) -> None:
        match part:
            case Letters():
                here = self._state()
                self._letters[here] = part
                self._free[start].append((here, ""))
                self._free[self._state()].append((end, ""))
            case EdgePart(start=at_start):
                self._free[start].append((end, "start" if at_start else "end"))
            case Either(parts=parts):
                for one in parts:
                    self._build(one, start, end)
            case Sequence(parts=parts):
                for one in parts:
                    middle = self._state()
                    self._build(one, start, middle)
                    start = middle
                self._free[start].append((end, ""))
            case Repeat(part=inner, least=least, most=most):
                self._repeat(inner, least, most, (start, end))

    def _repeat(self, inner: Part, least: int, most: int | None, ends: tuple[int, int]) -> None:
        start, end = ends
        for number in range(most if most is not None else max(least, 1)):
            if number >= least:
                self._free[start].append((end, ""))
            middle = self._state()
            self._build(inner, start, middle)
            if most is None and number == max(least, 1) - 1:
                again = self._state()
                self._free[middle].append((again, ""))
                self._build(inner, again, middle)
            start = middle
        self._free[start].append((end, ""))
