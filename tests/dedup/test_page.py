"""The page of duplicates: honest figures, telling examples, words for everything, and nothing unescaped."""

import re

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from crmkit.dedup.comparing import COMPARISONS
from crmkit.dedup.explanation import Explanation, Reason
from crmkit.dedup.features import FEATURES
from crmkit.dedup.frames import dedupe, link
from crmkit.dedup.gates import GATES
from crmkit.dedup.page import WORDS, duplicates_page, duplicates_section, evidence
from crmkit.dedup.words import feature_word, gate_words, level_word
from crmkit.report.html import render
from crmkit.report.page import Evidence, Figures

PEOPLE = {
    "rid": ["r1", "r2", "r3", "r4", "r5"],
    "Vorname": ["Anna", "Anna", "Paul", "Eva", "Luc"],
    "Nachname": ["<b>Muster", "Musster", "Beispiel", "Zwilling", "Zwilling"],
    "Geburtsdatum": ["1980-05-17", "17.05.1980", "1955-02-01", "1990-07-08", "1990-07-08"],
    "E-Mail": ["anna@example.org", "anna@example.org", None, "familie@example.org", "familie@example.org"],
    "Ort": ["Bern", "Thun", "Genf", "Chur", "Chur"],
}


def shown(found, **options):
    section = duplicates_section(found, **options)
    return section, [block for block in section.blocks if isinstance(block, Evidence)]


@pytest.mark.parametrize("make", [pl.DataFrame, pd.DataFrame, pa.table])
def test_the_figures_are_those_of_what_was_found_in_every_kind_of_frame(make):
    found = dedupe(make(PEOPLE))
    section, examples = shown(found)
    figures = next(block for block in section.blocks if isinstance(block, Figures)).figures
    assert [one.value for one in figures[:3]] == ["5", "4", "1"]
    assert [one.names for one in examples if one.tone == "good"] == [("r1", "r2")]


def test_pairs_that_are_shown_stand_as_the_page_says():
    found = dedupe(pl.DataFrame(PEOPLE))
    cluster = dict(zip(*found.clusters.select("id", "cluster").to_dict(as_series=False).values(), strict=True))
    examples = shown(found)[1]
    assert len(examples) > 1
    for one in examples:
        left, right = one.names
        assert (cluster[left] == cluster[right]) == (one.tone == "good")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_shown_adds_up_and_is_escaped(language):
    found = dedupe(pl.DataFrame(PEOPLE))
    for one in shown(found, language=language)[1]:
        assert one.start + sum(row.weight for row in one.rows) == pytest.approx(one.total)
    html = render(duplicates_page(found, title="<i>people.csv", language=language))
    assert "<b>" not in re.sub(r"<b>[\d\u202f]+</b>", "", html)
    assert "&lt;i&gt;people.csv" in html


def test_linked_frames_are_named_by_source_and_id():
    frame = pl.DataFrame({name: cells[:1] for name, cells in PEOPLE.items()})
    found = link({"shop": frame, "till": frame})
    (example,) = shown(found, name=lambda ref: f"{ref[1]} of {ref[0]}")[1]
    assert {name[3:] for name in example.names} == {"of shop", "of till"}


def test_no_rows_make_a_page_too():
    found = dedupe(pl.DataFrame(PEOPLE).head(0))
    assert WORDS["en"]["unseen_none"] in render(duplicates_page(found))


def test_an_order_of_names_counts_and_what_only_one_side_says_is_named():
    reasons = (
        Reason(feature="family", left="muster", right="muster", level="equal", weight=8.0),
        Reason(feature="birth_date", left="19800517", right="19800571", level="typo", weight=2.0),
        Reason(feature="name order", left="", right="", level="swapped", weight=-1.5),
        Reason(feature="phone", left="791", right="", level="missing", weight=0.0),
        Reason(feature="email", left="", right="", level="missing", weight=0.0),
    )
    drawn = evidence(
        Explanation(
            left=1,
            right=2,
            reasons=reasons,
            prior=-10.0,
            weight=-1.5,
            probability=0.2,
            verdict="possible",
            gate="nothing but the name agrees",
            together=False,
        )
    )
    assert [row.feature for row in drawn.rows] == ["Family name", "Birth date", "Order of the names"]
    assert [row.left for row in drawn.rows] == ["muster", "1980-05-17", ""]
    assert drawn.note == "Nothing but the name agrees. Only one of them says: Phone."
    assert drawn.verdict == "perhaps"


def test_every_feature_degree_and_gate_has_words_in_both_languages():
    for language in ("en", "fr"):
        assert not [one.name for one in FEATURES if feature_word(one.name, language) == one.name.replace("_", " ")]
    levels = {level.name for one in COMPARISONS for level in one.levels}
    assert not [name for name in levels if level_word(name, "fr") == name]
    unsaid = [one.reason for one in GATES if gate_words(one.reason, "fr") == gate_words(one.reason, "en")]
    assert not unsaid
    assert WORDS["en"].keys() == WORDS["fr"].keys()
