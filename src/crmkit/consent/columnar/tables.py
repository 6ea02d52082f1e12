"""Acts of consent and contact points as tables of a database, written once and read in large pieces.

The database packs many rows into one text, which is what every driver hands over fast. The tables are plain: whole
numbers, and one text for each form.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any, Final, Literal

import polars as pl
from attrs import asdict, frozen

from crmkit.consent.columnar.acts import COLUMNS, ActColumns
from crmkit.consent.columnar.forms import Form
from crmkit.consent.points import KIND_OF_CHANNEL
from crmkit.consent.policy import Policy
from crmkit.consent.scope import Scope
from crmkit.exceptions import CallError, StoreCorruptError, UnknownNameError

Execute = Callable[[str], Sequence[Sequence[Any]]]
"""Runs a statement and gives its rows."""

_AT_ONCE: Final = 500_000
_FIELD, _ROW = "\x1f", "\x1e"

_PACK: Final[Mapping[str, str]] = {
    "sqlite": "group_concat({row}, char(30))",
    "postgresql": "string_agg({row}, chr(30))",
    "duckdb": "string_agg({row}, chr(30))",
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
        if self.dialect not in _PACK:
            raise UnknownNameError("dialect", self.dialect, _PACK)
        for name in (self.acts, self.forms, self.points):
            if not name.isidentifier():
                raise CallError(f"A table cannot be called {name!r}; use letters, digits and underscores.")

    def creation(self) -> tuple[str, ...]:
        """Give the statements that make the tables."""
        person = "BIGINT" if self.persons == "number" else "TEXT"
        acts = ", ".join(f'"{name}" BIGINT{"" if name in _MAY_MISS else " NOT NULL"}' for name in COLUMNS)
        places = ", ".join(f'"{name}" {kind} NOT NULL' for name, kind in _POINTS.items())
        return (
            f'CREATE TABLE {self.acts} ({acts}, "person" {person})',
            f'CREATE INDEX {self.acts}_number ON {self.acts} ("number")',
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
        self, execute: Execute, *, policy: Policy, purpose: str, channel: str, at_once: int = _AT_ONCE
    ) -> ActColumns:
        """Read the acts that can concern a use.

        Args:
            execute: runs a statement and gives its rows.
            policy: purposes and rules.
            purpose: what for.
            channel: by which channel.
            at_once: how many numbers of acts one statement covers.

        Raises:
            StoreCorruptError: a form does not read as one.
        """
        forms = self._forms(execute)
        use = policy.purposes.get(purpose)
        wanted: list[int] = []
        if use is not None and channel in policy.channels:
            scope = Scope.of(policy, use, channel, None)
            wanted = [number for number, form in enumerate(forms) if form.role(scope)]
        kinds = {**COLUMNS, "person": self._person_type}
        found = [pl.DataFrame(schema=kinds)]
        if wanted:
            numbers = f'"form" IN ({", ".join(map(str, wanted))})'
            low, high = execute(f'SELECT min("number"), max("number") FROM {self.acts}')[0]  # noqa: S608  a checked name
            answered = any(forms[number].answering for number in wanted)
            for first in range(low or 0, (-1 if high is None else high) + 1, at_once):
                where = f'{numbers} AND "number" >= {first} AND "number" < {first + at_once}'
                found += self._in_two_parts(execute, kinds, where, numbered=answered)
        return ActColumns(forms=forms, frame=pl.concat(found))

    def _in_two_parts(
        self, execute: Execute, kinds: Mapping[str, Any], where: str, *, numbered: bool
    ) -> Iterator[pl.DataFrame]:
        """Read acts whose times are all the same by few columns, and the others by all."""
        exact = '"until" = "since" AND "recorded" = "since" AND "about" IS NULL'
        left_out = {"until", "recorded", "about"} if numbered else {"until", "recorded", "about", "number"}
        few = {name: kind for name, kind in kinds.items() if name not in left_out}
        found = self._read(execute, self.acts, few, f"{where} AND {exact}")
        found = found.with_columns(until="since", recorded="since", about=pl.lit(None, pl.Int64))
        if not numbered:  # nobody asks for it
            found = found.with_columns(number=pl.int_range(pl.len()))
        yield found.select(list(kinds))
        yield self._read(execute, self.acts, kinds, f"{where} AND NOT ({exact})").select(list(kinds))

    def read_points(self, execute: Execute, *, channel: str) -> pl.DataFrame:
        """Read the contact points of a channel, each person's in her own order, as `choose` takes them."""
        if channel not in KIND_OF_CHANNEL:
            raise UnknownNameError("channel", channel, KIND_OF_CHANNEL)
        kinds = {"person": self._person_type, "place": pl.Int64, "point": pl.Int64, "deliverable": pl.Int64}
        found = self._read(execute, self.points, kinds, f"\"kind\" = '{KIND_OF_CHANNEL[channel]}'")
        return found.sort("person", "place").drop("place").with_columns(pl.col("deliverable") != 0)

    def read(self, execute: Execute, source: str, kinds: Mapping[str, Any]) -> pl.DataFrame:
        """Read columns of any table, or of a statement in parentheses.

        Args:
            execute: runs a statement and gives its rows.
            source: a table, or a statement in parentheses.
            kinds: name of each column to its Polars type.
        """
        return self._read(execute, f"{source} AS packed", kinds, "1 = 1")

    @property
    def _person_type(self) -> Any:
        return pl.Int64 if self.persons == "number" else pl.String

    def _forms(self, execute: Execute) -> tuple[Form, ...]:
        held: dict[int, str] = dict(map(tuple, execute(f'SELECT "form", "said" FROM {self.forms}')))  # noqa: S608  a checked name
        try:
            return tuple(Form(**json.loads(held[number])) for number in range(len(held)))
        except (KeyError, TypeError, ValueError):
            raise StoreCorruptError(f"A row of {self.forms} does not read as a form of acts; write it again.") from None

    def _read(self, execute: Execute, source: str, kinds: Mapping[str, Any], where: str) -> pl.DataFrame:
        fields = [f"coalesce(CAST(\"{name}\" AS TEXT), '')" for name in kinds]
        packing = _PACK[self.dialect].format(row=f"concat_ws(chr(31), {', '.join(fields)})")
        if self.dialect == "sqlite":
            texts = ", ".join(f"ifnull(\"{name}\", '')" for name in kinds)
            packing = _PACK["sqlite"].format(row=f"printf('{_FIELD.join(['%s'] * len(kinds))}', {texts})")
        [[packed]] = execute(f"SELECT {packing} FROM {source} WHERE {where}")  # noqa: S608  names and numbers of our own
        if not packed:
            return pl.DataFrame(schema=kinds)
        return pl.read_csv(
            BytesIO(packed.encode("utf-8")),
            has_header=False,
            separator=_FIELD,
            eol_char=_ROW,
            quote_char=None,
            schema=dict(kinds),
        )


_MAY_MISS: Final = frozenset({"about", "ref"})
_POINTS: Final = {"place": "BIGINT", "kind": "TEXT", "point": "BIGINT", "deliverable": "BIGINT"}
