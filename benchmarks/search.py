"""How fast and how well a base is searched: `python -m benchmarks.search [URL or "sqlite"] [customers] [seed]`.

Swiss, French and German customers are made up, with names as unevenly common as real ones, and indexed; then a clerk
types a thousand queries of eight kinds. Each is lengthened until at most five customers answer to it, and counts as
found when the customer that was meant is among the first five.
"""

import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, islice, zip_longest
from pathlib import Path
from random import Random
from string import ascii_lowercase

from attrs import frozen

from crmkit.backends.connect import open_backend
from crmkit.backends.protocol import Backend
from crmkit.ledger.searching import index, search
from crmkit.records import Customer
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.folding import fold
from crmkit.schema.types.date import PartialDate
from crmkit.schema.types.organisation_name import OrganisationName
from crmkit.schema.types.person_name import PersonName
from crmkit.schema.types.postal_address import PostalAddress
from crmkit.search.words import SearchEntry, email_word, words_of
from examples.names import FAMILY, GIVEN, family_names
from examples.places import PLACES, STREETS
from examples.wordlist import words

CHUNK = 10_000
ASKED = 1_000
BEGINNINGS = words(
    "B Bau Ber Bo Bou Br Bu Ca Cha Che Cor Cou Da De Du Dü E Fa Fe Fra Fri Ga Ge Gi Gra Grü Gue Ha Hei Hen Hu Ja Je "
    "Ju Ka Kö Kra Kue La Lä Le Lu Ma Mé Mi Mo Mou Mü Na Ne Ni No O Pa Pé Pfi Po Ra Ré Rei Ri Ro Rü Sa Scha Schi "
    "Schnei Schö Se Si Spi Sta Stei Strä Sü Ta Thé Tri Va Ve Vi Vo Wa We Wei Wi Wo Za Zi Zu",
    between=" ",
)
MIDDLES = words(
    "ba bel ber bi cha del der di do fe gel ge ler li ma me mi na ne ni ra re ri ro sa se si ta te ti tte va",
    between=" ",
)
FAMILY_ENDINGS = words(
    "bach baud bert bier chet cot dat der din dot feld fer gaz gel ger get gnon ier ieux ini ler let lin ling loz "
    "maier mann mond nay ner net nier not quet ret rier ron rat sel ser set son stein tat ter thal tier ton vay zer",
    between=" ",
)
GIVEN_ENDINGS = words("a o ie ine ette in ian el", between=" ")
PLACE_ENDINGS = words(
    "wil ikon dorf berg bach hausen ingen felden ens y ières villars court mont val ey ier in nens", between=" "
)
TRADES = words(
    "Garage Boulangerie Pharmacie Menuiserie Carrosserie Restaurant Hôtel Imprimerie Librairie Fiduciaire Bäckerei "
    "Metzgerei Schreinerei Gärtnerei Druckerei Treuhand Metallbau Elektro Blumen Apotheke Atelier Cabinet Clinique",
    between=" ",
)
FREE_MAIL = words(
    "gmail.com bluewin.ch hotmail.com gmx.ch outlook.com orange.fr web.de sunrise.ch yahoo.fr", between=" "
)
DIALLED = (
    (70, "41", ("76", "77", "78", "79", "21", "22", "44", "31"), 7),
    (18, "33", ("6", "7", "1", "4"), 8),
    (12, "49", ("151", "171", "30"), 8),
)


@frozen
class Somebody:
    """What a clerk knows of a customer.

    Attributes:
        id: of the customer.
        given: empty for a company.
        family: empty for a company.
        organisation: empty for a person.
        locality: where she lives.
        more: what makes a query longer: year of birth and postcode, as far as they are known.
        email: or an empty text.
        phones: in E.164.
        number: of the customer.
        words: every word she can be found by, each behind a blank.
    """

    id: str
    given: str
    family: str
    organisation: str
    locality: str
    more: tuple[str, ...]
    email: str
    phones: tuple[str, ...]
    number: str
    words: str


class World:
    """Names and places with how common they are, and customers drawn from them."""

    def __init__(self, seed: int) -> None:
        draw = self.random = Random(seed)
        towns = [(place.postcode, place.locality) for places in PLACES.values() for place in places]
        draw.shuffle(towns)
        villages = self._filled([], 3_000 - len(towns), PLACE_ENDINGS)
        self.places = towns + [(str(draw.randrange(1000, 9700)), name) for name in villages]
        self.families = self._filled(_mixed([family_names(region) for region in FAMILY]), 50_000, FAMILY_ENDINGS)
        self.givens = self._filled(_mixed(GIVEN.values()), 2_000, GIVEN_ENDINGS)
        self.streets = [*STREETS["fr"], *STREETS["de"]]

    def customers(self, count: int) -> Iterator[tuple[Somebody, Customer, SearchEntry]]:
        """Draw customers; the hundredth most common name is about a tenth as common as the first."""
        draw = self.random
        families = draw.choices(self.families, cum_weights=_weights(len(self.families), 20, 0.9), k=count)
        givens = draw.choices(self.givens, cum_weights=_weights(len(self.givens), 15, 1.0), k=count)
        places = draw.choices(self.places, cum_weights=_weights(len(self.places), 5, 0.9), k=count)
        for family, given, place in zip(families, givens, places, strict=True):
            yield self._customer(given, family, place)

    def _customer(self, given: str, family: str, place: tuple[str, str]) -> tuple[Somebody, Customer, SearchEntry]:
        draw = self.random
        chance = draw.random
        postcode, locality = place
        given = f"{given}-{draw.choice(self.givens[:100])}" if chance() < 0.04 else given
        family = f"{family}-{draw.choice(self.families[:3000])}" if chance() < 0.03 else family
        firm = f"{draw.choice(TRADES)} {draw.choice((family, locality, f'{family} & Fils'))}" if chance() < 0.12 else ""
        email = self._email(given, family, firm) if chance() < 0.75 else ""
        phones = tuple(self._phone() for _ in range(draw.choices((0, 1, 2), (25, 60, 15))[0]))
        year = draw.randrange(1935, 2008) if not firm and chance() < 0.7 else 0
        number = f"K-{draw.randrange(10**7):07}"
        street, door = draw.choice(self.streets), str(draw.randrange(1, 90))
        values: dict[str, object] = {
            "address": PostalAddress(street=street, house_number=door, postcode=postcode, locality=locality),
            "customer_number": (number,),
            "email": (email,) if email else (),
            "phone": phones,
        }
        if firm:
            values["organisation"] = OrganisationName(firm, draw.choice(("Sàrl", "SA", "GmbH", "AG")))
        else:
            values["name"] = PersonName(given=given, family=family, particle="von" if chance() < 0.02 else None)
        if year:
            values["birth_date"] = PartialDate(year, draw.randrange(1, 13), draw.randrange(1, 29))
        name = f"{draw.getrandbits(64):016x}"
        customer = Customer(id=name, kind="organisation" if firm else "person", values=values)
        entry = words_of(customer, CUSTOMER)
        somebody = Somebody(
            id=name,
            given="" if firm else given,
            family="" if firm else family,
            organisation=firm,
            locality=locality,
            more=(str(year), postcode) if year else (postcode,),
            email=email,
            phones=phones,
            number=number,
            words="".join(f" {word}" for held in entry.words.values() for word in held),
        )
        return somebody, customer, entry

    def _email(self, given: str, family: str, firm: str) -> str:
        draw = self.random
        one, other = fold(given).replace(" ", "-"), fold(family).replace(" ", "-")
        if firm:
            return f"{draw.choice(('info', 'contact', one))}@{fold(firm).replace(' ', '-')}.ch"
        local = draw.choice(("{0}.{1}", "{0}.{1}{2}", "{0}{1}{2}", "{3}.{1}{2}", "{1}.{0}{2}", "{0}{2}", "{1}{2}"))
        number = draw.choice(("", str(draw.randrange(100)), str(draw.randrange(1940, 2010))))
        return f"{local.format(one, other, number, one[:1])}@{draw.choice(FREE_MAIL)}"

    def _phone(self) -> str:
        draw = self.random
        _, country, begins, digits = draw.choices(DIALLED, [one[0] for one in DIALLED])[0]
        return f"+{country}{draw.choice(begins)}{draw.randrange(10**digits):0{digits}}"

    def _filled(self, names: list[str], size: int, endings: Sequence[str]) -> list[str]:
        draw = self.random
        held = dict.fromkeys(names)
        while len(held) < size:
            middle = draw.choice(MIDDLES) if draw.random() < 0.6 else ""
            held.setdefault(draw.choice(BEGINNINGS) + middle + draw.choice(endings))
        return list(held)[:size]


class Clerk:
    """Types queries for customers, each long enough that at most five answer to it."""

    def __init__(self, random: Random, everybody: list[Somebody]) -> None:
        self.random = random
        self.everybody = everybody
        self.begun: dict[str, list[int]] = defaultdict(list)
        for place, one in enumerate(everybody):
            for beginning in {word[:3] for word in one.words.split() if word[0].isalpha()}:
                self.begun[beginning].append(place)
        self.phones = "\n".join(phone for one in everybody for phone in one.phones)
        self.kinds = {
            "full name, one slip": self.mistyped,
            "beginnings of names": self.beginnings,
            "without accents": self.unaccented,
            "family name, locality": self.family_and_locality,
            "part of a phone": self.phone,
            "beginning of an e-mail": self.email,
            "part of a company": self.company,
            "customer number": lambda one: one.number,
        }

    def ask(self, kind: str) -> tuple[Somebody, str]:
        """Think of a customer, and type something; a kind that does not fit her is tried with another."""
        while True:
            one = self.random.choice(self.everybody)
            text = self.kinds[kind](one)
            if text:
                return one, text

    def mistyped(self, one: Somebody) -> str:
        names = [one.given, one.family]
        place = self.random.randrange(2)
        if not one.family or len(names[place]) < 5:
            return ""
        text = self._informative(names, [one.locality, *one.more])
        return text.replace(names[place], self._slip(names[place]), 1)

    def beginnings(self, one: Somebody) -> str:
        for more in range(4):
            text = " ".join((one.family[: 3 + more], one.given[: 3 + more], one.locality[: 5 + more]))
            if one.family and self._answering(text) <= 5:
                return text
        return ""

    def unaccented(self, one: Somebody) -> str:
        if not one.family or f"{one.given}{one.family}".isascii():
            return ""
        return fold(self._informative([one.given, one.family], [one.locality, *one.more]))

    def family_and_locality(self, one: Somebody) -> str:
        return self._informative([one.family, one.locality], [one.given, *one.more]) if one.family else ""

    def phone(self, one: Somebody) -> str:
        digits = self.random.choice(one.phones)[3:] if one.phones else ""
        for length in range(6, len(digits) + 1):
            start = self.random.randrange(len(digits) - length + 1)
            part = digits[start : start + length]
            if self.phones.count(part.removeprefix("0")) <= 5:
                shown = f"0{part}" if start == 0 else part
                return f"{shown[:-4]} {shown[-4:-2]} {shown[-2:]}" if self.random.random() < 0.5 else shown
        return ""

    def email(self, one: Somebody) -> str:
        for length in range(6, len(one.email) + 1):
            if self._answering(email_word(one.email[:length])) <= 5:
                return one.email[:length]
        return ""

    def company(self, one: Somebody) -> str:
        return self._informative([one.organisation], [one.locality, *one.more]) if one.organisation else ""

    def _informative(self, said: list[str], more: list[str]) -> str:
        for count in range(len(more) + 1):
            text = " ".join([*said, *more[:count]])
            if self._answering(text) <= 5:
                return text
        return ""

    def _answering(self, text: str) -> int:
        """Count the customers who have, for each part, a word that begins so."""
        parts = [f" {part}" for part in (text.split() if "@" in text else fold(text).split())]
        told = [self.begun[part[1:4]] for part in parts if part[1].isalpha() and len(part) > 3]
        if not told:
            return 6
        return sum(all(part in self.everybody[place].words for part in parts) for place in min(told, key=len))

    def _slip(self, name: str) -> str:
        draw = self.random
        place = draw.randrange(1, len(name) - 1)
        before, letter, after = name[:place], name[place], name[place + 1 :]
        slips = (
            before + after,
            before + draw.choice(ascii_lowercase) + after,
            before + letter + draw.choice(ascii_lowercase) + after,
            before + after[:1] + letter + after[1:],
        )
        return draw.choice(slips)


def _mixed(lists: Iterable[Sequence[str]]) -> list[str]:
    """Put the commonest of every list first."""
    return list(dict.fromkeys(filter(None, chain.from_iterable(zip_longest(*lists)))))


def _weights(count: int, flat: int, slope: float) -> list[float]:
    return list(accumulate(1 / (rank + flat) ** slope for rank in range(count)))


def report(backend: Backend, clerk: Clerk, asked: int) -> None:
    """Ask queries of every kind, and print how many found whom they meant, and in how many milliseconds."""
    queries = {kind: [clerk.ask(kind) for _ in range(asked // len(clerk.kinds))] for kind in clerk.kinds}
    for kind in queries:
        search(backend, clerk.ask(kind)[1])
    print(f"{'kind':<24} {'queries':>7} {'found':>7} {'median':>8} {'p95':>8} {'p99':>8}")
    everything: list[tuple[bool, float]] = []
    for kind, said in queries.items():
        results = []
        for one, text in said:
            started = time.perf_counter()
            hits = search(backend, text)
            results.append((one.id in [hit.id for hit in hits[:5]], 1_000 * (time.perf_counter() - started)))
        everything += results
        _line(kind, results)
    _line("all", everything)


def _line(kind: str, results: list[tuple[bool, float]]) -> None:
    cuts = statistics.quantiles([took for _, took in results], n=100)
    found = sum(hit for hit, _ in results) / len(results)
    print(f"{kind:<24} {len(results):>7} {found:>7.1%} {cuts[49]:>8.1f} {cuts[94]:>8.1f} {cuts[98]:>8.1f}", flush=True)


def main(where: str = "sqlite", count: int = 100_000, seed: int = 2026) -> int:
    with tempfile.TemporaryDirectory(prefix="crmkit-search-") as folder:
        backend = open_backend(str(Path(folder) / "search.db") if where == "sqlite" else where)
        world = World(seed)
        everybody: list[Somebody] = []
        drawn = world.customers(count)
        started = time.perf_counter()
        while chunk := list(islice(drawn, CHUNK)):
            everybody += [somebody for somebody, _, _ in chunk]
            index(backend, {somebody.id: entry for somebody, _, entry in chunk})
        seconds = time.perf_counter() - started
        print(f"{count:,} customers on {backend.name}, drawn and indexed in {seconds:,.0f} s; milliseconds a search:")
        report(backend, Clerk(world.random, everybody), ASKED)
        backend.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2], *map(int, sys.argv[2:])))
