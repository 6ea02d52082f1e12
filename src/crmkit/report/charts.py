"""Charts as inline SVG and lists: no script, no font, nothing from outside."""

from html import escape

from crmkit.report.page import Bars, Language, Split

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
    frame = f'viewBox="0 0 {WIDTH} 22" preserveAspectRatio="none"'
    picture = f'<svg {frame} role="img" aria-label="{label}">{"".join(drawn)}</svg>'
    return f'<div class="split"><h3>{escape(split.title)}</h3>{picture}<ul class="key">{key}</ul></div>'


def bars_chart(bars: Bars) -> str:
    """Draw bars under each other, each with its label and value."""
    most = max((part.value for part in bars.parts), default=0.0) or 1.0
    rows = "".join(
        f'<li><span class=label>{escape(part.label)}</span><span class="bar"><span class="{part.tone}" '
        f'style="width:{max(100 * part.value / most, 0.4):.1f}%"></span></span>'
        f"<b>{number(part.value)}</b>{f' <small>{escape(part.note)}</small>' if part.note else ''}</li>"
        for part in bars.parts
    )
    title = f"<h3>{escape(bars.title)}</h3>" if bars.title else ""
    return f'<div class="bars">{title}<ul>{rows}</ul></div>'


def number(value: float) -> str:
    """Write a number with thin spaces between thousands and no more digits than it has.

    >>> number(12345.0).replace(chr(0x202F), "_")
    '12_345'
    """
    text = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
    return text.replace(",", "\u202f")


def percent(share: float, language: Language = "en") -> str:
    """Write a share of one as per cent; rounding never makes a whole of what is not one, nor nothing of something.

    >>> percent(0.5), percent(1.0), percent(0.9999), percent(0.0004)
    ('50%', '100%', '99.9%', '0.1%')
    >>> percent(0.987, "fr").replace(chr(0x202F), "_")
    '98,7_%'
    """
    points = 100 * share
    if 0 < share < 1:
        points = min(max(points, 0.1), 99.9)
    text = f"{points:.0f}" if abs(points - round(points)) < 0.05 else f"{points:.1f}"
    return f"{text.replace('.', ',')}\u202f%" if language == "fr" else f"{text}%"


def signed(value: float, language: Language = "en") -> str:
    """Write points with their sign, a real minus, and one digit.

    >>> signed(-2.04), signed(3.0), signed(-0.01), signed(1.5, "fr")
    ('−2.0', '+3.0', '0.0', '+1,5')
    """
    text = f"{value:+.1f}"
    text = "0.0" if text in {"+0.0", "-0.0"} else text.replace("-", "−")
    return text.replace(".", ",") if language == "fr" else text
