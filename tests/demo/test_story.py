"""The main job on a small world: two runs, two languages, and nothing that must not happen."""

from html.parser import HTMLParser

import pytest

from crmkit.customer_base import connect
from crmkit.demo.exports import FILES, find_exports
from crmkit.demo.page import WORDS
from crmkit.demo.story import WRITTEN, run
from crmkit.exceptions import InputError, StoreError
from examples.generate import write_exports


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """The exports of a small world, and two runs on it: what each told, and what it found."""
    folder = tmp_path_factory.mktemp("world")
    write_exports(folder / "exports", seed=7, customers=150)
    told, stories, pages, kept = [], [], [], []
    for language in ("en", "fr"):
        lines = []
        stories.append(run(folder / "out", exports=folder / "exports", language=language, tell=lines.append))
        told.append("\n".join(lines))
        pages.append((folder / "out" / "report.html").read_text("utf-8"))
        kept.append((folder / "out" / "audience.csv").read_text("utf-8"))
    return folder, told, stories, pages, kept


def test_nothing_fails_but_what_the_truth_tells(world):
    story = world[2][0]
    assert all("trap" in failure for failure in story.failures), story.failures
    assert story.unproven == ()
    assert all(one.conserved for one in story.loads)
    assert 0 < len(story.audience) < story.customers < story.duplicates.records
    assert story.truth.precision > 0.95
    assert story.truth.recall > 0.9


def test_the_story_has_six_parts_and_says_what_it_wrote(world):
    folder, told, *_ = world
    assert [line[0] for line in told[0].splitlines() if line[:1].isdigit()] == ["1", "2", "3", "4", "5", "6"]
    assert all(str(folder / "out" / name) in told[0] for name in WRITTEN)
    assert sorted(one.name for one in (folder / "out").iterdir()) == sorted(WRITTEN)


def test_a_second_run_changes_nothing_and_writes_the_files_again(world):
    _, _, (first, second), _, kept = world
    assert sum(one.created for one in first.loads) > 0
    for one in second.loads:
        assert (one.created, one.updated, one.interactions, one.consents) == (0, 0, 0, 0)
        assert one.conserved
    assert second.change.before == second.change.after == first.customers
    assert second.audience.reasons == first.audience.reasons
    assert kept[0] == kept[1]
    assert [one.members for one in second.asked] == [one.members for one in first.asked]


def test_what_is_taken_in_for_the_segments_is_taken_back(world):
    folder, _, (first, _), *_ = world
    assert any(one.members for one in first.asked)
    with connect(folder / "out" / "customers.db") as base:
        assert {row.source for row in base.rows()} == set(FILES)
        assert all(one.related.keys() <= {"orders", "tickets", "calls"} for one in base.customers())


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.headings, self.links, self.ids = [], [], [], []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.links += [values["href"]] if "href" in values else []
        self.ids += [values["id"]] if "id" in values else []
        if tag not in {"meta", "rect"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag != "rect":
            assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1:] == ["h2"]:
            self.headings.append(data)


@pytest.mark.parametrize("place", [0, 1])
def test_the_page_is_well_formed_and_each_link_leads_to_a_section(world, place):
    html, language = world[3][place], ("en", "fr")[place]
    page = Page()
    page.feed(html)
    assert page.open == []
    assert page.links == [f"#{one}" for one in page.ids]
    assert len(page.headings) == len(page.links) == 9
    assert WORDS[language]["short_title"] in page.headings
    assert f'<html lang="{language}">' in html
    assert "<script" not in html
    assert "&lt;bound method" not in html


def test_the_french_page_is_french(world):
    page = world[3][1]
    assert not [text for name, text in WORDS["en"].items() if text in page and text != WORDS["fr"][name]]
    assert not [word for word in ("not used", "mistyped", "the most recent", "How they compare") if word in page]


def test_both_languages_say_the_same_things():
    assert WORDS["en"].keys() == WORDS["fr"].keys()


def test_a_folder_that_lacks_an_export_is_named_with_what_it_lacks(tmp_path):
    (tmp_path / "newsletter.csv").write_text("")
    with pytest.raises(InputError, match=r"lacks shop\.xlsx, support\.jsonl, crm_old\.csv, till\.csv, contacts\.csv"):
        find_exports(tmp_path)


def test_the_shipped_exports_are_found():
    assert (find_exports() / "truth.json").is_file()


def test_a_place_that_is_no_folder_is_refused(tmp_path, world):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="choose another with --out"):
        run(tmp_path / "file" / "out", exports=world[0] / "exports", tell=str)
