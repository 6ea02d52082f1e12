"""How far probabilities can be believed: `python -m benchmarks.dedup --reliability [SET…]`.

A set is a folder with a records.parquet or records.csv that has columns `rid` and `cluster`, or `traps:SEED`, a file of
the trap generator of the tests. Of all pairs that are shown, those of about one probability are put together: as many
of them should be true as that probability says. Below the bins stand the logarithmic loss, the Brier score (mean
squared error) and the expected calibration error (mean distance between both columns of shares, over pairs); below
these the share of right pairs in clusters, as it is estimated and as it is.
"""

import sys
from pathlib import Path

import numpy as np

from benchmarks.labelled import records
from crmkit.dedup.frames import dedupe

EDGES = (0.0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999, 1.0)
_SURE = 1e-6


def reliability(chance, true):
    """Compare probabilities with what is true.

    Returns:
        per bin the number of pairs, their mean probability and the share of true ones; and the three figures.
    """
    place = np.clip(np.digitize(chance, EDGES) - 1, 0, len(EDGES) - 2)
    bins = [
        (EDGES[number], int(here.sum()), float(chance[here].mean()), float(true[here].mean()))
        for number in range(len(EDGES) - 1)
        if (here := place == number).any()
    ]
    safe = np.clip(chance, _SURE, 1 - _SURE)
    figures = {
        "log loss": float(-np.mean(np.where(true, np.log(safe), np.log(1 - safe)))),
        "Brier": float(np.mean((chance - true) ** 2)),
        "calibration error": sum(count * abs(said - found) for _, count, said, found in bins) / max(len(chance), 1),
    }
    return bins, figures


def labelled(name):
    """Give the records and the truth of a set."""
    if name.startswith("traps:"):
        from tests.dedup.traps.file import FIELDS, make_file

        made = make_file(int(name.partition(":")[2]), traps=300, duplicates=2500)
        return made.frame, made.who, FIELDS
    whole = records(name)
    return whole.drop("cluster"), whole["cluster"].to_list(), None


def main(names):
    for name in names:
        frame, truth, fields = labelled(name)
        found = dedupe(frame, fields=fields)
        ids = range(frame.height) if found.id_column is None else frame[found.id_column].to_list()
        who = dict(zip(ids, truth, strict=True))
        pairs = found.pairs
        true = np.array([who[one] == who[other] for one, other in zip(pairs["left"], pairs["right"], strict=True)])
        chance = pairs["probability"].to_numpy()
        bins, figures = reliability(chance, true)
        score = found.evaluate(truth).pairwise
        print(f"\n{Path(name).name}: {frame.height:,} records, F1 {score.f1:.4f}")
        print(f"{'from':>8} {'pairs':>9} {'said':>8} {'true':>8}")
        for edge, count, said, share in bins:
            print(f"{edge:>8} {count:>9,} {said:>8.3f} {share:>8.3f}")
        print(f"{'all':>8} {len(true):>9,} {chance.mean():>8.3f} {true.mean():>8.3f}")
        print(", ".join(f"{what} {figure:.4f}" for what, figure in figures.items()))
        print(f"precision of clusters {score.precision:.4f}, estimated {found.estimated_precision:.4f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
