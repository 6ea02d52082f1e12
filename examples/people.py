"""The world before any file knows it: households of persons, and companies with the person who answers for them."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from examples.contacts import Contacts, ascii_word
from examples.names import draw_family, draw_given, fold, root
from examples.places import Address, Place, draw_address, draw_place
from examples.wordlist import words

LAST_DAY = date(2026, 10, 31)
REGIONS = {"CH-fr": 0.22, "CH-de": 0.18, "FR": 0.40, "DE": 0.20}
LEGAL_FORMS = {
    "CH-fr": ("Sàrl", "SA", "Sàrl"),
    "CH-de": ("GmbH", "AG", "GmbH"),
    "FR": ("SARL", "SAS", "SA", "EURL"),
    "DE": ("GmbH", "AG", "GmbH & Co. KG", "e.K."),
}
TRADES = {
    "fr": words(
        "Garage du Lac;Café du Théâtre;Pharmacie de la Gare;Imprimerie du Centre;Librairie des Arcades;"
        "Auto-École du Pont;Clinique vétérinaire des Alpes;Boulangerie {};Menuiserie {} & Fils;Fiduciaire {};"
        "Plomberie {};Électricité {};"
        "Fromagerie {};Carrosserie {};Atelier {};Transports {};Jardins {};Pâtisserie {};Cordonnerie {};Vins {}"
    ),
    "de": words(
        "Gasthof Krone;Apotheke am Markt;Velo Center;Buchhandlung am Platz;Fahrschule Stern;Tierpraxis am See;"
        "Bäckerei {};Schreinerei {};{} Treuhand;Elektro {};Sanitär {};Käserei {};Metallbau {};Gartenbau {};"
        "Malergeschäft {};{} Transporte;Metzgerei {};{} & Partner;Weinhandlung {};Optik {}"
    ),
}


@dataclass(eq=False)
class Person:
    """One fictitious customer, with what was true of them over the years.

    `own_email` and `own_phone` tell whether the contact is theirs alone; a person with `guard` is part of a trap, and
    the rows about them keep the facts that tell them apart.
    """

    id: str
    given: str
    family: str
    gender: str
    birth: date
    home: Address
    email: str
    mobile: str
    region: str
    landline: str | None = None
    other_emails: list[str] = field(default_factory=list)
    other_mobile: str | None = None
    former_home: Address | None = None
    moved_on: date = date.min
    birth_name: str | None = None
    married_on: date = date.min
    own_email: bool = True
    own_phone: bool = True
    alone: bool = True
    drifting: bool = False
    suffix: str = ""
    card: str = ""
    active: tuple[date, date] = (date(2023, 1, 5), LAST_DAY)
    guard: tuple[str, ...] = ()
    traps: list[str] = field(default_factory=list)

    def home_on(self, day: date) -> Address:
        """Where the person lived on a day."""
        return self.former_home if self.former_home and day < self.moved_on else self.home

    def family_on(self, day: date) -> str:
        """Which family name the person bore on a day."""
        return self.birth_name if self.birth_name and day < self.married_on else self.family


@dataclass(eq=False)
class Company:
    """One fictitious company; `given` and `family` name the one person who writes for it."""

    id: str
    name: str
    form: str
    given: str
    family: str
    home: Address
    email: str
    contact_email: str
    phone: str
    mobile: str
    region: str
    active: tuple[date, date] = (date(2023, 1, 5), LAST_DAY)
    guard: tuple[str, ...] = ()
    traps: list[str] = field(default_factory=list)


Customer = Person | Company


class World:
    """Everybody there is; names are unique in a town, except where a trap says otherwise."""

    def __init__(self, rng: Random):
        self.rng = rng
        self.contacts = Contacts(rng)
        self.persons: list[Person] = []
        self.companies: list[Company] = []
        self._known_in_town: set[tuple[str, str, str]] = set()
        self._born: set[tuple[str, str, date]] = set()
        self._company_names: set[str] = set()

    def draw_region(self) -> str:
        """Draw where a household lives."""
        return self.rng.choices(list(REGIONS), list(REGIONS.values()))[0]

    def draw_birth(self, youngest: int = 18, oldest: int = 82) -> date:
        """Draw a date of birth by the age reached in 2026; never the first of January, which reads as empty."""
        first, last = date(LAST_DAY.year - oldest, 1, 2), date(LAST_DAY.year - youngest, 1, 1)
        day = first + timedelta(days=self.rng.randrange((last - first).days))
        return day if (day.month, day.day) != (1, 1) else day + timedelta(days=1)

    def free_name(
        self,
        region: str,
        gender: str,
        home: Address,
        birth: date,
        *,
        family: str | None = None,
        apart: tuple[str, ...] = (),
    ) -> tuple[str, str]:
        """Draw a name that nobody in the town bears yet, with another initial than the given names in `apart`."""
        language = home.place.language
        while True:
            given, last = draw_given(self.rng, language, gender), family or draw_family(self.rng, region)
            if root(given)[0] in {root(other)[0] for other in apart} or fold(given) == fold(last):
                continue
            if self.claim(given, last, home.place, birth):
                return given, last

    def claim(self, given: str, family: str, place: Place, birth: date | None = None) -> bool:
        """Note that a name is taken in a town; false when somebody there bears it, or was born that day anywhere."""
        town, born = (root(given), fold(family), place.locality), (root(given), fold(family), birth)
        if town in self._known_in_town or born in self._born:
            return False
        self._known_in_town.add(town)
        if birth:
            self._born.add(born)
        return True

    def add_person(
        self,
        region: str,
        *,
        home: Address | None = None,
        family: str | None = None,
        given: str | None = None,
        gender: str | None = None,
        birth: date | None = None,
        apart: tuple[str, ...] = (),
    ) -> Person:
        """Add a person with contacts of their own; whatever is not given is drawn."""
        gender = gender or self.rng.choice("fm")
        birth = birth or self.draw_birth()
        home = home or draw_address(self.rng, draw_place(self.rng, region))
        if given is None or family is None:
            given, family = self.free_name(region, gender, home, birth, family=family, apart=apart)
        country = home.place.country
        person = Person(
            id=f"p{len(self.persons) + 1:04}",
            given=given,
            family=family,
            gender=gender,
            birth=birth,
            home=home,
            region=region,
            email=self.contacts.email(given, family, birth, country),
            mobile=self.contacts.mobile(country),
            card=f"{self.rng.randrange(10**9, 10**10)}",
        )
        self.persons.append(person)
        return person

    def add_household(self, size: int) -> list[Person]:
        """Add people who live together: one adult, a couple, or a couple with children."""
        region = self.draw_region()
        home = draw_address(self.rng, draw_place(self.rng, region))
        older = self.add_person(region, home=home, birth=self.draw_birth(36, 66) if size > 2 else None)
        members = [older]
        if size > 1:
            gender = "m" if older.gender == "f" else "f"
            shared_name = older.family if self.rng.random() < 0.8 else None
            birth = min(older.birth + timedelta(days=self.rng.randint(-1500, 1500)), date(2008, 1, 1))
            members.append(
                self.add_person(region, home=home, family=shared_name, gender=gender, birth=birth, apart=(older.given,))
            )
        for _ in range(size - 2):
            earliest, latest = older.birth.year + 22, min(older.birth.year + 38, 2013)
            birth = date(
                self.rng.randint(earliest, max(earliest, latest)), self.rng.randint(1, 12), self.rng.randint(2, 28)
            )
            apart = tuple(member.given for member in members)
            members.append(self.add_person(region, home=home, family=older.family, birth=birth, apart=apart))
        self._share_contacts(members)
        self._live(members)
        return members

    def _share_contacts(self, members: list[Person]) -> None:
        older, place = members[0], members[0].home.place
        landline = self.contacts.landline(place) if place.dialling and self.rng.random() < 0.55 else None
        family_email = None
        if len(members) > 1 and self.rng.random() < 0.3:
            family_email = self.contacts.family_email(
                older.family, place.language, place.locality, older.birth, place.country
            )
        for index, member in enumerate(members):
            member.landline, member.alone = landline, len(members) == 1
            if family_email and self.rng.random() < (0.6 if index > 1 else 0.2):
                member.email, member.own_email = family_email, False

    def _live(self, members: list[Person]) -> None:
        """Let years pass: contacts change, a household moves, somebody marries."""
        older, rng = members[0], self.rng
        moved = rng.random() < 0.11
        former = draw_address(rng, draw_place(rng, older.region)) if moved else None
        day = date(2023, 9, 1) + timedelta(days=rng.randrange(950))
        for member in members:
            country = member.home.place.country
            member.drifting = rng.random() < 0.62
            for _ in range(2 if member.drifting else 1):
                member.other_emails.append(self.contacts.email(member.given, member.family, member.birth, country))
            member.other_mobile = self.contacts.mobile(country)
            if former and self.claim(member.given, member.family, former.place):
                member.former_home, member.moved_on = former, day
        if len(members) > 1 and rng.random() < 0.16:
            self._marry(next(member for member in members[:2] if member.gender == "f"), members)

    def _marry(self, bride: Person, members: list[Person]) -> None:
        groom = next(member for member in members[:2] if member is not bride)
        maiden = bride.family if bride.family != groom.family else draw_family(self.rng, bride.region)
        if maiden == groom.family or not self.claim(bride.given, maiden, bride.home.place):
            return
        double = f"{groom.family}-{maiden}" if self.rng.random() < 0.25 and " " not in groom.family else groom.family
        bride.birth_name, bride.family = maiden, double
        if bride.own_email:  # a name changes, an e-mail address stays
            bride.email = self.contacts.email(bride.given, maiden, bride.birth, bride.home.place.country)
        bride.married_on = date(2023, 10, 1) + timedelta(days=self.rng.randrange(900))

    def add_company(self, region: str, *, core: str | None = None, form: str | None = None) -> Company:
        """Add a company, its role address, its switchboard and the person who writes for it."""
        rng = self.rng
        place = draw_place(rng, region, landline=True)
        home = draw_address(rng, place)
        while core is None or (form is None and fold(core) in self._company_names):
            core = rng.choice(TRADES[place.language]).format(draw_family(rng, region))
            if rng.random() < 0.35:
                core = f"{core} {place.locality.split('/')[0]}"
        self._company_names.add(fold(core))
        given, family = self.free_name(region, rng.choice("fm"), home, self.draw_birth(25, 64))
        label = f"{ascii_word(core)}-{len(self.companies) + 1}".replace("--", "-")
        domain = f"{label}.{rng.choice(('example.com', 'example.org', 'example.net'))}"
        role = rng.choice(("info", "contact", "office") if place.language == "fr" else ("info", "kontakt", "office"))
        company = Company(
            id=f"c{len(self.companies) + 1:03}",
            name=core,
            form=form or rng.choice(LEGAL_FORMS[region]),
            given=given,
            family=family,
            home=home,
            email=f"{role}@{domain}",
            contact_email=f"{ascii_word(given)}.{ascii_word(family)}@{domain}",
            phone=self.contacts.landline(place),
            mobile=self.contacts.mobile(place.country),
            region=region,
        )
        self.companies.append(company)
        return company


def fill(world: World, customers: int) -> None:
    """Add ordinary customers up to a number: one in twenty a company, the rest persons in households."""
    companies = customers // 20
    while len(world.companies) < companies:
        world.add_company(world.draw_region())
    while len(world.persons) < customers - companies:
        size = world.rng.choices((1, 2, 3, 4), (45, 32, 13, 10))[0]
        world.add_household(min(size, customers - companies - len(world.persons)))
