"""Where a field is kept, and which of its columns answer for it."""

import math
from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from crmkit.exceptions import CallError
from crmkit.segment.nodes import Meaning
from crmkit.segment.targets.comparing import Asked, CannotAskError
from crmkit.segment.targets.questions import (
    TRUE,
    Column,
    Compare,
    Present,
    Question,
    either,
    every,
    unless,
)
from crmkit.segment.targets.support import Target
from crmkit.segment.targets.tables import (
    KINDS,
    DateColumn,
    InstantColumn,
    Missing,
    MoneyColumn,
    NumberColumn,
    Stored,
    TextColumn,
    Unasked,
    ValuesTable,
)


@frozen
class Fields:
    """The fields of one table.

    Attributes:
        table: how messages name the table.
        kept: field to how it is kept.
        target: the engine that is asked.
    """

    table: str
    kept: Mapping[str, Any] = field(hash=False)
    target: Target

    def find(self, name: str) -> Stored | ValuesTable | Missing:
        """Find where a field is kept.

        Raises:
            CallError: the tables do not say.
            CannotAskError: it is not asked.
        """
        found: Stored | ValuesTable | Missing | Unasked | None = self.kept.get(name)
        if found is None:
            raise CallError(f"The tables do not say where {name!r} of {self.table} is kept; add it to fields=.")
        if isinstance(found, Unasked):
            raise CannotAskError(found.reason)
        return found

    def asked(self, name: str, stored: Stored, meaning: Meaning) -> Asked:
        """Look at the columns of a field.

        Raises:
            CallError: they hold something else than the field.
            CannotAskError: they do not hold what the field is compared by.
        """
        if not isinstance(stored, KINDS[meaning.family]):
            raise CallError(
                f"{name!r} is compared as {meaning.family}, and the tables keep it in a {type(stored).__name__}."
            )
        if self.target == "sqlite" and getattr(stored, "form", None) == "decimal":
            raise CallError(f"SQLite has no decimals; keep {name!r} as integer or float.")
        low = Column(stored.name, required=stored.required)
        match stored:
            case TextColumn(form="raw") if meaning.matching != "exact":
                raise CannotAskError("it is compared without case, and the tables name no column with its key")
            case TextColumn(form="raw"):
                text = Column(stored.name, trimmed=True, required=stored.required)
                return Asked(text, text, stored)
            case DateColumn(last=last) | InstantColumn(last=last):
                return Asked(low, low if last is None else Column(last, required=stored.required), stored)
            case MoneyColumn(currency=currency, always=always):
                return Asked(low, low, stored, always if currency is None else (Column(currency),))
            case _:
                return Asked(low, low, stored)


def is_there(stored: Stored) -> Question:
    """Ask whether there is a value, readable or not."""
    column = Column(stored.name, required=stored.required)
    if stored.known is not None:
        return Compare(Column(stored.known), "=", right=True)
    if isinstance(stored, TextColumn) and stored.form == "raw":
        return every(Present(column), unless(Compare(Column(stored.name, trimmed=True), "=", "")))
    if isinstance(stored, DateColumn) and stored.month_day is not None:
        return either(Present(column), Present(Column(stored.month_day)))
    if isinstance(stored, NumberColumn | MoneyColumn) and stored.form == "float":
        return Compare(column, "<=", math.inf)  # which is not true of what is no number
    return TRUE if stored.required else Present(column)
