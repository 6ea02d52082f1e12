"""To which customer the rows of other frames belong."""

from collections.abc import Hashable
from typing import Any, Final

import polars as pl
from attrs import define, field

from crmkit.segment.targets.columnar.given import GivenFrame

PLACE: Final = "place of the customer"
WHOSE: Final = "whose"
ORDER: Final = "place of the row"


@define
class Owners:
    """To which customer the rows of other frames belong: by the id, or by the place where ids are not unique.

    Attributes:
        whose: the key of each customer, by its place.
        ids: the id of each customer, or None where nobody asks for it.
        by_place: whether the key is the place.
        plain: whether ids are values of Polars, and not numbers that stand for values.
    """

    whose: pl.Series
    ids: pl.Series | None
    by_place: bool
    plain: bool = True
    numbers: dict[Any, Any] = field(factory=dict)

    @classmethod
    def of(cls, customers: GivenFrame, id_column: str, *, needed: bool) -> "Owners":
        """Look at the ids of customers, if they are needed."""
        places = pl.int_range(len(customers), eager=True).alias(WHOSE)
        if not needed:
            return cls(places, None, by_place=True)
        ids = customers.column(id_column)
        numbers: dict[Any, Any] = {}
        if not isinstance(ids, pl.Series):
            found = [numbers.setdefault(one, len(numbers)) if is_id(one) else None for one in ids]
            return cls(places, pl.Series(found, dtype=pl.Int64), by_place=True, plain=False, numbers=numbers)
        if ids.null_count() == 0 and ids.n_unique() == len(ids):
            return cls(ids.alias(WHOSE), ids, by_place=False)
        return cls(places, ids, by_place=True)

    def of_lists(self, lists: pl.DataFrame) -> pl.LazyFrame:
        """Say to whom the values of lists belong."""
        return lists.with_columns(self.whose.gather(lists[PLACE])).lazy()

    def of_rows(self, customers: pl.Series | list[Any], columns: dict[str, pl.Series]) -> pl.LazyFrame:
        """Say to whom related rows belong.

        Args:
            customers: for each row, the id of its customer.
            columns: the columns of the rows.
        """
        assert self.ids is not None
        rows = pl.DataFrame([self._as_ids(customers).alias(WHOSE), *columns.values()]).with_row_index(ORDER).lazy()
        if not self.by_place:
            return rows
        owners = pl.DataFrame({WHOSE: self.ids, PLACE: self.whose}).lazy()
        return rows.join(owners, on=WHOSE, maintain_order="left").drop(WHOSE).rename({PLACE: WHOSE})

    def _as_ids(self, given: pl.Series | list[Any]) -> pl.Series:
        """Write the ids of related rows as the customers have them; null where there is no such customer."""
        assert self.ids is not None
        if isinstance(given, pl.Series) and self.plain and given.dtype == self.ids.dtype:
            return given
        known = self.numbers or {one: one for one in self.ids.to_list() if one is not None}
        return pl.Series([known.get(one) if is_id(one) else None for one in given], dtype=self.ids.dtype)


def is_id(value: Any) -> bool:
    """Say whether a value can be the id of a customer."""
    return value is not None and isinstance(value, Hashable)
