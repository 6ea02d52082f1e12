"""Who lives together, as data: what people of one home share; `columnar.households` carries it out."""

from typing import Final

from crmkit.dedup.blocking import BlockingRule
from crmkit.dedup.comparing import Comparison, Level

HOME: Final = Comparison(
    "home", "category", (Level("equal", 0.95, 0.0005), Level("different", 0.05, 0.9995)), "address"
)
"""A home is street, house number and postcode, or town where there is no postcode; two homes never make a household."""

SHARED: Final = ("family", "phone", "email")
"""What else people of one home share, weighed as between two rows of one customer."""

AGREE: Final = 1
"""The last level of family names that agree: equal, or one is part of the other."""

UNSAID: Final = frozenset({"phone", "email"})
"""Of these nothing is held against two people who do not share one: everybody may have an own."""

WORK: Final = "organisation"
"""Who shares this works in one place, and does not live there."""

BARRED: Final = (
    "one of them names no person",
    "they have a home each",
    "colleagues in one organisation",
    "of home, family name and contacts only one agrees",
)
"""What keeps two rows from being one household, whatever they share."""

RULES: Final = (
    BlockingRule(("home", "family")),
    BlockingRule(("home", "phone")),
    BlockingRule(("home", "email")),
    BlockingRule(("family", "phone")),
    BlockingRule(("family", "email")),
)
"""Which people are looked at: those who share two things."""
