"""Interactions become rows of relations, oldest first."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crmkit.identity.timeline import related_rows
from crmkit.records import Interaction

START = datetime(2026, 1, 1, tzinfo=UTC)

interactions = st.lists(
    st.builds(
        lambda kind, number: Interaction(
            id=f"{kind}:{number}", kind=kind, at=START + timedelta(days=number % 4), ref="s/1", data={"number": number}
        ),
        st.sampled_from(["order", "ticket", "visit"]),
        st.integers(0, 9),
    ),
    unique_by=lambda one: one.id,
)


@given(interactions)
def test_every_interaction_is_one_row_and_the_rows_are_in_order(given_):
    rows = related_rows(given_, {"order": "orders", "ticket": "tickets"})
    assert sorted(row["id"] for group in rows.values() for row in group) == sorted(one.id for one in given_)
    for group in rows.values():
        assert [row["at"] for row in group] == sorted(row["at"] for row in group)
    assert set(rows) <= {"orders", "tickets", "visit"}
