"""What an act did to who is one, or would do."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from attrs import field, frozen


@frozen(kw_only=True)
class ValueChange:
    """A value that somebody who looks a customer up sees no more, or sees now; masked, so that it may be logged.

    Attributes:
        field: which field.
        gone: values that are there no more.
        come: values that are there now.
        gone_from: the source rows that gave the former.
        come_from: the source rows that give the latter.
    """

    field: str
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()
    gone_from: tuple[str, ...] = ()
    come_from: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.field}: {', '.join(self.gone) or '-'} -> {', '.join(self.come) or '-'}"


@frozen(kw_only=True)
class Effect:
    """What happens to one customer.

    Attributes:
        kind: "disappears": her id stands for `other` from now on; "appears": she comes out of `other`; "changes": she
            has other rows than before.
        id: her id.
        other: the customer who holds her oldest row afterwards, or held it before; None when she only changes.
        gained: source rows that come to her.
        lost: source rows that leave her.
        values: what looking her id up shows otherwise.
    """

    kind: Literal["disappears", "appears", "changes"]
    id: str
    other: str | None = None
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    values: tuple[ValueChange, ...] = ()

    def __str__(self) -> str:
        where = {"disappears": f" into {self.other}", "appears": f" out of {self.other}", "changes": ""}[self.kind]
        rows = [f"+{ref}" for ref in self.gained] + [f"-{ref}" for ref in self.lost]
        return f"{self.id} {self.kind}{where} ({' '.join(rows)})"


@frozen(kw_only=True)
class DecisionChange:
    """A use of a contact point that consent allowed before and does not allow now, or the other way round.

    Attributes:
        purpose: key of the purpose.
        channel: the channel.
        point: the contact point, masked.
        before: whether it was allowed for one of `of`.
        after: whether it is allowed for one of `now`.
        reasons: why it is not allowed, as in `Decision.reasons`.
        of: ids of the customers before.
        now: ids of the customers afterwards.
        key: key of the contact point.
    """

    purpose: str
    channel: str
    point: str
    before: bool
    after: bool
    reasons: tuple[str, ...] = ()
    of: tuple[str, ...]
    now: tuple[str, ...]
    key: str = field(repr=False)

    def __str__(self) -> str:
        said = {True: "allowed", False: "not allowed"}
        reasons = f" ({', '.join(self.reasons)})" if self.reasons else ""
        return f"{self.purpose} by {self.channel} to {self.point}: {said[self.before]} -> {said[self.after]}{reasons}"


@frozen(kw_only=True)
class Conflict:
    """A "same" that does not join, because something that weighs more keeps the two customers apart.

    Attributes:
        left: ref of a source row.
        right: ref of another one.
        against: id of the change that keeps them apart; None where it was no change.
        actor: who said so.
        at: when.
        reason: why.
    """

    left: str
    right: str
    against: str | None
    actor: str
    at: datetime
    reason: str = ""


@frozen(kw_only=True)
class Change:
    """A change of who is one customer, done or only tried.

    Attributes:
        id: names the judgements that were written; give it to `CustomerBase.undo`.
        verb: "merge", "not_same", "judge", "separate" or "undo".
        at: when.
        actor: who.
        before: how many customers there were.
        after: how many there are, or would be.
        judgements: how many judgements were written, or would be.
        refused: how many judgements something keeps from joining customers; the first are in `conflicts`.
        effects: the customers that disappear, appear or change.
        decisions_changed: the uses that consent would decide otherwise.
        conflicts: what people have said against these judgements, the first hundred.
        references: table and column of a host to how many of its rows are re-pointed.
        pending: references that are to be told yet, by `CustomerBase.repoint`.
        detailed: whether values and decisions were compared: of what people do always, of a rule in a dry run.
        dry_run: nothing was written.
    """

    id: str
    verb: str
    at: datetime
    actor: str
    before: int
    after: int
    judgements: int
    refused: int = 0
    effects: tuple[Effect, ...] = ()
    decisions_changed: tuple[DecisionChange, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    references: Mapping[str, int] = field(factory=dict)
    pending: tuple[str, ...] = ()
    detailed: bool = False
    dry_run: bool = False

    @property
    def complete(self) -> bool:
        """Whether everything that refers to a customer who disappeared has been told."""
        return not self.pending and not self.dry_run

    def __str__(self) -> str:
        would = "would make" if self.dry_run else "made"
        kept = f", {self.refused:,} kept apart" if self.refused else ""
        return f"{self.verb}: {self.judgements:,} judgements {would} {self.before:,} customers {self.after:,}{kept}"

    def report(self) -> str:
        """Write everything it does, line by line; values and contact points are masked."""
        lines = [str(self)]
        for effect in self.effects:
            lines += [f"  {effect}", *(f"    {value}" for value in effect.values)]
        lines += [f"  {one}" for one in self.decisions_changed]
        lines += [f"  {one.left} and {one.right} are kept apart by {one.actor}" for one in self.conflicts]
        lines += [f"  {name}: {rows:,} rows" for name, rows in self.references.items()]
        lines += [f"  {name}: to be told" for name in self.pending]
        return "\n".join(lines)
