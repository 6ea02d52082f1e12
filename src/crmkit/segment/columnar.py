"""A segment over dataframes: which rows are in it, exactly as `matches` would answer for each."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from crmkit.exceptions import MissingExtraError
from crmkit.segment.targets.asking import ask_all, ask_candidates
from crmkit.segment.targets.tables import Tables

if TYPE_CHECKING:
    from crmkit.segment.bound import BoundSegment

FrameT = TypeVar("FrameT")


def filter_frame(frame: FrameT, bound: "BoundSegment", *, related: Mapping[str, Any], id_column: str) -> FrameT:
    """Keep the rows of a frame whose columns hold values as people know them; see `BoundSegment.filter`.

    Raises:
        CallError: a column is missing, or a time has no zone.
        MissingExtraError: Polars or narwhals is not installed.
    """
    try:
        from crmkit.segment.targets.columnar.frames import filter_given
    except ImportError:
        raise MissingExtraError(needed_for="Filtering a frame", extra="frames") from None
    return filter_given(
        frame,
        bound.tree,
        bound.run,
        schema=bound.schema,
        related=related,
        id_column=id_column,
        matches=bound.matches,
    )


def filter_stored(
    frame: FrameT, bound: "BoundSegment", *, tables: Tables, related: Mapping[str, Any], candidates: bool
) -> FrameT:
    """Keep the rows of a frame whose columns hold what crmkit stores; see `BoundSegment.filter`.

    Raises:
        CallError: a frame or a column is missing, or Polars does not decide a part of the segment.
        MissingExtraError: Polars or narwhals is not installed.
    """
    try:
        from crmkit.segment.targets.columnar import stored
    except ImportError:
        raise MissingExtraError(needed_for="Filtering a frame", extra="frames") from None
    asks = ask_candidates if candidates else ask_all
    question = asks(bound.tree, bound.run, tables, "polars")
    return stored.filter_stored(frame, question, tables=tables, related=related)
