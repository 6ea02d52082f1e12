"""The acts of many people in columns."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import polars as pl
from attrs import field, frozen

from crmkit.consent.columnar.forms import Form, dated, point_code
from crmkit.exceptions import CallError
from crmkit.records import ConsentEvent, digest

COLUMNS: Final[Mapping[str, Any]] = {
    "number": pl.Int64,
    "form": pl.UInt32,
    "point": pl.Int64,
    "since": pl.Int64,
    "until": pl.Int64,
    "recorded": pl.Int64,
    "about": pl.Int64,
    "ref": pl.Int64,
}
"""Columns of acts beside `person`, which is whatever the caller names customers by."""


@frozen(eq=False)
class ActColumns:
    """Acts of consent as a frame of numbers, and the forms that they have.

    Attributes:
        forms: the forms, by their number.
        frame: one row for each act: its `number`; the `person`, null where it names none; the number of its `form`; the
            code of its `point`, 0 where it names no single one; `since`, `until` and `recorded` in microseconds from
            1970; `about`, the number of the act it is about, or null; `ref`, a code of the source row or id that it
            names, or null.

    Raises:
        CallError: a column is missing, or of another kind.
    """

    forms: tuple[Form, ...]
    frame: pl.DataFrame = field(repr=False)

    def __attrs_post_init__(self) -> None:
        missing = [name for name in ("person", *COLUMNS) if name not in self.frame.columns]
        if missing:
            raise CallError(f"Acts in columns need the column {missing[0]!r}; there are {self.frame.columns}.")
        for name, kind in COLUMNS.items():
            if self.frame.schema[name] != kind:
                raise CallError(f"The column {name!r} of acts holds {self.frame.schema[name]}; it takes {kind()}.")

    @classmethod
    def of(
        cls, events: Iterable[ConsentEvent], person_of: Callable[[ConsentEvent], Any], *, person_type: Any = None
    ) -> "ActColumns":
        """Write acts in columns.

        Args:
            events: the acts, each once.
            person_of: names the customer of an act, by whatever names customers in the frame; None for nobody.
            person_type: Polars type of these names; found out when left out.

        >>> from datetime import UTC, datetime
        >>> told = datetime(2026, 3, 1, tzinfo=UTC)
        >>> yes = ConsentEvent(
        ...     act="grant", ref="shop/7", purpose="newsletter", at=told, recorded_at=told, source="shop"
        ... )
        >>> ActColumns.of([yes], lambda act: act.ref).frame.select("person", "form", "point").rows()
        [('shop/7', 0, 0)]
        """
        every = tuple(events)
        forms: dict[Form, int] = {}
        numbers: dict[str, list[int]] = {}
        for number, act in enumerate(every):
            numbers.setdefault(act.id, []).append(number)
        rows: list[tuple[Any, ...]] = []
        people: list[Any] = []
        for number, act in enumerate(every):
            form = forms.setdefault(Form.of(act), len(forms))
            ref = None if act.ref is None else int(digest(act.ref, length=15), 16)
            for target in [None] if act.about is None else numbers.get(act.about, [-1]):
                rows.append((number, form, point_code(act.point), *dated(act), target, ref))
                people.append(person_of(act))
        frame = pl.DataFrame(rows, schema=COLUMNS, orient="row")
        return cls(forms=tuple(forms.keys()), frame=frame.with_columns(pl.Series("person", people, dtype=person_type)))
