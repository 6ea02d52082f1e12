"""What refers to customers is re-pointed with every change, and goes back with every undoing."""

from uuid import UUID

import pytest
from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table, Text, Uuid, create_engine, insert, select, text

from crmkit.customer_base import connect
from crmkit.exceptions import CallError, StoreError
from crmkit.testing.references import check_references
from tests.base.world import NOW

HOST = MetaData()
INVOICES = Table("invoices", HOST, Column("id", Integer, primary_key=True), Column("customer", Text))
NOTES = Table("notes", HOST, Column("id", Uuid, primary_key=True), Column("about", Text))
VISITS = Table("visits", HOST, Column("visitor", Text))
PEOPLE = ("crm/1", "shop/1", "till/1")


def add(base, ref):
    source, key = ref.split("/")
    return base.add({"source_key": key, "family_name": f"Keller {source}"}, source=source).id


@pytest.fixture
def new_host(new_place, opened):
    """Give a function that opens a base of three customers beside invoices, one for each and one for nobody."""

    def opening(kind):
        base = opened(new_place(kind), actor="amelie")
        base.execute = base._keeper.backend.execute
        base.execute(text("CREATE TABLE invoices (id INTEGER PRIMARY KEY, customer TEXT)"))
        base.ids = [add(base, ref) for ref in PEOPLE]
        for number, name in enumerate([*base.ids, base.ids[1], None]):
            base.execute(insert(INVOICES).values(id=number, customer=name))
        return base

    return opening


@pytest.fixture
def host(new_host):
    return new_host("sqlite")


def invoices(base):
    return [row[0] for row in base.execute(select(INVOICES.c.customer).order_by(INVOICES.c.id))]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql", "duckdb"])
def test_rows_of_a_host_follow_a_merge_in_its_transaction_and_go_back_when_it_is_undone(new_host, kind):
    base = new_host(kind)
    anna, bruno, zoe = base.ids
    assert base.register(INVOICES.c.customer).name == "invoices.customer"
    before = invoices(base)
    assert base.merge(anna, bruno, dry_run=True).references == {"invoices.customer": 2}
    assert invoices(base) == before

    def fail_after_merging():
        with base.transaction():
            base.merge(anna, bruno)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_merging()
    assert invoices(base) == before
    merged = base.merge(anna, bruno)
    assert merged.references == {"invoices.customer": 2}
    assert merged.complete
    assert invoices(base) == [anna, anna, zoe, anna, None]
    assert base.undo(merged.id, dry_run=True).references == {"invoices.customer": 2}
    assert base.undo(merged.id).references == {"invoices.customer": 2}
    assert invoices(base) == before
    assert base.verify().ok


def test_rows_go_back_through_several_merges_and_separations(host):
    anna, bruno, zoe = host.ids
    host.register(INVOICES.c.customer)
    before = invoices(host)
    first = host.merge(bruno, zoe)
    second = host.merge(anna, bruno)
    assert set(invoices(host)) == {anna, None}
    host.undo(second.id)
    assert invoices(host) == [anna, bruno, bruno, bruno, None]
    host.undo(first.id)
    assert invoices(host) == before
    host.merge(anna, bruno)
    host.separate(anna, ["shop/1"])
    assert invoices(host) == before


def test_rows_that_the_host_has_changed_meanwhile_stay_as_they_are(host):
    anna, bruno, zoe = host.ids
    host.register(INVOICES.c.customer)
    merged = host.merge(anna, bruno)
    host.execute(INVOICES.update().where(INVOICES.c.id == 1).values(customer=zoe))
    assert host.undo(merged.id, dry_run=True).references == {"invoices.customer": 1}
    host.undo(merged.id)
    assert invoices(host) == [anna, zoe, zoe, bruno, None]


def test_rows_of_any_key_are_known_again_and_without_one_they_stay_with_the_id_that_stays(host):
    anna, bruno, _ = host.ids
    host.execute(text("CREATE TABLE notes (id CHAR(32) PRIMARY KEY, about TEXT)"))
    host.execute(text("CREATE TABLE visits (visitor TEXT)"))
    host.execute(insert(NOTES).values(id=UUID(int=7), about=bruno))
    host.execute(insert(VISITS).values(visitor=bruno))
    host.register(NOTES.c.about)
    host.register(VISITS.c.visitor)
    assert [one.name for one in host.references] == ["notes.about", "visits.visitor"]
    merged = host.merge(anna, bruno)
    assert merged.references == {"notes.about": 1, "visits.visitor": 1}
    assert host.undo(merged.id).references == {"notes.about": 1}
    assert host.execute(select(NOTES.c.about))[0][0] == bruno
    assert host.execute(select(VISITS.c.visitor))[0][0] == anna


def test_a_table_that_is_declared_late_is_brought_up_to_date(host):
    anna, bruno, zoe = host.ids
    host.merge(bruno, zoe)
    host.merge(anna, bruno)
    host.register(INVOICES.c.customer)
    assert host.repoint() == {"invoices.customer": 3}
    assert invoices(host) == [anna, anna, anna, anna, None]
    assert host.repoint() == {}


def test_a_system_is_told_of_every_merge_until_it_has_understood(place, opened):
    base = opened(place, actor="amelie")
    anna, bruno, zoe = (add(base, ref) for ref in PEOPLE)
    base.merge("crm/1", "till/1")
    told, broken = [], []

    def tell(old, new):
        if broken:
            raise ConnectionError
        told.append((old, new))

    assert base.register("mail tool", repoint=tell).kind == "system"
    assert base.pending_repoints() == ()
    merged = base.merge("crm/1", "shop/1")
    assert (merged.pending, merged.complete) == (("mail tool",), False)
    (waiting,) = base.pending_repoints()
    assert (waiting.system, waiting.old, waiting.new, waiting.change) == ("mail tool", bruno, anna, merged.id)
    broken.append(1)
    with pytest.raises(ConnectionError):
        base.repoint()
    assert len(base.pending_repoints()) == 1
    broken.clear()
    assert base.repoint() == {"mail tool": 1}
    assert told == [(bruno, anna)]
    base.register("mail tool", repoint=tell)  # as when the app starts again
    assert (base.pending_repoints(), base.repoint()) == ((), {})
    assert base.customer(zoe).id == anna


def test_who_was_parted_again_before_a_system_was_told_is_not_told_of(opened):
    base = opened("memory:", actor="amelie")
    for ref in PEOPLE:
        add(base, ref)
    told = []
    base.register("mail tool", repoint=lambda old, new: told.append((old, new)))
    merged = base.merge("crm/1", "shop/1")
    base.undo(merged.id)
    assert base.pending_repoints() == ()
    base.merge("shop/1", "till/1")
    base.merge("crm/1", "shop/1")
    base.repoint()
    assert {new for _, new in told} == {base.customer_of("crm/1")}


def test_what_cannot_be_registered_is_one_clear_sentence(opened, host):
    base = opened("memory:")
    with pytest.raises(CallError, match="has no tables beside it; register a function"):
        base.register(INVOICES.c.customer)
    with pytest.raises(CallError, match=r"There is no notes\.about beside the base"):
        host.register(NOTES.c.about)
    with pytest.raises(CallError, match="leave the function out"):
        host.register(INVOICES.c.customer, repoint=print)
    with pytest.raises(CallError, match="Give a function"):
        host.register("mail tool")
    assert host.references == base.references == ()


def test_a_change_that_the_database_refuses_to_re_point_is_not_made(host):
    host.register(INVOICES.c.customer)
    host.execute(text("DELETE FROM invoices WHERE id = 3"))
    host.execute(text("CREATE UNIQUE INDEX one_each ON invoices (customer)"))
    before, known = invoices(host), host._keeper.backend.last()
    with pytest.raises(StoreError):
        host.merge(host.ids[0], host.ids[1])
    assert invoices(host) == before
    assert host._keeper.backend.last() == known


def test_a_reference_that_nobody_registered_fails_the_test_of_the_host(tmp_path):
    metadata = MetaData()
    people = Table("people", metadata, Column("crm", Text, primary_key=True))
    Table("orders", metadata, Column("id", Integer, primary_key=True), Column("buyer", ForeignKey("people.crm")))
    calls = Table("calls", metadata, Column("id", Integer), Column("who", Text), Column("text", Text))
    engine = create_engine(f"sqlite:///{tmp_path}/host.db")
    metadata.create_all(engine)
    with connect(engine, clock=lambda: NOW) as base, engine.connect() as connection:
        assert check_references(base, engine) == ()
        anna = add(base, "crm/1")
        connection.execute(insert(calls).values(id=1, who=anna, text="c-section"))
        connection.commit()
        base.register(people.c.crm)
        with pytest.raises(AssertionError, match=r"^calls\.who, orders\.buyer refer to customers and are not"):
            check_references(base, connection)
        base.register(calls.c.who)
        base.register(metadata.tables["orders"].c.buyer)
        assert check_references(base, connection) == ("calls.who", "orders.buyer")
    engine.dispose()
