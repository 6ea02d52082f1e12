"""What persons and organisations have in common."""

from attrs import frozen

from crmkit.schema.entities.declaring import declared
from crmkit.schema.entities.entity import Entity


@frozen(kw_only=True)
class Party(Entity):
    """Somebody one can do business with.

    Attributes:
        lifecycle: how far the relation has come.
        lead_source: how the party first came in.
        source_detail: which landing page, fair, post or campaign it was.
        score: points of the lead score, as last computed.
        status: whether the relation is alive.
    """

    lifecycle: str | None = declared(
        options="subscriber lead marketing_qualified sales_qualified opportunity customer former", group="advertising"
    )
    lead_source: str | None = declared(
        options="website landing_page social_network newsletter advertising event shop phone referral import other",
        group="advertising",
    )
    source_detail: str | None = declared("text", sensitivity="behav", max_length=200, group="advertising")
    score: int | None = declared("integer", sensitivity="behav", group="analysis")
    status: str = declared(options="active inactive blocked deceased closed", default="active")
