"""What the consent columns of a program mean: a declaration, kept as JSON."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from attrs import field, frozen

from crmkit.exceptions import SchemaError, UnknownNameError
from crmkit.records import Act, Authority

TOOLS: Final = ("brevo", "hubspot", "mailchimp", "mautic")
"""Programs whose exports are known."""

ELSE: Final = "*"
"""Stands for every value that is not named."""

TOPIC: Final = "{topic}"
"""Stands in the name of a column for that of a list, or of a type of subscription."""

SILENT: Final = ""
"""Meaning of a value that says nothing about consent."""


@frozen(kw_only=True)
class Dated:
    """A column that says when something was done.

    Attributes:
        column: its name.
        beside: a column that must be filled too; without it the date is that of something else, such as an import.
    """

    column: str
    beside: str | None = None


@frozen(kw_only=True)
class Meaning:
    """What a value says that somebody did.

    Attributes:
        act: the act.
        at: columns with the instant of the act, the best first.
        by: columns with an instant at which the act had been done.
        purpose: what for, where the value is not about the list alone: a purpose, or "*".
        authority: who speaks. A consent of an export speaks with the authority of a machine, so that it never brings
            back what somebody took back.
        method: how.
        recorded: column to the values of it that show that an act of the person is on record; empty for any value.
        confirmed: when she confirmed a request.
        basis: columns that name a legal basis.
        consents: values of them that mean consent; any other one means that nobody consented.
    """

    act: Act
    at: tuple[Dated, ...] = ()
    by: tuple[str, ...] = ()
    purpose: str | None = None
    authority: Authority = "subject"
    method: str = "import"
    recorded: Mapping[str, tuple[str, ...]] = field(factory=dict)
    confirmed: Dated | None = None
    basis: tuple[str, ...] = ()
    consents: tuple[str, ...] = ()


@frozen(kw_only=True)
class Column:
    """A column that says something about consent.

    Attributes:
        names: its names; "{topic}" in one stands for a list, or a type of subscription.
        values: value, folded, to the name of what it means; "" says nothing, and "*" is any other value.
        channel: the channel it is about.
        channel_in: columns that name the channel, where it differs from row to row.
        channels: value of such a column, folded, to the channel.
        topic_in: columns that name the list, where it differs from row to row.
        rest_beside: a column beside which every heading that is nothing else names a list.
    """

    names: tuple[str, ...]
    values: Mapping[str, str]
    channel: str | None = None
    channel_in: tuple[str, ...] = ()
    channels: Mapping[str, str] = field(factory=dict)
    topic_in: tuple[str, ...] = ()
    rest_beside: str | None = None


@frozen(kw_only=True)
class Tool:
    """A program, by what its exports say about consent.

    Attributes:
        name: its name.
        source: where its columns and values are described.
        points: channel to the columns of its contact points.
        meanings: name to what somebody did.
        columns: the columns that say so.
        also: name of a column, as it is used here, to other names that it has.
        zone: IANA name of the zone of its times; None where it is that of the account.
        advice: what to do with an export that lacks these columns.

    Raises:
        SchemaError: a value has a meaning that is not there, or a consent that speaks louder than a machine.

    >>> [name for name, one in load_tool("mailchimp").meanings.items() if one.act == "suppress"]
    ['cleaned']
    """

    name: str
    source: str
    points: Mapping[str, tuple[str, ...]]
    meanings: Mapping[str, Meaning]
    columns: tuple[Column, ...]
    also: Mapping[str, tuple[str, ...]] = field(factory=dict)
    zone: str | None = None
    advice: str = ""

    def __attrs_post_init__(self) -> None:
        faults = [*self._faults()]
        if faults:
            raise SchemaError(f"The exports of {self.name!r} make no sense: {'; '.join(faults)}.")

    def called(self, column: str) -> tuple[str, ...]:
        """Give every name of a column."""
        return (column, *self.also.get(column, ()))

    def names(self) -> Iterator[str]:
        """Name every column that is looked at and is not itself about consent."""
        for points in self.points.values():
            yield from points
        for column in self.columns:
            yield from (*column.channel_in, *column.topic_in)
        for one in self.meanings.values():
            yield from (*one.by, *one.recorded, *one.basis)
            for dated in (*one.at, *([one.confirmed] if one.confirmed else [])):
                yield from (dated.column, *([dated.beside] if dated.beside else []))

    def _faults(self) -> Iterator[str]:
        for column in self.columns:
            for name in column.values.values():
                if name not in {SILENT, *self.meanings}:
                    yield f"a value means {name!r}, which is not there"
            channels = {*([column.channel] if column.channel else ()), *column.channels.values()}
            yield from (f"no column has the points of {one!r}" for one in sorted(channels - self.points.keys()))
            if not channels:
                yield f"nothing tells the channel of {column.names[0]!r}"
        for name, one in self.meanings.items():
            if one.act in {"grant", "renew"} and one.authority != "machine":
                yield f"{name!r} is a consent, which an export cannot say with the authority of {one.authority!r}"
            if one.act in {"confirm", "lift", "invalidate"}:
                yield f"{name!r} is about another act, and an export has none"


@cache
def load_tool(name: str) -> Tool:
    """Read the declaration of a program.

    Raises:
        UnknownNameError: for a program whose exports are not known.

    >>> load_tool("mautic").columns[0].values["2"]
    'bounced'
    """
    from crmkit.schema.documents import load_text

    if name not in TOOLS:
        raise UnknownNameError("program whose exports are known", name, TOOLS)
    return load_text((files("crmkit.intake.exports") / f"{name}.json").read_text("utf-8"), Tool)
