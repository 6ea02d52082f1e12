"""What can happen between us and a party, beside orders, tickets and calls: kinds of interactions, by declaration.

An `Interaction` is the fact; the relation of its kind says which typed data it has.
"""

from typing import Any, Final

from crmkit.schema.entities.words import ENTITY_WORDS, OPTION_WORDS, WORDS, labels
from crmkit.schema.fields import Field, Option, Relation


def _field(name: str, as_type: str, purpose: str, **more: Any) -> Field:
    options = [Option(key, labels(OPTION_WORDS[key])) for key in more.pop("options", "").split()]
    said = {"sensitivity": "behav", "group": "analysis"} | more
    return Field(name=name, type=as_type, labels=labels(WORDS[name]), purposes=[purpose], options=options, **said)


def _kind(name: str, singular: str, purpose: str, *own: tuple[str, str] | tuple[str, str, str]) -> Relation:
    """Declare a kind: when, which way, by which channel, for which campaign and item; and what is its own."""
    fields = [
        _field("at", "instant", purpose, nullable=False),
        _field("direction", "choice", purpose, options="in out"),
        _field("channel", "choice", purpose, options="email phone sms postal web social visit shop"),
        _field("campaign", "identifier", purpose, sensitivity="none"),
        _field("item", "identifier", purpose, sensitivity="none"),
        *(_field(one[0], one[1], purpose, options=" ".join(one[2:])) for one in own),
    ]
    return Relation(name=name, singular=singular, fields=fields, labels=labels(ENTITY_WORDS[name]))


INTERACTIONS: Final = (
    _kind("emails", "email_message", "service.support", ("topic", "identifier")),
    _kind(
        "visits",
        "visit",
        "service",
        ("place", "identifier"),
        ("topic", "identifier"),
        ("outcome", "choice", "met missed follow_up satisfied"),
    ),
    _kind("page_views", "page_view", "marketing.offers", ("page", "url"), ("product", "identifier")),
    _kind("forms", "form", "service", ("form", "identifier"), ("page", "url")),
    _kind("downloads", "download", "marketing.offers", ("document", "identifier"), ("page", "url")),
    _kind("carts", "cart", "marketing.offers", ("number", "identifier"), ("total", "money"), ("product", "identifier")),
    _kind(
        "answers",
        "answer",
        "marketing.surveys",
        ("survey", "identifier"),
        ("question", "identifier"),
        ("answer", "identifier"),
        ("score", "integer"),
    ),
    _kind(
        "feedbacks", "feedback", "service", ("topic", "choice", "product service price privacy"), ("score", "integer")
    ),
    _kind("complaints", "complaint", "service.support", ("topic", "choice", "product service invoice privacy")),
    _kind("returns", "return", "service.orders", ("number", "identifier"), ("product", "identifier")),
    _kind(
        "reactions",
        "reaction",
        "marketing",
        ("reaction", "choice", "sent opened clicked bounced returned unsubscribed complained answered"),
        ("page", "url"),
    ),
)
"""E-mails, visits, page views, forms, downloads, carts, survey answers, feedback, complaints, returns and reactions.

>>> INTERACTIONS[-1].find("reaction").option("clicked").label("fr")
'cliqué'
"""
