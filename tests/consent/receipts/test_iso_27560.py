import json
from copy import deepcopy

import pytest
from hypothesis import given

from consent.receipts.drafts import RECEIPTS, act
from consent.receipts.schemas import ISO_27560, faults, terms
from consent.receipts.test_receipt import receipt
from crmkit.consent.receipts.iso_27560 import CONTEXT, read, write
from crmkit.exceptions import InputError


@given(RECEIPTS)
def test_a_receipt_has_every_field_that_the_standard_demands_and_comes_back_whole(drawn):
    document = write(drawn)
    if drawn.jurisdiction != "EU":
        assert faults(document, ISO_27560) == []
    assert read(json.loads(json.dumps(document))) == drawn


@given(RECEIPTS)
def test_every_term_has_a_prefix_that_the_context_explains(drawn):
    prefixes = {term.partition(":")[0] for term in terms(write(drawn)) if not term.startswith("@")}
    assert prefixes <= CONTEXT.keys()


def test_no_personal_value_is_in_it_but_the_id():
    grant = act("grant", 9)
    text = json.dumps(write(receipt(grant, act("confirm", 8, about=grant.id), act("withdraw", 1))))
    assert "secret" not in text
    assert text.count("c-1") == 1


def test_the_notice_is_the_one_shown_and_else_the_privacy_policy():
    shown = write(receipt(act("grant", 9, language="fr")))["dpv:hasRecordOfActivity"]["dpv:hasNotice"]
    assert shown == [{"@type": "dpv:ConsentNotice", "dct:identifier": "form-2026", "dct:language": "fr"}]
    bare = write(receipt(act("grant", 9, notice=None)))["dpv:hasRecordOfActivity"]["dpv:hasNotice"]
    assert bare == [
        {"@id": "https://example.com/privacy", "@type": "dpv:PrivacyNotice", "dct:language": "en"},
    ]


def test_a_receipt_that_was_changed_or_is_none_is_refused():
    document = write(receipt(act("grant", 9), act("withdraw", 1)))
    changed = deepcopy(document)
    changed["dpv:hasRecordOfActivity"]["dpv:hasConsentStatus"].pop()
    with pytest.raises(InputError, match="was changed"):
        read(changed)
    for broken in ({}, {**document, "dct:conformsTo": "x"}, {**document, "dpv:hasRecordOfActivity": []}):
        with pytest.raises(InputError, match="no consent receipt"):
            read(broken)
