"""Duplicates of a Polars frame."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import numpy as np
import polars as pl
from attrs import evolve

from crmkit.dedup.columnar.encoding import encode
from crmkit.dedup.columnar.evidence import FoundEvidence
from crmkit.dedup.columnar.finding import Found, Portion, find
from crmkit.dedup.columnar.naming import Names, Places, name_pairs, name_records
from crmkit.dedup.columnar.ordering import Ints
from crmkit.dedup.columnar.profiling import without_junk
from crmkit.dedup.duplicates import Duplicates
from crmkit.dedup.explanation import Unseen
from crmkit.dedup.features import Target
from crmkit.dedup.model import Model
from crmkit.exceptions import CallError, UnknownNameError
from crmkit.records import Progress
from crmkit.schema.types.base import SemanticType

Label = tuple[Any, Any, bool]


def find_duplicates(
    frame: pl.DataFrame,
    *,
    fields: Mapping[str, Target | None],
    id_column: str | None,
    source_column: str | None = None,
    sources: pl.Series | None = None,
    model: Model | None = None,
    labels: Iterable[Label] = (),
    learning: bool = True,
    duplicate_free: Collection[str] = (),
    min_probability: float | None = None,
    portion: Portion | None = None,
    region: str | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Duplicates[pl.DataFrame]:
    """Find the rows of a frame that are the same party.

    Args:
        frame: one row a record; a cell may be a list of values.
        fields: column to target; None for a column that is no evidence.
        id_column: names a record; its place from 0 when None.
        source_column: with it an id is (source, id).
        sources: per row its source, where ids do not tell.
        model: how to find them; the shipped model when None.
        labels: pairs that a person judged: left id, right id, whether they are the same. Unless `min_probability` is
            given, enough of them correct weights and gates too; see `crmkit.dedup.judgements`.
        learning: whether they may.
        duplicate_free: sources that have nobody twice; no cluster holds two records of one of them.
        min_probability: probability from which a pair is "same"; the model's when None.
        portion: the rows that the search is about; all of them when None.
        region: two-letter country code, for national phone numbers and dates.
        progress: told about each step.

    Raises:
        CallError: two records have one id or one has none, a label names a record that does not exist, or it says that
            two records of a duplicate-free source are the same, or nothing says of which source a record is.
    """
    naming = [column for column in (id_column, source_column) if column is not None]
    names = name_records(frame, id_column, source_column)
    places = Places(names)
    chosen = _at_probability(model or Model(), min_probability)
    targets = {column: target for column, target in fields.items() if target is not None}
    features = encode({column: frame[column] for column in targets}, targets, region=region, learned=chosen.learned)
    features = without_junk(features)
    called = {column: target.name if isinstance(target, SemanticType) else target for column, target in fields.items()}
    sure = [(_known(places, left), _known(places, right), bool(same)) for left, right, same in labels]
    named = frame[source_column] if source_column is not None else sources
    numbers = _numbered_sources(named, duplicate_free)
    _check_told(sure, numbers)
    found = find(
        features,
        frame.height,
        model=chosen,
        sure=sure,
        learning=learning and min_probability is None,
        sources=numbers,
        portion=portion,
        tell=progress,
    )
    shown = np.flatnonzero(found.verdicts() != "never")
    verdicts = pl.Series(found.verdicts()[shown].tolist(), dtype=pl.String)
    return Duplicates(
        pairs=_pairs_frame(found, names, shown, verdicts),
        clusters=pl.DataFrame({**names.columns("id", "source"), "cluster": found.clusters}),
        fields=called,
        id_column=id_column,
        model=found.scorer.model,
        unseen=tuple(
            Unseen(rule=one.rule, blocks=one.blocks, records=one.records, pairs=one.pairs)
            for one in found.candidates.skipped
        ),
        records=frame.height,
        customers_found=int((found.clusters == np.arange(frame.height)).sum()),
        estimated_precision=found.precision,
        estimated_recall=found.candidates.recall,
        verdicts=Counter(verdicts.to_list()),
        places=places,
        evidence=FoundEvidence(found, names, frame.drop(naming), called, region),
        own_kind=lambda table: table,
    )


def _at_probability(model: Model, min_probability: float | None) -> Model:
    if min_probability is None:
        return model
    if not 0 < min_probability < 1:
        raise CallError(f"min_probability is {min_probability}; give a number between 0 and 1, such as 0.9.")
    bits = float(np.log2(min_probability / (1 - min_probability)))
    return evolve(model, same_bits=bits, possible_bits=min(model.possible_bits, bits))


def _numbered_sources(sources: pl.Series | None, duplicate_free: Collection[str]) -> Ints | None:
    """Number per record the source that has nobody twice, -1 for any other; None where there is no such source."""
    if not duplicate_free:
        return None
    if sources is None:
        raise CallError("'duplicate_free' names sources, and nothing says of which source a row is; say it too.")
    numbers = {source: number for number, source in enumerate(sorted(duplicate_free))}
    found: Ints = sources.cast(pl.String).replace_strict(numbers, default=-1, return_dtype=pl.Int64).to_numpy()
    return found


def check_sources(duplicate_free: Iterable[str], sources: pl.Series) -> None:
    """See that every source that has nobody twice has a row at least.

    Raises:
        UnknownNameError: one of them has none.
    """
    known = sources.cast(pl.String).drop_nulls().unique().sort().to_list()
    for source in duplicate_free:
        if source not in known:
            raise UnknownNameError("source", source, known)


def _check_told(told: Iterable[tuple[int, int, bool]], sources: Ints | None) -> None:
    for left, right, same in told:
        if same and sources is not None and sources[left] == sources[right] >= 0:
            raise CallError(
                "A label says that two records of one source are the same, and 'duplicate_free' that the source has "
                "nobody twice; take one of them back."
            )


def _known(places: Mapping[Any, int], name: Any) -> int:
    if name not in places:
        raise CallError(f"A label names the record {name!r}, which does not exist.")
    return places[name]


def _pairs_frame(found: Found, names: Names, shown: Ints, verdicts: pl.Series) -> pl.DataFrame:
    judged = found.judged
    return pl.DataFrame({
        **name_pairs(names, judged.left[shown], judged.right[shown]),
        "weight": judged.weight[shown],
        "probability": found.chances()[shown],
        "verdict": verdicts,
    })  # fmt: skip
