"""Going through trees: every node below one, and conditions joined to one."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Literal, get_origin

import attrs

from crmkit.segment.nodes import And, Condition, InSegment, Node, Or, Span


def joined(kind: type[And] | type[Or], parts: tuple[Condition, ...], *, span: Span) -> And | Or:
    """Join conditions, laying open parts that are joined the same way: (a and b) and c is a and b and c."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, kind) else (part,))]
    return kind(parts=tuple(flat), span=span)


def walk(node: Node, *, into_segments: bool = False) -> Iterator[tuple[Node, int]]:
    """Give every node of a tree, in the order of the text, with its depth from 1; never recurses.

    Args:
        node: where to begin.
        into_segments: also walk through the checked trees of nested segments.
    """
    waiting = [(node, 1)]
    while waiting:
        here, depth = waiting.pop()
        yield here, depth
        below = children(here)
        if into_segments and isinstance(here, InSegment) and here.body is not None:
            below.append(here.body)
        while below:
            waiting.append((below.pop(), depth + 1))


def children(node: Node) -> list[Node]:
    """Give the nodes directly below a node, as written (a nested segment counts as one leaf)."""
    found: list[Node] = []
    for name in _names_below(type(node)):  # type: ignore[arg-type]  # attrs makes it hashable
        value = getattr(node, name)
        if isinstance(value, Node):
            found.append(value)
        elif isinstance(value, tuple):
            found.extend(value)
    return found


@cache
def _names_below(kind: type[Node]) -> tuple[str, ...]:
    """Name the attributes of a kind of node that may hold nodes as they are written."""
    plain = {str, bool, int, Decimal, date, datetime, str | None}
    fields = (one for one in attrs.fields(kind) if one.eq)
    return tuple(one.name for one in fields if one.type not in plain and get_origin(one.type) is not Literal)
