"""Drawings are well-formed, escaped, the same every time, and say in words what they show."""

import re
from itertools import pairwise
from math import isfinite
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.exceptions import StoreError
from crmkit.report.drawings import Curve, Edge, Layer, Mark, Network, Node, Plot, Step, Waterfall
from crmkit.report.html import drawing, fragment
from crmkit.report.network import network_chart
from crmkit.report.page import Side
from crmkit.report.plot import plot_chart
from crmkit.report.waterfall import Scale, floating_bar, scale_of, waterfall_chart

texts = st.text(max_size=30) | st.sampled_from(["<script>\"'&</svg>", "\x00\ud800\x1b[0m\ufffe"])
bits = st.floats(-60, 60).map(lambda value: round(value, 2))


def parsed(svg):
    """Read SVG strictly; every number in it is finite."""
    tree = ET.fromstring(svg)
    for one in tree.iter():
        places = [one.get(name) for name in ("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "width", "height")]
        assert all(isfinite(float(place)) for place in places if place is not None)
    return tree


def kinds(tree, name):
    return [one for one in tree.iter() if one.tag.endswith(f"}}{name}")]


@given(bits, st.lists(st.tuples(texts, bits), max_size=8), st.lists(st.tuples(texts, bits), max_size=2))
def test_the_bars_of_a_waterfall_hang_together(start, steps, marks):
    block = Waterfall(
        "Sum", Step("start", start), tuple(Step(*one) for one in steps), "total", tuple(Mark(*one) for one in marks)
    )
    tree = parsed(waterfall_chart(block))
    bars = [one for one in kinds(tree, "rect") if "-fill" in one.get("class")]
    assert len(bars) == len(steps) + 2
    values = [one.text for one in kinds(tree, "text") if one.get("class") == "value"]
    total = start + sum(value for _, value in steps)
    assert float(values[-1].replace("−", "-")) == pytest.approx(total, abs=0.051)
    written = "".join(tree.itertext())
    assert all(label in written or len(label) > 20 or not label.isprintable() for label, _ in steps)
    edges = [(float(one.get("x")), float(one.get("x")) + float(one.get("width"))) for one in bars]
    for (left, right), (next_left, next_right) in pairwise(edges[1:-1]):
        assert min(abs(a - b) for a in (left, right) for b in (next_left, next_right)) < 1.6


@given(bits, st.lists(bits, max_size=6), st.lists(bits, max_size=2))
def test_a_scale_holds_everything_between_its_ends(start, values, marks):
    scale = scale_of(start, values, [Mark("", one) for one in marks])
    reached = start
    for value in [0.0, *values]:
        reached += value
        assert 0 <= scale.at(reached) <= 1
    assert all(0 <= scale.at(one) <= 1 for one in [0.0, start, *marks])


def test_a_floating_bar_runs_from_before_to_after_whatever_its_direction():
    up, down = (floating_bar(Scale(-10, 10), *ends, "good", [Mark("same", 3)]) for ends in ((0, 5), (5, 0)))
    assert up == down
    assert re.search(r'good-fill" x="500.0" y="5" width="250.0"', up)
    assert up.count('class="mark"') == 1


members = st.integers(0, 33)


@given(members, texts, st.data())
def test_a_network_shows_every_node_and_line_within_its_frame(size, label, data):
    places = st.integers(0, max(size - 1, 0))
    ends = data.draw(st.lists(st.tuples(places, places), max_size=12)) if size > 1 else []
    edges = tuple(
        Edge(left, right, "+1.0", label, "good", dashed=left % 2 == 0, strong=right % 2 == 0)
        for left, right in ends
        if left != right
    )
    block = Network("Who", tuple(Node(label, label if number % 2 else "") for number in range(size)), edges)
    svg = network_chart(block)
    assert svg == network_chart(block)
    tree = parsed(svg)
    width, height = map(float, tree.get("viewBox").split()[2:])
    circles = [(float(one.get("cx")), float(one.get("cy"))) for one in kinds(tree, "circle")]
    assert len(circles) == len(set(circles)) == size
    assert all(7 < x < width - 7 and 7 < y < height - 7 for x, y in circles)
    assert len(kinds(tree, "path")) == len(edges)


def test_labels_are_left_out_where_they_would_hide_everything():
    nodes = tuple(Node(str(number)) for number in range(8))
    pairs = [(one, other) for one in range(8) for other in range(one)]
    few, many = (
        network_chart(Network("Who", nodes, tuple(Edge(*ends, "+1.0") for ends in pairs[:some]))) for some in (24, 25)
    )
    assert (few.count("+1.0"), many.count("+1.0")) == (24, 0)


def test_nodes_of_one_side_stand_far_enough_apart_for_their_labels():
    tree = parsed(network_chart(Network("Who", tuple(Node(str(number), "x") for number in range(30)), ())))
    points = [(float(one.get("cx")), float(one.get("cy"))) for one in kinds(tree, "circle")]
    for side in (True, False):
        heights = sorted(y for x, y in points if (x < 260) == side)
        assert min(after - before for before, after in pairwise(heights)) >= 30


@given(
    st.lists(st.tuples(st.floats(-20, 50), st.floats(0, 1)), max_size=10),
    st.lists(st.integers(0, 10**6), min_size=1, max_size=6),
    st.floats(-20, 50),
    texts,
)
def test_a_plot_draws_what_it_is_given(points, counts, mark, label):
    block = Plot(
        "Pairs", "bits", "pairs",
        curves=(Curve(label, sorted(points), "plain"),),
        bounds=(-20.0, 50.0),
        layers=(Layer(label, counts, "good"), Layer("other", [0 for _ in counts], "warn")),
        marks=(Mark(label, mark),),
    )  # fmt: skip
    tree = parsed(plot_chart(block))
    bars = kinds(tree, "rect")
    assert len(bars) == sum(bool(count) for count in counts)
    heights = [float(one.get("height")) for one in bars]
    by_count = sorted((count, height) for count, height in zip(filter(None, counts), heights, strict=True))
    assert [height for _, height in by_count] == sorted(heights)
    assert len(kinds(tree, "polyline")[0].get("points").split()) == len(points)


def test_a_plot_of_shares_alone_has_percent_on_both_axes():
    svg = plot_chart(Plot("P", "recall", "precision", curves=(Curve("P", ((0.0, 1.0), (1.0, 0.5))),)))
    assert svg.count(">100%<") == 2
    assert 'aria-label="P: P 100% … 50%"' in svg


def test_a_drawing_of_its_own_brings_its_colours_and_is_written_whole(tmp_path):
    picture = drawing(Network("Two", (Node("a"), Node("b")), (Edge(0, 1),)), language="fr")
    assert "--good:" in str(picture)
    assert picture._repr_html_() == str(picture)
    path = picture.save(tmp_path / "two.svg")
    parsed(path.read_text("utf-8"))
    with pytest.raises(StoreError):
        picture.save(tmp_path / "nowhere" / "two.svg")


def test_a_fragment_brings_its_style_and_stands_in_one_element():
    block = Network("<b>", (Node("a"),), (), (("good", False, "same"), ("bad", True, "apart")), "A note.")
    html = fragment([Side((block, Plot("p", "x", "y", layers=(Layer("l", (1,)),), note="n")))], language="fr")
    assert html.startswith('<div class="crmkit" lang="fr"><style>')
    assert html.count("<style>") == 1
    assert "&lt;b&gt;" in html
    assert '<span class="swatch bad dashed"></span>apart' in html
