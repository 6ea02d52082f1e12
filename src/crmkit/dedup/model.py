"""The model of duplicate detection: one frozen value that can be printed, stored, hashed and compared."""

import json
from collections.abc import Mapping
from typing import Any, Final

import cattrs
from attrs import field, frozen

from crmkit.dedup.blocking import RULES, BlockingRule
from crmkit.dedup.comparing import COMPARISONS, Comparison
from crmkit.dedup.gates import GATES, Gate
from crmkit.exceptions import CallError
from crmkit.records import digest

_CAPS: Final[Mapping[str, tuple[float, float]]] = {
    "address": (-4.0, 9.0),
    "contact": (-4.0, 18.0),
    "text": (-2.0, 3.0),
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
        same_bits: weight from which a pair is "same".
        possible_bits: weight from which it is "possible".
        block_cap: records at most in a block that is compared in full.
        pairs_per_record: candidate pairs that one rule may make, as an average over all records.
        duplicates_per_record: duplicate pairs expected, per record, before any data is seen.
        right_birth_dates: share of true pairs whose birth dates are equal, below which the gates marked `by_birth_date`
            fall away; those that ask for twelve years between two namesakes, or for other given names too, stay.
        prior_strength: how many true pairs of experience stand behind the shipped shares.
        value_strength: how many customers of experience stand behind the shipped frequency of a value.
        chance_strength: how many random pairs of experience stand behind the shipped chance shares.
        rounds: rounds of estimation.
        random_pairs: how many random pairs chance shares are estimated from.
        estimation_pairs: candidate pairs at most that shares are estimated from.
        seed: start of the random numbers.
    """

    version: int = 1
    rules: tuple[BlockingRule, ...] = RULES
    comparisons: tuple[Comparison, ...] = COMPARISONS
    gates: tuple[Gate, ...] = GATES
    caps: Mapping[str, tuple[float, float]] = field(factory=lambda: dict(_CAPS))
    swapped_bits: float = -3.0
    same_bits: float = 3.0
    possible_bits: float = 0.0
    block_cap: int = 50
    pairs_per_record: float = 6.0
    duplicates_per_record: float = 0.2
    right_birth_dates: float = 0.75
    prior_strength: float = 100.0
    value_strength: float = 1000.0
    chance_strength: float = 2000.0
    rounds: int = 8
    random_pairs: int = 100_000
    estimation_pairs: int = 300_000
    seed: int = 20_260_101

    @property
    def name(self) -> str:
        """A short name by content; two models with one name are equal."""
        return digest(cattrs.unstructure(self), length=12)

    def to_json(self) -> str:
        """Write the model as JSON text.

        >>> Model.from_json(Model().to_json()) == Model()
        True
        """
        return json.dumps(cattrs.unstructure(self), ensure_ascii=False, indent=1)

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
