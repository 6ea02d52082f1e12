"""What training learned, frozen: how telling every degree of agreement is, which values are common, and what to expect.

With it a model scores one record, or another frame, exactly as it was trained, and learns nothing new. Values are
written down only where several customers share them; all others weigh what a rare value weighs on average. So what was
learned of a million customers stays small, and says nothing of any one of them.
"""

from collections.abc import Iterable, Mapping
from math import log2
from typing import Any, Final

import cattrs
from attrs import Attribute, field, frozen

from crmkit.dedup.comparing import Comparison
from crmkit.dedup.features import OWN
from crmkit.dedup.gates import AT_MOST, Gate
from crmkit.dedup.judgements import Corrections
from crmkit.exceptions import CallError

_DOUBT: Final = 0.5
_SURELY: Final = 8.0


def _positive(_level: object, attribute: "Attribute[float]", share: float) -> None:
    if not share > 0:
        raise CallError(f"A learned share {attribute.name} is {share}; it must be above 0.")


def _chances(_learned: object, attribute: "Attribute[Mapping[str, float]]", chances: Mapping[str, float]) -> None:
    for gate, chance in chances.items():
        if not 0 < chance <= 1:
            raise CallError(
                f"The learned chance of {gate!r} in {attribute.name} is {chance}; it must be a probability."
            )


@frozen
class LearnedLevel:
    """How often one degree of agreement is met.

    Attributes:
        m: share of pairs of one customer that are at this level.
        u: share of pairs of two customers that are; for "equal" an average over all values.
    """

    m: float = field(validator=_positive)
    u: float = field(validator=_positive)


@frozen(kw_only=True)
class LearnedFeature:
    """What was learned of one feature.

    Attributes:
        levels: degree of agreement to its shares, best first.
        rare: chance that another customer has the value too, for a value that is not in `values`.
        values: the same for the common values.
    """

    levels: Mapping[str, LearnedLevel]
    rare: float
    values: Mapping[str, float] = field(factory=dict, repr=False)

    def weights(self) -> dict[str, float]:
        """Give the bits of every level, for (above zero) or against; a better one never weighs less than a worse one.

        The bits of "equal" are an average: what is weighed is how common the value is.

        >>> levels = {"equal": LearnedLevel(0.8, 0.1), "different": LearnedLevel(0.2, 0.8)}
        >>> LearnedFeature(levels=levels, rare=0.1).weights()
        {'equal': 3.0, 'different': -2.0}
        """
        bits: dict[str, float] = {}
        for name in reversed(list(self.levels)):
            bits[name] = max([log2(self.levels[name].m / self.levels[name].u), *bits.values()])
        return {name: bits[name] for name in self.levels}


@frozen(kw_only=True)
class Learned:
    """What training learned.

    Attributes:
        records: how many records it saw.
        prior: bits that a pair has before anything is compared.
        gates: names of the gates in force.
        features: feature to what was learned of it; a feature that training never saw is not compared.
        text: the text feature that tells most, which blocking uses; empty without one.
        given_names: given names that several families use, and that no list has.
        family_names: family names that people of several given names bear.
        words: first word of a name to how many records have it as given, and how many as family name.
        full_names: common full name to the bits, below zero, that it weighs less than its parts tell.
        namesakes: common full names that two people of different birth dates are known to bear.
        corrections: what judgements changed about weights; the gates that they belied are not among `gates`.
        held_back: gate to the chance that a pair which it holds back is one customer all the same, as clusters told; a
            gate that is not here has the shipped one.
    """

    records: int
    prior: float
    gates: tuple[str, ...]
    features: Mapping[str, LearnedFeature]
    text: str = ""
    given_names: frozenset[str] = field(default=frozenset(), repr=False)
    family_names: frozenset[str] = field(default=frozenset(), repr=False)
    words: Mapping[str, tuple[int, int]] = field(factory=dict, repr=False)
    full_names: Mapping[str, float] = field(factory=dict, repr=False)
    namesakes: frozenset[str] = field(default=frozenset(), repr=False)
    corrections: Corrections = field(factory=Corrections, repr=False)
    held_back: Mapping[str, float] = field(factory=dict, validator=_chances, repr=False)

    def chance(self, gate: Gate) -> float:
        """Give the most that the probability of a pair can be which a gate holds back.

        >>> from crmkit.dedup.gates import GATES
        >>> twins = next(gate for gate in GATES if gate.name == "twins")
        >>> [
        ...     Learned(records=9, prior=0.0, gates=(), features={}, held_back=known).chance(twins)
        ...     for known in ({}, {"twins": 0.2})
        ... ]
        [0.02, 0.2]
        """
        return self.held_back.get(gate.name, AT_MOST[gate.at_most])

    def turned(self, given: str, family: str) -> bool:
        """Tell whether two names, or the only one, stand in each other's place, as the names of all others say.

        >>> learned = Learned(records=9, prior=0.0, gates=(), features={}, words={"anna": (40, 0), "muster": (0, 30)})
        >>> learned.turned("muster", "anna"), learned.turned("anna", "muster"), learned.turned("elif", "zed")
        (True, False, False)
        """
        mine, other_family = self.words.get(given.partition(" ")[0], (0, 0))
        other_given, theirs = self.words.get(family.partition(" ")[0], (0, 0))
        if not given or not family:
            here, there = (mine, other_family) if given else (theirs, other_given)
            return (there + _DOUBT) / (here + _DOUBT) > _SURELY
        odds = ((other_family + _DOUBT) / (max(mine - 1, 0) + _DOUBT)) * (
            (other_given + _DOUBT) / (max(theirs - 1, 0) + _DOUBT)
        )
        return odds > _SURELY

    def to_data(self) -> dict[str, Any]:
        """Write it as JSON data, each level with its weight beside its shares."""
        data: dict[str, Any] = cattrs.unstructure(self)
        data |= {"given_names": sorted(self.given_names), "family_names": sorted(self.family_names)}
        data["namesakes"] = sorted(self.namesakes)
        for name, one in self.features.items():
            for level, weight in one.weights().items():
                data["features"][name]["levels"][level]["weight"] = round(weight, 2)
        return data


def shipped(
    comparisons: Iterable[Comparison],
    features: Iterable[str],
    *,
    gates: Iterable[str],
    records: int,
    duplicates_per_record: float,
) -> Learned:
    """Take the shipped shares as what was learned, for a base that nothing was trained on yet.

    Args:
        comparisons: how features are compared.
        features: which features there are.
        gates: names of the gates in force.
        records: how many records there are.
        duplicates_per_record: duplicate pairs that are expected, per record.
    """
    by_feature = {one.feature: one for one in comparisons}
    held = {name: by_feature[kind] for name in features if (kind := comparison_of(name)) in by_feature}
    expected = duplicates_per_record * max(records, 1)
    every = max(records * (records - 1) / 2, 1.0)
    return Learned(
        records=records,
        prior=log2(expected / max(every - expected, expected)),
        gates=tuple(gates),
        features={
            name: LearnedFeature(
                levels={level.name: LearnedLevel(level.m, level.u) for level in one.levels}, rare=one.levels[0].u
            )
            for name, one in held.items()
        },
    )


def full_name(given: str, family: str) -> str:
    """Write a full name as a model keeps it; no part of a name that was read holds a comma.

    >>> full_name("anna", "muster")
    'anna, muster'
    """
    return f"{given}, {family}"


def comparison_of(feature: str) -> str:
    """Name the comparison that a feature is compared by.

    >>> comparison_of("text:remarks"), comparison_of("own.url"), comparison_of("email")
    ('text', 'own', 'email')
    """
    if feature.startswith("text:"):
        return "text"
    return "own" if feature.startswith(OWN) else feature
