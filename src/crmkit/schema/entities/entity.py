"""What all entities have in common."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from attrs import field, frozen

from crmkit.schema.entities.declaring import Declared, declared, needed
from crmkit.schema.options import copied


@frozen(kw_only=True)
class Entity(Declared):
    """Something that is kept under an id of its own.

    Attributes:
        id: unique among the entities of its kind.
        version: raised with every change, so that no change is lost.
        created: when it was first written.
        updated: when it was last written.
        owner: who answers for it.
        team: the site, region or team that it belongs to.
        custom: fields that the schema adds to the entity, by name; a field with many values has a tuple.
        deleted_at: when it was put away; it is no longer used, and not yet erased.
        merged_into: id of the one that took its place.
    """

    id: str = needed("identifier", required="system", sensitivity="none")
    version: int = declared("integer", default=1, required="system")
    created: datetime | None = declared("instant", required="system")
    updated: datetime | None = declared("instant", required="system")
    owner: str | None = declared("identifier", required="system", sensitivity="none")
    team: str | None = declared("identifier", required="system", sensitivity="none")
    custom: Mapping[str, Any] = field(factory=dict, converter=copied, hash=False)
    deleted_at: datetime | None = declared("instant", required="system")
    merged_into: str | None = declared("identifier", required="system", sensitivity="none")
