"""What a marketing team asks of the base of the example exports: twenty segments, which are data."""

import json
from collections.abc import Collection, Mapping
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from typing import Any

from attrs import field, frozen

from crmkit.customer_base import CustomerBase, connect
from crmkit.demo.exports import TODAY, ZONE
from crmkit.demo.team_schema import TEAM
from crmkit.demo.tools import load_tools
from crmkit.segment.bound import BoundSegment
from crmkit.segment.running.subject import Consenting
from crmkit.segment.segment import Segment


@frozen(kw_only=True)
class Question:
    """A segment that the team asks for.

    Attributes:
        number: from 1 to 20.
        title: language to its name.
        segment: its text.
        members: ids of the customers it means in the shipped exports.
    """

    number: int
    title: Mapping[str, str]
    segment: str
    members: tuple[str, ...] = field(converter=tuple, repr=False)


@frozen(kw_only=True)
class Team:
    """The questions of the team, with the segments and parameters that they name.

    Attributes:
        questions: the twenty segments.
        segments: name to the text of a segment that others name.
        params: name to the value of a parameter.
    """

    questions: tuple[Question, ...]
    segments: Mapping[str, str]
    params: Mapping[str, Any]

    def segment(self, question: Question) -> Segment:
        """Parse a question."""
        return Segment.parse(question.segment, schema=TEAM, segments=self.segments)

    def bind(self, question: Question, *, lists: Mapping[str, Collection[str]], consented: Consenting) -> BoundSegment:
        """Bind a question to the day of the story, with what it asks for.

        Args:
            question: the question.
            lists: name of each list to the ids on it.
            consented: answers whether a customer consents.
        """
        segment = self.segment(question)
        params = {name: self.params[name] for name in segment.facts().parameters}
        return segment.at(TODAY, zone=ZONE, params=params, lists=lists, consented=consented)


@frozen(kw_only=True)
class Asked:
    """A question, and how many customers it means.

    Attributes:
        question: the question.
        segment: its segment.
        members: ids of those who are meant, in their order.
    """

    question: Question
    segment: Segment
    members: tuple[str, ...]


def read_team() -> Team:
    """Read the twenty segments that are shipped.

    >>> read_team().questions[2].segment
    'count(orders) >= 1 and not did order in last 365 days'
    """
    data = json.loads((files("crmkit.demo") / "segments.json").read_text("utf-8"))
    return Team(
        questions=tuple(Question(**one) for one in data["questions"]),
        segments=data["segments"],
        params=data["params"],
    )


def ask_all(base: CustomerBase, team: Team, *, lists: Mapping[str, Collection[str]]) -> tuple[Asked, ...]:
    """Ask all questions about the customers of a base.

    Args:
        base: what the tools know is in it; its schema is `TEAM`.
        team: the questions.
        lists: name of each list to the ids on it.
    """
    customers, consented = tuple(base.customers()), base.consent.at(TODAY).consented
    asked = []
    for one in team.questions:
        bound = team.bind(one, lists=lists, consented=consented)
        members = tuple(customer.id for customer in customers if bound.matches(customer))
        asked.append(Asked(question=one, segment=team.segment(one), members=members))
    return tuple(asked)


def ask_once(place: Path, folder: Path) -> tuple[Asked, ...]:
    """Ask all questions of a base that knows what the tools know, and take that back: the base stays as it was.

    Args:
        place: file of the base of the five exports.
        folder: where the files of the tools are.
    """
    asked: tuple[Asked, ...] = ()
    with (
        connect(place, schema=TEAM, actor="demo", zone=ZONE, clock=lambda: TODAY) as base,
        suppress(_TakenBack),
        base.transaction(),
    ):
        _, lists = load_tools(base, folder)
        asked = ask_all(base, read_team(), lists=lists)
        raise _TakenBack
    return asked


class _TakenBack(Exception):  # noqa: N818 # it is no error
    """Ends a transaction without keeping anything of it."""
