"""What a page needs of duplicates, and how it calls and reads their records."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from attrs import frozen

from crmkit.dedup.explanation import Explanation, Unseen
from crmkit.dedup.model import Model

_NAMING: Final = ("person_name", "given_name", "family_name", "organisation_name")


@frozen
class Link:
    """What the model says about two members of a cluster.

    Attributes:
        left: place of a member in the list that was asked about.
        right: place of another one.
        weight: bits, prior included.
        verdict: "same", "possible", "related" or "never".
        gate: what holds the verdict back; empty when nothing does.
        parts: whether the two contradict each other.
    """

    left: int
    right: int
    weight: float
    verdict: str
    gate: str
    parts: bool


class Explainable(Protocol):
    """What a page shows of duplicates; `crmkit.dedup.duplicates.Duplicates` is one."""

    @property
    def pairs(self) -> Any:
        """Frame of judged pairs, strongest first."""

    @property
    def clusters(self) -> Any:
        """Frame of records and their clusters."""

    @property
    def fields(self) -> Mapping[str, str | None]:
        """Column to what it was taken to mean."""

    @property
    def model(self) -> Model:
        """How they were found."""

    @property
    def unseen(self) -> tuple[Unseen, ...]:
        """What was not compared."""

    @property
    def records(self) -> int:
        """How many records there are."""

    @property
    def customers_found(self) -> int:
        """How many clusters they make."""

    @property
    def estimated_recall(self) -> float:
        """Share of the pairs worth showing that were compared."""

    @property
    def verdicts(self) -> Mapping[str, int]:
        """How many pairs have each verdict."""

    def explain(self, left: Any, right: Any) -> Explanation:
        """Say why two records are the same, or are not."""

    def record(self, name: Any) -> Mapping[str, str]:
        """Give the cells of a record that are not empty, as text."""

    def links(self, names: Sequence[Any]) -> list[Link]:
        """Weigh every pair of some records."""


def caption(found: Explainable, name: Any) -> str:
    """Call a record by the names in it; empty when it has none."""
    cells = found.record(name)
    named = [
        (_NAMING.index(target), text)
        for column, text in cells.items()
        if (target := found.fields.get(column)) in _NAMING
    ]
    full = [text for rank, text in sorted(named) if rank == 0]
    parts = [text for rank, text in sorted(named) if rank in {1, 2}]
    houses = [text for rank, text in sorted(named) if rank == 3]
    return " ".join(parts or full[:1] or houses[:1])


def spoken(name: Any) -> str:
    """Write an id for people: of linked frames "source/id"."""
    return "/".join(map(str, name)) if isinstance(name, tuple) else str(name)


def column(frame: Any, name: str) -> list[Any]:
    """Read a column of any kind of frame."""
    held = frame[name]
    listed: list[Any] = held.to_pylist() if hasattr(held, "to_pylist") else held.to_list()
    return listed


def ids(frame: Any, name: str, source: str) -> list[Any]:
    """Read ids; of linked frames (source, id)."""
    read = column(frame, name)
    linked = source in list(getattr(frame, "column_names", frame.columns))
    return list(zip(column(frame, source), read, strict=True)) if linked else read


def cluster_of(found: Explainable) -> dict[Any, Any]:
    """Give the cluster of every record."""
    return dict(zip(ids(found.clusters, "id", "source"), column(found.clusters, "cluster"), strict=True))


def pairs_of(found: Explainable) -> list[tuple[Any, Any]]:
    """Give the judged pairs, strongest first."""
    return list(zip(ids(found.pairs, "left", "left_source"), ids(found.pairs, "right", "right_source"), strict=True))
