"""What one row of one file says about a customer, before it is spelt the way the file spells it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import Any

from examples.people import Company, Customer, Person
from examples.places import Address

SHOWS = {  # which evidence a file has columns for; every file but support has town and postcode too
    "newsletter": ("email", "birth"),
    "shop": ("email", "phone", "address"),
    "support": ("email", "phone"),
    "crm_old": ("email", "phone", "birth", "address"),
    "till": ("phone", "birth"),
}
LOOSE, OPEN, FULL, PLAIN = range(4)
"""How much a row reveals: what the customer happened to give; birth date and address for sure; everything there is;
and that under the name borne today."""


@dataclass(eq=False)
class Row:
    """One row to be.

    `bears` is the true family name it was written under, `name` how far the spelling is from the true name: full, near,
    initial or none.
    """

    file: str
    customer: Customer
    at: datetime
    given: str
    family: str
    email: str
    phones: list[str]
    birth: date | None
    address: Address
    postcode: str
    locality: str
    street: str
    bears: str
    company: str = ""
    card: str = ""
    name: str = "full"
    shows_address: bool = False
    defects: list[str] = field(default_factory=list)
    says: dict[str, Any] = field(default_factory=dict)
    line: int = 0

    def add(self, *defects: str) -> None:
        """Note what is wrong with the row, each thing once."""
        self.defects += [defect for defect in defects if defect not in self.defects]


def draft(rng: Random, customer: Customer, file: str, at: datetime, reveal: int) -> Row:
    """Write down what a file knows about a customer at a moment, without slips yet."""
    if isinstance(customer, Company):
        return _draft_company(rng, customer, file, at, reveal)
    return _draft_person(rng, customer, file, at, reveal)


def _blank(customer: Customer, file: str, at: datetime, home: Address, family: str) -> Row:
    place = home.place
    return Row(
        file,
        customer,
        at,
        customer.given,
        family,
        "",
        [],
        None,
        home,
        place.postcode,
        place.locality,
        home.street,
        family,
    )


def _draft_person(rng: Random, person: Person, file: str, at: datetime, reveal: int) -> Row:
    home = person.home_on(at.date())
    row = _blank(person, file, at, home, person.family if reveal == PLAIN else person.family_on(at.date()))
    shows = SHOWS[file]
    row.shows_address = "address" in shows and (reveal >= OPEN or rng.random() < (0.95 if file == "shop" else 0.75))
    if "birth" in shows:
        often = {"crm_old": 0.6, "till": 0.5, "newsletter": 0.25}[file]
        row.birth = person.birth if reveal >= OPEN or rng.random() < often else None
    if "email" in shows:
        row.email = _choose_email(rng, person, file, reveal)
    if "phone" in shows:
        row.phones = _choose_phones(rng, person, file, reveal)
    if file == "support" and not (row.email or row.phones):
        row.email = person.email
    if file == "till":
        row.card = person.card if not person.drifting or reveal >= FULL else f"{rng.randrange(10**9, 10**10)}"
    if home is not person.home:
        row.add("moved")
    if row.bears != person.family:
        row.add("married_name")
    if row.email == person.email and not person.own_email:
        row.add("shared_email")
    return row


def _choose_email(rng: Random, person: Person, file: str, reveal: int) -> str:
    if reveal >= FULL:
        return person.email
    if rng.random() > {"newsletter": 1.0, "shop": 0.9, "support": 0.8, "crm_old": 0.6}[file]:
        return ""
    if person.drifting:
        return rng.choice([person.email, *person.other_emails])
    return rng.choice(person.other_emails) if rng.random() < 0.06 else person.email


def _choose_phones(rng: Random, person: Person, file: str, reveal: int) -> list[str]:
    landline = [person.landline] if person.landline else []
    if reveal >= FULL:
        return [person.mobile, *landline] if file == "crm_old" else [person.mobile]
    mobile = person.mobile
    if person.other_mobile and rng.random() < (0.45 if person.drifting else 0.05):
        mobile = person.other_mobile
    if file == "till":
        return [mobile] if rng.random() < 0.7 else []
    if file == "crm_old":
        return [phone for phone in [mobile, *landline] if rng.random() < 0.65]
    if rng.random() > (0.5 if person.drifting else 0.75):
        return []
    return landline if landline and rng.random() < 0.3 else [mobile]


def _draft_company(rng: Random, company: Company, file: str, at: datetime, reveal: int) -> Row:
    row = _blank(company, file, at, company.home, company.family)
    row.company = _spell_company(rng, company, plain=reveal >= FULL)
    row.shows_address = "address" in SHOWS[file]
    row.email = company.email if reveal >= FULL or rng.random() < 0.6 else company.contact_email
    if row.email == company.email:
        row.add("role_email")
    if "phone" in SHOWS[file]:
        row.phones = [company.phone] if reveal >= FULL or rng.random() < 0.7 else [company.mobile]
        if file == "crm_old" and rng.random() < 0.4:
            row.phones = [company.phone, company.mobile]
    return row


def _spell_company(rng: Random, company: Company, *, plain: bool) -> str:
    full = f"{company.name} {company.form}"
    if plain:
        return full
    return rng.choices((full, full.upper(), company.name, company.name.upper(), _other_form(company)), (5, 1, 3, 2, 1))[
        0
    ]


def _other_form(company: Company) -> str:
    other = {"Sàrl": "S.à r.l.", "SA": "S.A.", "SARL": "S.A.R.L.", "GmbH": "Gmbh", "AG": "A.G.", "SAS": "S.A.S."}
    return f"{company.name} {other.get(company.form, company.form)}"
