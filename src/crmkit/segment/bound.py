"""A segment bound to an instant: it answers for customers."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

from attrs import field, frozen

from crmkit.records import Customer
from crmkit.schema.fields import Schema
from crmkit.segment.evaluate import compile_condition
from crmkit.segment.explain import Explanation, all_missing, give_reasons
from crmkit.segment.following.membership import Membership
from crmkit.segment.following.turning import next_turn
from crmkit.segment.nodes import Condition
from crmkit.segment.running.subject import Answer, Run, Subject
from crmkit.segment.sizing import SizeEstimate, estimate, pick
from crmkit.segment.telling.words import Language

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, FromClause

    from crmkit.segment.targets.support import Target
    from crmkit.segment.targets.tables import Tables

FrameT = TypeVar("FrameT")
CustomerT = TypeVar("CustomerT", bound=Customer | Mapping[str, Any])

HORIZON: Final = timedelta(days=2 * 366)
"""How far ahead an explanation looks for the next change."""


@frozen
class BoundSegment:
    """A segment at an instant, in a zone, with its parameters: it answers for customers.

    Make one with `Segment.at`.

    Attributes:
        text: the canonical text of the segment.
        version: its version.
        schema: what a customer is.
        tree: the checked tree.
        run: now, zone, parameters, lists, and who answers for consent.
    """

    text: str
    version: str
    schema: Schema = field(eq=False, repr=False)
    tree: Condition = field(eq=False, repr=False)
    run: Run
    _compiled: list[Answer] = field(factory=list, init=False, eq=False, repr=False)

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> NoReturn:
        raise TypeError("A segment is neither true nor false; ask .matches(customer).")

    def matches(self, customer: Customer | Mapping[str, Any]) -> bool:
        """Say whether a customer is in the segment.

        Args:
            customer: a Customer, or a mapping of fields and relations such as {"country": "CH", "orders": [...]}.

        Raises:
            CallError: the segment asks for consent and nobody answers, or the customer has a time without a zone.
        """
        if not self._compiled:
            self._compiled.append(compile_condition(self.tree, self.run))
        if type(customer) is dict:
            return self._compiled[0](customer, customer)
        subject = Subject.of(customer)
        return self._compiled[0](subject.values, subject.whole)

    def explain(
        self, customer: Customer | Mapping[str, Any], *, language: Language = "en", horizon: timedelta = HORIZON
    ) -> Explanation:
        """Say why a customer is in or not, what is missing, and when the answer will change by the clock alone.

        Args:
            customer: as in `matches`.
            language: of the sentences: "en" or "fr".
            horizon: how far ahead to look for the change.

        Raises:
            CallError: as in `matches`.

        >>> from datetime import UTC, datetime
        >>> from crmkit.segment.segment import Segment
        >>> bound = Segment.parse('country = "CH" and age >= 18').at(datetime(2026, 3, 1, tzinfo=UTC))
        >>> print(bound.explain({"country": "CH", "birth_date": "2008-03-15"}))
        Not in the segment:
          ✗ country = "CH" and age >= 18
            ✓ country = "CH" (has CH)
            ✗ age >= 18 (has a value)
          changes by itself at 2026-03-15T00:00:00Z
        """
        subject = Subject.of(customer)
        reason = give_reasons(self.tree, subject, self.run, language)
        turn = next_turn(self.tree, subject, self.run, horizon=horizon)
        return Explanation(
            member=reason.met, reason=reason, missing=all_missing(reason), next_change=turn.at, language=language
        )

    def filter(
        self,
        frame: FrameT,
        *,
        related: Mapping[str, Any] | None = None,
        id_column: str = "id",
        tables: "Tables | None" = None,
        candidates: bool = False,
    ) -> FrameT:
        """Keep the rows of a frame that are in the segment, in the caller's kind of frame.

        Args:
            frame: one row a customer, columns named like the fields; any dataframe that narwhals understands.
            related: relation to a frame with a column `customer` (the customer's id), `at`, and the row's fields.
            id_column: the column that `customer` refers to.
            tables: what the columns hold, when they hold keys, numbers and bounds, as crmkit stores them, instead of
                values as people know them; then nothing has to be read, a frame of Polars may be lazy, and `related`
                has the frames of lists and relations by their names.
            candidates: only with `tables`: take what Polars cannot decide for true, so that `matches` has to be asked
                about each row that is kept.

        Raises:
            CallError: as in `matches`, or a column is missing.
            MissingExtraError: the extra "frames" is not installed.
        """
        from crmkit.segment.columnar import filter_frame, filter_stored

        if tables is not None:
            return filter_stored(frame, self, tables=tables, related=related or {}, candidates=candidates)
        return filter_frame(frame, self, related=related or {}, id_column=id_column)

    def residue(self, target: "Target", tables: "Tables | None" = None) -> tuple[str, ...]:
        """List the conditions that an engine does not decide, each with the reason; Python has to.

        Args:
            target: polars, sqlite, postgresql or duckdb.
            tables: where the fields are; left out, the tables that crmkit writes.

        >>> from datetime import UTC, datetime
        >>> from crmkit.segment.segment import Segment
        >>> bound = Segment.parse('country = "CH" and consented to newsletter').at(datetime(2026, 3, 1, tzinfo=UTC))
        >>> bound.residue("sqlite")
        ('consented to newsletter: whoever is given as consented= answers',)
        """
        from crmkit.segment.targets.asking import ask
        from crmkit.segment.targets.tables import Tables

        kept = Tables.of(self.schema) if tables is None else tables
        return ask(self.tree, self.run, kept, target).left

    def to_sql(
        self, dialect: str, tables: "Tables | None" = None, *, candidates: bool = False, paramstyle: str | None = None
    ) -> tuple[str, tuple[Any, ...] | dict[str, Any]]:
        """Write the statement that gives the ids of the members; everything that a caller gave is a parameter.

        Args:
            dialect: sqlite, postgresql or duckdb.
            tables: where the fields are; left out, the tables that crmkit writes.
            candidates: take what the database cannot decide for true, so that `matches` has to be asked about each id.
            paramstyle: how parameters are written, as in PEP 249; left out, "qmark" for SQLite and DuckDB, "format"
                for PostgreSQL.

        Returns:
            The text and its parameters: a tuple, or a dictionary where parameters have names.

        Raises:
            CallError: the database cannot decide a part of it, or the tables do not say where a field is.
            UnknownNameError: there is no such dialect.

        >>> from datetime import UTC, datetime
        >>> from crmkit.segment.segment import Segment
        >>> bound = Segment.parse('country = "CH"').at(datetime(2026, 3, 1, tzinfo=UTC))
        >>> text, parameters = bound.to_sql("sqlite")
        >>> " ".join(text.split()), parameters
        ('SELECT segment_customers.id FROM segment_customers WHERE segment_customers.country = ?', ('CH',))
        """
        from crmkit.segment.targets.sql.text import question_for, write_text
        from crmkit.segment.targets.tables import Tables

        kept = Tables.of(self.schema) if tables is None else tables
        question = question_for(self.tree, self.run, kept, dialect, candidates=candidates)
        return write_text(question, kept, dialect, paramstyle=paramstyle)

    def to_sqlalchemy(
        self,
        tables: "Tables",
        using: "Mapping[str, FromClause] | None" = None,
        *,
        dialect: str = "postgresql",
        candidates: bool = False,
    ) -> "ColumnElement[bool]":
        """Write the condition for a query of SQLAlchemy: `select(people).where(...)`.

        Args:
            tables: where the fields are.
            using: name of a table in `tables` to the table or alias of your query; the one of customers is needed
                wherever the query has it.
            dialect: the database that will be asked; what is written differently is settled when the query runs.
            candidates: as for `to_sql`.

        Raises:
            CallError: as for `to_sql`.
        """
        from crmkit.segment.targets.sql.expressions import express
        from crmkit.segment.targets.sql.text import question_for

        question = question_for(self.tree, self.run, tables, dialect, candidates=candidates)
        return express(question, tables, using)

    def follow(self, customers: Iterable[Customer | Mapping[str, Any]]) -> Membership:
        """Begin to follow who is in: the membership now, and when anybody's answer next turns by the clock.

        Consent is taken as it is answered at each instant that somebody is asked; tell the membership of a consent that
        is given, withdrawn or expires as of any other fact.

        Args:
            customers: all of them, each with an id.

        Raises:
            CallError: as in `matches`, or a customer has no id.

        >>> from datetime import UTC, datetime
        >>> from crmkit.segment.segment import Segment
        >>> birthday = {"id": "c-1", "birth_date": "2008-03-15"}
        >>> now = Segment.parse("age >= 18").at(datetime(2026, 3, 1, tzinfo=UTC)).follow([birthday])
        >>> later, crossings = now.advanced(datetime(2026, 4, 1, tzinfo=UTC), lambda customer_id: birthday)
        >>> [(one.customer, one.at.isoformat(), one.entered) for one in crossings]
        [('c-1', '2026-03-15T00:00:00+00:00', True)]
        """
        begun, _ = Membership(tree=self.tree, version=self.version, run=self.run).changed(
            customers, at=self.run.clock.now
        )
        return begun

    def estimate(self, customers: Iterable[Customer | Mapping[str, Any]], *, total: int) -> SizeEstimate:
        """Guess how many customers are in, from a random sample of them.

        Args:
            customers: the sample.
            total: how many customers there are in all.

        Raises:
            CallError: as in `matches`, or the sample is larger than the total.
        """
        return estimate(self.matches, customers, total=total)

    def preview(self, customers: Iterable[CustomerT], count: int = 10, *, seed: str = "") -> tuple[CustomerT, ...]:
        """Pick some customers who are in, by chance, but always the same ones for a seed.

        Args:
            customers: as in `matches`, each with an id.
            count: how many.
            seed: another one picks others.

        Raises:
            CallError: as in `matches`.
        """
        return pick(self.matches, customers, count, seed=seed)
