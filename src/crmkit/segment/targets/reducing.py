"""Many rows of a customer become one value: their sum, mean, lowest or highest, or the first or last of them."""

from typing import Any, Final, Literal

from attrs import evolve

from crmkit.segment import nodes
from crmkit.segment.targets.comparing import Asked, CannotAskError, comparable
from crmkit.segment.targets.fields import Fields
from crmkit.segment.targets.questions import FALSE, Column, Compare, Present, Question, Rows, Term, Total, every
from crmkit.segment.targets.support import Target
from crmkit.segment.targets.tables import InstantColumn, Missing, RelatedTable, Unasked, ValuesTable

_TOTALS: Final[dict[str, Any]] = {"sum": "sum", "avg": "mean", "min": "min", "max": "max"}


def reduced(
    node: nodes.Aggregate, rows: Rows, table: RelatedTable | Missing | Unasked, target: Target
) -> tuple[Rows, Asked | None]:
    """Ask for a field of the rows, brought down to one value; None where no row has the field.

    Args:
        node: which function of which field.
        rows: the rows.
        table: where they are.
        target: the engine.

    Raises:
        CannotAskError: engines would not agree on the value.
    """
    path = node.row_field
    assert path is not None
    assert path.meaning is not None
    if not isinstance(table, RelatedTable):
        return rows, None
    fields = Fields(node.relation, table.fields, target)
    kept = fields.find(path.name)
    if isinstance(kept, Missing):
        return rows, None
    assert not isinstance(kept, ValuesTable)
    asked = fields.asked(path.name, kept, path.meaning)
    if node.function == "first" or node.function == "last":  # noqa: PLR1714 - told one by one, for mypy
        return _picked(node.function, rows, table), asked
    _check_exact(node.function, getattr(kept, "form", None), target)
    wanted, currency = _one_currency(node.currency, asked.currency)
    total = _TOTALS[node.function]
    low, high = (Total(total, _name(end)) for end in (asked.low, asked.high))
    return evolve(rows, where=every(rows.where, comparable(asked), wanted)), Asked(low, high, kept, currency)


def _check_exact(function: str, form: str | None, target: Target) -> None:
    if function in {"sum", "avg"} and form == "float":
        raise CannotAskError("a sum of doubles hangs on their order")
    if function == "avg" and form == "decimal" and target == "polars":
        raise CannotAskError("Polars takes exact means of whole numbers only")


def _one_currency(
    wanted: str | None, kept: tuple[Term, ...] | str | None
) -> tuple[Question, tuple[Term, ...] | str | None]:
    """Say which amounts count, and of which currency the value is: beside an amount, only its currency counts."""
    if isinstance(kept, tuple):
        column = _name(kept[0])
        if wanted is None:
            return every(), (Total("min", column), Total("max", column))
        return Compare(kept[0], "=", wanted), wanted
    return every() if wanted in {None, kept} else FALSE, kept


def _picked(side: Literal["first", "last"], rows: Rows, table: RelatedTable) -> Rows:
    if table.order is None:
        raise CannotAskError("rows of one instant cannot be told apart; name their order in the tables")
    at = table.fields["at"]
    assert isinstance(at, InstantColumn)
    dated = every() if at.required else Present(Column(at.name))
    return evolve(rows, where=every(rows.where, dated), pick=side, order=(at.name, table.order))


def _name(term: Term) -> str:
    assert isinstance(term, Column)
    return term.name
