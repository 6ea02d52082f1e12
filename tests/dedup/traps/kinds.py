"""The traps: each kind makes rows of different people who look alike, and says who is who."""

from datetime import timedelta

from attrs import evolve

from tests.dedup.traps.people import FIXED, MOBILE, PROVIDERS
from tests.dedup.traps.slips import row_of


def _all_or_some(random, row, *optional):
    """Leave cells empty as real files do."""
    for name, chance in optional:
        if random.random() < chance:
            row[name] = ""
    return row


def households(random, people):
    """Spouses, siblings, parent and child at one address, with a shared landline and a family e-mail address."""
    first = people.person()
    family_mail = f"{first.family.lower()}{people.number(5)}@{random.choice(PROVIDERS)}"
    kind = random.randrange(3)
    years = (timedelta(days=365 * random.randrange(-6, 7) + 40), timedelta(days=900), timedelta(days=365 * 29))[kind]
    born = first.born + years
    second = people.at_home_of(first, family=first.family, born=born, **people.other_given(first))
    both = [first, second]
    if random.random() < 0.3:
        third = people.other_given(first, second)
        both.append(people.at_home_of(first, family=first.family, born=first.born + timedelta(days=10_400), **third))
    undated = random.random() < 0.35
    rows = []
    for one in both:
        row = row_of(one, phone=one.landline, email=family_mail if random.random() < 0.8 else None)
        rows.append(_all_or_some(random, row, ("birth_date", 1.0 if undated else 0.15), ("email", 0.1), ("phone", 0.1)))
    return rows


def twins(random, people):
    """One birth date, one family name, one home; only the given names differ."""
    first = people.person()
    second = people.at_home_of(first, family=first.family, born=first.born, **people.other_given(first))
    shared = random.random() < 0.6
    return [row_of(one, phone=one.landline, email=first.email if shared else None) for one in (first, second)]


def father_son(random, people):
    """One name for two: Senior and Junior, or birth years a generation apart, or neither and a contact each."""
    father = people.person(woman=False)
    apart = timedelta(days=365 * random.randrange(20, 38) + random.randrange(300))
    son = people.at_home_of(father, given=father.given, family=father.family, woman=False, born=father.born + apart)
    told = random.randrange(4)
    if told == 0:
        father, son = evolve(father, suffix="Sr", born=None), evolve(son, suffix="Jr", born=None)
    elif told == 1:
        son = evolve(son, suffix=random.choice(("Jr", "Junior", "junior")))
        if random.random() < 0.5:
            father, son = evolve(father, born=None), evolve(son, born=None)
    elif told == 2:
        father, son = evolve(father, born=None), evolve(son, born=None)
        return [row_of(father, phone=father.mobile), row_of(son, phone=son.mobile)]
    shared = random.random() < 0.5
    return [
        row_of(father, phone=father.landline if shared else father.mobile),
        row_of(
            son, phone=son.landline if shared else son.mobile, email=father.email if random.random() < 0.3 else None
        ),
    ]


def homonyms(random, people):
    """One common name, and another town, another date, other contacts."""
    first = people.person()
    namesake = people.person(country=first.country, woman=first.woman, given=first.given, family=first.family)
    while namesake.town == first.town or namesake.born == first.born:
        namesake = people.person(country=first.country, woman=first.woman, given=first.given, family=first.family)
    undated = random.random() < 0.4
    optional = ("birth_date", 1.0 if undated else 0.1)
    return [_all_or_some(random, row_of(one), optional, ("street", 0.1)) for one in (first, namesake)]


def reissued_phones(random, people):
    """A number that belonged to somebody else before."""
    first = people.person()
    second = people.person(country=first.country, mobile=first.mobile, **people.other_given(first))
    return [_all_or_some(random, row_of(one), ("birth_date", 0.4), ("email", 0.2)) for one in (first, second)]


def placeholders(random, people):
    """Cells that a form filled: one address, one number, one birth date for everybody."""
    rows = []
    first = people.person()
    second = people.person(country=first.country, **people.other_given(first))
    for one in (first, second) if random.random() < 0.6 else (first, evolve(second, family=first.family)):
        row = row_of(one)
        row["birth_date"] = random.choice(("1900-01-01", "1970-01-01", ""))
        if random.random() < 0.7:
            row["email"] = random.choice(("noemail@example.com", "test@example.org", "info@example.org"))
        if random.random() < 0.7:
            row["phone"] = random.choice(("0000000000", "0123456789", "0999999999"))
        rows.append(row)
    return rows


def co_tenants(random, people):
    """Unrelated people in one house, on one line, sometimes born on one day."""
    first = people.person()
    second = people.at_home_of(first, **people.other_given(first))
    if random.random() < 0.1:
        second = evolve(second, born=first.born)
    return [
        _all_or_some(random, row_of(one, phone=one.landline), ("birth_date", 0.4), ("email", 0.3))
        for one in (first, second)
    ]


def family_email(random, people):
    """A parent's address that a child uses too, from another home."""
    parent = people.person()
    born = parent.born + timedelta(days=365 * random.randrange(20, 36))
    child = people.person(country=parent.country, family=parent.family, born=born, **people.other_given(parent))
    rows = [row_of(parent), row_of(child, email=parent.email)]
    return [_all_or_some(random, row, ("birth_date", 0.4), ("phone", 0.2)) for row in rows]


def role_mailboxes(random, people):
    """info@ and office@ of a firm, which several people give as their own."""
    box = random.choice(("info", "office", "kontakt", "contact", "verein", "praxis"))
    mail = f"{box}@{people.number(6)}.example.com"
    first = people.person()
    second = people.person(country=first.country, **people.other_given(first))
    return [
        _all_or_some(random, row_of(one, email=mail), ("birth_date", 0.5), ("phone", 0.3)) for one in (first, second)
    ]


def colleagues(random, people):
    """People of one company: its name, its address, its number; now and then of one family."""
    first = people.person()
    company = f"{people.family(first.country)} {random.choice(('AG', 'GmbH', 'SA', 'Ltd', '& Fils'))}"
    line = people.phone(first.country, FIXED)
    second = people.person(country=first.country, **people.other_given(first))
    if random.random() < 0.2:
        second = evolve(second, family=first.family)
    place = people.home(first.country)
    both = [evolve(one, company=company, **place) for one in (first, second)]
    rows = [row_of(one, phone=line if random.random() < 0.7 else people.phone(one.country, MOBILE)) for one in both]
    return [_all_or_some(random, row, ("birth_date", 0.6), ("email", 0.3)) for row in rows]


KINDS = {
    kind.__name__: kind
    for kind in (
        households, twins, father_son, homonyms, reissued_phones, placeholders, co_tenants, family_email,
        role_mailboxes, colleagues,
    )
}  # fmt: skip
"""Name of a kind to what makes one trap of it: rows, each of another person."""
