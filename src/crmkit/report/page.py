"""What a page is made of: frozen blocks without behaviour. `html.py` draws them."""

from typing import Literal

from attrs import field, frozen

from crmkit.report.drawings import Drawn, Mark
from crmkit.report.drawings import Tone as Tone  # noqa: PLC0414 - a page is where rooms look for it

Language = Literal["en", "fr"]


@frozen
class Paragraph:
    """A few sentences."""

    text: str


@frozen
class Figure:
    """One number that matters, with its name and a remark."""

    label: str
    value: str
    note: str = ""
    tone: Tone = "plain"


@frozen
class Figures:
    """Numbers side by side."""

    figures: tuple[Figure, ...] = field(converter=tuple[Figure, ...])


@frozen
class Part:
    """A share of a whole, or one bar among others."""

    label: str
    value: float
    note: str = ""
    tone: Tone = "plain"


@frozen
class Split:
    """A whole and its parts, as one bar.

    Attributes:
        title: what the whole is.
        parts: shares, in the order they are drawn; those of zero are left out.
    """

    title: str
    parts: tuple[Part, ...] = field(converter=tuple[Part, ...])


@frozen
class Bars:
    """Bars under each other, on one scale.

    Attributes:
        parts: one bar each, in the order they are drawn.
        title: what the bars count.
    """

    parts: tuple[Part, ...] = field(converter=tuple[Part, ...])
    title: str = ""


@frozen
class Table:
    """Rows and columns.

    Attributes:
        headings: one per column.
        rows: cells as text, one per heading.
        numeric: places of the columns that hold numbers, from 0.
        caption: one sentence above the table.
    """

    headings: tuple[str, ...] = field(converter=tuple[str, ...])
    rows: tuple[tuple[str, ...], ...] = field(converter=tuple[tuple[str, ...], ...])
    numeric: frozenset[int] = frozenset()
    caption: str = ""


@frozen
class EvidenceRow:
    """What one field says about two records, in points (bits): above zero for "the same", below against it.

    Attributes:
        feature: the field.
        left: what the left record says.
        right: what the right one says.
        level: how they compare.
        weight: points.
        note: a remark on the points.
    """

    feature: str
    left: str
    right: str
    level: str
    weight: float
    note: str = ""


@frozen
class Evidence:
    """Two records side by side, and what each field weighs.

    Attributes:
        names: what the two records are called.
        verdict: the word for the outcome.
        rows: one per field; with `start` they add up to `total`.
        start: points before any field is looked at.
        total: points in sum.
        tone: how the outcome is coloured.
        note: a sentence or two below the names.
        marks: points that the sum is measured against.
        values: whether the values of both records are shown; without them it says only how they compare.
    """

    names: tuple[str, str]
    verdict: str
    rows: tuple[EvidenceRow, ...] = field(converter=tuple[EvidenceRow, ...])
    start: float
    total: float
    tone: Tone = "plain"
    note: str = ""
    marks: tuple[Mark, ...] = field(default=(), converter=tuple[Mark, ...])
    values: bool = True


@frozen
class Side:
    """Drawings side by side, and under each other where the page is narrow."""

    blocks: tuple[Drawn, ...] = field(converter=tuple[Drawn, ...])


Block = Paragraph | Figures | Split | Bars | Table | Evidence | Side | Drawn


@frozen
class Section:
    """A part of a page that answers one question."""

    title: str
    blocks: tuple[Block, ...] = field(converter=tuple[Block, ...])
    lead: str = ""


@frozen
class Page:
    """A whole page.

    Attributes:
        title: what it is about.
        subtitle: of what and as of when.
        sections: in reading order.
        language: language of its texts.
    """

    title: str
    subtitle: str
    sections: tuple[Section, ...] = field(converter=tuple[Section, ...])
    language: Language = "en"
