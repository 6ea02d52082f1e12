"""Names that stand in each other's place: given name against family name."""

from collections.abc import Callable, Mapping
from typing import Final

from crmkit.dedup.columnar.compare import MISSING
from crmkit.dedup.columnar.online.parts import NAMES, NOTHING, Part, Said
from crmkit.dedup.packing import Row

_GOOD: Final = 2
_INITIAL: Final = 3


class Turn:
    """Compares the names of a record crosswise with those of others.

    Args:
        parts: how every feature is compared.
        query: the record.
        crosswise: gives the level of two names.
        bits: what it weighs that names are turned.
    """

    def __init__(
        self, parts: Mapping[str, Part], query: Row, crosswise: Callable[[Part, str, str], int], bits: float
    ) -> None:
        self._parts = [parts[name] for name in NAMES if name in parts]
        self.names = [part.place for part in self._parts] if len(self._parts) == len(NAMES) else []
        self._mine = [query[place] for place in self.names]
        self._any = any(self._mine)
        self._crosswise = crosswise
        self._near = bits + sum(max(part.table[1], 0.0) for part in self._parts)
        self._equal = self._near + sum(
            max(part.equal(name)[1], 0.0) for part in self._parts for name in self._mine if name
        )

    def may(self, parts: Mapping[str, Said]) -> bool:
        """Tell whether names do not agree as they are written."""
        return self._any and all(parts.get(name, NOTHING)[0] > _GOOD for name in NAMES)

    def gain(self, parts: Mapping[str, Said], other: Row) -> float:
        """Say how many bits more a pair can weigh at most when its names are turned."""
        given, family = (other[place] for place in self.names)
        equal = bool(given and given == self._mine[1]) or bool(family and family == self._mine[0])
        return (self._equal if equal else self._near) - sum(parts.get(name, NOTHING)[1] for name in NAMES)

    def turned(self, other: Row) -> dict[str, Said]:
        """Weigh the names crosswise, where that agrees better."""
        theirs = [other[place] for place in self.names]
        (given, family), (other_given, other_family) = sorted((self._mine, theirs))
        one = self._crosswise(self._parts[0], given, other_family)
        two = self._crosswise(self._parts[1], family, other_given)
        fits = one <= _GOOD and (two <= _INITIAL or two == MISSING)
        if not fits and not (two <= _GOOD and (one <= _INITIAL or one == MISSING)):
            return {}
        said = {}
        for place, (part, level, value) in enumerate(zip(self._parts, (one, two), (given, family), strict=True)):
            said[part.name] = NOTHING if level == MISSING else part.equal(value)
            if level not in {0, MISSING}:
                said[part.name] = part.unlike(level, self._mine[place], theirs[place])
        return said
