"""A page as one self-contained, escaped HTML file."""

import os
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html import escape
from pathlib import Path

from crmkit.report.charts import bars_chart, split_chart
from crmkit.report.drawings import Drawn, Network, Plot, Waterfall
from crmkit.report.evidence import evidence_table
from crmkit.report.network import network_chart
from crmkit.report.page import Bars, Block, Evidence, Figures, Language, Page, Paragraph, Section, Side, Split, Table
from crmkit.report.plot import plot_chart
from crmkit.report.style import FRAGMENT_STYLE, STYLE
from crmkit.report.svg import Drawing
from crmkit.report.waterfall import waterfall_chart
from crmkit.report.whole_file import write_whole

WORDS = {
    "en": {
        "made": "Made with crmkit. Nothing on this page was loaded from the network. It may name customers: keep it as "
        "safe as the data.",
    },
    "fr": {
        "made": "Réalisé avec crmkit. Rien sur cette page ne provient du réseau. Elle peut nommer des clients : à "
        "garder aussi sûrement que les données.",
    },
}
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def render(page: Page) -> str:
    """Draw a page as HTML; every text in it is escaped, and it loads nothing.

    >>> "&lt;script&gt;" in render(Page("<script>", "", ()))
    True
    """
    links = "".join(
        f'<a href="#s{place}">{escape(section.title)}</a>' for place, section in enumerate(page.sections, start=1)
    )
    body = "".join(_section(section, place, page.language) for place, section in enumerate(page.sections, start=1))
    main = (
        f"<main><header><h1>{escape(page.title)}</h1><p>{escape(page.subtitle)}</p></header><nav>{links}</nav>"
        f"{body}<footer>{WORDS[page.language]['made']}</footer></main>"
    )
    return document(page.title, main, language=page.language)


def document(title: str, body: str, *, language: Language, style: str = "", script: str = "") -> str:
    """Make a whole file of a body; a content security policy keeps everything else out, even a script in the body.

    Args:
        title: shown by the browser.
        body: HTML, escaped.
        language: of the texts.
        style: further rules.
        script: the only script that may run; it must not hold "</".
    """
    policy = POLICY
    if script:
        hashed = b64encode(sha256(script.encode("utf-8")).digest()).decode("ascii")
        policy += f"; script-src 'sha256-{hashed}'"
    return whole_characters(
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}{style}</style></head><body>"
        f"{body}{f'<script>{script}</script>' if script else ''}</body></html>\n"
    )


def whole_characters(text: str) -> str:
    r"""Replace halves of surrogate pairs, which no file and no notebook can hold, by a question mark.

    >>> whole_characters("a\ud800b")
    'a?b'
    """
    return text.encode("utf-8", "replace").decode("utf-8")


def fragment(blocks: Iterable[Block], *, language: Language = "en") -> str:
    """Draw blocks as a piece of HTML for a notebook, which brings its style along and touches nothing else.

    >>> fragment([Paragraph("a < b")]).endswith("<p>a &lt; b</p></div>")
    True
    """
    drawn = "".join(_block(block, language) for block in blocks)
    return whole_characters(f'<div class="crmkit" lang="{language}"><style>{FRAGMENT_STYLE}</style>{drawn}</div>')


def drawing(block: Drawn, *, language: Language = "en") -> Drawing:
    """Make a picture of its own that brings its colours along."""
    return Drawing(_drawn(block, language, alone=True))


def write_page(page: Page, path: str | os.PathLike[str]) -> Path:
    """Write a page to a file, wholly or not at all; `write_whole` says how.

    Raises:
        StoreFullError: when there is no room left.
        StoreReadOnlyError: when the place may not be written.
        StoreError: when the folder does not exist or the place is a folder.
    """
    return write_whole(path, (render(page),))


def _section(section: Section, place: int, language: Language) -> str:
    lead = f'<p class="lead">{escape(section.lead)}</p>' if section.lead else ""
    blocks = "".join(_block(block, language) for block in section.blocks)
    return f'<section id="s{place}"><h2>{escape(section.title)}</h2>{lead}{blocks}</section>'


def _block(block: Block, language: Language) -> str:
    match block:
        case Paragraph(text):
            return f"<p>{escape(text)}</p>"
        case Figures():
            return _figures(block)
        case Split():
            return split_chart(block)
        case Bars():
            return bars_chart(block)
        case Table():
            return _table(block)
        case Evidence():
            return evidence_table(block, language=language)
        case Side():
            return f'<div class="side">{"".join(_figure(one, language) for one in block.blocks)}</div>'
        case Waterfall() | Network() | Plot():
            return _figure(block, language)


def _figure(block: Drawn, language: Language) -> str:
    """Draw a picture with its title, its key and its note."""
    key, note = "", ""
    match block:
        case Network():
            lines = (
                f'<li><span class="swatch {tone}{" dashed" if dashed else ""}"></span>{escape(word)}</li>'
                for tone, dashed, word in block.key
            )
            key, note = "".join(lines), block.note
        case Plot():
            dots = [f'<li><span class="dot {one.tone}"></span>{escape(one.label)}</li>' for one in block.layers]
            dots += [f'<li><span class="swatch {one.tone}"></span>{escape(one.label)}</li>' for one in block.curves]
            key, note = "".join(dots), block.note
        case Waterfall():
            pass
    listed = f'<ul class="key">{key}</ul>' if key else ""
    said = f"<p>{escape(note)}</p>" if note else ""
    title = f"<figcaption>{escape(block.title)}</figcaption>"
    drawn = f'<div class="scroll">{_drawn(block, language)}</div>'
    return f'<figure class="drawn {type(block).__name__.lower()}">{title}{drawn}{listed}{said}</figure>'


def _drawn(block: Drawn, language: Language, *, alone: bool = False) -> str:
    match block:
        case Waterfall():
            return waterfall_chart(block, language=language, alone=alone)
        case Network():
            return network_chart(block, alone=alone)
        case Plot():
            return plot_chart(block, alone=alone)


def _figures(block: Figures) -> str:
    drawn = "".join(
        f'<div class="figure {one.tone}"><b>{escape(one.value)}</b><span>{escape(one.label)}</span>'
        f"{f'<small>{escape(one.note)}</small>' if one.note else ''}</div>"
        for one in block.figures
    )
    return f'<div class="figures">{drawn}</div>'


def _table(block: Table) -> str:
    caption = f"<caption>{escape(block.caption)}</caption>" if block.caption else ""
    head = "".join(_cell("th", text, numeric=place in block.numeric) for place, text in enumerate(block.headings))
    rows = "".join(
        "<tr>" + "".join(_cell("td", text, numeric=place in block.numeric) for place, text in enumerate(row)) + "</tr>"
        for row in block.rows
    )
    return f'<div class="scroll"><table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _cell(tag: str, text: str, *, numeric: bool) -> str:
    return f"<{tag}{' class=number' if numeric else ''}>{escape(text)}</{tag}>"
