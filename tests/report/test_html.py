"""A page is whole, escaped and loads nothing."""

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.exceptions import StoreError
from crmkit.report.drawings import Mark, Network, Node, Plot, Step, Waterfall
from crmkit.report.html import document, render, write_page
from crmkit.report.page import (
    Bars,
    Evidence,
    EvidenceRow,
    Figure,
    Figures,
    Page,
    Paragraph,
    Part,
    Section,
    Side,
    Split,
    Table,
)

texts = st.one_of(
    st.text(max_size=30), st.sampled_from(["<script>alert(1)</script>", "\" onload='x", "&amp;", "</title>"])
)


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen, self.open, self.urls = set(), [], []

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        self.urls += [value for name, value in attrs if name in {"src", "href"}]
        assert not any(name.startswith("on") for name, _ in attrs)
        if tag not in {"meta", "rect"}:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen.add(tag)

    def handle_endtag(self, tag):
        if tag != "rect":
            assert self.open.pop() == tag


def page_of(text, value=3.0, language="en"):
    blocks = (
        Paragraph(text),
        Figures((Figure(text, text, text),)),
        Split(text, (Part(text, value), Part(text, 0))),
        Bars((Part(text, value, text, "bad"), Part(text, 0)), text),
        Table((text, text), ((text, "1"),), frozenset({1}), text),
        Evidence((text, text), text, (EvidenceRow(text, text, text, text, -value, text),), -3, -3 - value, note=text),
        Evidence((text, text), text, (), -3, -3, marks=(Mark(text, 1),), values=False),
        Waterfall(text, Step(text, value), (Step(text, -value),), text),
        Side(
            (Network(text, (Node(text, text),), (), (("good", False, text),), text), Plot(text, text, text, note=text))
        ),
    )
    return Page(text, text, (Section(text, blocks, text),), language)


@given(texts, st.floats(0, 1e6), st.sampled_from(["en", "fr"]))
def test_whatever_the_texts_say_the_page_is_well_formed_and_holds_no_script(text, value, language):
    html = render(page_of(text, value, language))
    tags = Tags()
    tags.feed(html)
    assert tags.open == []
    assert tags.seen.isdisjoint({"script", "img", "link", "iframe", "object"})
    assert all(url.startswith("#") for url in tags.urls)


def test_the_weights_of_the_evidence_are_shown_with_their_sum():
    html = render(page_of("x", 4.0))
    assert re.findall(r"number>([+−][\d.]+)<", html)[:3] == ["−3.0", "−4.0", "−7.0"]


def test_only_the_script_whose_digest_the_policy_names_may_run():
    html = document("x", "<p>x</p>", language="en", style="p {}", script="let one = 1;")
    digest = b64encode(sha256(b"let one = 1;").digest()).decode()
    assert f"script-src 'sha256-{digest}'" in html
    assert html.count("<script>") == 1
    assert "script-src" not in document("x", "<p>x</p>", language="en")


def test_a_page_is_written_whole(tmp_path):
    path = write_page(page_of("été"), tmp_path / "page.html")
    assert "été" in path.read_text("utf-8")
    assert [one.name for one in path.parent.iterdir()] == ["page.html"]


def test_a_page_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be written"):
        write_page(page_of("x"), tmp_path / "file" / "page.html")
