"""Cleaning columns: once per distinct cell."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from crmkit.exceptions import MissingExtraError
from crmkit.records import Progress
from crmkit.schema.types.base import Cleaned, SemanticType
from crmkit.schema.types.catalogue import find_type


def clean_column(
    values: Iterable[object], as_type: str | SemanticType[Any], *, region: str | None = None
) -> list[Cleaned[Any]]:
    """Clean the cells of a column, in their order; equal cells are cleaned once and share their result.

    Raises:
        UnknownNameError: there is no such type; near names are offered.

    >>> [cleaned.value for cleaned in clean_column(["Suisse", "CH", None, "Suisse"], "country")]
    ['CH', 'CH', None, 'CH']
    """
    semantic_type = find_type(as_type)
    known: dict[tuple[type, object], Cleaned[Any]] = {}
    column = []
    for value in values:
        try:
            cell = (type(value), value)
            cleaned = known.get(cell)
            if cleaned is None:
                cleaned = known[cell] = semantic_type.clean(value, region=region)
        except TypeError:  # a list or a dict cannot be looked up
            cleaned = semantic_type.clean(value, region=region)
        column.append(cleaned)
    return column


def clean_frame(
    frame: Any,
    fields: Mapping[str, str | SemanticType[Any] | None],
    *,
    region: str | None = None,
    country_column: str | None = None,
    parts: Mapping[str, Sequence[str]] | None = None,
    workers: int | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Any:
    """Clean columns of a dataframe: canonical values as text, and beside each the codes of what was noticed.

    A column `tel` is replaced by its cleaned values, with nulls where a cell is empty or unusable; a column
    `tel_findings` behind it lists codes of findings. Rows, their order, and all other columns stay.

    Args:
        frame: any dataframe that narwhals understands; the result is of the same kind.
        fields: column to semantic type, such as {"tel": "phone"}; a column with None, or left out, stays as it is.
        region: two-letter country code that decides what a national number, a postcode or an amount means.
        country_column: names a column with the country of each row, which decides before `region` does.
        parts: column to parts that are given in columns of their own, such as {"tel": ["kind"]} for `tel_kind`;
            "others" lists the further values of a cell.
        workers: how many processes may clean; as many as there are processors, where it pays, when left out.
        progress: told about each step, in cells.

    Raises:
        MissingExtraError: without the extra "frames".
        UnknownNameError: there is no such column or type; near names are offered.
        CallError: it is no dataframe, or two columns would have one name.

    >>> import polars
    >>> people = polars.DataFrame({"tel": ["079 123 45 67", "044 668 18 00 int. 12", "-"]})
    >>> cleaned = clean_frame(people, {"tel": "phone"}, region="CH", parts={"tel": ["kind"]})
    >>> for row in cleaned.rows():
    ...     print(row)
    ('+41791234567', [], 'mobile')
    ('+41446681800;ext=12', ['phone.extension'], 'fixed')
    (None, ['phone.placeholder'], None)
    """
    try:
        from crmkit.schema.columnar.frame import clean_native
    except ImportError as error:
        raise MissingExtraError(needed_for="Cleaning dataframes", extra="frames") from error
    return clean_native(
        frame,
        fields=fields,
        region=region,
        country_column=country_column,
        parts=parts or {},
        workers=workers,
        progress=progress,
    )
