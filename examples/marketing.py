"""What a marketing tool and a billing tool know: stories of customers of the old CRM, by declaration."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from examples.events import currency
from examples.people import Person
from examples.rows import Row
from examples.wordlist import words

TODAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
"""The day on which all of it was exported."""

HOMES = {
    "Zürich": ("47.3769", "8.5417"),
    "Winterthur": ("47.4988", "8.7241"),
    "Uster": ("47.3472", "8.7206"),
    "Baden": ("47.4733", "8.3064"),
    "Zug": ("47.1662", "8.5155"),
    "Luzern": ("47.0502", "8.3093"),
    "Basel": ("47.5596", "7.5886"),
    "Bern": ("46.9480", "7.4474"),
    "Lausanne": ("46.5197", "6.6323"),
    "Genève": ("46.2044", "6.1432"),
}
"""Latitude and longitude of localities."""

SPELLINGS = words("Müller AG;MÜLLER AG;Mueller AG;Muller AG;Müller A.G.;Müller")

Happening = tuple[str, float, dict[str, Any]]
"""What happened, how many days ago, and what else is known of it."""


@dataclass(frozen=True)
class Story:
    """What is told of a few customers.

    `contact` is what the marketing tool notes of them, `did` what it and the product saw, and `bills` what the billing
    tool has. `share` says how many tell it beside the others; `reads` what they agreed to get.
    """

    name: str
    contact: dict[str, str] = field(default_factory=dict)
    did: tuple[Happening, ...] = ()
    bills: tuple[Happening, ...] = ()
    reads: str = ""
    share: int = 1


def _contract(days: float, ends: int, status: str = "active", *, renews: bool = False) -> Happening:
    more = {"ends_on": f"{TODAY + timedelta(days=ends):%Y-%m-%d}", "status": status}
    return "contract", days, more | {"auto_renew": "yes" if renews else "no"}


def _day(days: int) -> str:
    return f"{TODAY + timedelta(days=days):%d.%m.%Y}"


def _sold(days: float, total: float) -> Happening:
    return "order", days, {"status": "paid", "total": f"{total:.2f}"}


def _uses(days: float, product: str, status: str = "active") -> Happening:
    return "subscription", days, {"product": product, "status": status}


def _mails(*days: float) -> tuple[Happening, ...]:
    return tuple(("message", day, {"channel": "email", "kind": "marketing"}) for day in days)


def _looks(*days: float, path: str = "/pricing") -> tuple[Happening, ...]:
    return tuple(("page_view", day, {"path": path}) for day in days)


_DEMO: Happening = ("form_submit", 10, {"form": "demo"})
_OUT = {"direction": "out"}
_LEAD = {"stage": "lead"}

STORIES = (
    Story("contract ends soon", bills=(_contract(690, 40),)),
    Story("contract renews itself", bills=(_contract(320, 45, renews=True),)),
    Story("contract ends much later", bills=(_contract(100, 265),)),
    Story("contract was ended", bills=(_contract(700, 30, "ended"),)),
    Story("offer without an answer", bills=(_contract(345, 20, renews=True),), did=(("renewal_offer_sent", 20, {}),)),
    Story(
        "offer that was signed",
        bills=(_contract(340, 25),),
        did=(("renewal_offer_sent", 30, {}), ("renewal_signed", 22, {})),
    ),
    Story("offer of last week", bills=(_contract(343, 22),), did=(("renewal_offer_sent", 6, {}),)),
    Story("bought much, long ago", bills=(_sold(900, 780), _sold(610, 640.5))),
    Story("bought much, lately", bills=(_sold(900, 1400), _sold(35, 95))),
    Story("unhappy, not called", did=(("nps_answer", 20, {"score": 4}),)),
    Story("unhappy, called", did=(("nps_answer", 15, {"score": 5}), ("call_logged", 12, _OUT))),
    Story("unhappy, called us", did=(("nps_answer", 12, {"score": 6}), ("call_logged", 11, {"direction": "in"}))),
    Story("happy again", did=(("nps_answer", 75, {"score": 3}), ("nps_answer", 10, {"score": 9}))),
    Story("unhappy long ago", did=(("nps_answer", 200, {"score": 2}),)),
    Story("one product", bills=(_uses(400, "Basic"), _uses(150, "Basic"), _uses(380, "Plus", "ended"))),
    Story("two products", bills=(_uses(400, "Basic"), _uses(90, "Plus"))),
    Story("cart left", did=(("cart_updated", 1.6, {"items": 3}),), reads="offers", share=2),
    Story("cart left, ordered", did=(("cart_updated", 2.2, {"items": 1}),), bills=(_sold(1.9, 60),), reads="offers"),
    Story("cart emptied", did=(("cart_updated", 1.8, {"items": 0}),), reads="offers"),
    Story("asked for a demo", _LEAD | {"score": "82"}, did=(_DEMO,)),
    Story("asked too early", _LEAD | {"score": "35"}, did=(_DEMO,)),
    Story("looks at prices", {"stage": "subscriber", "score": "74"}, did=_looks(12, 5, 1)),
    Story("looked once", {"stage": "subscriber", "score": "90"}, did=(*_looks(3), *_looks(2, 1, path="/jobs"))),
    Story("opens", did=(*_mails(40, 9), ("email_open", 8.8, {})), reads="offers"),
    Story("clicks", did=(*_mails(40), ("email_click", 39.9, {})), reads="offers"),
    Story("opened long ago", did=(("email_open", 500, {}),)),
    Story("three mails this week", did=_mails(6, 4, 1), reads="offers", share=2),
    Story("bounced", {"email_bounced": "yes"}, did=_mails(3), reads="offers"),
    Story("important", {"tags": "vip"}),
    Story("big buyer of the year", bills=(_sold(250, 1700), _sold(120, 990))),
    Story("writes for a paper", {"tags": "press"}),
    Story("buys less", bills=(_sold(110, 420), _sold(20, 60))),
    Story("buys as before", bills=(_sold(110, 220), _sold(20, 260))),
    Story("trial ends, nothing made", {"trial_ends_on": _day(2)}, did=(("signup", 12, {}),)),
    Story(
        "trial ends, used",
        {"trial_ends_on": _day(2)},
        did=(("signup", 12, {}), ("project_created", 9, {})),
    ),
    Story("trial goes on", {"trial_ends_on": _day(9)}, did=(("signup", 5, {}),)),
    Story("works at Müller", reads="newsletter", share=6),
)
"""In this order, over and over."""


@dataclass
class Told:
    """A customer of the old CRM with a story: her number there, and what is noted of her."""

    number: str
    story: Story
    note: dict[str, str]
    did: list[Happening]
    bills: list[Happening]


def tell_stories(rng: Random, rows: list[Row], *, most: int) -> list[Told]:
    """Tell a story of some persons of the old CRM, at most so many; those who read agreed to be written to.

    Args:
        rng: a stream of its own, so that nothing else that is drawn changes.
        rows: every row of the five files, written.
        most: how many persons.
    """
    letters = [row for row in rows if row.file == "newsletter"]
    left = {row.customer.id for row in letters if row.says["newsletter"] != "oui" or not row.says["chosen_at"]}
    agreed = {row.customer.id for row in letters} - left
    offers = {row.customer.id for row in letters if row.says["offers"] == "oui"} & agreed
    known = {
        row.customer.id: row
        for row in rows
        if row.file == "crm_old" and isinstance(row.customer, Person) and not row.customer.traps
    }
    chosen = rng.sample(list(known.values()), len(known))
    queues = {
        "": [row for row in chosen if row.customer.id not in agreed],
        "newsletter": [row for row in chosen if row.customer.id in agreed - offers],
        "offers": [row for row in chosen if row.customer.id in offers],
    }
    told: list[Told] = []
    for story in [one for one in STORIES * most for _ in range(one.share)][:most]:
        queue = queues[story.reads]
        if queue:
            told.append(_tell(rng, queue.pop(), story))
    return sorted(told, key=lambda one: one.number)


def _tell(rng: Random, row: Row, story: Story) -> Told:
    note = {"stage": "customer", "score": str(rng.randrange(5, 60)), "tags": "", "lists": ""} | story.contact
    home = row.customer.home.place.locality
    if home in HOMES:
        note["home_latitude"], note["home_longitude"] = HOMES[home]
        if rng.random() < 0.3:
            note["lists"] = "shop_opening_invited"
    if story.name == "works at Müller":
        note["company"] = rng.choice(SPELLINGS)
    seen = [*story.did]
    if rng.random() < 0.4 and story.name != "opened long ago":
        seen.append(("email_open", rng.randrange(30, 700) + rng.random(), {}))
    money = currency(row.customer)
    bills = [(kind, days, more | ({"currency": money} if kind == "order" else {})) for kind, days, more in story.bills]
    return Told(row.says["number"], story, note, seen, bills)


def at(days: float) -> datetime:
    """Say when it was so many days ago, to the minute."""
    return (TODAY - timedelta(days=days)).replace(second=0, microsecond=0)
