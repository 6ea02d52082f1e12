"""What only several entities together can get wrong."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

from attrs import field, frozen

from crmkit.exceptions import near_names
from crmkit.records import Interaction
from crmkit.schema.checking import check_values
from crmkit.schema.entities.catalogue import ENTITIES, MODEL, Kept
from crmkit.schema.entities.contact_point import ContactPoint
from crmkit.schema.entities.custom import CustomEntity
from crmkit.schema.entities.declaring import Declared
from crmkit.schema.entities.entity import Entity
from crmkit.schema.entities.identifier import Identifier
from crmkit.schema.entities.item import Item
from crmkit.schema.entities.pipeline import Pipeline
from crmkit.schema.entities.relationship import RELATIONSHIPS, Relationship
from crmkit.schema.fields import Schema
from crmkit.schema.types.base import Finding, Severity

T = TypeVar("T")


def check_entities(kept: Iterable[Kept], *, schema: Schema = MODEL) -> tuple[Finding, ...]:
    """Check entities and facts against each other and against a schema.

    Found are ids that are there twice or lead nowhere, chains of merges that end in nothing or in themselves, two
    primary points of one use, identifiers that two parties have, relationships between the wrong ends, items whose
    history is not that of their pipeline, and values that are not what the schema declares.

    Args:
        kept: everything that may refer to each other.
        schema: what declares custom fields, entities of one's own, and kinds of interactions.

    Returns:
        Findings; `field` says where: the entity, its id, and the attribute.

    >>> from crmkit.schema.entities.label import Label
    >>> label = Label(id="vip", kind="tag", name="VIP", merged_into="important")
    >>> [(one.code, one.field) for one in check_entities([label])]
    [('entity.merge_chain', 'label vip.merged_into')]
    """
    base = _Collection(tuple(kept), schema)
    return tuple(finding for rule in _RULES for finding in rule(base))


@frozen
class _Collection:
    """Entities by name and id.

    Attributes:
        kept: everything.
        schema: what it is checked against.
    """

    kept: tuple[Kept, ...]
    schema: Schema
    by_id: Mapping[str, Mapping[str, Entity]] = field(init=False)

    @by_id.default
    def _index(self) -> dict[str, dict[str, Entity]]:
        found: dict[str, dict[str, Entity]] = defaultdict(dict)
        for one in self.every(Entity):
            found[_kind(one)].setdefault(one.id, one)
        return found

    def every(self, kind: type[T]) -> list[T]:
        """List those of a class."""
        return [one for one in self.kept if isinstance(one, kind)]

    def has(self, entities: Sequence[str], name: str) -> bool:
        """Say whether one of some kinds has an id."""
        return any(name in self.by_id.get(entity, ()) for entity in entities)


def _ids(base: _Collection) -> Iterator[Finding]:
    for (kind, name), count in Counter((_kind(one), one.id) for one in base.every(Entity)).items():
        if count > 1:
            yield _error("duplicate_id", f"{count} of one kind have this id.", f"{kind} {name}.id")


def _references(base: _Collection) -> Iterator[Finding]:
    for one in base.every(Entity):
        for path, entities, name in _referred(one):
            if not base.has(entities, name):
                message = f"There is no {' or '.join(entities)} with this id."
                yield _error("dangling_reference", message, f"{_place(one)}.{path}")


def _referred(whole: Declared, before: str = "") -> Iterator[tuple[str, tuple[str, ...], str]]:
    for name, entities in whole.references().items():
        held = getattr(whole, name)
        for one in held if isinstance(held, tuple) else () if held is None else (held,):
            yield f"{before}{name}", entities, one
    for name in whole.part_classes():
        for at, part in enumerate(getattr(whole, name)):
            yield from _referred(part, f"{before}{name}[{at}].")


def _merges(base: _Collection) -> Iterator[Finding]:
    for one in base.every(Entity):
        if one.merged_into is None:
            continue
        seen, last, same = {one.id}, one, base.by_id[_kind(one)]
        while last.merged_into is not None:
            if last.merged_into in seen or last.merged_into not in same:
                message = "It was merged into itself." if last.merged_into in seen else "It was merged into nothing."
                yield _error("merge_chain", message, f"{_place(one)}.merged_into")
                break
            last = same[last.merged_into]
            seen.add(last.id)


def _primaries(base: _Collection) -> Iterator[Finding]:
    points = [one for one in base.every(ContactPoint) if one.primary and one.deleted_at is None]
    for same in _together(points, lambda one: (one.party, one.kind, one.use)):
        for one in same[1:]:
            yield _error(
                "two_primaries", "Another point of this party, kind and use is primary.", f"{_place(one)}.primary"
            )
    live = [one for one in base.every(ContactPoint) if one.deleted_at is None]
    for same in _together(live, lambda one: (one.party, one.key, one.use)):
        for one in same[1:]:
            yield _warning("point_twice", "The party has this point twice for one use.", f"{_place(one)}.value")


def _identifiers(base: _Collection) -> Iterator[Finding]:
    held = [one for one in base.every(Identifier) if not one.shareable and one.deleted_at is None]
    for same in _together(held, lambda one: one.key):
        for one in same[1:]:
            yield _error("identifier_twice", "It is there already, and it is not shareable.", f"{_place(one)}.value")


def _relationships(base: _Collection) -> Iterator[Finding]:
    for one in base.every(Relationship):
        for end, entities in zip(("party", "other"), RELATIONSHIPS[one.type][1:], strict=True):
            name = getattr(one, end)
            if base.has(tuple(ENTITIES), name) and not base.has(entities, name):
                message = f"Only a {' or '.join(entities)} can stand here."
                yield _error("wrong_end", message, f"{_place(one)}.{end}")
    for same in _together(base.every(Relationship), lambda one: (one.party, one.other, one.type, one.start)):
        for one in same[1:]:
            yield _warning("relationship_twice", "It is there already.", f"{_place(one)}.type")


def _items(base: _Collection) -> Iterator[Finding]:
    for one in base.every(Item):
        pipeline = base.by_id.get("pipeline", {}).get(one.pipeline)
        if not isinstance(pipeline, Pipeline):
            continue
        if one.kind != pipeline.kind:
            yield _error("wrong_kind", f"Only a {pipeline.kind} moves through its pipeline.", f"{_place(one)}.kind")
        stages = {stage.key: stage for stage in pipeline.stages}
        for at, move in enumerate(one.history):
            if move.stage not in stages:
                near = near_names(move.stage, list(stages), limit=1)
                message = "Its pipeline has no such stage."
                yield _error("unknown_stage", message, f"{_place(one)}.history[{at}].stage", *near)
        last = stages.get(one.stage)
        if last is not None and (one.outcome != last.outcome or (one.closed_at is None) != (last.outcome is None)):
            message = "Its outcome and its end are not those of the stage where it is."
            yield _error("wrong_outcome", message, f"{_place(one)}.outcome")
        missing = [name for name in (last.requires if last else ()) if not _is_there(one, name)]
        for name in missing:
            yield _warning("required_at_stage", "The stage where it is asks for this field.", f"{_place(one)}.{name}")


def _declared_values(base: _Collection) -> Iterator[Finding]:
    known = {name for one in base.schema.relations for name in (one.name, one.singular)}
    for event in base.every(Interaction):
        place = f"interaction {event.id}"
        if event.kind not in known:
            near = near_names(event.kind, sorted(known), limit=1)
            yield _error("unknown_kind", "The schema has no such kind of interaction.", f"{place}.kind", *near)
            continue
        yield from _placed(
            check_values({**event.data, "at": event.at}, base.schema, entity=event.kind), f"{place}.data"
        )
    entities = {one.name for one in base.schema.entities}
    for one in base.every(Entity):
        kind = _kind(one)
        if isinstance(one, CustomEntity) and (kind not in entities or kind in ENTITIES):
            near = near_names(kind, sorted(entities - set(ENTITIES)), limit=1)
            yield _error("unknown_kind", "The schema declares no such entity.", f"{_place(one)}.kind", *near)
        elif kind in entities:
            listed = {own.name for own in base.schema.entity(kind).fields}
            own = {name: getattr(one, name) for name in _attributes(one) if name in listed}
            for finding in check_values({**one.custom, **own}, base.schema, entity=kind):
                custom = "" if finding.field in own else ".custom"
                if finding.code != "field.invalid" or finding.field not in one.checks_itself():
                    yield from _placed([finding], f"{_place(one)}{custom}")
        elif one.custom:
            yield _error("unknown_field", "The schema adds no fields to this entity.", f"{_place(one)}.custom")


_RULES: Final[Sequence[Callable[[_Collection], Iterator[Finding]]]] = (
    _ids,
    _references,
    _merges,
    _primaries,
    _identifiers,
    _relationships,
    _items,
    _declared_values,
)


def _kind(one: Entity) -> str:
    return one.kind if isinstance(one, CustomEntity) else one.entity


def _attributes(one: Entity) -> tuple[str, ...]:
    return () if isinstance(one, CustomEntity) else tuple(own.name for own in one.fields())


def _place(one: Entity) -> str:
    return f"{_kind(one)} {one.id}"


def _is_there(one: Item, name: str) -> bool:
    held = getattr(one, name) if name in _attributes(one) else one.custom.get(name)
    return held is not None and held not in ("", ())


def _together(ones: Iterable[T], by: Callable[[T], Any]) -> list[list[T]]:
    found: dict[Any, list[T]] = defaultdict(list)
    for one in ones:
        found[by(one)].append(one)
    return list(found.values())


def _placed(findings: Iterable[Finding], place: str) -> Iterator[Finding]:
    for one in findings:
        yield Finding(one.code, one.message, one.severity, one.suggestion, f"{place}.{one.field}")


def _error(code: str, message: str, place: str, suggestion: str | None = None) -> Finding:
    return Finding(f"entity.{code}", message, Severity.ERROR, suggestion, place)


def _warning(code: str, message: str, place: str) -> Finding:
    return Finding(f"entity.{code}", message, Severity.WARNING, field=place)
