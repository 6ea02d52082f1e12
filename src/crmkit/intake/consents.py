"""Read acts of consent out of a row: what somebody allowed, refused or took back.

Errors fall on the safe side. A grant without a date proves nothing (GDPR art. 7(1): the controller must be able to
demonstrate consent), so it gives a finding and no event; a refusal without a date counts from now on. A grant needs
the contact point it was given for; a refusal without one is about every point. A column of withdrawals ("consent
revoked", "unsubscribed on") never grants: an answer of no in it says nothing.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal

from attrs import frozen

from crmkit.intake.moments import Clock, Moment
from crmkit.records import ANY, ConsentEvent, Scalar
from crmkit.schema.folding import fold
from crmkit.schema.types.base import Finding
from crmkit.schema.types.catalogue import find_type

READER: Final = "intake"
"""Who writes down an act that was read out of a row."""

Said = Literal["grant", "refuse", "withdraw"]

_WORDS: Final[Mapping[Said, str]] = {
    "grant": "oui,o,ja,j,yes,y,si,x,1,true,t,on,vrai,wahr,ok,opt in,optin,inscrit,inscrite,abonne,abonnee,subscribed,"
    "subscriber,angemeldet,abonniert,accepte,acceptee,accepted,zugestimmt,granted,confirmed,confirme,bestatigt,erteilt,iscritto,iscritta,"
    "accetto,accettato",
    "refuse": "non,nein,no,n,0,false,f,off,faux,falsch,refuse,refusee,refused,abgelehnt,declined,denied,non inscrit,"
    "non inscrite,pas inscrit,nicht angemeldet,non subscribed,nonsubscribed,not subscribed,never subscribed,"
    "nie,jamais,never,rifiutato,rifiutata,mai",
    "withdraw": "desinscrit,desinscrite,desabonne,desabonnee,unsubscribed,abgemeldet,opt out,optout,cleaned,withdrawn,"
    "retire,revoque,revoked,widerrufen,gekundigt,bounced,inactive,stop,complained,spam,"
    "disiscritto,disiscritta,revocato,revocata",
}
_SAID: Final[Mapping[str, Said]] = {word: said for said, words in _WORDS.items() for word in words.split(",")}
_FIELDS: Final = {
    "email": ("email", "email", "email"),
    "phone": ("phone", "phone", "phone"),
    "sms": ("phone", "phone", "phone"),
    "postal": ("address", "postal_address", "postal"),
}  # channel: field, its type, beginning of the point


def read_word(cell: Scalar) -> Said | None:
    """Read what a cell says about consent, in French, German, Italian or English.

    >>> read_word("Désinscrit"), read_word(True), read_word("Nein"), read_word("maybe")
    ('withdraw', 'grant', 'refuse', None)
    """
    return _SAID.get(fold(str(cell)))


@frozen(kw_only=True)
class ConsentReader:
    """Reads the consent columns of the rows of one load.

    Attributes:
        source: name of the source.
        now: when the rows came in.
        clock: how the source writes dates; its region is the jurisdiction.
    """

    source: str
    now: datetime
    clock: Clock

    def read(
        self,
        single: Mapping[str, Scalar],
        *,
        ref: str,
        values: Mapping[str, tuple[object, ...]],
        keys: Mapping[str, tuple[str, ...]],
    ) -> tuple[list[ConsentEvent], list[Finding]]:
        """Read the acts of one row, one for each contact point of the channel.

        Args:
            single: target to cell.
            ref: the source row.
            values: its cleaned values, whose contact points a grant is for.
            keys: its match keys; a refusal also holds for points that are only recognisable.
        """
        events: list[ConsentEvent] = []
        findings: list[Finding] = []
        dated = self.clock.read(single.get("consent.at"))
        updated = self.clock.read(single.get("updated_at"))
        stated = min(updated.start, self.now) if updated else self.now
        for target, cell in single.items():
            family, _, topic = target.partition(".")
            purpose, _, channel = topic.partition(".")
            if family not in {"consent", "withdrawal"} or not channel:
                continue
            own, moment, said = None, dated, read_word(cell)
            if family == "withdrawal":
                own = self.clock.read(cell) if said is None else None  # the date of the withdrawal, in its own column
                moment = own or dated
                said = "withdraw" if own or said in {"grant", "withdraw"} else said
                if said == "refuse":
                    continue  # not withdrawn is not consent
            if said is None:
                message = "The word for consent is not known; write yes, no or withdrawn."
                findings.append(Finding("consent.unreadable", message, field=target))
                continue
            if said == "grant":
                points = contact_points(channel, values)
                problem = self._doubt(target, moment, points)
                if problem is not None:
                    findings.append(problem)
                    continue
            else:
                points = _stopped_points(channel, values, keys)
            start, until = (moment.start, moment.until) if moment else (self.now, self.now)
            if said != "grant" and own is None:
                until = max(until, stated)  # the column gives a state: so it stood when the row was last true
            events.extend(
                ConsentEvent(
                    act=said,
                    ref=ref,
                    purpose=purpose,
                    channel=channel,
                    point=point,
                    at=min(start, self.now),  # only a stop can be dated in the future, and it never waits
                    until=until,
                    recorded_at=self.now,
                    source=self.source,
                    actor=READER,
                    method=_text(single.get("consent.method")) or "import",
                    notice=_text(single.get("consent.notice")),
                    jurisdiction=self.clock.region,
                )
                for point in points
            )
        return events, findings

    def _doubt(self, target: str, moment: Moment | None, points: tuple[str, ...]) -> Finding | None:
        """Say why a grant proves nothing."""
        if ANY in target:
            message = "A consent is for one purpose and one channel; it does not count."
            return Finding("consent.too_wide", message, field=target)
        if moment is None:
            message = "The consent has no date that can be read, so it cannot be proved; it does not count."
            return Finding("consent.undated", message, field=target)
        if moment.start > self.now:
            return Finding("consent.future", "The consent is dated in the future; it does not count.", field=target)
        if not points:
            message = "The row has no valid contact point for this consent; it does not count."
            return Finding("consent.no_point", message, field=target)
        return None


def contact_points(channel: str, values: Mapping[str, tuple[object, ...]]) -> tuple[str, ...]:
    """Name the contact points of a row for a channel, such as "email:anna@example.org".

    >>> contact_points("sms", {"email": ("anna@example.org",)})
    ()
    """
    if channel not in _FIELDS:
        return ()
    name, type_name, beginning = _FIELDS[channel]
    semantic_type = find_type(type_name)
    found = (semantic_type.keys(value)[:1] for value in values.get(name, ()))
    return tuple(dict.fromkeys(f"{beginning}:{key}" for keys in found for key in keys))


def _stopped_points(
    channel: str, values: Mapping[str, tuple[object, ...]], keys: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """Name every point that a stop is about: valid ones, else recognisable ones, else any."""
    if channel == ANY:
        return (*dict.fromkeys(point for one in _FIELDS for point in contact_points(one, values)), ANY)
    points = contact_points(channel, values)
    if not points and channel in _FIELDS:
        name, _, beginning = _FIELDS[channel]
        points = tuple(f"{beginning}:{key}" for key in keys.get(name, ()))
    return points or (ANY,)


def _text(cell: Scalar) -> str | None:
    return None if cell is None else str(cell).strip() or None
