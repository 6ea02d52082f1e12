"""The words that a customer can be found by, each with the field it is of."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from attrs import field, frozen

from crmkit.records import Customer
from crmkit.schema.fields import Field, Schema
from crmkit.schema.folding import fold, fold_german
from crmkit.schema.own_fields import own_fields
from crmkit.schema.types.addresses.street_words import street_key
from crmkit.schema.types.base import SemanticType
from crmkit.schema.types.catalogue import find_type
from crmkit.schema.types.contacts.email_providers import PROVIDERS
from crmkit.schema.types.date import PartialDate
from crmkit.schema.types.locality import locality_key
from crmkit.schema.types.organisation_name import OrganisationName
from crmkit.schema.types.person_name import PersonName
from crmkit.schema.types.postal_address import PostalAddress
from crmkit.search.numbers import kept
from crmkit.search.spelling import LONGEST, joined, words

_MOST: Final = 12
_FREE_MAIL: Final = frozenset(PROVIDERS)

Said = Iterator[tuple[str, Iterable[str]]]


@frozen
class SearchEntry:
    """What a base keeps of a customer so that she can be found and ranked.

    Attributes:
        words: field, or part of one, to its words; an e-mail address, a code, and a telephone number (with a plus
            sign) are one word each.

    >>> entry = SearchEntry({"given_name": ("anna",), "phone": ("+41791234567",)})
    >>> entry.to_json()
    {'given_name': 'anna', 'phone': '+41791234567'}
    >>> SearchEntry.from_json(entry.to_json()) == entry
    True
    """

    words: Mapping[str, tuple[str, ...]] = field(factory=dict, hash=False)

    def to_json(self) -> dict[str, str]:
        """Write the entry as JSON data."""
        return {name: " ".join(held) for name, held in self.words.items()}

    @classmethod
    def from_json(cls, data: Mapping[str, str]) -> "SearchEntry":
        """Read what `to_json` wrote."""
        return cls({name: tuple(held.split()) for name, held in data.items()})


def words_of(customer: Customer, schema: Schema) -> SearchEntry:
    """Read the words off a customer: names, addresses, numbers and codes; official numbers and free text stay out.

    >>> from crmkit.schema.customer import CUSTOMER
    >>> name = PersonName(given="Jean-Luc", family="Müller")
    >>> luc = Customer(id="c1", kind="person", values={"name": name, "email": ("j.luc@gare-9.ch",)})
    >>> for name, held in words_of(luc, CUSTOMER).words.items():
    ...     print(name, held)
    given_name ('jean', 'luc', 'jeanluc')
    family_name ('muller', 'mueller')
    email ('jluc@gare9ch', 'luc', 'gare', '9', 'gare9')
    """
    own = {name for name, one in own_fields(schema).items() if one.sensitivity in _SHOWN}
    found: dict[str, list[str]] = {}
    for declared in schema.fields:
        read = _reader(declared) or (_own(declared.semantic_type) if declared.name in own else None)
        if read is None or declared.part_of is not None or declared.name not in customer.values:
            continue
        held = customer.values[declared.name]
        for value in held if declared.many else (held,):
            for part, said in read(value):
                found.setdefault(part or declared.name, []).extend(said)
    return SearchEntry({name: tuple(dict.fromkeys(said))[:_MOST] for name, said in found.items() if said})


def email_word(address: str) -> str:
    """Write an address, or its beginning, without marks, so that slips with dots and hyphens do not count.

    >>> email_word("Jean.Dupont-87@example.ch"), email_word("jean.dup")
    ('jeandupont87@examplech', 'jeandup')
    """
    return "@".join(fold(part).replace(" ", "") for part in address.split("@"))[:LONGEST]


def _person(name: PersonName) -> Said:
    yield "given_name", _every(name.given_name)
    yield "family_name", _every(name.family_name)
    yield "family_name", _every(name.birth_name)
    yield "given_name", _every(name.nickname)


def _organisation(name: OrganisationName) -> Said:
    for part in (name.name, name.trade_name, name.branch):
        yield "", _every(part)


def _email(address: str) -> Said:
    local, _, domain = address.rpartition("@")
    yield "", [email_word(address), *(word for word in _each(local) if len(word) > 1)]
    for label in domain.lower().split(".")[:-1] if domain.lower() not in _FREE_MAIL else ():
        yield "", _every(label) if len(label) > 2 else ()


def _address(address: PostalAddress) -> Said:
    if address.street:
        telling = tuple(street_key(address.street).split())
        yield "street", [word for word in _each(address.street) if word.startswith(telling)]
    if address.postcode:
        yield "postcode", joined(address.postcode)
    if address.locality:
        yield "locality", _each(address.locality)
        elsewhere = locality_key(address.locality)
        if elsewhere != fold_german(address.locality):
            yield "locality", elsewhere.split()


def _phone(number: str) -> Said:
    yield "", (kept(number[:LONGEST].replace(" ", "")),)


def _code(code: str) -> Said:
    yield "", find_type("identifier").keys(code[:LONGEST])


def _date(date: PartialDate) -> Said:
    if date.year:
        yield "", (date.iso().replace("-", ""),)


def _own(kind: SemanticType[Any]) -> Callable[[Any], Said] | None:
    """Read a field of a schema's own by its keys, and by the words that show it; numbers and dates are not searched."""

    def read(value: Any) -> Said:
        yield "", [*kind.keys(value), *_each(kind.caption(value))]

    return read if kind.operators == "text" else None


def _every(text: str | None) -> Iterable[str]:
    """Spell each word of a name, and the name as one word."""
    return dict.fromkeys((*_each(text), *joined(text))) if text else ()


def _each(text: str) -> list[str]:
    return [spelling for word in words(text) for spelling in word]


_READERS: Final[Mapping[str, Callable[[Any], Said]]] = {
    "person_name": _person,
    "organisation_name": _organisation,
    "email": _email,
    "phone": _phone,
    "postal_address": _address,
    "identifier": _code,
    "date": _date,
}


_SHOWN: Final = frozenset({"none", "id", "contact"})
"""Sensitivities of fields of a schema's own that a clerk may search by."""


def _reader(declared: Field) -> Callable[[Any], Said] | None:
    """Choose how a field is read; of the dates only those of a person count."""
    if declared.sensitivity == "natid" or (declared.type_name == "date" and declared.group != "personal"):
        return None
    return _READERS.get(declared.type_name)
