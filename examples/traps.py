"""Pairs that look like one customer and are two; each function plants one kind of trap.

Every row about a trapped customer keeps facts of their own, so that the data alone tells the truth; `guard` names the
files that may show them, the first being one that carries those facts best.
"""

from datetime import date, timedelta

from examples.evidence import distance
from examples.people import LEGAL_FORMS, Company, Person, World
from examples.places import draw_address, draw_place

Pair = tuple[Person, Person] | tuple[Company, Company]


def _mark(pair: Pair, kind: str, guard: tuple[str, ...]) -> Pair:
    for customer in pair:
        customer.traps.append(kind)
        customer.guard = guard
    return pair


def _unlike_emails(world: World, pair: tuple[Person, Person]) -> None:
    """Give the second another e-mail address until nobody could take it for a slip of the first one's."""
    first, second = pair
    while distance(first.email.partition("@")[0], second.email.partition("@")[0]) < 4:
        country = second.home.place.country
        second.email = world.contacts.email(second.given, second.family, second.birth, country)


def _in_a_town_with_landlines(world: World) -> tuple[str, Person]:
    region = world.draw_region()
    home = draw_address(world.rng, draw_place(world.rng, region, landline=True))
    person = world.add_person(region, home=home, birth=world.draw_birth(25, 60))
    person.landline = world.contacts.landline(home.place)
    return region, person


def homonym(world: World) -> Pair:
    """Two strangers with one name in one town: birth date, street, e-mail and phone all differ."""
    region = world.draw_region()
    first = world.add_person(region)
    second_home = draw_address(world.rng, first.home.place)
    while second_home.street == first.home.street:
        second_home = draw_address(world.rng, first.home.place)
    birth = world.draw_birth()
    while abs(birth.year - first.birth.year) < 3 or birth.timetuple()[1:3] == first.birth.timetuple()[1:3]:
        birth = world.draw_birth()
    second = world.add_person(
        region, home=second_home, given=first.given, family=first.family, gender=first.gender, birth=birth
    )
    _unlike_emails(world, (first, second))
    return _mark((first, second), "homonym", ("crm_old", "till", "newsletter", "shop"))


def father_son(world: World) -> Pair:
    """A father and a son with one name, one address and one landline: born a generation apart, each with a mobile."""
    region = world.draw_region()
    home = draw_address(world.rng, draw_place(world.rng, region, landline=True))
    father = world.add_person(region, home=home, gender="m", birth=world.draw_birth(50, 80))
    day = world.rng.choice([day for day in range(2, 29) if day not in {father.birth.day, father.birth.month}])
    birth = date(father.birth.year + world.rng.randint(22, 35), world.rng.randint(1, 12), day)
    son = world.add_person(region, home=home, gender="m", given=father.given, family=father.family, birth=birth)
    father.landline = son.landline = world.contacts.landline(home.place)
    if world.rng.random() < 0.4:
        son.suffix = "junior" if home.place.language == "fr" else "jun."
    father.alone = son.alone = False
    _unlike_emails(world, (father, son))
    return _mark((father, son), "father_son", ("crm_old", "till", "newsletter", "shop"))


def twins(world: World) -> Pair:
    """Twins at their parents' address: only the given names differ."""
    region, first = _in_a_town_with_landlines(world)
    first.birth = world.draw_birth(14, 28)
    second = world.add_person(region, home=first.home, family=first.family, birth=first.birth, apart=(first.given,))
    place = first.home.place
    shared = world.contacts.family_email(first.family, place.language, place.locality, first.birth, place.country)
    for twin in (first, second):
        twin.landline, twin.email, twin.own_email, twin.alone = first.landline, shared, False, False
    return _mark((first, second), "twins", ("till", "crm_old", "newsletter"))


def spouses(world: World) -> Pair:
    """A couple with one e-mail address and one phone for both."""
    region, first = _in_a_town_with_landlines(world)
    second = world.add_person(
        region,
        home=first.home,
        family=first.family,
        gender="m" if first.gender == "f" else "f",
        birth=first.birth + timedelta(days=world.rng.randint(200, 1800)),
        apart=(first.given,),
    )
    second.landline, second.email, second.mobile = first.landline, first.email, first.mobile
    for spouse in (first, second):
        spouse.own_email = spouse.own_phone = spouse.alone = False
    return _mark((first, second), "spouses", ("crm_old", "shop", "newsletter", "support", "till"))


def borrowed_email(world: World) -> Pair:
    """A mother who gave her daughter's e-mail address; the daughter uses it herself."""
    region = world.draw_region()
    daughter = world.add_person(region, gender="f", birth=world.draw_birth(18, 40))
    birth = date(daughter.birth.year - world.rng.randint(22, 36), world.rng.randint(1, 12), world.rng.randint(2, 28))
    home = daughter.home if world.rng.random() < 0.4 else draw_address(world.rng, draw_place(world.rng, region))
    family = daughter.family if world.rng.random() < 0.6 else None
    mother = world.add_person(region, home=home, gender="f", family=family, birth=birth, apart=(daughter.given,))
    mother.email, mother.own_email, daughter.own_email = daughter.email, False, False
    mother.alone = daughter.alone = False
    return _mark((mother, daughter), "borrowed_email", ("crm_old", "newsletter", "shop", "support"))


def reissued_phone(world: World) -> Pair:
    """Two strangers who had the same mobile number, one after the other."""
    region = world.draw_region()
    first = world.add_person(region)
    second = world.add_person(region, apart=(first.given,))
    second.mobile, first.own_phone, second.own_phone = first.mobile, False, False
    first.active, second.active = (first.active[0], date(2024, 10, 31)), (date(2025, 3, 1), second.active[1])
    return _mark((first, second), "reissued_phone", ("crm_old", "shop", "till", "newsletter"))


def namesake_companies(world: World) -> Pair:
    """Two companies with one name and different legal forms, in different towns."""
    region = world.draw_region()
    first = world.add_company(region)
    forms = [form for form in LEGAL_FORMS[region] if form != first.form]
    second = world.add_company(region, core=first.name, form=world.rng.choice(forms))
    while second.home.place.locality == first.home.place.locality:
        second.home = draw_address(world.rng, draw_place(world.rng, region, landline=True))
        second.phone = world.contacts.landline(second.home.place)
    return _mark((first, second), "namesake_companies", ("crm_old", "shop"))


KINDS = {  # how many pairs among 3,000 customers
    homonym: 30,
    father_son: 24,
    twins: 20,
    spouses: 40,
    borrowed_email: 20,
    reissued_phone: 18,
    namesake_companies: 16,
}


def plant_traps(world: World, customers: int) -> list[tuple[str, Pair]]:
    """Plant every kind of trap, in proportion to the number of customers and at least once."""
    return [
        (plant.__name__, plant(world))
        for plant, pairs in KINDS.items()
        for _ in range(max(1, round(pairs * customers / 3000)))
    ]
