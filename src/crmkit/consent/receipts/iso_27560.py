"""Receipts as JSON-LD after ISO/IEC TS 27560:2023, in the terms of the W3C Data Privacy Vocabulary.

The terms are those of "Consent Records and Receipts as per ISO/IEC TS 27560:2023 using DPV" (W3C Community Group,
2024): a receipt wraps a record, and the record has a header, processing, parties and events.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, cast

from crmkit.consent.receipts.receipt import By, Controller, Receipt, State, Step
from crmkit.exceptions import InputError

RECEIPT: Final = "https://w3id.org/dpv/schema/dpv-27560#receipt"
RECORD: Final = "https://w3id.org/dpv/schema/dpv-27560#record"
"""Versions of the schema."""

CONTEXT: Final = {
    "dpv": "https://w3id.org/dpv#",
    "pd": "https://w3id.org/dpv/pd#",
    "loc": "https://w3id.org/dpv/loc#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "schema": "https://schema.org/",
}

STATES: Final[Mapping[State, tuple[str, ...]]] = {
    "given": ("dpv:ConsentGiven", "dpv:ExpressedConsent"),
    "confirmed": ("dpv:ConsentGiven", "dpv:ExplicitlyExpressedConsent"),
    "renewed": ("dpv:RenewedConsentGiven", "dpv:ExpressedConsent"),
    "refused": ("dpv:ConsentRefused",),
    "withdrawn": ("dpv:ConsentWithdrawn",),
    "revoked": ("dpv:ConsentRevoked",),
    "invalidated": ("dpv:ConsentInvalidated",),
}
"""State to the status and the type of consent in the vocabulary."""

PARTIES: Final[Mapping[By, str]] = {
    "subject": "dpv:DataSubject",
    "guardian": "dpv:GuardianOfDataSubject",
    "controller": "dpv:DataController",
}

PURPOSES: Final[Mapping[str, str]] = {
    "marketing": "dpv:Marketing",
    "service": "dpv:ServiceProvision",
    "statutory": "dpv:FulfilmentOfObligation",
    "security": "dpv:EnforceSecurity",
}

DATA: Final[Mapping[str, str]] = {
    "email": "pd:EmailAddress",
    "phone": "pd:TelephoneNumber",
    "sms": "pd:TelephoneNumber",
    "postal": "pd:PhysicalAddress",
}
"""Channel to the kind of personal data that it needs."""

_DAYS: Final = re.compile(r"P(\d+)D")
_NO_END: Final = {"@type": "dpv:UntilEventDuration", "dct:title": "withdrawal"}


def write(receipt: Receipt) -> dict[str, Any]:
    """Write a receipt as JSON-LD data.

    The notice is the text that the person was shown, where it is known, and else the privacy policy.
    """
    who = receipt.controller
    controller = f"urn:crmkit:controller:{who.name}"
    return {
        "@context": CONTEXT,
        "@id": f"urn:uuid:{receipt.id}",
        "@type": "dpv:ConsentReceipt",
        "dct:identifier": receipt.id,
        "dct:conformsTo": RECEIPT,
        "dct:created": receipt.issued_at.isoformat(),
        "dct:language": receipt.language,
        "dct:publisher": {"@id": controller},
        "schema:recipient": "dpv:DataSubject",
        "dpv:hasRecordOfActivity": {
            "@id": f"urn:uuid:{receipt.record_id}",
            "@type": "dpv:ConsentRecord",
            "dct:identifier": receipt.record_id,
            "dct:conformsTo": RECORD,
            "dpv:hasDataSubject": {"@type": "dpv:DataSubject", "dct:identifier": receipt.customer_id},
            "dpv:hasDataController": {
                "@id": controller,
                "@type": "dpv:DataController",
                "foaf:name": who.name,
                "dpv:hasContact": {"dct:title": who.contact, "foaf:mbox": who.email, "foaf:phone": who.phone},
                "dpv:hasAddress": {
                    "schema:streetAddress": who.street,
                    "schema:postalCode": who.postcode,
                    "schema:addressLocality": who.locality,
                    "schema:addressCountry": who.country,
                },
                "foaf:page": who.policy_url,
            },
            "dpv:hasJurisdiction": f"loc:{receipt.jurisdiction}",
            "dpv:hasLegalBasis": "dpv:Consent",
            "dpv:hasService": who.service,
            "dpv:hasProcess": {
                "@type": "dpv:Process",
                "dpv:hasPurpose": {
                    "@type": ["dpv:Purpose", PURPOSES[receipt.kind]],
                    "dct:identifier": receipt.purpose,
                    "dct:title": receipt.title,
                },
                "dpv:hasPersonalData": {"@type": DATA[receipt.channel], "dct:identifier": receipt.channel},
                "dpv:hasRecipient": [who.name, *who.recipients],
                "dpv:hasStorageCondition": [
                    {
                        "@type": "dpv:StorageLocation",
                        "dpv:hasLocation": [f"loc:{one}" for one in who.storage or (who.country,)],
                    },
                    {"@type": "dpv:StorageDuration", "dpv:hasDuration": _duration(receipt.days) or _NO_END},
                ],
            },
            "dpv:hasConsentControl": {"@type": "dpv:WithdrawConsent", "dpv:isExercisedAt": who.withdraw_url},
            "dpv:hasRight": {
                "@type": ["dpv:DataSubjectRight", "eu-gdpr:A7-3"],
                "dpv:isExercisedAt": who.withdraw_url,
            },
            "dpv:hasNotice": _notices(receipt),
            "dpv:hasConsentStatus": [_status(one) for one in receipt.steps],
        },
    }


def read(document: Mapping[str, Any]) -> Receipt:
    """Read a receipt that `write` wrote.

    Raises:
        InputError: it is none, it lacks a field, or it was changed since.
    """
    try:
        receipt = _read(document)
        same = document["dct:identifier"] == receipt.id
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise InputError(
            f"This is no consent receipt as crmkit writes them ({type(error).__name__}: {error})."
        ) from None
    if not same:
        raise InputError("The consent receipt was changed since it was written: its identifier names other content.")
    return receipt


def _read(document: Mapping[str, Any]) -> Receipt:
    if document["dct:conformsTo"] != RECEIPT:
        raise ValueError("another version of the schema")
    record = document["dpv:hasRecordOfActivity"]
    process, who = record["dpv:hasProcess"], record["dpv:hasDataController"]
    place, duration = process["dpv:hasStorageCondition"]
    contact, address = who["dpv:hasContact"], who["dpv:hasAddress"]
    storage = tuple(_bare(one) for one in place["dpv:hasLocation"])
    kinds = {term: kind for kind, term in PURPOSES.items()}
    return Receipt(
        customer_id=record["dpv:hasDataSubject"]["dct:identifier"],
        purpose=process["dpv:hasPurpose"]["dct:identifier"],
        title=process["dpv:hasPurpose"]["dct:title"],
        kind=kinds[process["dpv:hasPurpose"]["@type"][1]],
        channel=process["dpv:hasPersonalData"]["dct:identifier"],
        jurisdiction=_bare(record["dpv:hasJurisdiction"]),
        language=document["dct:language"],
        controller=Controller(
            name=who["foaf:name"],
            contact=contact["dct:title"],
            email=contact["foaf:mbox"],
            phone=contact["foaf:phone"],
            street=address["schema:streetAddress"],
            postcode=address["schema:postalCode"],
            locality=address["schema:addressLocality"],
            country=address["schema:addressCountry"],
            policy_url=who["foaf:page"],
            withdraw_url=record["dpv:hasConsentControl"]["dpv:isExercisedAt"],
            service=record["dpv:hasService"],
            storage=() if storage == (address["schema:addressCountry"],) else storage,
            recipients=tuple(process["dpv:hasRecipient"][1:]),
        ),
        steps=tuple(_step(one) for one in record["dpv:hasConsentStatus"]),
        days=_days(duration["dpv:hasDuration"]),
        issued_at=datetime.fromisoformat(document["dct:created"]),
    )


def _notices(receipt: Receipt) -> list[dict[str, str]]:
    shown = {one.notice: one.language or receipt.language for one in receipt.steps if one.notice is not None}
    if not shown:
        return [{"@id": receipt.controller.policy_url, "@type": "dpv:PrivacyNotice", "dct:language": receipt.language}]
    return [
        {"@type": "dpv:ConsentNotice", "dct:identifier": name, "dct:language": language}
        for name, language in shown.items()
    ]


def _status(step: Step) -> dict[str, Any]:
    at, until = step.at.isoformat(), step.until.isoformat()
    written: dict[str, Any] = {
        "@id": f"urn:crmkit:act:{step.act}",
        "@type": list(STATES[step.state]),
        "dpv:isIndicatedBy": PARTIES[step.by],
        "dpv:hasIndicationMethod": step.method,
        "dpv:isIndicatedAtTime": at if at == until else f"{at}/{until}",
    }
    if step.notice is not None:
        written["dpv:hasNotice"] = step.notice
    if step.language is not None:
        written["dct:language"] = step.language
    if step.days is not None:
        written["dpv:hasDuration"] = _duration(step.days)
    return written


def _step(written: Mapping[str, Any]) -> Step:
    states = {terms: state for state, terms in STATES.items()}
    parties = {term: by for by, term in PARTIES.items()}
    at, _, until = written["dpv:isIndicatedAtTime"].partition("/")
    return Step(
        act=written["@id"].removeprefix("urn:crmkit:act:"),
        state=states[cast("Any", tuple(written["@type"]))],
        at=datetime.fromisoformat(at),
        until=datetime.fromisoformat(until or at),
        by=parties[written["dpv:isIndicatedBy"]],
        method=written["dpv:hasIndicationMethod"],
        notice=written.get("dpv:hasNotice"),
        language=written.get("dct:language"),
        days=_days(written.get("dpv:hasDuration")),
    )


def _duration(days: int | None) -> str | None:
    return None if days is None else f"P{days}D"


def _days(written: object) -> int | None:
    found = _DAYS.fullmatch(written) if isinstance(written, str) else None
    return None if found is None else int(found[1])


def _bare(term: str) -> str:
    return term.removeprefix("loc:")
