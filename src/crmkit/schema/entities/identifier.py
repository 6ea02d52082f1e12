"""Identifiers: the numbers and codes under which a party is known somewhere."""

from collections.abc import Iterator
from typing import Final

from attrs import frozen

from crmkit.schema.checking import fault_of
from crmkit.schema.entities.declaring import PARTIES, declared, needed, reference, share
from crmkit.schema.entities.entity import Entity
from crmkit.schema.field import Field
from crmkit.schema.types.catalogue import TYPES, find_type
from crmkit.schema.types.date import PartialDate

SENSITIVITY_OF_KIND: Final = {"iban": "fin", "avs": "natid", "nir": "natid"}
"""Kinds that are more delicate than other identifiers."""


def type_of_kind(kind: str) -> str:
    """Name the semantic type of an identifier: that of its kind, or any code."""
    return kind if kind in TYPES else "identifier"


@frozen(kw_only=True)
class Identifier(Entity):
    """A customer number, a register number, an account or a social insurance number of a party.

    Attributes:
        party: whose it is.
        system: who gave it: a source, "ch.uid", "bank".
        kind: what it is; a kind that is also a semantic type is checked by it.
        value: as it is written.
        checked: whether it was looked up where it comes from.
        trust: how far it tells one party from another, 0 to 1.
        shareable: whether several parties may have it, such as the number of a family's card.
        valid_from: first day.
        valid_to: last day.

    >>> Identifier(id="i1", party="p1", system="shop", kind="customer_number", value="KD-0042").key
    ('shop', 'customer_number', 'kd0042')
    """

    entity = "identifier"
    purposes = ("service", "statutory")

    party: str = reference(*PARTIES)
    system: str = needed("identifier", sensitivity="none")
    kind: str = needed(
        options="crm_id customer_number loyalty_card che_uid vat siren siret lei duns iban avs nir anonymous_id other"
    )
    value: str = needed("identifier", sensitivity="natid", checked=False)
    checked: bool = declared("boolean", default=False)
    trust: float = share(default=1.0)
    shareable: bool = declared("boolean", default=False)
    valid_from: PartialDate | None = declared("date")
    valid_to: PartialDate | None = declared("date")

    def faults(self) -> Iterator[str]:
        """Say what is wrong with the identifier as a whole."""
        fault = fault_of(Field(name="value", type=type_of_kind(self.kind)), self.value)
        if fault:
            yield f"value {fault}"
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            yield "valid_to is before valid_from"

    @property
    def key(self) -> tuple[str, str, str]:
        """System, kind and match key: what no two parties have, unless it is shareable."""
        keys = find_type(type_of_kind(self.kind)).keys(self.value)
        return self.system, self.kind, keys[0] if keys else self.value

    @property
    def sensitivity(self) -> str:
        """How delicate it is: an account, a social insurance number, or any other code."""
        return SENSITIVITY_OF_KIND.get(self.kind, "id")
