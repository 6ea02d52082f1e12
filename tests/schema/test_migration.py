"""A migration loses nothing: there and back gives every value back, whatever it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.exceptions import SchemaError, UnknownNameError
from crmkit.schema.fields import EntityType, Field, Option, Relation, Schema
from crmkit.schema.migration import Kept
from tests.schema.schemas import CELLS, customers, later, schemas, values


def exactly(found):
    """Values in a form in which 1 and True are not equal."""
    if isinstance(found, dict):
        return {name: exactly(value) for name, value in found.items()}
    if isinstance(found, list | tuple):
        return [exactly(value) for value in found]
    return type(found), found


def everything(found):
    return sorted(repr(one) for held in found.values() for one in held)


@st.composite
def migrations(draw):
    old = draw(schemas())
    new, renames, keys = draw(later(old))
    return old.diff(new, renames=renames, options=keys).migration()


@given(st.data())
def test_there_and_back_gives_every_value_back(data):
    migration = data.draw(migrations())
    before = data.draw(customers(migration.diff.before))
    there = migration.forward(before)
    back = migration.back(there.values, there.kept)
    assert exactly(back.values) == exactly(before)
    assert back.kept == ()


@given(st.data())
def test_back_and_there_gives_every_later_value_back(data):
    migration = data.draw(migrations())
    after = data.draw(customers(migration.diff.after))
    back = migration.back(after)
    again = migration.forward(back.values, back.kept)
    assert exactly(again.values) == exactly(after)
    assert again.kept == ()


@given(st.data())
def test_values_of_an_entity_come_back_too(data):
    migration = data.draw(migrations())
    for entity in migration.diff.before.entities:
        before = data.draw(values(entity.fields))
        there = migration.forward(before, entity=entity.name)
        if f"{entity.name}." in {f"{one.name}." for one in migration.diff.before.entities} and there.values:
            now = migration.diff.new_path(f"{entity.name}.").removesuffix(".")
            assert exactly(migration.back(there.values, there.kept, entity=now).values) == exactly(before)


@given(st.data())
def test_a_value_is_carried_or_kept_and_never_dropped(data):
    migration = data.draw(migrations())
    before = data.draw(customers(migration.diff.before))
    there = migration.forward(before)
    kept = {one.path.removesuffix("."): one.values for one in there.kept}
    for name, held in before.items():
        to = migration.diff.new_path(f"{name}." if name in ("orders", "visits") else name)
        if name in kept:
            assert exactly(kept[name]) == exactly(held)
        else:
            assert len(there.values[to.removesuffix(".")]) == len(held)


@given(st.data())
def test_what_was_edited_in_between_stays_edited(data):
    migration = data.draw(migrations())
    there = migration.forward(data.draw(customers(migration.diff.before)))
    new = data.draw(values(migration.diff.after.fields))
    edited = there.values | {name: held for name, held in new.items() if held}
    back = migration.back(edited, there.kept)
    again = migration.forward(back.values, back.kept)
    assert exactly({name: again.values[name] for name, held in edited.items() if held}) == exactly(
        {name: held for name, held in edited.items() if held}
    )


@given(st.data())
def test_two_migrations_in_a_row_come_back_through_both(data):
    first = data.draw(migrations())
    new, renames, keys = data.draw(later(first.diff.after, version="3"))
    second = first.diff.after.diff(new, renames=renames, options=keys).migration()
    before = data.draw(customers(first.diff.before))
    one = first.forward(before)
    two = second.forward(one.values, one.kept)
    half = second.back(two.values, two.kept)
    back = first.back(half.values, half.kept)
    assert exactly(back.values) == exactly(before)
    assert back.kept == ()


OLD = Schema(
    name="shop",
    version="1",
    fields=[
        Field(name="gender", type="choice", options=[Option("f"), Option("m"), Option("x")]),
        Field(name="hobbies", type="text", many=True),
        Field(name="born", type="text"),
    ],
    relations=[
        Relation(
            name="orders",
            singular="order",
            fields=[
                Field(name="at", type="instant"),
                Field(name="sum", type="integer"),
                Field(name="shop", type="text"),
            ],
        )
    ],
    entities=[EntityType(name="car", fields=[Field(name="plate", type="text")])],
)
NEW = Schema(
    name="shop",
    version="2",
    fields=[
        Field(name="gender", type="choice", options=[Option("female"), Option("m")]),
        Field(name="hobby", type="text"),
        Field(name="birth_date", type="date"),
    ],
    relations=[
        Relation(
            name="purchases",
            singular="purchase",
            fields=[Field(name="at", type="instant"), Field(name="total", type="integer")],
        )
    ],
    entities=[EntityType(name="vehicle", fields=[Field(name="plate", type="text")])],
)
DIFF = OLD.diff(
    NEW,
    renames={
        "hobbies": "hobby", "born": "birth_date", "orders": "purchases", "orders.sum": "purchases.total",
        "car": "vehicle",
    },
    options={"gender": {"f": "female"}},
)  # fmt: skip
MOVE = DIFF.migration()


def test_a_renamed_option_is_renamed_in_the_values():
    there = MOVE.forward({"gender": ("f",)})
    assert (there.values, there.kept) == ({"gender": ("female",)}, ())


def test_an_option_that_is_gone_is_kept():
    assert MOVE.forward({"gender": ("x",)}).kept == (Kept("1", "gender", ("x",)),)


def test_of_many_values_the_first_goes_where_there_is_room_for_one():
    there = MOVE.forward({"hobbies": ("chess", "skiing")})
    assert there.values == {"hobby": ("chess",)}
    assert there.kept[0].homeless == ("skiing",)
    assert MOVE.back({"hobby": ("tennis",)}, there.kept).values == {"hobbies": ("tennis", "skiing")}


def test_a_text_that_reads_as_a_date_becomes_one_and_is_still_known_as_it_was_written():
    there = MOVE.forward({"born": ("1.2.1980",)})
    assert there.values["birth_date"][0].iso() == "1980-02-01"
    assert MOVE.back(there.values, there.kept).values == {"born": ("1.2.1980",)}


def test_rows_are_carried_with_their_renamed_fields():
    there = MOVE.forward({"orders": ({"sum": 3, "shop": "Bern"}, {"sum": 4})})
    assert there.values == {"purchases": ({"total": 3}, {"total": 4})}
    more = MOVE.back({"purchases": (*there.values["purchases"], {"total": 5})}, there.kept)
    assert more.values == {"orders": ({"sum": 3, "shop": "Bern"}, {"sum": 4}, {"sum": 5})}


def test_values_of_a_renamed_entity_are_carried():
    assert MOVE.forward({"plate": ("VD 1",)}, entity="car").values == {"plate": ("VD 1",)}
    with pytest.raises(UnknownNameError, match="car"):
        MOVE.forward({}, entity="caar")


def test_two_schemas_of_one_version_have_no_migration():
    with pytest.raises(SchemaError, match="version"):
        OLD.diff(OLD).migration()


@given(st.dictionaries(st.sampled_from(["gender", "hobbies", "born", "shoe"]), st.lists(CELLS, max_size=3).map(tuple)))
def test_migrating_is_pure(before):
    copied = dict(before)
    first = MOVE.forward(before)
    assert before == copied
    assert first == MOVE.forward(before)
