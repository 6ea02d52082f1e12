"""Draw columns and curves over one axis."""

from collections.abc import Iterator
from html import escape
from math import ceil, floor, log10

from crmkit.report.charts import number
from crmkit.report.drawings import Plot
from crmkit.report.svg import line, svg, text

_WIDTH, _HEIGHT = 440, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 40, 24, 42


def plot_chart(block: Plot, *, alone: bool = False) -> str:
    """Draw a plot; curves are measured on the right where there are columns, else on the left."""
    shapes = [*_x_axis(block)]
    most = _round_up(max((sum(column) for column in _columns(block)), default=0.0))
    if block.layers:
        shapes += _columns_drawn(block, most)
        shapes += [
            text(_LEFT - 7, _y(share) + 4, number(most * share), kind="small", anchor="end") for share in (0, 0.5, 1)
        ]
    if block.curves:
        beside, anchor = (_WIDTH - _RIGHT + 7, "start") if block.layers else (_LEFT - 7, "end")
        for share in (0, 0.25, 0.5, 0.75, 1):
            shapes.insert(0, line(_LEFT, _y(share), _WIDTH - _RIGHT, _y(share), "grid"))
            shapes.append(text(beside, _y(share) + 4, f"{share:.0%}", kind="small", anchor=anchor))
        for curve in block.curves:
            points = " ".join(f"{_x(block, x):.1f},{_y(y):.1f}" for x, y in curve.points)
            title = f"<title>{escape(curve.label)}</title>"
            shapes.append(f'<polyline class="{curve.tone}-line" points="{points}">{title}</polyline>')
    for mark in block.marks:
        x = _x(block, mark.value)
        anchor = "end" if x > _WIDTH - 120 else "start" if x < 120 else "middle"
        shapes += [
            line(x, _TOP, x, _HEIGHT - _BOTTOM, "threshold"),
            text(x, _TOP - 9, mark.label, kind="small", anchor=anchor),
        ]
    shapes.append(text((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 6, block.x_label, kind="small", anchor="middle"))
    return svg(_WIDTH, _HEIGHT, _said(block), shapes, alone=alone)


def _columns(block: Plot) -> list[tuple[float, ...]]:
    return list(zip(*(layer.counts for layer in block.layers), strict=True))


def _columns_drawn(block: Plot, most: float) -> Iterator[str]:
    columns = _columns(block)
    low, high = block.bounds
    step = (high - low) / max(len(columns), 1)
    for place, column in enumerate(columns):
        left, right = _x(block, low + place * step), _x(block, low + (place + 1) * step)
        below = 0.0
        for layer, count in zip(block.layers, column, strict=True):
            if count:
                top, bottom = _y((below + count) / most), _y(below / most)
                said = f"{low + place * step:g} … {low + (place + 1) * step:g}: {number(count)} {layer.label}"
                yield (
                    f'<rect class="{layer.tone}-fill" x="{left + 0.7:.1f}" y="{top:.1f}" '
                    f'width="{max(right - left - 1.4, 1):.1f}" height="{max(bottom - top, 0.8):.1f}">'
                    f"<title>{escape(said)}</title></rect>"
                )
            below += count


def _x_axis(block: Plot) -> Iterator[str]:
    low, high = block.bounds
    step = _round_up((high - low) / 6)
    yield line(_LEFT, _HEIGHT - _BOTTOM, _WIDTH - _RIGHT, _HEIGHT - _BOTTOM, "axis")
    for count in range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1):
        value = count * step
        written = f"{value:.0%}" if block.bounds == (0.0, 1.0) else f"{value:g}".replace("-", "−")
        yield text(_x(block, value), _HEIGHT - _BOTTOM + 17, written, kind="small", anchor="middle")


def _x(block: Plot, value: float) -> float:
    low, high = block.bounds
    inside = min(max(value, low), high)
    return _LEFT + (_WIDTH - _LEFT - _RIGHT) * (inside - low) / (high - low)


def _y(share: float) -> float:
    return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - min(max(share, 0.0), 1.0))


def _round_up(value: float) -> float:
    """Give the next value that reads well: 1, 2 or 5 times a power of ten.

    >>> _round_up(0.13), _round_up(340), _round_up(0)
    (0.2, 500.0, 1.0)
    """
    if value <= 0:
        return 1.0
    power = 10.0 ** floor(log10(value))
    return next(round(power * factor, 12) for factor in (1, 2, 5, 10) if power * factor >= value * (1 - 1e-9))


def _said(block: Plot) -> str:
    """Tell in words what a plot shows, for those who cannot see it."""
    counts = [f"{layer.label} {number(sum(layer.counts))}" for layer in block.layers]
    ends = [
        f"{curve.label} {curve.points[0][1]:.0%} … {curve.points[-1][1]:.0%}" for curve in block.curves if curve.points
    ]
    marks = [f"{mark.label} {mark.value:.1f}" for mark in block.marks]
    return f"{block.title}: " + ", ".join([*counts, *ends, *marks])
