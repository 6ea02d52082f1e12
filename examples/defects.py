"""Slips of customers, clerks and programs: each function spoils one thing in a row and says so, or leaves it alone.

A function returns the name of the defect it planted, or None where the row offers nothing to spoil.
"""

# ruff: noqa: ARG001 - every slip is called the same way, and some need no dice

import string
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from random import Random

from examples.names import SHORT_FORMS, fold
from examples.people import Company, Person
from examples.places import PLACES
from examples.rows import SHOWS, Row

Defect = Callable[[Random, Row], str | None]
_KEYBOARD = ("qwertzuiop", "asdfghjkl", "yxcvbnm")
_OCR = {"l": "1", "i": "l", "o": "0", "rn": "m", "m": "rn", "n": "ri", "c": "e", "h": "b", "u": "v"}
_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
_DOMAIN_SLIPS = {
    "example.org": "exmaple.org",
    "example.com": "exampel.com",
    "example.ch": "exemple.ch",
    "example.fr": "exampl.fr",
    "example.de": "exsample.de",
    "example.net": "examlpe.net",
    "gmail.com": "gmial.com",
    "bluewin.ch": "bluewin.c",
    "orange.fr": "orang.fr",
    "web.de": "wb.de",
}


def slip(rng: Random, word: str) -> str:
    """Mistype a word once, never in its first letter: a neighbouring key, a letter lost, doubled or swapped."""
    if len(word) < 4:
        return word
    at = rng.randrange(1, len(word) - 1)
    kind = rng.randrange(4)
    if kind == 0:
        row = next((row for row in _KEYBOARD if word[at].lower() in row), string.ascii_lowercase)
        place = row.find(word[at].lower())
        near = row[max(0, place - 1) : max(0, place)] + row[place + 1 : place + 2]
        return word[:at] + rng.choice(near) + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at + 1 :]
    if kind == 2:
        return word[:at] + word[at] + word[at:]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def mistype_given(rng: Random, row: Row) -> str | None:
    """Mistype the given name."""
    return _rename(row, slip(rng, row.given), row.family, "typo_given")


def mistype_family(rng: Random, row: Row) -> str | None:
    """Mistype the family name, once or twice."""
    once = slip(rng, row.family)
    return _rename(row, row.given, slip(rng, once) if rng.random() < 0.15 else once, "typo_family")


def misread_family(rng: Random, row: Row) -> str | None:
    """Let a scanner misread the family name."""
    found = [seen for seen in _OCR if seen in row.family[1:]]
    if not found:
        return None
    seen = rng.choice(found)
    return _rename(row, row.given, row.family[0] + row.family[1:].replace(seen, _OCR[seen], 1), "ocr")


def use_short_form(rng: Random, row: Row) -> str | None:
    """Write the name friends use."""
    shorts = SHORT_FORMS.get(row.given)
    return _rename(row, rng.choice(shorts), row.family, "nickname") if shorts else None


def use_initial(rng: Random, row: Row) -> str | None:
    """Write an initial only, where a contact of the person's own tells who it is."""
    if not _has_own_email(row):
        return None
    row.given, row.name = f"{row.given[0]}.", "initial"
    return "initial"


def leave_name_out(rng: Random, row: Row) -> str | None:
    """Leave the name out of a newsletter row whose address is the person's own."""
    if row.file != "newsletter" or not _has_own_email(row):
        return None
    row.given, row.family, row.name = "", "", "none"
    return "missing_name"


def drop_accents(rng: Random, row: Row) -> str | None:
    """Lose the accents."""
    given, family = (_recase(fold(word), word) for word in (row.given, row.family))
    return _respell(row, given, family, "accent_lost")


def write_umlauts_out(rng: Random, row: Row) -> str | None:
    """Write ue for ü."""
    given, family = row.given, row.family
    for umlaut, letters in _UMLAUTS.items():
        given, family = given.replace(umlaut, letters), family.replace(umlaut, letters)
    return _respell(row, given, family, "umlaut_spelled")


def write_in_capitals(rng: Random, row: Row) -> str | None:
    """Hold the shift key."""
    row.locality = row.locality.upper()
    return _respell(row, row.given.upper(), row.family.upper(), "upper_case")


def write_in_small_letters(rng: Random, row: Row) -> str | None:
    """Never touch the shift key."""
    return _respell(row, row.given.lower(), row.family.lower(), "lower_case")


def swap_names(rng: Random, row: Row) -> str | None:
    """Put the names into each other's column."""
    if row.file in {"support", "crm_old"} or row.name != "full":
        return None
    return _rename(row, row.family, row.given, "swapped_names")


def mistype_email(rng: Random, row: Row) -> str | None:
    """Mistype the part in front of the @."""
    local, _, domain = row.email.partition("@")
    return _readdress(row, f"{slip(rng, local)}@{domain}", "email_typo")


def mistype_domain(rng: Random, row: Row) -> str | None:
    """Mistype the domain."""
    local, _, domain = row.email.partition("@")
    return _readdress(row, f"{local}@{_DOMAIN_SLIPS.get(domain, domain)}", "email_domain_typo")


def tag_email(rng: Random, row: Row) -> str | None:
    """Add a tag, as careful people do."""
    local, _, domain = row.email.partition("@")
    return _readdress(row, f"{local}+{rng.choice(('news', 'shop', 'promo'))}@{domain}", "plus_tag")


def capitalise_email(rng: Random, row: Row) -> str | None:
    """Write the address with capitals; it stays the same address."""
    if not row.email:
        return None
    row.says["email_capitals"] = True
    return "email_case"


def put_email_into_phone(rng: Random, row: Row) -> str | None:
    """Type the address into the field of the phone."""
    if row.file not in {"shop", "crm_old"} or not row.email or row.phones:
        return None
    row.phones = [row.email]
    row.says["email_moved"] = True
    return "email_in_phone"


def invent_email(rng: Random, row: Row) -> str | None:
    """Type anything, since the form insists on an address."""
    if not row.email or row.says.get("email_moved"):
        return None
    row.email = rng.choice(("noemail@example.com", "n/a", "aucun@example.com", "keine@example.com", "xxx@example.com"))
    return "placeholder_email"


def invent_phone(rng: Random, row: Row) -> str | None:
    """Type anything, since the form insists on a phone."""
    if "phone" not in SHOWS[row.file] or row.says.get("email_moved"):
        return None
    row.phones = [rng.choice(("0000000000", "n/a", "1234567890", "-", "0000000000"))]
    return "placeholder_phone"


def invent_birth_date(rng: Random, row: Row) -> str | None:
    """Let the till write its empty date."""
    if row.birth is None:
        return None
    row.birth = None
    row.says["birth_placeholder"] = "01.01.1900"
    return "placeholder_birth_date"


def misdate_birth(rng: Random, row: Row) -> str | None:
    """Swap day and month, or get one figure wrong."""
    if row.birth is None:
        return None
    birth = row.birth
    if birth.day <= 12 and birth.day != birth.month and rng.random() < 0.6:
        row.birth = date(birth.year, birth.day, birth.month)
    elif rng.random() < 0.5:
        row.birth = birth.replace(day=birth.day - 1 if birth.day > 2 else birth.day + 1)
    else:
        row.birth = birth.replace(year=birth.year - 1, day=min(birth.day, 28))
    return "birth_date_typo"


def mistake_postcode(rng: Random, row: Row) -> str | None:
    """Write the postcode of another town."""
    if row.file == "support":
        return None
    others = [place for place in PLACES[row.customer.region] if place.locality != row.address.place.locality]
    row.postcode = rng.choice(others).postcode
    return "wrong_postcode"


def leave_postcode_out(rng: Random, row: Row) -> str | None:
    """Leave the postcode out."""
    if row.file in {"support", "shop"}:
        return None
    row.postcode = ""
    return "missing_postcode"


def shorten_street(rng: Random, row: Row) -> str | None:
    """Abbreviate the street."""
    if not row.shows_address:
        return None
    street = row.street
    for long, short in {
        "strasse": "str.",
        "straße": "str.",
        "avenue": "av.",
        "chemin": "ch.",
        "boulevard": "bd",
        "place": "pl.",
        "route": "rte",
        "rue": "r.",
    }.items():
        street = street.replace(long, short, 1)
    if street == row.street:
        return None
    row.street = street
    return "street_short"


def mistype_street(rng: Random, row: Row) -> str | None:
    """Mistype the street."""
    if not row.shows_address:
        return None
    row.street = slip(rng, row.street)
    row.address = replace(row.address, street=row.street)
    return "street_typo"


SPELLING: dict[Defect, int] = {
    drop_accents: 8,
    write_umlauts_out: 5,
    write_in_capitals: 8,
    write_in_small_letters: 3,
    shorten_street: 6,
    capitalise_email: 4,
}
"""Slips that hide nothing: the same values in other letters."""

SLIPS: dict[Defect, int] = {
    **SPELLING,
    mistype_given: 6,
    mistype_family: 9,
    misread_family: 4,
    use_short_form: 9,
    use_initial: 4,
    leave_name_out: 9,
    swap_names: 4,
    mistype_email: 4,
    mistype_domain: 3,
    tag_email: 4,
    put_email_into_phone: 4,
    invent_email: 3,
    invent_phone: 4,
    invent_birth_date: 4,
    misdate_birth: 3,
    mistake_postcode: 4,
    leave_postcode_out: 4,
    mistype_street: 3,
}
COMPANY_SLIPS: dict[Defect, int] = {write_in_capitals: 2, shorten_street: 4, mistake_postcode: 2, leave_postcode_out: 2}


def spoil(rng: Random, row: Row, *, gently: bool) -> None:
    """Plant up to two slips in a row; gently means only such as hide nothing."""
    slips = COMPANY_SLIPS if isinstance(row.customer, Company) else SPELLING if gently else SLIPS
    for plant in rng.choices(list(slips), list(slips.values()), k=rng.choices((0, 1, 2), (42, 40, 18))[0]):
        planted = plant(rng, row)
        if planted:
            row.add(planted)


def _has_own_email(row: Row) -> bool:
    person = row.customer
    return isinstance(person, Person) and person.own_email and row.name == "full" and row.email == person.email


def _rename(row: Row, given: str, family: str, defect: str) -> str | None:
    if (given, family) == (row.given, row.family) or row.name != "full":
        return None
    row.given, row.family, row.name = given, family, "near"
    return defect


def _respell(row: Row, given: str, family: str, defect: str) -> str | None:
    if (given, family) == (row.given, row.family):
        return None
    row.given, row.family = given, family
    return defect


def _readdress(row: Row, email: str, defect: str) -> str | None:
    if row.email == email or "@" not in row.email or row.says.get("email_moved"):
        return None
    row.email = email
    return defect


def _recase(plain: str, pattern: str) -> str:
    """Give folded letters the capitals of the word they come from; ß, the one letter that folds to two, has none."""
    letters = []
    for letter in pattern:
        letters += [letter.isupper()] * len(fold(letter))
    return "".join(letter.upper() if upper else letter for letter, upper in zip(plain, letters, strict=True))
