"""Read the columns of any dataframe as lists of cells."""

from typing import Any

from crmkit.exceptions import CallError
from crmkit.schema.columnar.wrapping import wrap


def columns_of(frame: Any) -> dict[str, list[Any]]:
    """Give the columns of any dataframe that narwhals understands.

    Raises:
        MissingExtraError: without the extra "frames".
        CallError: if it is not a dataframe.
        InputError: two of its columns have one name.
    """
    try:
        native = wrap(frame, eager_only=True)
    except TypeError:
        raise CallError(
            f"A {type(frame).__name__} is not a dataframe; give a Polars, pandas or PyArrow frame."
        ) from None
    return {name: native.get_column(name).to_list() for name in native.columns}
