"""A cluster is drawn with everyone in it, what holds it together, and what speaks against it."""

import re
from xml.etree import ElementTree as ET

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.dedup.drawing import cluster_network
from crmkit.dedup.explainable import Link
from crmkit.dedup.frames import dedupe
from crmkit.exceptions import UnknownNameError
from tests.dedup.people import crowd


class Given:
    """Duplicates of which nothing is known but the links between their records."""

    def __init__(self, links):
        self.fields = {"name": "person_name"}
        self.told = links

    def links(self, names):
        place = {name: number for number, name in enumerate(names)}
        return [
            Link(place[one], place[other], *rest) for one, other, *rest in self.told if one in place and other in place
        ]

    def record(self, name):
        return {"name": f"Row {name}"}


@st.composite
def linked(draw):
    size = draw(st.integers(1, 9))
    pairs = [(one, other) for one in range(size) for other in range(one + 1, size)]
    kinds = st.sampled_from(
        [("same", False), ("possible", False), ("related", True), ("never", False), ("never", True)]
    )
    return size, [
        (one, other, round(draw(st.floats(-20, 20)), 1), kind, "Junior is not Senior" if parts else "", parts)
        for one, other in pairs
        for kind, parts in [draw(kinds)]
    ]


@given(linked())
def test_bold_lines_hold_together_all_whom_no_contradiction_parts(cluster):
    size, links = cluster
    network = cluster_network(Given(links), list(range(size)))
    assert sorted(node.label for node in network.nodes) == [str(number) for number in range(size)]
    place = [int(node.label) for node in network.nodes]
    group = {number: {number} for number in range(size)}
    for edge in network.edges:
        if edge.strong:
            assert not edge.dashed
            one, other = place[edge.left], place[edge.right]
            assert group[one] is not group[other]  # a tree: no bold line is idle
            both = group[one] | group[other]
            for member in both:
                group[member] = both
    for one, other, *_, parts in links:
        assert parts or group[one] is group[other]


@given(linked())
def test_contradictions_are_dashed_and_what_says_nothing_has_no_line(cluster):
    size, links = cluster
    network = cluster_network(Given(links), list(range(size)))
    assert sum(edge.dashed for edge in network.edges) == sum(parts for *_, parts in links)
    lines = {(edge.left, edge.right): edge for edge in network.edges}
    assert len(lines) == len(network.edges)
    idle = sum(verdict == "never" and not parts for *_, verdict, _, parts in links)
    assert len(links) - idle <= len(lines) <= len(links)


def test_of_many_members_thirty_are_shown():
    links = [(one, one + 1, 9.0, "same", "", False) for one in range(99)]
    network = cluster_network(Given(links), list(range(100)), language="fr")
    assert len(network.nodes) == 30
    assert network.title == "100 lignes, un client : Row 0"
    assert network.note == "30 lignes sur 100 sont montrées."


@pytest.fixture(scope="module")
def found():
    rows = [{**row, "rid": f"r{place}"} for place, row in enumerate(crowd(60))]
    twin = {**rows[3], "rid": "twin", "given_name": "Melanie"}
    copies = [{**rows[3], "rid": f"<copy {place}>", "birth_date": None} for place in range(3)]
    return dedupe(pl.DataFrame([*rows, *copies, twin]), id_column="rid")


def test_a_cluster_is_drawn_by_its_number(found):
    number = dict(found.clusters.rows())["r3"]
    svg = str(found.draw(number))
    assert svg == str(found.draw(number))
    words = "".join(ET.fromstring(svg).itertext())
    assert all(f"<copy {place}>" in words for place in range(3))
    assert "one customer" not in words
    with pytest.raises(UnknownNameError, match="cluster"):
        found.draw(99999)


def test_weights_on_lines_are_those_of_the_explanation(found):
    network = cluster_network(found, ["r3", "<copy 0>", "twin"])
    for edge in network.edges:
        names = [network.nodes[edge.left].label, network.nodes[edge.right].label]
        shown = float(re.search(r"[+−][\d.]+", edge.title)[0].replace("−", "-"))
        assert shown == pytest.approx(found.explain(*names).weight, abs=0.051)
        assert edge.dashed == (set(names) == {"r3", "twin"})
