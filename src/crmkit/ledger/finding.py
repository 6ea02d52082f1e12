"""Search a base for duplicates: all of it, or what came since it was last searched."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from attrs import evolve

from crmkit.dedup.model import Model
from crmkit.exceptions import UnknownNameError
from crmkit.ledger.binding import bonds_of_people, usable
from crmkit.ledger.entry_check import kept_model, remember_model
from crmkit.ledger.keeper import Keeper
from crmkit.ledger.newcomers import newcomers
from crmkit.ledger.searched import searched_to
from crmkit.records import Progress

if TYPE_CHECKING:
    from crmkit.dedup.duplicates import Duplicates


def find_duplicates(
    keeper: Keeper,
    *,
    since_last: bool,
    duplicate_free: Sequence[str],
    min_probability: float | None,
    region: str | None,
    progress: Callable[[Progress], None] | None,
) -> "Duplicates[Any]":
    """Find source rows that are the same party; see `CustomerBase.find_duplicates`."""
    backend = keeper.backend
    upto = backend.last()
    after = searched_to(backend, keeper.schema) if since_last else None
    model = None if after is None else kept_model(backend)
    options: dict[str, Any] = {
        "duplicate_free": duplicate_free,
        "min_probability": min_probability,
        "region": region,
        "progress": progress,
    }
    if after is None or model is None:
        found = _among_all(keeper, **options)
        remember_model(backend, found.model)
    else:
        found = among_newcomers(keeper, after=after, model=model, **options)
    return evolve(found, searched_to=upto)


def _among_all(keeper: Keeper, *, duplicate_free: Sequence[str], **options: Any) -> "Duplicates[Any]":
    from crmkit.dedup.columnar.rows import find_among_rows

    rows = keeper.ledger.clean_rows()
    keeper.journal("read", "source rows", len(rows))
    return find_among_rows(
        rows,
        schema=keeper.schema,
        labels=usable(bonds_of_people(keeper.ledger), rows, duplicate_free),
        learning=False,
        duplicate_free=duplicate_free,
        **options,
    )


def among_newcomers(
    keeper: Keeper, *, after: int, model: Model, duplicate_free: Sequence[str], **options: Any
) -> "Duplicates[Any]":
    """Find who the rows are that came or changed after a fact; nothing is learned.

    Args:
        keeper: the base.
        after: number of the last fact that was searched.
        model: how to find them.
        duplicate_free: sources that have nobody twice.
        options: as for `find_among_rows`.

    Raises:
        UnknownNameError: no row of the base is of a source that `duplicate_free` names.
    """
    from crmkit.dedup.columnar.rows import find_among_rows

    some = newcomers(keeper, after=after)
    keeper.journal("read", "source rows", len(some.rows))
    for source in duplicate_free:
        if not any(keeper.backend.facts("batch", keys=[source])):
            known = {one.source for one in keeper.ledger.batches().values()}
            raise UnknownNameError("source", source, sorted(known))
    here = {row.source for row in some.rows}
    found = find_among_rows(
        some.rows,
        schema=keeper.schema,
        model=model,
        labels=usable(some.bonds, some.rows, duplicate_free),
        learning=False,
        fresh=some.fresh,
        near=some.near,
        duplicate_free=[source for source in duplicate_free if source in here],
        **options,
    )
    return evolve(found, unseen=(*some.unseen, *found.unseen))
