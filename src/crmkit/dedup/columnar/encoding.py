"""Turn columns into integer codes of distinct feature values."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from attrs import evolve, frozen

from crmkit.dedup.features import FEATURES, OWN, Read, Target, own_type, read_cell, read_own
from crmkit.schema.types.base import SemanticType

Codes = npt.NDArray[np.int32]

_COMPOSITES: Final = frozenset({"person_name", "postal_address"})
_DOUBT = 0.5
_SURELY = 8.0


@frozen(eq=False)
class Encoded:
    """One feature of all records.

    Attributes:
        name: the feature.
        codes: shape (records, values at most); -1 is missing.
        values: code to folded value.
        as_type: the semantic type that compares values; None for the features that crmkit knows.
        meant: code to canonical value, where a type compares them.
    """

    name: str
    codes: Codes
    values: tuple[str, ...]
    as_type: SemanticType[Any] | None = None
    meant: tuple[Any, ...] = ()

    @property
    def first(self) -> Codes:
        """The first value of each record, shape (records,)."""
        return self.codes[:, 0]

    def of(self, record: int) -> tuple[str, ...]:
        """The values of one record."""
        return tuple(self.values[code] for code in self.codes[record] if code >= 0)


class Vocabulary:
    """Distinct values in the order in which they were met."""

    def __init__(self) -> None:
        self.code: dict[str, int] = {}

    def add(self, value: str) -> int:
        """Give the code of a value."""
        return self.code.setdefault(value, len(self.code))


def encode(
    columns: Mapping[str, Sequence[object]],
    targets: Mapping[str, Target],
    *,
    region: str | None = None,
) -> dict[str, Encoded]:
    """Read every distinct cell once and encode the features of all records.

    Columns with a narrower meaning come first: a given name in its own column outranks one from a full name.

    Args:
        columns: column to cells, all of one length; a cell may be a list of values.
        targets: column to target, or to the semantic type that says how it is matched.
        region: see `read_cell`.
    """
    found: dict[str, list[Codes]] = {}
    full_names: list[dict[str, Codes]] = []
    names = Vocabulary()
    vocabularies: dict[str, Vocabulary] = {"given": names, "family": names}
    own_types = {column: as_type for column, target in targets.items() if (as_type := own_type(target))}
    named = {column: _name(target) for column, target in targets.items() if column not in own_types}
    for column in sorted(named, key=lambda one: named[one] in _COMPOSITES):
        target = named[column]
        own = f"text:{column}" if target in {"text", "job_title"} else None
        read = _read_column(columns[column], partial(read_cell, target, region=region), own, vocabularies)
        if target == "person_name":
            full_names.append({part: read.pop(part) for part in ("given", "family") if part in read})
        for feature, codes in read.items():
            found.setdefault(feature, []).append(codes)
    meanings: dict[str, dict[str, Any]] = {}
    for column, as_type in own_types.items():
        feature = f"{OWN}{as_type.name}"
        meant = meanings.setdefault(feature, {})
        reader = partial(read_own, feature, as_type, region=region, meant=meant)
        for name, codes in _read_column(columns[column], reader, None, vocabularies).items():
            found.setdefault(name, []).append(codes)
    types = {f"{OWN}{as_type.name}": as_type for as_type in own_types.values()}
    for full_name in filter(None, full_names):
        _add_full_name(found, full_name, names)
    _straighten(found, names)
    known = {feature.name: feature for feature in FEATURES}
    order = [feature.name for feature in FEATURES if feature.name in found]
    order += sorted(feature for feature in found if feature not in known)
    encoded = {}
    for name in order:
        many = name in types or (name in known and known[name].many)
        codes = _many(found[name]) if many else _one(found[name])
        values = list(vocabularies[name].code)
        by_value = sorted(range(len(values)), key=values.__getitem__)
        rank = np.empty(len(values) + 1, np.int32)
        rank[by_value] = np.arange(len(values), dtype=np.int32)
        rank[-1] = -1
        texts = tuple(values[code] for code in by_value)
        values_meant = tuple(map(meanings[name].get, texts)) if name in meanings else ()
        encoded[name] = Encoded(name, rank[codes], texts, types.get(name), values_meant)
    return encoded


def canonical_order(encoded: Mapping[str, Encoded], records: int) -> npt.NDArray[np.int64]:
    """Order records by their content, so that no result depends on the order in which they came."""
    if not encoded:
        return np.arange(records)
    return np.lexsort([column for one in encoded.values() for column in one.codes.T])


def reorder(encoded: Mapping[str, Encoded], order: npt.NDArray[np.int64]) -> dict[str, Encoded]:
    """Take the records of every feature in another order."""
    return {name: evolve(one, codes=one.codes[order]) for name, one in encoded.items()}


def _name(target: Target) -> str:
    return target if isinstance(target, str) else target.name


def _read_column(
    cells: Sequence[object],
    read_one: Callable[[object], Read],
    own: str | None,
    vocabularies: dict[str, Vocabulary],
) -> dict[str, Codes]:
    distinct: dict[object, int] = {}
    place = np.fromiter(
        (distinct.setdefault(tuple(cell) if isinstance(cell, list) else cell, len(distinct)) for cell in cells),
        np.int64,
        len(cells),
    )
    rows: dict[str, list[tuple[int, tuple[int, ...]]]] = {}
    for cell, code in distinct.items():
        read: dict[str, list[str]] = {}
        for one in cell if isinstance(cell, tuple) else (cell,):
            for feature, values in read_one(one).items():
                read.setdefault(own or feature, []).extend(values)
        for feature, values_read in read.items():
            vocabulary = vocabularies.setdefault(feature, Vocabulary())
            rows.setdefault(feature, []).append((code, tuple(dict.fromkeys(vocabulary.add(v) for v in values_read))))
    tables: dict[str, Codes] = {}
    for feature, entries in rows.items():
        table = np.full((len(distinct), max(len(codes) for _, codes in entries)), -1, np.int32)
        for code, codes in entries:
            table[code, : len(codes)] = codes
        tables[feature] = table[place]
    return tables


def _add_full_name(found: dict[str, list[Codes]], full_name: Mapping[str, Codes], names: Vocabulary) -> None:
    """Let a full name fill names that are missing, and lengthen a given name that is part of a longer one."""
    records = len(next(iter(full_name.values())))
    nothing = np.full((records, 1), -1, np.int32)
    parts = [_one(found[part]) if part in found else nothing for part in ("given", "family")]
    read = [full_name.get(part, nothing)[:, :1] for part in ("given", "family")]
    combined = np.concatenate([*parts, *read], axis=1)
    distinct, place = np.unique(combined, axis=0, return_inverse=True)
    values = [*names.code, ""]
    merged = distinct[:, :2].copy()
    for row, (given, family, full_given, full_family) in enumerate(distinct.tolist()):
        if given < 0 and family < 0:
            merged[row] = full_given, full_family
        elif given >= 0 and family == full_family and set(values[given].split()) <= set(values[full_given].split()):
            merged[row, 0] = full_given
    for column, part in enumerate(("given", "family")):
        found[part] = [merged[place.reshape(-1), column : column + 1]]


def _straighten(found: dict[str, list[Codes]], names: Vocabulary) -> None:
    """Turn names round that stand in each other's place, as the names of all other records tell."""
    if "given" not in found or "family" not in found:
        return
    given, family = _one(found["given"])[:, 0], _one(found["family"])[:, 0]
    first_word = Vocabulary()
    word = np.array([*(first_word.add(name.split()[0]) for name in names.code), -1], np.int64)
    used = len(first_word.code)
    both = (given >= 0) & (family >= 0)
    as_given = np.bincount(word[given[given >= 0]], minlength=used)
    as_family = np.bincount(word[family[family >= 0]], minlength=used)
    one, other = word[given[both]], word[family[both]]
    odds = ((as_family[one] + _DOUBT) / (as_given[one] - 1 + _DOUBT)) * (
        (as_given[other] + _DOUBT) / (as_family[other] - 1 + _DOUBT)
    )
    wrong = np.flatnonzero(both)[odds > _SURELY]
    turned = given.copy(), family.copy()
    turned[0][wrong], turned[1][wrong] = family[wrong], given[wrong]
    found["given"], found["family"] = [turned[0][:, None]], [turned[1][:, None]]


def _one(parts: list[Codes]) -> Codes:
    merged = parts[0][:, :1].copy()
    for part in parts[1:]:
        np.copyto(merged, part[:, :1], where=merged < 0)
    return merged


def _many(parts: list[Codes], *, at_most: int = 8) -> Codes:
    merged = np.concatenate(parts, axis=1)
    if merged.shape[1] == 1:
        return merged
    order = np.argsort(merged < 0, axis=1, kind="stable")
    merged = np.take_along_axis(merged, order, axis=1)
    used = int((merged >= 0).sum(axis=1).max(initial=1))
    return np.ascontiguousarray(merged[:, : min(max(used, 1), at_most)])
