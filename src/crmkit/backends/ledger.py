"""The facts and derived values of one base, typed: what the customer base reads and writes."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from attrs import evolve, field, frozen

from crmkit.backends.codec import Codec
from crmkit.backends.protocol import Backend, Fact, Json, to_microseconds
from crmkit.exceptions import StoreCorruptError
from crmkit.intake.consents import READER
from crmkit.intake.outcomes import Quarantined, Taken
from crmkit.privacy.journal import JournalEntry
from crmkit.records import Batch, CleanRecord, ConsentEvent, Customer, Interaction, Judgement, Record, digest
from crmkit.schema.types.base import Finding, Severity

ROWS = "rows"
CUSTOMERS = "customers"
STATE = "state"


@frozen
class Kept:
    """What keeping a load changed.

    Attributes:
        created: rows of which nothing was known.
        updated: rows that came with other content.
        unchanged: rows that were there already.
        interactions: how many were new or corrected.
        consents: how many were new.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    interactions: int = 0
    consents: int = 0


@frozen
class Ledger:
    """Read and write the values of `crmkit.records` in any backend.

    Attributes:
        backend: where they are kept.
        codec: how they are written.
    """

    backend: Backend
    codec: Codec = field(factory=Codec)

    def keep(self, rows: Sequence[Taken], *, batch: str, mapping: Mapping[str, str]) -> Kept:
        """Keep the rows of a load; a row that is there, read in the same way, changes nothing.

        When an unchanged row is read otherwise, what it was wrongly read to grant is declared invalid.

        Args:
            rows: what was taken in.
            batch: id of the load.
            mapping: what decides how a row is read; a row that is now read otherwise counts as updated.
        """
        content = {row.record.ref: digest([dict(row.record.raw), dict(mapping)]) for row in rows}
        known = {
            document.key: document.body for document in self.backend.scan(ROWS, keys=[row.record.ref for row in rows])
        }
        news = [row for row in rows if content[row.record.ref] != known.get(row.record.ref, {}).get("content")]
        updated = [row for row in news if row.record.ref in known]
        appended = self.backend.append(self._record_facts(news, known, batch))
        first = self._first_orders([row.record.ref for row in news if row.record.ref not in known], appended)
        self.backend.put_all(
            ROWS,
            {
                row.record.ref: {
                    "content": content[row.record.ref],
                    "raw": digest(dict(row.record.raw)),
                    "order": known.get(row.record.ref, {}).get("order") or first[row.record.ref],
                    "row": self.codec.dump(row.clean),
                }
                for row in news
            },
        )
        if news:
            self.soil()
        reread = [row for row in updated if known[row.record.ref].get("raw") == digest(dict(row.record.raw))]
        self.append(self._misread(reread))
        return Kept(
            created=len(news) - len(updated),
            updated=len(updated),
            unchanged=len(rows) - len(news),
            interactions=self._keep_interactions(news, batch),
            consents=len(self.append(act for row in news for act in row.consents)),
        )

    def append(self, facts: Iterable[Batch | Interaction | ConsentEvent | Judgement]) -> tuple[Fact, ...]:
        """Keep facts and return the new ones."""
        return self.backend.append(self.codec.encode(fact) for fact in facts)

    def set_aside(self, rows: Iterable[Quarantined], *, batch: str, at: datetime) -> int:
        """Keep rows that could not be taken, with their reasons; return how many were not set aside before.

        A row is known again by what it says, on whatever line it stands; equal rows of one load are counted.
        """
        facts = []
        seen: Counter[str] = Counter()
        for row in rows:
            content = {"source": row.source, "cells": dict(row.cells), "text": row.text}
            name = digest(content, length=24)
            seen[name] += 1
            body = {
                **content,
                "line": row.line,
                "batch": batch,
                "reasons": [
                    {"code": one.code, "message": one.message, "severity": one.severity.value, "field": one.field}
                    for one in row.reasons
                ],
            }
            number = f"~{seen[name]}" if seen[name] > 1 else ""
            facts.append(Fact(kind="quarantine", id=f"{name}{number}", at=to_microseconds(at), body=body))
        return len(self.backend.append(facts))

    def set_aside_rows(self) -> list[Quarantined]:
        """Read every row that was set aside, oldest first."""
        return [
            Quarantined(
                fact.body["source"],
                fact.body["line"],
                fact.body["cells"],
                tuple(
                    Finding(one["code"], one["message"], Severity(one["severity"]), field=one["field"])
                    for one in fact.body["reasons"]
                ),
                fact.body["text"],
            )
            for fact in self.backend.facts("quarantine")
        ]

    def journal(self, entry: JournalEntry) -> None:
        """Write down who did what with personal data."""
        body = {
            "actor": entry.actor,
            "purpose": entry.purpose,
            "verb": entry.verb,
            "what": entry.what,
            "count": entry.count,
            "detail": dict(entry.detail),
        }
        at = to_microseconds(entry.at)
        with self.backend.transaction():  # so that nobody else takes the same number
            number = self.backend.last() + 1
            self.backend.append([Fact(kind="journal", id=f"{number}:{entry.id}", at=at, body=body)])

    def clean_rows(self) -> list[CleanRecord]:
        """Read every source row as it is understood, in the order of its first arrival."""
        return [self.codec.load_clean_record(row) for _, _, row in self._rows_in_order()]

    def refs(self) -> list[str]:
        """Name every source row, in the order of its first arrival."""
        return [ref for _, ref, _ in self._rows_in_order()]

    def records(self) -> Iterator[Record]:
        """Read every row as it came, oldest first; a row that changed comes again."""
        return (self.codec.decode(fact, Record) for fact in self.backend.facts("record"))

    def batches(self) -> dict[str, Batch]:
        """Read the loads by id."""
        return {fact.id: self.codec.decode(fact, Batch) for fact in self.backend.facts("batch")}

    def judgements(self) -> list[Judgement]:
        """Read every judgement, oldest first."""
        return [self.codec.decode(fact, Judgement) for fact in self.backend.facts("judgement")]

    def consents(self) -> list[ConsentEvent]:
        """Read every act of consent, oldest first."""
        return [self.codec.decode(fact, ConsentEvent) for fact in self.backend.facts("consent")]

    def interactions(self) -> list[Interaction]:
        """Read what happened; of an event that was corrected, the last state."""
        last: dict[str, Interaction] = {}
        for fact in self.backend.facts("interaction"):
            event = self.codec.decode(fact, Interaction)
            last[event.id] = event
        return list(last.values())

    def soil(self) -> None:
        """Say that the kept customers are not those of the facts any more."""
        self.backend.put(STATE, CUSTOMERS, {"fresh": False, "recipe": None})

    def state(self, recipe: str) -> tuple[int, bool]:
        """Tell the version of the kept customers, and whether they are those of the facts by a recipe.

        Args:
            recipe: names how customers are derived; those that were derived in another way are not fresh.
        """
        document = self.backend.get(STATE, CUSTOMERS)
        if document is None:
            return 0, False
        return document.version, bool(document.body["fresh"]) and document.body["recipe"] == recipe

    def keep_customers(self, customers: Iterable[Customer], recipe: str) -> None:
        """Replace the kept customers, and say by which recipe they were derived."""
        with self.backend.transaction():
            self.backend.clear(CUSTOMERS)
            self.backend.put_all(CUSTOMERS, {one.id: self.codec.dump(one) for one in customers})
            self.backend.put(STATE, CUSTOMERS, {"fresh": True, "recipe": recipe})

    def kept_customers(self) -> dict[str, Customer]:
        """Read the kept customers."""
        return {one.key: self.codec.load_customer(one.body) for one in self.backend.scan(CUSTOMERS)}

    def _rows_in_order(self) -> list[tuple[int, str, Json]]:
        try:
            return sorted((one.body["order"], one.key, one.body["row"]) for one in self.backend.scan(ROWS))
        except (KeyError, TypeError):
            raise StoreCorruptError("A kept row does not read as one; restore the last good copy.") from None

    def _record_facts(self, rows: Iterable[Taken], known: Mapping[str, object], batch: str) -> Iterator[Fact]:
        for row in rows:
            fact = self.codec.encode(row.record)
            yield evolve(fact, id=f"{fact.id}@{batch}") if row.record.ref in known else fact

    def _first_orders(self, refs: Sequence[str], appended: Iterable[Fact]) -> dict[str, int]:
        """Tell when each row first arrived; the records of rows whose documents were thrown away are there already."""
        first = {fact.keys[0]: fact.order for fact in appended}
        for fact in self.backend.facts("record", keys=[ref for ref in refs if ref not in first]):
            first.setdefault(fact.keys[0], fact.order)
        return first

    def _misread(self, rows: Sequence[Taken]) -> Iterator[ConsentEvent]:
        """Declare the grants invalid that these rows do not give as they are read now."""
        now = {row.record.ref: row.record.received_at for row in rows}
        given = {act.id for row in rows for act in row.consents}
        for fact in self.backend.facts("consent", keys=now) if now else ():
            act = self.codec.decode(fact, ConsentEvent)
            if act.act == "grant" and act.ref in now and act.id not in given and act.actor == READER:
                yield evolve(
                    act,
                    act="invalidate",
                    about=act.id,
                    at=now[act.ref],
                    until=now[act.ref],
                    recorded_at=now[act.ref],
                    method="read otherwise",
                    authority="staff",
                )

    def _keep_interactions(self, rows: Iterable[Taken], batch: str) -> int:
        """Keep new events, and new states of events that are known, whichever row brought them before."""
        given = {event.id: self.codec.encode(event) for row in rows for event in row.interactions}
        new = {fact.id for fact in self.backend.append(given.values())}
        known = given.keys() - new
        if not known:
            return len(new)
        held = {fact.body["id"]: fact.body for fact in self.backend.facts("interaction")}
        corrected = [evolve(given[name], id=f"{name}@{batch}") for name in known if given[name].body != held[name]]
        return len(new) + len(self.backend.append(corrected))
