"""A segment over dataframes: rows become mappings, and the reference answers for each.

So a frame is filtered exactly as `matches` would.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, TypeVar, cast

from crmkit.exceptions import CallError, MissingExtraError
from crmkit.schema.fields import Schema
from crmkit.schema.types.money import Money
from crmkit.segment.amounts import in_smallest_unit
from crmkit.segment.reading import exact

FrameT = TypeVar("FrameT")


def filter_frame(
    frame: FrameT,
    matches: Callable[[Mapping[str, Any]], bool],
    *,
    schema: Schema,
    related: Mapping[str, Any],
    id_column: str,
) -> FrameT:
    """Keep the rows that are in a segment.

    Args:
        frame: one row a customer.
        matches: answers for one customer.
        schema: what a customer is.
        related: relation, in the plural or the singular, to a frame with `customer`, `at` and the row's fields.
        id_column: the column of `frame` that `customer` refers to; needed only with `related`.

    Raises:
        CallError: a column is missing, or a time has no zone.
        MissingExtraError: narwhals is not installed.
    """
    try:
        import narwhals as nw
    except ImportError:
        raise MissingExtraError(needed_for="Filtering a frame", extra="frames") from None
    customers: Any = nw.from_native(cast("Any", frame), eager_only=True)
    if related and id_column not in customers.columns:
        raise CallError(
            f"The frame has no column {id_column!r}, which the related rows refer to; name it in id_column=."
        )
    rows = {schema.relation(name).name: _by_customer(schema, name, given) for name, given in related.items()}
    keep = []
    for row in customers.iter_rows(named=True):
        mine = {name: groups.get(row[id_column], ()) for name, groups in rows.items()}
        keep.append(matches({**row, **mine}))
    mask = nw.new_series("keep", keep, nw.Boolean, backend=customers.implementation)
    filtered: FrameT = nw.to_native(customers.filter(mask))
    return filtered


def _by_customer(schema: Schema, name: str, given: Any) -> dict[Any, list[dict[str, Any]]]:
    import narwhals as nw

    frame = nw.from_native(given, eager_only=True)
    for column in ("customer", "at"):
        if column not in frame.columns:
            raise CallError(f"The related frame {name!r} has no column {column!r}.")
    fields = schema.relation(name).fields
    amounts = [one.name for one in fields if one.semantic_type.operators == "money" and one.name in frame.columns]
    groups: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for row in frame.iter_rows(named=True):
        for amount in amounts:
            row[amount] = _money(row[amount], row.get("currency"))
        groups[row["customer"]].append(row)
    return groups


def _money(amount: Any, currency: Any) -> Money | None:
    """Read a number in major units with the row's currency as an amount."""
    if isinstance(amount, Money):
        return amount
    number = exact(amount)
    if number is None or not isinstance(currency, str):
        return None
    smallest = in_smallest_unit(Fraction(number), currency)
    return Money(round(smallest), currency)
