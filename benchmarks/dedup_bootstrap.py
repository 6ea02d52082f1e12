"""How sure it is that one tool's clusters are better than another's: the same customers drawn again and again."""

import numpy as np
import polars as pl

_SEED = 20_260_101
_BETWEEN = (0.025, 0.975)


def difference(truth, ours, theirs, *, rounds, seed=_SEED):
    """Estimate by how much one F1 is above the other, pair by pair, and between which values that lies 95 times of 100.

    A customer is drawn with all her pairs, right and wrong, and both tools are measured on the same ones.

    Args:
        truth: frame rid, cluster.
        ours: frame rid, cluster_id.
        theirs: the same of the other tool; a record that it does not name is alone.
        rounds: how often to draw.
        seed: start of the random numbers.

    Returns:
        the difference, and its lower and upper bound.
    """
    each = _portions(truth, ours).join(_portions(truth, theirs), on="cluster", suffix="_theirs")
    kinds = each.drop("cluster").group_by(pl.all()).len().sort(pl.all())
    hits, both, other_hits, other_both, counts = (kinds[name].to_numpy() for name in kinds.columns)
    drawn = np.random.default_rng(seed).multinomial(counts.sum(), counts / counts.sum(), size=rounds)
    found = _f1(drawn @ hits, drawn @ both) - _f1(drawn @ other_hits, drawn @ other_both)
    low, high = np.quantile(found, _BETWEEN)
    whole = _f1(counts @ hits, counts @ both) - _f1(counts @ other_hits, counts @ other_both)
    return float(whole), float(low), float(high)


def _f1(hits, both):
    return 2 * hits / np.maximum(both, 1e-9)


def _portions(truth, found):
    """Count per customer her pairs that were joined, and all hers and all joined; with somebody else it is half one."""
    named = truth.select(pl.col("rid", "cluster").cast(pl.String)).join(
        found.select(pl.col("rid", "cluster_id").cast(pl.String)), on="rid", how="left"
    )
    named = named.with_columns(pl.col("cluster_id").fill_null("alone " + pl.col("rid")))
    shape = named.group_by("cluster", "cluster_id").len("mine")
    shape = shape.with_columns(size=pl.col("mine").sum().over("cluster_id")).cast({"mine": pl.Int64, "size": pl.Int64})
    mine, records = pl.col("mine"), pl.col("mine").sum()
    return shape.group_by("cluster").agg(
        hits=(mine * (mine - 1) // 2).sum(),
        both=records * (records - 1) / 2 + (mine * (pl.col("size") - 1) / 2).sum(),
    )
