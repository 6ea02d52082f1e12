"""What people, and the search for duplicates, do to who is one: merge, separate, and keep apart."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Protocol

from crmkit.dedup.review_file import Judgements
from crmkit.exceptions import CallError
from crmkit.identity.change import Change
from crmkit.identity.clusters import Identity
from crmkit.identity.standing import RULE, standing
from crmkit.ledger.deciding import Law
from crmkit.ledger.derived import Neighbourhood
from crmkit.ledger.judging import Saying, check_person, foresee, judge, unless_apart
from crmkit.ledger.keeper import Keeper
from crmkit.ledger.searched import remember_searched


class Found(Protocol):
    """What a search for duplicates found."""

    @property
    def model(self) -> Any:
        """How."""
        ...

    @property
    def searched_to(self) -> int | None:
        """Number of the last fact of the base that was searched."""
        ...

    def merged_pairs(self) -> Iterator[tuple[Any, Any, float]]:
        """Give the fewest pairs that make the clusters, strongest first."""


def merge_found(keeper: Keeper, found: Found, *, law: Law, dry_run: bool) -> Change:
    """Hold together what a search found; see `CustomerBase.merge`."""
    said = [Saying("same", left, right, weight) for left, right, weight in found.merged_pairs()]
    actor = f"{RULE}{found.model.version}"
    with keeper.backend.transaction():
        change = judge(keeper, "merge", said, actor=actor, law=law, dry_run=dry_run, detailed=dry_run)
        if found.searched_to is not None and not dry_run:
            remember_searched(keeper.backend, keeper.schema, found.searched_to)
    return change


def merge(keeper: Keeper, one: str, other: str | None, *, reason: str, law: Law, dry_run: bool) -> Change:
    """Hold two customers together; see `CustomerBase.merge`."""
    if other is None:
        raise CallError("merge needs two customers; give the ids of both, or what find_duplicates found.")
    saying = Saying("same", ref_of(keeper, one), ref_of(keeper, other), reason=reason)
    refuse = unless_apart(keeper, saying)
    return judge(keeper, "merge", [saying], actor=keeper.actor, law=law, dry_run=dry_run, refuse=refuse)


def not_same(keeper: Keeper, one: str, other: str, *, reason: str, law: Law, dry_run: bool) -> Change:
    """Keep two customers, or two rows, apart; see `CustomerBase.not_same`."""
    saying = Saying("different", ref_of(keeper, one), ref_of(keeper, other), reason=reason)
    if saying.left == saying.right:
        raise CallError("Both are one customer; name two of its source rows to keep them apart.")
    return judge(keeper, "not_same", [saying], actor=keeper.actor, law=law, dry_run=dry_run)


def reviewed(keeper: Keeper, judgements: Judgements, *, reason: str, law: Law, dry_run: bool) -> Change:
    """Write down what a person said on a review page; see `CustomerBase.judge`."""
    sayings = [
        Saying(one.verdict, one.left, one.right, reason=one.note or reason)
        for one in judgements.opinions
        if one.verdict != "unsure"
    ]
    if not all(isinstance(ref, str) for one in sayings for ref in (one.left, one.right)):
        raise CallError("These judgements name rows of frames; review what base.find_duplicates() found.")
    return judge(keeper, "judge", sayings, actor=keeper.actor, law=law, dry_run=dry_run)


def separate(keeper: Keeper, name: str, refs: Iterable[str], *, reason: str, law: Law, dry_run: bool) -> Change:
    """Make some source rows of a customer another customer; see `CustomerBase.separate`."""
    check_person(keeper, "separate")
    with keeper.backend.transaction():
        customer = keeper.derived.customer(name)
        wanted = [refs] if isinstance(refs, str) else list(dict.fromkeys(refs))
        foreign = sorted(set(wanted) - set(customer.refs))
        if foreign:
            raise CallError(
                f"Customer {customer.id} has no row {', '.join(foreign)}; hers are {', '.join(customer.refs)}."
            )
        found = keeper.derived.around(customer.refs)
        members = found.identity().members[customer.id]
        leaving = [ref for ref in members if ref in wanted]
        staying = [ref for ref in members if ref not in wanted]
        if not leaving or not staying:
            raise CallError(
                f"Customer {customer.id} is made of {', '.join(customer.refs)}; name some of these rows, and not all."
            )
        sayings = _parting(keeper, found, staying, leaving, reason=reason)
        return judge(keeper, "separate", sayings, actor=keeper.actor, law=law, dry_run=dry_run)


def ref_of(keeper: Keeper, name: str) -> str:
    """Name a source row that stands for a customer: the row itself, or the oldest one of the customer."""
    return name if "/" in name else keeper.derived.customer(name).refs[0]


def _parting(
    keeper: Keeper, found: Neighbourhood, staying: Collection[str], leaving: Collection[str], *, reason: str
) -> list[Saying]:
    """Say what parts two groups of rows for good, and what keeps each together without the other.

    Whatever joined the two is split, the oldest rows of both are different, and rows that only the other side held
    together are said to be the same.
    """
    sides = [[ref for ref in found.rows if ref in side] for side in (staying, leaving)]
    (first, *_), (other, *_) = sides
    said = [Saying("different", first, other, reason=reason)]
    for pair, held in standing(one for _, one in found.judgements).verdicts.items():
        across = (pair[0] in leaving) != (pair[1] in leaving) and {*pair} <= {*staying, *leaving}
        if held.verdict == "same" and across and {*pair} != {first, other}:
            said.append(Saying("split", *pair, reason=reason))
    while loose := _loose(foresee(keeper, found, said), sides, said={(one.left, one.right) for one in said}):
        said.append(Saying("same", *loose, reason=reason))
    return said


def _loose(
    identity: Identity, sides: Iterable[list[str]], *, said: Collection[tuple[str, str]]
) -> tuple[str, str] | None:
    """Find a row that is not with the first one of its side, and of which that was not said yet."""
    for first, *others in sides:
        for ref in others:
            if identity.customer_of(ref) != identity.customer_of(first) and (first, ref) not in said:
                return first, ref
    return None
