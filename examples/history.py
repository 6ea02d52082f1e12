"""Which files a customer turns up in, how often and when: one row for most, up to five for some."""

from datetime import UTC, date, datetime, timedelta
from random import Random

from examples.defects import spoil
from examples.events import tell
from examples.evidence import connected, speaks
from examples.people import Company, Customer, Person
from examples.rows import FULL, LOOSE, OPEN, PLAIN, SHOWS, Row, draft

_SHARES = {  # how often a customer of a region turns up in a file
    "FR": {"newsletter": 34, "shop": 29, "support": 9, "crm_old": 20, "till": 8},
    "CH-fr": {"newsletter": 31, "shop": 26, "support": 9, "crm_old": 21, "till": 13},
    "CH-de": {"newsletter": 20, "shop": 26, "support": 9, "crm_old": 15, "till": 30},
    "DE": {"newsletter": 20, "shop": 32, "support": 10, "crm_old": 12, "till": 26},
}
_AT_MOST = {"newsletter": 2, "shop": 4, "support": 3, "crm_old": 2, "till": 4}
_HOW_MANY = (1, 2, 3, 4, 5), (61, 21, 10, 5, 3)


def write_history(rng: Random, customer: Customer) -> list[Row]:
    """Make the rows of a customer, revealing more until every row can be attributed from the data alone."""
    files = _choose_files(rng, customer)
    times = sorted(_moment(rng, *customer.active) for _ in files)
    reveals = (FULL,) if customer.guard else (LOOSE, LOOSE, LOOSE, OPEN, OPEN, OPEN, OPEN, FULL, PLAIN)
    for reveal in reveals:
        rows = [draft(rng, customer, file, at, reveal) for file, at in zip(files, times, strict=True)]
        for row in rows:
            spoil(rng, row, gently=reveal >= FULL)
        if connected(rows) and all(speaks(row) for row in rows):
            break
    for row in rows:
        if isinstance(customer, Person) and customer.suffix and row.file == "crm_old":
            row.says["suffix"] = customer.suffix
        tell(rng, row)
    return rows


def withdraw(rng: Random, rows: list[Row], people: int) -> list[tuple[Row, Row]]:
    """Let some who said yes to the newsletter say no in a later row, which is added; gives both rows of each."""
    counts: dict[str, int] = {}
    for row in rows:
        if row.file == "newsletter":
            counts[row.customer.id] = counts.get(row.customer.id, 0) + 1
    able = [
        row
        for row in rows
        if row.file == "newsletter"
        and isinstance(row.customer, Person)
        and not row.customer.guard
        and row.customer.own_email
        and not row.customer.birth_name
        and counts[row.customer.id] == 1
        and row.email == row.customer.email
        and row.name == "full"
        and row.at.year < 2026
    ]
    pairs = []
    for granted in rng.sample(able, min(people, len(able))):
        later = _moment(rng, granted.at.date() + timedelta(days=60), date(2026, 10, 31))
        row = draft(rng, granted.customer, "newsletter", later, FULL)
        row.birth = None if rng.random() < 0.5 else row.birth
        row.given, row.family = granted.given, granted.family
        tell(rng, row)
        granted.says |= {"newsletter": "oui", "chosen_at": granted.at, "updated_at": granted.at}
        row.says |= {"newsletter": "désinscrit", "offers": "non", "chosen_at": later, "updated_at": later}
        rows.append(row)
        pairs.append((granted, row))
    return pairs


def _choose_files(rng: Random, customer: Customer) -> list[str]:
    if customer.guard:
        anchors = [file for file in customer.guard if "birth" in SHOWS[file]][:3]
        first = customer.guard[0] if rng.random() < 0.5 else rng.choice(anchors)
        return [first, *rng.sample(customer.guard, rng.choices((0, 1, 2), (25, 45, 30))[0])]
    shares = dict(_SHARES[customer.region])
    if isinstance(customer, Company):
        shares |= {"crm_old": 40, "till": 0}
    files: list[str] = []
    for _ in range(rng.choices(*_HOW_MANY)[0]):
        file = rng.choices(list(shares), list(shares.values()))[0]
        files.append(file)
        if files.count(file) == _AT_MOST[file]:
            shares[file] = 0
    return files


def _moment(rng: Random, first: date, last: date) -> datetime:
    day = first + timedelta(days=rng.randrange((last - first).days + 1))
    return datetime(day.year, day.month, day.day, rng.randint(7, 21), rng.randrange(60), rng.randrange(60), tzinfo=UTC)
