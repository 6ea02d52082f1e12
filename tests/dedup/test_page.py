"""The page of duplicates: honest figures, telling examples, words for everything, and nothing unescaped."""

import re

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from attrs import evolve

from crmkit.dedup import drawing, explanation, page_evaluation, thresholds
from crmkit.dedup.comparing import COMPARISONS
from crmkit.dedup.features import FEATURES
from crmkit.dedup.frames import dedupe, link
from crmkit.dedup.gates import GATES
from crmkit.dedup.page import duplicates_page, duplicates_section
from crmkit.dedup.page_words import WORDS
from crmkit.dedup.words import feature_word, gate_words, level_word
from crmkit.report.html import render
from crmkit.report.page import Bars, Evidence, Figures, Table
from tests.dedup.people import crowd

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


def test_every_feature_degree_and_gate_has_words_in_both_languages():
    for language in ("en", "fr"):
        assert not [one.name for one in FEATURES if feature_word(one.name, language) == one.name.replace("_", " ")]
    levels = {level.name for one in COMPARISONS for level in one.levels}
    assert not [name for name in levels if level_word(name, "fr") == name]
    unsaid = [one.reason for one in GATES if gate_words(one.reason, "fr") == gate_words(one.reason, "en")]
    assert not unsaid
    for words in (WORDS, drawing.WORDS, thresholds.WORDS, page_evaluation.WORDS, explanation.WORDS):
        assert words["en"].keys() == words["fr"].keys()


def many():
    """Sixty customers: two rows each, one of them six; a pair of twins, and slips."""
    rows = [{**row, "rid": f"{copy}{place}"} for place, row in enumerate(crowd(60)) for copy in "ab"]
    rows += [{**rows[2], "rid": f"c{place}", "birth_date": None} for place in range(4)]
    rows.append({**rows[0], "rid": "twin", "given_name": "Melanie", "email": None})
    truth = {row["rid"]: row["rid"][1:] for row in rows} | {f"c{place}": "1" for place in range(4)} | {"twin": "twin"}
    return dedupe(pl.DataFrame(rows), id_column="rid"), truth


def test_what_matters_comes_first_and_every_section_has_something_in_it():
    found, truth = many()
    page = duplicates_page(found, evaluation=found.evaluate(truth))
    titles = [section.title for section in page.sections]
    assert titles == [WORDS["en"][name] for name in ("short", "calls", "clusters", "line")] + [
        page_evaluation.WORDS["en"]["title"], WORDS["en"]["columns"], WORDS["en"]["unseen"],
    ]  # fmt: skip
    assert all(section.blocks for section in page.sections)


def test_the_largest_clusters_are_drawn_with_their_members():
    found, _ = many()
    page = duplicates_page(found)
    (network,) = next(section.blocks for section in page.sections if section.title == WORDS["en"]["clusters"])
    assert sorted(node.label for node in network.nodes) == ["a1", "b1", "c0", "c1", "c2", "c3"]
    assert "6 rows, one customer" in network.title


def test_several_clusters_stand_side_by_side():
    row = crowd(3)
    found = dedupe(pl.DataFrame([{**one, "rid": f"{place}{copy}"} for place, one in enumerate(row) for copy in "abc"]))
    page = duplicates_page(found)
    (side,) = next(section.blocks for section in page.sections if section.title == WORDS["en"]["clusters"])
    assert [len(network.nodes) for network in side.blocks] == [3, 3, 3]
    assert render(page).count('class="drawn network"') == 3


def test_of_many_sizes_the_largest_share_a_bar():
    sizes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12]
    row = crowd(10)
    frame = pl.DataFrame(
        [{**row[place], "rid": f"{place}x{copy}"} for place, size in enumerate(sizes) for copy in range(size)]
    )
    found = dedupe(frame, id_column="rid")
    section, _ = shown(found)
    bars = next(block for block in section.blocks if isinstance(block, Bars))
    assert sum(part.value for part in bars.parts) == found.customers_found
    assert len(bars.parts) <= 8


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_evaluation_shows_its_mistakes_with_an_example_of_each(language):
    found, truth = many()
    truth |= {"b3": "somebody else", "a7": "8"}
    result = found.evaluate(truth)
    section = page_evaluation.evaluation_section(found, result, language=language)
    examples = [block.names for block in section.blocks if isinstance(block, Evidence)]
    assert examples[0] in {("a3", "b3"), ("a7", "b7")}
    assert set(examples[1]) <= {"a7", "a8", "b8"}
    table = next(block for block in section.blocks if isinstance(block, Table))
    assert sum(int(row[2]) for row in table.rows) == sum(one.count for one in result.mistakes)
    render(duplicates_page(found, evaluation=result, language=language))
    perfect = evolve(result, mistakes=(), curve=(), interval=None, lost_in_clustering=0.1)
    text = render(duplicates_page(found, evaluation=perfect, language=language))
    assert page_evaluation.WORDS[language]["none"] in text


def test_a_notebook_sees_the_figures_and_the_line():
    found, _ = many()
    html = found._repr_html_()
    assert str(found) in html
    assert thresholds.WORDS["en"]["title"] in html
    assert thresholds.WORDS["en"]["title"] not in dedupe(pl.DataFrame(PEOPLE).head(0))._repr_html_()
