"""Every weight says how it comes about, as text, as HTML and as a picture, in both languages."""

import re
from math import log2
from xml.etree import ElementTree as ET

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.dedup.explanation import Explanation, Reason
from crmkit.dedup.frames import dedupe
from crmkit.report.page import Evidence
from tests.dedup.people import FIELDS, crowd, people


def made(**changes):
    reasons = (
        Reason(feature="family", left="muster", right="muster", level="equal", weight=8.0, m=0.8, u=0.00005,
               rarity=1.5, capped=-2.0),
        Reason(feature="birth_date", left="19800517", right="19800571", level="typo", weight=2.0, m=0.1, u=0.002,
               rarity=-0.4),
        Reason(feature="name order", left="", right="", level="swapped", weight=-1.5),
        Reason(feature="phone", left="791", right="", level="missing", weight=0.0),
        Reason(feature="email", left="", right="", level="missing", weight=0.0),
    )  # fmt: skip
    facts = {
        "left": 1, "right": 2, "reasons": reasons, "prior": -10.0, "weight": -1.5, "probability": 0.2,
        "verdict": "possible", "gate": "nothing but the name agrees", "together": False, "same_from": 3.0,
    }  # fmt: skip
    return Explanation(**(facts | changes))


@settings(max_examples=20, deadline=None)
@given(st.lists(people, min_size=2, max_size=15))
def test_what_the_shares_say_rarity_and_limits_add_up_to_every_weight(rows):
    frame = pl.DataFrame([*rows, *crowd(20)], schema=dict.fromkeys(FIELDS, pl.String))
    found = dedupe(frame, fields=FIELDS)
    for left, right in [(0, 1), *found.pairs.head(10).select("left", "right").rows()]:
        for one in found.explain(left, right).reasons:
            assert (one.m is None) == (one.u is None) == (one.level in {"missing", "swapped"})
            if one.m is not None:
                assert 0 < one.m <= 1
                assert 0 < one.u <= 1
                assert one.weight - one.rarity - one.capped >= log2(one.m / one.u) - 1e-9  # levels are made monotone


def test_text_names_shares_rarity_and_what_others_said_already():
    text = str(made())
    assert "1 – 2: perhaps (weight −1.5 bits, probability 20%)" in text
    assert "80% of true pairs, 1 in 20\u202f000 of chance pairs; rare value +1.5; said already by others −2.0" in text
    assert "10% of true pairs, 0.2% of chance pairs; common value −0.4" in text
    assert "held back: Nothing but the name agrees." in text
    french = made().text("fr")
    assert "Nom de famille" in french
    assert "80\u202f% des vraies paires, 1 sur 20\u202f000 des paires au hasard; valeur rare +1,5" in french
    assert "1 – 2: peut-être" in french


def test_text_says_when_a_cluster_came_about_through_others():
    assert "in one cluster through others" in str(made(together=True))
    assert "in one cluster" not in str(made(together=True, verdict="same"))


def test_the_lines_of_the_text_add_up():
    numbers = [
        float(one.replace("−", "-")) for one in re.findall(r"^  .{20} +([+−]?\d+\.\d)", str(made()), re.MULTILINE)
    ]
    assert sum(numbers[:-1]) == pytest.approx(numbers[-1])


def test_the_table_counts_the_order_of_names_and_names_what_only_one_side_says():
    drawn = made().table()
    assert isinstance(drawn, Evidence)
    assert [row.feature for row in drawn.rows] == ["Family name", "Birth date", "Order of the names"]
    assert [row.left for row in drawn.rows] == ["muster", "1980-05-17", ""]
    assert drawn.note == "Nothing but the name agrees. Only one of them says: Phone."
    assert (drawn.verdict, [mark.label for mark in drawn.marks]) == ("perhaps", ["same from +3.0"])
    assert made(same_from=None).table("fr").marks == ()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_html_and_picture_hold_the_same_weights(language):
    html, picture = made().to_html(language), made().waterfall(language)
    tree = ET.fromstring(str(picture))
    values = [one.text for one in tree.iter() if one.get("class") == "value"]
    point = "," if language == "fr" else "."
    assert values == [value.replace(".", point) for value in ("−10.0", "+8.0", "+2.0", "−1.5", "−1.5")]
    shown = re.findall(r"<td class=number>([^<]*)</td>", html)
    assert shown == values
    assert made()._repr_html_() == made().to_html("en")


def test_hostile_values_are_escaped_everywhere():
    evil = "<script>alert(1)</script>"
    reason = Reason(feature="family", left=evil, right=evil + "x", level="typo", weight=1.0)
    hostile = made(left=evil, right=f'"{evil}', reasons=(reason,))
    for drawn in (hostile.to_html(), str(hostile.waterfall())):
        assert "<script" not in drawn
        assert "&lt;script&gt;" in drawn


def test_names_in_each_others_place_are_a_reason_of_their_own():
    turned = {"given_name": "Quispenz", "family_name": "Annaoo"}
    rows = [
        {**turned, "birth_date": "1980-05-17"},
        {"given_name": "Annaoo", "family_name": "Quispenz", "birth_date": "1980-05-17"},
    ]
    found = dedupe(pl.DataFrame(rows), fields={name: name for name in rows[0]})
    explained = found.explain(0, 1)
    (order,) = [one for one in explained.reasons if one.level == "swapped"]
    assert (order.m, order.u, order.remark()) == (None, None, "")
    assert explained.prior + sum(one.weight for one in explained.reasons) == pytest.approx(explained.weight)
