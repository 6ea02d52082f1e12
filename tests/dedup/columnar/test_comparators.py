"""Levels of unequal values."""

import pytest

from crmkit.dedup.columnar.comparators import COMPARATORS
from crmkit.dedup.comparing import COMPARISONS

NAMES = {one.comparator: [level.name for level in one.levels] for one in COMPARISONS}


@pytest.mark.parametrize(
    ("comparator", "left", "right", "level"),
    [
        ("given_name", "robert", "bob", "short form"),
        ("given_name", "anna maria", "anna", "short form"),
        ("given_name", "a", "anna", "initial"),
        ("given_name", "jc", "jean claude", "initial"),
        ("given_name", "scatlett", "scarlett", "typo"),
        ("given_name", "anna", "victor", "different"),
        ("family_name", "muster beispiel", "beispiel", "part"),
        ("family_name", "rosenfled", "rosenfeld", "typo"),
        ("family_name", "keller", "okafor", "different"),
        ("date", "19800517", "19800518", "typo"),
        ("date", "19800507", "19800705", "typo"),
        ("date", "19800517", "19800000", "similar"),
        ("date", "19800517", "19551102", "different"),
        ("email", "anna@example.org", "anna@exmaple.org", "typo"),
        ("email", "anna81@example.org", "anna82@example.org", "different"),
        ("email", "anna.rosenfeld@example.org", "anna.rosenfeld@firma.example.com", "same mailbox"),
        ("code", "791234567", "791234576", "typo"),
        ("postcode", "gu1 4ds", "gu1 9zz", "area"),
        ("words", "alten markt", "markt alten", "typo"),
        ("organisation", "cafe du lac", "cafe du lac lausanne", "contained"),
        ("category", "f", "m", "different"),
    ],
)
def test_levels(comparator, left, right, level):
    for one, other in ((left, right), (right, left)):
        assert NAMES[comparator][COMPARATORS[comparator]([one], [other])[0]] == level


@pytest.mark.parametrize("comparator", sorted(COMPARATORS))
def test_nothing_to_compare_gives_nothing(comparator):
    assert len(COMPARATORS[comparator]([], [])) == 0
