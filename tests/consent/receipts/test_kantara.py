import json

import pytest
from hypothesis import given

from consent.receipts.drafts import OURS, RECEIPTS, act
from consent.receipts.schemas import KANTARA, faults
from consent.receipts.test_receipt import receipt
from crmkit.consent.receipts.kantara import write
from crmkit.exceptions import CallError


@given(RECEIPTS)
def test_a_receipt_has_every_field_of_the_standard_or_there_is_none(drawn):
    if drawn.standing is None:
        with pytest.raises(CallError, match="ISO/IEC TS 27560"):
            write(drawn)
        return
    document = json.loads(json.dumps(write(drawn)))
    assert faults(document, KANTARA) == []
    [purpose] = document["services"][0]["purposes"]
    assert purpose["thirdPartyDisclosure"] == ("thirdPartyName" in purpose) == bool(drawn.controller.recipients)


def test_a_receipt_in_full():
    document = write(receipt(act("grant", 10), language="fr"))
    assert (document["consentTimestamp"], document["collectionMethod"]) == (1771502400, "web_form")
    assert document["piiControllers"][0]["piiController"] == OURS.name
    assert document["services"][0]["purposes"] == [
        {
            "purpose": "Lettre d'information",
            "purposeCategory": ["6 - Marketing"],
            "consentType": "EXPLICIT",
            "piiCategory": ["2 - Contact"],
            "primaryPurpose": False,
            "termination": "Retrait du consentement, ou le 2029-02-18",
            "thirdPartyDisclosure": False,
        }
    ]
    assert write(receipt(act("grant", 10), jurisdiction="CH"))["services"][0]["purposes"][0]["termination"] == (
        "Withdrawal of the consent"
    )
    assert "secret" not in json.dumps(document)
    assert json.dumps(document).count("c-1") == 1


def test_what_was_taken_back_is_no_kantara_receipt():
    with pytest.raises(CallError, match="this one is withdrawn"):
        write(receipt(act("grant", 9), act("withdraw", 1)))
