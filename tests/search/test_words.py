"""What a customer can be found by."""

from hypothesis import given

from crmkit.records import Customer
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.fields import Field, Schema
from crmkit.schema.types.organisation_name import OrganisationName
from crmkit.schema.types.person_name import PersonName
from crmkit.schema.types.postal_address import PostalAddress
from crmkit.search.terms import terms, vocabulary
from crmkit.search.words import SearchEntry, email_word, words_of
from tests.search.people import customers, entries


def read(**values):
    return words_of(Customer(id="c1", kind="person", values=values), CUSTOMER).words


@given(entries())
def test_an_entry_comes_back_as_it_was_kept(entry):
    assert SearchEntry.from_json(entry.to_json()) == entry


@given(customers())
def test_the_same_customer_has_the_same_words(customer):
    assert words_of(customer, CUSTOMER) == words_of(customer, CUSTOMER)


@given(entries())
def test_every_word_is_a_term_or_a_number_of_which_every_ending_is_one(entry):
    held = set(terms(entry))
    for words in entry.words.values():
        for word in words:
            assert word in held or word.startswith("+")


@given(entries())
def test_terms_are_few_and_short_and_the_vocabulary_is_among_them(entry):
    assert len(terms(entry)) <= 60
    assert all(0 < len(term) <= 60 for term in terms(entry))
    assert vocabulary(entry) <= set(terms(entry))


def test_a_typical_customer_has_at_most_25_terms():
    customer = Customer(
        id="c1",
        kind="person",
        values={
            "name": PersonName(given="Marie-Claude", family="Müller"),
            "email": ("mc.mueller74@gmail.com",),
            "phone": ("+41791234567",),
            "address": PostalAddress(street="Rue du Lac", house_number="3", postcode="1003", locality="Lausanne"),
            "customer_number": ("K-0042",),
        },
    )
    assert len(terms(words_of(customer, CUSTOMER))) <= 25


def test_particles_and_joined_names_are_words():
    words = read(name=PersonName(given="Anna", family="Fontaine", particle="de la"))
    assert words["family_name"] == ("de", "la", "fontaine", "delafontaine")


def test_kinds_of_street_are_left_out():
    address = PostalAddress(street="Avenue de la Gare", locality="Genf", postcode="CH 1201")
    words = read(address=address)
    assert words == {"street": ("gare",), "postcode": ("ch1201",), "locality": ("genf", "geneve")}


def test_a_company_is_found_by_its_name_and_its_domain_but_not_by_a_provider():
    words = read(
        organisation=OrganisationName("Garage du Lac", "Sàrl"), email=("info@garage.example.ch", "a@gmail.com")
    )
    assert words["organisation"] == ("garage", "du", "lac", "garagedulac")
    assert words["email"] == ("info@garageexamplech", "info", "garage", "example", "a@gmailcom")


def test_official_numbers_notes_and_other_dates_are_not_searched():
    assert read(identifier=("756.1234.5678.97",), note="calls often", language="fr") == {}


def test_fields_of_ones_own_are_found_by_their_type():
    schema = Schema(
        name="club",
        fields=[
            Field(name="member", type="identifier", many=True),
            Field(name="mobile", type="phone"),
            Field(name="shoe", type="decimal"),
        ],
    )
    values = {"member": ("M-7",), "mobile": "0791234567", "shoe": 43}
    found = words_of(Customer(id="c1", kind="person", values=values), schema)
    assert found.words == {"member": ("m7",), "mobile": ("+0791234567",)}


def test_marks_in_an_address_do_not_count():
    assert email_word("Jean-Luc.Dupont@Example.CH") == "jeanlucdupont@examplech"
