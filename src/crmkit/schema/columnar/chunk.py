"""Cleaning some cells at once, and giving back plain lists of what came out; runs wherever there is a processor."""

from collections.abc import Sequence
from copy import copy
from typing import Any, NamedTuple

from attrs import frozen

from crmkit.schema.types.base import SemanticType
from crmkit.schema.types.catalogue import find_type

OTHERS = "others"
"""What the further values of a cell are called among its parts."""


@frozen
class Task:
    """Cells to clean.

    Attributes:
        as_type: name of a semantic type, or one.
        cells: the cells.
        region: two-letter country code that decides what a national number, a postcode or an amount means.
        parts: names of the parts that are asked for.
    """

    as_type: str | SemanticType[Any]
    cells: Sequence[object]
    region: str | None
    parts: tuple[str, ...] = ()


class Chunk(NamedTuple):
    """What cleaning some cells gave.

    Attributes:
        texts: per cell, its value as text; None for none.
        noticed: per cell, the place of its findings in `codes`.
        codes: codes of findings that came up together; the first place is that of a cell without any.
        parts: name of a part to its values.
    """

    texts: list[str | None]
    noticed: list[int]
    codes: list[tuple[str, ...]]
    parts: dict[str, list[Any]]


def clean_chunk(task: Task) -> Chunk:
    """Clean cells as `clean` does; match keys are not made, and what a glance tells is not looked at closely.

    >>> clean_chunk(Task("country", ["Suisse", "?", "CH"], None))
    Chunk(texts=['CH', None, 'CH'], noticed=[0, 1, 0], codes=[(), ('country.placeholder',)], parts={})
    """
    kind = find_type(task.as_type)
    closely = without_keys(kind)
    glance, region = kind.glance, task.region
    texts: list[str | None] = []
    noticed: list[int] = []
    places: dict[tuple[str, ...], int] = {(): 0}
    parts: dict[str, list[Any]] = {name: [] for name in task.parts}
    for cell in task.cells:
        value = glance(cell, region) if type(cell) is str else None
        others: tuple[Any, ...] = ()
        place = 0
        if value is None and cell is not None:
            cleaned = closely.clean(cell, region=region)
            value, others = cleaned.value, cleaned.others
            if cleaned.findings:
                place = places.setdefault(tuple(dict.fromkeys(one.code for one in cleaned.findings)), len(places))
        texts.append(value if value is None or type(value) is str else str(value))
        noticed.append(place)
        if parts:
            held = {} if value is None else kind.parts(value)
            held[OTHERS] = [str(one) for one in others]
            for name, column in parts.items():
                column.append(held.get(name))
    return Chunk(texts, noticed, list(places), parts)


def without_keys(kind: SemanticType[Any]) -> SemanticType[Any]:
    """Give a type that cleans alike, closely at once, and makes no match keys, which a column does not show."""
    lean = copy(kind)
    vars(lean)["keys"] = _no_keys
    vars(lean)["glance"] = _no_glance
    return lean


def _no_keys(_value: object) -> tuple[str, ...]:
    return ()


def _no_glance(_text: str, _region: str | None) -> None:
    return None
