"""Put the table of what each backend can do where a page has the marker: a hook of mkdocs."""

import inspect
import re
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any, Final

from attrs import asdict

from crmkit.backends import Capabilities, MemoryBackend
from crmkit.backends.connect import BUILT_IN, GROUP

MARKER: Final = "<!-- capabilities -->"


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Replace the marker of a page by the table."""
    return markdown.replace(MARKER, table(declared())) if MARKER in markdown else markdown


def declared() -> dict[str, Capabilities]:
    """Read what every backend of the library can do: of memory, and of the modules that open the other places."""
    doors = {name: import_module(module) for name, module in BUILT_IN.items() if name != "memory"}
    doors |= {door.name: door.load() for door in entry_points(group=GROUP) if door.dist and door.dist.name == "crmkit"}
    return {"memory": MemoryBackend.capabilities, **{name: module.CAPABILITIES for name, module in doors.items()}}


def table(found: dict[str, Capabilities]) -> str:
    """Write a line for each capability, and a column for each backend."""
    lines = [["capability", "means", *found], ["---"] * (2 + len(found))]
    for name, meaning in meanings().items():
        there = ["yes" if asdict(one)[name] else "–" for one in found.values()]
        lines.append([f"`{name}`", meaning, *there])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def meanings() -> dict[str, str]:
    """Give what each capability means, as its docstring says."""
    return dict(re.findall(r"^ {4}(\w+): (.+)\.$", inspect.getdoc(Capabilities) or "", re.MULTILINE))
