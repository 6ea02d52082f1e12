"""What drawings are made of: frozen blocks without behaviour. `waterfall.py`, `network.py` and `plot.py` draw them."""

from typing import Literal

from attrs import field, frozen

Tone = Literal["plain", "good", "warn", "bad", "quiet"]


@frozen
class Step:
    """One step of a sum: what it is, and how much it adds or takes away."""

    label: str
    value: float
    note: str = ""


@frozen
class Mark:
    """A line across a drawing, at a value that means something."""

    label: str
    value: float


@frozen
class Waterfall:
    """How a sum comes about, step under step; each bar begins where the one above it ends.

    Attributes:
        title: what is summed up.
        start: where it begins.
        steps: what is added, in order.
        total: the word for the sum.
        marks: values that the sum is measured against.
    """

    title: str
    start: Step
    steps: tuple[Step, ...] = field(converter=tuple[Step, ...])
    total: str
    marks: tuple[Mark, ...] = field(default=(), converter=tuple[Mark, ...])


@frozen
class Node:
    """A member of a network."""

    label: str
    note: str = ""


@frozen
class Edge:
    """What connects two nodes.

    Attributes:
        left: place of a node, from 0.
        right: place of another one.
        label: written on the line; empty for none.
        title: shown when the line is pointed at.
        tone: its colour.
        dashed: whether it parts the two instead of joining them.
        strong: whether it is one of the lines that hold the network together.
    """

    left: int
    right: int
    label: str = ""
    title: str = ""
    tone: Tone = "good"
    dashed: bool = False
    strong: bool = False


@frozen
class Network:
    """Nodes and what connects them.

    Attributes:
        title: what it shows.
        nodes: members.
        edges: connections; the later ones are drawn over the earlier ones.
        key: tone, whether dashed, and word of each kind of line.
        note: a sentence below it.
    """

    title: str
    nodes: tuple[Node, ...] = field(converter=tuple[Node, ...])
    edges: tuple[Edge, ...] = field(converter=tuple[Edge, ...])
    key: tuple[tuple[Tone, bool, str], ...] = ()
    note: str = ""


@frozen
class Curve:
    """A line through points, from left to right."""

    label: str
    points: tuple[tuple[float, float], ...] = field(converter=tuple[tuple[float, float], ...])
    tone: Tone = "plain"


@frozen
class Layer:
    """One layer of stacked columns: a count for each of them."""

    label: str
    counts: tuple[float, ...] = field(converter=tuple[float, ...])
    tone: Tone = "plain"


@frozen
class Plot:
    """Columns, curves, or both over one axis; curves are shares of one, columns are counts.

    Attributes:
        title: what it shows.
        x_label: what the horizontal axis means.
        y_label: what the vertical axis means.
        curves: lines, as shares of one.
        bounds: left and right end of the horizontal axis.
        layers: stacked columns of equal width between the bounds.
        marks: vertical lines.
        note: a sentence below it.
    """

    title: str
    x_label: str
    y_label: str
    curves: tuple[Curve, ...] = field(default=(), converter=tuple[Curve, ...])
    bounds: tuple[float, float] = (0.0, 1.0)
    layers: tuple[Layer, ...] = field(default=(), converter=tuple[Layer, ...])
    marks: tuple[Mark, ...] = field(default=(), converter=tuple[Mark, ...])
    note: str = ""


Drawn = Waterfall | Network | Plot
