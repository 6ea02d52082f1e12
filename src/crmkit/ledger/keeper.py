"""Read and write one base on behalf of one actor: one clock, one journal, and customers in step with the facts."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from attrs import evolve, frozen

from crmkit.backends.protocol import Backend
from crmkit.dedup.survivorship import SurvivorshipPolicy
from crmkit.exceptions import UnknownCustomerError
from crmkit.identity.change import Change
from crmkit.identity.clusters import news
from crmkit.intake.loading import Loading
from crmkit.intake.report import LoadReport
from crmkit.intake.reread import reading
from crmkit.ledger.codec import Codec
from crmkit.ledger.derived import Derived
from crmkit.ledger.ledger import Ledger
from crmkit.ledger.searching import search
from crmkit.privacy.journal import JournalEntry, Verb
from crmkit.records import Customer, Judgement, Verdict, digest, instant
from crmkit.schema.fields import Schema


@frozen
class Pair:
    """Two source rows that somebody, or a model, has something to say about; a verdict of its own comes first."""

    left: str
    right: str
    weight: float | None = None
    reason: str = ""
    verdict: Verdict | None = None


class Keeper:
    """Reads and writes of one base by one actor; safe to use from several threads.

    Args:
        backend: where it is kept.
        schema: what a customer is.
        survivorship: which values survive a merge.
        actor: who reads and writes.
        purpose: what for.
        clock: gives the present instant.
    """

    def __init__(
        self,
        backend: Backend,
        *,
        schema: Schema,
        survivorship: SurvivorshipPolicy,
        actor: str,
        purpose: str,
        clock: Callable[[], datetime],
    ) -> None:
        self.backend = backend
        self.ledger = Ledger(backend, Codec(schema))
        self.derived = Derived(self.ledger, schema, survivorship)
        self.schema = schema
        self.actor = actor
        self.purpose = purpose
        self._clock = clock

    def now(self) -> datetime:
        """Give the present instant, in UTC."""
        return instant(self._clock())

    def journal(
        self, verb: Verb, what: str, count: int, *, purpose: str | None = None, detail: Mapping[str, str] | None = None
    ) -> None:
        """Write down what was done with personal data."""
        self.ledger.journal(
            JournalEntry(
                at=self.now(),
                actor=self.actor,
                purpose=purpose or self.purpose,
                verb=verb,
                what=what,
                count=count,
                detail=detail or {},
            )
        )

    def keep(self, found: Loading, *, now: datetime, region: str | None, zone: str) -> LoadReport:
        """Keep what was read of a source, whole or not at all, with the account of it.

        Args:
            found: what was read.
            now: when it came in.
            region: country of what names none.
            zone: IANA name of the zone in which its times were read.
        """
        with self.backend.transaction():
            batch = digest([found.source, now.isoformat(), self.backend.last()])  # nobody else can take this name
            rows = (evolve(row, record=evolve(row.record, batch=batch)) for row in found.taken)
            how = reading(found.mapping, region=region, zone=zone)
            kept = self.ledger.keep(rows, batch=batch, mapping=how)
            put_aside = self.ledger.set_aside(found.aside, batch=batch, at=now)
            report = found.report(
                created=kept.created, updated=kept.updated, interactions=kept.interactions, consents=kept.consents
            )
            if kept.created or kept.updated or put_aside:
                self.ledger.append([report.batch(batch, received_at=now, actor=self.actor, region=region, zone=zone)])
            self.journal("record", f"load of {found.source}", kept.created + kept.updated)
        return report

    def customer(self, name: str) -> Customer:
        """Look one customer up, by any id that she ever had, and write that down.

        Raises:
            UnknownCustomerError: no customer ever had this id.
        """
        found = self.derived.customer(name)
        self.journal("read", f"customer {found.id}", 1)
        return found

    def search(self, text: str, *, limit: int) -> tuple[Customer, ...]:
        """Find the customers that somebody means, and write that down."""
        self.derived.catch_up()
        hits = search(self.backend, text, limit=limit)
        found = tuple(self.derived.customers_of(hit.id for hit in hits))
        self.journal("read", "search", len(found))
        return found

    def judge(self, verb: str, verdict: Verdict, pairs: Iterable[Pair], *, actor: str, dry_run: bool) -> Change:
        """Write down what is said about pairs of source rows, as far as it is new, and tell what that changes.

        Raises:
            UnknownCustomerError: for a row that was never loaded.
        """
        now = self.now()
        with self.backend.transaction():
            count = self.derived.count()
            change = digest([verb, actor, now.isoformat(), self.backend.last()])
            said = [
                Judgement(
                    verdict=pair.verdict or verdict,
                    left=pair.left,
                    right=pair.right,
                    at=now,
                    actor=actor,
                    reason=pair.reason,
                    weight=pair.weight,
                    change=change,
                )
                for pair in pairs
            ]
            refs = {ref for one in said for ref in (one.left, one.right)}
            found = self.derived.around(ref for ref in refs if type(ref) is str)
            for ref in refs:
                if ref not in found.rows:
                    raise UnknownCustomerError(f"No source row {ref!r} was ever loaded; load its source first.")
            before = found.identity()
            new = news((one for one in said if one.left != one.right), (held for _, held in found.judgements))
            after = found.identity(new) if new else before
            if new and not dry_run:
                self.ledger.append(new)
                self.ledger.soil()
            if not dry_run:
                self.journal("change", verb, len(new))
        return Change(
            id=change,
            verb=verb,
            at=now,
            actor=actor,
            before=count,
            after=count - len(before.members) + len(after.members),
            judgements=len(new),
            refused=len(after.refused),
            dry_run=dry_run,
        )
