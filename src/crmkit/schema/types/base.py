"""What every semantic type can do.

A semantic type owns its meaning: how a value is cleaned, keyed, compared, chosen among several, shown, masked
and written as JSON. A new type is one file with one class and a line in the catalogue.
"""

from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar

from attrs import frozen

T = TypeVar("T")


class Severity(StrEnum):
    """How much a finding matters."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@frozen
class Finding:
    """What was noticed about a value; codes are stable and part of the public face.

    Attributes:
        code: dotted name, such as "email.typo".
        message: one English sentence that never repeats the value itself.
        severity: info (normalised by itself), warning (ask), error (the value is unusable).
        suggestion: what the value may have been meant to be.
        field: the field it was found in, once a row is known.
    """

    code: str
    message: str
    severity: Severity = Severity.WARNING
    suggestion: str | None = None
    field: str | None = None


@frozen
class Cleaned(Generic[T]):
    """What cleaning one cell gave.

    Attributes:
        value: canonical form, or None when the cell is empty or unusable.
        raw: the cell as it came.
        keys: folded forms for matching, strongest first; two values match when they share one.
        findings: what was noticed.
        others: further values found in the same cell.
    """

    value: T | None
    raw: object
    keys: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    others: tuple[T, ...] = ()

    @property
    def values(self) -> tuple[T, ...]:
        """Every value of the cell, the main one first."""
        return () if self.value is None else (self.value, *self.others)


class SemanticType(Generic[T]):
    """One kind of value. Subclasses set `name` and write `clean`; the rest has honest defaults.

    Attributes:
        name: what callers write, such as "email".
        pick: default survivorship policy, a name of `crmkit.dedup.survivorship`.
        sensitivity: default sensitivity of a field of this type (none, id, contact, fin, behav, child, natid,
            special, text).
        operators: family of segment operators (text, number, date, instant, money, boolean, choice).
        matching: how a segment compares text: "fold" without case and accents, "casefold" without case, "exact".
    """

    name: ClassVar[str]
    pick: ClassVar[str] = "most_recent"
    sensitivity: ClassVar[str] = "none"
    operators: ClassVar[str] = "text"
    matching: ClassVar[str] = "fold"

    def clean(self, value: object, *, region: str | None = None) -> Cleaned[T]:
        """Clean one cell. Never raises on bad data, and cleaning a clean value gives it back."""
        raise NotImplementedError

    def glance(self, text: str, region: str | None) -> T | None:
        """Give the value of a text about which there is nothing to say, when a glance tells it; None says look closely.

        It is what `clean` gives, for a text without findings and further values; columns are cleaned by it.
        """
        return None

    def keys(self, value: T) -> tuple[str, ...]:
        """Fold a canonical value into its match keys, strongest first."""
        return (str(value).casefold(),)

    def similarity(self, left: T, right: T) -> float:
        """Compare two canonical values: 1.0 equal for matching, 0.0 nothing in common."""
        return 1.0 if left == right or set(self.keys(left)) & set(self.keys(right)) else 0.0

    def caption(self, value: T) -> str:
        """Show a value to a person."""
        return str(value)

    def mask(self, value: T) -> str:
        """Show that there is a value, and not which."""
        text = self.caption(value)
        return text[:1] + "…" if text else ""

    def dump(self, value: T) -> Any:
        """Write a canonical value as JSON data."""
        return value

    def load(self, data: Any) -> T:
        """Read what `dump` wrote."""
        loaded: T = data
        return loaded

    def parts(self, value: T) -> dict[str, Any]:
        """Name the facets of a composite value, such as the postcode of an address."""
        return {}

    def completeness(self, value: T) -> float:
        """Say how much of a value is there, from 0.0 to 1.0; a composite with a missing part is below 1.0."""
        return 1.0


def written_parts(value: Any) -> dict[str, Any]:
    """Write a composite value as JSON data, without the parts that are missing.

    Raises:
        AttributeError: the value is no attrs value.
    """
    return {one.name: part for one in value.__attrs_attrs__ if (part := getattr(value, one.name)) is not None}
