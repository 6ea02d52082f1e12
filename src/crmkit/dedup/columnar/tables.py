"""Duplicates of a Polars frame."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl
from attrs import evolve

from crmkit.dedup.columnar.encoding import encode
from crmkit.dedup.columnar.evidence import FoundEvidence
from crmkit.dedup.columnar.finding import Found, find
from crmkit.dedup.columnar.profiling import without_junk
from crmkit.dedup.duplicates import Duplicates
from crmkit.dedup.explanation import Unseen
from crmkit.dedup.features import Target
from crmkit.dedup.model import Model
from crmkit.exceptions import CallError
from crmkit.records import Progress
from crmkit.schema.types.base import SemanticType

Label = tuple[Any, Any, bool]


def find_duplicates(
    frame: pl.DataFrame,
    *,
    fields: Mapping[str, Target | None],
    id_column: str | None,
    source_column: str | None = None,
    model: Model | None = None,
    labels: Iterable[Label] = (),
    min_probability: float | None = None,
    region: str | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Duplicates[pl.DataFrame]:
    """Find the rows of a frame that are the same party.

    Args:
        frame: one row a record; a cell may be a list of values.
        fields: column to target; None for a column that is no evidence.
        id_column: names a record; its place from 0 when None.
        source_column: with it an id is (source, id).
        model: how to find them; the shipped model when None.
        labels: pairs that a person judged: left id, right id, whether they are the same. Unless `min_probability` is
            given, enough of them move the threshold too; see `crmkit.dedup.judgements`.
        min_probability: probability from which a pair is "same"; the model's when None.
        region: two-letter country code, for national phone numbers and dates.
        progress: told about each step.

    Raises:
        CallError: two records have one id, or a label names a record that does not exist.
    """
    naming = [column for column in (id_column, source_column) if column is not None]
    ids = _ids(frame, id_column, source_column)
    places = {name: place for place, name in enumerate(ids)}
    if len(places) < len(ids):
        raise CallError(
            f"The column {id_column!r} names {len(ids) - len(places):,} records twice; "
            "give another id_column, or leave it out to number the rows."
        )
    chosen = _at_probability(model or Model(), min_probability)
    targets = {column: target for column, target in fields.items() if target is not None}
    features = encode({column: frame[column].to_list() for column in targets}, targets, region=region)
    features = without_junk(features)
    called = {column: target.name if isinstance(target, SemanticType) else target for column, target in fields.items()}
    sure = [(_known(places, left), _known(places, right), bool(same)) for left, right, same in labels]
    learning = min_probability is None
    found = find(features, frame.height, model=chosen, sure=sure, learning=learning, tell=progress)
    return Duplicates(
        pairs=_pairs_frame(found, ids, linked=source_column is not None),
        clusters=_clusters_frame(found, ids, linked=source_column is not None),
        fields=called,
        id_column=id_column,
        model=found.scorer.model,
        unseen=tuple(
            Unseen(rule=one.rule, blocks=one.blocks, records=one.records, pairs=one.pairs)
            for one in found.candidates.skipped
        ),
        records=frame.height,
        customers_found=len(np.unique(found.clusters)),
        verdicts=Counter(_shown(found)[1]),
        places=places,
        evidence=FoundEvidence(found, ids, frame.drop(naming), called, region),
        own_kind=lambda table: table,
    )


def _ids(frame: pl.DataFrame, id_column: str | None, source_column: str | None) -> list[Any]:
    own = list(range(frame.height)) if id_column is None else frame[id_column].to_list()
    return own if source_column is None else list(zip(frame[source_column].to_list(), own, strict=True))


def _at_probability(model: Model, min_probability: float | None) -> Model:
    if min_probability is None:
        return model
    if not 0 < min_probability < 1:
        raise CallError(f"min_probability is {min_probability}; give a number between 0 and 1, such as 0.9.")
    bits = float(np.log2(min_probability / (1 - min_probability)))
    return evolve(model, same_bits=bits, possible_bits=min(model.possible_bits, bits))


def _known(places: Mapping[Any, int], name: Any) -> int:
    if name not in places:
        raise CallError(f"A label names the record {name!r}, which does not exist.")
    return places[name]


def _shown(found: Found) -> tuple[Any, list[str]]:
    verdicts = found.verdicts()
    shown = np.flatnonzero(verdicts != "never")
    return shown, verdicts[shown].tolist()


def _pairs_frame(found: Found, ids: Sequence[Any], *, linked: bool) -> pl.DataFrame:
    shown, verdicts = _shown(found)
    left = [ids[place] for place in found.judged.left[shown].tolist()]
    right = [ids[place] for place in found.judged.right[shown].tolist()]
    columns: dict[str, Any] = {}
    if linked:
        columns["left_source"], left = [one[0] for one in left], [one[1] for one in left]
        columns["right_source"], right = [one[0] for one in right], [one[1] for one in right]
    columns |= {
        "left": left,
        "right": right,
        "weight": found.judged.weight[shown],
        "probability": found.judged.probability[shown],
        "verdict": pl.Series(verdicts, dtype=pl.String),
    }
    return pl.DataFrame(columns)


def _clusters_frame(found: Found, ids: Sequence[Any], *, linked: bool) -> pl.DataFrame:
    if not linked:
        return pl.DataFrame({"id": ids, "cluster": found.clusters})
    return pl.DataFrame({"source": [one[0] for one in ids], "id": [one[1] for one in ids], "cluster": found.clusters})
