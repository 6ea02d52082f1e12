"""The frozen values that travel between stages.

Facts are kept for ever and only ever appended: `Batch`, `Record`, `Interaction`, `ConsentEvent`, `Judgement`.
Everything else is derived from them: a `CleanRecord` from a record and a mapping, a `Customer` from the clean
records that judgements hold together.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from attrs import Attribute, field, frozen

from crmkit.exceptions import CallError, UnknownNameError

Scalar = str | int | float | bool | None
Act = Literal["grant", "renew", "refuse", "withdraw", "object", "restrict", "suppress", "confirm", "lift", "invalidate"]
Authority = Literal["machine", "staff", "admin", "subject"]
Verdict = Literal["same", "different", "split", "undone"]

ANY = "*"
"""Every purpose, every channel or every contact point."""

_encode = json.JSONEncoder(sort_keys=True, ensure_ascii=False, default=str, separators=(",", ":")).encode


def instant(value: datetime) -> datetime:
    """Check that a time is aware and turn it to UTC.

    Raises:
        CallError: for a naive datetime, since nobody can say which instant it means.

    >>> from datetime import timedelta, timezone
    >>> instant(datetime(2026, 3, 1, 12, tzinfo=timezone(timedelta(hours=1)))).isoformat()
    '2026-03-01T11:00:00+00:00'
    """
    if value.tzinfo is None or value.utcoffset() is None:
        raise CallError(
            f"The time {value.isoformat()} has no zone; give an aware datetime such as {value.isoformat()}+00:00."
        )
    return value.astimezone(UTC)


def digest(content: object, *, length: int = 16) -> str:
    """Name content by its SHA-256, as lower-case hexadecimal; equal content, equal name.

    >>> digest({"b": 1, "a": 2}) == digest({"a": 2, "b": 1})
    True
    """
    text = _encode(content)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def short_name(text: str, *, size: int = 300) -> str:
    """Give a name that is short enough to be looked up by: the text itself, or its beginning and its digest.

    Args:
        text: a name of any length.
        size: bytes that it may take when it is written with escapes.

    >>> short_name("A-17")
    'A-17'
    >>> short_name("x" * 1000)
    'xxxxxxxxxxxxxxxxxxxx…fa0831df6ae1d266cfba38a7'
    """
    if not text.isascii():  # join the halves of characters
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    if len(text) * 6 <= size or len(text.encode("unicode_escape")) <= size:
        return text
    return f"{text[:20]}…{digest(text, length=24)}"


@frozen(kw_only=True)
class Batch:
    """Fact: one load of one source.

    Attributes:
        id: unique name of the load.
        source: the source it came from.
        origin: file name, without its folder, or the kind of object.
        received_at: when it came in.
        mapping: the mapping it was read with, as JSON data.
        region: country of numbers, dates and amounts that name none.
        zone: IANA name of the zone in which its times were read; None where an older crmkit kept neither.
        counts: what became of its rows, by outcome.
        actor: who loaded it.
    """

    id: str
    source: str
    origin: str
    received_at: datetime = field(converter=instant)
    mapping: Mapping[str, Any] = field(factory=dict)
    region: str | None = None
    zone: str | None = None
    counts: Mapping[str, int] = field(factory=dict)
    actor: str = "system"


@frozen(kw_only=True)
class Record:
    """Fact: a row exactly as one source gave it.

    A source may send the row again with other content: that is a further record with the same `ref`, and the last
    one is current.

    Attributes:
        source: name of the source.
        key: the row's key in that source: its own identifier, else a digest of its content.
        batch: the load it came with.
        received_at: when it came in.
        raw: column to cell, untouched.
        line: physical line or sheet row, from 1.
        event_names: kind of an event of the row to its name, where other rows of the load use its number too.
    """

    source: str
    key: str
    batch: str
    received_at: datetime = field(converter=instant)
    raw: Mapping[str, Scalar]
    line: int | None = None
    event_names: Mapping[str, str] = field(factory=dict)

    @property
    def ref(self) -> str:
        """Name of the row across loads; clusters and provenance speak of refs."""
        return f"{self.source}/{self.key}"

    @property
    def id(self) -> str:
        """Name of exactly this content of the row."""
        return f"{self.ref}#{digest(dict(self.raw))}"


@frozen(kw_only=True)
class Interaction:
    """Fact: something that happened, such as an order, a ticket or a call.

    Attributes:
        id: unique and repeatable: the same event loaded twice has the same id.
        kind: what happened, in the singular: "order", "ticket", "call".
        at: when.
        ref: the source row it came with; the customer is the cluster that holds this row.
        data: typed facts of the event, such as number, total, currency, status, channel.
    """

    id: str
    kind: str
    at: datetime = field(converter=instant)
    ref: str
    data: Mapping[str, Any] = field(factory=dict)


def _known_act(_: "ConsentEvent", __: "Attribute[Act]", act: Act) -> None:
    if act not in get_args(Act):
        raise UnknownNameError("act of consent", act, get_args(Act))


def _known_authority(_: "ConsentEvent", __: "Attribute[Authority]", authority: Authority) -> None:
    if authority not in get_args(Authority):
        raise UnknownNameError("authority", authority, get_args(Authority))


class _Named:
    """Has room for a name that is worked out once; a `cached_property` would make every attribute slower to read."""

    __slots__ = ("_id",)
    _id: str


@frozen(kw_only=True)
class ConsentEvent(_Named):
    """Fact: an act of a person about the use of her data, or an act of somebody on her behalf.

    Attributes:
        act: grant, renew, refuse, withdraw, object, restrict, suppress, confirm, lift, invalidate. A consent that ran
            out needs no act.
        ref: source row or customer id of the data subject, as captured; None when only the contact point is known.
        purpose: dotted purpose key, or ANY.
        channel: email, phone, sms, postal ..., or ANY.
        point: key of the contact point, such as "email:a@example.org", or ANY. A consent for several is one act each.
        at: earliest instant of the act.
        until: latest instant of the act; equal to `at` when it is known exactly.
        recorded_at: when it came to be known here.
        source: where it was captured.
        actor: who wrote it down.
        authority: who speaks: machine < staff < admin < subject. A clerk who writes down what the person said is the
            actor, and the authority is the subject's.
        method: how: "web_form", "paper", "import", "phone"; "guardian" for who has parental responsibility.
        notice: name, or content hash, of the text that was shown.
        jurisdiction: country code whose rules were applied.
        about: id of the event that a confirm, lift or invalidate is about.
        max_age_days: shorter life than the policy gives, when the person was told so.
        evidence: where the proof is kept.
        language: language of the notice.
        edition: edition of the purpose tree that was shown, where no notice tells it.
        token: keyed hash of the token by which the person answers; see `crmkit.consent.double_opt_in`.

    Raises:
        UnknownNameError: for an act or an authority that does not exist.
        CallError: for an instant without a zone.
    """

    act: Act = field(validator=_known_act)
    ref: str | None
    purpose: str
    channel: str = ANY
    point: str = ANY
    at: datetime = field(converter=instant)
    until: datetime = field(converter=instant)
    recorded_at: datetime = field(converter=instant)
    source: str
    actor: str = "system"
    authority: Authority = field(default="subject", validator=_known_authority)
    method: str | None = None
    notice: str | None = None
    jurisdiction: str | None = None
    about: str | None = None
    max_age_days: int | None = None
    evidence: str | None = None
    language: str | None = None
    edition: int | None = None
    token: str | None = field(default=None, repr=False)

    @until.default
    def _exactly(self) -> datetime:
        return self.at

    @property
    def id(self) -> str:
        """Name of the act by its content; when and by whom it was written down does not count."""
        try:
            return self._id
        except AttributeError:
            object.__setattr__(self, "_id", self._name_of_content())
            return self._id

    def _name_of_content(self) -> str:
        when = [self.at.isoformat(), self.until.isoformat()]
        what = [self.act, self.ref, self.purpose, self.channel, self.point]
        how = [self.source, self.authority, self.method, self.notice, self.about, self.max_age_days, self.evidence]
        shown = [self.language, self.edition, self.token]
        return digest([*what, *when, *how, *(shown if any(one is not None for one in shown) else ())], length=24)


@frozen(kw_only=True)
class Judgement:
    """Fact: two source rows are the same party, are not, or are so no longer.

    Attributes:
        verdict: "same" joins, "different" keeps apart for ever (also against later rules), "split" takes back
            an earlier "same", "undone" takes back whatever the change `undoes` said of the two.
        left: ref of a source row.
        right: ref of another one.
        at: when it was judged.
        actor: a person, or "rule:" and the name of the model.
        reason: one sentence for a person.
        weight: match weight in bits, when a model judged.
        change: id of the change this judgement belongs to, so that it can be undone as one.
        verb: what was done by this change, such as "merge"; empty where an older crmkit did not note it.
        undoes: id of the change that an "undone" is about.
    """

    verdict: Verdict
    left: str
    right: str
    at: datetime = field(converter=instant)
    actor: str
    reason: str = ""
    weight: float | None = None
    change: str | None = None
    verb: str = ""
    undoes: str | None = None

    @property
    def id(self) -> str:
        """Name of the judgement by its content."""
        return digest(
            [self.verdict, *sorted((self.left, self.right)), self.at.isoformat(), self.actor, self.change],
            length=24,
        )


@frozen(kw_only=True)
class CleanRecord:
    """Derived: a source row with its cells mapped, cleaned and typed.

    Attributes:
        ref: the source row.
        source: name of the source.
        as_of: when the row was true for the source: its own date if it has one, else when it came in.
        kind: "person", "organisation", or "unknown" when the row names neither.
        values: field to canonical values; a field with nothing is absent.
        keys: field to match keys; kept also for values that are not valid but still recognisable.
        findings: what was noticed, each with its field.
        line: physical line or sheet row.
    """

    ref: str
    source: str
    as_of: datetime = field(converter=instant)
    kind: Literal["person", "organisation", "unknown"] = "person"
    values: Mapping[str, tuple[Any, ...]] = field(factory=dict)
    keys: Mapping[str, tuple[str, ...]] = field(factory=dict)
    findings: tuple[Any, ...] = ()
    line: int | None = None


@frozen(kw_only=True)
class Provenance:
    """Derived: where one value of a customer comes from.

    Attributes:
        value: the value.
        ref: the source row that gave it.
        source: its source.
        as_of: when it was true for that source.
        rule: the survivorship policy that chose it, or that let it lose.
        chosen: whether it is the customer's value, or one that lost and is kept.
    """

    value: Any
    ref: str
    source: str
    as_of: datetime
    rule: str
    chosen: bool = True


@frozen(kw_only=True)
class Customer:
    """Derived: the golden record of one party, with the origin of each value.

    Attributes:
        id: stable name; ids of parties that were merged into it keep resolving to it.
        kind: "person", "organisation" or "unknown".
        values: field to value; fields that hold many have a tuple, ordered best first. Facets of composites
            (given_name, family_name, postcode, locality, country ...) stand beside them.
        provenance: field to the chosen value and the ones that lost.
        refs: the source rows it is made of.
        related: rows of other kinds, such as "orders": mappings with an instant `at`.
        version: number of the last fact about her; give it to `CustomerBase.update`, so that no change is lost.
    """

    id: str
    kind: Literal["person", "organisation", "unknown"]
    values: Mapping[str, Any]
    provenance: Mapping[str, tuple[Provenance, ...]] = field(factory=dict)
    refs: tuple[str, ...] = ()
    related: Mapping[str, tuple[Mapping[str, Any], ...]] = field(factory=dict)
    version: int = 0

    def origin(self, name: str) -> Provenance:
        """Say where a value comes from: the source row, its date, and the rule by which it won; of many, the best.

        Raises:
            UnknownNameError: she has no value of such a field; facets come from the field they are part of.
        """
        return self._origins(name)[0]

    def alternatives(self, name: str) -> tuple[Provenance, ...]:
        """List the values of a field that lost, the one that would come next first.

        Raises:
            UnknownNameError: as for `origin`.
        """
        return tuple(one for one in self._origins(name) if not one.chosen)

    def _origins(self, name: str) -> tuple[Provenance, ...]:
        if not self.provenance.get(name):
            raise UnknownNameError("field with an origin", name, self.provenance)
        return self.provenance[name]


@frozen(kw_only=True)
class Progress:
    """One step of a long piece of work, given to the caller's `progress` function.

    Attributes:
        stage: what is being done, such as "read" or "compare".
        done: how much of it.
        total: out of how much, or None when unknown.
        unit: what is counted.
    """

    stage: str
    done: int
    total: int | None = None
    unit: str = "rows"
