"""What stands behind pairs and clusters: reasons, and a measure against the truth."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from attrs import evolve, field, frozen

from crmkit.dedup.columnar.asking import most_telling
from crmkit.dedup.columnar.bootstrap import interval
from crmkit.dedup.columnar.explaining import explain
from crmkit.dedup.columnar.finding import Found
from crmkit.dedup.columnar.gating import FREE
from crmkit.dedup.columnar.golden import Records, golden_records
from crmkit.dedup.columnar.households import Homes, explain_household, households
from crmkit.dedup.columnar.mistakes import mistakes
from crmkit.dedup.columnar.naming import Names, name_pairs
from crmkit.dedup.columnar.showing import cells, fingerprint, links
from crmkit.dedup.evaluation import Evaluation, evaluate
from crmkit.dedup.explainable import Link
from crmkit.dedup.explanation import Explanation
from crmkit.dedup.portions import Sampled, portions
from crmkit.dedup.survivorship import SurvivorshipPolicy


@frozen(eq=False)
class FoundEvidence:
    """The evidence of one search.

    Attributes:
        found: what was found.
        ids: id per record.
        table: the records as they were given, without the columns that name them.
        fields: column to target.
        region: country of national phone numbers and dates.
    """

    found: Found = field(repr=False)
    ids: Names = field(repr=False)
    table: pl.DataFrame = field(repr=False)
    fields: Mapping[str, str | None] = field(repr=False)
    region: str | None = None

    def explain(self, left: int, right: int) -> Explanation:
        """Explain a pair of records by their places."""
        together = float(self.found.together(np.array([left]), np.array([right]))[0])
        return explain(self.found.scorer, left, right, names=(self.ids[left], self.ids[right]), together=together)

    def households(self) -> pl.DataFrame:
        """Give every record with its customer and its household, null where nobody else is known to live there."""
        clusters = self.found.clusters
        household = pl.Series(households(self._homes, clusters))
        return pl.DataFrame({
            **self.ids.columns("id", "source"),
            "cluster": clusters,
            "household": household.set(household < 0, None),
        })  # fmt: skip

    def explain_household(self, left: int, right: int) -> Explanation:
        """Explain by their places why two records are of one household, or are not."""
        together = bool(self.found.clusters[left] == self.found.clusters[right])
        return explain_household(self._homes, left, right, names=(self.ids[left], self.ids[right]), together=together)

    @cached_property
    def _homes(self) -> Homes:
        return Homes(self.found)

    def links(self, records: Sequence[int]) -> list[Link]:
        """Weigh every pair of some records, by their places."""
        return links(self.found, records)

    def record(self, place: int) -> dict[str, str]:
        """Give the cells of a record that are not empty, as text."""
        return cells(self.table, place)

    def fingerprint(self) -> str:
        """Name the records by their ids and contents."""
        return fingerprint(self.table, self.ids)

    def evaluate(self, truth: Sequence[Hashable], sampled: Sampled | None = None) -> Evaluation:
        """Measure the clusters against the truth, given per record; None where a sample does not say."""
        judged, clusters = self.found.judged, self.found.clusters.tolist()
        same, free = judged.verdict == "same", judged.held == FREE
        result = evaluate(
            truth,
            clusters,
            compared=zip(self.found.candidates.left.tolist(), self.found.candidates.right.tolist(), strict=True),
            same=zip(judged.left[same].tolist(), judged.right[same].tolist(), strict=True),
            weighed=list(
                zip(judged.left[free].tolist(), judged.right[free].tolist(), judged.weight[free].tolist(), strict=True)
            ),
            sampled=sampled,
        )
        known = np.array([sampled is None or who is not None for who in truth], np.bool_)
        return evolve(
            result,
            interval=interval(portions(truth, clusters, sampled=sampled)[1], seed=self.found.scorer.model.seed),
            mistakes=mistakes(self.found, truth, known, self.ids),
        )

    def to_label(self, count: int) -> pl.DataFrame:
        """Give the pairs that a person's judgement would help most."""
        judged = self.found.judged
        places = most_telling(self.found, count)
        pairs = name_pairs(self.ids, judged.left[places], judged.right[places])
        return pl.DataFrame({**pairs, "probability": self.found.chances()[places]})

    def customers(self, policy: SurvivorshipPolicy, updated: Sequence[str]) -> pl.DataFrame:
        """Give one row for each cluster, with the values that survive and where they come from."""
        records = Records(
            table=self.table,
            ids=self.ids,
            clusters=self.found.clusters,
            fields=self.fields,
            region=self.region,
            updated=updated,
        )
        return golden_records(records, policy)

    def merged_pairs(self) -> Iterator[tuple[Any, Any, float]]:
        """Give the pairs that make the clusters, strongest first."""
        judged, clusters = self.found.judged, self.found.clusters
        kept = (judged.verdict == "same") & (clusters[judged.left] == clusters[judged.right])
        parent = list(range(len(clusters)))

        def root(node: int) -> int:
            while parent[node] != node:
                parent[node] = parent[parent[node]]
                node = parent[node]
            return node

        for left, right, weight in zip(
            judged.left[kept].tolist(), judged.right[kept].tolist(), judged.weight[kept].tolist(), strict=True
        ):
            one, other = root(left), root(right)
            if one != other:
                parent[max(one, other)] = min(one, other)
                yield self.ids[left], self.ids[right], weight
