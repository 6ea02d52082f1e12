"""What happened to a customer: the interactions of her source rows, as rows of a relation."""

from collections.abc import Iterable, Mapping
from typing import Any

from crmkit.records import Interaction


def related_rows(
    interactions: Iterable[Interaction], relations: Mapping[str, str]
) -> dict[str, tuple[Mapping[str, Any], ...]]:
    """Group interactions by relation, oldest first.

    Args:
        interactions: of one customer, in any order.
        relations: kind of interaction to its relation, such as "order" to "orders".

    >>> from datetime import UTC, datetime
    >>> order = Interaction(id="order:shop/7", kind="order", at=datetime(2026, 3, 1, tzinfo=UTC), ref="shop/7")
    >>> [row["id"] for row in related_rows([order], {"order": "orders"})["orders"]]
    ['order:shop/7']
    """
    grouped: dict[str, list[Mapping[str, Any]]] = {}
    for one in sorted(interactions, key=lambda one: (one.at, one.id)):
        grouped.setdefault(relations.get(one.kind, one.kind), []).append({**one.data, "at": one.at, "id": one.id})
    return {name: tuple(rows) for name, rows in grouped.items()}
