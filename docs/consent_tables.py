"""Put the tables of reasons, of facts and of the rules of law where a page has the markers: a hook of mkdocs."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from crmkit.consent.double_opt_in import GESTURES
from crmkit.consent.facts import FACTS
from crmkit.consent.packs import default_policy
from crmkit.consent.reasons import REASONS
from crmkit.consent.upkeep.reports import REPORTS
from crmkit.intake.exports.tool import ELSE, TOOLS, Tool, load_tool

REASONS_MARK: Final = "<!-- reasons -->"
FACTS_MARK: Final = "<!-- facts -->"
RULES_MARK: Final = "<!-- rules -->"
AROUND_MARK: Final = "<!-- around -->"
GESTURES_MARK: Final = "<!-- gestures -->"
TOOLS_MARK: Final = "<!-- tools -->"
REPORTS_MARK: Final = "<!-- reports -->"


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Replace the markers of a page by the tables."""
    for mark, table in _TABLES.items():
        if mark in markdown:
            markdown = markdown.replace(mark, table())
    return markdown


def reasons() -> str:
    """Write a line for each reason, in both languages."""
    lines = [(f"`{one.code}`", one.en, one.fr) for one in REASONS.values()]
    return _table(("reason", "because", "parce que"), lines)


def facts() -> str:
    """Write a line for each fact."""
    return _table(("fact", "what it states"), [(f"`{name}`", text) for name, text in FACTS.items()])


def gestures() -> str:
    """Write a line for each gesture."""
    return _table(("gesture", "what the person did"), [(f"`{name}`", text) for name, text in GESTURES.items()])


def rules() -> str:
    """Write a line for each rule of the packs, with the line of the law it was read from."""
    lines = []
    for rule in default_policy().rules:
        said = [_basis(rule.asks(basis), basis) for basis in rule.bases]
        said += [f"consent ends after {rule.max_age_days} days"] if rule.max_age_days else []
        said += ["goes on under a restriction"] if rule.despite_restriction else []
        said += [f"in force from {rule.valid_from:%Y-%m-%d}"] if rule.valid_from else []
        said += [f"in force until {rule.valid_until:%Y-%m-%d}"] if rule.valid_until else []
        where = f"{rule.jurisdiction} `{rule.purpose}` by {', '.join(rule.channels)}"
        lines.append((where, "; ".join(said), rule.source))
    return _table(("rule", "bases, with the facts that they need, and limits", "source"), lines)


def around() -> str:
    """Write a line for each age, void way of agreeing, limit of pressure and period of the packs."""
    policy = default_policy()
    lines = [(one.jurisdiction, f"a person consents herself from {one.years}", one.source) for one in policy.ages]
    lines += [(one.jurisdiction, f"`{one.name}` is no consent", one.source) for one in policy.void_methods]
    for limit in policy.pressure:
        said = (
            f"{', '.join(limit.channels)}: {', '.join(limit.hours)}; at most {limit.most} in {limit.within_days} days"
        )
        lines.append((limit.jurisdiction, f"{said}; {limit.rest_days} days of rest after a no", limit.source))
    lines += [(one.jurisdiction, f"`{one.name}`: {one.days} days", one.source) for one in policy.periods]
    lines += [
        (one.jurisdiction, "whose consent has run out may be asked once more", one.source) for one in policy.asking
    ]
    return _table(("where", "what", "source"), lines)


def tools() -> str:
    """Write a line for each consent column of each program, with what its values mean."""
    lines = []
    for tool in map(load_tool, TOOLS):
        for column in tool.columns:
            said: dict[str, list[str]] = {}
            for value, meaning in column.values.items():
                said.setdefault(meaning, []).append("any other" if value == ELSE else value)
            told = [f"{', '.join(values)}: {_meaning(tool, name)}" for name, values in said.items()]
            lines.append((tool.name, ", ".join(f"`{name}`" for name in column.names), "; ".join(told)))
    return _table(("program", "columns", "values, and what they mean"), lines)


def reports() -> str:
    """Write a line for each report of upkeep."""
    lines = [(f"`{one.name}`", one.en, one.fr, one.source) for one in REPORTS.values()]
    return _table(("report", "lists", "liste", "source"), lines)


def _meaning(tool: Tool, name: str) -> str:
    if not name:
        return "nothing"
    meaning = tool.meanings[name]
    purpose = f", for `{meaning.purpose}`" if meaning.purpose else ""
    return f"`{meaning.act}` by {meaning.authority}{purpose}"


def _basis(needs: Iterable[str], basis: str) -> str:
    asked = ", ".join(f"`{name}`" for name in needs)
    return f"{basis.replace('_', ' ')} ({asked})" if asked else basis.replace("_", " ")


def _table(heads: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    rows = [heads, ["---"] * len(heads), *lines]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows)


_TABLES: Final = {
    REASONS_MARK: reasons,
    FACTS_MARK: facts,
    RULES_MARK: rules,
    AROUND_MARK: around,
    GESTURES_MARK: gestures,
    TOOLS_MARK: tools,
    REPORTS_MARK: reports,
}
