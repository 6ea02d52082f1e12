"""Free text."""

import re
from html import unescape
from typing import Final

from crmkit.schema.folding import fold
from crmkit.schema.types.base import Cleaned
from crmkit.schema.types.cells import CellType, cell_text

LONGEST: Final = 100_000
"""How many characters of a text are kept."""


_GARBLED: Final = re.compile(r"[ÃÂ][\u0080-\u00bf\u0152-\u2122]|â€|Å[\u0080-\u00bf\u2018-\u201d]")
_ESCAPED: Final = re.compile(r"&(?:#\d{2,6}|#x[0-9a-f]{2,5}|[a-z]{2,8});", re.IGNORECASE)


class TextType(CellType[str]):
    r"""Free text: composed, without invisible characters; line breaks stay, blanks collapse.

    >>> TEXT.clean("  Rings\u00a0back \r\n on Monday ").value
    'Rings back\non Monday'
    """

    name = "text"
    sensitivity = "text"
    longest = LONGEST
    line_break = "\n"

    def clean(self, value: object, *, region: str | None = None) -> Cleaned[str]:
        """Clean one cell. Never raises on bad data, and cleaning a clean value gives it back."""
        cleaned = super().clean(value, region=region)
        if not any(finding.code == "text.too_long" for finding in cleaned.findings):
            return cleaned
        kept = (cell_text(value, longest=self.longest, line_break=self.line_break) or "")[: self.longest].rstrip()
        return self.accept(
            kept, value, self.warning("cut", f"The text has more than {LONGEST} characters; the rest was cut.")
        )

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[str]:
        """Clean a text that is neither empty nor a placeholder."""
        meant = _repaired(text) or _unescaped(text)
        if meant is None:
            return self.accept(text, raw)
        message = "The text was written or read with the wrong set of characters."
        return self.accept(text, raw, self.warning("garbled", message, suggestion=meant))

    def keys(self, value: str) -> tuple[str, ...]:
        """Fold the first words of the text."""
        folded = fold(value[:200])
        return (folded,) if folded else ()

    def similarity(self, left: str, right: str) -> float:
        """Compare two texts by their words, whatever their order."""
        from rapidfuzz import fuzz

        one, other = fold(left[:500]), fold(right[:500])
        if left == right or not one or not other:
            return float(left == right)
        return float(fuzz.token_sort_ratio(one, other) / 100)

    def mask(self, value: str) -> str:
        """Show only that there is a text."""
        return "…"


TEXT: Final = TextType()


def _repaired(text: str) -> str | None:
    """Read UTF-8 again that was taken for Windows-1252, such as "JÃ©rÃ´me"."""
    if not _GARBLED.search(text):
        return None
    for code in ("cp1252", "latin-1"):
        try:
            return text.encode(code).decode("utf-8")
        except UnicodeError:
            continue
    return None


def _unescaped(text: str) -> str | None:
    """Write characters out that HTML escapes, such as "&amp;"."""
    meant = unescape(text) if _ESCAPED.search(text) else text
    return meant if meant != text else None
