"""The model of duplicate detection: one frozen value that can be printed, stored, hashed and compared."""

import json
from collections.abc import Mapping
from typing import Any, Final

import cattrs
from attrs import evolve, field, frozen

from crmkit.dedup.blocking import RULES, BlockingRule
from crmkit.dedup.comparing import COMPARISONS, Comparison
from crmkit.dedup.gates import GATES, Gate
from crmkit.dedup.learned import Learned, comparison_of
from crmkit.exceptions import CallError
from crmkit.records import digest

_CAPS: Final[Mapping[str, tuple[float, float]]] = {
    "address": (-4.0, 9.0),
    "contact": (-4.0, 18.0),
    "text": (-3.0, 6.0),
    "own": (-3.0, 14.0),
    "number": (-2.0, 18.0),
}


@frozen(kw_only=True)
class Model:
    """How duplicates are found: what is compared with what, and how much each agreement weighs.

    The shipped model is made for customers, persons and organisations, and needs no labels. Weights are bits: the
    logarithm to base 2 of how much more often true pairs than chance pairs agree so (Fellegi and Sunter, 1969).

    Attributes:
        version: version of the specification.
        rules: which pairs are compared.
        comparisons: how they are compared.
        gates: what evidence can never outweigh.
        caps: group of comparisons to the least and the most bits that it may give.
        swapped_bits: weight of given and family name having changed places.
        same_bits: weight from which a pair is "same"; higher where weaker pairs would make clusters too imprecise.
        least_precision: estimated share of right pairs in clusters, below which weaker pairs are only "possible".
        possible_bits: weight from which it is "possible".
        bridge_bits: bits above `same_bits` below which a pair alone does not join two groups of several records.
        votes: how many pairs that are the same outvote one contradiction between two groups that a slip may explain.
        block_cap: records at most in a block that is compared in full.
        pairs_per_record: candidate pairs that all rules together may make of a large set, as an average over all
            records; of a small set, those that one rule may make.
        pairs_anyway: candidate pairs that are made of any set, whatever they are worth.
        worth: share of the pairs of a block that must be worth showing for it to be compared in full, beyond these.
        planning_records: of how many records, roughly, all candidate pairs are looked at to see which rules are worth
            it; sets of less than twice as many are compared whole.
        duplicates_per_record: duplicate pairs expected, per record, before any data is seen.
        most_wrong: share of proven pairs that clearly differ in a feature, above which the gates that rely on it fall
            away; birth dates are proven by all else, given names by an official number.
        fewest_look_alikes: share of those of one name, or of one family and place, who are born on different days,
            below which the gates that fear homonyms, or households, fall away: what they hold back is then as often
            right as wrong dates let birth dates tell. Only pairs that the rest of their weight would make one customer
            are counted.
        prior_strength: how many true pairs of experience stand behind the shipped shares.
        value_strength: how many customers of experience stand behind the shipped frequency of a value.
        chance_strength: how many random pairs of experience stand behind the shipped chance shares.
        rounds: rounds of estimation.
        random_pairs: how many random pairs chance shares are estimated from.
        estimation_pairs: candidate pairs at most that shares are estimated from.
        seed: start of the random numbers.
        learned: what training learned; a model that has it scores with it, and is not trained again.
    """

    version: int = 1
    rules: tuple[BlockingRule, ...] = RULES
    comparisons: tuple[Comparison, ...] = COMPARISONS
    gates: tuple[Gate, ...] = GATES
    caps: Mapping[str, tuple[float, float]] = field(factory=lambda: dict(_CAPS))
    swapped_bits: float = -3.0
    same_bits: float = 1.0
    least_precision: float = 0.95
    possible_bits: float = -2.0
    bridge_bits: float = 4.0
    votes: int = 3
    block_cap: int = 50
    pairs_per_record: float = 20.0
    pairs_anyway: int = 100_000
    worth: float = 0.001
    planning_records: int = 8000
    duplicates_per_record: float = 0.2
    most_wrong: float = 0.1
    fewest_look_alikes: float = 0.035
    prior_strength: float = 100.0
    value_strength: float = 1000.0
    chance_strength: float = 2000.0
    rounds: int = 8
    random_pairs: int = 100_000
    estimation_pairs: int = 300_000
    seed: int = 20_260_101
    learned: Learned | None = field(default=None, repr=False)

    @learned.validator
    def _fits(self, _attribute: object, learned: Learned | None) -> None:
        levels = {one.feature: [level.name for level in one.levels] for one in self.comparisons}
        for feature, one in learned.features.items() if learned else ():
            if list(one.levels) != levels.get(comparison_of(feature)):
                raise CallError(
                    f"What was learned of {feature!r} has other levels than its comparison; train it again."
                )

    @property
    def name(self) -> str:
        """A short name by content; two models with one name are equal."""
        return digest(self._to_data(), length=12)

    @property
    def trained(self) -> Learned:
        """What training learned.

        Raises:
            CallError: the model was never trained.
        """
        if self.learned is None:
            raise CallError("This model was never trained; give the `model` of what dedupe found.")
        return self.learned

    def to_json(self) -> str:
        """Write the model as JSON text, with what it learned: every feature with its levels, their shares and bits.

        >>> Model.from_json(Model().to_json()) == Model()
        True
        """
        return json.dumps(self._to_data(), ensure_ascii=False, indent=1)

    def _to_data(self) -> dict[str, Any]:
        data: dict[str, Any] = cattrs.unstructure(evolve(self, learned=None))
        return data | {"learned": self.learned and self.learned.to_data()}

    @classmethod
    def from_json(cls, text: str) -> "Model":
        """Read what `to_json` wrote.

        Raises:
            CallError: the text is not a model.
        """
        try:
            data: Any = json.loads(text)
            return cattrs.structure(data, cls)
        except (ValueError, KeyError, TypeError, cattrs.BaseValidationError) as error:
            raise CallError(f"This text is not a model of duplicate detection: {type(error).__name__}.") from error
