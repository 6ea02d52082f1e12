"""A drawing as one piece of SVG that stands on a page, in a notebook, or in a file of its own."""

import os
import re
from collections.abc import Iterable
from html import escape
from pathlib import Path

from attrs import field, frozen

from crmkit.report.style import INK, SHAPES
from crmkit.report.whole_file import write_whole

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_STANDALONE = (
    f"<style>svg.drawing {{ {INK[0]} }} "
    f"@media (prefers-color-scheme: dark) {{ svg.drawing {{ {INK[1]} }} }} {SHAPES}</style>"
)


@frozen
class Drawing:
    """A picture as SVG text; a notebook shows it, `save` writes it to a file.

    Attributes:
        svg: the picture; it needs nothing else.
    """

    svg: str = field(repr=False)

    def __str__(self) -> str:
        return self.svg

    def _repr_html_(self) -> str:
        return self.svg

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the picture to an SVG file, wholly or not at all.

        Raises:
            StoreError: the file cannot be written.
        """
        return write_whole(path, (self.svg, "\n"))


def svg(width: float, height: float, label: str, shapes: Iterable[str], *, alone: bool = False) -> str:
    """Put shapes into one picture.

    Args:
        width: of the picture, in its own units; it scales to the room it is given.
        height: of the picture.
        label: what a screen reader says.
        shapes: SVG elements, escaped.
        alone: whether it brings its colours with it, since no page gives them.
    """
    size = f' width="{width:g}" height="{height:g}"' if alone else ""
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing" viewBox="0 0 {width:g} {height:g}"{size} role="img" '
        f'aria-label="{escape(label)}">{_STANDALONE if alone else ""}{"".join(shapes)}</svg>'
    )
    return _NOT_XML.sub("\ufffd", drawn)


def text(x: float, y: float, words: str, *, kind: str = "", anchor: str = "start", most: int = 0) -> str:
    """Write words at a point; those longer than `most` characters are cut and shown whole when pointed at."""
    cut = bool(most) and len(words) > most
    shown = f"{words[: most - 1]}…" if cut else words
    title = f"<title>{escape(words)}</title>" if cut else ""
    named = f' class="{kind}"' if kind else ""
    placed = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text x="{x:.1f}" y="{y:.1f}"{named}{placed}>{escape(shown)}{title}</text>'


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    """Draw a straight line."""
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'
