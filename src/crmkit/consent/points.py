"""Contact points: the one e-mail address, telephone number or postal address that a message would go to."""

from collections.abc import Mapping

from crmkit.exceptions import CallError, UnknownNameError

SEALED = "sealed:"
"""Beginning of a contact point of which only the keyed hash is left; see `crmkit.consent.keyed`."""

KIND_OF_CHANNEL: Mapping[str, str] = {"email": "email", "phone": "phone", "sms": "phone", "postal": "postal"}
"""Channel to the kind of contact point it needs; a call and a text message go to the same number."""

DEVICE = "device"
"""Kind of a point that no message goes to: a browser or an app, where a banner asks and a signal speaks."""

_KINDS = frozenset({*KIND_OF_CHANNEL.values(), DEVICE})


def point_key(channel: str, value_key: str) -> str:
    """Name a contact point by a channel that reaches it and the match key of its value.

    Raises:
        UnknownNameError: for a channel that does not exist.
        CallError: for an empty value key.

    >>> point_key("sms", "+41441234567")
    'phone:+41441234567'
    """
    if channel not in KIND_OF_CHANNEL:
        raise UnknownNameError("channel", channel, KIND_OF_CHANNEL)
    if not value_key.strip():
        raise CallError(f"A contact point for channel {channel!r} needs the match key of its value, and it is empty.")
    return f"{KIND_OF_CHANNEL[channel]}:{value_key}"


def is_point(text: str) -> bool:
    """Say whether a text names exactly one contact point.

    >>> is_point("email:a@example.org"), is_point("*"), is_point("email:")
    (True, False, False)
    """
    kind, _, value_key = text.partition(":")
    return kind in _KINDS and bool(value_key.strip())


def reaches(channel: str, point: str) -> bool:
    """Say whether a channel can reach a contact point.

    >>> reaches("sms", "phone:+41441234567"), reaches("email", "phone:+41441234567")
    (True, False)
    """
    kind, _, value_key = point.partition(":")
    return KIND_OF_CHANNEL.get(channel) == kind and bool(value_key.strip())


def is_sealed(point: str) -> bool:
    """Say whether a contact point is one of which only the keyed hash is left.

    >>> is_sealed("sealed:2026:0f3a"), is_sealed("email:a@example.org")
    (True, False)
    """
    return point.startswith(SEALED)
