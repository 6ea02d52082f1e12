"""The customer that crmkit knows by default: fields, facets and relations, with labels in three languages."""

from typing import Final

from crmkit.schema.fields import Field, Option, Relation, Schema
from crmkit.schema.headings.words import HEADINGS

Said = tuple[str, str, str]


def _labels(said: Said) -> dict[str, str]:
    return dict(zip(("en", "fr", "de"), said, strict=True))


def _field(
    name: str,
    as_type: str,
    group: str,
    sensitivity: str,
    pick: str,
    *,
    said: Said,
    purposes: str,
    headings: str | None = None,
    part_of: str | None = None,
    options: tuple[Option, ...] = (),
    updatable: bool = True,
) -> Field:
    return Field(
        name=name,
        type=as_type,
        many=pick == "union",
        group=group,
        sensitivity=sensitivity,
        purposes=purposes.split(),
        pick=pick,
        part_of=part_of,
        labels=_labels(said),
        aliases=HEADINGS.get(headings or name, {}),
        options=options,
        updatable=updatable,
    )


def _facet(whole: Field, name: str, as_type: str, sensitivity: str, said: Said) -> Field:
    return _field(
        name,
        as_type,
        whole.group,
        sensitivity,
        whole.pick,
        said=said,
        purposes=" ".join(whole.purposes),
        part_of=whole.name,
    )


_NAME: Final = _field(
    "name",
    "person_name",
    "personal",
    "id",
    "most_complete",
    said=("name", "nom", "Name"),
    purposes="service marketing",
    headings="person_name",
)
_ADDRESS: Final = _field(
    "address",
    "postal_address",
    "address",
    "contact",
    "most_recent",
    said=("postal address", "adresse postale", "Postadresse"),
    purposes="service.orders statutory.invoices marketing",
    headings="postal_address",
)
_ORGANISATION: Final = _field(
    "organisation",
    "organisation_name",
    "company",
    "none",
    "most_complete",
    said=("organisation", "organisation", "Organisation"),
    purposes="service statutory.invoices",
)
_GENDERS: Final = (
    Option("female", _labels(("female", "femme", "weiblich")), aliases=("f", "w", "woman", "féminin", "Frau", "Mme")),
    Option("male", _labels(("male", "homme", "männlich")), aliases=("m", "h", "man", "masculin", "Herr", "Monsieur")),
    Option("diverse", _labels(("diverse", "autre", "divers")), aliases=("d", "other", "non-binary", "non binaire")),
)

_FIELDS: Final = (
    _NAME,
    _facet(_NAME, "given_name", "given_name", "id", ("given name", "prénom", "Vorname")),
    _facet(_NAME, "family_name", "family_name", "id", ("family name", "nom de famille", "Nachname")),
    _facet(_NAME, "prefix", "text", "id", ("title", "civilité", "Anrede")),
    _field(
        "birth_date",
        "date",
        "personal",
        "id",
        "most_frequent",
        said=("date of birth", "date de naissance", "Geburtsdatum"),
        purposes="service marketing.offers",
    ),
    _field(
        "gender",
        "choice",
        "personal",
        "id",
        "most_recent",
        said=("gender", "genre", "Geschlecht"),
        purposes="service",
        options=_GENDERS,
    ),
    _field(
        "language",
        "language",
        "personal",
        "none",
        "most_recent",
        said=("language", "langue", "Sprache"),
        purposes="service marketing",
    ),
    _field(
        "identifier",
        "identifier",
        "personal",
        "natid",
        "union",
        said=("official personal number", "numéro personnel officiel", "amtliche Personennummer"),
        purposes="statutory",
        updatable=False,
    ),
    _field(
        "email",
        "email",
        "address",
        "contact",
        "union",
        said=("e-mail", "e-mail", "E-Mail"),
        purposes="service marketing security",
    ),
    _field(
        "phone",
        "phone",
        "address",
        "contact",
        "union",
        said=("phone", "téléphone", "Telefon"),
        purposes="service marketing security",
    ),
    _ADDRESS,
    _facet(_ADDRESS, "street", "street", "contact", ("street", "rue", "Strasse")),
    _facet(_ADDRESS, "house_number", "house_number", "contact", ("house number", "numéro de rue", "Hausnummer")),
    _facet(_ADDRESS, "postcode", "postcode", "none", ("postcode", "code postal", "Postleitzahl")),
    _facet(_ADDRESS, "locality", "locality", "none", ("locality", "localité", "Ort")),
    _facet(_ADDRESS, "region", "region", "none", ("region", "région", "Region")),
    _facet(_ADDRESS, "country", "country", "none", ("country", "pays", "Land")),
    _field(
        "website",
        "url",
        "address",
        "contact",
        "most_recent",
        said=("website", "site web", "Website"),
        purposes="service",
    ),
    _ORGANISATION,
    _facet(
        _ORGANISATION,
        "organisation_name",
        "text",
        "none",
        ("name of the organisation", "nom de l’organisation", "Name der Organisation"),
    ),
    _facet(_ORGANISATION, "legal_form", "text", "none", ("legal form", "forme juridique", "Rechtsform")),
    _field(
        "job_title",
        "text",
        "company",
        "none",
        "most_recent",
        said=("job title", "fonction", "Funktion"),
        purposes="service",
    ),
    _field(
        "customer_since",
        "date",
        "analysis",
        "none",
        "earliest",
        said=("customer since", "client depuis", "Kunde seit"),
        purposes="service marketing.offers",
        updatable=False,
    ),
    _field(
        "customer_number",
        "identifier",
        "other",
        "id",
        "union",
        said=("customer number", "numéro de client", "Kundennummer"),
        purposes="service statutory.invoices",
        updatable=False,
    ),
    _field(
        "loyalty_card",
        "identifier",
        "other",
        "id",
        "union",
        said=("loyalty card", "carte de fidélité", "Kundenkarte"),
        purposes="service.orders marketing.offers",
        updatable=False,
    ),
    _field(
        "note",
        "text",
        "other",
        "text",
        "longest",
        said=("note", "remarque", "Bemerkung"),
        purposes="service.support",
        updatable=False,
    ),
)


def _fact(relation: str, name: str, as_type: str, sensitivity: str, said: Said) -> Field:
    return Field(
        name=name,
        type=as_type,
        nullable=name != "at",
        group="analysis",
        sensitivity=sensitivity,
        purposes=_PURPOSES[relation].split(),
        pick="most_recent",
        labels=_labels(said),
        aliases=HEADINGS.get(f"{relation}.{name}", {}),
    )


_PURPOSES: Final = {
    "order": "service.orders statutory.invoices marketing.offers",
    "ticket": "service.support",
    "call": "service.support",
}


def _status(relation: str) -> Field:
    return _fact(relation, "status", "text", "behav", ("status", "statut", "Status"))


def _channel(relation: str) -> Field:
    return _fact(relation, "channel", "text", "behav", ("channel", "canal", "Kanal"))


def _subject(relation: str) -> Field:
    return _fact(relation, "subject", "text", "text", ("subject", "sujet", "Betreff"))


_ORDERS: Final = Relation(
    name="orders",
    singular="order",
    labels=_labels(("orders", "commandes", "Bestellungen")),
    fields=(
        _fact("order", "number", "text", "id", ("order number", "numéro de commande", "Bestellnummer")),
        _fact("order", "at", "instant", "behav", ("date of the order", "date de commande", "Bestelldatum")),
        _fact("order", "total", "money", "fin", ("total", "total", "Betrag")),
        _status("order"),
        _fact("order", "product", "text", "behav", ("product", "produit", "Produkt")),
        _channel("order"),
    ),
)
_TICKETS: Final = Relation(
    name="tickets",
    singular="ticket",
    labels=_labels(("tickets", "tickets", "Tickets")),
    fields=(
        _fact("ticket", "number", "text", "id", ("ticket number", "numéro de ticket", "Ticketnummer")),
        _fact("ticket", "at", "instant", "behav", ("opened at", "ouvert le", "eröffnet am")),
        _status("ticket"),
        _subject("ticket"),
        _channel("ticket"),
    ),
)
_CALLS: Final = Relation(
    name="calls",
    singular="call",
    labels=_labels(("calls", "appels", "Anrufe")),
    fields=(
        _fact("call", "number", "text", "id", ("call number", "numéro d’appel", "Anrufnummer")),
        _fact("call", "at", "instant", "behav", ("date of the call", "date de l’appel", "Datum des Anrufs")),
        _channel("call"),
        _subject("call"),
        _status("call"),
    ),
)

CUSTOMER: Final = Schema(name="customer", version="2", fields=_FIELDS, relations=(_ORDERS, _TICKETS, _CALLS))
"""The default schema: a person or an organisation with contact points, orders, tickets and calls.

>>> [one.name for one in CUSTOMER.in_group("company")]
['organisation', 'job_title']
>>> CUSTOMER.relation("order").name, CUSTOMER.find("orders.total").label("de")
('orders', 'Betrag')
"""
