"""The customer that crmkit knows by default: fields, facets and relations, with labels in three languages."""

from typing import Final

from crmkit.schema.fields import Field, Relation, Schema

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
    part_of: str | None = None,
) -> Field:
    return Field(
        name=name,
        type=as_type,
        many=pick == "union",
        group=group,
        sensitivity=sensitivity,
        pick=pick,
        part_of=part_of,
        labels=_labels(said),
    )


def _facet(whole: Field, name: str, as_type: str, sensitivity: str, said: Said) -> Field:
    return _field(name, as_type, whole.group, sensitivity, whole.pick, said=said, part_of=whole.name)


_NAME: Final = _field("name", "person_name", "personal", "id", "most_complete", said=("name", "nom", "Name"))
_ADDRESS: Final = _field(
    "address",
    "postal_address",
    "address",
    "contact",
    "most_recent",
    said=("postal address", "adresse postale", "Postadresse"),
)
_ORGANISATION: Final = _field(
    "organisation",
    "organisation_name",
    "company",
    "none",
    "most_complete",
    said=("organisation", "organisation", "Organisation"),
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
    ),
    _field("gender", "choice", "personal", "id", "most_recent", said=("gender", "genre", "Geschlecht")),
    _field("language", "language", "personal", "none", "most_recent", said=("language", "langue", "Sprache")),
    _field(
        "identifier",
        "identifier",
        "personal",
        "natid",
        "union",
        said=("official personal number", "numéro personnel officiel", "amtliche Personennummer"),
    ),
    _field("email", "email", "address", "contact", "union", said=("e-mail", "e-mail", "E-Mail")),
    _field("phone", "phone", "address", "contact", "union", said=("phone", "téléphone", "Telefon")),
    _ADDRESS,
    _facet(_ADDRESS, "street", "street", "contact", ("street", "rue", "Strasse")),
    _facet(_ADDRESS, "house_number", "house_number", "contact", ("house number", "numéro de rue", "Hausnummer")),
    _facet(_ADDRESS, "postcode", "postcode", "none", ("postcode", "code postal", "Postleitzahl")),
    _facet(_ADDRESS, "locality", "locality", "none", ("locality", "localité", "Ort")),
    _facet(_ADDRESS, "region", "region", "none", ("region", "région", "Region")),
    _facet(_ADDRESS, "country", "country", "none", ("country", "pays", "Land")),
    _field("website", "url", "address", "contact", "most_recent", said=("website", "site web", "Website")),
    _ORGANISATION,
    _facet(
        _ORGANISATION,
        "organisation_name",
        "text",
        "none",
        ("name of the organisation", "nom de l’organisation", "Name der Organisation"),
    ),
    _facet(_ORGANISATION, "legal_form", "text", "none", ("legal form", "forme juridique", "Rechtsform")),
    _field("job_title", "text", "company", "none", "most_recent", said=("job title", "fonction", "Funktion")),
    _field(
        "customer_since", "date", "analysis", "none", "earliest", said=("customer since", "client depuis", "Kunde seit")
    ),
    _field(
        "customer_number",
        "identifier",
        "other",
        "id",
        "union",
        said=("customer number", "numéro de client", "Kundennummer"),
    ),
    _field(
        "loyalty_card", "identifier", "other", "id", "union", said=("loyalty card", "carte de fidélité", "Kundenkarte")
    ),
    _field("note", "text", "other", "text", "longest", said=("note", "remarque", "Bemerkung")),
)


def _fact(name: str, as_type: str, sensitivity: str, said: Said) -> Field:
    return Field(
        name=name,
        type=as_type,
        nullable=name != "at",
        group="analysis",
        sensitivity=sensitivity,
        pick="most_recent",
        labels=_labels(said),
    )


_STATUS: Final = _fact("status", "text", "behav", ("status", "statut", "Status"))
_CHANNEL: Final = _fact("channel", "text", "behav", ("channel", "canal", "Kanal"))
_SUBJECT: Final = _fact("subject", "text", "text", ("subject", "sujet", "Betreff"))

_ORDERS: Final = Relation(
    name="orders",
    singular="order",
    labels=_labels(("orders", "commandes", "Bestellungen")),
    fields=(
        _fact("number", "text", "id", ("order number", "numéro de commande", "Bestellnummer")),
        _fact("at", "instant", "behav", ("date of the order", "date de commande", "Bestelldatum")),
        _fact("total", "money", "fin", ("total", "total", "Betrag")),
        _STATUS,
        _fact("product", "text", "behav", ("product", "produit", "Produkt")),
        _CHANNEL,
    ),
)
_TICKETS: Final = Relation(
    name="tickets",
    singular="ticket",
    labels=_labels(("tickets", "tickets", "Tickets")),
    fields=(
        _fact("number", "text", "id", ("ticket number", "numéro de ticket", "Ticketnummer")),
        _fact("at", "instant", "behav", ("opened at", "ouvert le", "eröffnet am")),
        _STATUS,
        _SUBJECT,
        _CHANNEL,
    ),
)
_CALLS: Final = Relation(
    name="calls",
    singular="call",
    labels=_labels(("calls", "appels", "Anrufe")),
    fields=(
        _fact("number", "text", "id", ("call number", "numéro d’appel", "Anrufnummer")),
        _fact("at", "instant", "behav", ("date of the call", "date de l’appel", "Datum des Anrufs")),
        _CHANNEL,
        _SUBJECT,
        _STATUS,
    ),
)

CUSTOMER: Final = Schema(name="customer", version="1", fields=_FIELDS, relations=(_ORDERS, _TICKETS, _CALLS))
"""The default schema: a person or an organisation with contact points, orders, tickets and calls.

>>> [one.name for one in CUSTOMER.in_group("company")]
['organisation', 'job_title']
>>> CUSTOMER.relation("order").name, CUSTOMER.find("orders.total").label("de")
('orders', 'Betrag')
"""
