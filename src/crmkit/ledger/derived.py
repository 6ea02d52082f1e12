"""The customers of a base, kept in step with its facts: whatever a new fact touches is derived again, and no more."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Final

from attrs import evolve, field, frozen

from crmkit.backends.json_text import written
from crmkit.backends.protocol import Document, Fact, Json
from crmkit.dedup.customers import derive_customers
from crmkit.dedup.entry import EntryReader
from crmkit.dedup.survivorship import SurvivorshipPolicy
from crmkit.exceptions import UnknownCustomerError
from crmkit.identity.clusters import Identity, customer_id, resolve_identity
from crmkit.ledger import matching
from crmkit.ledger.ledger import DERIVED, STATE, Ledger
from crmkit.ledger.matching import MATCHING
from crmkit.ledger.searching import ENTRIES, WORDS, index
from crmkit.records import CleanRecord, Customer, Interaction, Judgement, Progress, digest
from crmkit.schema.fields import Schema
from crmkit.search.words import words_of

CUSTOMERS: Final = "customers"
"""Table of customers by id."""

ALIASES: Final = "aliases"
"""Table of today's customer ids, by the ids of the parties that were merged into them."""

_COUNTED: Final = ("record", "interaction", "judgement")
"""Kinds of facts that customers are derived from."""

Customers = Mapping[str, Customer]
"""Customer id to customer."""

_STEP: Final = 2000
_DERIVATION: Final = 6
"""Number of the way customers are derived and kept; raised whenever that changes what is kept."""


@frozen
class _State:
    """Up to which fact customers are derived.

    Attributes:
        recipe: how.
        upto: number of the last fact that was looked at.
        customers: how many there are.
        fresh: nothing has come since.
    """

    recipe: str
    upto: int = 0
    customers: int = 0
    fresh: bool = False


@frozen
class Neighbourhood:
    """Some source rows with every row that was ever judged the same as one of them, near or far.

    Who is one among them depends on nobody else.

    Attributes:
        rows: ref to the document of the row, in the order of arrival.
        judgements: what was judged about them, each with the number of its fact.
    """

    rows: Mapping[str, Json]
    judgements: tuple[tuple[int, Judgement], ...]
    understood: dict[str, CleanRecord] = field(factory=dict, init=False, repr=False, eq=False)

    def identity(self, more: Iterable[Judgement] = ()) -> Identity:
        """Tell who is one among them.

        Args:
            more: judgements that are not kept yet.
        """
        return resolve_identity(list(self.rows), [*(held for _, held in self.judgements), *more])


@frozen
class Derived:
    """Derive customers from facts and keep them.

    Attributes:
        ledger: the facts.
        schema: what a customer is.
        survivorship: which values survive a merge.
    """

    ledger: Ledger
    schema: Schema
    survivorship: SurvivorshipPolicy
    entries: EntryReader = field(init=False, repr=False)
    recipe: str = field(init=False)

    @entries.default
    def _of_schema(self) -> EntryReader:
        return EntryReader(self.schema)

    @recipe.default
    def _named(self) -> str:
        return digest([_DERIVATION, self.schema.to_json(), self.survivorship.version])

    @property
    def fresh(self) -> bool:
        """Whether no fact has come since customers were derived."""
        return self._state().fresh

    def catch_up(self, progress: Callable[[Progress], None] | None = None, *, steps: int | None = None) -> None:
        """Derive again what facts have touched since; step by step, so that a break loses at most one step.

        Args:
            progress: told after each step.
            steps: how many steps at most; all that are needed when left out.
        """
        self._caught_up(progress, steps)

    def _caught_up(self, progress: Callable[[Progress], None] | None = None, steps: int | None = None) -> _State:
        taken, state = 0, self._state()
        while taken != steps and not state.fresh:
            taken += 1
            with self.ledger.backend.transaction():  # so that nobody else changes a fact meanwhile
                state = self._step()
            if progress:
                progress(Progress(stage="derive", done=state.upto, total=self.ledger.backend.last(), unit="facts"))
        return state

    def forget(self) -> None:
        """Throw everything derived away; it is made again when it is next read."""
        with self.ledger.backend.transaction():
            self._start()

    def count(self) -> int:
        """Count the customers."""
        return self._caught_up().customers

    def customers(self, *, origins: Collection[str] | None = None) -> Iterator[Customer]:
        """Go through every customer, in the order of their ids.

        Args:
            origins: read only where the values of these fields come from, which is much of the work.
        """
        self.catch_up()
        load = self.ledger.codec.load_customer
        return (load(one.body, origins=origins) for one in self.ledger.backend.scan(CUSTOMERS))

    def customers_of(self, ids: Iterable[str]) -> list[Customer]:
        """Read some customers by their ids of today, in the order given."""
        wanted = list(ids)
        found = {one.key: self._load(one) for one in self.ledger.backend.scan(CUSTOMERS, keys=wanted)}
        return [found[name] for name in wanted if name in found]

    def customer(self, name: str) -> Customer:
        """Read one customer, by any id that she ever had.

        Raises:
            UnknownCustomerError: no customer ever had this id.
        """
        found = self._get(name)
        if found is None:
            raise UnknownCustomerError(
                f"No customer has, or ever had, the id {name!r}; base.search finds customers by name."
            )
        return self._load(found)

    def customer_of(self, ref: str) -> Customer:
        """Read the customer that holds a source row.

        Raises:
            UnknownCustomerError: no such row was ever loaded.
        """
        found = self._get(customer_id(ref))
        held = None if found is None else self._load(found)
        if held is None or ref not in held.refs:
            raise UnknownCustomerError(f"No source row {ref!r} was ever loaded; load its source first.")
        return held

    def around(self, refs: Iterable[str]) -> Neighbourhood:
        """Read some source rows with everything that tells who they are one with."""
        seen = set(refs)
        held: dict[str, tuple[int, Judgement]] = {}
        edge = seen
        while edge:
            found = self.ledger.judgements_about(edge)
            held |= {one.id: (order, one) for order, one in found}
            joined = {ref for _, one in found if one.verdict == "same" for ref in (one.left, one.right)}
            edge = joined - seen
            seen |= edge
        return Neighbourhood(self.ledger.row_documents(seen), tuple(held.values()))

    def derive(self, found: Neighbourhood, identity: Identity) -> dict[str, Customer]:
        """Derive the customers of a neighbourhood, whatever is kept of them."""
        happened = self.ledger.happened_to(found.rows.keys())
        customers = derive_customers(
            list(self.rows(found).values()),
            identity,
            (event for _, event in happened),
            schema=self.schema,
            policy=self.survivorship,
        )
        last = _last_facts(found, happened)
        return {name: evolve(one, version=max(last[ref] for ref in one.refs)) for name, one in customers.items()}

    def rows(self, found: Neighbourhood) -> dict[str, CleanRecord]:
        """Understand the rows of a neighbourhood, once."""
        if not found.understood:
            found.understood.update((row.ref, row) for row in self.ledger.load_rows(found.rows))
        return found.understood

    def kept(self, ids: Collection[str]) -> dict[str, Json]:
        """Read what is kept of customers, by their ids of today."""
        return {one.key: one.body for one in self.ledger.backend.scan(CUSTOMERS, keys=ids)}

    def _state(self) -> _State:
        return self._state_of(self.ledger.backend.get(STATE, DERIVED))

    def _state_of(self, held: Document | None) -> _State:
        state = _State(**held.body) if held else _State("")
        return state if state.recipe == self.recipe else _State("")

    def _start(self) -> _State:
        for table in (CUSTOMERS, ALIASES, ENTRIES, WORDS, MATCHING):
            self.ledger.backend.clear(table)
        return self._reach(_State(self.recipe))

    def _reach(self, state: _State) -> _State:
        body = {"recipe": state.recipe, "upto": state.upto, "customers": state.customers, "fresh": state.fresh}
        self.ledger.backend.put(STATE, DERIVED, body)
        return state

    def _step(self) -> _State:
        backend = self.ledger.backend
        state = self._state()
        if state.fresh:
            return state
        if not state.recipe:
            state = self._start()
        facts = list(islice(backend.facts(_COUNTED, after=state.upto), _STEP))
        found = self.around(self._touched(facts))
        change = self._renew(found, found.identity())
        done = len(facts) < _STEP
        return self._reach(
            _State(
                self.recipe,
                upto=backend.last() if done else facts[-1].order,
                customers=state.customers + change,
                fresh=done,
            )
        )

    def _touched(self, facts: Iterable[Fact]) -> set[str]:
        """Name the source rows that facts are about, but for customers that were derived after these facts."""
        last = {ref: fact.order for fact in facts for ref in _about(fact)}
        names = {customer_id(ref): ref for ref in last}
        aliases = {one.key: one.body for one in self.ledger.backend.scan(ALIASES, keys=names)}
        kept = self.kept({aliases.get(name, name) for name in names})
        held = {ref: kept.get(aliases.get(name, name)) for name, ref in names.items()}
        return {ref for ref, order in last.items() if _version(held[ref]) < order}

    def _renew(self, found: Neighbourhood, identity: Identity) -> int:
        """Keep what the facts make of a neighbourhood; return how many customers there are more."""
        backend = self.ledger.backend
        ids = {customer_id(ref): identity.customer_of(ref) for ref in found.rows}
        before = self.kept(ids)
        customers = self.derive(found, identity)
        bodies = {name: self.ledger.codec.dump(one) for name, one in customers.items()}
        changed = {name: body for name, body in bodies.items() if before.get(name) != body}
        gone = before.keys() - bodies.keys()
        backend.delete_all(CUSTOMERS, gone)
        backend.put_all(CUSTOMERS, {name: written(body) for name, body in changed.items()})
        aliases = {one.key: one.body for one in backend.scan(ALIASES, keys=ids)}
        wanted = {name: now for name, now in ids.items() if name != now}
        backend.delete_all(ALIASES, aliases.keys() - wanted.keys())
        backend.put_all(ALIASES, {name: now for name, now in wanted.items() if aliases.get(name) != now})
        entries = {name: words_of(customers[name], self.schema) for name in changed}
        index(backend, {**entries, **dict.fromkeys(gone)})
        rows = self.rows(found)
        held = {name: [rows[ref] for ref in customers[name].refs] for name in changed}
        matching.keep(backend, self.entries, {**held, **dict.fromkeys(gone, ())})
        return len(bodies) - len(before)

    def _get(self, name: str) -> Document | None:
        """Read a customer by any id, together with what tells whether she is still as the facts say."""
        backend = self.ledger.backend
        wanted = state, today, before = (STATE, DERIVED), (CUSTOMERS, name), (ALIASES, name)
        held = backend.get_each(wanted)
        if not self._state_of(held.get(state)).fresh:
            self.catch_up()
            held = backend.get_each(wanted)
        if today in held or before not in held:
            return held.get(today)
        return backend.get(CUSTOMERS, held[before].body)

    def _load(self, document: Document) -> Customer:
        return self.ledger.codec.load_customer(document.body)


def customers_in(derived: Derived, found: Neighbourhood, members: Mapping[str, tuple[str, ...]]) -> Customers:
    """Derive some customers of a neighbourhood, whatever is kept of them."""
    refs = {ref for held in members.values() for ref in held}
    rows = {ref: row for ref, row in found.rows.items() if ref in refs}
    return derived.derive(Neighbourhood(rows, found.judgements), Identity(members))


def _version(kept: Json) -> int:
    version = kept.get("version", 0) if isinstance(kept, dict) else 0
    return version if isinstance(version, int) else 0


def _about(fact: Fact) -> Iterable[str]:
    """Name the source rows that a fact is about."""
    body: Any = fact.body
    match fact.kind:
        case "judgement":
            return body["left"], body["right"]
        case "interaction":
            return body["ref"], *(key for key in fact.keys[2:])
        case _:
            return fact.keys[:1]


def _last_facts(found: Neighbourhood, happened: Iterable[tuple[int, Interaction]]) -> dict[str, int]:
    last = {ref: max(row["order"], row.get("last", 0)) for ref, row in found.rows.items()}
    about = [(order, ref) for order, one in found.judgements for ref in (one.left, one.right)]
    about += [(order, event.ref) for order, event in happened]
    for order, ref in about:
        last[ref] = max(last.get(ref, 0), order)
    return last
