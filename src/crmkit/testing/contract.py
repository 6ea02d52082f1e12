"""The contract suite: what every backend has to do, as a pytest class.

Write a test class of your own and override the fixture `backend`; declare what your backend cannot do in `gaps`.

```python
class TestMyBackend(BackendContract):
    gaps: ClassVar = {"columnar": could("nobody asked for Arrow batches")}

    @pytest.fixture
    def backend(self, tmp_path):
        with contextlib.closing(MyBackend(tmp_path)) as backend:
            yield backend
```
"""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any, ClassVar, Final, TypeVar

import pytest
from attrs import asdict, evolve
from hypothesis import given

from crmkit.backends.json_text import written
from crmkit.backends.names import NAME_BYTES
from crmkit.backends.protocol import Backend, Capabilities, ColumnarBackend, Fact, Json, Kind, Wanted
from crmkit.exceptions import CallError, ConflictError, StoreError, UnknownNameError
from crmkit.testing import strategies
from crmkit.testing.comparison import compare_with_reference
from crmkit.testing.gaps import Gap

Reopen = Callable[[], Backend]
TestT = TypeVar("TestT", bound=Callable[..., None])

_NOT_JSON: Final[tuple[Json, ...]] = (float("nan"), float("inf"), (1, 2), {1: "one"}, {"a": {1, 2}}, b"", object())


def needs(capability: str) -> Callable[[TestT], TestT]:
    """Mark a test that asks for a capability."""

    def mark(test: TestT) -> TestT:
        test.needs = capability  # type: ignore[attr-defined]
        return test

    return mark


def fact(name: str = "a", *, kind: Kind = "record", body: Json = None, keys: tuple[str, ...] = ()) -> Fact:
    """Make a plain fact."""
    return Fact(kind=kind, id=name, at=0, body=body, keys=keys)


class BackendContract:
    """What every backend has to do. Override `backend`, and `reopen` for a backend that is persistent.

    Attributes:
        gaps: capability to a declared gap, exactly for the capabilities that the backend does not have. A test that
            needs a capability with a gap "never" is skipped; with another gap it must fail, so that a gap that has
            been closed is noticed.
    """

    gaps: ClassVar[Mapping[str, Gap]] = {}

    @pytest.fixture
    def backend(self) -> Iterator[Backend]:
        """Give an empty backend, and close it afterwards."""
        raise NotImplementedError(f"{type(self).__name__} has to override the fixture `backend`.")

    @pytest.fixture
    def reopen(self) -> Reopen:
        """Give a function that opens the place of `backend` once more, whether that is closed or not."""
        raise NotImplementedError(f"{type(self).__name__} has to override the fixture `reopen`.")

    @pytest.fixture(autouse=True)
    def _declared_gaps(self, request: pytest.FixtureRequest) -> None:
        gap = self.gaps.get(getattr(request.function, "needs", ""))
        if gap is None:
            return
        if gap.grade == "never":
            pytest.skip(str(gap))
        request.applymarker(pytest.mark.xfail(reason=str(gap), strict=True))

    # -- itself

    def test_it_has_every_method_of_a_backend(self, backend: Backend) -> None:
        """It satisfies the protocol, and has a name."""
        assert isinstance(backend, Backend)
        assert backend.name

    def test_every_missing_capability_is_a_declared_gap_and_no_other(self, backend: Backend) -> None:
        """Capabilities and gaps together name everything a backend can be asked for."""
        assert isinstance(backend.capabilities, Capabilities)
        missing = {name for name, there in asdict(backend.capabilities).items() if not there}
        assert missing == set(self.gaps)

    def test_after_closing_every_use_is_refused_and_closing_again_is_not(self, backend: Backend) -> None:
        """A closed backend says so."""
        backend.close()
        backend.close()
        uses: tuple[Callable[[], object], ...] = (
            lambda: backend.append([fact()]),
            lambda: list(backend.facts()),
            backend.last,
            lambda: backend.get("t", "k"),
            lambda: backend.put("t", "k", 1),
            lambda: backend.put_all("t", {"k": 1}),
            lambda: backend.delete("t", "k"),
            lambda: backend.delete_all("t", ["k"]),
            lambda: backend.clear("t"),
            lambda: list(backend.scan("t")),
            lambda: backend.find("t", [Wanted(("a",))], limit=1),
            lambda: backend.transaction().__enter__(),
        )
        for use in uses:
            with pytest.raises(StoreError):
                use()

    # -- facts

    def test_an_empty_backend_has_no_facts(self, backend: Backend) -> None:
        """Nothing is there at first."""
        assert backend.last() == 0
        assert list(backend.facts()) == []
        assert backend.append([]) == ()

    def test_new_facts_come_back_numbered_in_the_order_given(self, backend: Backend) -> None:
        """Numbers rise over all kinds, and reading gives the same."""
        new = backend.append([fact("b"), fact("a", kind="consent"), fact("c")])
        assert [one.id for one in new] == ["b", "a", "c"]
        assert all(0 < left.order < right.order for left, right in pairwise(new))
        assert tuple(backend.facts()) == new
        assert backend.last() == new[-1].order

    def test_a_fact_is_kept_once_however_often_it_is_appended(self, backend: Backend) -> None:
        """The first body stays, and only new facts come back."""
        assert len(backend.append([fact(body=1), fact(body=2)])) == 1
        assert [one.id for one in backend.append([fact(body=3), fact("b")])] == ["b"]
        assert [(one.id, one.body) for one in backend.facts()] == [("a", 1), ("b", None)]
        assert [one.id for one in backend.append([fact("y"), fact("x"), fact("x"), fact("y")])] == ["y", "x"]

    def test_the_same_id_in_two_kinds_is_two_facts(self, backend: Backend) -> None:
        """Ids are unique within a kind."""
        assert len(backend.append([fact(kind="record"), fact(kind="journal")])) == 2
        assert [one.kind for one in backend.facts("journal")] == ["journal"]

    def test_facts_are_found_by_kind_by_key_and_behind_a_number(self, backend: Backend) -> None:
        """The three ways to narrow a reading go together."""
        first, second, third = backend.append(
            [fact("1", keys=("x", "y")), fact("2", kind="consent", keys=("y",)), fact("3", keys=("z", "z"))]
        )
        assert list(backend.facts(keys=["y"])) == [first, second]
        assert list(backend.facts(keys=["y", "x", "z", "none"])) == [first, second, third]
        assert list(backend.facts("record", keys=["y"])) == [first]
        assert (
            list(backend.facts(("record", "consent")))
            == list(backend.facts(["consent", "record"]))
            == [
                first,
                second,
                third,
            ]
        )
        assert list(backend.facts(("consent", "journal"))) == [second]
        assert list(backend.facts(())) == []
        assert list(backend.facts(after=first.order, keys=["y"])) == [second]
        assert list(backend.facts("record", after=first.order)) == [third]
        assert list(backend.facts(keys=[])) == []

    def test_thousands_of_facts_come_back_in_order(self, backend: Backend) -> None:
        """Reading in pages loses none, neither at their edges."""
        names = [f"crm/{number}" for number in range(4001)]
        backend.append(fact(name, keys=(name,)) for name in names)
        assert [one.id for one in backend.facts()] == names
        assert [one.id for one in backend.facts(keys=reversed(names))] == names

    def test_facts_appended_while_reading_are_not_read(self, backend: Backend) -> None:
        """Reading ends at the fact that was the last when it began."""
        backend.append([fact("a"), fact("b")])
        read = []
        for one in backend.facts():
            read.append(one.id)
            backend.append([fact(one.id + "!")])
        assert read == ["a", "b"]

    def test_a_kind_that_does_not_exist_is_refused(self, backend: Backend) -> None:
        """Near names are offered."""
        unknown: Any = "recrod"
        with pytest.raises(UnknownNameError):
            list(backend.facts(unknown))

    def test_a_fact_comes_back_exactly(self, backend: Backend) -> None:
        """Every id, key, instant and body survives, also the type of each number."""

        @given(drawn=strategies.facts())
        def check(drawn: Fact) -> None:
            after = backend.last()
            for new in backend.append([drawn]):
                (read,) = backend.facts(after=after)
                assert (read, repr(read.body)) == (new, repr(drawn.body))
                assert (read.kind, read.id, read.at, read.keys) == (drawn.kind, drawn.id, drawn.at, drawn.keys)
                assert read in backend.facts(drawn.kind, keys=drawn.keys) or not drawn.keys

        check()

    def test_numbers_have_no_gaps_also_after_what_is_passed_over_or_given_up(self, backend: Backend) -> None:
        """So the same work gives the same numbers in every backend."""
        backend.append([fact("a"), fact("b"), fact("a")])
        backend.append([fact("b"), fact("c")])

        def given_up() -> None:
            with backend.transaction():
                backend.append([fact("d")])
                raise LookupError

        if backend.capabilities.transactions:
            with pytest.raises(LookupError):
                given_up()
        backend.append([fact("e")])
        assert [one.order for one in backend.facts()] == [1, 2, 3, 4]

    def test_facts_can_bring_their_numbers_and_these_must_rise(self, backend: Backend) -> None:
        """A restored copy keeps them, also with gaps."""
        given = [evolve(fact("a"), order=3), evolve(fact("b"), order=7)]
        assert list(backend.append(given, numbered=True)) == list(backend.facts()) == given
        for orders in ((7, 8), (9, 9), (10, 9), (0, 1)):
            with pytest.raises(CallError):
                backend.append(
                    [evolve(fact(f"{place}"), order=order) for place, order in enumerate(orders)], numbered=True
                )
        assert backend.append([fact("c")])[0].order == 8
        assert [one.order for one in backend.facts(after=3)] == [7, 8]

    def test_names_of_any_length_that_is_allowed_are_kept_and_longer_ones_refused(self, backend: Backend) -> None:
        """Ids, keys, terms and tables, also where each character takes four bytes."""
        for name in ("x" * NAME_BYTES, "\U0001f600" * (NAME_BYTES // 4), "\x00" * (NAME_BYTES // 6)):
            backend.append([fact(name, keys=(name,))])
            assert [one.id for one in backend.facts(keys=[name])] == [name]
            backend.put(name, name, 1, terms=[name])
            assert backend.find(name, [Wanted((name,))], limit=1) == (name,)
        long = "x" * (NAME_BYTES + 1)
        for refused in (
            lambda: fact(long),
            lambda: fact(keys=(long,)),
            lambda: backend.put(long, "k", 1),
            lambda: backend.put("t", long, 1),
            lambda: backend.put("t", "k", 1, terms=[long]),
            lambda: backend.put_all("t", {"k": 1, long: 2}),
        ):
            with pytest.raises(CallError):
                refused()
        assert list(backend.scan("t")) == []

    def test_a_body_can_be_given_as_json_text(self, backend: Backend) -> None:
        """It is what it says, and no string."""
        body = {"name": "Zoë", "cells": [1, None]}
        (kept,) = backend.append([fact(body=written(body))])
        backend.put("t", "k", written(body))
        backend.put_all("t", {"l": written(body)})
        assert [one.body for one in backend.facts(after=kept.order - 1)] == [body]
        assert [one.body for one in backend.scan("t")] == [body, body]

    def test_a_body_of_ten_megabytes_is_kept(self, backend: Backend) -> None:
        """A cell can be a whole letter."""
        body = {"cell": "é" * 5_000_000}
        backend.append([fact(body=body)])
        backend.put("t", "k", body)
        assert next(backend.facts()).body == body
        assert next(backend.scan("t")).body == body

    @pytest.mark.parametrize("body", _NOT_JSON, ids=lambda body: type(body).__name__)
    def test_what_is_not_json_is_refused_and_nothing_is_kept(self, backend: Backend, body: Json) -> None:
        """A refusal leaves everything as it was."""
        uses: tuple[Callable[[], object], ...] = (
            lambda: backend.append([fact("good"), fact("bad", body=body)]),
            lambda: backend.put("t", "bad", body),
            lambda: backend.put_all("t", {"good": 1, "bad": body}),
        )
        for use in uses:
            with pytest.raises(CallError):
                use()
        assert list(backend.facts()) == []
        assert list(backend.scan("t")) == []

    def test_what_is_kept_does_not_change_with_what_was_given_or_read(self, backend: Backend) -> None:
        """A body is copied on its way in and on its way out."""
        body = {"list": [1]}
        backend.append([fact(body=body)])
        backend.put("t", "k", body)
        body["list"].append(2)
        next(backend.facts()).body["list"].append(3)
        next(backend.scan("t")).body["list"].append(3)
        assert next(backend.facts()).body == next(backend.scan("t")).body == {"list": [1]}

    # -- documents

    def test_a_document_that_is_not_there_is_none(self, backend: Backend) -> None:
        """Tables need not be declared."""
        assert backend.get("t", "k") is None
        assert list(backend.scan("t")) == []
        assert backend.delete("t", "k") is False
        backend.clear("t")

    def test_a_put_replaces_and_its_version_rises(self, backend: Backend) -> None:
        """The version that put returns is the one that is read."""
        first = backend.put("t", "k", "old")
        second = backend.put("t", "k", "new")
        found = backend.get("t", "k")
        assert found is not None
        assert (found.key, found.body, found.version) == ("k", "new", second)
        assert 0 < first < second

    def test_a_version_never_comes_back_after_a_delete(self, backend: Backend) -> None:
        """Who read the old document cannot overwrite the new one by mistake."""
        first = backend.put("t", "k", 1)
        assert backend.delete("t", "k") is True
        backend.put_all("t", {"k": 2})
        with pytest.raises(ConflictError):
            backend.put("t", "k", 3, expected_version=first)

    def test_a_change_since_reading_is_a_conflict_and_changes_nothing(self, backend: Backend) -> None:
        """The expected version must be the present one; 0 stands for none."""
        version = backend.put("t", "k", "mine", expected_version=0)
        for stale in (0, version + 1):
            with pytest.raises(ConflictError):
                backend.put("t", "k", "lost", expected_version=stale)
            with pytest.raises(ConflictError):
                backend.delete("t", "k", expected_version=stale)
        with pytest.raises(ConflictError):
            backend.put("t", "other", "lost", expected_version=version)
        assert [(one.key, one.body) for one in backend.scan("t")] == [("k", "mine")]
        assert backend.delete("t", "k", expected_version=version) is True

    def test_tables_do_not_touch_each_other(self, backend: Backend) -> None:
        """A key in one table is not the same key in another."""
        backend.put_all("t", {"k": 1, "l": 2})
        backend.put("T", "k", 3)
        backend.clear("t")
        assert list(backend.scan("t")) == []
        assert [one.body for one in backend.scan("T")] == [3]

    def test_documents_are_scanned_in_the_order_of_their_keys(self, backend: Backend) -> None:
        """By code point, and some keys alone on request."""
        keys = ["b", "a", "B", "é", "z", "\U0001f600", "\uffff", "10", "9"]
        backend.put_all("t", dict.fromkeys(keys))
        assert [one.key for one in backend.scan("t")] == sorted(keys)
        assert [one.key for one in backend.scan("t", keys=["z", "a", "none", "a"])] == ["a", "z"]
        assert list(backend.scan("t", keys=[])) == []

    def test_thousands_of_documents_are_scanned_also_while_they_change(self, backend: Backend) -> None:
        """Reading in pages loses none, neither at their edges."""
        keys = [f"{number:05}" for number in range(4001)]
        backend.put_all("t", dict.fromkeys(keys))
        assert [one.key for one in backend.scan("t", keys=keys)] == keys
        seen = []
        for one in backend.scan("t"):
            seen.append(one.key)
            if len(seen) % 1000 == 0:
                backend.put("t", one.key, "seen")
        assert seen == keys

    def test_documents_come_back_exactly(self, backend: Backend) -> None:
        """Every key and body survives."""

        @given(drawn=strategies.documents())
        def check(drawn: dict[str, Json]) -> None:
            backend.clear("t")
            backend.put_all("t", drawn)
            read = {one.key: repr(one.body) for one in backend.scan("t")}
            assert read == {key: repr(body) for key, body in drawn.items()}
            assert {one.key for one in backend.scan("t", keys=drawn)} == set(drawn)

        check()

    def test_many_documents_are_deleted_at_once(self, backend: Backend) -> None:
        """Those that are not there are passed over."""
        backend.put_all("t", {"a": 1, "b": 2, "c": 3}, terms={"a": ["x"], "b": ["x"]})
        backend.delete_all("t", ["c", "a", "none", "a"])
        backend.delete_all("t", [])
        assert [one.key for one in backend.scan("t")] == ["b"]
        assert backend.find("t", [Wanted(("x",))], limit=9) == ("b",)

    # -- terms

    def test_documents_are_found_by_terms_and_by_their_beginnings(self, backend: Backend) -> None:
        """Everything wanted must be met, each by any of its terms or prefixes."""
        backend.put_all(
            "t",
            {"1": None, "2": None, "3": None},
            terms={"1": ["anna", "keller", "bern"], "2": ["anna", "kern"], "3": ["hans", "keller"]},
        )
        for wanted, keys in (
            ([Wanted(("anna",))], ("1", "2")),
            ([Wanted(("anna",)), Wanted(("keller",))], ("1",)),
            ([Wanted(("hans", "kern", "none"))], ("2", "3")),
            ([Wanted(prefixes=("ke",))], ("1", "2", "3")),
            ([Wanted(prefixes=("kell",)), Wanted(("bern",), ("ha",))], ("1", "3")),
            ([Wanted(prefixes=("",))], ("1", "2", "3")),
            ([Wanted(("ann",))], ()),
            ([Wanted(("anna",)), Wanted()], ()),
            ([Wanted()], ()),
            ([], ()),
        ):
            assert backend.find("t", wanted, limit=9) == keys
        assert backend.find("t", [Wanted(prefixes=("ke", "an"))], limit=2) == ("1", "2")
        assert backend.find("other", [Wanted(("anna",))], limit=9) == ()

    def test_documents_are_found_by_each_of_many_terms(self, backend: Backend) -> None:
        """The first few of each, in the order of keys; terms of nobody are left out."""
        names = [f"{number:03}" for number in range(150)]
        backend.put_all("t", dict.fromkeys(names), terms={name: ["all", name, f"\\ {name[-1]}"] for name in names})
        assert backend.find_each("t", ["all"], limit=2) == {"all": ("000", "001")}
        assert backend.find_each("t", [*names, "all", "none"], limit=3) == {
            **{name: (name,) for name in names},
            "all": ("000", "001", "002"),
        }
        assert backend.find_each("t", ["\\ 7"], limit=2) == {"\\ 7": ("007", "017")}
        assert backend.find_each("t", [], limit=2) == backend.find_each("other", ["all"], limit=2) == {}

    def test_a_new_body_keeps_the_terms_unless_others_are_given(self, backend: Backend) -> None:
        """Terms belong to the document, and go with it."""
        backend.put("t", "k", 1, terms=["a", "b", "a"])
        backend.put("t", "k", 2)
        backend.put_all("t", {"k": 3, "l": 3}, terms={"l": ["a"], "none": ["a"]})
        assert backend.find("t", [Wanted(("a",)), Wanted(("b",))], limit=9) == ("k",)
        backend.put("t", "k", 4, terms=["b", "c"])
        assert backend.find("t", [Wanted(("a",))], limit=9) == ("l",)
        assert backend.find("t", [Wanted(("c",))], limit=9) == ("k",)
        backend.put("t", "k", 5, terms=[])
        assert backend.find("t", [Wanted(prefixes=("",))], limit=9) == ("l",)
        backend.delete("t", "l")
        backend.put("t", "l", 6)
        backend.put("t", "m", 6, terms=["a"])
        backend.clear("t")
        assert backend.find("t", [Wanted(prefixes=("",))], limit=9) == ()

    @needs("transactions")
    def test_terms_of_a_block_that_raises_are_as_before(self, backend: Backend) -> None:
        """Nothing of it can be found, and everything before it can."""
        backend.put("t", "k", 1, terms=["a"])

        def work() -> None:
            with backend.transaction():
                backend.put("t", "k", 1, terms=["b"])
                backend.put("t", "l", 1, terms=["a"])
                assert backend.find("t", [Wanted(("a",))], limit=9) == ("l",)
                raise LookupError

        with pytest.raises(LookupError):
            work()
        assert backend.find("t", [Wanted(("a", "b"))], limit=9) == ("k",)

    # -- what only some can do

    @needs("bulk")
    def test_tens_of_thousands_are_kept_at_once(self, backend: Backend) -> None:
        """Through the engine's own way for many rows, with every character that could disturb it."""
        awkward = "\\N \t\n\r\b\\. ; '' \" {} \x00 \ud800 \U0001f600"
        names = [f"{number:05} {awkward}" for number in range(20_000)]
        assert len(backend.append(fact(name, body=[name], keys=(name,)) for name in names)) == len(names)
        backend.put_all("t", {name: [name] for name in names}, terms={name: [name] for name in names})
        assert [one.body for one in backend.facts()] == [[name] for name in names]
        assert [one.body for one in backend.scan("t")] == [[name] for name in names]
        assert backend.find("t", [Wanted((names[777],))], limit=9) == (names[777],)
        assert [one.id for one in backend.facts(keys=[names[777]])] == [names[777]]

    @needs("columnar")
    def test_tables_come_as_arrow_batches(self, backend: ColumnarBackend) -> None:
        """With the keys, versions and bodies that a scan gives."""
        backend.put_all("t", {f"{number:04}": {"number": number} for number in range(3000)})
        rows = [row for batch in backend.batches("t") for row in batch.to_pylist()]
        assert [(row["key"], row["version"], json.loads(row["body"])) for row in rows] == [
            (one.key, one.version, one.body) for one in backend.scan("t")
        ]
        assert [row for batch in backend.batches("none") for row in batch.to_pylist()] == []

    # -- transactions and threads

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

    # -- other openings

    @needs("persistent")
    def test_what_was_kept_is_there_after_closing(self, backend: Backend, reopen: Reopen) -> None:
        """Numbers and versions go on where they ended."""
        (kept,) = backend.append([fact(body={"name": "Zoë"}, keys=("x",))])
        version = backend.put("t", "k", [1, None])
        backend.close()
        again = reopen()
        try:
            assert list(again.facts(keys=["x"])) == [kept]
            assert again.append([fact(), fact("b")])[0].order > kept.order
            assert again.put("t", "k", 2, expected_version=version) > version
        finally:
            again.close()

    @needs("many_processes")
    def test_two_openings_see_each_other(self, backend: Backend, reopen: Reopen) -> None:
        """What one has kept the other reads, and numbers and versions are shared."""
        other = reopen()
        try:
            (mine,) = backend.append([fact("mine")])
            (yours,) = other.append([fact("mine"), fact("yours")])
            assert list(backend.facts()) == list(other.facts()) == [mine, yours]
            version = backend.put("t", "k", 1)
            assert other.put("t", "k", 2, expected_version=version) > version
            with pytest.raises(ConflictError):
                backend.put("t", "k", 3, expected_version=version)
        finally:
            other.close()

    # -- everything together

    def test_it_answers_like_the_reference_whatever_is_done_to_it(self, backend: Backend) -> None:
        """Random work on both, with every answer compared."""
        compare_with_reference(backend)
