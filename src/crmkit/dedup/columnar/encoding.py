"""Turn columns into integer codes of distinct feature values."""

from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from typing import Any, Final
from zlib import crc32

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import evolve, field, frozen

from crmkit.dedup.columnar.cells import Column, as_column, coded, first_words, read_column
from crmkit.dedup.columnar.ordering import Ints, distinct_places, mix
from crmkit.dedup.columnar.spelling import Spelt, Vocabulary, hashes
from crmkit.dedup.columnar.threads import in_threads
from crmkit.dedup.features import FEATURES, OWN, Target, own_type, read_cell, read_own
from crmkit.dedup.learned import Learned
from crmkit.schema.types.base import SemanticType

Codes = npt.NDArray[np.int32]

_COMPOSITES: Final = frozenset({"person_name", "postal_address"})
_NAMES: Final = frozenset({"given", "family"})
_LEADING: Final = frozenset({"given", "family", "organisation"})
_LOW: Final = (1 << 32) - 1
_DOUBT = 0.5
_SURELY = 8.0


def _vocabulary(texts: Vocabulary | Sequence[str]) -> Vocabulary:
    return texts if isinstance(texts, Vocabulary) else Vocabulary(texts)


@frozen(eq=False)
class Encoded:
    """One feature of all records.

    Attributes:
        name: the feature.
        codes: shape (records, values at most); -1 is missing.
        vocabulary: code to folded value, with what was found out about each of them.
        as_type: the semantic type that compares values; None for the features that crmkit knows.
        meant: code to canonical value, where a type compares them.
    """

    name: str
    codes: Codes
    vocabulary: Vocabulary = field(converter=_vocabulary, repr=False)
    as_type: SemanticType[Any] | None = None
    meant: tuple[Any, ...] = ()

    @property
    def values(self) -> tuple[str, ...]:
        """Code to folded value."""
        return self.vocabulary.values

    @cached_property
    def holders(self) -> npt.NDArray[np.float64]:
        """How many records have each value."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.vocabulary)).astype(float)

    @property
    def first(self) -> Codes:
        """The first value of each record, shape (records,)."""
        return self.codes[:, 0]

    def texts(self, codes: npt.NDArray[Any]) -> Spelt:
        """The values of some codes."""
        return Spelt(self.vocabulary, codes)

    def of(self, record: int) -> tuple[str, ...]:
        """The values of one record."""
        return tuple(self.values[code] for code in self.codes[record] if code >= 0)


def encode(
    columns: Mapping[str, Sequence[object] | pl.Series],
    targets: Mapping[str, Target],
    *,
    region: str | None = None,
    learned: Learned | None = None,
) -> dict[str, Encoded]:
    """Read every distinct cell once and encode the features of all records.

    Columns with a narrower meaning come first: a given name in its own column outranks one from a full name. The codes
    of values follow from the values alone, whatever order the records have.

    Args:
        columns: column to cells, all of one length; a cell may be a list of values.
        targets: column to target, or to the semantic type that says how it is matched.
        region: see `read_cell`.
        learned: tells which names stand in each other's place; all records together do, when None.
    """
    own_types = {column: as_type for column, target in targets.items() if (as_type := own_type(target))}
    meanings: dict[str, dict[str, Any]] = {f"{OWN}{as_type.name}": {} for as_type in own_types.values()}
    named = {column: _name(target) for column, target in targets.items() if column not in own_types}
    order = [*sorted(named, key=lambda one: named[one] in _COMPOSITES), *own_types]

    def read(column: str) -> Column:
        cells = as_column(columns[column])
        as_type = own_types.get(column)
        if as_type is not None:
            feature = f"{OWN}{as_type.name}"
            meant = meanings[feature]
            return read_column(cells, None, partial(read_own, feature, as_type, region=region, meant=meant), None)
        target = named[column]
        own = f"text:{column}" if target in {"text", "job_title"} else None
        return read_column(cells, target, partial(read_cell, target, region=region), own)

    read_all = dict(zip(order, in_threads(read, order), strict=True))
    vocabularies, tables = _vocabularies(read_all)
    found: dict[str, list[Codes]] = {}
    full_names: list[dict[str, Codes]] = []
    for column, one in read_all.items():
        laid_out = {feature: one.lay_out(tables[feature][column]) for feature in one.texts}
        if named.get(column) == "person_name":
            full_names.append({part: laid_out.pop(part) for part in ("given", "family") if part in laid_out})
        for feature, codes in laid_out.items():
            found.setdefault(feature, []).append(codes)
    names = vocabularies.get("given") or vocabularies.get("family") or Vocabulary(())
    for full_name in filter(None, full_names):
        _add_full_name(found, full_name, names.values)
    if learned is None:
        _straighten(found, names)
    else:
        _straighten_as_learned(found, names.values, learned)
        vocabularies |= dict.fromkeys(_NAMES & found.keys(), names)
    types = {f"{OWN}{as_type.name}": as_type for as_type in own_types.values()}
    known = {feature.name: feature for feature in FEATURES}
    ranked = [feature.name for feature in FEATURES if feature.name in found]
    ranked += sorted(feature for feature in found if feature not in known)
    encoded = {}
    for name in ranked:
        many = name in types or (name in known and known[name].many)
        codes = _many(found[name]) if many else _one(found[name])
        vocabulary = vocabularies[name]
        meant = tuple(map(meanings[name].get, vocabulary.values)) if name in meanings else ()
        encoded[name] = Encoded(name, codes, vocabulary, types.get(name), meant)
    return encoded


def canonical_order(encoded: Mapping[str, Encoded], records: int) -> Ints:
    """Order records by their content, so that no result depends on the order in which they came.

    Records with equal names stand together.
    """
    if not encoded:
        return np.arange(records)
    leading = {name: one for name, one in encoded.items() if name in _LEADING}
    return np.lexsort((content_hashes(encoded, records), content_hashes(leading, records)))


def content_hashes(encoded: Mapping[str, Encoded], records: int) -> npt.NDArray[np.uint64]:
    """Hash all that was read of each record, whatever other records there are, and in whatever order values stand."""
    found = np.zeros(records, np.uint64)
    for name, one in encoded.items():
        feature = np.array(crc32(name.encode()), np.uint64)
        values = np.append(mix(one.vocabulary.describe(hashes), feature), np.uint64(0))
        for column in one.codes.T:
            found += values[column]
    return found


def reorder(encoded: Mapping[str, Encoded], order: Ints) -> dict[str, Encoded]:
    """Take the records of every feature in another order."""
    return {name: evolve(one, codes=one.codes[order]) for name, one in encoded.items()}


def _name(target: Target) -> str:
    return target if isinstance(target, str) else target.name


def _vocabularies(columns: Mapping[str, Column]) -> tuple[dict[str, Vocabulary], dict[str, dict[str, Codes]]]:
    """Number the values of every feature; given and family names share their numbers."""
    shared: dict[str, dict[tuple[str, str], list[pl.Series]]] = {}
    for column, one in columns.items():
        for feature, texts in one.texts.items():
            shared.setdefault("names" if feature in _NAMES else feature, {})[feature, column] = texts
    vocabularies: dict[str, Vocabulary] = {}
    tables: dict[str, dict[str, Codes]] = {}
    for distinct_texts, coded_tables in in_threads(coded, shared.values()):
        vocabulary = Vocabulary(distinct_texts)
        for (feature, column), table in coded_tables.items():
            vocabularies[feature] = vocabulary
            tables.setdefault(feature, {})[column] = table
    return vocabularies, tables


def _add_full_name(found: dict[str, list[Codes]], full_name: Mapping[str, Codes], names: Sequence[str]) -> None:
    """Let a full name fill names that are missing, and lengthen a given name that is part of a longer one."""
    records = len(next(iter(full_name.values())))
    nothing = np.full(records, -1, np.int32)
    given, family = (_one(found[part])[:, 0] if part in found else nothing for part in ("given", "family"))
    full_given, full_family = (full_name[part][:, 0] if part in full_name else nothing for part in ("given", "family"))
    unnamed = (given < 0) & (family < 0)
    longer = np.flatnonzero((given >= 0) & (family == full_family) & (full_given >= 0) & (given != full_given))
    pairs, place = distinct_places((given[longer].astype(np.int64) << 32) | full_given[longer])
    part_of = [
        set(names[one].split()) <= set(names[whole].split())
        for one, whole in zip((pairs >> 32).tolist(), (pairs & _LOW).tolist(), strict=True)
    ]
    longer = longer[np.array(part_of, np.bool_)[place]]
    merged = np.where(unnamed, full_given, given), np.where(unnamed, full_family, family)
    merged[0][longer] = full_given[longer]
    found["given"], found["family"] = [merged[0][:, None]], [merged[1][:, None]]


def _straighten(found: dict[str, list[Codes]], names: Vocabulary) -> None:
    """Turn names round that stand in each other's place, as the names of all other records tell."""
    if "given" not in found or "family" not in found:
        return
    given, family = _one(found["given"])[:, 0], _one(found["family"])[:, 0]
    words = names.describe(first_words)
    word = np.append(words.places, np.int32(-1))
    used = len(words.values)
    both = (given >= 0) & (family >= 0)
    as_given = np.bincount(word[given[both]], minlength=used)
    as_family = np.bincount(word[family[both]], minlength=used)
    one, other = word[given[both]], word[family[both]]
    odds = ((as_family[one] + _DOUBT) / (as_given[one] - 1 + _DOUBT)) * (
        (as_given[other] + _DOUBT) / (as_family[other] - 1 + _DOUBT)
    )
    wrong = np.flatnonzero(both)[odds > _SURELY]
    turned = given.copy(), family.copy()
    turned[0][wrong], turned[1][wrong] = family[wrong], given[wrong]
    for here, there, name, used_here, used_there in (
        (0, 1, given, as_given, as_family),
        (1, 0, family, as_family, as_given),
    ):
        alone = np.flatnonzero((name >= 0) & ~both)
        odds = (used_there[word[name[alone]]] + _DOUBT) / (used_here[word[name[alone]]] + _DOUBT)
        wrong = alone[odds > _SURELY]
        turned[there][wrong], turned[here][wrong] = name[wrong], -1
    found["given"], found["family"] = [turned[0][:, None]], [turned[1][:, None]]


def _straighten_as_learned(found: dict[str, list[Codes]], names: Sequence[str], learned: Learned) -> None:
    """Turn names round that stand in each other's place, as the names that training saw tell."""
    held = {part: _one(found[part])[:, 0] for part in ("given", "family") if part in found}
    if not held or not learned.features.keys() >= _NAMES:
        return
    nothing = np.full(len(next(iter(held.values()))), -1, np.int32)
    given, family = (held.get(part, nothing) for part in ("given", "family"))
    pairs, place = distinct_places(((given.astype(np.int64) + 1) << 32) | (family + 1))
    texts = ["", *names]
    turn = [
        learned.turned(texts[one], texts[other])
        for one, other in zip((pairs >> 32).tolist(), (pairs & _LOW).tolist(), strict=True)
    ]
    wrong = np.array(turn, np.bool_)[place]
    turned = np.where(wrong, family, given), np.where(wrong, given, family)
    for part, codes in zip(("given", "family"), turned, strict=True):
        if part in found or (codes >= 0).any():
            found[part] = [codes[:, None]]


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
