"""Where the example exports are: in the installed package, or in the checkout it was installed from."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from crmkit.exceptions import InputError

FILES: Final[Mapping[str, str]] = {
    "newsletter": "newsletter.csv",
    "shop": "shop.xlsx",
    "support": "support.jsonl",
    "crm_old": "crm_old.csv",
    "till": "till.csv",
}
"""Source to file, in the order they are loaded."""

GIVEN: Final[Mapping[str, Mapping[str, str]]] = {
    "newsletter": {"consent.method": "web_form", "consent.notice": "newsletter-form"},
}
"""Source to what its owner vouches for: how the consents in it were given."""

TOOLS: Final[Mapping[str, str]] = {"contacts": "contacts.csv", "activity": "activity.jsonl", "billing": "billing.csv"}
"""What a marketing tool and a billing tool export of the same customers: notes, what they saw, and what was sold."""

ZONE: Final = "Europe/Zurich"
"""The zone of the company."""

TODAY: Final = datetime(2026, 11, 2, 9, tzinfo=UTC)
"""The day on which the story is told; the exports end shortly before it."""


def find_exports(given: Path | None = None) -> Path:
    """Find the folder of the exports.

    Raises:
        InputError: a file is missing.
    """
    package = Path(__file__).parent / "exports"
    checkout = Path(__file__).parents[3] / "examples" / "exports"
    folder = given or (package if package.is_dir() else checkout)
    missing = [name for name in (*FILES.values(), *TOOLS.values(), "truth.json") if not (folder / name).is_file()]
    if missing:
        raise InputError(f"The folder {folder.name} lacks {', '.join(missing)}; write the exports with make examples.")
    return folder
