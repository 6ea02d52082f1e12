"""A balancing of interests is a record, and becomes a fact for what it weighed."""

from datetime import UTC, datetime

import pytest

from crmkit.consent.assessments import Assessment
from crmkit.exceptions import SchemaError

APPROVED, REVIEW = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)


def assessment(**changes):
    known = {
        "id": "lia-1",
        "purpose": "offers",
        "interest": "customers hear of what fits",
        "necessity": "there is no other way",
        "balance": "they expect it",
        "approved_by": "dpo",
        "approved_at": APPROVED,
        "review_by": REVIEW,
    }
    return Assessment(**{**known, **changes})


def test_it_holds_from_its_approval_to_its_review():
    fact = assessment().fact()
    assert (fact.name, fact.since, fact.until, fact.evidence) == ("lia", APPROVED, REVIEW, "lia-1")


@pytest.mark.parametrize(
    ("changes", "concerned"),
    [
        ({}, True),
        ({"channels": ("email",), "jurisdictions": ("EU",)}, True),
        ({"channels": ("phone",)}, False),
        ({"jurisdictions": ("CH",)}, False),
        ({"purpose": "surveys"}, False),
    ],
)
def test_it_concerns_what_it_weighed(changes, concerned):
    assert assessment(**changes).concerns(("offers",), "email", ("FR", "EU")) == concerned


def test_an_empty_record_weighs_nothing():
    with pytest.raises(SchemaError) as told:
        assessment(interest=" ", balance="", approved_by="", review_by=APPROVED)
    for fault in ("'interest' is empty", "'balance' is empty", "'approved_by' is empty", "before it was approved"):
        assert fault in str(told.value)
