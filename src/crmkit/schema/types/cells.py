"""Reading a cell as text, the first step of nearly every type."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Any, ClassVar, TypeVar
from unicodedata import normalize

from crmkit.schema.types.base import Cleaned, Finding, SemanticType, Severity
from crmkit.schema.types.words.placeholders import is_placeholder

T = TypeVar("T")

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_SHORT = 32
_BREAKS = re.compile(r"\s*[\r\n]+\s*")


def cell_text(value: object, *, longest: int, line_break: str = " ") -> str | None:
    """Read a cell as one tidy text: composed, without invisible characters, blanks collapsed.

    Whole numbers that a spreadsheet gave as floats lose their ".0". What is longer than `longest` is cut behind it,
    so that a caller can see that it was too long.

    Args:
        value: anything.
        longest: how many characters are of interest.
        line_break: what stands for a line break.

    Returns:
        The text, "" for an empty cell, or None for something that is no cell at all, such as a dict.

    >>> cell_text(791234567.0, longest=50), cell_text("  Jean\u00a0 Dupont ", longest=50)
    ('791234567', 'Jean Dupont')
    """
    if isinstance(value, str):
        return _tidy(value, longest, line_break)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if -(10**40) < value < 10**40 else None
    if isinstance(value, float):
        if value != value or value in {float("inf"), float("-inf")}:  # noqa: PLR0124 - a NaN is not itself
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)
    if isinstance(value, Decimal):
        return str(value) if value.is_finite() else ""
    if isinstance(value, bytes | bytearray):
        return _tidy(bytes(value[: longest * 4 + 4]).decode("utf-8", "ignore"), longest, line_break)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, list | tuple) and all(isinstance(one, str | int | None) for one in value[:50]):
        return _tidy("; ".join(str(one)[: longest + 1] for one in value[:50] if one), longest, line_break)
    return None


def is_tidy(text: str) -> bool:
    """Tell whether a text of one line is one already that `cell_text` gives.

    >>> is_tidy("Zürich"), is_tidy("Zu\u0308rich"), is_tidy("a  b")
    (True, False, False)
    """
    return _tidy(text, len(text), " ") == text


def _tidy(text: str, longest: int, line_break: str) -> str:
    if len(text) > longest:
        text = text.strip()[: longest + 1]
    if text.isascii() and text.isprintable():
        if "  " in text or text[:1] == " " or text[-1:] == " ":
            return " ".join(text.split())
        return text
    text = normalize("NFC", _INVISIBLE.sub("", text))
    if line_break == " ":
        return " ".join(text.split())
    return line_break.join(" ".join(line.split()) for line in _BREAKS.split(text) if line.strip())


class CellType(SemanticType[T]):
    """A type that reads its cells as text; subclasses write `read`.

    Attributes:
        canonical: class of the canonical values, when it is not text.
        longest: cells with more characters are not values of this type.
        line_break: what a line break in a cell stands for.
        also_values: case-folded words that are placeholders elsewhere, but values here.
    """

    canonical: ClassVar[type | None] = None
    longest: ClassVar[int] = 300
    line_break: ClassVar[str] = " "
    also_values: ClassVar[frozenset[str]] = frozenset()

    def clean(self, value: object, *, region: str | None = None) -> Cleaned[T]:
        """Clean one cell. Never raises on bad data, and cleaning a clean value gives it back."""
        if type(value) is str and len(value) <= _SHORT:
            known: Cleaned[T] = _remembered(self, value, region)
            return known if known.raw is value else _of_cell(known, value)
        if self.canonical is not None and isinstance(value, self.canonical):
            return self.accept(value, value)  # type: ignore[arg-type]  # canonical is T, which a type variable cannot say
        return self._clean(value, region)

    def _clean(self, value: object, region: str | None) -> Cleaned[T]:
        glanced = self.glance(value, region) if type(value) is str else None
        return self.look_closely(value, region) if glanced is None else self.accept(glanced, value)

    def look_closely(self, value: object, region: str | None) -> Cleaned[T]:
        """Clean one cell step by step, whatever a glance would tell."""
        text = cell_text(value, longest=self.longest, line_break=self.line_break)
        if text is None:
            return self.refuse(value, "unusable", "The cell holds no text, number or date.")
        if not text:
            return Cleaned(None, value)
        if len(text) > self.longest:
            return self.refuse(value, "too_long", f"The cell has more than {self.longest} characters.")
        if is_placeholder(text) and text.casefold() not in self.also_values:
            return self.placeholder(value)
        return self.read(text, value, region)

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[T]:
        """Clean a text that is neither empty nor a placeholder."""
        raise NotImplementedError

    def accept(self, value: T, raw: object, *findings: Finding, others: tuple[T, ...] = ()) -> Cleaned[T]:
        """Give a canonical value with its keys."""
        return Cleaned(value, raw, self.keys(value), findings, others)

    def refuse(
        self, raw: object, code: str, message: str, *, keys: tuple[str, ...] = (), suggestion: str | None = None
    ) -> Cleaned[T]:
        """Give no value, and an error that says why."""
        finding = Finding(f"{self.name}.{code}", message, Severity.ERROR, suggestion)
        return Cleaned(None, raw, keys, (finding,))

    def placeholder(self, raw: object) -> Cleaned[T]:
        """Give no value, since the cell says that nothing is known."""
        message = "The cell holds a placeholder, which says that nothing is known."
        return Cleaned(None, raw, (), (Finding(f"{self.name}.placeholder", message),))

    def info(self, code: str, message: str) -> Finding:
        """Note what was normalised by itself."""
        return Finding(f"{self.name}.{code}", message, Severity.INFO)

    def warning(self, code: str, message: str, *, suggestion: str | None = None) -> Finding:
        """Note what somebody should look at."""
        return Finding(f"{self.name}.{code}", message, Severity.WARNING, suggestion)


@lru_cache(maxsize=16_384)
def _remembered(kind: CellType[Any], text: str, region: str | None) -> Cleaned[Any]:
    """Clean a short text; the parts of composite values come again and again."""
    return kind._clean(text, region)  # noqa: SLF001 - one step of CellType.clean


def _of_cell(known: Cleaned[T], raw: object) -> Cleaned[T]:
    return Cleaned(known.value, raw, known.keys, known.findings, known.others)
