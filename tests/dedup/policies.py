"""Survivorship policies of every kind."""

from hypothesis import strategies as st

from crmkit.dedup.survivorship import RULES, Rule, SurvivorshipPolicy, Trust

RULE = st.one_of(
    st.sampled_from(sorted(RULES)),
    st.builds(
        Rule,
        by=st.sampled_from([*sorted(RULES), ("long",), ("early", "trusted")]),
        limit=st.sampled_from([None, None, 1, 2]),
        valid=st.sampled_from([(), ("undoubted",), ("whole", "undoubted")]),
        sources=st.sampled_from([(), ("shop",)]),
        max_age_days=st.sampled_from([None, 0, 1]),
    ),
)
TRUST = st.dictionaries(
    st.sampled_from(["crm", "shop"]), st.sampled_from([0.1, 0.9, Trust(0.8, half_life_days=1, floor=0.05)])
)
POLICIES = st.builds(
    SurvivorshipPolicy,
    rules=st.dictionaries(st.sampled_from(["name", "address", "email", "birth_date", "note"]), RULE),
    types=st.dictionaries(st.sampled_from(["email", "phone", "text", "language"]), RULE),
    groups=st.sampled_from([{}, {}, {"speech": ("language", "note")}, {"work": ("organisation", "email", "phone")}]),
    trust=TRUST,
)
