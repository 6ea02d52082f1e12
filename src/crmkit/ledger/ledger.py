"""The facts and derived values of one base, typed: what the customer base reads and writes."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from attrs import astuple, evolve, field, frozen

from crmkit.backends.chunking import in_chunks
from crmkit.backends.json_text import written
from crmkit.backends.protocol import Backend, Fact, Json, to_microseconds
from crmkit.consent.keyed import key_name
from crmkit.consent.points import SEALED
from crmkit.exceptions import StoreCorruptError
from crmkit.identity.standing import RULE
from crmkit.intake.consents import READER
from crmkit.intake.outcomes import Quarantined, Taken
from crmkit.ledger.codec import Codec, about_key, change_key, event_key, key_of
from crmkit.ledger.row_documents import ROWS, content_of, row_document
from crmkit.privacy.journal import JournalEntry
from crmkit.records import Batch, CleanRecord, ConsentEvent, Interaction, Judgement, Record, digest
from crmkit.schema.types.base import Finding, Severity

STATE: Final = "state"
DERIVED: Final = "customers"
"""Table and key of the document that says up to which fact customers are derived."""

ACTS: Final = "acts"
"""Table of acts of consent in columns, by the number of the last fact in them."""

_CHUNK: Final = 2000


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

    def __add__(self, other: "Kept") -> "Kept":
        """Add up what two parts of a load changed."""
        return Kept(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))


@frozen
class Ledger:
    """Read and write the values of `crmkit.records` in any backend.

    Attributes:
        backend: where they are kept.
        codec: how they are written.
    """

    backend: Backend
    codec: Codec = field(factory=Codec)

    def keep(self, rows: Iterable[Taken], *, batch: str, mapping: Mapping[str, str]) -> Kept:
        """Keep the rows of a load; a row that is there, read in the same way, changes nothing.

        When an unchanged row is read otherwise, what it was wrongly read to grant is declared invalid.

        Args:
            rows: what was taken in.
            batch: id of the load.
            mapping: what decides how a row is read; a row that is now read otherwise counts as updated.
        """
        kept = Kept()
        for chunk in in_chunks(rows, _CHUNK):
            kept += self._keep_chunk(chunk, batch=batch, mapping=mapping)
        return kept

    def _keep_chunk(self, rows: Sequence[Taken], *, batch: str, mapping: Mapping[str, str]) -> Kept:
        known = {one.key: one.body for one in self.backend.scan(ROWS, keys=[row.record.ref for row in rows])}
        news = [row for row in rows if content_of(row.record, mapping) != known.get(row.record.ref, {}).get("content")]
        updated = [row for row in news if row.record.ref in known]
        reread = [row for row in updated if known[row.record.ref].get("raw") == digest(dict(row.record.raw))]
        appended = self.backend.append(list(self._record_facts(news, known, batch)))
        arrived = self._arrivals([row.record.ref for row in news], known, appended)
        self.backend.put_all(
            ROWS,
            {
                row.record.ref: written(
                    row_document(
                        row,
                        reading=mapping,
                        order=arrived[row.record.ref][0],
                        last=arrived[row.record.ref][1],
                        codec=self.codec,
                    )
                )
                for row in news
            },
        )
        if news:
            self.soil()
        self.append(self._misread(reread))
        return Kept(
            created=len(news) - len(updated),
            updated=len(updated),
            unchanged=len(rows) - len(news),
            interactions=self.happen([event for row in news for event in row.interactions]),
            consents=len(self.append(act for row in news for act in row.consents)),
        )

    def happen(self, events: Iterable[Interaction]) -> int:
        """Keep what happened, and new states of what is known, whichever row brought it before; count the new facts."""
        given = {event.id: self.codec.encode(event) for event in events}
        with self.backend.transaction():
            new = {fact.id for fact in self.backend.append(given.values())}
            known = given.keys() - new
            keys = [event_key(name) for name in known]
            held = {fact.body["id"]: fact for fact in self.backend.facts("interaction", keys=keys)}
            number = self.backend.last()
            corrected = [
                evolve(given[name], id=f"{name}@{number}", keys=(*given[name].keys, held[name].body["ref"]))
                for name in sorted(known)
                if given[name].body != held[name].body
            ]
            self.backend.append(corrected)
            if new or corrected:
                self.soil()
        return len(new) + len(corrected)

    def append(self, facts: Iterable[Batch | Interaction | ConsentEvent | Judgement]) -> tuple[Fact, ...]:
        """Keep facts and return the new ones."""
        return self.backend.append([self.codec.encode(fact) for fact in facts])

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
        fact = Fact(kind="journal", id=entry.id, at=to_microseconds(entry.at), body=body)
        if self.backend.append([fact]):
            return
        with self.backend.transaction():  # the same happened in the same instant; nobody else may take the number
            self.backend.append([evolve(fact, id=f"{self.backend.last() + 1}:{entry.id}")])

    def clean_rows(self) -> list[CleanRecord]:
        """Read every source row as it is understood, in the order of its first arrival."""
        return self.load_rows(self.row_documents())

    def refs(self) -> list[str]:
        """Name every source row, in the order of its first arrival."""
        return list(self.row_documents())

    def load_rows(self, documents: Mapping[str, Json]) -> list[CleanRecord]:
        """Understand what is kept of source rows.

        Raises:
            StoreCorruptError: one of them does not read as a row.
        """
        return [self.codec.load_clean_record(body.get("row")) for body in documents.values()]

    def records(self) -> Iterator[Record]:
        """Read every row as it came, oldest first; a row that changed comes again."""
        return (self.codec.decode(fact, Record) for fact in self.backend.facts("record"))

    def batches(self) -> dict[str, Batch]:
        """Read the loads by id."""
        return {fact.id: self.codec.decode(fact, Batch) for fact in self.backend.facts("batch")}

    def judgements(self) -> list[Judgement]:
        """Read every judgement, oldest first."""
        return [self.codec.decode(fact, Judgement) for fact in self.backend.facts("judgement")]

    def judgements_beside_rules(self) -> list[Judgement]:
        """Read every judgement, oldest first, about the pairs of which not only a rule said that they are the same."""

        def pair(fact: Fact) -> tuple[str, str]:
            left, right = fact.body["left"], fact.body["right"]
            return min(left, right), max(left, right)

        def usual(fact: Fact) -> bool:
            said: bool = fact.body["verdict"] == "same" and fact.body["actor"].startswith(RULE)
            return said

        wanted = {pair(fact) for fact in self.backend.facts("judgement") if not usual(fact)}
        facts = self.backend.facts("judgement", keys={ref for refs in wanted for ref in refs})
        return [self.codec.decode(fact, Judgement) for fact in facts if pair(fact) in wanted]

    def judgements_of(self, change: str) -> list[tuple[int, Judgement]]:
        """Read what a change judged, oldest first, each with the number of its fact."""
        facts = self.backend.facts("judgement", keys=[key_of(change_key(change))])
        return [(fact.order, self.codec.decode(fact, Judgement)) for fact in facts]

    def judgements_about(self, refs: Collection[str]) -> list[tuple[int, Judgement]]:
        """Read what was judged about some source rows, oldest first, each with the number of its fact."""
        return [(fact.order, self.codec.decode(fact, Judgement)) for fact in self.backend.facts("judgement", keys=refs)]

    def consents(self, keys: Collection[str] | None = None) -> list[ConsentEvent]:
        """Read every act of consent, or those about some rows, contact points or tokens, oldest first."""
        return [self.codec.decode(fact, ConsentEvent) for fact in self.backend.facts("consent", keys=keys)]

    def consents_about(self, names: Iterable[str], *, until: int | None = None) -> list[ConsentEvent]:
        """Read the acts of consent that name one of these rows, ids or contact points, and the answers to them.

        Args:
            names: the rows, ids and contact points.
            until: only facts up to this number.
        """
        found: dict[str, Fact] = {}
        keys = {key_of(name) for name in names}
        while keys:
            new = {fact.id: fact for fact in self.backend.facts("consent", keys=keys) if fact.id not in found}
            new = {name: fact for name, fact in new.items() if until is None or fact.order <= until}
            found |= new
            keys = {about_key(name) for name in new}
        return [self.codec.decode(fact, ConsentEvent) for fact in sorted(found.values(), key=lambda one: one.order)]

    def sealed_consents(self, *, readable: Collection[str], until: int | None = None) -> list[ConsentEvent]:
        """Read the acts of consent whose contact point is known only by a hash that nobody here can tell.

        Args:
            readable: names of the keys that there are.
            until: only facts up to this number.
        """
        sealed = self.backend.facts("consent", keys=[SEALED])
        return [
            self.codec.decode(fact, ConsentEvent)
            for fact in sealed
            if key_name(fact.body["point"]) not in readable and (until is None or fact.order <= until)
        ]

    def refs_set_apart(self) -> set[str]:
        """Name the source rows of which somebody judged anything else than that they are the same."""
        return {
            fact.body[side]
            for fact in self.backend.facts("judgement")
            if fact.body["verdict"] != "same"
            for side in ("left", "right")
        }

    def interactions(self) -> list[Interaction]:
        """Read what happened; of an event that was corrected, the last state."""
        last = {fact.body["id"]: fact for fact in self.backend.facts("interaction")}
        return [self.codec.decode(fact, Interaction) for fact in last.values()]

    def happened_to(self, refs: Collection[str]) -> list[tuple[int, Interaction]]:
        """Read what happened to some source rows, in its last state, each with the number of its fact."""
        last = {fact.body["id"]: fact for fact in self.backend.facts("interaction", keys=refs)}
        events = ((fact.order, self.codec.decode(fact, Interaction)) for fact in last.values())
        return [(order, event) for order, event in events if event.ref in refs]

    def soil(self) -> None:
        """Say that the kept customers are not those of the facts any more."""
        held = self.backend.get(STATE, DERIVED)
        if held is not None and held.body["fresh"]:
            self.backend.put(STATE, DERIVED, {**held.body, "fresh": False})

    def row_documents(self, refs: Collection[str] | None = None) -> dict[str, Json]:
        """Read what is kept of source rows by ref, in the order of their first arrival.

        Args:
            refs: only these; those that were never loaded are passed over.

        Raises:
            StoreCorruptError: one of them does not read as a row.
        """
        try:
            held = sorted((one.body["order"], one.key, one.body) for one in self.backend.scan(ROWS, keys=refs))
        except (KeyError, TypeError):
            raise StoreCorruptError(
                "A kept row does not read as one; verify the base, which makes it again, or restore the last good copy."
            ) from None
        return {ref: body for _, ref, body in held}

    def _record_facts(self, rows: Iterable[Taken], known: Mapping[str, object], batch: str) -> Iterator[Fact]:
        for row in rows:
            fact = self.codec.encode(row.record)
            name = f"{fact.id}@{batch}" if row.record.ref in known else fact.id
            yield Fact(kind=fact.kind, id=name, at=fact.at, body=written(fact.body), keys=fact.keys)

    def _arrivals(
        self, refs: Sequence[str], known: Mapping[str, Json], appended: Iterable[Fact]
    ) -> dict[str, tuple[int, int]]:
        """Tell the numbers of each row's first and last record."""
        found = {ref: (known[ref]["order"], known[ref].get("last", 0)) for ref in refs if ref in known}
        for fact in appended:
            ref = fact.keys[0]
            found[ref] = (found.get(ref, (fact.order, 0))[0], fact.order)
        if len(found) < len(refs):  # the documents of the others were thrown away
            for fact in self.backend.facts("record", keys=[ref for ref in refs if ref not in found]):
                ref = fact.keys[0]
                found[ref] = (found.get(ref, (fact.order, 0))[0], fact.order)
        return found

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
