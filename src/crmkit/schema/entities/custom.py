"""Entities of one's own."""

from attrs import frozen

from crmkit.schema.entities.declaring import needed
from crmkit.schema.entities.entity import Entity


@frozen(kw_only=True)
class CustomEntity(Entity):
    """One thing of a kind that a schema declares; its values are in `custom`, and `check_entities` checks them.

    Attributes:
        kind: name of the `EntityType`.

    >>> CustomEntity(id="v1", kind="vehicle", custom={"plate": "VD 1234"}).custom["plate"]
    'VD 1234'
    """

    entity = "custom"

    kind: str = needed("identifier", sensitivity="none")
