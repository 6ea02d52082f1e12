"""Write down what is said about pairs of source rows, and tell what that changes: every verb of merging ends here."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from attrs import frozen

from crmkit.consent.linking import Link, links_of
from crmkit.exceptions import AccessError, RefusedError, UnknownCustomerError
from crmkit.identity.change import Change, Conflict, DecisionChange, Effect
from crmkit.identity.clusters import Identity
from crmkit.identity.history import Touched, moves, touched
from crmkit.identity.standing import RULE, by_person, couple, news
from crmkit.ledger.deciding import Law
from crmkit.ledger.derived import Neighbourhood, customers_in
from crmkit.ledger.effects import decisions_of, effects_of
from crmkit.ledger.keeper import Keeper
from crmkit.records import Judgement, Verdict, digest

_TICK: Final = timedelta(microseconds=1)
_CONFLICTS: Final = 100


@frozen
class Saying:
    """What somebody, or a model, says about two source rows.

    Attributes:
        verdict: as in `Judgement`.
        left: ref of a source row.
        right: ref of another one.
        weight: match weight in bits, when a model judged.
        reason: one sentence for a person.
        undoes: id of the change that an "undone" takes back.
    """

    verdict: Verdict
    left: str
    right: str
    weight: float | None = None
    reason: str = ""
    undoes: str | None = None


@frozen
class Outlook:
    """What sayings would change, before anything is written.

    Attributes:
        found: the rows they are about, with everything that tells who they are one with.
        before: who is one.
        after: who would be.
    """

    found: Neighbourhood
    before: Identity
    after: Identity


def judge(
    keeper: Keeper,
    verb: str,
    sayings: Iterable[Saying],
    *,
    actor: str,
    dry_run: bool = False,
    law: Law | None = None,
    refuse: Callable[[Outlook], None] | None = None,
    detailed: bool = True,
) -> Change:
    """Write down what is said about pairs of source rows, as far as it is new, and tell what that changes.

    Args:
        keeper: the base.
        verb: what is done.
        sayings: what is said.
        actor: who says it.
        dry_run: write nothing.
        law: what decides about consent; left out, no decisions are compared.
        refuse: raises when it must not be.
        detailed: whether to compare values and decisions.

    Raises:
        UnknownCustomerError: for a row that was never loaded.
    """
    with keeper.backend.transaction():
        count = keeper.derived.count()
        said = [one for one in sayings if one.left != one.right]
        found = _around(keeper, said)
        at = _moment(keeper, found)
        change = digest([verb, actor, at.isoformat(), keeper.backend.last()])
        before = found.identity()
        judgements = [_judgement(one, at=at, actor=actor, change=change, verb=verb) for one in said]
        new = news(judgements, (one for _, one in found.judgements))
        after = found.identity(new) if new else before
        if refuse:
            refuse(Outlook(found, before, after))
        refused = _refused(judgements, after)
        groups = touched(before.members, after.members)
        effects, decisions = _told(keeper, found, groups, new, law=law if detailed else None, at=at, detailed=detailed)
        moved = moves(before.members, after.members)
        merged = {one.old: one.new for one in moved if one.kind == "merged"}
        reborn = {one.new: one.old for one in moved if one.kind == "split"}
        if dry_run:
            references = keeper.hosts.count(merged, reborn)
        else:
            if new:
                keeper.ledger.append(new)
                keeper.ledger.soil()
            keeper.journal("change", verb, len(new))
            references = keeper.hosts.repoint(merged, reborn)
    return Change(
        id=change,
        verb=verb,
        at=at,
        actor=actor,
        before=count,
        after=count - len(before.members) + len(after.members),
        judgements=len(new),
        refused=len(refused),
        effects=effects,
        decisions_changed=decisions,
        conflicts=tuple(_conflict(one, after) for one in refused[:_CONFLICTS]),
        references=references,
        pending=tuple(sorted(keeper.hosts.systems)) if merged else (),
        detailed=detailed,
        dry_run=dry_run,
    )


def foresee(keeper: Keeper, found: Neighbourhood, sayings: Iterable[Saying]) -> Identity:
    """Tell who would be one in a neighbourhood if the actor said this."""
    at = _moment(keeper, found)
    return found.identity([_judgement(one, at=at, actor=keeper.actor) for one in sayings])


def check_person(keeper: Keeper, verb: str) -> None:
    """Refuse what only people may do.

    Raises:
        AccessError: the actor of the base is a rule.
    """
    if _is_rule(keeper):
        raise AccessError(f"A rule may not {verb}; open the base with a person's name as the actor.")


def unless_apart(keeper: Keeper, saying: Saying) -> Callable[[Outlook], None]:
    """Give a function that refuses to join two customers whom somebody of more weight keeps apart.

    It raises RefusedError, with the id of the change that keeps them apart.
    """

    def refuse(outlook: Outlook) -> None:
        names = [outlook.before.customer_of(ref) for ref in {saying.left, saying.right} & outlook.found.rows.keys()]
        against = outlook.before.keeps_apart(names[0], names[-1]) if names else None
        if against is not None and against.verdict == "different" and (by_person(against) or _is_rule(keeper)):
            raise RefusedError(f"These customers are kept apart: {_said(against)}", because=against.change)

    return refuse


def _said(against: Judgement) -> str:
    """Say who keeps two rows apart, and how to lift that."""
    reason = f" ({against.reason})" if against.reason else ""
    lift = f" To lift that, say base.undo({against.change!r})." if against.change else ""
    return (
        f"{against.actor} said on {against.at:%Y-%m-%d} that {against.left} and {against.right} differ{reason}.{lift}"
    )


def _is_rule(keeper: Keeper) -> bool:
    return keeper.actor.startswith(RULE)


def _moment(keeper: Keeper, found: Neighbourhood) -> datetime:
    """Give the present instant, but later than everything that was judged, whatever the clock says."""
    return max([keeper.now(), *(held.at + _TICK for _, held in found.judgements)])


def _around(keeper: Keeper, said: Sequence[Saying]) -> Neighbourhood:
    refs = {ref for one in said for ref in (one.left, one.right)}
    found = keeper.derived.around(ref for ref in refs if type(ref) is str)
    for ref in sorted(refs, key=str):
        if ref not in found.rows:
            raise UnknownCustomerError(f"No source row {ref!r} was ever loaded; load its source first.")
    return found


def _judgement(saying: Saying, *, at: datetime, actor: str, change: str | None = None, verb: str = "") -> Judgement:
    return Judgement(
        verdict=saying.verdict,
        left=saying.left,
        right=saying.right,
        at=at,
        actor=actor,
        reason=saying.reason,
        weight=saying.weight,
        change=change,
        verb=verb,
        undoes=saying.undoes,
    )


def _told(
    keeper: Keeper,
    found: Neighbourhood,
    groups: Sequence[Touched],
    new: Sequence[Judgement],
    *,
    law: Law | None,
    at: datetime,
    detailed: bool,
) -> tuple[tuple[Effect, ...], tuple[DecisionChange, ...]]:
    derived = keeper.derived
    olds = {name: refs for group in groups for name, refs in group.before.items()}
    news = {name: refs for group in groups for name, refs in group.after.items()}
    before = customers_in(derived, found, olds) if detailed else {}
    after = customers_in(derived, found, news) if detailed else {}
    effects = effects_of(groups, before=before, after=after, schema=keeper.schema)
    if law is None:
        return tuple(effects), ()
    held = [one for _, one in found.judgements]

    def links(some: Iterable[Touched]) -> tuple[Sequence[Link], Sequence[Link]]:
        refs = {ref for group in some for rows in group.before.values() for ref in rows}
        return _links(found, held, refs), _links(found, [*held, *new], refs)

    told = decisions_of(groups, before=before, after=after, derived=derived, law=law, at=at, links=links)
    return tuple(effects), tuple(told)


def _links(found: Neighbourhood, judgements: Iterable[Judgement], refs: Collection[str]) -> Sequence[Link]:
    """Tell who of some rows was one, and when; nothing where they were only ever merged, since no act is parted."""
    about = [one for one in judgements if one.left in refs and one.right in refs]
    if all(one.verdict == "same" for one in about):
        return ()
    return links_of([ref for ref in found.rows if ref in refs], about)


def _refused(said: Iterable[Judgement], after: Identity) -> list[Judgement]:
    """List what would join customers and does not: what is said now and weighs too little, and what was said before."""
    apart = [
        one for one in said if one.verdict == "same" and after.customer_of(one.left) != after.customer_of(one.right)
    ]
    return list({couple(one): one for one in (*apart, *after.refused)}.values())


def _conflict(refused: Judgement, identity: Identity) -> Conflict:
    against = identity.keeps_apart(identity.customer_of(refused.left), identity.customer_of(refused.right))
    held = refused if against is None else against  # always found: nothing else refuses
    return Conflict(
        left=refused.left,
        right=refused.right,
        against=held.change,
        actor=held.actor,
        at=held.at,
        reason=held.reason,
    )
