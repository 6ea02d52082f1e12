"""A field with a semantic type of one's own works wherever fields do."""

from datetime import UTC, datetime

import pytest

import crmkit
from crmkit.dedup.merging import merge
from crmkit.dedup.survivorship import SurvivorshipPolicy
from crmkit.exceptions import SchemaError
from crmkit.ledger.codec import Codec
from crmkit.privacy.masking import mask_values
from crmkit.quality.measure import measure_rows
from crmkit.records import CleanRecord, Interaction
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.fields import Field, Option, Relation, Schema
from crmkit.schema.types.choice import CHOICE, Choice
from crmkit.schema.types.email import EMAIL
from crmkit.schema.values import dump_values, load_values
from crmkit.segment.segment import Segment
from tests.schema.schemas import PLATE, Plate

AT = datetime(2026, 3, 1, tzinfo=UTC)


class Pair(Plate):
    """A plate with its country, whose values are not JSON data by themselves."""

    name = "plate_pair"
    operators = "choice"

    def read(self, text, raw, region):
        return self.accept(("CH", text.upper()), raw)

    def caption(self, value):
        return " ".join(value)

    def mask(self, value):
        return f"{value[0]} …"

    def dump(self, value):
        return list(value)

    def load(self, data):
        return tuple(data)


PAIR = Pair()
SCHEMA = CUSTOMER.extended(
    version="cars",
    fields=[Field(name="plate", type=PAIR, many=True, labels={"en": "plate"}), Field(name="seat", type=PLATE)],
    relations=[
        Relation(
            name="repairs",
            singular="repair",
            fields=[Field(name="at", type="instant", nullable=False), Field(name="plate", type=PAIR)],
        )
    ],
)
VALUES = {"plate": (("CH", "VD 1"), ("CH", "VD 2")), "seat": ("A",)}
ROW = CleanRecord(ref="shop/1", source="shop", as_of=AT, values=VALUES)


def test_the_field_gives_the_instance():
    assert SCHEMA.find("plate").semantic_type is PAIR
    assert SCHEMA.find("repairs.plate").semantic_type is PAIR
    assert (SCHEMA.find("plate").type_name, SCHEMA.type_of("plate").operators) == ("plate_pair", "choice")


def test_the_schema_survives_json_with_the_types_given():
    again = Schema.from_json(SCHEMA.to_json(), types=[PAIR, PLATE])
    assert again == SCHEMA
    assert again.find("repairs.plate").semantic_type is PAIR
    assert set(SCHEMA.own_types) == {PAIR, PLATE}


@pytest.mark.parametrize("types", [[], [PLATE]])
def test_a_type_that_is_missing_is_named(types):
    with pytest.raises(SchemaError, match=r"'plate_pair' is not in the catalogue.*in 'types'"):
        Schema.from_json(SCHEMA.to_json(), types=types)


def test_every_type_that_is_missing_is_named_at_once():
    with pytest.raises(SchemaError, match=r"'plate_pair'.*'plate'|'plate'.*'plate_pair'"):
        Schema.from_json(SCHEMA.to_json())


def test_two_types_of_one_name_are_refused():
    with pytest.raises(SchemaError, match="'plate' twice"):
        Schema(name="x", fields=[Field(name="a", type=PLATE), Field(name="b", type=Plate())])


def test_a_type_of_the_catalogue_may_be_given_as_itself():
    assert Field(name="a", type=EMAIL) == Field(name="a", type="email")
    assert Field(name="a", type=CHOICE).type == "choice"


def test_a_type_that_pretends_to_be_of_the_catalogue_is_refused():
    with pytest.raises(SchemaError, match="declare the options on the field"):
        Field(name="a", type=Choice(options=("x",)))


def test_options_make_the_type_of_a_choice():
    field = Field(name="a", type="choice", options=[Option("open", {"de": "offen"})])
    assert field.semantic_type.clean("Offen").value == "open"
    assert field.type == "choice"


def test_values_are_written_and_read():
    assert load_values(dump_values(VALUES, SCHEMA), SCHEMA) == VALUES


def test_facts_and_documents_are_written_and_read():
    codec = Codec(SCHEMA)
    assert codec.load_clean_record(codec.dump(ROW)) == ROW
    event = Interaction(id="r", kind="repair", at=AT, ref="shop/1", data={"plate": ("CH", "VD 1")})
    assert codec.decode(codec.encode(event), Interaction) == event


def test_rows_are_merged_and_measured_and_masked():
    other = CleanRecord(ref="till/1", source="till", as_of=AT, values={"plate": (("CH", "VD 1"),), "seat": ("B",)})
    customer = merge("c", [ROW, other], schema=SCHEMA, policy=SurvivorshipPolicy())
    assert set(customer.values["plate"]) == set(VALUES["plate"])
    assert mask_values(customer.values, schema=SCHEMA)["plate"] == ("CH …", "CH …")
    measured = {one.name: one for one in measure_rows([ROW, other], schema=SCHEMA, at=AT).fields}
    assert (measured["plate"].type, measured["plate"].distinct) == ("plate_pair", 2)


def test_segments_ask_about_it():
    bound = Segment.parse('seat = "A" and plate is known', schema=SCHEMA).at(AT)
    assert bound.matches({"seat": "A", "plate": VALUES["plate"]})
    assert not bound.matches({"seat": "B"})


def test_a_base_opens_with_the_schema_and_keeps_its_events():
    with crmkit.connect("memory:", schema=SCHEMA, clock=lambda: AT) as base:
        report = base.load([{"email": "a@example.org", "id": "1"}], source="shop")
        assert report.created == 1
        customer = next(iter(base.customers()))
        event = Interaction(id="r", kind="repair", at=AT, ref=customer.id, data={"plate": ("CH", "VD 1")})
        base.record(event)
        assert base.customer(customer.id).related["repairs"][0]["plate"] == ("CH", "VD 1")
