"""What two more tools know of the customers of the example exports: notes, events of many kinds, and what was sold."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from crmkit.customer_base import CustomerBase
from crmkit.demo.exports import TOOLS
from crmkit.intake.reading import read
from crmkit.intake.report import LoadReport
from crmkit.intake.table import Row

NOTED: Final[Mapping[str, str]] = {
    "Stage": "stage",
    "Score": "score",
    "Tags": "tags",
    "Company": "organisation_name",
    "Trial ends on": "trial_ends_on",
    "Home latitude": "home_latitude",
    "Home longitude": "home_longitude",
    "E-mail bounced": "email_bounced",
}
"""Column of the notes to the field that it means."""

LISTS: Final = ("shop_opening_invited",)
"""The lists of the marketing tool; there may be nobody on one."""


def load_tools(base: CustomerBase, folder: str | Path) -> tuple[tuple[LoadReport, ...], Mapping[str, tuple[str, ...]]]:
    """Take in what the two tools know of customers of the old CRM, by their number there.

    Args:
        base: where the customers of the five exports are; its schema is `TEAM`.
        folder: where the files are.

    Returns:
        The accounts of the events, and the lists of the marketing tool: name to the ids of those who are on it.
    """
    where = Path(folder)
    ids = {
        str(origin.value): customer.id
        for customer in base.customers()
        for origin in customer.provenance.get("customer_number", ())
    }
    lists: dict[str, list[str]] = {name: [] for name in LISTS}
    with base.transaction():
        for cells in [row.cells for row in read(where / TOOLS["contacts"]).rows if isinstance(row, Row)]:
            known = ids[str(cells["Customer no"])]
            values = {target: cells[column] for column, target in NOTED.items() if cells.get(column)}
            base.update(known, values, source="contacts", expected_version=None)
            for name in str(cells.get("Lists") or "").split():
                lists.setdefault(name, []).append(known)
    loads = tuple(base.load_events(where / TOOLS[name], source=name) for name in ("activity", "billing"))
    return loads, {name: tuple(held) for name, held in lists.items()}
