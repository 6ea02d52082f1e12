"""What an act did to who is one, or would do."""

from datetime import datetime

from attrs import frozen


@frozen(kw_only=True)
class Change:
    """A change of who is one customer, done or only tried.

    Attributes:
        id: names the judgements that were written; give it to whoever asks why.
        verb: "merge", "not_same", "judge" or "separate".
        at: when.
        actor: who.
        before: how many customers there were.
        after: how many there are, or would be.
        judgements: how many judgements were written, or would be.
        refused: how many judgements a "different" between two clusters kept from joining them.
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
    dry_run: bool = False

    def __str__(self) -> str:
        would = "would make" if self.dry_run else "made"
        kept = f", {self.refused:,} kept apart" if self.refused else ""
        return f"{self.verb}: {self.judgements:,} judgements {would} {self.before:,} customers {self.after:,}{kept}"
