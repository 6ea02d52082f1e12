"""The files of a marketing tool and a billing tool, which know customers by their number in the old CRM."""

import csv
import json
from io import StringIO

from examples.marketing import Happening, Told, at

CONTACTS = ("Customer no", "Stage", "Score", "Tags", "Company", "Trial ends on", "Home latitude")
CONTACTS += ("Home longitude", "E-mail bounced", "Lists")
BILLING = ("Kind", "Number", "Customer no", "Date", "Ends on", "Status", "Auto renew", "Product", "Total", "Currency")


def write_contacts(told: list[Told]) -> bytes:
    """Write what the marketing tool notes of its contacts: UTF-8, semicolons, Swiss dates."""
    names = [heading.lower().replace("-", "").replace(" ", "_") for heading in CONTACTS[1:]]
    return _csv(CONTACTS, [[one.number, *(one.note.get(name, "") for name in names)] for one in told])


def write_activity(told: list[Told]) -> bytes:
    """Write what the marketing tool and the product saw: one JSON object a line, of which one was cut off.

    One line is about a customer whom the old CRM does not have any more.
    """
    seen = [*_in_order(told, "did"), ("K9", ("email_open", 0.5, {}))]
    lines = [
        json.dumps(
            {"id": f"A{index}", "event": kind, "at": f"{at(days):%Y-%m-%dT%H:%M:%SZ}", "customer_no": number, **more}
        )
        for index, (number, (kind, days, more)) in enumerate(seen, 500_001)
    ]
    return "".join(f"{line}\n" for line in [*lines, lines[0][:60]]).encode()


def write_billing(told: list[Told]) -> bytes:
    """Write contracts, subscriptions and invoices of the billing tool: UTF-8, semicolons, one kind beside the other."""
    rows = []
    for index, (number, (kind, days, more)) in enumerate(_in_order(told, "bills"), 3001):
        told_of = {
            "number": f"R{index}",
            "customer_no": number,
            "date": f"{at(days):%Y-%m-%d %H:%M}",
            "kind": kind,
            **more,
        }
        rows.append([told_of.get(heading.lower().replace(" ", "_"), "") for heading in BILLING])
    return _csv(BILLING, rows)


def _in_order(told: list[Told], what: str) -> list[tuple[str, Happening]]:
    pairs = [(one.number, happening) for one in told for happening in getattr(one, what)]
    return sorted(pairs, key=lambda pair: (-pair[1][1], pair[0], pair[1][0]))


def _csv(headings: tuple[str, ...], rows: list[list[str]]) -> bytes:
    out = StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows([list(headings), *rows])
    return out.getvalue().encode()
