"""Frames whose columns hold what crmkit stores: keys, numbers and bounds. Nothing is read, so they may be lazy."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar, cast

import narwhals as nw
import polars as pl

from crmkit.exceptions import CallError
from crmkit.schema.columnar.wrapping import wrap
from crmkit.segment.targets.columnar.expressions import keep
from crmkit.segment.targets.columnar.values import column_type
from crmkit.segment.targets.questions import Question
from crmkit.segment.targets.tables import RelatedTable, Stored, StoredField, Tables, ValuesTable, columns_of
from crmkit.segment.targets.writing import Written

FrameT = TypeVar("FrameT")
_PLACE = "place of the customer"


def filter_stored(frame: FrameT, question: Question, *, tables: Tables, related: Mapping[str, Any]) -> FrameT:
    """Keep the rows of a frame that are in a segment.

    Args:
        frame: the customers; of Polars, it may be lazy, and then so is what comes back.
        question: what to ask.
        tables: what the columns hold.
        related: the frames of lists and relations, by the names of their fields and relations.

    Raises:
        CallError: a frame or a column is missing.
    """
    frames = {_table(tables, name): _lazy(given) for name, given in related.items()}
    for name, kept in (*tables.fields.items(), *tables.related.items()):
        if isinstance(kept, ValuesTable | RelatedTable):
            frames.setdefault(kept.name, _Absent(name))  # type: ignore[arg-type]
    try:
        if isinstance(frame, pl.LazyFrame | pl.DataFrame):
            kept_rows = keep(frame.lazy(), question, whose=tables.id, tables=frames)
            return cast("FrameT", kept_rows.collect() if isinstance(frame, pl.DataFrame) else kept_rows)
        customers: Any = wrap(frame, eager_only=True)
        numbered = customers.to_polars().lazy().with_row_index(_PLACE)
        places = keep(numbered, question, whose=tables.id, tables=frames).select(_PLACE).collect().to_series()
    except pl.exceptions.ColumnNotFoundError as error:
        named = re.search('"(.+?)"', str(error))
        missing = f" {named[1]!r}" if named else ""
        raise CallError(f"A frame has no column{missing} that the tables describe; see tables=.") from None
    chosen: FrameT = nw.to_native(customers[places.to_list()])
    return chosen


def stored_frames(written: Iterable[Written], tables: Tables) -> dict[str, pl.DataFrame]:
    """Make frames of the rows that `write_customers` gave, by the names of their tables."""
    kinds: dict[str, dict[str, Any]] = defaultdict(dict)
    for kept in (*tables.fields.values(), *tables.related.values()):
        match kept:
            case ValuesTable(name=name, value=value):
                kinds[name] |= _types(value)
            case RelatedTable(name=name, fields=fields, order=order):
                kinds[name] |= {order: pl.Int64} if order else {}
                for one in fields.values():
                    kinds[name] |= _types(one) if isinstance(one, StoredField) else {}
            case StoredField():
                kinds[tables.customers] |= _types(kept)
    return {
        one.table: pl.DataFrame(
            one.rows, schema={name: kinds[one.table].get(name) for name in one.columns}, orient="row", strict=False
        )
        for one in written
    }


def _types(stored: Stored) -> dict[str, Any]:
    return {column: column_type(stored, column) for column in columns_of(stored)}


class _Absent:
    """Stands for a frame that nobody gave, until it is asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, _attribute: str) -> Any:
        raise CallError(f"The segment asks for {self._name}, and there is no such frame; add it to related=.")


def _table(tables: Tables, name: str) -> str:
    """Find the table that a frame stands for, by the name of its relation or field."""
    for kept in (tables.related.get(name), tables.fields.get(name)):
        if isinstance(kept, RelatedTable | ValuesTable):
            return kept.name
    known = [*tables.related, *(name for name, kept in tables.fields.items() if isinstance(kept, ValuesTable))]
    raise CallError(f"The tables describe no rows of {name!r}; known are {', '.join(known)}.")


def _lazy(given: Any) -> pl.LazyFrame:
    if isinstance(given, pl.LazyFrame | pl.DataFrame):
        return given.lazy()
    frame: pl.DataFrame = wrap(given, eager_only=True).to_polars()
    return frame.lazy()
