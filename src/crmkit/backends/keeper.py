"""Keep facts and what is derived from them in step: one clock, one lock, one journal, one cache."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from threading import RLock

from attrs import frozen

from crmkit.backends.codec import Codec
from crmkit.backends.ledger import Ledger
from crmkit.backends.protocol import Backend
from crmkit.dedup.customers import derive_customers
from crmkit.dedup.survivorship import SurvivorshipPolicy
from crmkit.identity.change import Change
from crmkit.identity.clusters import Identity, news, resolve_identity
from crmkit.privacy.journal import JournalEntry, Verb
from crmkit.records import Customer, Judgement, Verdict, digest, instant
from crmkit.schema.fields import Schema


@frozen
class Pair:
    """Two source rows that somebody, or a model, has something to say about."""

    left: str
    right: str
    weight: float | None = None
    reason: str = ""


@frozen
class Derived:
    """What the facts make.

    Attributes:
        customers: customer id to customer, in the order of the ids.
        identity: which source rows are one.
        version: changes whenever a fact that counts has come.
    """

    customers: Mapping[str, Customer]
    identity: Identity
    version: int = 0


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
        self.schema = schema
        self.survivorship = survivorship
        self.actor = actor
        self.purpose = purpose
        self._clock = clock
        self._lock = RLock()
        self._recipe = digest([schema.to_json(), dict(survivorship.rules), dict(survivorship.trust)])
        self._cached: Derived | None = None

    def now(self) -> datetime:
        """Give the present instant, in UTC."""
        return instant(self._clock())

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all changes of a block, or, when it raises, none of them."""
        with self._lock:
            try:
                with self.backend.transaction():
                    yield
            except BaseException:
                self._cached = None  # it may hold what was just taken back
                raise

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

    def judge(self, verb: str, verdict: Verdict, pairs: Iterable[Pair], *, actor: str, dry_run: bool) -> Change:
        """Write down what is said about pairs of source rows, as far as it is new, and tell what that changes.

        Raises:
            UnknownCustomerError: for a row that was never loaded.
        """
        now = self.now()
        with self.transaction():
            change = digest([verb, actor, now.isoformat(), self.backend.last()])
            said = [
                Judgement(
                    verdict=verdict,
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
            refs, held = self.ledger.refs(), self.ledger.judgements()
            before = resolve_identity(refs, held)
            for one in said:
                before.customer_of(one.left), before.customer_of(one.right)
            new = news((one for one in said if one.left != one.right), held)
            after = resolve_identity(refs, [*held, *new]) if new else before
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
            before=len(before.members),
            after=len(after.members),
            judgements=len(new),
            refused=len(after.refused),
            dry_run=dry_run,
        )

    def derived(self) -> Derived:
        """Give the customers, derived anew when a fact has come since."""
        with self._lock:
            version, fresh = self.ledger.state(self._recipe)
            held = self._cached
            if held is None or not fresh or held.version != version:
                with self.transaction():  # so that nobody else changes a fact meanwhile
                    held = self._cached = self._read()
            return held

    def identity(self) -> Identity:
        """Tell which source rows are one, without deriving the customers."""
        return resolve_identity(self.ledger.refs(), self.ledger.judgements())

    def customer(self, customer_id: str) -> Customer:
        """Look one customer up, by any id that she ever had.

        Raises:
            UnknownCustomerError: no customer ever had this id.
        """
        held = self.derived()
        found = held.customers[held.identity.resolve(customer_id)]
        self.journal("read", f"customer {found.id}", 1)
        return found

    def derive(self) -> Derived:
        """Derive the customers from the facts, whatever is kept of them."""
        rows = self.ledger.clean_rows()
        identity = resolve_identity([row.ref for row in rows], self.ledger.judgements())
        happened = self.ledger.interactions()
        return Derived(
            derive_customers(rows, identity, happened, schema=self.schema, policy=self.survivorship), identity
        )

    def _read(self) -> Derived:
        version, fresh = self.ledger.state(self._recipe)
        if fresh:
            return Derived(self.ledger.kept_customers(), self.identity(), version)
        found = self.derive()
        self.ledger.keep_customers(found.customers.values(), self._recipe)
        return Derived(found.customers, found.identity, self.ledger.state(self._recipe)[0])
