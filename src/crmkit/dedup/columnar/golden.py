"""One row for each cluster: which values survive, and from which record."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import frozen

from crmkit.dedup.survivorship import Candidate, SurvivorshipPolicy, rank
from crmkit.schema.folding import fold

_TOGETHER: Final[Mapping[str, str]] = {
    **dict.fromkeys(("given_name", "family_name", "prefix", "suffix"), "name"),
    **dict.fromkeys(
        ("street", "house_number", "address_extra", "postcode", "locality", "region", "country"), "address"
    ),
}
"""Targets whose values survive as one, so that no customer gets the street of one home and the town of another."""

_LONGEST: Final = frozenset({"text", "job_title", "organisation_name", "postal_address"})
_TIMELESS: Final = datetime(1970, 1, 1, tzinfo=UTC)


def golden_records(
    table: pl.DataFrame,
    ids: Sequence[Any],
    clusters: npt.NDArray[np.int64],
    fields: Mapping[str, str | None],
    policy: SurvivorshipPolicy,
) -> pl.DataFrame:
    """Choose the values of every cluster; see `crmkit.dedup.duplicates.Duplicates.customers`.

    Args:
        table: the records, without the columns that name them.
        ids: id per record, or (source, id).
        clusters: per record the smallest record of its cluster.
        fields: column to target.
        policy: rules by column, trust by source.
    """
    names, first, size = np.unique(clusters, return_index=True, return_counts=True)
    members = np.split(np.argsort(clusters, kind="stable"), np.cumsum(size)[:-1]) if len(names) else []
    several = [(number, members[number].tolist()) for number in np.flatnonzero(size > 1).tolist()]
    choice = _Choice(ids, fields, policy)
    made: dict[str, Any] = {"cluster": pl.Series(names, dtype=pl.Int64), "rows": pl.Series(size, dtype=pl.Int64)}
    for group in _groups(table.columns, fields):
        rows = list(zip(*(table[column].to_list() for column in group), strict=True))
        chosen = first.copy()
        for number, records in several:
            chosen[number] = choice.survivor(group, rows, records)
        for place, column in enumerate(group):
            made[column] = table[column].gather(chosen)
            filled = [not _empty(rows[record][place]) for record in chosen.tolist()]
            origin = [ids[record] if full else None for record, full in zip(chosen.tolist(), filled, strict=True)]
            made[f"{column}.from"] = _names(origin)
    return pl.DataFrame(made)


def _groups(columns: Sequence[str], fields: Mapping[str, str | None]) -> list[list[str]]:
    groups: dict[str, list[str]] = {}
    for column in columns:
        together = _TOGETHER.get(fields.get(column) or "")
        groups.setdefault(f"group {together}" if together else f"column {column}", []).append(column)
    return list(groups.values())


@frozen
class _Choice:
    """Chooses the record whose value survives in a cluster."""

    ids: Sequence[Any]
    fields: Mapping[str, str | None]
    policy: SurvivorshipPolicy

    def survivor(self, group: Sequence[str], rows: Sequence[tuple[Any, ...]], records: Sequence[int]) -> int:
        """Give the place of the record whose cells of a group survive; the first when none has any."""
        offered = [record for record in records if not all(map(_empty, rows[record]))]
        if not offered:
            return records[0]
        keys = {record: fold(" ".join(str(cell) for cell in rows[record] if not _empty(cell))) for record in offered}
        said = Counter(keys.values())
        sources = {
            record: str(self.ids[record][0]) if isinstance(self.ids[record], tuple) else "" for record in offered
        }
        candidates = {
            f"{record:012d}": Candidate(
                value=keys[record],
                key=keys[record],
                ref=f"{record:012d}",
                source=sources[record],
                as_of=_TIMELESS,
                completeness=_completeness(rows[record]),
                frequency=said[keys[record]],
                trust=self.policy.trust.get(sources[record], 0.5),
            )
            for record in offered
        }
        rule = next((self.policy.rules[column] for column in group if column in self.policy.rules), None)
        if rule is None and len(group) == 1 and self.fields.get(group[0]) in _LONGEST:
            rule = "longest"
        if rule is None:
            fullest = max(one.completeness for one in candidates.values())
            candidates = {ref: one for ref, one in candidates.items() if one.completeness == fullest}
        return int(rank(list(candidates.values()), rule or "most_frequent")[0].ref)


def _completeness(cells: Sequence[Any]) -> float:
    """Say how much is there: cells that are filled, and words that are written out."""
    return sum(_written_out(str(cell)) for cell in cells if not _empty(cell)) / len(cells)


def _written_out(text: str) -> float:
    words = [word for word in fold(text).split() if word.isalpha()]
    return 0.5 + 0.5 * (sum(len(word) > 1 for word in words) / len(words)) if words else 1.0


def _empty(cell: Any) -> bool:
    return cell is None or cell == [] or not str(cell).strip()


def _names(ids: Sequence[Any]) -> pl.Series:
    linked = any(isinstance(one, tuple) for one in ids)
    return pl.Series([f"{one[0]}/{one[1]}" if one is not None else None for one in ids] if linked else list(ids))
