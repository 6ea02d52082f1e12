"""Transactions and threads: all or nothing, and nothing lost."""

import threading

import pytest

from crmkit.backends.protocol import Backend, Wanted
from crmkit.exceptions import ConflictError, StoreError
from crmkit.testing.contract.needs import fact, needs


class TransactionsContract:
    """Transactions and threads: all or nothing, and nothing lost."""

    @needs("transactions")
    def test_a_block_that_raises_leaves_nothing(self, backend: Backend) -> None:
        """Facts, keys and documents are as they were before."""
        backend.append([fact("before", keys=("x",))])
        backend.put_all("t", {"stays": 1, "replaced": 1, "deleted": 1})
        before = list(backend.facts()), list(backend.scan("t"))

        def work() -> None:
            with backend.transaction():
                backend.append([fact("new", keys=("x",))])
                backend.put("t", "replaced", 2)
                backend.put("t", "new", 2)
                backend.delete("t", "deleted")
                assert [one.id for one in backend.facts(keys=["x"])] == ["before", "new"]
                backend.clear("t")
                assert list(backend.scan("t")) == []
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            work()
        assert (list(backend.facts()), list(backend.scan("t"))) == before
        assert [one.id for one in backend.facts(keys=["x"])] == ["before"]
        assert len(backend.append([fact("new")])) == 1

    @needs("transactions")
    def test_an_inner_block_belongs_to_the_outer_one(self, backend: Backend) -> None:
        """What an inner block wrote goes when the outer one fails."""

        def work() -> None:
            with backend.transaction():
                with backend.transaction():
                    backend.append([fact()])
                raise LookupError

        with pytest.raises(LookupError):
            work()
        assert list(backend.facts()) == []

    @needs("transactions")
    def test_swallowing_the_failure_of_an_inner_block_keeps_nothing(self, backend: Backend) -> None:
        """The outer block fails at its end, so that no half is ever kept."""

        def inner() -> None:
            with backend.transaction():
                backend.append([fact("inner")])
                raise LookupError

        def outer() -> None:
            with backend.transaction():
                backend.append([fact("outer")])
                with pytest.raises(LookupError):
                    inner()

        with pytest.raises(StoreError):
            outer()
        assert list(backend.facts()) == []
        with backend.transaction():
            backend.append([fact("later")])
        assert [one.id for one in backend.facts()] == ["later"]

    @needs("transactions")
    def test_a_conflict_leaves_the_transaction_usable(self, backend: Backend) -> None:
        """A conflict is an answer and no damage."""
        with backend.transaction():
            backend.append([fact()])
            with pytest.raises(ConflictError):
                backend.put("t", "k", 1, expected_version=7)
            with pytest.raises(ConflictError):
                backend.delete("t", "k", expected_version=7)
        assert len(list(backend.facts())) == 1

    @needs("transactions")
    def test_what_is_looked_for_in_vain_can_be_written_and_replaced(self, backend: Backend) -> None:
        """What a transaction found missing is there once it is written, and gone once it is deleted."""
        with backend.transaction():
            for body in (1, 2):
                assert list(backend.scan("t", keys=["a", "b"])) == []
                backend.put_all("t", {"a": 0, "b": 0}, terms={"a": ["old"], "b": ["old"]})
                backend.put_all("t", {"a": body, "b": body}, terms={"a": ["new"]})
                assert [one.body for one in backend.scan("t", keys=["a", "b"])] == [body, body]
                assert backend.find("t", [Wanted(("old", "new"))], limit=9) == ("a", "b")
                assert backend.find("t", [Wanted(("old",))], limit=9) == ("b",)
                backend.delete_all("t", ["a", "b"])
        assert list(backend.scan("t")) == []

    @needs("transactions")
    def test_other_threads_never_see_what_is_given_up(self, backend: Backend) -> None:
        """Another thread waits, or reads what was there before."""
        seen: list[object] = []
        reader = threading.Thread(target=lambda: seen.append((backend.last(), backend.get("t", "k"))))

        def work() -> None:
            with backend.transaction():
                backend.append([fact()])
                backend.put("t", "k", 1)
                reader.start()
                reader.join(0.05)
                raise LookupError

        with pytest.raises(LookupError):
            work()
        reader.join(10)
        assert seen == [(0, None)]

    def test_threads_that_write_at_once_lose_nothing(self, backend: Backend) -> None:
        """Every fact is there, with a number of its own."""
        failures: list[BaseException] = []

        def write(thread: int) -> None:
            try:
                for number in range(10):
                    backend.append([fact(f"{thread}/{number}", keys=(str(thread),)), fact(f"shared/{number}")])
                    backend.put("t", str(thread), number)
            except BaseException as failure:  # noqa: BLE001
                failures.append(failure)

        threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert failures == []
        kept = list(backend.facts())
        assert len({one.order for one in kept}) == len({one.id for one in kept}) == len(kept) == 50
        assert [one.body for one in backend.scan("t")] == [9] * 4
        assert len(list(backend.facts(keys=["2"]))) == 10
