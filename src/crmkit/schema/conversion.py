"""How single values go from one schema to another: the way there, or the way back."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from attrs import field, frozen

from crmkit.schema.difference import SchemaDiff, things
from crmkit.schema.field import Field
from crmkit.schema.fields import Relation
from crmkit.schema.types.base import Severity

NOTHING: Final = object()
"""What a value becomes that has no home in the other schema."""

Change = Callable[[Any], Any]


@frozen(eq=False)
class Pair:
    """Where the values of one path go.

    Attributes:
        target: path in the other schema.
        change: gives a value its new form, or nothing.
        many: whether there may be several there.
    """

    target: str
    change: Change
    many: bool = True


@frozen(eq=False)
class Way:
    """One direction between two schemas.

    Attributes:
        diff: the two schemas.
        forward: whether it goes from the earlier to the later one.
    """

    diff: SchemaDiff
    forward: bool
    pairs: Mapping[str, Pair] = field(init=False)

    @pairs.default
    def _find_pairs(self) -> dict[str, Pair]:
        earlier, later = things(self.diff.before), things(self.diff.after)
        pairs = {}
        for path, was in earlier.items():
            to = self.diff.new_path(path)
            now = later.get(to)
            if isinstance(was, Field) and isinstance(now, Field):
                keys = self.diff.options.get(path, {})
                if self.forward:
                    pairs[path] = Pair(to, _reading(was, now, keys), now.many)
                else:
                    pairs[to] = Pair(path, _reading(now, was, {key: old for old, key in keys.items()}), was.many)
            elif now is not None and type(now) is type(was):
                start, end = (path, to) if self.forward else (to, path)
                pairs[start] = Pair(end, self._row_change(start) if isinstance(was, Relation) else lambda row: row)
        return pairs

    @property
    def owners(self) -> tuple[str, ...]:
        """What the paths of the entities begin with, in the schema that values come from."""
        return tuple(f"{one.name}." for one in (self.diff.before if self.forward else self.diff.after).entities)

    @property
    def start(self) -> str:
        """Version that values come from."""
        return (self.diff.before if self.forward else self.diff.after).version

    @property
    def end(self) -> str:
        """Version that values go to."""
        return (self.diff.after if self.forward else self.diff.before).version

    def change(self, path: str, values: Sequence[Any]) -> list[Any]:
        """Change each value of a path; of several that go where there is room for one, the first does."""
        changed = [self.pairs[path].change(value) for value in values]
        return changed if self.pairs[path].many else first_only(changed)

    def _row_change(self, relation: str) -> Change:
        def change(row: Any) -> Any:
            if not isinstance(row, Mapping):
                return NOTHING
            changed = {}
            for name, value in row.items():
                pair = self.pairs.get(f"{relation}{name}")
                after = pair.change(value) if pair else NOTHING
                if pair and after is not NOTHING:
                    changed[bare(pair.target)] = after
            return changed

        return change


def bare(path: str) -> str:
    """Give the last name of a path.

    >>> bare("vehicle.plate"), bare("orders.")
    ('plate', 'orders')
    """
    return path.removesuffix(".").rpartition(".")[2]


def first_only(values: Sequence[Any]) -> list[Any]:
    """Make nothing of all but the first value that is something."""
    first = next((at for at, value in enumerate(values) if value is not NOTHING), None)
    return [value if at == first else NOTHING for at, value in enumerate(values)]


def _reading(was: Field, now: Field, keys: Mapping[str, str]) -> Change:
    """Make the function that brings one value from a field to another."""
    if was.type == now.type and not keys and (not now.options or was.options == now.options):
        return lambda value: value

    def change(value: Any) -> Any:
        if value is None:
            return None
        try:
            cell = keys.get(value, value) if isinstance(value, str) else was.semantic_type.caption(value)
        except (AttributeError, TypeError, ValueError):  # it is no value of its field
            return NOTHING
        cleaned = now.semantic_type.clean(cell)
        faulty = any(one.severity is Severity.ERROR for one in cleaned.findings)
        return NOTHING if cleaned.value is None or cleaned.others or faulty else cleaned.value

    return change
