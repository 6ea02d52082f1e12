"""Many tasks of one event loop work on a base at once, through threads, and nothing is lost."""

import asyncio
import time
from contextlib import closing
from datetime import timedelta

import pytest

from crmkit.customer_base import connect
from crmkit.exceptions import ConflictError
from crmkit.records import Interaction
from tests.base.world import NOW

TASKS = 20
FORM = {"given_name": "Anna", "family_name": "Keller"}


@pytest.fixture(params=["memory", "sqlite"])
def shared(request, tmp_path):
    """One base for all tasks, in memory or in a file."""
    url = "memory:" if request.param == "memory" else tmp_path / "customers.db"
    with closing(connect(url, clock=lambda: NOW, region="CH")) as base:
        yield base


def at_once(work):
    """Run a coroutine for each of twenty numbers at once, and give what they return."""

    async def every():
        return await asyncio.gather(*(work(number) for number in range(TASKS)))

    return asyncio.run(every())


def ticket(customer_id, number):
    return Interaction(
        id=f"ticket/{number}",
        kind="ticket",
        at=NOW - timedelta(days=number),
        ref=customer_id,
        data={"number": str(number)},
    )


def test_tasks_that_add_update_and_read_lose_nothing(shared):
    async def live(number):
        added = await asyncio.to_thread(shared.add, FORM | {"email": f"a{number}@example.org"}, source="form")
        again = await asyncio.to_thread(shared.add, FORM | {"email": f"a{number}@example.org"}, source="form")
        assert again.version == added.version
        await asyncio.to_thread(shared.record, ticket(added.id, number))
        read = await asyncio.to_thread(shared.customer, added.id)
        told = await asyncio.to_thread(
            shared.update, read.id, {"locality": "Bern"}, source="desk", expected_version=read.version
        )
        found = await asyncio.to_thread(shared.search, f"a{number}@example.org")
        assert told.id in {one.id for one in found}
        return told

    told = at_once(live)
    kept = {one.id: one for one in shared.customers()}
    assert kept == {one.id: one for one in told}
    assert len(kept) == TASKS
    assert {one.values["locality"] for one in kept.values()} == {"Bern"}
    assert sorted(one.related["tickets"][0]["number"] for one in kept.values()) == sorted(map(str, range(TASKS)))
    orders = [fact.order for fact in shared._keeper.backend.facts()]
    assert orders == list(range(1, len(orders) + 1))
    assert shared.verify().ok


def test_tasks_that_change_one_customer_see_each_others_changes(shared):
    anna = shared.add(FORM | {"email": "anna@example.org", "note": "calls:"}, source="form")
    refused = []

    async def call(number):
        while True:
            read = await asyncio.to_thread(shared.customer, anna.id)
            note = f"{read.values['note']} {number}"
            try:
                return await asyncio.to_thread(
                    shared.update, anna.id, {"note": note}, source="desk", expected_version=read.version
                )
            except ConflictError:
                refused.append(number)

    at_once(call)
    assert sorted(map(int, shared.customer(anna.id).values["note"].split()[1:])) == list(range(TASKS))
    assert shared.verify().ok


def test_a_transaction_in_one_thread_is_kept_whole_or_not_at_all(shared):
    def sign_up(number):
        with shared.transaction():
            customer = shared.add(FORM | {"email": f"a{number}@example.org"}, source="form")
            shared.record(ticket(customer.id, number))
            if number % 2:
                raise LookupError
            return customer.id

    async def attempt(number):
        try:
            return await asyncio.to_thread(sign_up, number)
        except LookupError:
            return None

    ids = {found for found in at_once(attempt) if found}
    assert {one.id for one in shared.customers()} == ids
    assert len(ids) == TASKS // 2
    assert all(len(one.related["tickets"]) == 1 for one in shared.customers())
    assert shared.verify().ok


def test_two_that_add_at_the_same_instant_each_have_a_load_of_their_own(tmp_path):
    async def both():
        with closing(connect(tmp_path / "customers.db", clock=lambda: NOW)) as base:

            async def second():
                return await asyncio.to_thread(base.add, FORM | {"phone": "+41446681801"}, source="form")

            def first():
                with base.transaction():
                    waiting = asyncio.run_coroutine_threadsafe(second(), loop)
                    time.sleep(0.2)  # the second has read the last number by now, and waits
                    return base.add(FORM | {"email": "anna@example.org"}, source="form"), waiting

            loop = asyncio.get_running_loop()
            anna, waiting = await asyncio.to_thread(first)
            other = await asyncio.wrap_future(waiting)
            assert anna.id != other.id
            assert base.verify().ok

    asyncio.run(both())


def test_a_task_that_is_cancelled_does_not_stop_what_its_thread_has_begun(shared):
    def add():
        return shared.add(FORM | {"email": "anna@example.org"}, source="form")

    async def hasty():
        task = asyncio.create_task(asyncio.to_thread(add))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(hasty())  # which waits for the threads that it began
    (anna,) = shared.customers()
    assert add().version == anna.version
