"""What the conditions of gates ask of one pair; `crmkit.dedup.columnar.gating` gathers the same of many."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import numpy as np
from attrs import field, frozen
from rapidfuzz.distance import OSA

from crmkit.dedup.columnar.compare import MISSING
from crmkit.dedup.columnar.gating import GENERATION, IDENTIFYING, NO_PROOF, GivenNames, Seen
from crmkit.dedup.columnar.online.parts import Part
from crmkit.dedup.columnar.online.weighing import Weighed
from crmkit.dedup.features import Read
from crmkit.dedup.learned import Learned, full_name
from crmkit.dedup.short_forms import kindred, short_form
from crmkit.dedup.slips import may_be
from crmkit.schema.types.names.nicknames import nickname_groups

Shared = Mapping[str, frozenset[str]]
"""Contact feature to the values that a household is seen to share."""

_LEVELS: Final = [np.uint8(level) for level in range(MISSING + 1)]
_LISTED: Final = 2


@frozen
class Situation:
    """What is seen of a pair, as plain values; see `Seen`. Pairs in one situation are judged alike.

    Attributes:
        levels: features that both speak of, with their levels.
    """

    levels: tuple[tuple[str, int], ...]
    two: bool
    listed: bool
    garbled: bool
    brief: bool
    own_mail: bool
    own_phone: bool
    numbered: bool
    agrees_elsewhere: bool
    texts_agree: bool
    texts_differ: bool
    years: int
    numbers_apart: bool
    one_suffix: bool
    contactable: bool
    namesakes: bool

    def seen(self) -> Seen:
        """Give what the conditions ask; nobody is known to live alone."""
        levels = dict(self.levels)
        return Seen(
            levels=lambda name: _LEVELS[levels.get(name, MISSING)],
            names=GivenNames(*map(np.bool_, (self.two, self.listed, self.garbled, self.brief))),
            own_mail=np.bool_(self.own_mail),
            own_phone=np.bool_(self.own_phone),
            numbered=np.bool_(self.numbered),
            agrees_elsewhere=np.bool_(self.agrees_elsewhere),
            texts_agree=np.bool_(self.texts_agree),
            texts_differ=np.bool_(self.texts_differ),
            years=self.years,
            numbers_apart=np.bool_(self.numbers_apart),
            one_suffix=np.bool_(self.one_suffix),
            contactable=self.contactable,
            alone=lambda _at_home: np.bool_(0),
            namesakes=lambda unsure: unsure & self.namesakes,
        )


@frozen
class Sight:
    """Looks at one pair.

    Attributes:
        learned: what training learned.
        parts: how every feature is compared.
    """

    learned: Learned = field(repr=False)
    parts: Mapping[str, Part] = field(repr=False)

    def see(self, mine: Read, theirs: Read, weighed: Weighed, shared: Shared) -> Situation:
        """Look at two records.

        Args:
            mine: the record.
            theirs: the other one.
            weighed: what was compared of them.
            shared: the contacts of the record that a household shares.
        """
        levels = weighed.levels
        texts = [
            (level, self.parts[name]) for name, level in levels.items() if self.parts[name].comparison.group == "text"
        ]
        two, listed, garbled, brief = self._given_names(mine, theirs, weighed)
        return Situation(
            tuple(levels.items()),
            two,
            listed,
            garbled,
            brief,
            own_mail=_own("email", mine, theirs, weighed, shared),
            own_phone=_own("phone", mine, theirs, weighed, shared),
            numbered=any(not level and self._identifies(name) for name, level in levels.items()),
            agrees_elsewhere=any(level <= 1 and name not in NO_PROOF for name, level in levels.items()),
            texts_agree=any(not level for level, _ in texts),
            texts_differ=any(level >= len(part.table) - 1 for level, part in texts),
            years=min(_years_apart(_first(mine, "birth_date"), _first(theirs, "birth_date")), GENERATION),
            numbers_apart=_each_has_more(mine.get("phone", ()), theirs.get("phone", ())),
            one_suffix=bool(mine.get("suffix")) != bool(theirs.get("suffix")),
            contactable="email" in self.learned.features or "phone" in self.learned.features,
            namesakes=self._has_namesakes(mine) or self._has_namesakes(theirs),
        )

    def _given_names(self, mine: Read, theirs: Read, weighed: Weighed) -> tuple[bool, bool, bool, bool]:
        """Tell what given names are beyond their level; see `GivenNames`."""
        level, one, other = weighed.levels.get("given", MISSING), _first(mine, "given"), _first(theirs, "given")
        if weighed.swapped or "given" not in self.learned.features:
            return False, False, False, level == _INITIAL
        bearing = weighed.levels.get("family", 0) > 0 and all(
            _first(read, "family") in self.learned.family_names for read in (mine, theirs)
        )
        if level == MISSING:
            return False, bearing, False, False
        known = self._is_name(one) + self._is_name(other)
        two = known == _LISTED and (kindred(one, other) if level == 1 else level in {2, 4} and not _related(one, other))
        garbled = level == 5 and known < _LISTED and min(weighed.levels.get(name, MISSING) for name in _CLOSE) <= 1
        return (
            two,
            (level > 0 and known == _LISTED) or bearing,
            garbled and (self._mistyped(one, other) or self._mistyped(other, one)),
            level == _INITIAL or min(len(one), len(other)) == 1,
        )

    def _is_name(self, given: str) -> bool:
        return len(given) > 1 and (given in self.learned.given_names or _is_listed(given))

    def _mistyped(self, text: str, name: str) -> bool:
        return not self._is_name(text) and may_be(text, name)

    def _identifies(self, name: str) -> bool:
        kind = self.parts[name].kind
        return kind is not None and kind.sensitivity in IDENTIFYING

    def _has_namesakes(self, read: Read) -> bool:
        given, family = _first(read, "given"), _first(read, "family")
        return bool(given and family) and full_name(given, family) in self.learned.namesakes


_CLOSE: Final = ("birth_date", "email")
_INITIAL: Final = 3


@lru_cache(maxsize=20_000)
def _is_listed(given: str) -> bool:
    return bool(nickname_groups(given))


def _first(read: Read, name: str) -> str:
    return read[name][0] if read.get(name) else ""


def _related(mine: str, theirs: str) -> bool:
    """Tell whether two names are forms of one name, or one slip apart before their ending."""
    return (
        (mine[-2:] == theirs[-2:] and OSA.distance(mine, theirs, score_cutoff=1) <= 1)
        or short_form(mine, theirs)
        or bool(set(mine.split()) & set(theirs.split()))
    )


def _own(name: str, mine: Read, theirs: Read, weighed: Weighed, shared: Shared) -> bool:
    """Tell whether a contact is shared that no household is seen to share."""
    if weighed.levels.get(name, MISSING):
        return False
    held, household = theirs.get(name, ()), shared.get(name, frozenset())
    return any(value in held and value not in household for value in mine.get(name, ()))


def _years_apart(one: str, other: str) -> int:
    mine, theirs = int(one[:4] or 0), int(other[:4] or 0)
    return abs(mine - theirs) if mine and theirs else 0


def _each_has_more(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    return bool(set(mine) - set(theirs) and set(theirs) - set(mine))
