"""What answers are worth: `python -m benchmarks.dedup --labels COUNT SET…`.

A set is a folder with a records.parquet or records.csv that has columns `rid` and `cluster`. Duplicates are found
without any answer; then the pairs that `to_label` asks for are answered by the truth, in rounds, and found again with
the answers.
"""

from pathlib import Path

import polars as pl

from benchmarks.labelled import records
from crmkit.dedup.frames import dedupe

ROUNDS = 3
LINE = "{set:<16} {answers:>7,} {same:>5,} {precision:>9.4f} {recall:>7.4f} {f1:>7.4f}"


def main(count: int, folders: list[str]) -> int:
    """Print the figures of each set without answers, and after each round."""
    print(f"{'set':<16} {'answers':>7} {'same':>5} {'precision':>9} {'recall':>7} {'F1':>7}")
    for folder in map(Path, folders):
        frame = records(folder)
        given, truth = frame.drop("cluster"), dict(frame.select("rid", "cluster").iter_rows())
        labels = pl.DataFrame(schema={"left": pl.String, "right": pl.String, "same": pl.Boolean})
        for turn in range(ROUNDS + 1):
            found = dedupe(given, id_column="rid", labels=labels if len(labels) else None)
            score = found.evaluate(frame["cluster"].to_list()).pairwise
            told = {"precision": score.precision, "recall": score.recall, "f1": score.f1}
            print(
                LINE.format(set=folder.name, answers=len(labels), same=labels["same"].sum(), **told),
                flush=True,
            )
            if turn < ROUNDS:
                asked = found.to_label(count // ROUNDS).select("left", "right")
                same = [truth[left] == truth[right] for left, right in asked.iter_rows()]
                labels = pl.concat([labels, asked.with_columns(same=pl.Series(same, dtype=pl.Boolean))])
    return 0
