"""Put the table of the segments of a marketing team where a page wants it: a hook of mkdocs."""

from typing import Any, Final

from crmkit.demo.team import Team, read_team

MARKER: Final = "<!-- team -->"


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Replace the marker of a page by the table."""
    return markdown.replace(MARKER, table(read_team())) if MARKER in markdown else markdown


def table(team: Team) -> str:
    """Write a line for each segment: its text, and how many customers of the example exports it means."""
    rows = [["", "asked for", "segment", "customers"], ["---:", "---", "---", "---:"]]
    rows += [[str(one.number), one.title["en"], f"`{one.segment}`", f"{len(one.members):,}"] for one in team.questions]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
