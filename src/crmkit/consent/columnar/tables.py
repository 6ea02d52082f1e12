"""Acts of consent and contact points as tables of a database, written once and read in large pieces.

The tables are plain: whole numbers, and one text for each form.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

import polars as pl
from attrs import asdict, frozen

from crmkit.consent.columnar.acts import COLUMNS, ActColumns
from crmkit.consent.columnar.forms import Form
from crmkit.consent.columnar.reading import IN_BYTES, IN_DIGITS, Execute, Kinds, Packing
from crmkit.consent.points import KIND_OF_CHANNEL
from crmkit.consent.policy import Policy
from crmkit.consent.scope import Scope
from crmkit.exceptions import CallError, StoreCorruptError, UnknownNameError

_PARTS: Final = 1000


@frozen
class _Dialect:
    """How a database differs from others.

    Attributes:
        packing: how it hands over columns.
        at_once: how many acts it puts together at once.
        indexes_some: whether an index can be over some of the rows.
    """

    packing: Packing
    at_once: int
    indexes_some: bool = True


_DIALECTS: Final[Mapping[str, _Dialect]] = {
    "sqlite": _Dialect(IN_DIGITS, 20_000_000),
    "duckdb": _Dialect(IN_DIGITS, 20_000_000, indexes_some=False),
    "postgresql": _Dialect(IN_BYTES, 500_000),
}


@frozen(kw_only=True)
class ConsentTables:
    """Where acts and contact points are kept.

    Attributes:
        dialect: "sqlite", "postgresql" or "duckdb".
        persons: what customers are named by: "number", or "text" without control characters.
        acts: name of the table of acts.
        forms: name of the table of their forms.
        points: name of the table of contact points: `person`, `place` in her own order from 0, `kind` ("email", "phone"
            or "postal"), the code of the `point`, and `deliverable`, 0 or 1.

    Raises:
        UnknownNameError: for another dialect.
    """

    dialect: str
    persons: Literal["number", "text"] = "number"
    acts: str = "consent_acts"
    forms: str = "consent_forms"
    points: str = "contact_points"

    def __attrs_post_init__(self) -> None:
        if self.dialect not in _DIALECTS:
            raise UnknownNameError("dialect", self.dialect, _DIALECTS)
        for name in (self.acts, self.forms, self.points):
            if not name.isidentifier():
                raise CallError(f"A table cannot be called {name!r}; use letters, digits and underscores.")

    def creation(self) -> tuple[str, ...]:
        """Give the statements that make the tables."""
        person, some = "BIGINT" if self.persons == "number" else "TEXT", _DIALECTS[self.dialect].indexes_some
        acts = ", ".join(f'"{name}" BIGINT{"" if name in _MAY_MISS else " NOT NULL"}' for name in COLUMNS)
        places = ", ".join(f'"{name}" {kind} NOT NULL' for name, kind in _POINTS.items())
        return (
            f'CREATE TABLE {self.acts} ({acts}, "person" {person})',
            f'CREATE INDEX {self.acts}_number ON {self.acts} ("number")',
            *([f'CREATE INDEX {self.acts}_others ON {self.acts} ("number") WHERE {self._others}'] if some else ()),
            f'CREATE TABLE {self.forms} ("form" BIGINT NOT NULL PRIMARY KEY, "said" TEXT NOT NULL)',
            f'CREATE TABLE {self.points} ("person" {person} NOT NULL, {places})',
        )

    def rows(self, acts: ActColumns) -> Iterator[tuple[str, tuple[str, ...], list[tuple[Any, ...]]]]:
        """Give what to insert: the name of a table, its columns, and rows of values."""
        said = [(number, json.dumps(asdict(form))) for number, form in enumerate(acts.forms)]
        yield self.forms, ("form", "said"), said
        columns = (*COLUMNS, "person")
        yield self.acts, columns, acts.frame.select(columns).rows()

    def read_acts(
        self, execute: Execute, *, policy: Policy, purpose: str, channel: str, at_once: int | None = None
    ) -> ActColumns:
        """Read the acts that can concern a use.

        Args:
            execute: runs a statement and gives its rows.
            policy: purposes and rules.
            purpose: what for.
            channel: by which channel.
            at_once: how many numbers of acts the database puts together at once, at least; None: what suits it.

        Raises:
            StoreCorruptError: a form does not read as one.
        """
        forms = self._forms(execute)
        use = policy.purposes.get(purpose)
        wanted: list[int] = []
        if use is not None and channel in policy.channels:
            scope = Scope.of(policy, use, channel, None)
            wanted = [number for number, form in enumerate(forms) if form.role(scope)]
        found = [pl.DataFrame(schema={**COLUMNS, "person": self._person_type})]
        if wanted:
            where = f'"form" IN ({", ".join(map(str, wanted))})'
            numbered = any(forms[number].answering for number in wanted)
            for part in self._parts(execute, at_once):
                found += self._plain_and_others(execute, f"{where} AND {part}", numbered=numbered)
        return ActColumns(forms=forms, frame=pl.concat(found))

    def _parts(self, execute: Execute, at_once: int | None) -> Iterator[str]:
        """Part the acts by their numbers, since the database can put only so many together."""
        [[low, high]] = execute(f'SELECT min("number"), max("number") FROM {self.acts}')  # noqa: S608  a checked name
        if low is None:
            return
        step = max(at_once or _DIALECTS[self.dialect].at_once, (high - low) // _PARTS + 1)
        if high - low < step:
            yield "1 = 1"
            return
        for first in range(low, high + 1, step):
            yield f'"number" >= {first} AND "number" < {first + step}'

    def _plain_and_others(self, execute: Execute, where: str, *, numbered: bool) -> Iterator[pl.DataFrame]:
        """Read acts of which few columns tell everything by these, and the others by all."""
        kinds = {**COLUMNS, "person": self._person_type}
        few = {name: kind for name, kind in kinds.items() if name not in {*self._same, "about", "number"}}
        if numbered:
            few["number"] = kinds["number"]
        found = self._read(execute, f"{self.acts} WHERE {where} AND {self._plain}", few)
        found = found.with_columns(about=pl.lit(None, pl.Int64), **self._same)
        if not numbered:  # nobody asks for it
            found = found.with_columns(number=pl.int_range(pl.len()))
        yield found.select(list(kinds))
        yield self._read(execute, f"{self.acts} WHERE {where} AND {self._others}", kinds)

    def read_points(self, execute: Execute, *, channel: str) -> pl.DataFrame:
        """Read the contact points of a channel, each person's in her own order, as `choose` takes them."""
        if channel not in KIND_OF_CHANNEL:
            raise UnknownNameError("channel", channel, KIND_OF_CHANNEL)
        kinds = {"person": self._person_type, "point": pl.Int64, "place": pl.Int64}
        named, kind = '"person", "point", "place" * 2 + "deliverable" AS "place"', KIND_OF_CHANNEL[channel]
        points = f"SELECT {named} FROM {self.points} WHERE \"kind\" = '{kind}'"  # noqa: S608  names of our own
        found = self.read(execute, f"({points})", kinds).sort("person", "place")
        return found.select("person", "point", deliverable=pl.col("place") % 2 == 1)

    def read(self, execute: Execute, source: str, kinds: Mapping[str, Any]) -> pl.DataFrame:
        """Read columns of any table, or of a statement in parentheses.

        Args:
            execute: runs a statement and gives its rows.
            source: a table, or a statement in parentheses.
            kinds: name of each column to its Polars type.
        """
        return self._read(execute, f"{source} AS held", kinds)

    @property
    def _same(self) -> Mapping[str, str]:
        """Columns of an act that say nothing new, as a rule, and the column that says the same."""
        exact = {"until": "since", "recorded": "since"}
        return exact | {"ref": "person"} if self.persons == "number" else exact

    @property
    def _plain(self) -> str:
        return " AND ".join(['"about" IS NULL', *(f'"{name}" = "{other}"' for name, other in self._same.items())])

    @property
    def _others(self) -> str:
        return f"NOT coalesce({self._plain}, FALSE)"

    @property
    def _person_type(self) -> Any:
        return pl.Int64 if self.persons == "number" else pl.String

    def _forms(self, execute: Execute) -> tuple[Form, ...]:
        held: dict[int, str] = dict(map(tuple, execute(f'SELECT "form", "said" FROM {self.forms}')))  # noqa: S608  a checked name
        try:
            return tuple(Form(**json.loads(held[number])) for number in range(len(held)))
        except (KeyError, TypeError, ValueError):
            raise StoreCorruptError(f"A row of {self.forms} does not read as a form of acts; write it again.") from None

    def _read(self, execute: Execute, source: str, kinds: Kinds) -> pl.DataFrame:
        return _DIALECTS[self.dialect].packing.read(execute, source, kinds)


_MAY_MISS: Final = frozenset({"about", "ref"})
_POINTS: Final = {"place": "BIGINT", "kind": "TEXT", "point": "BIGINT", "deliverable": "BIGINT"}
