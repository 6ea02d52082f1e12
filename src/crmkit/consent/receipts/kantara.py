"""Receipts as JSON after the Kantara Initiative Consent Receipt Specification 1.1.0 (20 February 2018)."""

from collections.abc import Mapping
from typing import Any, Final

from crmkit.consent.receipts.receipt import Receipt
from crmkit.exceptions import CallError

VERSION: Final = "KI-CR-v1.1.0"

CATEGORIES: Final[Mapping[str, str]] = {
    "marketing": "6 - Marketing",
    "service": "2 - Contracted Service",
    "statutory": "12 - Legally Required Data Retention",
    "security": "15 - Protecting Our Interests",
}
"""Kind of purpose to the category of the specification."""

CONTACT: Final = "2 - Contact"
"""Category of a contact point."""

_TERMINATION: Final[Mapping[str, tuple[str, str]]] = {
    "en": ("Withdrawal of the consent", "Withdrawal of the consent, or {ends}"),
    "fr": ("Retrait du consentement", "Retrait du consentement, ou le {ends}"),
}


def write(receipt: Receipt) -> dict[str, Any]:
    """Write a receipt as JSON data.

    The specification knows no withdrawal, so only a consent that stands can be written; it knows no span of time
    either, so an uncertain date is given by its latest instant.

    Raises:
        CallError: the consent does not stand; ISO/IEC TS 27560 can say so.
    """
    given, who = receipt.standing, receipt.controller
    if given is None:
        raise CallError(
            f"A Kantara receipt can only say that a consent was given, and this one is {receipt.steps[-1].state}; "
            f"issue one after ISO/IEC TS 27560."
        )
    termination = _TERMINATION.get(receipt.language, _TERMINATION["en"])
    ends = receipt.ends
    named = {"thirdPartyName": ", ".join(who.recipients)} if who.recipients else {}
    return {
        "version": VERSION,
        "jurisdiction": receipt.jurisdiction,
        "consentTimestamp": int(given.until.timestamp()),
        "collectionMethod": given.method,
        "consentReceiptID": receipt.id,
        "language": receipt.language,
        "piiPrincipalId": receipt.customer_id,
        "piiControllers": [
            {
                "piiController": who.name,
                "contact": who.contact,
                "address": {
                    "streetAddress": who.street,
                    "postalCode": who.postcode,
                    "addressLocality": who.locality,
                    "addressCountry": who.country,
                },
                "email": who.email,
                "phone": who.phone,
            }
        ],
        "policyUrl": who.policy_url,
        "services": [
            {
                "service": who.service,
                "purposes": [
                    {
                        "purpose": receipt.title,
                        "purposeCategory": [CATEGORIES[receipt.kind]],
                        "consentType": "EXPLICIT",
                        "piiCategory": [CONTACT],
                        "primaryPurpose": receipt.kind == "service",
                        "termination": termination[0] if ends is None else termination[1].format(ends=ends.date()),
                        "thirdPartyDisclosure": bool(who.recipients),
                        **named,
                    }
                ],
            }
        ],
        "sensitive": False,
        "spiCat": [],
    }
