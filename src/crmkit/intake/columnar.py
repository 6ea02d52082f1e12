"""Read a dataframe of any kind that narwhals understands."""

from collections.abc import Iterator, Sequence
from typing import Any

from attrs import field, frozen

from crmkit.exceptions import InputError, MissingExtraError
from crmkit.intake.cells import flatten
from crmkit.intake.heading import is_blank, name_columns
from crmkit.intake.table import Line, Row, Skip, Table
from crmkit.schema.columnar.wrapping import wrap


def read_frame(frame: Any, *, name: str) -> Table:
    """Read a dataframe; the line of a row is its position, from 1.

    Whole floats become integers, since a column of integers with a missing cell is a column of floats in pandas.

    Raises:
        MissingExtraError: when narwhals is not installed.
        InputError: when it is no dataframe that narwhals understands, or two of its columns have one name.
    """
    try:
        wrapped = wrap(frame)
    except TypeError as error:
        raise InputError(
            f"{name} is a {type(frame).__name__}, which cannot be read; give a file, a dataframe or rows as mappings."
        ) from error
    whole = wrapped.collect() if hasattr(wrapped, "collect") else wrapped
    headings = name_columns(whole.columns)
    columns = []
    for column in whole.columns:
        series = whole[column]
        absent = series.is_null().to_list()
        columns.append([None if gone else cell for cell, gone in zip(series.to_list(), absent, strict=True)])
    source = _Columns(headings, columns, len(whole))
    return Table(name, headings, "dataframe", source.walk)


def to_frame(tables: Sequence[Table]) -> Any:
    """Stack the rows of tables into one Polars frame of text; lines that are no good rows are left out.

    Columns of one name are one column. Of several tables, the columns "file" and "line" come first; a table's own
    column of such a name becomes "file (column)" or "line (column)".

    Raises:
        MissingExtraError: when Polars is not installed.
    """
    try:
        import polars as pl
    except ImportError as error:
        raise MissingExtraError(needed_for="Working on whole files", extra="frames") from error
    own = ("file", "line") if len(tables) > 1 else ()
    headings = dict.fromkeys(heading for table in tables for heading in table.headings)
    renamed = {heading: f"{heading} (column)" if heading in own else heading for heading in headings}
    columns: dict[str, list[str | None]] = {name: [] for name in (*own, *renamed.values())}
    for table in tables:
        for row in (line for line in table.rows if isinstance(line, Row)):
            if own:
                columns["file"].append(table.origin)
                columns["line"].append(str(row.line))
            for heading, name in renamed.items():
                cell = row.cells.get(heading)
                columns[name].append(None if cell is None else str(cell))
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))


@frozen
class _Columns:
    headings: tuple[str, ...]
    columns: list[list[Any]] = field(repr=False)
    height: int

    def walk(self) -> Iterator[Line]:
        for number in range(self.height):
            cells = flatten(
                {heading: column[number] for heading, column in zip(self.headings, self.columns, strict=True)}
            )
            yield Skip(number + 1, "blank line") if is_blank(list(cells.values())) else Row(number + 1, cells)
