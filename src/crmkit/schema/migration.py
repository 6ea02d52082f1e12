"""The way of values from one version of a schema to another and back, on which nothing is lost."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import field, frozen

from crmkit.exceptions import SchemaError, UnknownNameError
from crmkit.schema.conversion import NOTHING, Way, bare, first_only
from crmkit.schema.difference import SchemaDiff

Values = Mapping[str, tuple[Any, ...]]


@frozen
class Kept:
    """Values that have no home in the schema that was gone to, or would come back from it as something else.

    Attributes:
        version: of the schema in which they are at home.
        path: their field ("email"), relation ("orders."), or field of an entity ("vehicle.plate").
        values: the values, whole and in their order.
        became: what stands in their place.
        at: for each of these, the place among `values` of what it was, or None for one that had been there before.
    """

    version: str
    path: str
    values: tuple[Any, ...] = field(hash=False)
    became: tuple[Any, ...] = field(default=(), hash=False)
    at: tuple[int | None, ...] = ()

    @property
    def homeless(self) -> tuple[Any, ...]:
        """The values that became nothing."""
        return tuple(value for place, value in enumerate(self.values) if place not in self.at)


@frozen
class Migrated:
    """What a migration gave.

    Attributes:
        values: field to values, and relation to rows, of the schema that was gone to.
        kept: what has no home there; store it beside the values, and give it to the way back.
    """

    values: Values
    kept: tuple[Kept, ...] = ()


@frozen
class Migration:
    """A pair of pure functions between two versions of a schema.

    Values go to the field that took the place of theirs; an option that was renamed is renamed, and a value of
    another type is read by the new type. Whatever cannot go there, or would come back as something else, is kept.

    Attributes:
        diff: the two schemas, and what was renamed.

    Raises:
        SchemaError: both schemas have the same version.

    >>> from crmkit.schema.fields import Field, Schema
    >>> old = Schema(
    ...     name="feet", version="1", fields=[Field(name="shoe", type="text"), Field(name="toes", type="text")]
    ... )
    >>> new = Schema(name="feet", version="2", fields=[Field(name="shoe_size", type="integer")])
    >>> migration = old.diff(new, renames={"shoe": "shoe_size"}).migration()
    >>> there = migration.forward({"shoe": ("43",), "toes": ("ten",)})
    >>> there.values, there.kept
    ({'shoe_size': (43,)}, (Kept(version='1', path='toes', values=('ten',), became=(), at=()),))
    >>> migration.back(there.values, there.kept)
    Migrated(values={'shoe': ('43',), 'toes': ('ten',)}, kept=())
    """

    diff: SchemaDiff = field()
    _there: Way = field(init=False, repr=False, eq=False)
    _back: Way = field(init=False, repr=False, eq=False)

    @_there.default
    def _make_there(self) -> Way:
        return Way(self.diff, forward=True)

    @_back.default
    def _make_back(self) -> Way:
        return Way(self.diff, forward=False)

    @diff.validator
    def _has_two_ends(self, _attribute: object, diff: SchemaDiff) -> None:
        if diff.before.version == diff.after.version:
            raise SchemaError(
                f"Both schemas call themselves version {diff.after.version!r}; give the later one a version of its own."
            )

    def forward(self, values: Values, kept: Iterable[Kept] = (), *, entity: str = "customer") -> Migrated:
        """Bring values of the earlier schema to the later one.

        Args:
            values: field to its values, and relation to its rows, each a mapping of field to value.
            kept: what earlier migrations kept; what is at home in the later schema goes back to its place.
            entity: whose values they are, as the earlier schema calls it.

        Raises:
            UnknownNameError: there is no such entity; near names are offered.
        """
        return _go(self._there, self._back, values, kept, entity)

    def back(self, values: Values, kept: Iterable[Kept] = (), *, entity: str = "customer") -> Migrated:
        """Bring values of the later schema to the earlier one; with what `forward` kept, they are what they were.

        Args:
            values: field to its values, and relation to its rows.
            kept: what `forward` kept.
            entity: whose values they are, as the later schema calls it.

        Raises:
            UnknownNameError: there is no such entity; near names are offered.
        """
        return _go(self._back, self._there, values, kept, entity)


def _go(way: Way, back: Way, values: Values, kept: Iterable[Kept], entity: str) -> Migrated:
    owner, home = _owners(way, entity)
    coming, staying = _sort_kept(kept, way.end, home)
    result: dict[str, tuple[Any, ...]] = {}
    for name, held in values.items():
        path = f"{name}." if not owner and f"{name}." in way.pairs else f"{owner}{name}"
        pair = way.pairs.get(path)
        if pair is None:
            staying.append(Kept(way.start, path, tuple(held)))
            continue
        became, at, without_room = _change(way, path, held, coming.pop(pair.target, None))
        if without_room:
            staying.append(Kept(way.end, pair.target, without_room))
        if not _same([one for one in back.change(pair.target, became) if one is not NOTHING], held):
            staying.append(Kept(way.start, path, tuple(held), became, at))
        if became or not held:
            result[bare(pair.target)] = became
    for path, one in coming.items():
        if one.homeless or not one.became:
            result[bare(path)] = one.homeless
    return Migrated(result, tuple(staying))


def _owners(way: Way, entity: str) -> tuple[str, str | None]:
    """Give what the paths of an entity begin with, and what they do in the other schema, if it is there."""
    if entity == "customer":
        return "", ""
    owner = f"{entity}."
    if owner not in way.owners:
        raise UnknownNameError("entity", entity, (one.removesuffix(".") for one in way.owners))
    pair = way.pairs.get(owner)
    return owner, pair.target if pair else None


def _sort_kept(kept: Iterable[Kept], version: str, home: str | None) -> tuple[dict[str, Kept], list[Kept]]:
    """Part what may go back to its place, the last of each path, from what stays kept."""
    coming: dict[str, Kept] = {}
    staying: list[Kept] = []
    for one in kept:
        owner = "" if one.path.endswith(".") else one.path[: one.path.rfind(".") + 1]
        if one.version != version or owner != home:
            staying.append(one)
            continue
        if one.path in coming:
            staying.append(coming[one.path])
        coming[one.path] = one
    return coming, staying


def _change(
    way: Way, path: str, held: Sequence[Any], earlier: Kept | None
) -> tuple[tuple[Any, ...], tuple[int | None, ...], tuple[Any, ...]]:
    """Change values, with what the target held before.

    Returns:
        What the target holds; the place among `held` of each, or None; and what it held and has no room for now.
    """
    if earlier and _same(held, earlier.became):  # untouched since
        places = {before: place for place, before in enumerate(earlier.at)}
        return earlier.values, tuple(places.get(place) for place in range(len(earlier.values))), ()
    changed = way.change(path, held)
    known = list(zip(earlier.became, earlier.at, strict=True)) if earlier else []
    for place, value in enumerate(held):
        hit = next((one for one, (after, _) in enumerate(known) if _same(after, value)), None)
        before = known.pop(hit)[1] if hit is not None else None
        if earlier and before is not None:
            changed[place] = earlier.values[before]
    many = way.pairs[path].many
    if not many:
        changed = first_only(changed)
    at = tuple(place for place, value in enumerate(changed) if value is not NOTHING)
    became = tuple(changed[place] for place in at)
    homeless = earlier.homeless if earlier else ()
    if became and not many:
        return became, at, homeless
    return (*became, *homeless), (*at, *(None for _ in homeless)), ()


def _same(one: Any, other: Any) -> bool:
    """Say whether two values are equal and of one type, all the way down; lists and tuples count as one."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_same(value, other[name]) for name, value in one.items())
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    return type(one) is type(other) and bool(one == other)
