"""Contact points: where a party can be reached."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from attrs import frozen

from crmkit.schema.checking import fault_of
from crmkit.schema.entities.declaring import PARTIES, declared, needed, reference
from crmkit.schema.entities.entity import Entity
from crmkit.schema.field import Field
from crmkit.schema.types.catalogue import find_type
from crmkit.schema.types.date import PartialDate
from crmkit.schema.types.postal_address import PostalAddress

TYPE_OF_KIND: Final = {
    "email": "email", "phone": "phone", "postal": "postal_address", "web": "url", "social": "url", "messaging": "text",
}  # fmt: skip
"""Kind of a contact point to the semantic type of its value."""


@frozen(kw_only=True)
class ContactPoint(Entity):
    """An e-mail address, a telephone number, a postal address, a page or a profile of a party.

    A postal address is one value: two of them are never mixed. At most one point is primary for a party, a kind and
    a use; `check_entities` says so.

    Attributes:
        party: whose it is.
        kind: what it is; a social profile is its web address.
        value: canonical, as the type of its kind cleans it.
        raw: as it was written.
        use: for what.
        label: words of the party for it, "mobile".
        network: for a profile or a messenger, "linkedin".
        primary: whether it comes first among those of its kind and use.
        pref: order of preference, 1 (first) to 100.
        valid_from: first day.
        valid_to: last day.
        verified_at: when somebody made sure of it.
        verified_by: how.
        status: whether messages arrive.

    >>> ContactPoint(id="c1", party="p1", kind="email", value="Anna@Example.ORG", use="home")
    Traceback (most recent call last):
        ...
    crmkit.exceptions.SchemaError: This is no valid ContactPoint: value is no email; clean it first.
    >>> ContactPoint(id="c1", party="p1", kind="email", value="anna@example.org", use="home").key
    'email:anna@example.org'
    """

    entity = "contact_point"
    group = "address"
    purposes = ("service", "marketing")

    party: str = reference(*PARTIES)
    kind: str = needed(options=" ".join(TYPE_OF_KIND))
    value: str | PostalAddress = needed("text", sensitivity="contact", checked=False)
    raw: str | None = declared("text", sensitivity="contact", max_length=1000)
    use: str = declared(options="home work billing delivery other", default="other")
    label: str | None = declared("text", sensitivity="none", max_length=80)
    network: str | None = declared("identifier", sensitivity="none")
    primary: bool = declared("boolean", default=False)
    pref: int | None = declared("integer")
    valid_from: PartialDate | None = declared("date")
    valid_to: PartialDate | None = declared("date")
    verified_at: datetime | None = declared("instant")
    verified_by: str | None = declared(options="double_opt_in letter call document person")
    status: str = declared(options="ok unverified bouncing undeliverable returned invalid", default="unverified")

    def faults(self) -> Iterator[str]:
        """Say what is wrong with the contact point as a whole."""
        fault = fault_of(Field(name="value", type=TYPE_OF_KIND[self.kind]), self.value)
        if fault:
            yield f"value {fault}"
        if self.pref is not None and not 1 <= self.pref <= 100:
            yield "pref is not between 1 and 100"
        if self.network is None and self.kind in {"social", "messaging"}:
            yield f"network is missing for a point of the kind {self.kind!r}"
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            yield "valid_to is before valid_from"

    @property
    def key(self) -> str:
        """Kind and match key: what two entries of one point have in common."""
        keys = find_type(TYPE_OF_KIND[self.kind]).keys(self.value)
        return f"{self.kind}:{keys[0] if keys else self.value}"

    @property
    def is_role_account(self) -> bool:
        """Whether it is the mailbox of a function, such as info@, and so no sign of a person."""
        return self.kind == "email" and any(
            one.code == "email.role" for one in find_type("email").clean(self.value).findings
        )
