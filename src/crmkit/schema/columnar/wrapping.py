"""Dataframes of any kind, as narwhals shows them."""

from collections import Counter
from typing import Any

from crmkit.exceptions import InputError, MissingExtraError


def wrap(frame: Any, *, eager_only: bool = False) -> Any:
    """Wrap a dataframe.

    Args:
        frame: a frame of any kind that narwhals understands.
        eager_only: whether a lazy one is refused.

    Raises:
        MissingExtraError: without the extra "frames".
        TypeError: it is none.
        InputError: two of its columns have one name.
    """
    try:
        import narwhals as nw
    except ImportError:
        raise MissingExtraError(needed_for="Reading a dataframe", extra="frames") from None
    try:
        return nw.from_native(frame, eager_only=eager_only)
    except nw.exceptions.DuplicateError:
        names = getattr(frame, "column_names", None) or frame.columns  # of Arrow, or of pandas
        twice = [repr(name) for name, count in Counter(map(str, names)).items() if count > 1]
        raise InputError(f"Several columns of the dataframe are called {', '.join(twice)}; rename them.") from None
