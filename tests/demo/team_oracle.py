"""The twenty segments of the marketing team as plain Python over customers: the language has no part in it."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from math import asin, cos, radians, sin, sqrt
from zoneinfo import ZoneInfo

from attrs import frozen

from crmkit.demo.exports import TODAY, ZONE
from crmkit.records import Customer

HERE = TODAY.astimezone(ZoneInfo(ZONE)).date()
SHOP = (47.3769, 8.5417)
PRIME = 2**31 - 1
ALIKE = {"Müller", "MÜLLER", "Mueller", "Muller", "Müller A.G."}
"""What names of companies in the notes look like Müller AG at 0.9."""


@frozen
class Around:
    """What a segment asks for beside the customer.

    Attributes:
        consents: whether a customer consents to a purpose, by a channel or by any.
        invited: ids on the list of those who are invited.
    """

    consents: Callable[[Customer, str, str | None], bool]
    invited: frozenset[str]


def ago(days):
    """Go back civil days, at the same time of day."""
    local = TODAY.astimezone(ZoneInfo(ZONE))
    return datetime.combine(local.date() - timedelta(days=days), local.time(), tzinfo=ZoneInfo(ZONE))


def rows(customer, relation="orders", *, days=None, **like):
    """List what has happened by now, oldest first; within so many days, and with these values."""
    found = [row for row in customer.related.get(relation, ()) if row["at"] <= TODAY]
    found = [row for row in found if all(row.get(name) == value for name, value in like.items())]
    return sorted((row for row in found if days is None or row["at"] >= ago(days)), key=lambda row: row["at"])


def day(partial):
    """Give a whole date."""
    return None if partial is None else date(partial.year, partial.month, partial.day)


def soon(partial, days):
    """Say whether a date comes within so many days from tomorrow."""
    return partial is not None and HERE < day(partial) <= HERE + timedelta(days=days)


def since(customer, days):
    """Say whether somebody was a customer more than so many days ago."""
    held = customer.values.get("customer_since")
    return held is not None and day(held) < HERE - timedelta(days=days)


def month_of(when):
    local = when.astimezone(ZoneInfo(ZONE))
    return local.year, local.month


def left_alone(first, answers, **within):
    """Say whether something was not followed by any answer in time, and the time is over."""
    span = timedelta(**within)
    return any(
        one["at"] + span <= TODAY and not any(one["at"] < other["at"] <= one["at"] + span for other in answers)
        for one in first
    )


def amounts(found):
    """Add up amounts by currency."""
    sums = {}
    for row in found:
        if row.get("total") is not None:
            sums[row["total"].currency] = sums.get(row["total"].currency, 0) + row["total"].amount
    return sums


def unhappy(customer):
    answers = rows(customer, "nps")
    return bool(answers) and answers[-1]["score"] <= 6


def fell(customer):
    late = amounts(rows(customer, days=90))
    before = amounts([row for row in rows(customer) if month_of(row["at"]) in {(2026, 7), (2026, 8), (2026, 9)}])
    if len(before) != 1 or late.keys() - before.keys():
        return False
    (currency, whole), *_ = before.items()
    return 2 * late.get(currency, 0) < whole


def birthday(customer):
    born = customer.values.get("birth_date")
    if born is None or not born.month or not born.day:
        return False
    ahead = [HERE + timedelta(days=days) for days in range(1, 8)]
    return any((one.month, one.day) == (born.month, born.day) for one in ahead)


def kilometres(customer):
    if customer.values.get("home_latitude") is None:
        return 1e9
    (north, east), (south, west) = (
        tuple(radians(float(one)) for one in place)
        for place in ((customer.values["home_latitude"], customer.values["home_longitude"]), SHOP)
    )
    chord = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 2 * 6371 * asin(sqrt(chord))


def drawn(customer):
    """Draw a tenth as the documentation of samples says."""

    def numbers(text):
        return hashlib.sha256(text.encode()).digest()

    made, number = numbers("seed autumn-2026"), int.from_bytes(numbers(customer.id)[:4]) % 2**31 % PRIME
    factor = 1 + int.from_bytes(made[:8]) % (PRIME - 1)
    return 10 * ((number * factor + int.from_bytes(made[8:16])) % PRIME) < PRIME


def qualified(customer):
    asked = rows(customer, "form_submits", days=30, form="demo")
    looked = [row for row in rows(customer, "page_views", days=14) if row["path"].startswith("/pricing")]
    ready = customer.values.get("stage") in {"lead", "subscriber"} and (customer.values.get("score") or 0) >= 70
    return ready and bool(asked or len(looked) >= 3)


def lapsed(customer):
    return bool(rows(customer)) and not rows(customer, days=365)


def ends(customer, days, **like):
    return any(soon(row.get("ends_on"), days) for row in rows(customer, "contracts", **like))


ORACLE: dict[int, Callable[[Customer, Around], bool]] = {
    1: lambda c, _: ends(c, 60, status="active", auto_renew=False),
    2: lambda c, _: ends(c, 30) and left_alone(rows(c, "renewal_offers", days=45), rows(c, "renewals"), days=14),
    3: lambda c, _: lapsed(c),
    4: lambda c, _: amounts(rows(c, status="paid")).get("CHF", 0) > 100_000 and rows(c)[-1]["at"] < ago(365),
    5: lambda c, _: unhappy(c) and rows(c, "nps")[-1]["at"] >= ago(90),
    6: lambda c, _: (
        unhappy(c) and left_alone(rows(c, "nps", days=30), rows(c, "logged_calls", direction="out"), days=5)
    ),
    7: lambda c, _: (
        len({row["product"] for row in rows(c, "subscriptions", status="active")}) == 1
        and since(c, 180)
        and not rows(c, "tickets", status="open")
    ),
    8: lambda c, around: (
        left_alone([row for row in rows(c, "cart_updates", days=3) if row["items"] > 0], rows(c), hours=24)
        and around.consents(c, "offers", "email")
    ),
    9: lambda c, _: qualified(c),
    10: lambda c, _: (
        since(c, 365) and not any(rows(c, one, days=365) for one in ("email_opens", "email_clicks", "orders"))
    ),
    11: lambda c, around: (
        around.consents(c, "newsletter", "email")
        and bool(c.values.get("email"))
        and c.values.get("email_bounced") is not True
        and len(rows(c, "messages", days=7, channel="email", kind="marketing")) < 3
    ),
    12: lambda c, around: (
        (c.values.get("country"), c.values.get("language")) == ("CH", "de")
        and lapsed(c)
        and around.consents(c, "offers", "email")
    ),
    13: lambda c, _: (
        amounts(rows(c, days=365, status="paid")).get("CHF", 0) >= 250_000 or "vip" in c.values.get("tags", ())
    ),
    14: lambda c, around: birthday(c) and around.consents(c, "offers", None),
    15: lambda c, around: kilometres(c) <= 25 and c.id not in around.invited,
    16: lambda c, _: fell(c),
    17: lambda c, _: len(rows(c)) == 1 and month_of(rows(c)[0]["at"]) == (2026, 10),
    18: lambda c, _: (
        soon(c.values.get("trial_ends_on"), 3) and left_alone(rows(c, "signups"), rows(c, "projects"), days=7)
    ),
    19: lambda c, _: c.values.get("country") not in {"CH", "LI", "DE", "AT"},
    20: lambda c, around: (
        around.consents(c, "newsletter", "email") and drawn(c) and c.values.get("organisation_name") in ALIKE
    ),
}
"""Number of the segment to whom it means."""
