"""Read one record into features: what `crmkit.dedup.columnar.encoding` does with columns, for a form that is sent."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from attrs import field, frozen

from crmkit.dedup.features import OWN, Read, Target, has_many, own_type, read_cell, read_own
from crmkit.dedup.learned import Learned
from crmkit.schema.types.base import SemanticType

_WHOLE: Final = frozenset({"person_name", "postal_address"})
_AT_MOST: Final = 8

Said = dict[str, list[tuple[str, ...]]]


@frozen
class RecordReader:
    """Reads records, each by itself.

    Attributes:
        targets: column to target, or to the semantic type that says how it is matched.
        learned: tells which names stand in each other's place, and which features are known.
        region: see `read_cell`.
        own: column to semantic type, of those that crmkit has no features for.
    """

    targets: Mapping[str, Target]
    learned: Learned
    region: str | None = None
    own: Mapping[str, SemanticType[Any]] = field(init=False, repr=False)
    _named: tuple[tuple[str, str], ...] = field(init=False, repr=False)

    @own.default
    def _of_their_own(self) -> dict[str, SemanticType[Any]]:
        return {column: kind for column, target in self.targets.items() if (kind := own_type(target))}

    @_named.default
    def _in_order(self) -> tuple[tuple[str, str], ...]:
        """Name the target of every column; those with a narrower meaning come first."""
        named = [
            (column, target if isinstance(target, str) else target.name)
            for column, target in self.targets.items()
            if column not in self.own
        ]
        return tuple(sorted(named, key=lambda one: one[1] in _WHOLE))

    def read(self, cells: Mapping[str, object], meant: Mapping[str, dict[str, Any]]) -> Read:
        """Read one record.

        Args:
            cells: column to cell; a cell may be a list of values.
            meant: feature of a type of its own to what each of its folded values stands for, which is added to.

        Returns:
            feature to its values; a feature without any, or that the model does not know, is left out.
        """
        said: Said = {}
        full_names: list[Read] = []
        for column, target in self._named:
            read: dict[str, list[str]] = {}
            for cell in _each(cells.get(column)):
                for name, values in _read(target, cell, self.region).items():
                    feature = f"text:{column}" if target in {"text", "job_title"} else name
                    read.setdefault(feature, []).extend(values)
            whole = {name: tuple(dict.fromkeys(values)) for name, values in read.items()}
            if target == "person_name":
                full_names.append({part: whole.pop(part) for part in ("given", "family") if part in whole})
            for name, values in whole.items():
                said.setdefault(name, []).append(values)
        for column, kind in self.own.items():
            feature = f"{OWN}{kind.name}"
            for cell in _each(cells.get(column)):
                for name, values in read_own(feature, kind, cell, region=self.region, meant=meant[feature]).items():
                    said.setdefault(name, []).append(values)
        for full_name in filter(None, full_names):
            _add_full_name(said, full_name)
        found: Read = {}
        for name, parts in said.items():
            values = tuple(value for part in parts for value in part)
            if values:
                found[name] = values[: _AT_MOST if has_many(name) else 1]
        return known(found, self.learned)


def known(read: Read, learned: Learned) -> Read:
    """Leave the features that a model knows, with names that stand in each other's place turned round."""
    found = {name: read[name] for name in learned.features if name in read}
    if {"given", "family"} <= learned.features.keys():
        given, family = found.get("given", ()), found.get("family", ())
        if (given or family) and learned.turned("".join(given[:1]), "".join(family[:1])):
            turned = found | {"given": family, "family": given}
            return {name: turned[name] for name in learned.features if turned.get(name)}
    return found


def _read(target: str, cell: object, region: str | None) -> Read:
    return _read_text(target, cell, region) if type(cell) is str else read_cell(target, cell, region=region)


@lru_cache(maxsize=50_000)
def _read_text(target: str, cell: str, region: str | None) -> Read:
    return read_cell(target, cell, region=region)


def _each(cell: object) -> tuple[object, ...]:
    return tuple(cell) if isinstance(cell, list | tuple) else (cell,)


def _add_full_name(said: Said, full_name: Read) -> None:
    """Let a full name fill names that are missing, and lengthen a given name that is part of a longer one."""
    given, family = (_first(said.get(part, ())) for part in ("given", "family"))
    full_given, full_family = (_first([full_name.get(part, ())]) for part in ("given", "family"))
    if not given and not family:
        given, family = full_given, full_family
    elif given and family == full_family and set(given.split()) <= set(full_given.split()):
        given = full_given
    for part, name in (("given", given), ("family", family)):
        said[part] = [(name,)] if name else []


def _first(parts: "list[tuple[str, ...]] | tuple[()]") -> str:
    return next((value for part in parts for value in part[:1]), "")
