"""Households."""

from attrs import frozen

from crmkit.schema.entities.declaring import declared
from crmkit.schema.entities.entity import Entity


@frozen(kw_only=True)
class Household(Entity):
    """People who share a home and get one letter. Its members are relationships, its address is a contact point.

    Attributes:
        name: for the address, "M. et Mme Dupont".
        salutation_line: for the letter, "Chère Madame, cher Monsieur".
    """

    entity = "household"
    group = "address"
    purposes = ("service", "marketing")

    name: str | None = declared("text", sensitivity="id", max_length=200)
    salutation_line: str | None = declared("text", sensitivity="id", max_length=200)
