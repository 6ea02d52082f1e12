"""What every backend does with facts."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any, Final

import pytest
from attrs import evolve
from hypothesis import given

from crmkit.backends.json_text import written
from crmkit.backends.names import NAME_BYTES
from crmkit.backends.protocol import Backend, Fact, Json, Wanted
from crmkit.exceptions import CallError, UnknownNameError
from crmkit.testing import strategies
from crmkit.testing.contract.needs import fact

_NOT_JSON: Final[tuple[Json, ...]] = (float("nan"), float("inf"), (1, 2), {1: "one"}, {"a": {1, 2}}, b"", object())


class FactsContract:
    """What every backend does with facts."""

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
