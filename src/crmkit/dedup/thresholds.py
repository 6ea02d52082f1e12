"""Draw where the line between "same" and not lies: how many pairs weigh how much, and how sure each line would be."""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from math import ceil, floor
from typing import Final

from crmkit.dedup.explainable import Explainable, column
from crmkit.dedup.words import VERDICT_TONES, verdict_word
from crmkit.report.charts import signed
from crmkit.report.drawings import Curve, Layer, Mark, Plot
from crmkit.report.page import Language

_LOWEST, _HIGHEST = -10.0, 40.0
_COLUMNS: Final = 30
_ORDER: Final = ("same", "possible", "related")

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "title": "How many points the pairs have",
        "x": "points (bits)",
        "y": "pairs",
        "precision": "estimated precision of a line here",
        "line": "same from {bits}",
        "note": "A pair left of the line is not joined by itself. Pairs with more points than the line needs and yet "
        "related are held back by a contradiction. The estimate counts the probabilities of the pairs to the right.",
    },
    "fr": {
        "title": "Combien de points ont les paires",
        "x": "points (bits)",
        "y": "paires",
        "precision": "précision estimée si la ligne passait ici",
        "line": "identiques dès {bits}",
        "note": "Une paire à gauche de la ligne n’est pas réunie d’elle-même. Celles qui la dépassent et restent liées "
        "sont retenues par une contradiction. L’estimation compte les probabilités des paires à droite.",
    },
}


def threshold_plot(found: Explainable, *, language: Language = "en") -> Plot | None:
    """Draw the weights of the judged pairs by verdict, and the estimated precision of every other line.

    What weighs enough and is not the same is held back: no line would let it through, so it counts for no precision.

    Returns:
        the plot; None when there are no pairs.
    """
    weights = [float(one) for one in column(found.pairs, "weight")]
    if not weights:
        return None
    chances = [float(one) for one in column(found.pairs, "probability")]
    verdicts = column(found.pairs, "verdict")
    line = found.model.same_bits
    low = max(floor(min(*weights, line)), _LOWEST)
    highest = min(max(*weights, line), _HIGHEST)
    step = max(1.0, ceil((highest - low + 1e-9) / _COLUMNS))
    columns = max(1, ceil((highest - low + 1e-9) / step))
    counts = {verdict: [0] * columns for verdict in _ORDER}
    for weight, verdict in zip(weights, verdicts, strict=True):
        counts[verdict][min(max(int((weight - low) / step), 0), columns - 1)] += 1
    words = WORDS[language]
    free = [
        (weight, chance)
        for weight, chance, verdict in zip(weights, chances, verdicts, strict=True)
        if verdict == "same" or (verdict == "possible" and weight < line)
    ]
    high = low + step * columns
    return Plot(
        words["title"],
        words["x"],
        words["y"],
        curves=(Curve(words["precision"], estimated_precision(free, low, high), "plain"),) if free else (),
        bounds=(low, high),
        layers=tuple(
            Layer(verdict_word(one, language), tuple(counts[one]), VERDICT_TONES[one])
            for one in _ORDER
            if any(counts[one])
        ),
        marks=(Mark(words["line"].format(bits=signed(line, language)), line),),
        note=words["note"],
    )


def estimated_precision(
    pairs: Sequence[tuple[float, float]], low: float, high: float
) -> tuple[tuple[float, float], ...]:
    """Give the mean probability of the pairs that weigh at least as much as each point of the axis.

    Args:
        pairs: weight and probability, in any order.
        low: left end of the axis.
        high: right end.

    >>> estimated_precision([(0.0, 0.5), (10.0, 0.9)], 0, 10)
    ((0.0, 0.7), (10.0, 0.9))
    """
    ordered = sorted(pairs, reverse=True)
    means = [total / place for place, total in enumerate(accumulate(chance for _, chance in ordered), start=1)]
    points: list[tuple[float, float]] = []
    for place, (weight, _) in enumerate(ordered):
        last = place + 1 == len(ordered) or ordered[place + 1][0] < weight
        if (
            last
            and low <= weight <= high
            and (not points or points[-1][0] - weight >= (high - low) / 100 or place + 1 == len(ordered))
        ):
            points.append((weight, round(means[place], 6)))
    return tuple(reversed(points))
