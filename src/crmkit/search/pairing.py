"""Giving each of a few things one of many others, so that the worth of all pairs together is greatest."""

from collections.abc import Sequence
from math import inf


def best_pairs(worth: Sequence[Sequence[float]]) -> tuple[int | None, ...]:
    """Give each row the column it is best paired with, no column twice; a row of which nothing is left gets None.

    H. W. Kuhn, The Hungarian method for the assignment problem (1955), as shortest augmenting paths with potentials:
    at most rows² × columns steps.

    Args:
        worth: for each row the worth of each column; 0.0 where the two do not go together.

    >>> best_pairs([[0.9, 0.8], [0.9, 0.0]]), best_pairs([[0.5], [0.7]])
    ((1, 0), (None, 0))
    """
    best = [max(range(len(row)), key=row.__getitem__) if any(row) else None for row in worth]
    taken = [column for column in best if column is not None]
    return tuple(best if len(set(taken)) == len(taken) else _assigned(worth))


def _assigned(worth: Sequence[Sequence[float]]) -> list[int | None]:
    columns = len(worth[0]) + len(worth)  # a column of no worth for each row, so that every row finds one
    costs = [[-value for value in row] + [0.0] * len(worth) for row in worth]
    of_row, of_column = [0.0] * len(worth), [0.0] * columns
    row_at: list[int | None] = [None] * columns
    for start in range(len(worth)):
        row, column, path = start, -1, [-1] * columns
        nearest, seen = [inf] * columns, [False] * columns
        while True:
            if column >= 0:
                seen[column] = True
            step, following = inf, -1
            for other in range(columns):
                if seen[other]:
                    continue
                cost = costs[row][other] - of_row[row] - of_column[other]
                if cost < nearest[other]:
                    nearest[other], path[other] = cost, column
                if nearest[other] < step:
                    step, following = nearest[other], other
            of_row[start] += step
            for other in range(columns):
                if seen[other]:
                    of_row[row_at[other] or 0] += step
                    of_column[other] -= step
                else:
                    nearest[other] -= step
            column = following
            if row_at[column] is None:
                break
            row = row_at[column] or 0
        while column >= 0:
            before = path[column]
            row_at[column] = start if before < 0 else row_at[before]
            column = before
    found: list[int | None] = [None] * len(worth)
    for column, paired in enumerate(row_at[: len(worth[0])]):
        if paired is not None and worth[paired][column] > 0:
            found[paired] = column
    return found
