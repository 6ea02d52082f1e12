"""The tables of names out of the Unicode Common Locale Data Repository."""

from functools import cache
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).parent


@cache
def cldr_table(name: str) -> tuple[dict[str, str], ...]:
    """Read a table: a mapping of heading to cell for each row, the code first.

    >>> next(row["de"] for row in cldr_table("countries") if row["alpha2"] == "CH")
    'Schweiz'
    """
    heading, *lines = (_FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(dict(zip(heading.split("\t"), line.split("\t"), strict=True)) for line in lines)
