"""What stands behind pairs and clusters: reasons, and a measure against the truth."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl
from attrs import evolve, field, frozen

from crmkit.dedup.columnar.bootstrap import interval
from crmkit.dedup.columnar.compare import MISSING
from crmkit.dedup.columnar.finding import Found
from crmkit.dedup.columnar.gating import FREE
from crmkit.dedup.columnar.golden import Records, golden_records
from crmkit.dedup.columnar.mistakes import mistakes
from crmkit.dedup.columnar.showing import breakdown, cells, fingerprint, links
from crmkit.dedup.evaluation import Evaluation, evaluate
from crmkit.dedup.explainable import Link
from crmkit.dedup.explanation import Explanation, Reason
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
    ids: Sequence[Any] = field(repr=False)
    table: pl.DataFrame = field(repr=False)
    fields: Mapping[str, str | None] = field(repr=False)
    region: str | None = None

    def explain(self, left: int, right: int) -> Explanation:
        """Explain a pair of records by their places."""
        scorer = self.found.scorer
        agreement, scored, held = scorer.weigh(np.array([left]), np.array([right]))
        verdict, chance = scorer.judge(scored.total, held)
        reasons = []
        for one, part in zip(agreement.compared, scored.parts, strict=True):
            encoded = scorer.features[one.comparison.feature]
            level = int(one.levels[0])
            reasons.append(
                Reason(
                    feature=one.comparison.feature,
                    left=", ".join(encoded.of(left)),
                    right=", ".join(encoded.of(right)),
                    level="missing" if level == MISSING else one.comparison.levels[level].name,
                    weight=float(part[0]),
                    **breakdown(scorer, one, float(part[0]), left, right),
                )
            )
        if agreement.swapped[0]:
            weight = scorer.model.swapped_bits
            reasons.append(Reason(feature="name order", left="", right="", level="swapped", weight=weight))
        together = bool(self.found.clusters[left] == self.found.clusters[right])
        gate = "" if held[0] == FREE else scorer.gates[int(held[0])].reason
        if verdict[0] == "same" and not together:
            verdict[0], gate = "related", "joining them would bring a contradiction into one cluster"
        return Explanation(
            left=self.ids[left],
            right=self.ids[right],
            reasons=tuple(reasons),
            prior=scorer.prior,
            weight=float(scored.total[0]),
            probability=float(chance[0]),
            verdict=str(verdict[0]),
            gate=gate,
            together=together,
            same_from=scorer.model.same_bits,
        )

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
