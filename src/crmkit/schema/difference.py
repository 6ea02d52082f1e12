"""What is different between two schemas, as data."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from attrs import field, fields, frozen

from crmkit.exceptions import SchemaError
from crmkit.schema.documents import dump, dump_text
from crmkit.schema.field import Field
from crmkit.schema.fields import EntityType, Relation, Schema
from crmkit.schema.options import Option

if TYPE_CHECKING:
    from crmkit.schema.migration import Migration

Owner = Schema | Relation | EntityType

_APART: Final = frozenset(
    {"name", "entity", "options", "type", "deprecated", "semantic_type", "fields", "key", "retired"}
)
"""Attributes that are no change of their own: they are told by another kind of change, or not at all."""


@frozen(kw_only=True)
class SchemaChange:
    """One difference between two schemas.

    Attributes:
        kind: what it is about and what became of it: "field.added", "field.renamed", "field.retyped",
            "field.retired", "option.added", "relation.removed" …
        path: of the thing, as the later schema calls it; one that is gone, as the earlier schema does.
        attribute: what of it changed, where the kind ends in "changed".
        before: how it was, as JSON data.
        after: how it is, as JSON data.
    """

    kind: str
    path: str
    attribute: str | None = None
    before: Any = field(default=None, hash=False)
    after: Any = field(default=None, hash=False)

    def __str__(self) -> str:
        what, _, act = self.kind.partition(".")
        place = f"{what} {self.path}" if self.path else what
        match act:
            case "added":
                kind = self.after.get("type") if isinstance(self.after, dict) else None
                return f"{place}: added ({kind})" if kind else f"{place}: added"
            case "renamed":
                return f"{place}: renamed, was {self.before}"
            case "retyped":
                return f"{place}: {self.before} became {self.after}"
            case "changed" if what == "schema":
                return f"schema: {self.attribute} {self.before!r} became {self.after!r}"
            case "changed":
                return f"{place}: {self.attribute} changed"
            case _:
                return f"{place}: {act}"


@frozen(kw_only=True)
class SchemaDiff:
    """Every difference between two schemas, and the renames that were declared to tell them.

    Attributes:
        before: the earlier schema.
        after: the later schema.
        renames: path to new path: "shoe" of a field, "orders." of a relation or an entity, "orders.total" of its field.
        options: path of a choice, as it was, to key to new key.
        changes: the differences, in the order of the schemas.
    """

    before: Schema
    after: Schema
    renames: Mapping[str, str] = field(factory=dict, hash=False)
    options: Mapping[str, Mapping[str, str]] = field(factory=dict, hash=False)
    changes: tuple[SchemaChange, ...] = field(init=False, eq=False)

    @changes.default
    def _compare(self) -> tuple[SchemaChange, ...]:
        return tuple(_schema_changes(self))

    def __str__(self) -> str:
        return "\n".join(map(str, self.changes)) or "nothing changed"

    def to_json(self) -> str:
        """Write the changes as JSON text; equal differences give equal text."""
        return dump_text(self.changes)

    def migration(self) -> "Migration":
        """Give the way of values from the earlier schema to the later one, and back.

        Raises:
            SchemaError: both schemas have the same version.
        """
        from crmkit.schema.migration import Migration

        return Migration(self)

    def new_path(self, path: str) -> str:
        """Say what a path of the earlier schema is called in the later one, whether it is there or not.

        >>> diff = SchemaDiff(before=Schema(name="a", fields=()), after=Schema(name="a", fields=()))
        >>> diff.new_path("orders.total")
        'orders.total'
        """
        owner, dot, name = path.rpartition(".")
        return self.renames.get(path) or self.renames.get(f"{owner}{dot}", f"{owner}{dot}") + name


def compare(
    before: Schema, after: Schema, *, renames: Mapping[str, str], options: Mapping[str, Mapping[str, str]]
) -> SchemaDiff:
    """Compare two schemas: the body of `Schema.diff`.

    Raises:
        SchemaError: with every fault of the renames at once.
    """
    paths = {_path(path, before): _path(to, after) for path, to in renames.items()}
    keys = {path: dict(pairs) for path, pairs in options.items()}
    said = SchemaDiff(before=before, after=after, renames=paths, options=keys)
    faults = "; ".join(dict.fromkeys([*_rename_faults(said), *_option_faults(said)]))
    if faults:
        raise SchemaError(f"These renames do not lead from one schema to the other: {faults}.")
    return said


def _path(name: str, schema: Schema) -> str:
    """Write the name of a relation or an entity as the beginning of the paths of its fields."""
    return f"{name}." if f"{name}." in things(schema) and name not in things(schema) else name


def things(schema: Schema) -> dict[str, Field | Relation | EntityType]:
    """List the fields, relations and entities of a schema by their paths; those of the last two end in a dot."""
    owners: list[Relation | EntityType] = [*schema.relations, *schema.entities]
    return {f"{one.name}.": one for one in owners} | {one.path: one for one in schema.every_field}


def _rename_faults(said: SchemaDiff) -> Iterator[str]:
    old, new = things(said.before), things(said.after)
    for path, to in said.renames.items():
        if path not in old:
            yield f"there was no {path!r}"
        elif to not in new:
            yield f"there is no {to!r}"
        elif type(old[path]) is not type(new[to]):
            yield f"{path!r} and {to!r} are not of one kind"
        elif isinstance(old[path], Field) and to.rpartition(".")[0] != said.new_path(_place(path)).rpartition(".")[0]:
            yield f"{path!r} cannot move to another place"
    taken: dict[str, str] = {}
    for path in old:
        to = said.new_path(path)
        if to in new and taken.setdefault(to, path) != path:
            yield f"both {taken[to]!r} and {path!r} would be {to!r}"


def _place(path: str) -> str:
    owner, dot, _ = path.rpartition(".")
    return f"{owner}{dot}"


def _option_faults(said: SchemaDiff) -> Iterator[str]:
    old, new = things(said.before), things(said.after)
    for path, keys in said.options.items():
        earlier, later = old.get(path), new.get(said.new_path(path))
        if not isinstance(earlier, Field) or not isinstance(later, Field):
            yield f"{path!r} is not a field of both"
            continue
        for key, to in keys.items():
            if earlier.option(key) is None:
                yield f"{path!r} had no option {key!r}"
            if later.option(to) is None:
                yield f"{later.path!r} has no option {to!r}"


def _schema_changes(said: SchemaDiff) -> Iterator[SchemaChange]:
    before, after = said.before, said.after
    for name in ("name", "version"):
        if getattr(before, name) != getattr(after, name):
            yield SchemaChange(
                kind="schema.changed", path="", attribute=name, before=getattr(before, name), after=getattr(after, name)
            )
    yield from _field_changes(said, before.fields, after.fields)
    yield from _owner_changes("relation", said, before.relations, after.relations)
    yield from _owner_changes("entity", said, before.entities, after.entities)


def _owner_changes(
    what: str, said: SchemaDiff, before: Sequence[Relation | EntityType], after: Sequence[Relation | EntityType]
) -> Iterator[SchemaChange]:
    earlier = {said.new_path(f"{one.name}.").removesuffix("."): one for one in before}
    later = {one.name for one in after}
    for one in after:
        was = earlier.get(one.name)
        if was is None:
            yield SchemaChange(kind=f"{what}.added", path=one.name, after=dump(one))
            continue
        if was.name != one.name:
            yield SchemaChange(kind=f"{what}.renamed", path=one.name, before=was.name, after=one.name)
        yield from _attribute_changes(what, one.name, was, one)
        yield from _field_changes(said, was.fields, one.fields)
    for name, was in earlier.items():
        if name not in later:
            yield SchemaChange(kind=f"{what}.removed", path=was.name, before=dump(was))


def _field_changes(said: SchemaDiff, before: Iterable[Field], after: Sequence[Field]) -> Iterator[SchemaChange]:
    earlier = {said.new_path(one.path): one for one in before}
    later = {one.path for one in after}
    for one in after:
        was = earlier.get(one.path)
        if was is None:
            yield SchemaChange(kind="field.added", path=one.path, after=dump(one))
            continue
        if was.name != one.name:
            yield SchemaChange(kind="field.renamed", path=one.path, before=was.name, after=one.name)
        if was.type != one.type:
            yield SchemaChange(kind="field.retyped", path=one.path, before=was.type_name, after=one.type_name)
        if was.deprecated != one.deprecated:
            act = "retired" if one.deprecated else "restored"
            yield SchemaChange(kind=f"field.{act}", path=one.path, after=one.replaced_by)
        yield from _attribute_changes("field", one.path, was, one)
        yield from _option_changes(one.path, was, one, said.options.get(was.path, {}))
    for path, was in earlier.items():
        if path not in later:
            yield SchemaChange(kind="field.removed", path=was.path, before=dump(was))


def _option_changes(path: str, before: Field, after: Field, renames: Mapping[str, str]) -> Iterator[SchemaChange]:
    earlier = {renames.get(one.key, one.key): one for one in before.options}
    for one in after.options:
        place = f"{path}={one.key}"
        was = earlier.get(one.key)
        if was is None:
            yield SchemaChange(kind="option.added", path=place, after=dump(one))
            continue
        if was.key != one.key:
            yield SchemaChange(kind="option.renamed", path=place, before=was.key, after=one.key)
        if was.retired != one.retired:
            yield SchemaChange(kind=f"option.{'retired' if one.retired else 'restored'}", path=place)
        yield from _attribute_changes("option", place, was, one)
    for key, was in earlier.items():
        if after.option(key) is None:
            yield SchemaChange(kind="option.removed", path=f"{path}={was.key}", before=dump(was))


def _attribute_changes(
    what: str, path: str, before: Field | Option | Relation | EntityType, after: Field | Option | Relation | EntityType
) -> Iterator[SchemaChange]:
    for one in fields(type(after)):
        was, now = getattr(before, one.name), getattr(after, one.name)
        if one.name not in _APART and was != now:
            yield SchemaChange(kind=f"{what}.changed", path=path, attribute=one.name, before=dump(was), after=dump(now))
