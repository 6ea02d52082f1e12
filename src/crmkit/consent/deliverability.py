"""Contact points to which nothing can be delivered: a hard bounce that came back, and that nobody has lifted since."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from crmkit.consent.acts import lifted_at
from crmkit.consent.coverage import bites
from crmkit.consent.points import reaches
from crmkit.consent.policy import Policy
from crmkit.records import ANY, ConsentEvent

BOUNCES: Final = frozenset({"hard_bounce"})
"""Methods of a `suppress` that say that the point itself is dead, and nothing of what a person wants."""


def undeliverable_points(
    acts: Iterable[ConsentEvent], policy: Policy, *, channel: str, at: datetime, known_at: datetime | None = None
) -> frozenset[str]:
    """Name the contact points to which nothing can be delivered by a channel at an instant, for whatever purpose.

    A point that delivers again is one whose bounce was lifted, by an act `lift` that names it, comes after it and has
    at least its authority. A soft bounce is none, since the next message may arrive.

    Args:
        acts: the ledger, or the part of it that is about these points.
        policy: says by how much clocks may differ.
        channel: "email", "phone", "sms" or "postal".
        at: the instant.
        known_at: only what was recorded by then counts.

    >>> from datetime import UTC
    >>> from crmkit.consent.packs import default_policy
    >>> back = ConsentEvent(
    ...     act="suppress",
    ...     ref=None,
    ...     purpose="*",
    ...     point="email:old@example.org",
    ...     at=datetime(2026, 2, 1, tzinfo=UTC),
    ...     recorded_at=datetime(2026, 2, 1, tzinfo=UTC),
    ...     source="mail server",
    ...     authority="machine",
    ...     method="hard_bounce",
    ... )
    >>> march = datetime(2026, 3, 1, tzinfo=UTC)
    >>> sorted(undeliverable_points([back], default_policy(), channel="email", at=march))
    ['email:old@example.org']
    """
    known = [act for act in acts if known_at is None or act.recorded_at <= known_at]
    bounced = [one for one in known if one.act == "suppress" and one.method in BOUNCES and reaches(channel, one.point)]
    bounced = [one for one in bounced if one.channel in (channel, ANY)]
    answers: dict[str | None, list[ConsentEvent]] = {}
    if bounced:
        for act in known:
            answers.setdefault(act.about, []).append(act)
    return frozenset(one.point for one in bounced if _lives(one, answers.get(one.id, ()), policy, at))


def _lives(bounce: ConsentEvent, answers: Sequence[ConsentEvent], policy: Policy, at: datetime) -> bool:
    lifted = lifted_at(bounce, answers, policy)
    return bites(bounce) <= at and (lifted is None or at < lifted)
