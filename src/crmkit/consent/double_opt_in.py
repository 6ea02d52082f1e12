"""Double opt-in: a token goes out with the message, and comes back with an act of the person.

```
asked = asking(grant, token, keyring)           kept: the request, with the keyed hash of the token
answer(events, token, act="confirm", gesture="button", ...)    an act "confirm" about the request, to be kept
```

The token itself is never kept. To open a link is no act: mail scanners open links too. The page behind the link shows a
button, and pressing it (a POST) is the gesture. The same token also takes the consent back, for ever and whoever has
been merged with whom: it names the request, and so the contact point.
"""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final, Literal

from attrs import evolve, frozen

from crmkit.consent.acts import OPENING, UNPROVEN
from crmkit.consent.coverage import GRANTS, earliest, latest
from crmkit.consent.keyed import Keyring
from crmkit.consent.points import is_point
from crmkit.exceptions import CallError, UnknownNameError
from crmkit.records import ConsentEvent

GESTURES: Final = {
    "button": "she pressed a button on the page behind the link, which sent a POST request",
    "one_click": "her mail program sent the POST request of RFC 8058 when she said unsubscribe; never a confirmation",
    "reply": "she answered the message",
    "code": "she typed the code that was sent to her",
}
"""What a person does with a token, and what each gesture means."""

Outcome = Literal["kept", "already", "stopped", "unknown_token"]

_TOKEN_BYTES: Final = 32


@frozen(kw_only=True)
class Answer:
    """What became of a token that came back.

    Attributes:
        outcome: "kept": the act says something new; "already": it was confirmed before; "stopped": the request was
            refused or withdrawn since, so that the confirmation is kept and revives nothing; "unknown_token": nobody
            asked.
        event: the act to keep; None where there is nothing to keep.
    """

    outcome: Outcome
    event: ConsentEvent | None = None


def new_token(random_bytes: Callable[[int], bytes]) -> str:
    """Make a token of 43 characters that fits into an address.

    Args:
        random_bytes: gives that many random bytes, such as `secrets.token_bytes`.

    >>> new_token(bytes)
    'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
    """
    given = random_bytes(_TOKEN_BYTES)
    if len(given) < _TOKEN_BYTES:
        raise CallError(f"A token needs {_TOKEN_BYTES} random bytes, and {len(given)} were given.")
    return urlsafe_b64encode(given).rstrip(b"=").decode("ascii")


def asking(grant: ConsentEvent, token: str, keyring: Keyring) -> ConsentEvent:
    """Give a request the keyed hash of the token that will answer it.

    Raises:
        CallError: for an act that asks for nothing, or without one contact point to send the token to.
    """
    if grant.act not in GRANTS:
        raise CallError(f"An act {grant.act!r} is no request; a token belongs to a grant.")
    if not is_point(grant.point):
        raise CallError("The request names no single contact point, so nobody knows where to send its token.")
    return evolve(grant, token=keyring.seal("token", token))


def answer(
    events: Iterable[ConsentEvent],
    token: str,
    *,
    act: Literal["confirm", "withdraw"],
    gesture: str,
    keyring: Keyring,
    at: datetime,
    recorded_at: datetime,
    source: str,
) -> Answer:
    """Turn a token that came back into an act of the person.

    Args:
        events: the acts that carry one of the token's names (see `Keyring.names`) and those of the same person; more do
            no harm.
        token: as it came back.
        act: "confirm" or "withdraw".
        gesture: what the person did, one of `GESTURES`.
        keyring: the keys that tokens were hashed with.
        at: when she did it.
        recorded_at: when that came to be known.
        source: where it was captured.

    Raises:
        UnknownNameError: for a gesture that is none. Opening a link is none.
        CallError: for an act that a token cannot do, such as a confirmation by one click of a mail program.
    """
    if gesture not in GESTURES:
        raise UnknownNameError("gesture of a person (opening a link is none)", gesture, GESTURES)
    if act not in {"confirm", "withdraw"} or (act, gesture) == ("confirm", "one_click"):
        raise CallError(f"A token cannot {act!r} by {gesture!r}; it confirms by a button, a reply or a code.")
    every = tuple(events)
    names = keyring.names("token", token)
    asked = [one for one in every if one.token in names and one.act in GRANTS]
    if not asked:
        return Answer(outcome="unknown_token")
    request = min(asked, key=lambda one: (one.at, one.id))
    made = _act(request, act, gesture, at=at, recorded_at=recorded_at, source=source)
    if act == "confirm" and any(_confirmed(one, request, at) for one in every):
        return Answer(outcome="already")
    if act == "confirm" and any(_ends(one, request) for one in every):
        return Answer(outcome="stopped", event=made)
    return Answer(outcome="kept", event=made)


def _act(
    request: ConsentEvent,
    act: Literal["confirm", "withdraw"],
    gesture: str,
    *,
    at: datetime,
    recorded_at: datetime,
    source: str,
) -> ConsentEvent:
    return ConsentEvent(
        act=act,
        ref=request.ref,
        purpose=request.purpose,
        channel=request.channel,
        point=request.point,
        at=at,
        recorded_at=recorded_at,
        source=source,
        method=gesture,
        jurisdiction=request.jurisdiction,
        about=request.id if act == "confirm" else None,
    )


def _confirmed(known: ConsentEvent, request: ConsentEvent, at: datetime) -> bool:
    return (
        known.act == "confirm"
        and known.about == request.id
        and known.authority == "subject"
        and known.method not in OPENING | UNPROVEN
        and latest(known) <= at
    )


def _ends(stop: ConsentEvent, request: ConsentEvent) -> bool:
    return (
        stop.act in {"refuse", "withdraw", "object", "suppress", "invalidate"}
        and stop.point == request.point
        and stop.purpose in {request.purpose, "*"}
        and latest(stop) >= earliest(request)
    )
