"""What duplicate detection gives back: pairs, clusters, and the reasons for each."""

import os
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from attrs import field, frozen

from crmkit.dedup.difference import Difference, difference
from crmkit.dedup.drawing import cluster_network
from crmkit.dedup.evaluation import Evaluation
from crmkit.dedup.explainable import Link, cluster_of
from crmkit.dedup.explanation import Explanation, Unseen
from crmkit.dedup.model import Model
from crmkit.dedup.page import duplicates_page, summary
from crmkit.dedup.page_evaluation import curves
from crmkit.dedup.portions import Sampled, truth_per_record
from crmkit.dedup.review import Review, chosen_pairs, make_review
from crmkit.dedup.survivorship import SurvivorshipPolicy
from crmkit.dedup.thresholds import threshold_plot
from crmkit.exceptions import UnknownNameError
from crmkit.report.html import drawing, fragment, write_page
from crmkit.report.page import Language, Paragraph
from crmkit.report.svg import Drawing

FrameT = TypeVar("FrameT")


class Evidence(Protocol):
    """What stands behind the pairs; written by the columnar path."""

    def explain(self, left: int, right: int) -> Explanation:
        """Explain a pair of records by their places."""

    def households(self) -> Any:
        """Give every record with its customer and its household."""

    def explain_household(self, left: int, right: int) -> Explanation:
        """Explain by their places why two records are of one household, or are not."""

    def links(self, records: Sequence[int]) -> list[Link]:
        """Weigh every pair of some records, by their places."""

    def record(self, place: int) -> Mapping[str, str]:
        """Give the cells of a record that are not empty, as text."""

    def fingerprint(self) -> str:
        """Name the records by their ids and contents."""

    def evaluate(self, truth: Sequence[Hashable], sampled: Sampled | None = None) -> Evaluation:
        """Measure the clusters against the truth, given per record; None where a sample does not say."""

    def merged_pairs(self) -> Iterator[tuple[Any, Any, float]]:
        """Give the pairs that make the clusters, strongest first."""

    def to_label(self, count: int) -> Any:
        """Give the pairs that a person's judgement would help most."""

    def customers(self, policy: SurvivorshipPolicy, updated: Sequence[str]) -> Any:
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
        estimated_precision: share of the pairs in clusters that is likely right, as the probabilities tell; nobody has
            checked it.
        estimated_recall: share of the pairs worth showing that were compared, of all that share a block of a size that
            can be compared, as a sample of the records tells, rather too low than too high; 1 where all were compared.
        searched_to: number of the last fact of the customer base that was searched; None for dataframes.
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
    estimated_precision: float
    estimated_recall: float
    _places: Mapping[Any, int] = field(repr=False)
    _evidence: Evidence = field(repr=False)
    _own_kind: Callable[[Any], FrameT] = field(repr=False)
    searched_to: int | None = None

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

    def households(self) -> FrameT:
        """Group people who live together: one home, or one contact, and more in common than neighbours have by chance.

        Nothing is merged. What people share is weighed as in `explain`, without what tells one of a family from
        another; a home weighs by how many customers have it. No household has two homes, so the rows of a customer who
        moved may be in two; colleagues of one organisation are none.

        Returns:
            frame id, cluster, household (of linked frames source too): every record once, in the order it came; the
            household is null where no other customer is known to live.
        """
        return self._own_kind(self._evidence.households())

    def explain_household(self, left: Any, right: Any) -> Explanation:
        """Say why two records are of one household, or are not; the verdict is "related", "same" or "never".

        Args:
            left: id of a record; of linked frames (source, id).
            right: id of another one.

        Raises:
            UnknownNameError: no record has this id.
        """
        return self._evidence.explain_household(self._place(left), self._place(right))

    def record(self, name: Any) -> Mapping[str, str]:
        """Give the cells of a record that are not empty, as text.

        Args:
            name: id of a record; of linked frames (source, id).

        Raises:
            UnknownNameError: no record has this id.
        """
        return self._evidence.record(self._place(name))

    def links(self, names: Sequence[Any]) -> list[Link]:
        """Weigh every pair of some records, compared before or not.

        Args:
            names: ids of records.

        Raises:
            UnknownNameError: no record has one of these ids.
        """
        return self._evidence.links([self._place(name) for name in names])

    def evaluate(
        self, truth: Mapping[Any, Hashable] | Sequence[Hashable], *, sampled: Sampled | None = None
    ) -> Evaluation:
        """Measure the clusters against the truth.

        Args:
            truth: who each record is: id to entity, or one entity for each record in their order.
            sampled: when the truth speaks only of the records of some customers, and of all records of these: how they
                were drawn. "records": some records were drawn and all records of their customers were looked up, so
                those with many come more often; "customers": each customer was as likely. The truth is then a mapping.

        Raises:
            CallError: the truth does not speak of every record, or of none, or of records that do not exist.
        """
        return self._evidence.evaluate(truth_per_record(truth, self._places, sampled=sampled), sampled)

    def compare(self, after: "Duplicates[Any]") -> Difference:
        """Say which pairs of records another result joins that this one does not, and the other way round.

        Args:
            after: what was found among the same records, such as with another model.

        Raises:
            CallError: the records are not the same.
        """
        return difference(cluster_of(self), cluster_of(after))

    def draw(self, cluster: int, *, language: Language = "en") -> Drawing:
        """Draw a cluster: its records, what holds them together, and what speaks against it.

        Bold lines, with their bits, are the strongest that hold all of them together; dashed ones are contradictions.
        Of more than 30 records 30 are shown.

        Args:
            cluster: a number in the column "cluster" of `.clusters`.
            language: of the texts.

        Raises:
            UnknownNameError: there is no such cluster.
        """
        held = cluster_of(self)
        members = [name for name, number in held.items() if number == cluster]
        if not members:
            raise UnknownNameError("cluster", cluster, map(str, sorted(set(held.values()))[:1000]))
        return drawing(cluster_network(self, members, language=language), language=language)

    def draw_weights(self, *, language: Language = "en") -> Drawing | None:
        """Draw how many pairs weigh how much, by verdict, and the estimated precision of every line between them.

        Returns:
            the drawing; None when there are no pairs.
        """
        plot = threshold_plot(self, language=language)
        return drawing(plot) if plot else None

    def draw_curves(self, evaluation: Evaluation, *, language: Language = "en") -> tuple[Drawing, Drawing] | None:
        """Draw what other thresholds would give, and precision against recall.

        Returns:
            two drawings; None when no pair was weighed.
        """
        if not evaluation.curve:
            return None
        by_threshold, by_recall = curves(evaluation, line=self.model.same_bits, language=language)
        return drawing(by_threshold), drawing(by_recall)

    def review(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        pairs: Any = "possible",
        most: int = 200,
        language: Language = "en",
        title: str = "",
    ) -> Review:
        """Make a page on which a person judges pairs; a notebook shows it, and `path` writes it to a file.

        The page works from a file, without a network, with keys alone. It keeps what was judged in the browser and
        gives it out as JSON, which `crmkit.read_judgements` reads.

        Args:
            path: where to, when it is written; the page is one file that needs nothing else.
            pairs: which: "possible", "same" or "related"; or a frame left, right (of linked frames left_source and
                right_source too), or pairs of ids.
            most: how many pairs at most; the strongest of them, in the order given for a frame or pairs of ids.
            language: of the texts.
            title: a second line below the heading.

        Raises:
            CallError: ids are neither text nor whole numbers, or `pairs` cannot be read.
            UnknownNameError: no record has one of the ids.
            StoreError: the file cannot be written.
        """
        chosen = chosen_pairs(self, pairs)
        made = make_review(self, chosen[:most], run=self.run, of=len(chosen), language=language, title=title)
        if path is not None:
            made.to_html(path)
        return made

    @property
    def run(self) -> str:
        """Name of the records by their ids and contents, which judgements of people carry; a model changes nothing."""
        return self._evidence.fingerprint()

    def merged_pairs(self) -> Iterator[tuple[Any, Any, float]]:
        """Give the fewest pairs that make the clusters, strongest first: left id, right id, weight."""
        return self._evidence.merged_pairs()

    def to_label(self, count: int = 30) -> FrameT:
        """Choose the pairs that a person's judgement would help most, each of another kind, the most telling first.

        Add a column "same" to what comes back, and give it to `dedupe` as `labels`.

        Args:
            count: how many at most; none that was judged before comes again.

        Returns:
            frame left, right, probability; of frames that were linked, left_source and right_source too.
        """
        return self._own_kind(self._evidence.to_label(count))

    def customers(self, policy: SurvivorshipPolicy | None = None, *, updated: str | Sequence[str] = ()) -> FrameT:
        """Make one row for each cluster: the golden records, chosen as a customer base chooses.

        What belongs together survives together: the parts of a name, and those of an address, come from one record.
        Where the policy says nothing, each field follows the rule of its type, such as the most complete name and the
        most recent phone number; a column that means nothing has the most frequent value. Of many values, as of e-mail
        addresses, it is the best one. A value that cannot be read survives only where there is no other.

        Args:
            policy: rules by column or by field, and trust by source: of linked frames, or of ids such as "crm/17".
            updated: the column, or columns, that say when a row was true; without one all are of the same age. A row of
                no date counts as the newest.

        Returns:
            frame cluster, rows (how many records it has), and for every column its value and, in "<column>.from", the
            id of the record that it came from; of linked frames "source/id". Clusters come in the order of their ids.

        Raises:
            UnknownNameError: the policy names neither a column nor a field, or there is no such column.
        """
        dated = (updated,) if isinstance(updated, str) else tuple(updated)
        for column in dated:
            if column not in self.fields:
                raise UnknownNameError("column", column, self.fields)
        return self._own_kind(self._evidence.customers(policy or SurvivorshipPolicy(), dated))

    def to_html(
        self,
        path: str | os.PathLike[str],
        *,
        language: Language = "en",
        title: str = "",
        evaluation: Evaluation | None = None,
    ) -> Path:
        """Write a page that shows the clusters, telling pairs with their reasons, and what was not compared.

        Args:
            path: where to; the page is one file that needs nothing else.
            language: of its texts.
            title: a second line below the heading, such as the name of the file.
            evaluation: what `evaluate` gave; the page then says how good the clusters are, and which pairs are wrong.

        Returns:
            the path.

        Raises:
            StoreError: the file cannot be written.
        """
        return write_page(duplicates_page(self, title=title, language=language, evaluation=evaluation), path)

    def _repr_html_(self) -> str:
        return fragment((Paragraph(str(self)), *summary(self)))

    def _place(self, name: Any) -> int:
        try:
            return self._places[name]
        except (KeyError, TypeError):
            raise UnknownNameError("record", name, map(str, list(self._places)[:1000])) from None
