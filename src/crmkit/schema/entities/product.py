"""Products."""

from attrs import frozen

from crmkit.schema.entities.declaring import declared, needed
from crmkit.schema.entities.entity import Entity
from crmkit.schema.types.money import Money


@frozen(kw_only=True)
class Product(Entity):
    """Something that is sold. Who buys a higher variant of a line buys up, who buys of another line buys across.

    Attributes:
        name: what it is called.
        line: the line of products that it is a variant of.
        variant_rank: place among the variants of its line, the smallest first.
        price: of one.
    """

    entity = "product"
    group = "analysis"
    purposes = ("service.orders",)

    name: str = needed("text", sensitivity="none", max_length=200)
    line: str | None = declared("text", sensitivity="none", max_length=120)
    variant_rank: int | None = declared("integer")
    price: Money | None = declared("money", sensitivity="none")
