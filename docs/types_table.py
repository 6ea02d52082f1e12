"""Put the table of the semantic types, and that of their findings, where a page has the markers: a hook of mkdocs."""

import ast
import csv
import inspect
import re
from pathlib import Path
from typing import Any, Final

from crmkit.schema.types.base import Finding, SemanticType
from crmkit.schema.types.catalogue import TYPES, find_type

TABLE: Final = "<!-- types -->"
DEFAULTS: Final = "<!-- defaults -->"
FINDINGS: Final = "<!-- findings -->"
CASES: Final = Path(__file__).parents[1] / "tests" / "schema" / "types" / "cases"
EVERYWHERE: Final = frozenset({"placeholder", "too_long", "unusable"})
"""Codes that every type has; the page tells of them once."""


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Replace the markers of a page by the tables."""
    if TABLE in markdown:
        markdown = markdown.replace(TABLE, table()).replace(DEFAULTS, defaults_table())
    return markdown.replace(FINDINGS, findings_table()) if FINDINGS in markdown else markdown


def table() -> str:
    """Write a line for each type: what it is, and an example with its value, as it is shown, and its keys."""
    lines = [["type", "what it reads", "such as", "becomes", "keys"], ["---"] * 5]
    for name in TYPES:
        kind = find_type(name)
        cell, value, keys = example(kind)
        shown = [f"`{escaped(one)}`" if one else "" for one in (cell, value, ", ".join(keys))]
        lines.append([f"`{name}`", summary(kind), *shown])
    return written(lines)


def defaults_table() -> str:
    """Write a line for each type: the defaults of its fields."""
    lines = [["type", "sensitivity", "picks", "operators", "text is compared"], ["---"] * 5]
    for name in TYPES:
        kind = find_type(name)
        compared = _COMPARED[kind.matching] if kind.operators == "text" else ""
        lines.append([f"`{name}`", kind.sensitivity, kind.pick, kind.operators, compared])
    return written(lines)


_COMPARED: Final = {"fold": "without case and accents", "casefold": "without case", "exact": "as it is"}


def findings_table() -> str:
    """Write a line for each code that the cases of a type show, with what it says."""
    lines = [["finding", "severity", "says"], ["---"] * 3]
    for name in TYPES:
        for code, finding in sorted(findings(name).items()):
            lines.append([f"`{code}`", finding.severity.value, finding.message])
    return written(lines)


def findings(name: str) -> dict[str, Finding]:
    """Collect the findings of a type from its cases; those that every type has are left out."""
    path = CASES / f"{name}.csv"
    if not path.exists():
        return {}
    found: dict[str, Finding] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cell = ast.literal_eval(row["cell"][1:]) if row["cell"].startswith("=") else row["cell"]
            for one in find_type(name).clean(cell, region=row["region"] or None).findings:
                if one.code.partition(".")[2] not in EVERYWHERE:
                    found.setdefault(one.code, one)
    return found


def summary(kind: SemanticType[Any]) -> str:
    """Give the first sentence of what the type says about itself."""
    first = (inspect.getdoc(type(kind)) or "").partition("\n\n")[0]
    return escaped(" ".join(first.split()))


def example(kind: SemanticType[Any]) -> tuple[str, str, tuple[str, ...]]:
    """Give the first cell of the type's own examples that has a value, the value as it is shown, and its keys."""
    for cell, region in examples(kind):
        cleaned = kind.clean(cell, region=region)
        if cleaned.value is not None:
            return str(cell) if isinstance(cell, str) else repr(cell), kind.caption(cleaned.value), cleaned.keys
    return "", "", ()


def examples(kind: SemanticType[Any]) -> list[tuple[object, str | None]]:
    """Find the cells that the examples of the type's docstring clean or fold, with their regions."""
    found: list[tuple[object, str | None]] = []
    for line in re.findall(r"^>>> (.+)$", inspect.getdoc(type(kind)) or "", re.MULTILINE):
        try:
            calls = [node for node in ast.walk(ast.parse(line)) if isinstance(node, ast.Call)]
        except SyntaxError:
            continue
        for call in calls:
            if isinstance(call.func, ast.Attribute) and call.func.attr in {"clean", "keys"} and call.args:
                region = next((one.value for one in call.keywords if one.arg == "region"), None)
                if isinstance(call.args[0], ast.Constant) and (region is None or isinstance(region, ast.Constant)):
                    found.append((call.args[0].value, region and str(region.value)))
    return found


def escaped(text: str) -> str:
    """Write a text so that it does not end a cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")


def written(lines: list[list[str]]) -> str:
    """Write a table of Markdown."""
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
