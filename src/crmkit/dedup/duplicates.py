"""What duplicate detection gives back: pairs, clusters, and the reasons for each."""

import os
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from attrs import field, frozen

from crmkit.dedup.evaluation import Evaluation
from crmkit.dedup.explanation import Explanation, Unseen
from crmkit.dedup.model import Model
from crmkit.dedup.page import duplicates_page
from crmkit.dedup.survivorship import SurvivorshipPolicy
from crmkit.exceptions import CallError, UnknownNameError
from crmkit.report.html import write_page
from crmkit.report.page import Language

FrameT = TypeVar("FrameT")


class Evidence(Protocol):
    """What stands behind the pairs; written by the columnar path."""

    def explain(self, left: int, right: int) -> Explanation:
        """Explain a pair of records by their places."""

    def evaluate(self, truth: Sequence[Hashable]) -> Evaluation:
        """Measure the clusters against the truth, given per record."""

    def merged_pairs(self) -> Iterator[tuple[Any, Any, float]]:
        """Give the pairs that make the clusters, strongest first."""

    def customers(self, policy: SurvivorshipPolicy) -> Any:
        """Give one row for each cluster, with the values that survive and where they come from."""


@frozen(eq=False, kw_only=True)
class Duplicates(Generic[FrameT]):
    """Records that are the same party.

    Attributes:
        pairs: frame left, right, weight, probability, verdict ("same", "possible" or "related"), strongest first; of
            frames that were linked, left_source and right_source too.
        clusters: frame id, cluster; every record once, in the order it came; of linked frames source, id, cluster.
        fields: column to what it was taken to mean; None for a column that is no evidence.
        id_column: the column that names a record; None when its place does, from 0.
        model: how they were found.
        unseen: what was not compared, and why.
        records: how many records there are.
        customers_found: how many clusters they make.
    """

    pairs: FrameT = field(repr=False)
    clusters: FrameT = field(repr=False)
    fields: Mapping[str, str | None]
    id_column: str | None
    model: Model = field(repr=False)
    unseen: tuple[Unseen, ...]
    records: int
    customers_found: int
    verdicts: Mapping[str, int]
    _places: Mapping[Any, int] = field(repr=False)
    _evidence: Evidence = field(repr=False)
    _own_kind: Callable[[Any], FrameT] = field(repr=False)

    def __bool__(self) -> bool:
        raise TypeError("The truth of Duplicates says nothing; look at .pairs, .clusters or .verdicts.")

    def __str__(self) -> str:
        counts = ", ".join(f"{self.verdicts.get(name, 0):,} {name}" for name in ("same", "possible", "related"))
        return f"{self.records:,} records are {self.customers_found:,} customers (pairs: {counts})."

    def explain(self, left: Any, right: Any) -> Explanation:
        """Say why two records are the same, or are not.

        Args:
            left: id of a record; of linked frames (source, id).
            right: id of another one.

        Raises:
            UnknownNameError: no record has this id.
        """
        return self._evidence.explain(self._place(left), self._place(right))

    def evaluate(self, truth: Mapping[Any, Hashable] | Sequence[Hashable]) -> Evaluation:
        """Measure the clusters against the truth.

        Args:
            truth: who each record is: id to entity, or one entity for each record in their order.

        Raises:
            CallError: the truth does not speak of every record.
        """
        if isinstance(truth, Mapping):
            missing = [name for name in self._places if name not in truth]
            if missing:
                raise CallError(f"The truth lacks {len(missing):,} of {self.records:,} records; give one for each id.")
            return self._evidence.evaluate([truth[name] for name in self._places])
        entities = list(truth)
        if len(entities) != self.records:
            raise CallError(
                f"The truth has {len(entities):,} entries for {self.records:,} records; give one for each, in order."
            )
        return self._evidence.evaluate(entities)

    def merged_pairs(self) -> Iterator[tuple[Any, Any, float]]:
        """Give the fewest pairs that make the clusters, strongest first: left id, right id, weight."""
        return self._evidence.merged_pairs()

    def customers(self, policy: SurvivorshipPolicy | None = None) -> FrameT:
        """Make one row for each cluster: the golden records.

        What belongs together survives together: the parts of a name, and those of an address, come from one record.
        Where the policy says nothing, the most complete value survives, and of equally complete ones the most frequent;
        of free text, streets in one cell and names of organisations it is the longest. A frame says nothing of when a
        row was true, so "most_recent" and "earliest" are left to their second criterion, completeness.

        Args:
            policy: rules by column, and of linked frames trust by source.

        Returns:
            frame cluster, rows (how many records it has), and for every column its value and, in "<column>.from", the
            id of the record that it came from; of linked frames "source/id". Clusters come in the order of their ids.

        Raises:
            UnknownNameError: the policy names a column that does not exist.
        """
        chosen = policy or SurvivorshipPolicy()
        for column in chosen.rules:
            if column not in self.fields:
                raise UnknownNameError("column", column, self.fields)
        return self._own_kind(self._evidence.customers(chosen))

    def to_html(self, path: str | os.PathLike[str], *, language: Language = "en", title: str = "") -> Path:
        """Write a page that shows the clusters, telling pairs with their reasons, and what was not compared.

        Args:
            path: where to; the page is one file that needs nothing else.
            language: of its texts.
            title: a second line below the heading, such as the name of the file.

        Returns:
            the path.

        Raises:
            StoreError: the file cannot be written.
        """
        return write_page(duplicates_page(self, title=title, language=language), path)

    def _place(self, name: Any) -> int:
        try:
            return self._places[name]
        except (KeyError, TypeError):
            raise UnknownNameError("record", name, map(str, list(self._places)[:1000])) from None
