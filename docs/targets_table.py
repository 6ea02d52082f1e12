"""Put the table of what becomes of each part of a segment on each engine where a page wants it: a hook of mkdocs."""

from typing import Any, Final

from crmkit.segment.targets.support import LINES, TARGETS, Line

MARKER: Final = "<!-- targets -->"
NAMES: Final = {"polars": "Polars", "sqlite": "SQLite", "postgresql": "PostgreSQL", "duckdb": "DuckDB"}
SHOWN: Final = {"native": "yes", "residual": "Python", "refused": "error"}


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Replace the marker of a page by the table."""
    return markdown.replace(MARKER, table()) if MARKER in markdown else markdown


def table(lines: tuple[Line, ...] = LINES) -> str:
    """Write a line for each part of the language that is written, and a column for each engine."""
    rows = [["written", *(NAMES[target] for target in TARGETS), "because"], ["---"] * (2 + len(TARGETS))]
    for line in lines:
        reasons = dict.fromkeys(answer.reason for answer in line.on.values() if answer.reason)
        rows.append([line.shown, *(SHOWN[line.on[target].how] for target in TARGETS), "; ".join(reasons)])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
