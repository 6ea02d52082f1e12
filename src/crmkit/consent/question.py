"""What is asked of the ledger: may this contact point be used, for this purpose, by this channel, then?"""

from datetime import datetime

from attrs import field, frozen

from crmkit.consent.facts import Fact
from crmkit.records import instant


def _instant(value: datetime | None) -> datetime | None:
    return None if value is None else instant(value)


@frozen(kw_only=True)
class Question:
    """One question; names that do not exist are no error here, they are answered with a denial.

    Attributes:
        purpose: key or short name of a purpose, such as "newsletter".
        channel: "email", "phone", "sms" or "postal".
        point: key of one contact point, such as "email:a@example.org"; kept out of the printed form.
        at: the instant the message would leave.
        known_at: only what was recorded until then counts; None for everything recorded.
        jurisdiction: country whose rules apply, as ISO 3166-1 alpha-2; None for the home of the policy.
        facts: what the caller knows to be true about the person and this use.
        sealed: keyed hashes of the contact point, one for each key there is (see `crmkit.consent.keyed`); a suppression
            under another key cannot be read, and is taken to be about everybody.

    Raises:
        CallError: for an instant without a zone.
    """

    purpose: str
    channel: str
    point: str = field(repr=False)
    at: datetime = field(converter=instant)
    known_at: datetime | None = field(default=None, converter=_instant)
    jurisdiction: str | None = None
    facts: tuple[Fact, ...] = ()
    sealed: tuple[str, ...] = field(default=(), repr=False)
