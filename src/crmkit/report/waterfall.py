"""Draw how a sum comes about: on its own, or bar by bar in the rows of a table."""

from collections.abc import Iterable, Sequence
from html import escape

from attrs import frozen

from crmkit.report.charts import signed
from crmkit.report.drawings import Mark, Waterfall
from crmkit.report.page import Language
from crmkit.report.svg import line, svg, text

_WIDTH, _LABELS, _VALUES, _ROW = 640, 150, 60, 26
_WIDE = 1000


@frozen
class Scale:
    """The range that all bars of one waterfall share.

    Attributes:
        low: value at the left end.
        high: value at the right end.
    """

    low: float
    high: float

    def at(self, value: float) -> float:
        """Give the place of a value between the ends, from 0 to 1.

        >>> Scale(-10, 10).at(5)
        0.75
        """
        return (value - self.low) / (self.high - self.low)


def scale_of(start: float, values: Iterable[float], marks: Iterable[Mark] = ()) -> Scale:
    """Find the range that a sum runs through, zero and the marks included.

    >>> scale_of(-10, [12, 3])
    Scale(low=-10.2, high=5.2)
    """
    reached = [start]
    for value in values:
        reached.append(reached[-1] + value)
    every = [0.0, *reached, *(mark.value for mark in marks)]
    low, high = min(every), max(every)
    room = max((high - low) / 75, 0.1)
    return Scale(round(low - room, 4), round(high + room, 4))


def floating_bar(scale: Scale, before: float, after: float, tone: str, marks: Sequence[Mark] = ()) -> str:
    """Draw one bar of a waterfall as wide as its cell, with the lines of zero and of the marks."""
    left, right = sorted((_WIDE * scale.at(before), _WIDE * scale.at(after)))
    lines = [f'<rect class="zero" x="{_WIDE * scale.at(0) - 1:.1f}" y="0" width="2" height="24"/>']
    lines += [
        f'<rect class="mark" x="{_WIDE * scale.at(one.value) - 1:.1f}" y="0" width="2" height="24"/>' for one in marks
    ]
    return (
        f'<svg viewBox="0 0 {_WIDE} 24" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="track" x="0" y="4" width="{_WIDE}" height="16"/>{"".join(lines)}'
        f'<rect class="{tone}-fill" x="{left:.1f}" y="5" width="{max(right - left, 4):.1f}" height="14"/></svg>'
    )


def waterfall_chart(block: Waterfall, *, language: Language = "en", alone: bool = False) -> str:
    """Draw a waterfall as one picture, with its labels and values."""
    scale = scale_of(block.start.value, [step.value for step in block.steps], block.marks)
    room = _WIDTH - _LABELS - _VALUES
    height = _ROW * (len(block.steps) + 2) + 22
    shapes = [line(_LABELS + room * scale.at(0), 18, _LABELS + room * scale.at(0), height - 2, "axis")]
    for mark in block.marks:
        x = _LABELS + room * scale.at(mark.value)
        shapes.append(line(x, 18, x, height - 2, "threshold"))
        shapes.append(text(x, 12, mark.label, kind="small", anchor="middle"))
    rows = [(block.start.label, block.start.note, 0.0, block.start.value, "quiet")]
    reached = block.start.value
    for step in block.steps:
        rows.append((step.label, step.note, reached, reached + step.value, "good" if step.value >= 0 else "bad"))
        reached += step.value
    rows.append((block.total, "", 0.0, reached, "plain"))
    for place, (label, note, before, after, tone) in enumerate(rows):
        y = 20 + _ROW * place
        left, right = sorted((scale.at(before), scale.at(after)))
        said = f"{label}: {signed(after - before, language)}{f' ({note})' if note else ''}"
        shapes += [
            text(0, y + 15, label, most=21),
            (
                f'<rect class="{tone}-fill" x="{_LABELS + room * left:.1f}" y="{y + 3}" rx="2" height="{_ROW - 9}" '
                f'width="{max(room * (right - left), 1.5):.1f}"><title>{escape(said)}</title></rect>'
            ),
            text(_WIDTH, y + 15, signed(after - before, language), kind="value", anchor="end"),
        ]
        if place < len(rows) - 2:
            x = _LABELS + room * scale.at(after)
            shapes.append(line(x, y + _ROW - 6, x, y + _ROW + 3, "joint"))
    said = ", ".join(f"{label} {signed(after - before, language)}" for label, _, before, after, _ in rows)
    return svg(_WIDTH, height, f"{block.title}. {said}", shapes, alone=alone)
