"""Frames of customer data with gaps and mistakes in them."""

from hypothesis import strategies as st

FIELDS = {"Mail": "email", "Tel": "phone", "Born": "date"}
CELLS = {
    "Mail": ["a@example.org", "b@example.org", "broken@"],
    "Tel": ["+41 44 668 18 00", "+33 1 23 45 67 89", "12"],
    "Born": ["1980-02-03", "2026-02-30"],
}
NOTHING = [None, "", "n/a"]

frames = st.lists(
    st.fixed_dictionaries({name: st.sampled_from([*cells, *NOTHING]) for name, cells in CELLS.items()}),
    min_size=1,
    max_size=6,
)
