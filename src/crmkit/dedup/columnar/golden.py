"""One row for each cluster: which values survive, and from which record."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import field, frozen

from crmkit.dedup.choosing import rank
from crmkit.dedup.criteria import Candidate
from crmkit.dedup.merging import order_values
from crmkit.dedup.survivorship import Rule, SurvivorshipPolicy
from crmkit.records import CleanRecord
from crmkit.schema.assembly import assemble
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.folding import fold
from crmkit.schema.types.catalogue import find_type

_FIELD_OF: Final[Mapping[str, str]] = {
    **{one.name: one.part_of or one.name for one in CUSTOMER.fields},
    "person_name": "name",
    "birth_name": "name",
    "organisation_name": "organisation",
    "postal_address": "address",
    "address_extra": "address",
    "text": "note",
}
"""Target to the field of a customer that it is read into."""

_WHOLE: Final = ("name", "address")
"""Fields whose columns survive as one, so that no customer gets the street of one home and the town of another."""

_CONTACTS: Final = frozenset({"email", "phone", "country", "postal_address"})
"""Targets that are read together: numbers may stand among addresses, and a country says what a number means."""

_TIMELESS: Final = datetime(1970, 1, 1, tzinfo=UTC)
_UNKNOWN: Final = Rule(by="most_frequent")
_DATE: Final = find_type("date")
_INSTANT: Final = find_type("instant")


@frozen(kw_only=True)
class Records:
    """The records that golden ones are made of.

    Attributes:
        table: the records as they came, without the columns that name them.
        ids: id per record, or (source, id); an id such as "crm/17" also names its source.
        clusters: per record the smallest record of its cluster.
        fields: column to target.
        region: country of national phone numbers and dates.
        updated: columns that say when a record was true, the first that says anything; records of no date count as the
            newest.
    """

    table: pl.DataFrame = field(repr=False)
    ids: Sequence[Any] = field(repr=False)
    clusters: npt.NDArray[np.int64] = field(repr=False)
    fields: Mapping[str, str | None]
    region: str | None = None
    updated: Sequence[str] = ()


def golden_records(records: Records, policy: SurvivorshipPolicy) -> pl.DataFrame:
    """Choose the values of every cluster; see `crmkit.dedup.duplicates.Duplicates.customers`.

    Raises:
        UnknownNameError: the policy names neither a column nor a field.
    """
    names, first, size = np.unique(records.clusters, return_index=True, return_counts=True)
    members = np.split(np.argsort(records.clusters, kind="stable"), np.cumsum(size)[:-1]) if len(names) else []
    several = [(number, members[number].tolist()) for number in np.flatnonzero(size > 1).tolist()]
    choice = _Choice.among(records, policy)
    made: dict[str, Any] = {"cluster": pl.Series(names, dtype=pl.Int64), "rows": pl.Series(size, dtype=pl.Int64)}
    for group, columns in choice.groups.items():
        cells = list(zip(*(records.table[column].to_list() for column in columns), strict=True))
        chosen = first.copy()
        for number, held in several:
            chosen[number] = choice.survivor(group, cells, held)
        for place, column in enumerate(columns):
            made[column] = records.table[column].gather(chosen)
            filled = [not _empty(cells[record][place]) for record in chosen.tolist()]
            origin = [
                records.ids[record] if full else None for record, full in zip(chosen.tolist(), filled, strict=True)
            ]
            made[f"{column}.from"] = _names(origin)
    return pl.DataFrame({name: made[name] for name in ("cluster", "rows", *_in_order(records.table.columns))})


def _in_order(columns: Sequence[str]) -> Iterator[str]:
    for column in columns:
        yield from (column, f"{column}.from")


@frozen
class _Choice:
    """Chooses the record whose values survive in a cluster, exactly as a base does.

    Attributes:
        records: among which.
        policy: how, in the fields of a customer.
        own: rules of columns that are no field.
        groups: name of a group of the policy, of a field, or of a column, to the columns that survive together.
    """

    records: Records
    policy: SurvivorshipPolicy
    own: Mapping[str, Rule]
    groups: Mapping[str, Sequence[str]]
    _refs: Sequence[str] = field(repr=False)
    _sources: Sequence[str] = field(repr=False)
    _as_of: Sequence[datetime] = field(repr=False)
    _cells: Mapping[str, Sequence[Any]] = field(repr=False)
    _read: dict[tuple[Any, ...], Any] = field(factory=dict, init=False, repr=False)

    @classmethod
    def among(cls, records: Records, policy: SurvivorshipPolicy) -> "_Choice":
        """Say what the policy means for the columns of a table."""
        meant = {column: _FIELD_OF.get(target or "") for column, target in records.fields.items()}
        known = {column: name for column, name in meant.items() if name}
        columns = {column: known.get(column, column) for column in records.table.columns}
        settled = policy.for_schema(CUSTOMER, columns=columns)
        together = {name: group for group, held in settled.groups.items() for name in held}
        groups: dict[str, list[str]] = {}
        for column, name in columns.items():
            whole = together.get(name) or (name if name in _WHOLE and column in known else column)
            groups.setdefault(whole, []).append(column)
        own = {name: rule for name, rule in settled.rules.items() if name in set(columns) - set(known)}
        return cls(
            records,
            settled,
            own,
            groups,
            _refs(records.ids),
            [_source(one) for one in records.ids],
            _dates(records),
            {column: records.table[column].to_list() for column in known},
        )

    def survivor(self, group: str, cells: Sequence[tuple[Any, ...]], held: Sequence[int]) -> int:
        """Give the place of the record whose cells of a group survive; the first when none has any."""
        offered = [record for record in held if not all(map(_empty, cells[record]))]
        if len(offered) < 2:
            return offered[0] if offered else held[0]
        columns = self.groups[group]
        name = group if group in self.policy.groups else _FIELD_OF.get(self.records.fields.get(columns[0]) or "")
        if name is None:
            return self._by_text(group, cells, offered)
        rows = [self._row(record, columns, name) for record in offered]
        valid = [row for row in rows if row.values]
        if not valid:
            return min(offered, key=lambda record: self._refs[record])  # nothing of it can be read
        origins = order_values(valid, name, schema=CUSTOMER, policy=self.policy)
        return next(record for record, row in zip(offered, rows, strict=True) if row.ref == origins[0].ref)

    def _row(self, record: int, columns: Sequence[str], name: str) -> CleanRecord:
        """Read the cells of some columns as a base does, together with what says how to read them."""
        own = [
            (str(self.records.fields[column]), self._cells[column][record])
            for column in columns
            if column in self._cells
        ]
        targets = {target for target, _ in own}
        if targets & {"email", "phone"}:
            own += [
                (target, self._cells[column][record])
                for column in self._cells
                if (target := str(self.records.fields[column])) in _CONTACTS and target not in targets
            ]
        key = tuple((target, str(cell)) for target, cell in own)
        if key not in self._read:
            self._read[key] = assemble(own, region=self.records.region)
        read = self._read[key]
        names = self.policy.groups.get(name, (name,))
        return CleanRecord(
            ref=self._refs[record],
            source=self._sources[record],
            as_of=self._as_of[record],
            kind=read.kind,
            values={one: read.values[one] for one in names if one in read.values},
            findings=read.findings,
        )

    def _by_text(self, column: str, cells: Sequence[tuple[Any, ...]], offered: Sequence[int]) -> int:
        """Choose by what is written in a column that means nothing."""
        keys = [fold(str(cells[record][0])) for record in offered]
        newest = max(self._as_of[record] for record in offered)
        candidates = []
        for key, record in zip(keys, offered, strict=True):
            age = (newest - self._as_of[record]).total_seconds() / 86_400
            candidates.append(
                Candidate(
                    value=cells[record][0],
                    key=key,
                    ref=self._refs[record],
                    source=self._sources[record],
                    as_of=self._as_of[record],
                    frequency=keys.count(key),
                    trust=self.policy.trust_in(self._sources[record], age_days=age),
                    age_days=age,
                )
            )
        best = rank(candidates, self.own.get(column, _UNKNOWN))[0]
        return next(record for record in offered if self._refs[record] == best.ref)


def _refs(ids: Sequence[Any]) -> list[str]:
    """Write ids as refs, which decide where nothing else does."""
    if any(isinstance(one, int) for one in ids):  # places, or numbers: in their own order
        return [f"{one:020d}" if isinstance(one, int) else str(one) for one in ids]
    return [f"{one[0]}/{one[1]}" if isinstance(one, tuple) else str(one) for one in ids]


def _source(name: Any) -> str:
    return str(name[0]) if isinstance(name, tuple) else str(name).partition("/")[0] if "/" in str(name) else ""


def _dates(records: Records) -> list[datetime]:
    """Tell when each record was true; the same instant for all when nothing says so."""
    found: list[datetime | None] = [None] * len(records.ids)
    for column in records.updated:
        for place, cell in enumerate(records.table[column].to_list()):
            if found[place] is None and not _empty(cell):
                found[place] = _instant(cell, records.region)
    newest = max((one for one in found if one is not None), default=_TIMELESS)
    return [one or newest for one in found]


def _instant(cell: Any, region: str | None) -> datetime | None:
    """Read a date or an instant; a date means its first moment."""
    day = _DATE.clean(cell, region=region)
    read = _INSTANT.clean(cell, region=region).value
    if read is not None:
        instant: datetime = read
        return instant
    if day.value is None or day.value.year is None:
        return None
    return datetime.combine(
        datetime(day.value.year, day.value.month or 1, day.value.day or 1, tzinfo=UTC).date(), time(), tzinfo=UTC
    )


def _empty(cell: Any) -> bool:
    return cell is None or cell == [] or not str(cell).strip()


def _names(ids: Sequence[Any]) -> pl.Series:
    linked = any(isinstance(one, tuple) for one in ids)
    return pl.Series([f"{one[0]}/{one[1]}" if one is not None else None for one in ids] if linked else list(ids))
