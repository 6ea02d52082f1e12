"""What the review page does when somebody judges: the state against a model of it, then the page as it is used."""

import json
import random

import polars as pl
import pytest

from crmkit.dedup.frames import dedupe, link
from crmkit.dedup.review_file import FORMAT, read_judgements
from tests.dedup.browser import in_chromium, in_node
from tests.dedup.people import crowd

VERDICTS = ("same", "different", "unsure")
PLAY = """
return given.map(({about, pairs, acts}) => {
  const state = review.begin(about, pairs);
  for (const [place, verdict, note] of acts) { review.judge(state, place, verdict); state.said[place].note = note; }
  const counts = review.counts(state);
  const text = JSON.stringify(review.exported(state));
  const again = review.begin(about, [...pairs].reverse());
  const told = review.restore(again, text);
  return { counts, text, told, again: review.exported(again),
    open: review.shown(state, { only: "open" }), heavy: review.shown(state, { low: 0 }),
    next: review.nextOpen(state, review.shown(state), 0) };
});
"""


def plays(seed, count=40):
    """Random games: pairs, and who said what of them."""
    chance = random.Random(seed)
    for _ in range(count):
        size = chance.randint(1, 8)
        linked = chance.random() < 0.5
        strange = ("<b>", '"', "'", "é", "\u2028", "</script>", "1", "  ")
        names = [
            [chance.choice(strange), f"{number}"] if linked else [f"{number}{chance.choice(strange)}"]
            for number in range(2 * size)
        ]
        yield {
            "about": {"format": FORMAT, "run": "0a1b", "ids": "text"},
            "pairs": [
                {"ids": [names[2 * place], names[2 * place + 1]], "weight": chance.uniform(-9, 9)}
                for place in range(size)
            ],
            "acts": [
                [chance.randrange(size), chance.choice(VERDICTS), chance.choice(("", "why", "<i>"))]
                for _ in range(chance.randint(0, 20))
            ],
        }


def expected(play):
    """What the page should hold: the same verdict again takes it back."""
    said = [("", "")] * len(play["pairs"])
    for place, verdict, note in play["acts"]:
        said[place] = ("" if said[place][0] == verdict else verdict, note)
    return said


def test_what_is_judged_is_counted_exported_and_read_back():
    games = list(plays(20260101))
    for game, seen in zip(games, in_node(PLAY, games), strict=True):
        said = expected(game)
        judged = [place for place, (verdict, _) in enumerate(said) if verdict]
        assert seen["counts"] == {
            "count": len(said), "judged": len(judged),
            **{verdict: sum(one == verdict for one, _ in said) for verdict in VERDICTS},
        }  # fmt: skip
        assert seen["open"] == [place for place in range(len(said)) if place not in judged]
        assert seen["heavy"] == [place for place, pair in enumerate(game["pairs"]) if pair["weight"] >= 0]
        after = [place for place in seen["open"] if place > 0]
        assert seen["next"] == next(iter([*after, *seen["open"]]), -1)
        opinions = read_judgements(seen["text"]).opinions
        assert [(one.verdict, one.note) for one in opinions] == [said[place] for place in judged]
        for one, place in zip(opinions, judged, strict=True):
            left, right = (tuple(name) if len(name) == 2 else name[0] for name in game["pairs"][place]["ids"])
            assert (one.left, one.right) == (left, right)


def test_a_saved_file_is_taken_up_whatever_the_order_of_its_pairs():
    games = list(plays(7))
    for game, seen in zip(games, in_node(PLAY, games), strict=True):
        judged = sum(bool(verdict) for verdict, _ in expected(game))
        assert seen["told"] == {"count": judged}
        by_pair = {json.dumps([one["left"], one["right"]]): one for one in json.loads(seen["text"])["judgements"]}
        again = {json.dumps([one["left"], one["right"]]): one for one in seen["again"]["judgements"]}
        assert again == by_pair


def test_what_is_broken_or_foreign_changes_nothing_and_what_is_not_asked_here_is_kept():
    said = {"left": ["r1"], "right": ["r2"], "verdict": "same", "note": "n"}
    elsewhere = {"left": ["r8"], "right": ["r9"], "verdict": "unsure", "note": ""}
    whole = {"format": FORMAT, "run": "0a1b", "ids": "text", "judgements": [said, elsewhere]}
    texts = [
        "{", "null", "[]", "{}", json.dumps({**whole, "judgements": 3}), json.dumps({**whole, "judgements": [3]}),
        json.dumps({**whole, "ids": "number"}), json.dumps({**whole, "run": "ffff"}), json.dumps(whole),
    ]  # fmt: skip
    program = """
    return given.map((text) => {
      const about = { format: "crmkit review 1", run: "0a1b", ids: "text" };
      const state = review.begin(about, [{ ids: [["r2"], ["r1"]], weight: 1 }]);
      return [review.restore(state, text), review.exported(state).judgements];
    });
    """
    seen = in_node(program, texts)
    assert [told for told, _ in seen] == [{"error": "broken"}] * 7 + [{"error": "foreign"}, {"count": 2}]
    assert all(held == [] for _, held in seen[:-1])
    assert seen[-1][1] == [{**said, "left": ["r2"], "right": ["r1"]}, elsewhere]


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    rows = [{**row, "rid": f'{copy}"<{place}>'} for place, row in enumerate(crowd(60)) for copy in "ab"]
    found = dedupe(pl.DataFrame(rows), id_column="rid")
    folder = tmp_path_factory.mktemp("review")
    pairs = found.pairs.head(4).select("left", "right").rows()
    found.review(folder / "review.html", pairs=pairs, language="fr")
    return found, folder, pairs


@pytest.mark.nightly
def test_somebody_judges_with_keys_alone_and_finds_it_again_the_next_day(pages):
    found, folder, pairs = pages
    steps = """
    seen.first = shown(page);
    press(page, "s"); seen.second = shown(page);
    press(page, "d"); press(page, "ArrowRight"); seen.last = shown(page);
    press(page, "n"); seen.end = shown(page);
    write(page, "note", "dernier <b>");
    press(page, "U"); seen.after_last = shown(page);
    press(page, "p"); seen.back = shown(page);
    seen.counts = page.getElementById("counts").textContent;
    page = await reload(frame);
    seen.again = shown(page);
    seen.json = page.getElementById("json").value;
    seen.pressed = [...page.querySelectorAll("[aria-pressed=true]")].length;
    page.getElementById("keys").click(); press(page, "s"); seen.without_keys = page.getElementById("json").value;
    write(page, "only", "open"); seen.open = shown(page);
    write(page, "low", "999"); seen.none = [shown(page), page.getElementById("nothing").hidden];
    """
    seen = in_chromium(folder / "review.html", steps, folder)
    assert seen.pop("counts") == "3 sur 4 jugées : 1 identiques, 1 différentes, 1 incertaines"
    assert seen.pop("without_keys") == seen["json"]
    read = read_judgements(seen.pop("json"), of=found)
    assert [(one.left, one.right) for one in read.opinions] == [pairs[0], pairs[1], pairs[3]]
    assert [(one.verdict, one.note) for one in read.opinions] == [
        ("same", ""), ("different", ""), ("unsure", "dernier <b>"),
    ]  # fmt: skip
    assert seen == {
        "first": 0, "second": 1, "last": 3, "end": 3, "after_last": 2, "back": 1, "again": 2, "pressed": 0, "open": 2,
        "none": [-1, False],
    }  # fmt: skip


@pytest.mark.nightly
def test_hostile_cells_are_shown_as_text_and_run_nothing(tmp_path):
    evil = "\"'><img src=x onerror=\"document.title='gone'\"><script>document.title='gone'</script>{count}"
    rows = [{"id": f"{evil}{number}", "Vorname": evil, "Nachname": "Muster", "Ort": "Bern"} for number in range(2)]
    frame = pl.DataFrame(rows)
    found = link({evil: frame, "till": frame}, id_column="id")
    found.review(tmp_path / "review.html", pairs=[((evil, rows[0]["id"]), ("till", rows[1]["id"]))], title=evil)
    steps = """
    seen.title = page.title;
    seen.strange = page.querySelectorAll("img, script:not(body > script:last-child), iframe").length;
    seen.cells = [...page.querySelectorAll(".records tbody td")].map((cell) => cell.textContent);
    press(page, "d"); seen.json = page.getElementById("json").value; seen.after = page.title;
    """
    seen = in_chromium(tmp_path / "review.html", steps, tmp_path)
    assert seen["title"] == seen["after"] == "Is this the same customer?"
    assert (seen["strange"], seen["cells"][:2]) == (0, [evil, evil])
    (one,) = read_judgements(seen["json"], of=found).opinions
    assert (one.left, one.right, one.verdict) == ((evil, rows[0]["id"]), ("till", rows[1]["id"]), "different")
