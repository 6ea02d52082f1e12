"""Read the export of a program into acts of consent.

Errors fall on the safe side. What a program wrote down about a consent is a machine's word: it never brings back what
somebody took back, and it proves nothing unless the program has an act of the person on record and you know the text
she was shown (GDPR art. 7(1): the controller must be able to demonstrate consent). An act without a date happened
somewhere between two bounds. An opt-out needs no known person: it is about the contact point.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from attrs import frozen

from crmkit.exceptions import CallError
from crmkit.intake.exports.columns import UNKNOWN, Cells, Said, Sheet
from crmkit.intake.exports.outcome import ConsentExport, Unmapped
from crmkit.intake.exports.tool import Meaning, Tool, load_tool
from crmkit.intake.moments import Clock, Moment
from crmkit.intake.reading import read
from crmkit.intake.table import Fault, Row
from crmkit.records import ConsentEvent, instant
from crmkit.schema.folding import fold
from crmkit.schema.types.catalogue import find_type

EARLIEST: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""An act of which nothing is known happened after this."""

_POINTS: Final = {"email": ("email", "email"), "phone": ("phone", "phone"), "sms": ("phone", "phone")}
"""Channel to the beginning of its contact points, and their type."""


def read_consents(
    data: Any,
    *,
    tool: str | Tool,
    purpose: str,
    exported_at: datetime,
    recorded_at: datetime | None = None,
    source: str | None = None,
    topics: Mapping[str, str | None] | None = None,
    given: Mapping[str, str] | None = None,
    notice: str | None = None,
    evidence: str | None = None,
    not_before: datetime | None = None,
    region: str | None = None,
    zone: str = "UTC",
) -> ConsentExport:
    """Read the export of a program into acts of consent; reading it again gives the same acts.

    Args:
        data: a path (CSV, Excel, JSON), bytes, a dataframe, or an iterable of mappings.
        tool: "brevo", "hubspot", "mailchimp" or "mautic", or the declaration of another program.
        purpose: what the list is for, such as "newsletter".
        exported_at: when the export was made; what it says was so by then.
        recorded_at: when it came to be known here; when it was exported when left out.
        source: where the acts were captured; the name of the program when left out.
        topics: name of a further list, or type of subscription, to the purpose it is for; None leaves it out.
        given: column to what holds for every row, such as {"Status": "subscribed"}.
        notice: name of the text that people were shown when they agreed, where it is known. Only with it does a consent
            count that the program has on record.
        evidence: where the export is kept; its program and its date when left out.
        not_before: no act of the export is older; when the list was opened, for one.
        region: country of telephone numbers and dates that name none, and jurisdiction of the acts.
        zone: IANA name of the zone of its times, where the program has none of its own.

    Raises:
        UnknownNameError: for a program that is not known.
        InputError: the data cannot be read, or does not say who opted out.
        SchemaError: it has lists of which nobody said what they are for.
        CallError: the export is from the future.

    >>> export = read_consents(
    ...     [{"Email Address": "ada@example.org", "UNSUB_TIME": "2025-03-01 10:00:00"}],
    ...     tool="mailchimp",
    ...     purpose="newsletter",
    ...     exported_at=datetime(2026, 1, 5, tzinfo=UTC),
    ... )
    >>> [(one.act, one.point, one.at.isoformat()) for one in export.acts]
    [('withdraw', 'email:ada@example.org', '2025-03-01T10:00:00+00:00')]
    """
    program = load_tool(tool) if isinstance(tool, str) else tool
    made, known = instant(exported_at), instant(recorded_at or exported_at)
    if made > known:
        raise CallError("The export is from the future: 'exported_at' is later than 'recorded_at'.")
    table = read(data)
    sheet = Sheet.of(program, (*table.headings, *(given or ())), topics=topics or {}, origin=table.origin)
    reader = _Reader(
        sheet=sheet,
        purpose=purpose,
        topics={fold(name): target for name, target in (topics or {}).items()},
        made=made,
        known=known,
        source=source or program.name,
        notice=notice,
        evidence=evidence or f"export of {program.name} of {made:%Y-%m-%d}",
        earliest=EARLIEST if not_before is None else min(instant(not_before), made),
        clock=Clock(program.zone or zone, region),
    )
    acts: dict[str, ConsentEvent] = {}
    unmapped: list[Unmapped] = []
    rows = silent = 0
    for line in table.rows:
        if isinstance(line, Fault):
            unmapped.append(Unmapped(line=line.line, column="", code="broken_row", value=line.text))
        if not isinstance(line, Row):
            continue
        rows += 1
        said = False
        for found in reader.read({**line.cells, **(given or {})}, line.line):
            said = True
            if isinstance(found, Unmapped):
                unmapped.append(found)
            else:
                acts.setdefault(found.id, found)
        silent += not said
    return ConsentExport(
        tool=program.name,
        origin=table.origin,
        exported_at=made,
        rows=rows,
        acts=tuple(acts.values()),
        unmapped=tuple(unmapped),
        silent=silent,
        unread=sheet.unread(),
    )


@frozen(kw_only=True)
class _Reader:
    sheet: Sheet
    purpose: str
    topics: Mapping[str, str | None]
    made: datetime
    known: datetime
    source: str
    notice: str | None
    evidence: str
    earliest: datetime
    clock: Clock

    def read(self, cells: Cells, line: int) -> Iterator[ConsentEvent | Unmapped]:
        for said in self.sheet.read(cells):
            if said.topic is not None and self.topics.get(fold(said.topic), "") is None:
                continue
            fault = self._fault(said, cells)
            points = () if fault else self._points(cells, said)
            if fault or not points:
                yield Unmapped(line=line, column=said.heading, code=fault or "no_point", value=said.cell)
                continue
            meaning = self.sheet.tool.meanings[said.meaning]
            for point in points:
                yield from self._acts(meaning, said, cells, point)

    def _fault(self, said: Said, cells: Cells) -> str | None:
        if said.meaning == UNKNOWN:
            return "unknown_value"
        if said.channel is None:
            return "unknown_channel"
        meaning = self.sheet.tool.meanings[said.meaning]
        if said.topic is not None and meaning.purpose is None and fold(said.topic) not in self.topics:
            return "unknown_topic"
        basis = self.sheet.first(cells, meaning.basis)
        if basis is not None and fold(str(basis)) not in meaning.consents:
            return "not_a_consent"
        moment = self._moment(meaning, cells)
        return "dated_in_future" if meaning.act == "grant" and moment.start > self.made else None

    def _acts(self, meaning: Meaning, said: Said, cells: Cells, point: str) -> Iterator[ConsentEvent]:
        moment = self._moment(meaning, cells)
        opens = meaning.act == "grant"
        recorded = any(self._shows(cells, name, values) for name, values in meaning.recorded.items())
        proven = recorded and self.notice is not None
        act = ConsentEvent(
            act=meaning.act,
            ref=None,
            purpose=meaning.purpose or self.topics.get(fold(said.topic or "")) or self.purpose,
            channel=said.channel or "",
            point=point,
            at=min(moment.start, self.made),
            until=moment.until,
            recorded_at=self.known,
            source=self.source,
            actor=f"export of {self.sheet.tool.name}",
            authority=meaning.authority,
            method=meaning.method,
            notice=self.notice if opens and proven else None,
            jurisdiction=self.clock.region,
            evidence=self.evidence if proven or not opens else None,
        )
        yield act
        confirmed = self._confirmed(meaning, cells)
        if confirmed is not None and recorded and act.until < confirmed.start <= self.made:
            yield ConsentEvent(
                act="confirm",
                ref=None,
                purpose=act.purpose,
                channel=act.channel,
                point=point,
                at=confirmed.start,
                until=confirmed.until,
                recorded_at=self.known,
                source=self.source,
                actor=act.actor,
                method=act.method,
                jurisdiction=act.jurisdiction,
                about=act.id,
                evidence=self.evidence,
            )

    def _confirmed(self, meaning: Meaning, cells: Cells) -> Moment | None:
        one = meaning.confirmed
        if one is None or (one.beside is not None and self.sheet.cell(cells, one.beside) is None):
            return None
        return self.clock.read(self.sheet.cell(cells, one.column))

    def _moment(self, meaning: Meaning, cells: Cells) -> Moment:
        """Tell when it was done: as its own date says, or between two bounds."""
        for dated in meaning.at:
            if dated.beside is None or self.sheet.cell(cells, dated.beside) is not None:
                moment = self.clock.read(self.sheet.cell(cells, dated.column))
                if moment is not None:
                    return moment
        bounds = (self.clock.read(self.sheet.cell(cells, name)) for name in meaning.by)
        until = min([self.made, *(one.until for one in bounds if one is not None)])
        return Moment(min(self.earliest, until), until)

    def _shows(self, cells: Cells, name: str, values: tuple[str, ...]) -> bool:
        cell = self.sheet.cell(cells, name)
        return cell is not None and (not values or fold(str(cell)) in values)

    def _points(self, cells: Cells, said: Said) -> tuple[str, ...]:
        """Name the contact points of a row; a stop also holds for one that is only recognisable."""
        beginning, type_name = _POINTS[said.channel or ""]
        cell = self.sheet.first(cells, self.sheet.tool.points[said.channel or ""])
        cleaned = find_type(type_name).clean(cell, region=self.clock.region)
        keys = [key for value in cleaned.values for key in find_type(type_name).keys(value)[:1]]
        opens = self.sheet.tool.meanings[said.meaning].act == "grant"
        if not keys and not opens:
            keys = [*cleaned.keys[:1]]
        return tuple(dict.fromkeys(f"{beginning}:{key}" for key in keys if key.strip()))
