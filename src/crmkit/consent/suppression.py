"""What is left of a person's acts when she is erased: her stops, under keyed hashes of her contact points.

Who asked not to be written to must not be written to again because her address comes back in some export. So the stops
outlive the person, without her name, her row, her address or her evidence. A hash is used for nothing but to recognise
the address when it comes back, and for no longer than the period "objection_kept_at_least" of the policy asks for.
"""

from collections.abc import Collection, Iterable, Iterator

from attrs import evolve

from crmkit.consent.acts import lifted_at
from crmkit.consent.coverage import STOPS
from crmkit.consent.keyed import Keyring
from crmkit.consent.points import is_point, is_sealed
from crmkit.consent.policy import Policy
from crmkit.records import ConsentEvent

STOPS_OF_ANY_KIND = STOPS | {"invalidate"}


def remains(
    events: Iterable[ConsentEvent], *, points: Collection[str], keyring: Keyring, policy: Policy
) -> tuple[ConsentEvent, ...]:
    """Write down what is left of a person's acts, so that everything that was denied stays denied.

    Consents and confirmations are gone. A stop that was lifted by who may is gone too. Every other stop keeps its kind,
    dates, purpose, channel, authority and method; one for the whole person becomes one for each of her contact points.

    Args:
        events: the acts of the person, see `crmkit.consent.ledger.concerning`.
        points: keys of her contact points.
        keyring: makes the hashes.
        policy: says whom to believe.

    >>> from datetime import UTC, datetime
    >>> from crmkit.consent.packs import default_policy
    >>> then = datetime(2026, 3, 1, tzinfo=UTC)
    >>> stop = ConsentEvent(act="object", ref="shop/7", purpose="*", at=then, recorded_at=then, source="letter")
    >>> ring = Keyring("2026", {"2026": bytes(range(32))})
    >>> left = remains([stop], points=["email:a@example.org"], keyring=ring, policy=default_policy())
    >>> [(one.act, one.ref, one.point[:12]) for one in left]
    [('object', None, 'sealed:2026:')]
    """
    every = tuple(events)
    by_id = {act.id: act for act in every}
    answers: dict[str, list[ConsentEvent]] = {}
    for act in every:
        if act.about is not None:
            answers.setdefault(act.about, []).append(act)
    left = (
        one
        for act in every
        if act.act in STOPS_OF_ANY_KIND and lifted_at(act, answers.get(act.id, ()), policy) is None
        for one in _sealed(act, by_id.get(act.about or "", act), points, keyring)
    )
    return tuple({act.id: act for act in left}.values())


def _sealed(
    stop: ConsentEvent, about: ConsentEvent, points: Collection[str], keyring: Keyring
) -> Iterator[ConsentEvent]:
    targets = [about.point] if is_point(about.point) or is_sealed(about.point) else sorted(points)
    for point in targets:
        yield evolve(
            stop,
            ref=None,
            purpose=about.purpose,
            channel=about.channel,
            point=point if is_sealed(point) else keyring.seal("point", point),
            actor="erasure",
            notice=None,
            about=None,
            evidence=None,
            token=None,
        )
