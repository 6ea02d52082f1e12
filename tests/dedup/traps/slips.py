"""What becomes of one person in another record: slips of the hand, other spellings, a new flat, cells left empty."""

from attrs import evolve

from tests.dedup.traps.people import CODES, MOBILE

SHORT = {
    "Robert": "Bob", "William": "Bill", "James": "Jim", "Elizabeth": "Liz", "Margaret": "Maggie", "Katherine": "Kate",
    "Jennifer": "Jenny", "Christopher": "Chris", "Edward": "Ted", "Michael": "Michi", "Katharina": "Kathi",
    "Nicolas": "Nico", "Philippe": "Phil", "Andreas": "Andi", "Matthias": "Matthi", "Franziska": "Franzi",
    "Thomas": "Tom", "Daniel": "Dani", "Stefan": "Steff", "Tobias": "Tobi", "Barbara": "Babs", "Isabelle": "Isa",
    "Gabriele": "Gabi", "Christian": "Chris", "Susan": "Sue", "Oliver": "Ollie", "Martin": "Tinu", "Peter": "Pesche",
}  # fmt: skip
_SOUNDS = (("ü", "ue"), ("ö", "oe"), ("ä", "ae"), ("ß", "ss"), ("é", "e"), ("è", "e"), ("ph", "f"), ("ck", "k"))


def slip(random, text):
    """One letter dropped, doubled, changed, or two that changed places."""
    if len(text) < 4:
        return text
    place = random.randrange(1, len(text) - 1)
    letter = random.choice("abcdefghijklmnopqrstuvwxyz") if not text[place].isdigit() else str(random.randrange(10))
    return (
        text[:place] + text[place + 1 :],
        text[:place] + text[place] + text[place:],
        text[:place] + letter + text[place + 1 :],
        text[:place] + text[place + 1] + text[place] + text[place + 2 :],
    )[random.randrange(4)]


def row_of(person, *, phone=None, email=None):
    """The record that a careful clerk makes."""
    return {
        "given_name": person.given,
        "family_name": f"{person.family} {person.suffix}".strip(),
        "birth_date": person.born.isoformat() if person.born else "",
        "email": person.email if email is None else email,
        "phone": (person.mobile or person.landline) if phone is None else phone,
        "street": person.street,
        "postcode": person.postcode,
        "town": person.town,
        "company": person.company,
    }


def varied_row(random, people, person, *, sure=2):
    """The record of another day: something changed, and at least `sure` of the things that tell a person stayed."""
    stays = set(random.sample(("birth_date", "email", "phone", "home"), sure))
    now = person if "home" in stays or random.random() > 0.35 else people.moved(person)
    if person.woman and "birth_date" in stays and random.random() < 0.06:
        now = evolve(now, family=people.family(person.country))
    row = row_of(now)
    if "email" not in stays and random.random() < 0.75:
        fresh = people.email(now.given, now.family, now.born) if random.random() < 0.6 else slip(random, row["email"])
        row["email"] = random.choice(("", fresh))
    if "phone" not in stays and random.random() < 0.75:
        row["phone"] = random.choice(("", people.phone(person.country, MOBILE), slip(random, row["phone"])))
    if "birth_date" not in stays and random.random() < 0.6:
        row["birth_date"] = random.choice(("", _turned(row["birth_date"]), _misread(random, row["birth_date"])))
    if "home" not in stays and random.random() < 0.3:
        row["street"] = random.choice(("", slip(random, row["street"])))
    _vary_name(random, row, person)
    return _written(random, row, person)


def _turned(day):
    year, month, number = day.split("-")
    return f"{year}-{number}-{month}" if int(number) <= 12 else day


def _misread(random, day):
    place = random.choice((2, 3, 6, 8, 9))
    digit = random.choice("012") if place in {6, 8} else random.choice("0123456789")
    return day[:place] + digit + day[place + 1 :]


def _vary_name(random, row, person):
    chance = random.random()
    if chance < 0.15:
        row["given_name"] = slip(random, row["given_name"])
    elif chance < 0.25:
        row["given_name"] = SHORT.get(person.given, row["given_name"])
    elif chance < 0.28:
        row["given_name"] = f"{row['given_name']} {random.choice(('Maria', 'Paul', 'Anne'))}"
    elif chance < 0.31:
        row["given_name"], row["family_name"] = row["family_name"], row["given_name"]
    elif chance < 0.43:
        row["family_name"] = slip(random, row["family_name"])
    elif chance < 0.53:
        for one, other in _SOUNDS:
            row["family_name"] = row["family_name"].replace(one, other)
    elif chance < 0.56:
        row["family_name"] = f"{row['family_name']}-{random.choice(('Huber', 'Petit', 'Wagner', 'Brown'))}"


def _written(random, row, person):
    """Other ways of writing the same."""
    if random.random() < 0.15:
        row["family_name"] = row["family_name"].upper()
    if random.random() < 0.1:
        row["given_name"] = row["given_name"].lower()
    if random.random() < 0.4 and row["phone"].startswith("0"):
        row["phone"] = f"{CODES[person.country]} {row['phone'][1:3]} {row['phone'][3:]}"
    if random.random() < 0.2:
        row["email"] = row["email"].upper()
    if random.random() < 0.3 and row["birth_date"]:
        year, month, day = row["birth_date"].split("-")
        row["birth_date"] = f"{day}.{month}.{year}"
    return row
