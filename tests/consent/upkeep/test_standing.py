from datetime import UTC, datetime

import pytest

from crmkit.consent.upkeep.standing import ASKING, GAPS, STATES, Standing
from crmkit.exceptions import UnknownNameError


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_standing_is_one_sentence_whatever_it_says(language):
    for state in STATES:
        for asking in ASKING:
            one = Standing(
                customer_id="c-1",
                purpose="marketing.newsletter",
                channel="email",
                point="email:a@example.org",
                at=datetime(2026, 3, 1, tzinfo=UTC),
                state=state,
                allowed=False,
                reasons=("expired", "no_evidence"),
                missing=tuple(GAPS),
                asking=asking,
                by=("postal",),
            )
            said = one.explain(language)
            assert said.startswith("c-1, marketing.newsletter ")
            assert said.endswith(".")
            assert "{" not in said
            assert "example.org" not in said + repr(one)
    with pytest.raises(UnknownNameError):
        one.explain("de")
