"""The journal says who did what, for which purpose."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from attrs import evolve

from crmkit.exceptions import AccessError, CallError
from crmkit.privacy.journal import SYSTEM_PURPOSE, JournalEntry

ENTRY = JournalEntry(
    at=datetime(2026, 3, 1, tzinfo=UTC), actor="amelie", purpose="newsletter", verb="disclose", what="audience", count=3
)


@pytest.mark.parametrize("change", [{"actor": " "}, {"purpose": ""}])
def test_nobody_acts_and_nothing_is_done_for_nothing(change):
    with pytest.raises(AccessError):
        evolve(ENTRY, **change)


@pytest.mark.parametrize("change", [{"verb": "peek"}, {"count": -1}, {"at": datetime(2026, 3, 1)}])
def test_an_entry_that_cannot_be_is_a_wrong_call(change):
    with pytest.raises(CallError):
        evolve(ENTRY, **change)


def test_the_id_is_that_of_the_content():
    same = evolve(ENTRY, at=datetime(2026, 3, 1, 1, tzinfo=timezone(timedelta(hours=1))))
    assert same.id == ENTRY.id
    assert evolve(ENTRY, count=4).id != ENTRY.id
    assert evolve(ENTRY, purpose=SYSTEM_PURPOSE).id != ENTRY.id
