"""Which value survives a merge: policies as data.

A rule is an order of criteria; the first that tells two candidates apart decides. What is still equal is decided by
the name of the source row, so that no tie is left to chance.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final, Self

from attrs import Attribute, evolve, field, fields, frozen

from crmkit.dedup.criteria import find_criterion, find_validator, versions_of
from crmkit.exceptions import SchemaError, UnknownNameError
from crmkit.records import digest
from crmkit.schema.field import Field
from crmkit.schema.fields import Schema
from crmkit.schema.types.catalogue import TYPES

RULES: Final[Mapping[str, tuple[str, ...]]] = {
    "most_recent": ("recent", "complete", "trusted", "frequent"),
    "earliest": ("early", "complete", "trusted", "frequent"),
    "most_complete": ("complete", "recent", "trusted", "frequent"),
    "most_trusted": ("trusted", "recent", "complete", "frequent"),
    "most_frequent": ("frequent", "trusted", "recent", "complete"),
    "longest": ("long", "recent", "trusted", "frequent"),
    "union": ("recent", "complete", "trusted", "frequent"),
}
"""Named rules, each an order of criteria; for a field that holds many values the order is theirs."""


def _order(given: str | Iterable[str]) -> str | tuple[str, ...]:
    return given if isinstance(given, str) else tuple(given)


def _names(given: Iterable[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


@frozen(kw_only=True)
class Rule:
    """How one value, or the order of several, is chosen.

    What is asked for is no filter: a value that does not fulfil it survives when there is nothing else.

    Attributes:
        by: name of a rule, or of criteria in their order.
        limit: of a field with many values, how many survive.
        valid: names of validators; values that pass all of them come first.
        sources: sources whose values come first.
        max_age_days: values that are older than this, counted from the newest that is offered, come last.

    Raises:
        UnknownNameError: there is no such rule, criterion or validator.
        SchemaError: the limit is below 1, or the age below 0.

    >>> Rule(by="union", limit=3).name
    'union'
    >>> Rule(by=["trusted", "long"]).name
    'trusted, long'
    """

    by: str | tuple[str, ...] = field(converter=_order)
    limit: int | None = None
    valid: tuple[str, ...] = field(default=(), converter=_names)
    sources: tuple[str, ...] = field(default=(), converter=_names)
    max_age_days: float | None = None

    def __attrs_post_init__(self) -> None:
        if isinstance(self.by, str) and self.by not in RULES:
            raise UnknownNameError("survivorship rule", self.by, RULES)
        if not self.by:
            raise SchemaError("A rule prefers values for nothing; name a criterion at least, such as 'recent'.")
        for name in self.criteria:
            find_criterion(name)
        for name in self.valid:
            find_validator(name)
        if self.limit is not None and self.limit < 1:
            raise SchemaError(f"The limit of a rule is {self.limit}; the least is 1.")
        if self.max_age_days is not None and not self.max_age_days >= 0:
            raise SchemaError(f"The greatest age of a rule is {self.max_age_days} days; the least is 0.")

    @property
    def criteria(self) -> tuple[str, ...]:
        """The criteria in their order."""
        return RULES[self.by] if isinstance(self.by, str) else self.by

    @property
    def name(self) -> str:
        """Name it as provenance does."""
        return self.by if isinstance(self.by, str) else ", ".join(self.by)


@frozen
class Trust:
    """How much a source is trusted.

    Attributes:
        level: between 0.0 and 1.0.
        half_life_days: after how many days half of it is gone, down to the floor; None when it stays. Age is counted
            from the newest value that is offered beside it, so that a customer changes with facts and never by herself.
        floor: what is left in the end.

    Raises:
        SchemaError: a number is out of its range.

    >>> Trust(0.9, half_life_days=365, floor=0.1).after(365)
    0.5
    """

    level: float
    half_life_days: float | None = field(default=None, kw_only=True)
    floor: float = field(default=0.0, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not (0 <= self.floor <= self.level <= 1):
            raise SchemaError(f"Trust falls from {self.level} to {self.floor}; give numbers from 0.0 to 1.0 that fall.")
        if self.half_life_days is not None and not self.half_life_days > 0:
            raise SchemaError(f"Half of the trust is gone after {self.half_life_days} days; give more than 0.")

    def after(self, days: float) -> float:
        """Say how much is left of it after some days."""
        if self.half_life_days is None:
            return self.level
        left: float = 0.5 ** (days / self.half_life_days)
        return self.floor + (self.level - self.floor) * left


_USUAL: Final = Trust(0.5)


@cache
def _of_schema(pick: str) -> Rule:
    return Rule(by=pick)


def _rule(given: "Rule | str | Iterable[str]") -> Rule:
    return given if isinstance(given, Rule) else Rule(by=given)


def _rules(given: Mapping[str, Any]) -> dict[str, Rule]:
    return {name: _rule(rule) for name, rule in sorted(given.items())}


def _trust(given: Mapping[str, Any]) -> dict[str, Trust]:
    return {source: one if isinstance(one, Trust) else Trust(one) for source, one in sorted(given.items())}


def _groups(given: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(members) for name, members in sorted(given.items())}


@frozen(kw_only=True)
class SurvivorshipPolicy:
    """How a customer's values are chosen among those of its source rows.

    Attributes:
        rules: field, or part of one, to a rule: its name, criteria in their order, or a `Rule`. Of frames also by
            column. What is left out follows `types`, then the schema.
        types: semantic type to a rule for all its fields.
        groups: name to fields that survive together, all from one row or none; its rule stands in `rules` under this
            name, and is "most_complete" otherwise. Names and addresses are such groups by themselves.
        trust: source to trust between 0.0 and 1.0, or to a `Trust` that fades with age; a source left out has 0.5.

    Raises:
        UnknownNameError: for a rule, criterion, validator or type that does not exist.
        SchemaError: a field stands in two groups, or a group has no two fields.

    >>> policy = SurvivorshipPolicy(
    ...     rules={"address": "most_trusted", "email": Rule(by="union", limit=3, valid="undoubted")},
    ...     trust={"till": 0.2, "crm": Trust(0.9, half_life_days=365)},
    ... )
    >>> SurvivorshipPolicy.from_json(policy.to_json()) == policy
    True
    """

    rules: Mapping[str, Rule] = field(factory=dict, converter=_rules)
    types: Mapping[str, Rule] = field(factory=dict, converter=_rules)
    groups: Mapping[str, tuple[str, ...]] = field(factory=dict, converter=_groups)
    trust: Mapping[str, Trust] = field(factory=dict, converter=_trust)

    @groups.validator
    def _apart(self, _: "Attribute[Any]", groups: Mapping[str, tuple[str, ...]]) -> None:
        members = [one for held in groups.values() for one in held]
        twice = sorted({one for one in members if members.count(one) > 1})
        if twice:
            raise SchemaError(f"The fields {', '.join(twice)} stand in groups twice; a field survives with one group.")
        for name, held in groups.items():
            if len(held) < 2:
                raise SchemaError(f"The group {name!r} has {len(held)} fields; two at least survive together.")

    @property
    def version(self) -> str:
        """Name the policy by its content, the versions of registered functions included."""
        every = [*self.rules.values(), *self.types.values()]
        used = [name for rule in every for name in (*rule.criteria, *rule.valid)]
        return digest([self._document(), versions_of(used), {name: RULES[name] for name in sorted(RULES)}])

    def rule_for(self, declared: Field) -> Rule:
        """Give the rule of a field."""
        return self.rules.get(declared.name) or self.types.get(declared.type_name) or _of_schema(declared.pick)

    def rule_of_group(self, name: str) -> Rule:
        """Give the rule of a group."""
        return self.rules.get(name) or _of_schema("most_complete")

    def trust_in(self, source: str, *, age_days: float = 0.0) -> float:
        """Say how much a source is trusted in a value of an age."""
        return self.trust.get(source, _USUAL).after(age_days)

    def for_schema(self, schema: Schema, *, columns: Mapping[str, str] | None = None) -> Self:
        """Write the policy in the fields of a schema: what it says of a part, it says of the whole.

        Args:
            schema: the fields.
            columns: column of a frame to the field it means, where columns may be named too.

        Raises:
            UnknownNameError: it names a field, column or type that does not exist.
            SchemaError: it says two things of one field.
        """
        meant = {one.name: one.part_of or one.name for one in schema.fields} | dict(columns or {})
        types = {*TYPES, *(one.type_name for one in schema.fields)}
        rules: dict[str, Rule] = {}
        for name, rule in self.rules.items():
            whole = name if name in self.groups else meant.get(name)
            if whole is None:
                raise UnknownNameError("column or field" if columns else "field", name, {*meant, *self.groups})
            if rules.setdefault(whole, rule) != rule:
                raise SchemaError(f"The policy has two rules for {whole!r}; what is part of it follows one of them.")
        for name in self.types:
            if name not in types:
                raise UnknownNameError("semantic type", name, types)
        for held in self.groups.values():
            for name in held:
                if name not in meant:
                    raise UnknownNameError("column or field" if columns else "field", name, meant)
        groups = {name: dict.fromkeys(meant[one] for one in held) for name, held in self.groups.items()}
        return evolve(self, rules=rules, groups={name: held for name, held in groups.items() if len(held) > 1})

    def to_json(self) -> str:
        """Write the policy as JSON text."""
        return json.dumps(self._document(), ensure_ascii=False, indent=2)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote, or a person.

        Raises:
            SchemaError: it is no policy.
            UnknownNameError: it names something that does not exist, with near names.
        """
        try:
            data = json.loads(text)
            _only(cls, data)
            return cls(
                rules=_read_rules(data.get("rules", {})),
                types=_read_rules(data.get("types", {})),
                groups=data.get("groups", {}),
                trust={name: _read(Trust, "level", one) for name, one in data.get("trust", {}).items()},
            )
        except (AttributeError, TypeError, json.JSONDecodeError):
            raise SchemaError(
                'This is no survivorship policy; write {"rules": {"address": "most_trusted"}, "trust": {"till": 0.2}}.'
            ) from None

    def _document(self) -> dict[str, Any]:
        return {
            "rules": {name: _written("by", rule) for name, rule in self.rules.items()},
            "types": {name: _written("by", rule) for name, rule in self.types.items()},
            "groups": {name: list(held) for name, held in self.groups.items()},
            "trust": {name: _written("level", one) for name, one in self.trust.items()},
        }


def _read_rules(data: Mapping[str, Any]) -> dict[str, Rule]:
    return {name: _rule(one) if isinstance(one, list) else _read(Rule, "by", one) for name, one in data.items()}


def _read(kind: type[Any], main: str, data: Any) -> Any:
    """Read what `_written` wrote: what differs from the usual, or only the main thing."""
    if not isinstance(data, Mapping):
        return kind(**{main: data}) if kind is Rule else kind(data)
    _only(kind, data)
    given = dict(data)
    return kind(**given) if kind is Rule else kind(given.pop(main), **given)


def _written(main: str, one: Rule | Trust) -> Any:
    """Write what differs from the usual; only the main thing by itself when that is all."""
    said = {part.name: getattr(one, part.name) for part in fields(type(one))}
    usual = {part.name: part.default for part in fields(type(one))}
    differs = {name: list(value) if isinstance(value, tuple) else value for name, value in _differing(said, usual)}
    return differs[main] if list(differs) == [main] else differs


def _differing(said: Mapping[str, Any], usual: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    return ((name, value) for name, value in said.items() if value != usual[name])


def _only(kind: type[Any], data: Mapping[str, Any]) -> None:
    known = [one.name for one in fields(kind)]
    for name in data.keys() - set(known):
        raise UnknownNameError(f"part of a {kind.__name__}", name, known)
