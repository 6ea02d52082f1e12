"""Every kind of thing that crmkit knows, and the schema that lists them all."""

from collections.abc import Mapping
from typing import Final

from crmkit.exceptions import UnknownNameError
from crmkit.records import ConsentEvent, Interaction
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.entities.campaign import Campaign
from crmkit.schema.entities.change import ValueChange
from crmkit.schema.entities.contact_point import ContactPoint
from crmkit.schema.entities.custom import CustomEntity
from crmkit.schema.entities.declaring import Declared
from crmkit.schema.entities.entity import Entity
from crmkit.schema.entities.household import Household
from crmkit.schema.entities.identifier import Identifier
from crmkit.schema.entities.interactions import INTERACTIONS
from crmkit.schema.entities.item import Item
from crmkit.schema.entities.label import Label
from crmkit.schema.entities.organisation import Organisation
from crmkit.schema.entities.person import Person
from crmkit.schema.entities.pipeline import Pipeline
from crmkit.schema.entities.product import Product
from crmkit.schema.entities.purchase import Purchase
from crmkit.schema.entities.relationship import Relationship
from crmkit.schema.entities.words import ENTITY_WORDS, labels
from crmkit.schema.fields import EntityType

Kept = Entity | Interaction | ConsentEvent
"""An entity, or a fact that stands in its place: an interaction or an act of consent."""

ENTITIES: Final[Mapping[str, type[Entity]]] = {
    one.entity: one
    for one in (
        Person, Organisation, Household, ContactPoint, Identifier, Relationship, Product, Purchase, Pipeline, Item,
        Campaign, Label, ValueChange,
    )
}  # fmt: skip
"""Name of an entity to its class."""

FACTS: Final[Mapping[str, type[Interaction] | type[ConsentEvent]]] = {
    "interaction": Interaction,
    "consent": ConsentEvent,
}
"""What happened and what a person allowed are facts of `crmkit.records`, kept as they are."""


def describe(kind: type[Declared]) -> EntityType:
    """List the attributes of a class as a declared entity.

    >>> describe(Product).find("variant_rank").label("fr")
    'rang de la variante'
    """
    return EntityType(name=kind.entity, fields=kind.fields(), labels=labels(ENTITY_WORDS[kind.entity]))


def find_class(name: str) -> type[Kept]:
    """Find the class of an entity or a fact by its name.

    Raises:
        UnknownNameError: there is none; near names are offered.
    """
    known: dict[str, type[Kept]] = {**ENTITIES, **FACTS, CustomEntity.entity: CustomEntity}
    if name not in known:
        raise UnknownNameError("entity", name, known)
    return known[name]


_PARTS: Final = tuple(part for kind in ENTITIES.values() for part in kind.part_classes().values())

MODEL: Final = CUSTOMER.extended(
    name="model",
    version="1",
    relations=INTERACTIONS,
    entities=[describe(kind) for kind in (*ENTITIES.values(), *_PARTS)],
)
"""The whole model as one schema: the customer, what can happen, and every entity with its parts.

>>> [one.name for one in MODEL.entities][:4]
['person', 'organisation', 'household', 'contact_point']
>>> MODEL.find("campaign.purpose").label("de"), MODEL.find("reactions.reaction").type
('Zweck', 'choice')
"""
