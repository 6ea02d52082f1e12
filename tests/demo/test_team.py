"""The twenty segments of a marketing team mean whom plain Python means, in the reference, on Polars and on SQLite."""

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from attrs import frozen

from crmkit.customer_base import CustomerBase, connect
from crmkit.demo.exports import FILES, GIVEN, TODAY, ZONE, find_exports
from crmkit.demo.team import Asked, ask_all, read_team
from crmkit.demo.team_schema import TEAM
from crmkit.demo.tools import load_tools
from crmkit.records import Customer
from examples.generate import write_exports
from tests.demo.team_oracle import ORACLE, Around
from tests.segment.engines import Held, Sqlite, Stored

NUMBERS = range(1, 21)


@frozen
class Crowd:
    """The customers of a base, as engines hold them."""

    customers: tuple[Customer, ...]
    schema = TEAM
    zone = ZONE


@frozen
class World:
    """A base that knows what the tools know, with everything that was asked of it."""

    folder: Path
    base: CustomerBase
    customers: tuple[Customer, ...]
    lists: dict[str, tuple[str, ...]]
    asked: tuple[Asked, ...]
    engines: tuple[Sqlite | Stored, ...]

    def means(self, number: int) -> set[str]:
        """Tell whom plain Python means."""
        around = Around(self.base.consent.at(TODAY).consented, frozenset(self.lists["shop_opening_invited"]))
        return {one.id for one in self.customers if ORACLE[number](one, around)}


def opened(folder: Path) -> Iterator[World]:
    with connect("memory:", schema=TEAM, actor="demo", zone=ZONE, clock=lambda: TODAY) as base:
        for source, name in FILES.items():
            base.load(folder / name, source=source, given=GIVEN.get(source))
        base.merge(base.find_duplicates())
        _, lists = load_tools(base, folder)
        customers = tuple(base.customers())
        held = Held.of(Crowd(customers))
        engines = (Sqlite(held), Stored(held))
        yield World(folder, base, customers, dict(lists), ask_all(base, read_team(), lists=lists), engines)
        for one in engines:
            one.close()


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exports")
    write_exports(folder, seed=7, customers=130)
    yield from opened(folder)


@pytest.fixture(scope="module")
def shipped():
    yield from opened(find_exports())


def holds(world: World, number: int) -> None:
    """Check one segment against plain Python and on engines."""
    asked = world.asked[number - 1]
    assert asked.question.number == number
    members = set(asked.members)
    assert members == world.means(number)
    bound = read_team().bind(asked.question, lists=world.lists, consented=world.base.consent.at(TODAY).consented)
    known = {one.id: one for one in world.customers}
    for engine in world.engines:
        found = engine.ask(bound)
        assert {one for one in found if bound.matches(known[one])} == members
        assert engine.leaves(bound) or found == members


@pytest.mark.parametrize("number", NUMBERS)
def test_a_segment_means_whom_plain_python_means(small, number):
    holds(small, number)


def test_most_segments_mean_somebody_even_in_a_small_world(small):
    assert sum(0 < len(one.members) < len(small.customers) for one in small.asked) >= 11


@pytest.mark.nightly
@pytest.mark.parametrize("number", NUMBERS)
def test_a_segment_means_those_who_are_written_down_for_the_shipped_exports(shipped, number):
    holds(shipped, number)
    asked = shipped.asked[number - 1]
    assert asked.members == asked.question.members
    assert 0 < len(asked.members) < len(shipped.customers)


def test_what_the_tools_know_is_taken_in_once_and_what_names_nobody_is_set_aside(small):
    loads, lists = load_tools(small.base, small.folder)
    for one in loads:
        assert one.conserved
        assert (one.created, one.updated) == (0, 0)
        assert one.unchanged > 0
    assert [dict(one.reasons) for one in loads] == [{"event.nobody": 1, "row.not_json": 1}, {}]
    assert lists == small.lists
    assert tuple(small.base.customers()) == small.customers
    assert small.base.verify().ok


def test_there_are_twenty_segments_with_names_in_both_languages():
    team = read_team()
    assert [one.number for one in team.questions] == list(NUMBERS)
    assert all(one.title.keys() == {"en", "fr"} for one in team.questions)
    assert all(one.members and list(one.members) == sorted(set(one.members)) for one in team.questions)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_segment_is_told_in_french_with_the_names_of_what_it_asks_about(number):
    team = read_team()
    segment = team.segment(team.questions[number - 1])
    told = segment.describe("fr")
    asked = [one for one in TEAM.relations if re.search(rf"\b({one.name}|{one.singular})\b", segment.text)]
    assert all(one.label("fr") in told for one in asked)
    assert asked or number in {12, 14, 15, 19, 20}


def write_down() -> None:
    """Write whom the segments mean in the shipped exports: `python -m tests.demo.test_team`, for a person to read."""
    path = Path(str(files("crmkit.demo") / "segments.json"))
    data = json.loads(path.read_text("utf-8"))
    for world in opened(find_exports()):
        for question, asked in zip(data["questions"], world.asked, strict=True):
            question["members"] = list(asked.members)
    path.write_text(as_text(data), "utf-8")


def as_text(data: dict) -> str:
    """Write the segments so that two versions can be compared."""
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in data.pop("questions"))
    rest = "".join(f"{json.dumps(key)}: {json.dumps(held, ensure_ascii=False)},\n" for key, held in data.items())
    return f'{{{rest}"questions": [\n{lines}\n]}}\n'


if __name__ == "__main__":
    write_down()
