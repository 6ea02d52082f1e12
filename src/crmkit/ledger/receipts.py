"""Make receipts of what customers said about a use of their data."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from crmkit.consent.deciding import Deciding
from crmkit.consent.ledger import concerning
from crmkit.consent.points import KIND_OF_CHANNEL
from crmkit.consent.reach import points_of
from crmkit.consent.reasons import words
from crmkit.consent.receipts import iso_27560, kantara
from crmkit.consent.receipts.receipt import Controller, Receipt, receipt_of
from crmkit.exceptions import CallError, UnknownNameError
from crmkit.identity.clusters import customer_id
from crmkit.ledger.keeper import Keeper
from crmkit.records import Customer

STANDARDS: Final[Mapping[str, Callable[[Receipt], dict[str, Any]]]] = {
    "iso_27560": iso_27560.write,
    "kantara": kantara.write,
}
"""Formats of receipts."""


def make_receipt(
    keeper: Keeper,
    customer: Customer,
    *,
    deciding: Deciding,
    purpose: str,
    channel: str,
    point: str | None,
    controller: Controller,
    standard: str,
    language: str,
) -> dict[str, Any]:
    """Make a receipt for a customer, and write down that it was given out."""
    policy = deciding.policy
    found = policy.purposes.find(purpose)
    for what, name, known in (("channel", channel, KIND_OF_CHANNEL), ("standard of receipts", standard, STANDARDS)):
        if name not in known:
            raise UnknownNameError(what, name, known)
    jurisdiction = customer.values.get("country") or deciding.region or policy.home
    if jurisdiction is None:
        raise CallError("Nobody knows under whose law the consent is; give connect a region.")
    names = {customer.id, *customer.refs, *map(customer_id, customer.refs)}
    problem = CallError(f"She has no contact point for {channel!r}, so there is nothing to give a receipt of.")
    for one in [point] if point is not None else points_of(customer, channel):
        acts = concerning(keeper.ledger.consents_about({*names, one}), refs=names, points={one})
        try:
            receipt = receipt_of(
                acts,
                customer_id=customer.id,
                purpose=found.key,
                channel=channel,
                point=one,
                jurisdiction=str(jurisdiction),
                policy=policy,
                controller=controller,
                issued_at=deciding.at,
                language=language,
            )
        except CallError as error:
            problem = error
            continue
        if standard == "kantara":
            decision = deciding.decide(customer, found.key, channel, one)
            if decision.basis != "consent":
                why = ", ".join(words(code) for code in decision.reasons) or f"the use rests on {decision.basis!r}"
                raise CallError(
                    f"A Kantara receipt can only say that a consent was given, and this one does not count: {why}. "
                    f"Issue one after ISO/IEC TS 27560."
                )
        keeper.journal("disclose", f"receipt of {customer.id}", 1, purpose=found.key, detail={"standard": standard})
        return STANDARDS[standard](receipt)
    raise problem
