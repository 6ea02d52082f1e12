"""What a value is preferred for, and what speaks against it, by names that a policy can write."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Final, TypeVar

from attrs import frozen

from crmkit.exceptions import SchemaError, UnknownNameError


@frozen(kw_only=True)
class Candidate:
    """One value that a source row offers for a field.

    Attributes:
        value: the canonical value; for a group of fields a tuple of their values.
        key: its first match key; candidates with one key say the same.
        ref: the source row.
        source: its source.
        as_of: when it was true for the source.
        completeness: how much of the value is there, 0.0 to 1.0.
        frequency: how many of the values that are offered say the same.
        trust: how much the source is trusted in a value of this age, 0.0 to 1.0.
        age_days: how much older it is than the newest value that is offered.
        doubts: codes of the warnings and errors that were found about the field in its row.
    """

    value: Any
    key: str
    ref: str
    source: str
    as_of: datetime
    completeness: float = 1.0
    frequency: int = 1
    trust: float = 0.5
    age_days: float = 0.0
    doubts: tuple[str, ...] = ()


Criterion = Callable[[Candidate], float]
"""Says how much a candidate is preferred; higher wins."""

Validator = Callable[[Candidate], bool]
"""Says whether a candidate may survive while there is another one."""

CRITERIA: Final[Mapping[str, Criterion]] = {
    "recent": lambda one: one.as_of.timestamp(),
    "early": lambda one: -one.as_of.timestamp(),
    "complete": lambda one: one.completeness,
    "trusted": lambda one: one.trust,
    "frequent": lambda one: float(one.frequency),
    "long": lambda one: float(len(str(one.value))),
}
"""What a candidate can be preferred for."""

VALIDATORS: Final[Mapping[str, Validator]] = {
    "undoubted": lambda one: not one.doubts,
    "whole": lambda one: one.completeness >= 1.0,
}
"""What a candidate can be asked for: nothing was found wrong with it; no part of it is missing."""

T = TypeVar("T", Criterion, Validator)

_own_criteria: Final[dict[str, Criterion]] = {}
_own_validators: Final[dict[str, Validator]] = {}
_versions: Final[dict[str, int]] = {}


def register_criterion(name: str, criterion: Criterion, *, version: int = 1) -> None:
    """Let policies prefer values for something of your own.

    Args:
        name: what policies write.
        criterion: says how much a candidate is preferred; the same candidate must always get the same number.
        version: raise it when the function says otherwise than before, so that customers are derived again.

    Raises:
        SchemaError: another function has this name, in this version or a higher one.

    >>> register_criterion("swiss", lambda candidate: float(str(candidate.value).startswith("+41")))
    >>> find_criterion("swiss")(Candidate(value="+41446681800", key="", ref="", source="", as_of=datetime(2026, 3, 1)))
    1.0
    """
    _check_free("criterion", name, version, CRITERIA, _versions)
    _own_criteria[name], _versions[name] = criterion, version


def register_validator(name: str, validator: Validator, *, version: int = 1) -> None:
    """Let policies ask for something of your own.

    Args:
        name: what policies write.
        validator: says whether a candidate may survive while there is another one.
        version: as for `register_criterion`.

    Raises:
        SchemaError: another function has this name, in this version or a higher one.
    """
    _check_free("validator", name, version, VALIDATORS, _versions)
    _own_validators[name], _versions[name] = validator, version


def find_criterion(name: str) -> Criterion:
    """Look up a criterion.

    Raises:
        UnknownNameError: with near names.
    """
    return _find("criterion of survivorship", name, CRITERIA, _own_criteria)


def find_validator(name: str) -> Validator:
    """Look up a validator.

    Raises:
        UnknownNameError: with near names.
    """
    return _find("validator of survivorship", name, VALIDATORS, _own_validators)


def versions_of(names: Iterable[str]) -> dict[str, int]:
    """Tell the versions of the functions among these names that are not crmkit's."""
    return {name: _versions[name] for name in sorted(set(names)) if name in _versions}


def _check_free(kind: str, name: str, version: int, built_in: Collection[str], own: Mapping[str, int]) -> None:
    if name in built_in or own.get(name, version - 1) >= version:
        raise SchemaError(f"There is a {kind} {name!r} already; give yours another name, or a higher version.")


def _find(kind: str, name: str, built_in: Mapping[str, T], own: Mapping[str, T]) -> T:
    found = built_in.get(name) or own.get(name)
    if found is None:
        raise UnknownNameError(kind, name, {*built_in, *own})
    return found
