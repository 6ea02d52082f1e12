"""Which acts to put before the decision about one customer."""

from collections.abc import Collection, Iterable

from crmkit.consent.keyed import is_unreadable, key_names
from crmkit.records import ConsentEvent


def concerning(
    events: Iterable[ConsentEvent], *, refs: Collection[str], points: Collection[str]
) -> tuple[ConsentEvent, ...]:
    """Choose the acts that concern a customer.

    These are the acts of each source row she is made of, so that merging copies nothing and undoing a merge is exact;
    entries of do-not-contact lists for her contact points, whoever they were made for; acts that name a contact point
    of hers and nobody; and the confirmations, lifts and invalidations about any of these. What is kept under a keyed
    hash comes along when the hash is one of hers, and also when nobody can say whose it is.

    Args:
        events: the whole ledger, or any part that holds these acts.
        refs: the source rows the customer is made of, and her ids.
        points: keys of her contact points, and their keyed hashes.

    >>> from datetime import UTC, datetime
    >>> now = datetime(2026, 3, 1, tzinfo=UTC)
    >>> stop = ConsentEvent(
    ...     act="suppress", ref=None, purpose="*", point="email:a@example.org", at=now, recorded_at=now, source="list"
    ... )
    >>> concerning([stop], refs=["shop/7"], points=["email:a@example.org"]) == (stop,)
    True
    >>> concerning([stop], refs=["shop/7"], points=[])
    ()
    """
    every = tuple(events)
    keys = key_names(points)
    chosen = [act for act in every if _is_hers(act, refs, points, keys)]
    if not any(act.about is not None for act in every):
        return tuple(chosen)
    ids = {act.id for act in chosen}
    return tuple(
        act for act in every if _is_hers(act, refs, points, keys) or (act.about is not None and act.about in ids)
    )


def _is_hers(act: ConsentEvent, refs: Collection[str], points: Collection[str], keys: Collection[str]) -> bool:
    if act.ref is not None and act.ref in refs:
        return True
    if act.point in points:
        return act.ref is None or act.act == "suppress"
    return is_unreadable(act.point, keys)
