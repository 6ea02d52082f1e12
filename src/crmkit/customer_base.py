"""The customer base: the whole flow, spelled on one page.

Each method calls one function of a room and keeps what came back. No room ever receives the base.
"""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from crmkit.audience import Audience, ColumnAudience, select
from crmkit.backends.connect import open_backend
from crmkit.backends.protocol import Backend
from crmkit.backends.resting import collector_at_rest
from crmkit.consent.keyed import Keyring
from crmkit.consent.packs import default_policy
from crmkit.consent.policy import Policy
from crmkit.consent_desk import ConsentDesk
from crmkit.dedup.survivorship import SurvivorshipPolicy
from crmkit.identity.change import Change
from crmkit.identity.history import IdentityChange
from crmkit.intake.events import read_events
from crmkit.intake.loading import read_source
from crmkit.intake.mapping import Mapping as ColumnMapping
from crmkit.intake.moments import Clock
from crmkit.intake.outcomes import Quarantined
from crmkit.intake.report import LoadReport
from crmkit.ledger import editing, merging, repointing
from crmkit.ledger.checking import check_derived
from crmkit.ledger.deciding import Law
from crmkit.ledger.dispatching import Dispatch, Zone
from crmkit.ledger.dump.writer import DumpReport, dump
from crmkit.ledger.entry_check import EntryCheck, EntryDesk
from crmkit.ledger.feed import changes
from crmkit.ledger.finding import find_duplicates
from crmkit.ledger.happening import keep_events
from crmkit.ledger.hosts import Reference
from crmkit.ledger.keeper import Keeper
from crmkit.ledger.repointing import Repointing
from crmkit.ledger.undoing import undo
from crmkit.privacy.journal import SYSTEM_PURPOSE, check_access
from crmkit.quality.measure import measure_rows
from crmkit.quality.report import QualityReport
from crmkit.quality.verification import Verification
from crmkit.records import CleanRecord, Customer, Interaction, Progress, digest, instant
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.fields import Schema
from crmkit.segment.segment import Segment

if TYPE_CHECKING:
    from sqlalchemy import Column, Connection, Engine

    from crmkit.dedup.duplicates import Duplicates
    from crmkit.dedup.review_file import Judgements


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
    keyring: Keyring | None = None,
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
        keyring: keys that hash tokens, and the contact points of people who were erased; kept nowhere.

    Raises:
        CallError: nobody knows how to open the url.
        StoreError: it is there and cannot be used; children say why.
        AccessError: without an actor or a purpose.
        UnknownNameError: survivorship speaks of a field that the schema does not have.

    >>> with connect(clock=lambda: datetime(2026, 3, 1, tzinfo=UTC)) as base:
    ...     report = base.load(
    ...         [{"First name": "Anna", "Last name": "Keller", "E-mail": "anna@example.org"}], source="crm"
    ...     )
    ...     [customer.values["family_name"] for customer in base.customers()]
    ['Keller']
    """
    check_access(actor, purpose)
    chosen = schema or CUSTOMER
    survives = (survivorship or SurvivorshipPolicy()).for_schema(chosen)
    keeper = Keeper(
        open_backend(url),
        schema=chosen,
        survivorship=survives,
        actor=actor,
        purpose=purpose,
        clock=clock or (lambda: datetime.now(UTC)),
    )
    return CustomerBase(keeper, policy=policy or default_policy(), region=region, zone=zone, keyring=keyring)


class CustomerBase:
    """One trustworthy base of customers over any backend; safe to use from several threads.

    Open one with `connect`.
    """

    def __init__(
        self, keeper: Keeper, *, policy: Policy, region: str | None, zone: str, keyring: Keyring | None = None
    ) -> None:
        self.schema = keeper.schema
        self.policy = policy
        self.region = region
        self.zone = zone
        self._law = Law(policy, region, keyring)
        self.consent = ConsentDesk(keeper, self._law)
        self._keeper = keeper
        self._entries = EntryDesk(keeper, region=region, zone=zone)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<CustomerBase {self._keeper.backend.name} as {self._keeper.actor!r}>"

    def close(self) -> None:
        """Give back what was opened; closing twice is allowed."""
        self._keeper.backend.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all changes of a block, or, when it raises, none of them."""
        with self._keeper.backend.transaction():
            yield

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
        now = self._keeper.now()
        found = read_source(
            data,
            source=source,
            now=now,
            mapping=mapping,
            given=given,
            region=self.region,
            zone=self.zone,
            schema=self.schema,
            progress=progress,
        )
        return self._keeper.keep(found, now=now, region=self.region, zone=self.zone)

    def add(self, values: Mapping[str, Any], *, source: str) -> Customer:
        """Take in one customer, as an app does when a form is sent; the same values again change nothing.

        Args:
            values: target to value, such as {"given_name": "Anna", "email": "anna@example.org"}; the targets are those
                of a mapping. With "source_key" the row is named by it, else by what it says.
            source: name of the source, such as "web form".

        Raises:
            SchemaError: nothing in it can identify anybody.
            InputError: a value cannot be used, or nobody is identified; nothing was kept.
            StoreError: the base cannot be written.
        """
        return editing.add(self._keeper, values, source=source, region=self.region, zone=self.zone)

    def check(self, values: Mapping[str, Any], *, but: str | None = None, limit: int = 10) -> EntryCheck:
        """Verify values while they are entered: what is wrong, what may have been meant, and who is there already.

        Nothing is kept. Values are compared by the model of the last `find_duplicates`, or by shipped experience
        before there is one, with the customers that share a match key: the same ones in every process.

        Args:
            values: target to value, as for `add`; an unfinished form will do.
            but: id of the customer whose form it is, who is passed over.
            limit: how many duplicates at most.

        Raises:
            UnknownCustomerError: no customer ever had the id `but`.
            MissingExtraError: without the extra "frames".

        >>> with connect(region="CH") as base:
        ...     anna = base.add(
        ...         {"given_name": "Anna", "family_name": "Keller", "email": "anna@gmail.com"}, source="web"
        ...     )
        ...     found = base.check({"given_name": "Ana", "family_name": "Keller", "email": "anna@gmial.com"})
        ...     [one.value for one in found.suggestions], [one.id == anna.id for one in found.duplicates]
        (['anna@gmail.com'], [True])
        """
        return self._entries.check(values, but=but, limit=limit)

    def update(
        self, customer_id: str, values: Mapping[str, Any], *, source: str, expected_version: int | None
    ) -> Customer:
        """Say something new about a customer; what her sources said stays, and survivorship chooses.

        Args:
            customer_id: any id that she ever had.
            values: target to value, such as {"phone": "+41 44 668 18 00"}; what `source` said of her before and is not
                named here stays.
            source: who says so, such as "service desk".
            expected_version: `version` of the customer as she was read, so that nobody's change is lost; None says
                that you have read nothing.

        Returns:
            The customer as she is now.

        Raises:
            UnknownCustomerError: no customer ever had this id.
            ConflictError: she has changed since she was read; read her again and repeat.
            InputError: a value cannot be used; nothing was kept.
        """
        return editing.update(
            self._keeper,
            customer_id,
            values,
            source=source,
            expected_version=expected_version,
            region=self.region,
            zone=self.zone,
        )

    def record(self, event: Interaction) -> bool:
        """Keep something that happened; return whether it says anything new.

        An event that is known by its id and comes with other content is a new state of it.

        Args:
            event: its `ref` is the source row of the customer, or any id that the customer ever had.

        Raises:
            UnknownCustomerError: there is no such row or customer.
            CallError: a field holds something else than the schema says.
            StoreError: the base cannot be written.
        """
        return editing.record(self._keeper, event)

    def load_events(
        self,
        data: Any,
        *,
        source: str,
        kind: str | None = None,
        mapping: Mapping[str, str | None] | None = None,
    ) -> LoadReport:
        """Take in what happened to customers who are known: events of any kind that the schema declares.

        Whole or not at all, and a second time without effect; an event that is known by its id and comes with other
        content is a new state of it. A row that names nobody, or several customers, is set aside.

        Args:
            data: as for `load`; each row is one event.
            source: name of the source, such as "web".
            kind: relation of every row, such as "page_view", where no column says it.
            mapping: column to what it means, where its heading does not say it: a field of the relation; "at";
                "event.kind"; "event.number", the name of the event in its source; or what names the customer:
                "customer" (an id that she ever had, or the ref of a source row), "customer_number", "loyalty_card",
                "email" or "phone".

        Raises:
            InputError: the data cannot be read.
            UnknownNameError: there is no such kind, column or meaning.
            SchemaError: no column says when, whose or which events these are.
            StoreError: the base cannot be written.

        >>> with connect(clock=lambda: datetime(2026, 3, 2, tzinfo=UTC)) as base:
        ...     anna = base.add({"given_name": "Anna", "email": "anna@example.org"}, source="crm")
        ...     call = {"E-mail": "anna@example.org", "At": "2026-03-01 09:00", "Subject": "Opening hours"}
        ...     report = base.load_events([call], source="desk", kind="call")
        ...     base.customer(anna.id).related["calls"][0]["subject"]
        'Opening hours'
        """
        now = self._keeper.now()
        found = read_events(
            data,
            source=source,
            kind=kind,
            mapping=mapping,
            region=self.region,
            zone=self.zone,
            schema=self.schema,
        )
        return keep_events(self._keeper, found, now=now, region=self.region, zone=self.zone)

    def audit(self) -> QualityReport:
        """Say how complete and valid the source rows are, and how many customers they make."""
        rows = self.rows()
        return measure_rows(rows, schema=self.schema, at=self._keeper.now(), customers=self._keeper.derived.count())

    def quarantine(self) -> list[Quarantined]:
        """Read every row that was set aside, with its reasons; `crmkit.intake.quarantine` writes them to a file."""
        rows = self._keeper.ledger.set_aside_rows()
        self._keeper.journal("read", "quarantine", len(rows))
        return rows

    def rows(self) -> list[CleanRecord]:
        """Read every source row as it is understood, in the order of its first arrival."""
        rows = self._keeper.ledger.clean_rows()
        self._keeper.journal("read", "source rows", len(rows))
        return rows

    # Who is the same

    def find_duplicates(
        self,
        *,
        since_last: bool = False,
        duplicate_free: Iterable[str] = (),
        min_probability: float | None = None,
        progress: Callable[[Progress], None] | None = None,
    ) -> "Duplicates[Any]":
        """Find source rows that are the same party; nothing is merged yet, and `check` compares by the same model.

        What people said binds: rows that they keep apart are never in one cluster, and those that they hold together
        are.

        Args:
            since_last: look only at rows that came or changed since a search was last merged, and at the customers that
                share a match key with them, by the model of the last search: what is merged already stays together,
                and `.unseen` names the keys that too many share. Without such a search every row is looked at.
            duplicate_free: names of the sources that have nobody twice: no cluster holds two of their rows.
            min_probability: probability from which a pair is "same"; the model's when left out.
            progress: told about each step.

        Raises:
            MissingExtraError: without the extra "frames".
            UnknownNameError: no row is of a source that `duplicate_free` names.
        """
        return find_duplicates(
            self._keeper,
            since_last=since_last,
            duplicate_free=[duplicate_free] if isinstance(duplicate_free, str) else list(duplicate_free),
            min_probability=min_probability,
            region=self.region,
            progress=progress,
        )

    def merge(
        self, what: "Duplicates[Any] | str", other: str | None = None, *, reason: str = "", dry_run: bool = False
    ) -> Change:
        """Hold source rows together as one customer, by judgements that can be taken back.

        Args:
            what: what `find_duplicates` found: the pairs that make its clusters are judged, unless that stands
                already or a person has said otherwise; or a customer's id.
            other: a second customer's id, when `what` is one.
            reason: why, when a person decides.
            dry_run: only say what would change: customers, values, decisions about consent, and rows of hosts.

        Raises:
            UnknownCustomerError: for an id that no customer ever had, or a row that was never loaded.
            RefusedError: a person keeps the two apart; the message says who, and how to lift that.
        """
        if isinstance(what, str):
            return merging.merge(self._keeper, what, other, reason=reason, law=self._law, dry_run=dry_run)
        return merging.merge_found(self._keeper, what, law=self._law, dry_run=dry_run)

    def separate(self, customer_id: str, refs: Iterable[str], *, reason: str = "", dry_run: bool = False) -> Change:
        """Make some source rows of a customer another customer, for ever, whatever a rule may find.

        The id stays with the oldest of all the rows; the others take the id of their own oldest row, which they had
        before they were merged.

        Args:
            customer_id: any id that she ever had.
            refs: the rows that are somebody else; they stay together, and so do the others.
            reason: why.
            dry_run: only say what would change.

        Raises:
            UnknownCustomerError: no customer ever had this id.
            CallError: these are not some of her rows, or they are all of them.
            AccessError: the actor is a rule.
        """
        return merging.separate(self._keeper, customer_id, refs, reason=reason, law=self._law, dry_run=dry_run)

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
        return merging.not_same(self._keeper, one, other, reason=reason, law=self._law, dry_run=dry_run)

    def undo(self, change_id: str, *, reason: str = "", dry_run: bool = False) -> Change:
        """Take a change back, a second time without effect; both acts stay in the log, and it can be undone itself.

        Everything is as it was before, but for the versions of the customers, which only rise. What rules find later
        does not join again what a person has taken apart.

        Args:
            change_id: `id` of a change, or `change` of an event of `changes`.
            reason: why.
            dry_run: only say what would change.

        Raises:
            CallError: no change of this id has judged anything.
            RefusedError: a later change builds on it, which the message names, or a row of it was erased.
            AccessError: the actor is a rule.
        """
        return undo(self._keeper, change_id, reason=reason, law=self._law, dry_run=dry_run)

    # What refers to them

    def changes(self, *, after: str | None = None, limit: int = 1000) -> tuple[IdentityChange, ...]:
        """Read what became of the ids of customers, oldest first: created, merged, split, and rows that moved.

        It is read off the facts, so it is the same in every place, and from a restored dump.

        Args:
            after: `cursor` of the last event that was read; None begins with the first fact.
            limit: how many at most.

        Raises:
            CallError: the cursor is none.
        """
        return changes(self._keeper.derived, after=after, limit=limit)

    def register(
        self, reference: "Column[Any] | str", *, repoint: Callable[[str, str], object] | None = None
    ) -> Reference:
        """Declare something that refers to customers by their ids; say it whenever the base is opened.

        Args:
            reference: a column, as SQLAlchemy declares it, of a table in the database of the base: from now on its rows
                are re-pointed in the transaction of every change; or the name of a system.
            repoint: for a system, takes an id of a customer who was merged, and the one that stands for her now;
                `CustomerBase.repoint` calls it for every merge from the first registration on, until it returns.

        Raises:
            CallError: no such column is in the database of the base, or there is no function for a system.
        """
        return repointing.register(self._keeper, reference, repoint)

    @property
    def references(self) -> tuple[Reference, ...]:
        """What was registered: columns, then systems, by name."""
        return self._keeper.hosts.references

    def pending_repoints(self) -> tuple[Repointing, ...]:
        """List the merges that registered systems have not been told of; with none, every merge is complete."""
        return repointing.pending(self._keeper)

    def repoint(self) -> dict[str, int]:
        """Tell every registered system what it has not been told, and re-point the rows of columns that hold old ids.

        What a function raises comes through; what it was to be told then stays pending.

        Returns:
            name of the reference to how many rows or merges.
        """
        return repointing.repoint(self._keeper)

    def judge(self, judgements: "Judgements", *, reason: str = "", dry_run: bool = False) -> Change:
        """Write down what a person said on a review page, in one act: the same, or not the same.

        What is unsure is left as it is. A judgement of a person outranks every rule, and no later run undoes it.

        Args:
            judgements: what `crmkit.read_judgements` read of a review of what `find_duplicates` found.
            reason: why, for the judgements that say nothing themselves.
            dry_run: only say what would change.

        Raises:
            UnknownCustomerError: for a row that was never loaded; nothing was written.
            CallError: the judgements name rows of frames, and no source rows.
        """
        return merging.reviewed(self._keeper, judgements, reason=reason, law=self._law, dry_run=dry_run)

    # Who they are

    def customers(self) -> Iterator[Customer]:
        """Go through every customer, in the order of their ids."""
        self._keeper.journal("read", "customers", self._keeper.derived.count())
        return self._keeper.derived.customers()

    def customer(self, customer_id: str) -> Customer:
        """Look one customer up, by any id that she ever had.

        Raises:
            UnknownCustomerError: no customer ever had this id.
        """
        return self._keeper.customer(customer_id)

    def search(self, text: str, *, limit: int = 20) -> tuple[Customer, ...]:
        """Find customers by what a person types, best first.

        Names, companies, streets and places, e-mail addresses, phone and customer numbers, in any order; whole, in part
        or with a slip; accents and case do not matter.

        Args:
            text: what was typed.
            limit: how many at most.

        >>> with connect() as base:
        ...     report = base.load([{"First name": "Zoë", "Last name": "Müller", "City": "Genève"}], source="crm")
        ...     [str(customer.values["name"]) for customer in base.search("muler geneve")]
        ['Zoë Müller']
        """
        return self._keeper.search(text, limit=limit)

    def customer_of(self, ref: str) -> str:
        """Tell which customer holds a source row.

        Raises:
            UnknownCustomerError: no such row was ever loaded.
        """
        return self._keeper.derived.customer_of(ref).id

    # Whom we mean, and what we may do

    def select(
        self,
        segment: Segment | str,
        *,
        purpose: str,
        via: str,
        at: datetime | None = None,
        known_at: datetime | None = None,
        segments: Mapping[str, Segment | str] | None = None,
        params: Mapping[str, Any] | None = None,
        lists: Mapping[str, Collection[str]] | None = None,
    ) -> Audience:
        """Choose the customers a segment means and consent allows, with the reasons for everyone left out.

        A contact point from which a hard bounce came back is not used. With the extra "frames" everybody is decided in
        columns, in a fraction of the time; the answers are the same.

        Args:
            segment: a segment, or its text.
            purpose: purpose of the message, such as "newsletter".
            via: "email", "phone", "sms" or "postal".
            at: the instant the message would leave; now when left out.
            known_at: look only at the acts of consent that were recorded by then.
            segments: name to segment, of those that a text names by `in segment`; a `Segment` has its own.
            params: the values of its $parameters.
            lists: name of each list that it names by `in list` to the ids on it.

        Raises:
            SegmentError: the segment cannot be used.
            CallError: a parameter or a list is missing, or does not fit; or for an instant without a zone.
            UnknownNameError: for a channel that does not exist, or a parameter that the segment does not have.
        """
        moment = self._keeper.now() if at is None else instant(at)
        parsed = Segment.parse(segment, schema=self.schema, segments=segments) if isinstance(segment, str) else segment
        with collector_at_rest():  # members pile up, and none of them is part of a cycle
            deciding = self.consent.at_once(moment, known_at=known_at)
            audience = select(
                self._keeper.derived.customers(origins=("address",)),
                parsed.at(moment, zone=self.zone, consented=deciding.consented, params=params, lists=lists),
                purpose=purpose,
                channel=via,
                at=moment,
                decide=lambda customer, point: deciding.decide(customer, purpose, via, point),
                undeliverable=lambda point: deciding.undeliverable(via, point),
                prepare=deciding.prepare,
                schema=self.schema,
            )
        asked = {"segment": digest(audience.segment), "channel": via}  # the text of a segment may name a person
        self._keeper.journal("disclose", "audience", len(audience), purpose=purpose, detail=asked)
        return audience

    def dispatch(self, audience: Audience | ColumnAudience, *, message: str, zone: Zone = None) -> Dispatch:
        """Go through an audience while its message leaves: each member is decided again, and the decision kept, first.

        What is given may be written to now; `left_out` tells who may not, and why. `postponed` tells who may, but not
        now, by the hours, caps and rests of the policy, and from when on: nothing is kept about her, so dispatch the
        same message again then. Messages that were handed over count as contacts. A message reaches nobody twice, in
        however many processes it is dispatched: whoever was handed over is passed over by the next run, also when it
        ended before you sent. Go through it outside of a `transaction`, whose failure would take the decisions back.

        Args:
            audience: what `select` gave, however long ago, or `crmkit.audience.select_columns` of customers of this
                base, named by their ids.
            message: name of the message, for one purpose and one channel; no other message has it.
            zone: IANA name of the time zone of the members, or a function from a customer to hers; where the policy has
                hours for the channel, nobody is approached without it.

        Raises:
            CallError: the message has no name.

        >>> with connect(region="CH", clock=lambda: datetime(2026, 3, 1, tzinfo=UTC)) as base:
        ...     given = {"consent.method": "web_form", "consent.notice": "newsletter-2025"}
        ...     row = {"Name": "Ada Keller", "E-mail": "ada@example.org", "Newsletter": "yes"}
        ...     report = base.load([row | {"Opt-in date": "2025-04-01"}], source="crm", given=given)
        ...     audience = base.select("given_name is known", purpose="newsletter", via="email")
        ...     for member in base.dispatch(audience, message="newsletter 2026-03"):
        ...         print(member.values["email"])
        ...     again = base.dispatch(audience, message="newsletter 2026-03")
        ...     len(list(again)), again.reasons
        ada@example.org
        (0, {'already_dispatched': 1})
        """
        return Dispatch(self._keeper, self._law, audience, message, zone=zone)

    # Whether it holds

    def verify(self) -> Verification:
        """Read every row again, derive every customer again from the facts, and compare with what is kept.

        When something differs, what is kept is thrown away, and made anew.
        """
        with self.transaction():
            found = check_derived(self._keeper.derived, unsaid=Clock(self.zone, self.region))
            self._keeper.journal("read", "verification", found.customers)
        return found

    def dump(
        self,
        path: str | os.PathLike[str],
        *,
        overwrite: bool = False,
        progress: Callable[[Progress], None] | None = None,
    ) -> DumpReport:
        """Write every fact to one file, from which `crmkit.restore` makes the same base again, wherever it is kept.

        Args:
            path: the file; packed when its name ends in .gz.
            overwrite: replace a file that is there.
            progress: told about every thousand facts.

        Raises:
            InputError: the file is there already, or cannot be written.
        """
        self._keeper.journal("disclose", "dump", self._keeper.derived.count())
        return dump(self._keeper.backend, path, overwrite=overwrite, progress=progress)
