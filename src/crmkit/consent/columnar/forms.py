"""What acts have in common, so that a column can hold a small number in its place."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cached_property
from hashlib import blake2b
from typing import Any, Final

from attrs import fields, frozen

from crmkit.consent.coverage import GRANTS, STOPS, span
from crmkit.consent.keyed import key_name
from crmkit.consent.points import is_point, is_sealed
from crmkit.consent.scope import ANSWER, Scope
from crmkit.records import ConsentEvent

EVERYWHERE: Final = 0
"""Code of what names no single contact point."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def micros(at: datetime) -> int:
    """Count the microseconds from 1970 to an instant."""
    return (at - _EPOCH) // _MICROSECOND


def instant_of(at: int) -> datetime:
    """Turn what `micros` gave back into an instant."""
    return _EPOCH + at * _MICROSECOND


def point_code(point: str) -> int:
    """Number a contact point, or the keyed hash of one, by 64 bits of its BLAKE2b (RFC 7693).

    What names no single contact point is 0. Two contact points of one customer share a number once in 10^19 pairs.

    >>> point_code("email:a@example.org"), point_code("*")
    (1382003903164803199, 0)
    """
    if not (is_point(point) or is_sealed(point)):
        return EVERYWHERE
    made = blake2b(point.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(made, "big", signed=True) or 1


@frozen(kw_only=True)
class Form:
    """What an act says, but for who, where and when; few forms serve a whole ledger.

    Attributes:
        act: as all that follow, see `crmkit.records.ConsentEvent`.
        purpose: what for.
        channel: by which channel.
        authority: who speaks.
        method: how.
        notice: what was shown.
        language: in which language.
        edition: which edition of the purposes.
        max_age_days: for how long.
        proven: whether there is evidence.
        answering: whether it is about another act.
        sealed: name of the key that hides the contact point; None where nothing does.
    """

    act: str
    purpose: str
    channel: str
    authority: str
    method: str | None = None
    notice: str | None = None
    language: str | None = None
    edition: int | None = None
    max_age_days: int | None = None
    proven: bool = False
    answering: bool = False
    sealed: str | None = None

    @classmethod
    def of(cls, act: ConsentEvent) -> "Form":
        """Tell the form of an act."""
        return cls(
            act=act.act,
            purpose=act.purpose,
            channel=act.channel,
            authority=act.authority,
            method=act.method,
            notice=act.notice,
            language=act.language,
            edition=act.edition,
            max_age_days=act.max_age_days,
            proven=act.evidence is not None,
            answering=act.about is not None,
            sealed=key_name(act.point) if is_sealed(act.point) else None,
        )

    def role(self, scope: Scope) -> str:
        """Tell what acts of this form are to a use, wherever their contact point; "" for nothing."""
        if self.act in GRANTS or self.act in STOPS:
            return scope.roles[self.channel][self.purpose][self.act]
        if self.answering:
            return ANSWER
        found = scope.roles[self.channel][self.purpose][self.act]
        return "" if found == ANSWER else found

    def event(
        self, *, name: str, since: int, until: int, recorded: int, point: str, ref: str | None, about: str | None
    ) -> ConsentEvent:
        """Write an act of this form, as far as a decision looks at it, without checking again what was checked before.

        Args:
            name: stands for its id.
            since: first instant, in microseconds, as all three.
            until: last instant.
            recorded: when it was written down.
            point: key of the contact point.
            ref: what it names.
            about: name of the act it is about.
        """
        made: ConsentEvent = object.__new__(ConsentEvent)
        at = instant_of(since)
        last = at if until == since else instant_of(until)
        written = at if recorded == since else instant_of(recorded)
        for put, value in self._said:
            put(made, value)
        for put, value in zip(_PUT_OWN, (name, at, last, written, point, ref, about), strict=True):
            put(made, value)
        return made

    @cached_property
    def _said(self) -> tuple[tuple[Callable[[ConsentEvent, Any], None], Any], ...]:
        known = {one.name: getattr(self, one.name) for one in fields(Form) if one.name not in _OWN}
        rest = {"source": "columns", "actor": "columns", "jurisdiction": None, "token": None}
        told = {**known, **rest, "evidence": "on file" if self.proven else None}
        return tuple((getattr(ConsentEvent, name).__set__, value) for name, value in told.items())


_OWN: Final = frozenset({"proven", "answering", "sealed"})

_PUT_OWN: Final = tuple(
    getattr(ConsentEvent, name).__set__ for name in ("_id", "at", "until", "recorded_at", "point", "ref", "about")
)
"""Writes what each act has of its own, without looking for where it stands."""


def dated(act: ConsentEvent) -> tuple[int, int, int]:
    """Tell the first and the last instant at which an act may have happened, and when it was recorded."""
    since, until = span(act)
    return micros(since), micros(until), micros(act.recorded_at)
