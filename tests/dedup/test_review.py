"""The review page holds the pairs that were asked for, with their reasons, and what is said there is used."""

import json
import re
from collections import Counter
from html import unescape
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.dedup.frames import dedupe, link
from crmkit.dedup.review import _numbered
from crmkit.dedup.review_file import FORMAT, read_judgements
from crmkit.dedup.review_words import WORDS
from crmkit.exceptions import CallError, StoreError, UnknownNameError
from tests.dedup.people import crowd

ROWS = [
    *({**row, "rid": f"a{place}"} for place, row in enumerate(crowd(40))),
    *({**row, "rid": f"b{place}", "phone": None, "birth_date": None} for place, row in enumerate(crowd(40))),
]


@pytest.fixture(scope="module")
def found():
    return dedupe(pl.DataFrame(ROWS), id_column="rid")


def asked(html):
    """The pairs of a page, as the script reads them."""
    return [json.loads(unescape(one)) for one in re.findall(r'data-ids="([^"]*)"', html)]


def about(html):
    return json.loads(unescape(re.search(r'data-about="([^"]*)"', html)[1]))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_asks_the_pairs_in_their_order_and_needs_nothing_else(found, tmp_path, language):
    pairs = found.pairs.head(5).select("left", "right").rows()
    review = found.review(tmp_path / "review.html", pairs=pairs, language=language)
    html = (tmp_path / "review.html").read_text("utf-8")
    assert asked(html) == [[[left], [right]] for left, right in pairs]
    assert (review.pairs, len(review), review.run) == (tuple(pairs), 5, found.run)
    assert about(html) | {"words": 0} == {"format": FORMAT, "run": found.run, "ids": "text", "words": 0}
    assert not re.findall(r'(?:src|href)="(?!#)', html)
    assert "default-src &#x27;none&#x27;" in html or "default-src 'none'" in html
    weights = [float(one) for one in re.findall(r'data-weight="([^"]*)"', html)]
    assert weights == pytest.approx([found.explain(*pair).weight for pair in pairs], abs=0.001)


def test_every_pair_has_its_cells_beside_each_other_and_its_differences_marked(found):
    html = found.review(pairs=[("a1", "b1")])._html
    table = re.search(r"<table class=records>(.*?)</table>", html, re.DOTALL)[1]
    kinds = {column: kind for kind, column in re.findall(r"<tr class=(\w+)><th scope=row>(\w+)<", table)}
    assert kinds["family_name"] == "equal"
    assert kinds["birth_date"] == kinds["phone"] == "gap"
    html = found.review(pairs=[("a1", "b2")])._html
    assert "<mark>" in html


def test_columns_that_were_not_compared_are_shown_apart():
    frame = pl.DataFrame(ROWS[:3]).with_columns(remark=pl.Series(["calls often", None, "x"]))
    found = dedupe(frame, id_column="rid", fields={"remark": None})
    html = found.review(pairs=[("a0", "a1")])._html
    assert html.index("calls often") > html.index(WORDS["en"]["other"])
    with pytest.raises(CallError, match="'a1' twice"):
        found.review(pairs=[("a1", "a1")])


def test_linked_records_are_set_beside_each_other_by_meaning():
    shop = pl.DataFrame({"Vorname": ["Anna"], "Nachname": ["Muster"]})
    till = pl.DataFrame({"First name": ["Anna"], "Last name": ["Musster"]})
    found = link({"shop": shop, "till": till})
    html = found.review(pairs=[(("shop", "0"), ("till", "0"))])._html
    row = "<th scope=row>Vorname / First name<small>given name</small></th><td>Anna</td><td>Anna</td>"
    assert row in html
    assert asked(html) == [[["shop", "0"], ["till", "0"]]]


@pytest.mark.parametrize("kind", [pd.DataFrame, pa.table, pl.DataFrame])
def test_pairs_come_from_a_verdict_a_frame_or_a_list(found, kind):
    for verdict in ("possible", "same", "related"):
        assert len(found.review(pairs=verdict, most=3)) <= 3
    chosen = kind({"left": ["a1", "a2"], "right": ["b1", "b2"]})
    assert found.review(pairs=chosen).pairs == (("a1", "b1"), ("a2", "b2"))


def test_a_pair_that_is_given_twice_is_asked_once(found):
    assert found.review(pairs=[("a1", "b1"), ("a2", "b2"), ("b1", "a1")]).pairs == (("a1", "b1"), ("a2", "b2"))


def test_the_doubtful_come_first(found):
    weakest = found.review(pairs="same", most=1).pairs[0]
    weight = found.pairs.filter(verdict="same")["weight"].min()
    assert found.explain(*weakest).weight == pytest.approx(weight)


def test_a_page_of_a_part_says_so_and_one_of_nothing_too(found):
    same = found.verdicts["same"]
    assert f"2 of {same} pairs" in found.review(pairs="same", most=2)._html
    empty = found.review(pairs=[])
    assert WORDS["en"]["none"] in empty._html
    assert "<script>" not in empty._html


class Tags(HTMLParser):
    """Counts elements, and holds what would run."""

    def __init__(self, html):
        super().__init__()
        self.seen, self.running = Counter(), []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.seen[tag] += 1
        self.running += [name for name, value in attrs if name.startswith("on") or str(value).startswith("javascript:")]


EVIL = st.sampled_from(
    [
        "<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>", "</textarea><svg onload=a()>", "{count}",
        "javascript:alert(1)", "\u2028", "</section></main>",
    ]
)  # fmt: skip


@settings(max_examples=8, deadline=None)
@given(st.lists(EVIL, min_size=6, max_size=6))
def test_whatever_cells_headings_ids_and_titles_say_no_element_more_is_there(evil):
    def page(words):
        columns = {
            f"Nom {words[0]}": [words[1], words[2]],
            f"x{words[3]}": [words[4], ""],
            "id": [f"{words[5]}1", f"{words[5]}2"],
        }
        fields = {f"Nom {words[0]}": "family_name", f"x{words[3]}": None}
        found = dedupe(pl.DataFrame(columns), id_column="id", fields=fields)
        return found.review(pairs=[tuple(columns["id"])], title=f"{words[0]}\ud800")

    plain, hostile = page(["a", "b", "c", "d", "e", "f"]), page(evil)
    tags = Tags(hostile._html)
    assert tags.running == []
    more = {tag: count for tag, count in (tags.seen - Tags(plain._html).seen).items() if tag not in {"mark", "small"}}
    assert not more
    hostile._repr_html_().encode("utf-8")


def test_a_notebook_shows_it_in_a_frame_of_its_own(found):
    html = found.review(pairs=[("a1", "b1")])._repr_html_()
    assert re.match(r'<iframe sandbox="allow-scripts allow-downloads" title="crmkit" srcdoc="&lt;!doctype', html)
    assert unescape(re.search('srcdoc="([^"]*)"', html)[1]) == found.review(pairs=[("a1", "b1")])._html


def test_what_cannot_be_reviewed_is_one_sentence(found, tmp_path):
    with pytest.raises(UnknownNameError, match="posible"):
        found.review(pairs="posible")
    with pytest.raises(CallError, match="neither a verdict"):
        found.review(pairs=[("a1", "b1", "c1")])
    with pytest.raises(CallError, match="neither a verdict"):
        found.review(pairs=pl.DataFrame({"left": ["a1"]}))
    with pytest.raises(UnknownNameError, match="record"):
        found.review(pairs=[("a1", "zz")])
    with pytest.raises(StoreError):
        found.review(tmp_path / "nowhere" / "review.html", pairs=[])
    numbers = dedupe(pl.DataFrame({"given_name": ["Anna", "Anna"]}))
    assert about(numbers.review(pairs=np.array([[0, 1]]))._html)["ids"] == "number"
    with pytest.raises(CallError, match="here are bool and text"):
        _numbered([("a1", True)])
    odd = dedupe(pl.DataFrame({"id": [1.5, 2.5], "given_name": ["Anna", "Anna"]}), id_column="id")
    with pytest.raises(CallError, match="text or whole numbers, and here are float"):
        odd.review(pairs=[(1.5, 2.5)])


def said(run, *opinions, ids="text"):
    held = [
        {"left": [str(left)], "right": [str(right)], "verdict": verdict, "note": ""}
        for left, right, verdict in opinions
    ]
    return read_judgements(json.dumps({"format": FORMAT, "run": run, "ids": ids, "judgements": held}))


def test_what_was_said_holds_in_the_next_search(found):
    frame = pl.DataFrame(ROWS)
    judged = said(found.run, ("a1", "b1", "different"), ("a2", "a3", "same"), ("a4", "b4", "unsure"))
    again = dedupe(frame, id_column="rid", labels=judged)
    cluster = dict(again.clusters.rows())
    assert cluster["a1"] != cluster["b1"]
    assert cluster["a2"] == cluster["a3"]
    assert again.run == found.run
    changed = found.compare(again)
    assert changed.lost >= 1
    assert changed.gained >= 1


def test_what_was_said_of_linked_records_holds_too():
    frame = pl.DataFrame([row for row in ROWS if row["rid"].startswith("a")])
    found = link({"shop": frame, "till": frame}, id_column="rid")
    held = [{"left": ["shop", "a1"], "right": ["till", "a1"], "verdict": "different", "note": ""}]
    judged = read_judgements(
        json.dumps({"format": FORMAT, "run": found.run, "ids": "text", "judgements": held}), of=found
    )
    again = link({"shop": frame, "till": frame}, id_column="rid", labels=judged)
    cluster = {(source, name): number for source, name, number in again.clusters.rows()}
    assert cluster["shop", "a1"] != cluster["till", "a1"]
    assert cluster["shop", "a2"] == cluster["till", "a2"]


def test_judgements_of_numbered_rows_hold_only_for_the_same_rows():
    frame = pl.DataFrame(ROWS).drop("rid")
    found = dedupe(frame)
    judged = said(found.run, (1, 41, "different"), ids="number")
    cluster = dict(dedupe(frame, labels=judged).clusters.rows())
    assert cluster[1] != cluster[41]
    with pytest.raises(CallError, match="other records"):
        dedupe(frame.reverse(), labels=judged)


def test_a_run_is_named_by_ids_and_contents_and_by_nothing_else(found):
    frame = pl.DataFrame(ROWS)
    assert dedupe(frame.select(sorted(frame.columns)), id_column="rid", min_probability=0.999).run == found.run
    changed = frame.with_columns(locality=pl.lit("Bern"))
    assert dedupe(changed, id_column="rid").run != found.run


def test_both_languages_have_every_text():
    assert WORDS["en"].keys() == WORDS["fr"].keys()
