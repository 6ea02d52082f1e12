"""Organisations."""

from attrs import frozen

from crmkit.schema.entities.declaring import declared
from crmkit.schema.entities.party import Party
from crmkit.schema.field import SENSITIVITIES
from crmkit.schema.types.money import Money
from crmkit.schema.types.organisation_name import OrganisationName


@frozen(kw_only=True)
class Organisation(Party):
    """A company, an association or an authority. Its register numbers are identifiers, its parent is a relationship.

    Attributes:
        name: with its legal form.
        trade_names: other names it is known by.
        domain: its web domain.
        industry: code of the NOGA, NAF or NACE list.
        size: how many people work there.
        revenue: of the last known year.
        sensitivity: what it tells about somebody to belong to it; "special" for a patients' association.
    """

    entity = "organisation"
    group = "company"
    purposes = ("service", "statutory.invoices")

    name: OrganisationName | None = declared("organisation_name", required="recommended")
    trade_names: tuple[str, ...] = declared("text", many=True, sensitivity="none", max_length=200)
    domain: str | None = declared("text", sensitivity="contact", max_length=253)
    industry: str | None = declared("identifier", sensitivity="none")
    size: str | None = declared(options="1-9 10-49 50-249 250+")
    revenue: Money | None = declared("money")
    sensitivity: str = declared(options=" ".join(SENSITIVITIES), default="none")
