"""Find the consent columns of an export, and read one row of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from attrs import frozen

from crmkit.exceptions import InputError, SchemaError
from crmkit.intake.exports.tool import ELSE, SILENT, TOPIC, Column, Tool
from crmkit.records import Scalar
from crmkit.schema.folding import fold

Cells = Mapping[str, Scalar]

UNKNOWN: Final = "?"
"""Stands for the meaning of a value that is in no list."""


@frozen
class Found:
    """A column of an export that says something about consent.

    Attributes:
        heading: its heading.
        column: what it is.
        topic: name of the list it is about, where its heading names one.
    """

    heading: str
    column: Column
    topic: str | None = None


@frozen
class Said:
    """What one cell says.

    Attributes:
        heading: the column.
        cell: the cell.
        meaning: name of what it means; `UNKNOWN` for a value that is in no list.
        channel: the channel; None for one that is not known.
        topic: the list, where the row or the heading names one.
    """

    heading: str
    cell: Scalar
    meaning: str
    channel: str | None
    topic: str | None


@frozen
class Sheet:
    """The columns of one export.

    Attributes:
        tool: the program it comes from.
        found: columns that say something about consent.
        headings: folded heading to the heading.
    """

    tool: Tool
    found: tuple[Found, ...]
    headings: Mapping[str, str]

    @classmethod
    def of(cls, tool: Tool, headings: Sequence[str], *, topics: Iterable[str], origin: str) -> "Sheet":
        """Find the columns of an export.

        Raises:
            InputError: none of them says anything about consent, or none has a contact point.
            SchemaError: a column is about a list of which nobody said what it is for.
        """
        named = {fold(heading): heading for heading in headings}
        known = {fold(topic): topic for topic in topics}
        found = list(_plain(tool, named))
        taken = {one.heading for one in found}
        for one in _about_topics(tool, named, known):
            if one.heading not in taken:
                taken.add(one.heading)
                found.append(one)
        if not found:
            raise InputError(
                f"Nothing in {origin} says who agreed and who opted out: it has none of the columns by which an export "
                f"of {tool.name} says so. {tool.advice}"
            )
        sheet = cls(tool, tuple(found), named)
        strange = sorted({one.topic for one in found if one.topic is not None and fold(one.topic) not in known})
        if strange:
            raise SchemaError(
                f"Say what these lists of {origin} are for, by topics={{name: purpose}}, or None to leave one out: "
                f"{', '.join(map(repr, strange))}."
            )
        if not any(sheet.column(name) for names in tool.points.values() for name in names):
            wanted = ", ".join(repr(name) for names in tool.points.values() for name in names)
            raise InputError(f"There is no contact point in {origin}: it has none of the columns {wanted}.")
        return sheet

    def column(self, name: str) -> str | None:
        """Find the heading of a column, by any name that it has."""
        return next((self.headings[fold(one)] for one in self.tool.called(name) if fold(one) in self.headings), None)

    def cell(self, cells: Cells, name: str) -> Scalar:
        """Read a cell by the name of its column; None when it is empty, or not there."""
        heading = self.column(name)
        cell = None if heading is None else cells.get(heading)
        return None if cell is None or not str(cell).strip() else cell

    def first(self, cells: Cells, names: Iterable[str]) -> Scalar:
        """Read the first of some cells that is not empty."""
        return next((cell for name in names if (cell := self.cell(cells, name)) is not None), None)

    def read(self, cells: Cells) -> Iterator[Said]:
        """Read what a row says about consent, silence left out."""
        for one in self.found:
            cell, column = cells.get(one.heading), one.column
            if cell is None or not str(cell).strip():
                continue
            word = fold(str(cell))
            meaning = column.values.get(word, column.values.get(ELSE, UNKNOWN))
            if meaning == SILENT:
                continue
            channel = column.channel
            if column.channel_in:
                channel = column.channels.get(fold(str(self.first(cells, column.channel_in) or "")))
            topic = one.topic
            if topic is None and column.topic_in:
                named = self.first(cells, column.topic_in)
                topic = None if named is None else str(named)
            yield Said(one.heading, cell, meaning, channel, topic)

    def unread(self) -> tuple[str, ...]:
        """Name the headings that nobody looks at, in their order."""
        read = {one.heading for one in self.found} | {self.column(name) for name in self.tool.names()}
        return tuple(heading for heading in self.headings.values() if heading not in read)


def _plain(tool: Tool, named: Mapping[str, str]) -> Iterator[Found]:
    for column in tool.columns:
        for name in column.names:
            for one in tool.called(name):
                if TOPIC not in one and fold(one) in named:
                    yield Found(named[fold(one)], column)


def _about_topics(tool: Tool, named: Mapping[str, str], known: Mapping[str, str]) -> Iterator[Found]:
    patterns = [(column, name) for column in tool.columns for name in column.names if TOPIC in name]
    others = {fold(one) for name in tool.names() for one in tool.called(name)}
    for column, name in patterns:
        beginning = fold(name.replace(TOPIC, ""))
        rest = column.rest_beside is not None and fold(column.rest_beside) in named
        for folded, heading in named.items():
            if beginning and folded.startswith(f"{beginning} "):
                topic = folded.removeprefix(f"{beginning} ")
                yield Found(heading, column, known.get(topic) or heading.partition(":")[2].strip() or topic)
            elif not beginning and (folded in known or (rest and folded not in others)):
                yield Found(heading, column, known.get(folded, heading))
