"""Functions of one's own, registered with a segment: what they take, what they give, and who computes them where."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Literal

from attrs import field, frozen

from crmkit.exceptions import CallError

FunctionFamily = Literal["text", "number", "date", "instant", "money", "boolean"]
FAMILIES: Final[tuple[FunctionFamily, ...]] = ("text", "number", "date", "instant", "money", "boolean")
TAKEN: Final = frozenset({"count", "sum", "avg", "min", "max", "first", "last", "distinct"})


def _families(given: Iterable[FunctionFamily]) -> tuple[FunctionFamily, ...]:
    return tuple(given)


@frozen(kw_only=True)
class CustomFunction:
    """A pure function that segments may call: the same values always give the same answer.

    A missing argument makes the answer missing, without a call; of a field with several values each is asked.

    Attributes:
        name: as it is written in a segment, in lower case.
        takes: family of each argument: text (str), number (Decimal), date, instant (aware datetime), money (Money)
            or boolean (bool).
        gives: family of what it returns; None is missing.
        compute: the reference: plain Python for one customer. What it returns must be of the family it gives.
        targets: name of an execution target, such as "polars" or "sqlite", to what builds its expression there. A
            target that is not named leaves the tests that call the function to `compute`, as a residue.
        version: of the function; it counts in the version of a segment that calls it.
        labels: language to how a sentence calls it.
        cost: how much work one call is, beside a comparison.

    Raises:
        CallError: a name that cannot be written, or a family that does not exist.

    >>> domain = CustomFunction(
    ...     name="domain", takes=["text"], gives="text", compute=lambda address: address.partition("@")[2]
    ... )
    >>> domain.takes
    ('text',)
    """

    name: str
    takes: tuple[FunctionFamily, ...] = field(converter=_families)
    gives: FunctionFamily
    compute: Callable[..., Any] = field(eq=False)
    targets: Mapping[str, Any] = field(factory=dict, eq=False)
    version: str = "1"
    labels: Mapping[str, str] = field(factory=dict, hash=False)
    cost: int = 10

    def __attrs_post_init__(self) -> None:
        if not (self.name.isascii() and self.name.isidentifier() and self.name == self.name.lower()):
            raise CallError(f"A function cannot be called {self.name!r}; use lower-case letters, digits, underscores.")
        if self.name in TAKEN:
            raise CallError(f"There is a function {self.name!r} already; give yours another name.")
        for family in (*self.takes, self.gives):
            if family not in FAMILIES:
                raise CallError(f"{family!r} is no family of values; only {', '.join(FAMILIES)} are.")
        if not self.takes:
            raise CallError(f"The function {self.name!r} takes nothing, so it says nothing about a customer.")


def by_name(functions: Iterable[CustomFunction]) -> dict[str, CustomFunction]:
    """Index functions by their names.

    Raises:
        CallError: two have one name.
    """
    found: dict[str, CustomFunction] = {}
    for one in functions:
        if found.setdefault(one.name, one) is not one:
            raise CallError(f"Two functions are called {one.name!r}; give them apart names.")
    return found
