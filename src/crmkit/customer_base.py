"""The customer base: the whole flow, spelled on one page.

Each method calls one function of a room and keeps what came back. No room ever receives the base.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import RLock
from typing import TYPE_CHECKING, Any, Self

from crmkit.audience import Audience, select
from crmkit.backends.codec import Codec
from crmkit.backends.connect import open_backend
from crmkit.backends.ledger import Ledger
from crmkit.backends.protocol import Backend
from crmkit.consent.deciding import Deciding
from crmkit.consent.decision import Decision
from crmkit.consent.packs import default_policy
from crmkit.consent.policy import Policy
from crmkit.consent.reach import points_of
from crmkit.dedup.customers import derive_customers
from crmkit.dedup.survivorship import SurvivorshipPolicy
from crmkit.exceptions import CallError
from crmkit.identity.change import Change
from crmkit.identity.clusters import RULE, Identity, news, resolve_identity
from crmkit.intake.loading import read_source
from crmkit.intake.mapping import Mapping as ColumnMapping
from crmkit.intake.outcomes import Quarantined
from crmkit.intake.report import LoadReport
from crmkit.privacy.journal import SYSTEM_PURPOSE, JournalEntry, Verb, check_access
from crmkit.quality.measure import measure_rows
from crmkit.quality.report import QualityReport
from crmkit.quality.verification import Verification, verify
from crmkit.records import (
    CleanRecord,
    ConsentEvent,
    Customer,
    Judgement,
    Progress,
    digest,
    instant,
)
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.fields import Schema
from crmkit.segment.segment import Segment

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from crmkit.dedup.duplicates import Duplicates


def connect(
    url: "str | os.PathLike[str] | Engine | Connection | Backend" = "memory:",
    *,
    schema: Schema | None = None,
    policy: Policy | None = None,
    survivorship: SurvivorshipPolicy | None = None,
    actor: str = "system",
    purpose: str = SYSTEM_PURPOSE,
    region: str | None = None,
    zone: str = "UTC",
    clock: Callable[[], datetime] | None = None,
) -> "CustomerBase":
    """Open a customer base; use it in a `with` block, or close it.

    Args:
        url: "memory:", a file such as "customers.db", "sqlite:///…", a SQLAlchemy engine or connection (which is never
            committed here), or any object that does what `crmkit.backends.protocol.Backend` says.
        schema: what a customer is; the shipped one when left out.
        policy: what consent allows; the shipped rules for the EU, France and Switzerland when left out.
        survivorship: which values survive a merge; the defaults of the schema when left out.
        actor: who uses the base; every read and change is journalised under this name.
        purpose: what for.
        region: country of numbers, postcodes and amounts that name none, such as "CH"; also the jurisdiction of
            customers whose country is unknown.
        zone: IANA name of the zone that days and calendar windows mean.
        clock: gives the present instant; the machine's clock when left out.

    Raises:
        CallError: nobody knows how to open the url.
        StoreError: it is there and cannot be used; children say why.
        AccessError: without an actor or a purpose.

    >>> with connect(clock=lambda: datetime(2026, 3, 1, tzinfo=UTC)) as base:
    ...     report = base.load(
    ...         [{"First name": "Anna", "Last name": "Keller", "E-mail": "anna@example.org"}], source="crm"
    ...     )
    ...     [customer.values["family_name"] for customer in base.customers()]
    ['Keller']
    """
    check_access(actor, purpose)
    return CustomerBase(
        open_backend(url),
        schema=schema or CUSTOMER,
        policy=policy or default_policy(),
        survivorship=survivorship or SurvivorshipPolicy(),
        actor=actor,
        purpose=purpose,
        region=region,
        zone=zone,
        clock=clock or (lambda: datetime.now(UTC)),
    )


class CustomerBase:
    """One trustworthy base of customers over any backend; safe to use from several threads.

    Open one with `connect`.
    """

    def __init__(
        self,
        backend: Backend,
        *,
        schema: Schema,
        policy: Policy,
        survivorship: SurvivorshipPolicy,
        actor: str,
        purpose: str,
        region: str | None,
        zone: str,
        clock: Callable[[], datetime],
    ) -> None:
        self.schema = schema
        self.policy = policy
        self.survivorship = survivorship
        self.actor = actor
        self.purpose = purpose
        self.region = region
        self.zone = zone
        self.consent = ConsentDesk(self)
        self._backend = backend
        self._ledger = Ledger(backend, Codec(schema))
        self._clock = clock
        self._lock = RLock()
        self._recipe = digest([schema.to_json(), dict(survivorship.rules), dict(survivorship.trust)])
        self._cached: tuple[int, dict[str, Customer], Identity] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<CustomerBase {self._backend.name} as {self.actor!r}>"

    def close(self) -> None:
        """Give back what was opened; closing twice is allowed."""
        self._backend.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all changes of a block, or, when it raises, none of them."""
        with self._lock:
            try:
                with self._backend.transaction():
                    yield
            except BaseException:
                self._cached = None  # it may hold what was just taken back
                raise

    # How it comes in, and how good it is

    def load(
        self,
        data: Any,
        *,
        source: str,
        mapping: ColumnMapping | Mapping[str, str | None] | None = None,
        given: Mapping[str, str] | None = None,
        progress: Callable[[Progress], None] | None = None,
    ) -> LoadReport:
        """Take in a file, a dataframe or rows; whole or not at all, and a second time without effect.

        Args:
            data: a path (CSV, Excel, JSON, JSON lines), bytes, a dataframe, or an iterable of mappings.
            source: name of the source, such as "newsletter"; its rows are known by it for ever.
            mapping: what the columns mean: a mapping, or column to target for those that are guessed wrongly (None to
                ignore a column).
            given: what holds for every row of the source, such as {"consent.method": "web_form"}. A consent that
                nothing proves does not count; here you say how the source came by its consents.
            progress: told about every thousand rows.

        Raises:
            InputError: the data cannot be read.
            SchemaError: nothing in its columns identifies anybody.
            StoreError: the base cannot be written.
        """
        now = self._now()
        with self.transaction():
            batch = digest([source, now.isoformat(), self._backend.last()])
            found = read_source(
                data,
                source=source,
                batch=batch,
                now=now,
                mapping=mapping,
                given=given,
                region=self.region,
                zone=self.zone,
                progress=progress,
            )
            reading = {**found.mapping.reading, "=region": self.region or "", "=zone": self.zone}
            kept = self._ledger.keep(found.taken, batch=batch, mapping=reading)
            put_aside = self._ledger.set_aside(found.aside, batch=batch, at=now)
            report = found.report(
                created=kept.created, updated=kept.updated, interactions=kept.interactions, consents=kept.consents
            )
            if kept.created or kept.updated or put_aside:
                self._ledger.append([report.batch(batch, received_at=now, actor=self.actor)])
            self._journal("record", f"load of {source}", kept.created + kept.updated)
        return report

    def audit(self) -> QualityReport:
        """Say how complete and valid the source rows are, and how many customers they make."""
        rows = self.rows()
        identity = resolve_identity([row.ref for row in rows], self._ledger.judgements())
        return measure_rows(rows, schema=self.schema, at=self._now(), customers=len(identity.members))

    def quarantine(self) -> list[Quarantined]:
        """Read every row that was set aside, with its reasons; `crmkit.intake.quarantine` writes them to a file."""
        rows = self._ledger.set_aside_rows()
        self._journal("read", "quarantine", len(rows))
        return rows

    def rows(self) -> list[CleanRecord]:
        """Read every source row as it is understood, in the order of its first arrival."""
        rows = self._ledger.clean_rows()
        self._journal("read", "source rows", len(rows))
        return rows

    # Who is the same

    def find_duplicates(
        self, *, min_probability: float | None = None, progress: Callable[[Progress], None] | None = None
    ) -> "Duplicates[Any]":
        """Find source rows that are the same party; nothing is merged yet.

        Raises:
            MissingExtraError: without the extra "frames".
        """
        from crmkit.dedup.columnar.rows import find_among_rows

        return find_among_rows(self.rows(), region=self.region, min_probability=min_probability, progress=progress)

    def merge(
        self, what: "Duplicates[Any] | str", other: str | None = None, *, reason: str = "", dry_run: bool = False
    ) -> Change:
        """Hold source rows together as one customer, by judgements that can be taken back.

        Args:
            what: what `find_duplicates` found: the pairs that make its clusters are judged, unless that stands
                already or a person has said otherwise; or a customer's id.
            other: a second customer's id, when `what` is one.
            reason: why, when a person decides.
            dry_run: only say what would change.

        Raises:
            UnknownCustomerError: for an id that no customer ever had, or a row that was never loaded.
        """
        if not isinstance(what, str):
            pairs = [(left, right, weight, "") for left, right, weight in what.merged_pairs()]
            return self._judge("merge", "same", pairs, actor=f"{RULE}{what.model.version}", dry_run=dry_run)
        if other is None:
            raise CallError("merge needs two customers; give the ids of both, or what find_duplicates found.")
        pair = (self._ref(what), self._ref(other), None, reason)
        return self._judge("merge", "same", [pair], actor=self.actor, dry_run=dry_run)

    def not_same(self, one: str, other: str, *, reason: str = "", dry_run: bool = False) -> Change:
        """Keep two customers, or two source rows of one, apart for ever, whatever a rule may find.

        Args:
            one: a customer's id, or the ref of a source row.
            other: another one.
            reason: why.
            dry_run: only say what would change.

        Raises:
            UnknownCustomerError: for an id that no customer ever had, or a row that was never loaded.
            CallError: both are one customer by now, or one row.
        """
        pair = (self._ref(one), self._ref(other), None, reason)
        if pair[0] == pair[1]:
            raise CallError("Both are one customer; name two of its source rows to keep them apart.")
        return self._judge("not_same", "different", [pair], actor=self.actor, dry_run=dry_run)

    # Who they are

    def customers(self) -> Iterator[Customer]:
        """Go through every customer, in the order of their ids."""
        held = self._state()[0]
        self._journal("read", "customers", len(held))
        return iter(held.values())

    def customer(self, customer_id: str) -> Customer:
        """Look one customer up, by any id that she ever had.

        Raises:
            UnknownCustomerError: no customer ever had this id.
        """
        held, identity = self._state()
        found = held[identity.resolve(customer_id)]
        self._journal("read", f"customer {found.id}", 1)
        return found

    def customer_of(self, ref: str) -> str:
        """Tell which customer holds a source row.

        Raises:
            UnknownCustomerError: no such row was ever loaded.
        """
        return self._state()[1].customer_of(ref)

    # Whom we mean, and what we may do

    def select(self, segment: Segment | str, *, purpose: str, via: str, at: datetime | None = None) -> Audience:
        """Choose the customers a segment means and consent allows, with the reasons for everyone left out.

        Args:
            segment: a segment, or its text.
            purpose: purpose of the message, such as "newsletter".
            via: "email", "phone", "sms" or "postal".
            at: the instant the message would leave; now when left out.

        Raises:
            SegmentError: the segment cannot be used.
            UnknownNameError: for a channel that does not exist.
        """
        moment = self._now() if at is None else instant(at)
        parsed = Segment.parse(segment, schema=self.schema) if isinstance(segment, str) else segment
        deciding = self.consent.at(moment)
        audience = select(
            self._state()[0].values(),
            parsed.at(moment, zone=self.zone, consented=deciding.consented),
            purpose=purpose,
            channel=via,
            at=moment,
            decide=lambda customer, point: deciding.decide(customer, purpose, via, point),
            schema=self.schema,
        )
        asked = {"segment": digest(audience.segment), "channel": via}  # the text of a segment may name a person
        self._journal("disclose", "audience", len(audience), purpose=purpose, detail=asked)
        return audience

    # Whether it holds

    def verify(self) -> Verification:
        """Derive every customer again from the facts, and compare with what is kept.

        When something differs, what is kept is thrown away, and derived anew when it is next read.
        """
        with self.transaction():
            self._state()
            kept = self._ledger.kept_customers()
            found = verify(kept, self._derive()[0])
            if not found.ok:
                self._ledger.soil()
            self._journal("read", "verification", len(kept))
        return found

    def _now(self) -> datetime:
        return instant(self._clock())

    def _journal(
        self, verb: Verb, what: str, count: int, *, purpose: str | None = None, detail: Mapping[str, str] | None = None
    ) -> None:
        self._ledger.journal(
            JournalEntry(
                at=self._now(),
                actor=self.actor,
                purpose=purpose or self.purpose,
                verb=verb,
                what=what,
                count=count,
                detail=detail or {},
            )
        )

    def _ref(self, name: str) -> str:
        identity = self._state()[1]
        return name if "/" in name else identity.members[identity.resolve(name)][0]

    def _judge(
        self,
        verb: str,
        verdict: Any,
        pairs: Iterable[tuple[str, str, float | None, str]],
        *,
        actor: str,
        dry_run: bool,
    ) -> Change:
        now = self._now()
        with self.transaction():
            change = digest([verb, actor, now.isoformat(), self._backend.last()])
            said = [
                Judgement(
                    verdict=verdict,
                    left=left,
                    right=right,
                    at=now,
                    actor=actor,
                    reason=reason,
                    weight=weight,
                    change=change,
                )
                for left, right, weight, reason in pairs
            ]
            refs, held = self._ledger.refs(), self._ledger.judgements()
            before = resolve_identity(refs, held)
            for one in said:
                before.customer_of(one.left), before.customer_of(one.right)
            new = news((one for one in said if one.left != one.right), held)
            after = resolve_identity(refs, [*held, *new]) if new else before
            if new and not dry_run:
                self._ledger.append(new)
                self._ledger.soil()
            if not dry_run:
                self._journal("change", verb, len(new))
        return Change(
            id=change,
            verb=verb,
            at=now,
            actor=actor,
            before=len(before.members),
            after=len(after.members),
            judgements=len(new),
            refused=len(after.refused),
            dry_run=dry_run,
        )

    def _state(self) -> tuple[dict[str, Customer], Identity]:
        """Give the customers, derived anew when a fact has come since."""
        with self._lock:
            version, fresh = self._ledger.state(self._recipe)
            held = self._cached
            if held is None or not fresh or held[0] != version:
                with self.transaction():  # so that nobody else changes a fact meanwhile
                    held = self._cached = self._read_state()
            return held[1], held[2]

    def _read_state(self) -> tuple[int, dict[str, Customer], Identity]:
        version, fresh = self._ledger.state(self._recipe)
        if fresh:
            identity = resolve_identity(self._ledger.refs(), self._ledger.judgements())
            return version, self._ledger.kept_customers(), identity
        customers, identity = self._derive()
        self._ledger.keep_customers(customers.values(), self._recipe)
        return self._ledger.state(self._recipe)[0], customers, identity

    def _derive(self) -> tuple[dict[str, Customer], Identity]:
        rows = self._ledger.clean_rows()
        identity = resolve_identity([row.ref for row in rows], self._ledger.judgements())
        happened = self._ledger.interactions()
        return derive_customers(rows, identity, happened, schema=self.schema, policy=self.survivorship), identity


class ConsentDesk:
    """Acts of consent, and what they allow: `base.consent`."""

    def __init__(self, base: CustomerBase) -> None:
        self._base = base

    def record(self, event: ConsentEvent) -> bool:
        """Keep an act; return whether it was new.

        Raises:
            StoreError: the base cannot be written.
        """
        base = self._base
        with base.transaction():
            new = bool(base._ledger.append([event]))  # noqa: SLF001 - the desk is part of the base
            base._journal("record", f"consent: {event.act}", int(new))  # noqa: SLF001
        return new

    def events(self) -> list[ConsentEvent]:
        """Read every act, oldest first."""
        base = self._base
        acts = base._ledger.consents()  # noqa: SLF001
        base._journal("read", "acts of consent", len(acts))  # noqa: SLF001
        return acts

    def check(
        self,
        customer_id: str,
        *,
        purpose: str,
        via: str,
        point: str | None = None,
        at: datetime | None = None,
        known_at: datetime | None = None,
    ) -> Decision:
        """Decide whether a customer may be contacted for a purpose by a channel; the answer carries its reasons.

        Args:
            customer_id: any id that she ever had.
            purpose: such as "newsletter"; one that does not exist is denied.
            via: "email", "phone", "sms" or "postal"; one that does not exist is denied.
            point: key of one contact point, such as "email:a@example.org"; the first allowed one when left out.
            at: the instant of the contact; now when left out.
            known_at: look only at what was recorded by then.

        Raises:
            UnknownCustomerError: no customer ever had this id.
        """
        base = self._base
        deciding = self.at(base._now() if at is None else instant(at), known_at=known_at)  # noqa: SLF001
        customer = base.customer(customer_id)
        points = [point] if point is not None else [*points_of(customer, via), ""]
        decisions = [deciding.decide(customer, purpose, via, one) for one in points]
        return next((one for one in decisions if one.allowed), decisions[0])

    def at(self, moment: datetime, *, known_at: datetime | None = None) -> "Deciding":
        """Read the ledger once, to decide many questions about one instant."""
        base = self._base
        acts = base._ledger.consents()  # noqa: SLF001
        return Deciding.over(acts, policy=base.policy, region=base.region, at=moment, known_at=known_at)
