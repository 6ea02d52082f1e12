"""Read and write one base on behalf of one actor: one clock, one journal, and customers in step with the facts."""

from collections.abc import Callable, Mapping
from datetime import datetime

from attrs import evolve

from crmkit.backends.protocol import Backend
from crmkit.dedup.survivorship import SurvivorshipPolicy
from crmkit.intake.loading import Loading
from crmkit.intake.report import LoadReport
from crmkit.intake.reread import reading
from crmkit.ledger.codec import Codec
from crmkit.ledger.derived import Derived
from crmkit.ledger.hosts import Hosts
from crmkit.ledger.ledger import Ledger
from crmkit.ledger.searching import search
from crmkit.privacy.journal import JournalEntry, Verb
from crmkit.records import Customer, digest, instant
from crmkit.schema.fields import Schema


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
        self.hosts = Hosts(backend)
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
