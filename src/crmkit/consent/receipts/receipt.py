"""A receipt, before it is written in any format: who asked, what for, and what the person did about it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final, Literal
from uuid import NAMESPACE_URL, uuid5

from attrs import asdict, field, frozen

from crmkit.consent.coverage import GRANTS, after_days, earliest, latest
from crmkit.consent.points import KIND_OF_CHANNEL
from crmkit.consent.policy import Policy
from crmkit.consent.purposes import Purpose
from crmkit.exceptions import CallError, UnknownNameError
from crmkit.records import ANY, ConsentEvent, digest, instant

State = Literal["given", "renewed", "confirmed", "refused", "withdrawn", "revoked", "invalidated"]
By = Literal["subject", "guardian", "controller"]

OPEN: Final = frozenset({"given", "renewed", "confirmed"})
"""States in which a consent stands."""

_REFUSALS: Final = frozenset({"refuse", "withdraw"})
_STATES: Final[dict[str, State]] = {
    "grant": "given",
    "renew": "renewed",
    "confirm": "confirmed",
    "refuse": "refused",
    "withdraw": "withdrawn",
    "invalidate": "invalidated",
}


@frozen(kw_only=True)
class Controller:
    """Who asks for the consent, and answers for what is done with it (GDPR art. 4(7)).

    Attributes:
        name: name of the organisation.
        contact: whom to write to, such as "Data protection officer".
        email: his e-mail address.
        phone: his telephone number.
        street: street and number.
        postcode: postal code.
        locality: town.
        country: ISO 3166-1 alpha-2 code.
        policy_url: the privacy policy.
        withdraw_url: where a consent is withdrawn.
        service: the service that the consent goes with.
        storage: countries in which the data is kept; `country` when empty.
        recipients: names of others who get the data.
    """

    name: str
    contact: str
    email: str
    phone: str
    street: str
    postcode: str
    locality: str
    country: str
    policy_url: str
    withdraw_url: str
    service: str
    storage: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()


@frozen(kw_only=True)
class Step:
    """One thing that was done about a consent.

    Attributes:
        act: id of the act.
        state: what the consent was from then on.
        at: earliest instant.
        until: latest instant.
        by: who did it: the person, her guardian, or the controller.
        method: how.
        notice: name of the text that was shown.
        language: its language.
        days: life of the consent after the act, where the person was told one.
    """

    act: str
    state: State
    at: datetime = field(converter=instant)
    until: datetime = field(converter=instant)
    by: By = "subject"
    method: str = "unknown"
    notice: str | None = None
    language: str | None = None
    days: int | None = None


@frozen(kw_only=True)
class Receipt:
    """What a person has in hand about a consent of hers.

    Attributes:
        customer_id: id of the person.
        purpose: key of the purpose.
        title: the purpose in words, in the language of the receipt.
        kind: kind of the purpose.
        channel: the channel.
        jurisdiction: country whose rules apply.
        language: language of the receipt.
        controller: who asks.
        steps: what was done, oldest first.
        days: life of the consent under the policy; None for no end.
        issued_at: when the receipt was made.
    """

    customer_id: str
    purpose: str
    title: str
    kind: str
    channel: str
    jurisdiction: str
    language: str
    controller: Controller
    steps: tuple[Step, ...]
    days: int | None
    issued_at: datetime = field(converter=instant)

    @property
    def record_id(self) -> str:
        """Name of the consent that the receipt is about, as a UUID; it stays the same when more is done about it."""
        return _uuid([self.controller.name, self.customer_id, self.purpose, self.channel, self.steps[0].act])

    @property
    def id(self) -> str:
        """Name of the receipt by its content, as a UUID."""
        return _uuid(asdict(self, value_serializer=_as_text))

    @property
    def standing(self) -> Step | None:
        """The last consent that nobody has taken back since; None when there is none. Its age is not looked at.

        At the same instant the no counts, what the person took back nobody else brings back, and to confirm late
        revives nothing.
        """
        closed = [one for one in self.steps if one.state not in OPEN]
        given = [
            one
            for one in self.steps
            if one.state in {"given", "renewed"}
            and not any(no.until >= one.at or (one.by == "controller" and no.by != "controller") for no in closed)
        ]
        return max(given, key=lambda one: (one.until, one.act), default=None)

    @property
    def ends(self) -> datetime | None:
        """When the consent that stands ends by its age; None where it has no end, or none stands."""
        given = self.standing
        days = [] if given is None else [one for one in (given.days, self.days) if one is not None]
        return None if given is None or not days else after_days(given.at, min(days))


def receipt_of(
    acts: Iterable[ConsentEvent],
    *,
    customer_id: str,
    purpose: str,
    channel: str,
    point: str,
    jurisdiction: str,
    policy: Policy,
    controller: Controller,
    issued_at: datetime,
    language: str = "en",
) -> Receipt:
    """Gather what a person did about a consent.

    Objections, restrictions and do-not-contact entries are no steps of a consent; they are told by the decision.

    Args:
        acts: the acts of the person; see `crmkit.consent.ledger.concerning`.
        customer_id: her id; nothing else of her gets into the receipt.
        purpose: key or short name of the purpose.
        channel: the channel.
        point: key of the contact point; it does not get into the receipt.
        jurisdiction: country whose rules apply.
        policy: purposes, rules and notices.
        controller: who asks.
        issued_at: when the receipt is made; later acts are not in it.
        language: language of the receipt.

    Raises:
        UnknownNameError: for a purpose or a channel that does not exist.
        CallError: nothing was ever done about such a consent.
    """
    found = policy.purposes.find(purpose)
    if channel not in KIND_OF_CHANNEL:
        raise UnknownNameError("channel", channel, KIND_OF_CHANNEL)
    now = instant(issued_at)
    every = {act.id: act for act in acts if act.recorded_at <= now}
    about = {act.id: act for act in every.values() if _concerns(act, found, channel, point, policy)}
    about |= {act.id: act for act in every.values() if act.about in about and act.act in {"confirm", "invalidate"}}
    steps = sorted(_steps(about.values(), policy), key=lambda one: (one.until, one.state not in OPEN, one.act))
    if not steps:
        raise CallError(
            f"She never agreed to {found.key!r} by {channel!r} at this contact point, and never refused it, so there "
            f"is nothing to give a receipt of."
        )
    rule = policy.rule(found.key, channel, jurisdiction, now)
    return Receipt(
        customer_id=customer_id,
        purpose=found.key,
        title=found.label(language),
        kind=found.kind,
        channel=channel,
        jurisdiction=jurisdiction,
        language=language,
        controller=controller,
        steps=tuple(steps),
        days=None if rule is None else rule.max_age_days,
        issued_at=now,
    )


def _concerns(act: ConsentEvent, purpose: Purpose, channel: str, point: str, policy: Policy) -> bool:
    if act.channel not in {channel, ANY}:
        return False
    known = policy.purposes.get(act.purpose)
    named = known is not None and known.key in purpose.lineage
    if act.act in GRANTS:
        return named and act.point == point
    refuses = act.act in _REFUSALS or (act.act == "invalidate" and act.about is None)
    return refuses and act.point in {point, ANY} and (named or act.purpose == ANY)


def _steps(acts: Iterable[ConsentEvent], policy: Policy) -> Iterator[Step]:
    for act in acts:
        state = _STATES[act.act]
        notices = policy.notices_called(act.notice)
        spoken = act.language or (notices[0].language if len(notices) == 1 else None)
        yield Step(
            act=act.id,
            state="revoked" if state == "withdrawn" and act.authority != "subject" else state,
            at=earliest(act),
            until=latest(act),
            by="controller" if act.authority != "subject" else "guardian" if act.method == "guardian" else "subject",
            method=act.method or "unknown",
            notice=act.notice,
            language=spoken,
            days=act.max_age_days,
        )


def _as_text(_: object, __: object, value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _uuid(content: object) -> str:
    return str(uuid5(NAMESPACE_URL, f"urn:crmkit:receipt:{digest(content, length=64)}"))
