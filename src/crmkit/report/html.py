"""A page as one self-contained, escaped HTML file."""

import os
from html import escape
from pathlib import Path

from crmkit.report.charts import bars_chart, largest, signed, split_chart, weight_bar
from crmkit.report.page import Bars, Block, Evidence, Figures, Page, Paragraph, Section, Split, Table
from crmkit.report.style import STYLE
from crmkit.report.whole_file import write_whole

WORDS = {
    "en": {
        "field": "Field",
        "level": "How they compare",
        "weight": "Points",
        "start": "To begin with: two rows picked blindly",
        "total": "In sum",
        "made": "Made with crmkit. Nothing on this page was loaded from the network. It may name customers: keep it as "
        "safe as the data.",
    },
    "fr": {
        "field": "Champ",
        "level": "Comparaison",
        "weight": "Points",
        "start": "Au départ : deux lignes prises au hasard",
        "total": "Au total",
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
    body = "".join(_section(section, place, page) for place, section in enumerate(page.sections, start=1))
    return (
        f'<!doctype html>\n<html lang="{page.language}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(page.title)}</title><style>{STYLE}</style></head><body><main>"
        f"<header><h1>{escape(page.title)}</h1><p>{escape(page.subtitle)}</p></header><nav>{links}</nav>"
        f"{body}<footer>{WORDS[page.language]['made']}</footer></main></body></html>\n"
    )


def write_page(page: Page, path: str | os.PathLike[str]) -> Path:
    """Write a page to a file, wholly or not at all; `write_whole` says how.

    Raises:
        StoreFullError: when there is no room left.
        StoreReadOnlyError: when the place may not be written.
        StoreError: when the folder does not exist or the place is a folder.
    """
    return write_whole(path, (render(page),))


def _section(section: Section, place: int, page: Page) -> str:
    lead = f'<p class="lead">{escape(section.lead)}</p>' if section.lead else ""
    blocks = "".join(_block(block, page) for block in section.blocks)
    return f'<section id="s{place}"><h2>{escape(section.title)}</h2>{lead}{blocks}</section>'


def _block(block: Block, page: Page) -> str:
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
            return _evidence(block, page)


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


def _evidence(block: Evidence, page: Page) -> str:
    words = WORDS[page.language]
    most = largest([row.weight for row in block.rows])
    one, other = (escape(name) for name in block.names)
    rows = "".join(
        f"<tr><th scope=row>{escape(row.feature)}</th><td>{escape(row.left)}</td><td>{escape(row.right)}</td>"
        f"<td>{escape(row.level)}</td><td class=number>{signed(row.weight)}</td>"
        f"<td class=weight>{weight_bar(row.weight, most)}</td></tr>"
        for row in block.rows
    )
    note = f"<p>{escape(block.note)}</p>" if block.note else ""
    return (
        f'<div class="evidence"><h3>{one} <span class=soft>·</span> {other} '
        f'<span class="badge {block.tone}">{escape(block.verdict)}</span></h3>{note}'
        f'<div class="scroll"><table><thead><tr><th>{words["field"]}</th><th>{one}</th><th>{other}</th>'
        f"<th>{words['level']}</th><th class=number colspan=2>{words['weight']}</th></tr></thead><tbody>"
        f"<tr class=start><td colspan=4>{words['start']}</td><td class=number>{signed(block.start)}</td><td></td></tr>"
        f"{rows}<tr class=total><td colspan=4>{words['total']}</td><td class=number>{signed(block.total)}</td>"
        "<td></td></tr></tbody></table></div></div>"
    )
