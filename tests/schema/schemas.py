"""Schemas, their later versions and their values: Hypothesis strategies for the tests of this room."""

from decimal import Decimal

from attrs import evolve
from hypothesis import strategies as st

from crmkit.schema.fields import EntityType, Field, Option, Relation, Schema
from crmkit.schema.types.cells import CellType
from crmkit.schema.types.date import PartialDate
from crmkit.schema.types.money import Money


class Plate(CellType[str]):
    """The plate of a car, a type that is not in the catalogue."""

    name = "plate"

    def read(self, text, raw, region):
        """Write it in capitals."""
        return self.accept(text.upper(), raw)


PLATE = Plate()
TYPES = ("text", "integer", "decimal", "date", "money", "choice", "email", "boolean", PLATE)
KEYS = ("red", "green", "blue", "f", "m", "open")
NAMES = st.sampled_from(["shoe", "shoe_size", "colour", "hat", "glove", "ring", "scarf"])
CELLS = st.one_of(
    st.sampled_from(
        ["43", "043", "red", "Red", "rot", "1980-02-01", "12.50 CHF", "a@example.org", "ab 12", "yes", "", " "]
    ),
    st.integers(0, 50),
    st.sampled_from([True, 1.5, Decimal("1.50"), Money(1250, "CHF"), PartialDate(1980, 2), ("a", "b"), object]),
)


@st.composite
def options(draw):
    keys = draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=4))
    return tuple(
        Option(key, {"de": draw(st.sampled_from(["rot", "grün", key]))}, retired=draw(st.booleans())) for key in keys
    )


@st.composite
def fields(draw, name):
    as_type = draw(st.sampled_from(TYPES))
    return Field(
        name=name,
        type=as_type,
        many=draw(st.booleans()),
        options=draw(options()) if as_type == "choice" else (),
        labels=draw(st.dictionaries(st.sampled_from(["en", "fr", "de"]), st.text(max_size=4))),
    )


@st.composite
def several_fields(draw):
    return tuple(draw(fields(name)) for name in draw(st.lists(NAMES, unique=True, max_size=4)))


@st.composite
def schemas(draw, version="1"):
    at = Field(name="at", type="instant", nullable=False)
    rows = [
        Relation(name=name, singular=f"{name}_row", fields=(at, *draw(several_fields())))
        for name in draw(st.lists(st.sampled_from(["orders", "visits"]), unique=True))
    ]
    kinds = [
        EntityType(name=name, fields=draw(several_fields()))
        for name in draw(st.lists(st.sampled_from(["vehicle", "pet"]), unique=True))
    ]
    return Schema(name="feet", version=version, fields=draw(several_fields()), relations=rows, entities=kinds)


@st.composite
def later(draw, schema, version="2"):
    """A later version of a schema, with the renames that lead to it."""
    renames, keys = {}, {}
    owners = {}
    for owner in (*schema.relations, *schema.entities):
        if draw(st.booleans()):
            owners[owner.name] = renames[owner.name] = f"new_{owner.name}"

    def changed(owned, prefix, new_prefix):
        kept = [one for one in owned if one.name == "at" or draw(st.integers(0, 4))]
        result, taken = [], {one.name for one in owned}
        for one in kept:
            now = one
            if one.name != "at" and draw(st.integers(0, 2)) == 0:
                to = draw(NAMES)
                if to not in taken:
                    taken.add(to)
                    renames[f"{prefix}{one.name}"] = f"{new_prefix}{to}"
                    now = evolve(now, name=to)
            if one.name != "at" and draw(st.integers(0, 2)) == 0:
                other = draw(fields(now.name))
                now = evolve(now, type=other.type, many=other.many, options=other.options)
                old, new = [option.key for option in one.options], [option.key for option in now.options]
                if old and new and draw(st.booleans()):
                    keys[f"{prefix}{one.name}"] = {draw(st.sampled_from(old)): draw(st.sampled_from(new))}
            result.append(now)
        names = draw(st.lists(NAMES, unique=True, max_size=2))
        return (*result, *(draw(fields(name)) for name in names if name not in taken))

    def owner_later(owner):
        name = owners.get(owner.name, owner.name)
        more = {"singular": f"{name}_row"} if isinstance(owner, Relation) else {}
        return evolve(owner, name=name, fields=changed(owner.fields, f"{owner.name}.", f"{name}."), **more)

    new = Schema(
        name="feet",
        version=version,
        fields=changed(schema.fields, "", ""),
        relations=[owner_later(one) for one in schema.relations if draw(st.integers(0, 4)) or one.name in owners],
        entities=[owner_later(one) for one in schema.entities if draw(st.integers(0, 4)) or one.name in owners],
    )
    return new, renames, keys


@st.composite
def values_of(draw, declared):
    """Values of a field: some that its type gives, some that it never would."""
    cells = draw(st.lists(CELLS, max_size=3))
    return tuple(
        cleaned.value
        if draw(st.booleans()) and (cleaned := declared.semantic_type.clean(cell)).value is not None
        else cell
        for cell in cells
    )


@st.composite
def values(draw, declared):
    found = {one.name: draw(values_of(one)) for one in declared if draw(st.booleans())}
    return found | draw(st.dictionaries(NAMES, st.lists(CELLS, max_size=2).map(tuple), max_size=1))


@st.composite
def customers(draw, schema):
    """Values of a customer with its rows, as a schema has them and now and then beside it."""
    found = draw(values(schema.fields))
    for relation in schema.relations:
        row = st.fixed_dictionaries({}, optional={one.name: CELLS for one in relation.fields} | {"other": CELLS})
        found[relation.name] = tuple(draw(st.lists(row | st.just("no row"), max_size=3)))
    return found
