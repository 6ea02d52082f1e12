"""Why two records are the same, or are not."""

from typing import Any

import numpy as np

from crmkit.dedup.columnar.compare import MISSING
from crmkit.dedup.columnar.gating import FREE
from crmkit.dedup.columnar.scorer import Scorer
from crmkit.dedup.columnar.showing import breakdown
from crmkit.dedup.explanation import Explanation, Reason


def explain(
    scorer: Scorer, left: int, right: int, *, names: tuple[Any, Any], together: float | None = None
) -> Explanation:
    """Explain a pair of records by their places.

    Args:
        scorer: weighs them.
        left: place of a record.
        right: place of another one.
        names: their ids.
        together: probability that others of their cluster lend to them, 0 where they are not in one; None where there
            are no clusters.
    """
    agreement, scored, held = scorer.weigh(np.array([left]), np.array([right]))
    verdict, chance = scorer.judge(scored.total, held)
    reasons = []
    for one, part in zip(agreement.compared, scored.parts, strict=True):
        encoded = scorer.features[one.comparison.feature]
        level = int(one.levels[0])
        reasons.append(
            Reason(
                feature=one.comparison.feature,
                left=", ".join(encoded.of(left)),
                right=", ".join(encoded.of(right)),
                level="missing" if level == MISSING else one.comparison.levels[level].name,
                weight=float(part[0]),
                **breakdown(scorer, one, float(part[0]), left, right),
            )
        )
    if agreement.swapped[0]:
        weight = scorer.model.swapped_bits * scorer.corrections.scale
        reasons.append(Reason(feature="name order", left="", right="", level="swapped", weight=weight))
    gate = "" if held[0] == FREE else scorer.gates[int(held[0])].reason
    if verdict[0] == "same" and together == 0:
        verdict[0], gate = "related", "joining them would bring a contradiction into one cluster"
    return Explanation(
        left=names[0],
        right=names[1],
        reasons=tuple(reasons),
        prior=scored.prior,
        weight=float(scored.total[0]),
        probability=max(float(chance[0]), together or 0.0),
        verdict=str(verdict[0]),
        gate=gate,
        together=bool(together),
        same_from=scorer.model.same_bits,
    )
