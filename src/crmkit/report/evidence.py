"""Draw two records side by side, with what each field weighs and how the points add up."""

from collections.abc import Mapping
from html import escape

from crmkit.report.charts import signed
from crmkit.report.differences import marked
from crmkit.report.page import Evidence, Language
from crmkit.report.waterfall import floating_bar, scale_of

WORDS = {
    "en": {
        "field": "Field",
        "level": "How they compare",
        "weight": "Points",
        "start": "To begin with: two rows picked blindly",
        "total": "In sum",
    },
    "fr": {
        "field": "Champ",
        "level": "Comparaison",
        "weight": "Points",
        "start": "Au départ : deux lignes prises au hasard",
        "total": "Au total",
    },
}

_WIDTHS: Mapping[str, tuple[int, ...]] = {
    "whole": (13, 22, 22, 14, 7, 22),
    "remarked": (12, 16, 16, 31, 7, 18),
    "bare": (24, 26, 10, 40),
}
"""Widths of the columns in per cent: with values, with remarks too, and without values."""


def evidence_table(block: Evidence, *, language: Language = "en") -> str:
    """Draw two records side by side; the bars of the points are a waterfall from the first row to the last."""
    words = WORDS[language]
    one, other = (escape(name) for name in block.names)
    scale = scale_of(block.start, [row.weight for row in block.rows], block.marks)
    span = 3 if block.values else 1
    reached = block.start
    bar = floating_bar(scale, 0, reached, "quiet", block.marks)
    rows = [_sum_row("start", words["start"], signed(reached, language), bar, span)]
    for row in block.rows:
        bar = floating_bar(scale, reached, reached + row.weight, "good" if row.weight >= 0 else "bad", block.marks)
        reached += row.weight
        note = f"<small>{escape(row.note)}</small>" if row.note else ""
        left, right = marked(row.left, row.right)
        values = f"<td class=value>{left}</td><td class=value>{right}</td>" if block.values else ""
        rows.append(
            f"<tr><th scope=row>{escape(row.feature)}</th>{values}<td class=level>{escape(row.level)}{note}</td>"
            f"<td class=number>{signed(row.weight, language)}</td><td class=weight>{bar}</td></tr>"
        )
    bar = floating_bar(scale, 0, block.total, "plain", block.marks)
    rows.append(_sum_row("total", words["total"], signed(block.total, language), bar, span))
    note = f"<p>{escape(block.note)}</p>" if block.note else ""
    lines = "".join(f'<li><span class="swatch ink"></span>{escape(mark.label)}</li>' for mark in block.marks)
    key = f'<ul class="key">{lines}</ul>' if lines else ""
    widths = _WIDTHS["bare" if not block.values else "remarked" if any(row.note for row in block.rows) else "whole"]
    names = (words["field"], *(block.names if block.values else ()), words["level"], words["weight"])
    heads = "".join(
        f'<th scope=col style="width:{width}%"{" class=number" if name == words["weight"] else ""}>{escape(name)}</th>'
        for name, width in zip(names, widths, strict=False)
    )
    return (
        f'<div class="evidence"><h3>{one} <span class=soft>·</span> {other} '
        f'<span class="badge {block.tone}">{escape(block.verdict)}</span></h3>{note}'
        f'<table><thead><tr>{heads}<td style="width:{widths[-1]}%"></td></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>{key}</div>"
    )


def _sum_row(kind: str, words: str, value: str, bar: str, span: int) -> str:
    return (
        f"<tr class={kind}><th scope=row colspan={span + 1}>{words}</th>"
        f"<td class=number>{value}</td><td class=weight>{bar}</td></tr>"
    )
