"""Customers and what a clerk types: strategies for the tests of the search."""

from random import Random

from hypothesis import strategies as st

from crmkit.records import Customer
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.types.date import PartialDate
from crmkit.schema.types.organisation_name import OrganisationName
from crmkit.schema.types.person_name import PersonName
from crmkit.schema.types.postal_address import PostalAddress
from crmkit.search.words import SearchEntry, words_of
from tests.strategies import FAMILY_NAMES, GIVEN_NAMES, LOCALITIES, texts

GIVEN = (*GIVEN_NAMES, "Jörg", "Anna", "Marie-Claude", "Li")
FAMILY = (*FAMILY_NAMES, "Meier", "Meyer", "Dupond", "Favre", "Faivre", "Chemin", "Li", "Lüthi")
PLACES = (*LOCALITIES, "Genf", "La Chaux-de-Fonds", "Bern")
STREETS = ("Rue du Lac", "Bahnhofstrasse", "av. de la Gare", "Martinsgasse")
EMAILS = tuple(
    f"{local}@{domain}"
    for local in ("jean.dupont", "j.dupont87", "info", "anna_li", "Marie-Claude.Favre")
    for domain in ("gmail.com", "garage-du-lac.example.ch", "example.org")
)
PHONES = st.one_of(
    st.from_regex(r"\+417[6-9][0-9]{7}", fullmatch=True),
    st.from_regex(r"\+33[1-7][0-9]{8}", fullmatch=True),
    st.from_regex(r"\+49[1-9][0-9]{8,9}", fullmatch=True),
    st.from_regex(r"0[1-9][0-9]{7,8}", fullmatch=True),
)


def _customer(random: Random) -> Customer:
    """Make a person or a company with some of what can be known."""

    def some(things):
        return tuple(random.sample(things, random.choice((0, 1, 1, 2))))

    numbers = [f"+417{random.randrange(6 * 10**7, 10**8)}", f"+4930{random.randrange(10**8)}", "0227654321"]
    values = {
        "email": some(EMAILS),
        "phone": some(numbers),
        "customer_number": some(("K-0042", "10042", "0815")),
        "address": PostalAddress(
            street=random.choice((None, *STREETS)),
            postcode=random.choice((None, "1003", "8001")),
            locality=random.choice((None, *PLACES)),
        ),
    }
    if random.random() < 0.2:
        values["organisation"] = OrganisationName(random.choice(("Garage du Lac", "Müller & Söhne")), "Sàrl")
    else:
        particle = random.choice((None, None, "de", "von der"))
        values["name"] = PersonName(given=random.choice(GIVEN), family=random.choice(FAMILY), particle=particle)
        values["birth_date"] = random.choice((PartialDate(1975, 3, 12), PartialDate(1990), PartialDate(None, 2)))
    return Customer(id="c", kind="person", values=values)


CUSTOMERS = [_customer(random) for random in (Random(7),) for _ in range(200)]
ENTRIES = [words_of(customer, CUSTOMER) for customer in CUSTOMERS]


def customers() -> st.SearchStrategy[Customer]:
    """Persons and companies."""
    return st.sampled_from(CUSTOMERS)


def entries() -> st.SearchStrategy[SearchEntry]:
    """What a base keeps of a customer."""
    return st.sampled_from(ENTRIES)


def bases(most: int = 8) -> st.SearchStrategy[dict[str, SearchEntry]]:
    """A small base: customer id to entry."""
    return st.lists(entries(), max_size=most).map(lambda held: {f"c{place}": one for place, one in enumerate(held)})


def queries() -> st.SearchStrategy[str]:
    """What a clerk may type: names, places and numbers, in part and with slips, and sometimes anything."""
    small = ("Mme", "rue", "1003", "k0042", "lac", "ga", "0227654", "jean.dup", "info@")
    said = st.sampled_from((*GIVEN, *FAMILY, *PLACES, *EMAILS, *small))
    cut = st.builds(lambda text, length: text[: length + 1], said, st.integers(1, 20))
    slipped = st.builds(lambda text, place: text[:place] + text[place + 1 :], said, st.integers(0, 8))
    words = st.lists(st.one_of(said, cut, slipped), min_size=1, max_size=4).map(" ".join)
    return st.one_of(words, words, texts())
