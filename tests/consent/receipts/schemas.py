"""The two standards as schemas, and a validator for as much of JSON Schema as they need: an oracle for what is written.

The first is the field list of Kantara Consent Receipt 1.1.0, sections 4.3 to 4.6; the second the mandatory fields of
ISO/IEC TS 27560:2023, as the guide of the W3C Community Group names them in the terms of DPV.
"""

import re

TEXT = {"type": str, "pattern": r"(?s).*\S.*"}
TRUTH = {"type": bool}
COUNTRY = {"type": str, "pattern": "[A-Z]{2}"}
URL = {"type": str, "pattern": r"https://\S+"}
INSTANT = r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?\+00:00"
UUID = {"type": str, "pattern": r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"}


def exactly(optional=(), **fields):
    """An object with these fields and no others."""
    return {"type": dict, "fields": fields, "required": fields.keys() - set(optional)}


def some(item):
    """A list of one or more."""
    return {"type": list, "item": item, "least": 1}


def const(*values):
    return {"type": type(values[0]), "values": values}


KANTARA = exactly(
    optional=("language", "publicKey"),
    version=const("KI-CR-v1.1.0"),
    jurisdiction=TEXT,
    consentTimestamp={"type": int},
    collectionMethod=TEXT,
    consentReceiptID=UUID,
    publicKey=TEXT,
    language=TEXT,
    piiPrincipalId=TEXT,
    piiControllers=some(
        exactly(
            optional=("onBehalf", "piiControllerUrl"),
            piiController=TEXT,
            onBehalf=TRUTH,
            contact=TEXT,
            address={"type": dict},
            email=TEXT,
            phone=TEXT,
            piiControllerUrl=URL,
        )
    ),
    policyUrl=URL,
    services=some(
        exactly(
            service=TEXT,
            purposes=some(
                exactly(
                    optional=("purpose", "primaryPurpose", "thirdPartyName"),
                    purpose=TEXT,
                    purposeCategory=some({"type": str, "pattern": r"\d+ - .+"}),
                    consentType=const("EXPLICIT", "IMPLICIT"),
                    piiCategory=some({"type": str, "pattern": r"\d+ - .+"}),
                    primaryPurpose=TRUTH,
                    termination=TEXT,
                    thirdPartyDisclosure=TRUTH,
                    thirdPartyName=TEXT,
                )
            ),
        )
    ),
    sensitive=TRUTH,
    spiCat={"type": list, "item": TEXT, "least": 0},
)

STATUS = exactly(
    optional=("dpv:hasNotice", "dct:language", "dpv:hasDuration"),
    **{
        "@id": TEXT,
        "@type": some({"type": str, "pattern": "dpv:[A-Z][A-Za-z]+"}),
        "dpv:isIndicatedBy": const("dpv:DataSubject", "dpv:GuardianOfDataSubject", "dpv:DataController"),
        "dpv:hasIndicationMethod": TEXT,
        "dpv:isIndicatedAtTime": {"type": str, "pattern": f"{INSTANT}(/{INSTANT})?"},
        "dpv:hasNotice": TEXT,
        "dct:language": TEXT,
        "dpv:hasDuration": {"type": str, "pattern": r"P\d+D"},
    },
)

RECORD = exactly(
    **{
        "@id": TEXT,
        "@type": const("dpv:ConsentRecord"),
        "dct:identifier": UUID,
        "dct:conformsTo": const("https://w3id.org/dpv/schema/dpv-27560#record"),
        "dpv:hasDataSubject": exactly(**{"@type": const("dpv:DataSubject"), "dct:identifier": TEXT}),
        "dpv:hasDataController": {"type": dict, "fields": {"foaf:name": TEXT}, "required": {"foaf:name"}, "open": True},
        "dpv:hasJurisdiction": {"type": str, "pattern": "loc:[A-Z]{2}"},
        "dpv:hasLegalBasis": const("dpv:Consent"),
        "dpv:hasService": TEXT,
        "dpv:hasProcess": exactly(
            **{
                "@type": const("dpv:Process"),
                "dpv:hasPurpose": exactly(**{"@type": some(TEXT), "dct:identifier": TEXT, "dct:title": TEXT}),
                "dpv:hasPersonalData": exactly(
                    **{"@type": {"type": str, "pattern": "pd:[A-Z].+"}, "dct:identifier": TEXT}
                ),
                "dpv:hasRecipient": some(TEXT),
                "dpv:hasStorageCondition": some({"type": dict}),
            }
        ),
        "dpv:hasConsentControl": exactly(**{"@type": const("dpv:WithdrawConsent"), "dpv:isExercisedAt": URL}),
        "dpv:hasRight": exactly(**{"@type": some(TEXT), "dpv:isExercisedAt": URL}),
        "dpv:hasNotice": some(
            {"type": dict, "fields": {"dct:language": TEXT}, "required": {"dct:language", "@type"}, "open": True}
        ),
        "dpv:hasConsentStatus": some(STATUS),
    }
)

ISO_27560 = exactly(
    **{
        "@context": {"type": dict},
        "@id": TEXT,
        "@type": const("dpv:ConsentReceipt"),
        "dct:identifier": UUID,
        "dct:conformsTo": const("https://w3id.org/dpv/schema/dpv-27560#receipt"),
        "dct:created": {"type": str, "pattern": INSTANT},
        "dct:language": TEXT,
        "dct:publisher": {"type": dict},
        "schema:recipient": const("dpv:DataSubject"),
        "dpv:hasRecordOfActivity": RECORD,
    }
)


def faults(value, schema, path="$"):
    """Name every place at which a value does not do what a schema says."""
    if type(value) is not schema["type"]:
        return [f"{path}: {type(value).__name__}"]
    if "values" in schema:
        return [] if value in schema["values"] else [f"{path}: {value!r}"]
    if "pattern" in schema:
        return [] if re.fullmatch(schema["pattern"], value) else [f"{path}: {value!r}"]
    found = []
    if "least" in schema and len(value) < schema["least"]:
        found.append(f"{path}: too few")
    if "item" in schema:
        found += [one for place, item in enumerate(value) for one in faults(item, schema["item"], f"{path}[{place}]")]
    if "fields" in schema:
        found += [f"{path}.{name}: missing" for name in schema["required"] - value.keys()]
        if not schema.get("open"):
            found += [f"{path}.{name}: unknown" for name in value.keys() - schema["fields"].keys()]
        known = schema["fields"].items()
        found += [one for name, rule in known if name in value for one in faults(value[name], rule, f"{path}.{name}")]
    return found


def terms(value):
    """List every term with a prefix, so that each prefix can be looked for in the context."""
    if isinstance(value, dict):
        for key, one in value.items():
            if key != "@context":
                yield key
                yield from terms(one)
    elif isinstance(value, list):
        for one in value:
            yield from terms(one)
    elif isinstance(value, str) and re.fullmatch(r"[a-z-]+:[A-Z][A-Za-z0-9-]+", value):
        yield value
