"""The blocking keys of one record: what `crmkit.dedup.columnar.keys` makes of columns, for a form that is sent."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import product

from attrs import evolve

from crmkit.dedup.blocking import BlockingRule
from crmkit.dedup.features import OWN, Read
from crmkit.dedup.learned import Learned
from crmkit.dedup.taking import TAKES, Take


class KeyRing:
    """The keys of one record, each made once.

    Args:
        read: the features of the record.
        text: the text feature that "text" stands for.

    >>> ring = KeyRing({"given": ("anna",), "family": ("muster",), "birth_date": ("19800517",)})
    >>> ring.keys("name"), ring.keys("family:start"), ring.blocks(("given:initial", "birth_date:year"))
    (('anna muster',), ('mus',), [('a', '1980')])
    """

    def __init__(self, read: Read, text: str = "") -> None:
        self._read = read
        self._text = text
        self._made: dict[str, tuple[str, ...]] = {}

    def keys(self, name: str) -> tuple[str, ...]:
        """Give the keys called so, such as "family:sound"; several values give several."""
        made = self._made.get(name)
        if made is None:
            feature, take = _parted(name)
            values = self._values(feature)
            taken = values if take is None else [one for value in values for one in take(value)]
            made = self._made[name] = tuple(dict.fromkeys(taken)) if len(taken) > 1 else tuple(taken)
        return made

    def blocks(self, names: Sequence[str]) -> list[tuple[str, ...]]:
        """Name the blocks that the record is in by some keys; none where it lacks one."""
        keys = []
        for name in names:
            made = self.keys(name)
            if not made:
                return []
            keys.append(made)
        return list(product(*keys))

    def _values(self, feature: str) -> Sequence[str]:
        """Give the values of a feature; a name is the given and family name whatever their order."""
        if feature == "name":
            both = [*self._read.get("given", ())[:1], *self._read.get("family", ())[:1]]
            return [" ".join(sorted(" ".join(both).split()))] if both else []
        return self._read.get(self._text if feature == "text" else feature, ())


@cache
def _parted(name: str) -> tuple[str, Take | None]:
    """Part a key into its feature and what is taken of it."""
    feature, _, part = name.partition(":")
    return feature, TAKES[part] if part else None


def rules_for(rules: Iterable[BlockingRule], learned: Learned) -> Iterator[BlockingRule]:
    """Give the rules about features that a model knows, and make a rule about types of their own into one for each.

    Keys to refine by that the model does not know fall away, and so do rules for smaller files.
    """
    known = {"name"} if {"given", "family"} <= learned.features.keys() else set()
    known |= learned.features.keys() | ({"text"} if learned.text else set())
    own = [name for name in learned.features if name.startswith(OWN)]
    for rule in rules:
        if rule.largest_file is not None and learned.records > rule.largest_file:
            continue
        for name in own if "own" in rule.keys else [""]:
            keys = tuple(name if key == "own" else key for key in rule.keys)
            if all(_feature(key) in known for key in keys):
                yield evolve(rule, keys=keys, refine=tuple(key for key in rule.refine if _feature(key) in known))


def _feature(key: str) -> str:
    return key.partition(":")[0]
