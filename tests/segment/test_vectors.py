"""The shared vectors, on the reference."""

import json
from collections import defaultdict
from datetime import datetime

import pytest

from crmkit.segment.constructs import CONSTRUCTS, used
from crmkit.segment.operators import OPERATORS
from crmkit.segment.segment import Segment
from tests.segment.vectors.vectors import FOLDER, MARKETING, all_vectors, revived

GROUPS = defaultdict(list)
for _vector in all_vectors():
    GROUPS[_vector.about].append(_vector)


@pytest.mark.parametrize("about", GROUPS)
def test_the_reference_gives_the_expected_answers(about):
    wrong = [
        (one.name, one.expression, one.customer, one.expected)
        for one in GROUPS[about]
        if one.bound().matches(one.customer) is not one.expected
    ]
    assert wrong == []


TEAM = json.loads((FOLDER / "marketers.json").read_text("utf-8"))


@pytest.mark.parametrize("given", TEAM["expected"], ids=lambda given: given["name"])
def test_the_segments_of_a_marketing_team_have_the_expected_members(given):
    segment = Segment.parse(given["segment"], schema=MARKETING, segments=TEAM["segments"])
    bound = segment.at(
        datetime.fromisoformat(TEAM["now"]),
        zone=TEAM["zone"],
        params={name: TEAM["params"][name] for name in segment.facts().parameters},
        lists=TEAM["lists"],
        consented=lambda customer, purpose, _channel: customer["id"] in TEAM["consented"][purpose],
    )
    members = [one["id"] for one in map(revived, TEAM["customers"]) if bound.matches(one)]
    assert members == given["members"]
    assert segment.describe("fr")


def test_there_are_vectors_for_every_operator_and_construct():
    found = {name for group in GROUPS.values() for one in group for name in used(one.bound().tree)}
    assert set(OPERATORS) | set(CONSTRUCTS) - {"call"} <= found
    assert sum(map(len, GROUPS.values())) >= 300
