"""What headings can guess is what a column can mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.exceptions import UnknownNameError
from crmkit.intake.targets import TARGETS, check_target, is_single
from crmkit.schema.headings.guess import guess_columns
from crmkit.schema.headings.words import HEADINGS

LISTED = sorted({heading for by_language in HEADINGS.values() for many in by_language.values() for heading in many})
WORDS = st.sampled_from(
    ["newsletter", "offres", "werbung", "marketing", "e-mail", "sms", "appels", "post", "ne plus", "do not", "opt-out",
     "désinscrit", "consent", "stop", "date"]
)  # fmt: skip
ASKED = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
CELLS = st.lists(
    st.sampled_from(
        ["oui", "non", "2024-01-02", "ticket", "call", "12", "subscribed", "a@example.org", "Anna Weber", ""]
    )
)


@pytest.mark.parametrize("meaning", [meaning for meaning in HEADINGS if meaning[0] not in "?-"])
def test_every_listed_meaning_is_a_target(meaning):
    assert meaning in TARGETS


@given(st.lists(st.tuples(st.sampled_from(LISTED) | ASKED, CELLS), max_size=8, unique_by=lambda column: column[0]))
def test_every_guess_is_a_target_and_single_ones_are_guessed_once(columns):
    guessed = [guess.target for guess in guess_columns([name for name, _ in columns], dict(columns)) if guess.target]
    for target in guessed:
        assert check_target(target) == target
    single = [target for target in guessed if is_single(target)]
    assert len(single) == len(set(single))


def test_families_may_name_every_purpose_and_channel():
    for name in ("withdrawal.*.*", "withdrawal.*.email", "consent.offers.sms"):
        assert check_target(name) == name
        assert is_single(name)


@pytest.mark.parametrize("name", ["", "emial", "consent", "consent.newsletter", "withdrawal.a.b.c", "consent.A.b"])
def test_an_unknown_target_is_refused(name):
    with pytest.raises(UnknownNameError):
        check_target(name)
