"""A page as one self-contained, escaped HTML file."""

import os
import tempfile
from contextlib import suppress
from html import escape
from pathlib import Path

from crmkit.exceptions import StoreError
from crmkit.report.charts import bars_chart, largest, split_chart, weight_bar
from crmkit.report.page import Bars, Block, Evidence, Figures, Page, Paragraph, Section, Split, Table
from crmkit.report.style import STYLE

WORDS = {
    "en": {
        "field": "Field",
        "left": "One record",
        "right": "The other",
        "level": "How they compare",
        "weight": "Weight in bits",
        "start": "Before looking: two records taken by chance",
        "total": "In sum",
        "made": "Made with crmkit. Nothing on this page was loaded from the network.",
    },
    "fr": {
        "field": "Champ",
        "left": "Une fiche",
        "right": "L’autre",
        "level": "Comparaison",
        "weight": "Poids en bits",
        "start": "Avant examen : deux fiches prises au hasard",
        "total": "Au total",
        "made": "Réalisé avec crmkit. Rien sur cette page ne provient du réseau.",
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
    """Write a page to a file, whole or not at all.

    Raises:
        StoreError: if the file cannot be written.
    """
    target = Path(path)
    text = render(page).encode("utf-8", "replace")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text)
            Path(name).chmod(0o644)
            Path(name).replace(target)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as problem:
        raise StoreError(
            f"The page {target.name} could not be written ({problem.strerror}); choose a folder that has room."
        ) from problem
    return target


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
    rows = "".join(
        f"<tr><td>{escape(row.feature)}</td><td>{escape(row.left)}</td><td>{escape(row.right)}</td>"
        f"<td>{escape(row.level)}</td><td class=number>{row.weight:+.1f}</td>"
        f"<td class=weight>{weight_bar(row.weight, most)}</td></tr>"
        for row in block.rows
    )
    return (
        f'<div class="evidence"><h3>{escape(block.title)}'
        f'<span class="badge {block.tone}">{escape(block.verdict)}</span></h3>'
        f'<div class="scroll"><table><thead><tr><th>{words["field"]}</th><th>{words["left"]}</th>'
        f"<th>{words['right']}</th>"
        f"<th>{words['level']}</th><th class=number colspan=2>{words['weight']}</th></tr></thead><tbody>"
        f"<tr><td colspan=4>{words['start']}</td><td class=number>{block.start:+.1f}</td><td></td></tr>{rows}"
        f"<tr class=total><td colspan=4>{words['total']}</td><td class=number>{block.total:+.1f}</td><td></td></tr>"
        "</tbody></table></div></div>"
    )
