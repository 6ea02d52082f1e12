"""Tables are described whole, or not at all."""

import pytest

from crmkit.exceptions import CallError
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.fields import Field, Relation, Schema
from crmkit.segment.targets.tables import (
    KINDS,
    InstantColumn,
    MoneyColumn,
    NumberColumn,
    RelatedTable,
    StoredField,
    Tables,
    TextColumn,
    Unasked,
    ValuesTable,
    columns_of,
)


def test_every_field_of_the_customer_has_columns_of_its_family():
    tables = Tables.of(CUSTOMER)
    for one in CUSTOMER.fields:
        kept = tables.fields[one.name]
        stored = kept.value if isinstance(kept, ValuesTable) else kept
        assert isinstance(stored, KINDS[one.semantic_type.operators])
        assert isinstance(kept, ValuesTable) is CUSTOMER.type_of(one.name).many
    for relation in CUSTOMER.relations:
        assert tables.related[relation.name].fields.keys() == {one.name for one in relation.fields}


def test_whole_numbers_keep_no_decimals_and_lists_in_rows_are_not_asked():
    rows = Relation(
        name="visits",
        singular="visit",
        fields=[Field(name="at", type="instant"), Field(name="tags", type="text", many=True, pick="union")],
    )
    schema = Schema(
        name="s", fields=[Field(name="pets", type="integer"), Field(name="size", type="decimal")], relations=[rows]
    )
    tables = Tables.of(schema, prefix="", digits=2, namespace="crm")
    assert tables.fields == {"pets": NumberColumn("pets"), "size": NumberColumn("size", digits=2)}
    assert tables.related["visits"].fields["tags"] == Unasked("it has several values")
    assert (tables.customers, tables.namespace) == ("customers", "crm")


@pytest.mark.parametrize("given", [{}, {"currency": "c", "always": "CHF"}])
def test_an_amount_has_a_column_of_currencies_or_one_currency(given):
    with pytest.raises(CallError, match="'total' need a currency"):
        MoneyColumn("total", **given)


@pytest.mark.parametrize("fields", [{}, {"at": TextColumn("at")}])
def test_rows_say_when_they_happened(fields):
    with pytest.raises(CallError, match=r"'orders' needs fields\['at'\]"):
        RelatedTable("orders", fields)


def test_the_columns_of_a_field_come_in_one_order():
    assert columns_of(StoredField("a")) == ("a",)
    assert columns_of(InstantColumn("a", last="b", known="c")) == ("a", "b", "c")
    assert columns_of(MoneyColumn("a", currency="b", known="c")) == ("a", "b", "c")


def test_no_two_columns_have_one_name():
    schema = Schema(name="s", fields=[Field(name="born", type="date"), Field(name="born_last", type="text")])
    with pytest.raises(CallError, match="Two columns of segment_customers would be called 'born_last'"):
        Tables.of(schema)
    rows = Relation(
        name="visits",
        singular="visit",
        fields=[Field(name="at", type="instant"), Field(name="row_number", type="integer")],
    )
    with pytest.raises(CallError, match="Two columns of visits would be called 'row_number'"):
        Tables.of(Schema(name="s", fields=[], relations=[rows]))
    assert Tables.of(Schema(name="s", fields=[Field(name="id", type="text")])).id == "customer_id"
