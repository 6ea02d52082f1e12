"""Charts as inline SVG: no script, no font, nothing from outside."""

from collections.abc import Sequence
from html import escape

from crmkit.report.page import Bars, Part, Split

WIDTH = 960


def split_chart(split: Split) -> str:
    """Draw a whole and its parts as one bar with a key below."""
    parts = [part for part in split.parts if part.value > 0]
    whole = sum(part.value for part in parts) or 1.0
    drawn, left = [], 0.0
    for part in parts:
        width = WIDTH * part.value / whole
        drawn.append(
            f'<rect class="{part.tone}-fill" x="{left:.1f}" y="0" width="{max(width - 2, 1):.1f}" height="22" rx="4">'
            f"<title>{escape(part.label)}: {number(part.value)}</title></rect>"
        )
        left += width
    key = "".join(
        f'<li><span class="dot {part.tone}"></span><b>{number(part.value)}</b> {escape(part.label)}'
        f"{f' ({escape(part.note)})' if part.note else ''}</li>"
        for part in parts
    )
    label = escape(f"{split.title}: " + ", ".join(f"{part.label} {number(part.value)}" for part in parts))
    picture = f'<svg viewBox="0 0 {WIDTH} 22" role="img" aria-label="{label}">{"".join(drawn)}</svg>'
    return f'<div class="split"><h3>{escape(split.title)}</h3>{picture}<ul class="key">{key}</ul></div>'


def bars_chart(bars: Bars) -> str:
    """Draw bars under each other, each with its label and value."""
    most = max((part.value for part in bars.parts), default=0.0) or 1.0
    rows = "".join(_bar(part, place, most) for place, part in enumerate(bars.parts))
    height = 30 * len(bars.parts)
    label = escape(", ".join(f"{part.label} {number(part.value)}" for part in bars.parts))
    return f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{label}">{rows}</svg>'


def weight_bar(weight: float, most: float) -> str:
    """Draw a match weight left (against) or right (for) of a middle line."""
    width = 90 * min(abs(weight) / (most or 1.0), 1.0)
    left = 95 if weight >= 0 else 95 - width
    tone = "good" if weight >= 0 else "bad"
    return (
        '<svg viewBox="0 0 190 14" aria-hidden="true"><rect class="track" x="0" y="2" width="190" height="10" rx="3"/>'
        f'<rect class="{tone}-fill" x="{left:.1f}" y="2" width="{width:.1f}" height="10" rx="2"/></svg>'
    )


def number(value: float) -> str:
    """Write a number with thin spaces between thousands and no more digits than it has.

    >>> number(12345.0).replace(chr(0x202F), "_")
    '12_345'
    """
    text = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
    return text.replace(",", "\u202f")


def _bar(part: Part, place: int, most: float) -> str:
    top = place * 30
    width = max(430 * part.value / most, 2)
    value = number(part.value) + (f"  {part.note}" if part.note else "")
    return (
        f'<text x="300" y="{top + 19}" text-anchor="end">{escape(_short(part.label))}</text>'
        f'<rect class="{part.tone}-fill" x="312" y="{top + 5}" width="{width:.1f}" height="19" rx="4"/>'
        f'<text class="soft" x="{312 + width + 10:.1f}" y="{top + 19}">{escape(value)}</text>'
    )


def _short(label: str, limit: int = 44) -> str:
    return label if len(label) <= limit else label[: limit - 1] + "…"


def largest(weights: Sequence[float]) -> float:
    """Find the scale that weights are drawn on."""
    return max((abs(weight) for weight in weights), default=1.0)
