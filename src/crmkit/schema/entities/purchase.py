"""Purchases and their lines."""

from collections.abc import Iterator
from datetime import datetime

from attrs import frozen

from crmkit.records import Interaction
from crmkit.schema.entities.declaring import PARTIES, Declared, declared, needed, parts, reference
from crmkit.schema.entities.entity import Entity
from crmkit.schema.types.money import Money


@frozen(kw_only=True)
class PurchaseLine(Declared):
    """So many of one product.

    Attributes:
        product: which.
        quantity: how many; negative for what came back.
        amount: what they cost together.
    """

    entity = "purchase_line"
    group = "analysis"
    purposes = ("service.orders",)

    product: str = reference("product")
    quantity: int = declared("integer", default=1)
    amount: Money | None = declared("money")


@frozen(kw_only=True)
class Purchase(Entity):
    """An order with its lines: the wider form of an `Interaction` of the kind "order".

    The interaction is the fact that a base keeps and segments ask about; `interaction` gives it.

    Attributes:
        party: who bought.
        system: shop or till it happened in.
        number: of the order, there.
        at: when.
        total: what was to be paid, with its currency.
        margin: what was earned.
        status: what became of it; a cart is not ordered yet.
        paid_at: when it was paid.
        invoice: number in the accounts.
        lines: what was bought.

    >>> from datetime import UTC, datetime
    >>> bought = Purchase(
    ...     id="b1",
    ...     party="p1",
    ...     system="shop",
    ...     number="1001",
    ...     at=datetime(2026, 3, 1, tzinfo=UTC),
    ...     total=Money(12450, "CHF"),
    ...     lines=[PurchaseLine(product="lamp", amount=Money(12450, "CHF"))],
    ... )
    >>> bought.interaction("shop/1001").id
    'order:shop/1001'
    """

    entity = "purchase"
    group = "analysis"
    purposes = ("service.orders", "statutory.invoices")

    party: str = reference(*PARTIES)
    system: str = needed("identifier", sensitivity="none")
    number: str = needed("identifier")
    at: datetime = needed("instant")
    total: Money | None = declared("money")
    margin: Money | None = declared("money")
    status: str = declared(options="cart ordered returned cancelled", default="ordered")
    paid_at: datetime | None = declared("instant")
    invoice: str | None = declared("identifier")
    lines: tuple[PurchaseLine, ...] = parts(PurchaseLine)

    def faults(self) -> Iterator[str]:
        """Say what is wrong with the purchase as a whole."""
        amounts = [self.total, self.margin, *(one.amount for one in self.lines)]
        if len({one.currency for one in amounts if one is not None}) > 1:
            yield "its amounts have several currencies"

    def interaction(self, ref: str) -> Interaction:
        """Give the fact that a base keeps.

        Args:
            ref: the source row that it came with.
        """
        data = {"number": self.number, "total": self.total, "status": self.status}
        return Interaction(
            id=f"order:{self.system}/{self.number}",
            kind="order",
            at=self.at,
            ref=ref,
            data={name: held for name, held in data.items() if held is not None},
        )
