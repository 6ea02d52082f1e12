"""What the tests of the contract share: marks for what a test asks for, and plain facts."""

from collections.abc import Callable
from typing import TypeVar

from crmkit.backends.protocol import Backend, Fact, Json, Kind

Reopen = Callable[[], Backend]
TestT = TypeVar("TestT", bound=Callable[..., None])


def needs(capability: str) -> Callable[[TestT], TestT]:
    """Mark a test that asks for a capability."""

    def mark(test: TestT) -> TestT:
        test.needs = capability  # type: ignore[attr-defined]
        return test

    return mark


def fact(name: str = "a", *, kind: Kind = "record", body: Json = None, keys: tuple[str, ...] = ()) -> Fact:
    """Make a plain fact."""
    return Fact(kind=kind, id=name, at=0, body=body, keys=keys)
