"""The whole way from encoded features to judged pairs and clusters."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from attrs import evolve, field, frozen

from crmkit.dedup.clustering import cluster
from crmkit.dedup.columnar.background import Background, read_background
from crmkit.dedup.columnar.blocks import Candidates, candidates
from crmkit.dedup.columnar.compare import Agreement, Ints, compare
from crmkit.dedup.columnar.encoding import Encoded, canonical_order, reorder
from crmkit.dedup.columnar.gating import FREE, gate
from crmkit.dedup.columnar.score import Floats, Scored, Shares, bits, chance_shares, combine, estimate, probability
from crmkit.dedup.gates import Gate
from crmkit.dedup.judgements import learn_threshold
from crmkit.dedup.model import Model
from crmkit.records import Progress

_CHUNK = 500_000
_LARGEST_CLUSTER = 60
_ROUNDS = 6

Tell = Callable[[Progress], None]


@frozen(eq=False)
class Judged:
    """Pairs worth keeping, in the caller's order of records, left below right.

    Attributes:
        left: left records.
        right: right records.
        weight: bits, prior included.
        probability: that they are one customer.
        verdict: "same", "possible", "related" or "never".
        held: place of the gate that holds a pair back, else FREE.
    """

    left: Ints
    right: Ints
    weight: Floats
    probability: Floats
    verdict: npt.NDArray[np.str_]
    held: Ints


@frozen(eq=False)
class Scorer:
    """Everything that is needed to weigh a pair of these records.

    Attributes:
        features: encoded features, in the caller's order of records.
        model: the specification.
        gates: the gates in force.
        shares: per compared feature.
        prior: bits that a pair has before anything is compared.
        background: what all records say about single values.
    """

    features: Mapping[str, Encoded] = field(repr=False)
    model: Model = field(repr=False)
    gates: tuple[Gate, ...] = ()
    shares: Mapping[str, Shares] = field(factory=dict, repr=False)
    prior: float = 0.0
    background: Background = field(factory=Background, repr=False)

    def weigh(self, left: Ints, right: Ints) -> tuple[Agreement, Scored, Ints]:
        """Compare, weigh and gate pairs."""
        agreement = compare(self.features, self.model.comparisons, left, right)
        held = gate(agreement, self.features, self.background, self.gates, (left, right))
        weights = [
            bits(one, self.shares[one.comparison.feature], self.features[one.comparison.feature], left, right)
            for one in agreement.compared
        ]
        extra = np.where(agreement.swapped, self.model.swapped_bits, 0.0)
        return agreement, combine(agreement.compared, weights, extra, self.prior, self.model), held

    def contradicts(self, held: Ints) -> npt.NDArray[np.bool_]:
        """Say which pairs may never be in one cluster."""
        apart: npt.NDArray[np.bool_] = np.array([*(one.parts for one in self.gates), False])[held]
        return apart

    def judge(self, total: Floats, held: Ints) -> tuple[npt.NDArray[np.str_], Floats]:
        """Turn weights and gates into verdicts and probabilities."""
        chance = probability(total)
        verdict = np.full(len(total), "never", "<U8")
        verdict[total >= self.model.possible_bits] = "possible"
        verdict[(total >= self.model.same_bits) & (held == FREE)] = "same"
        for place, one in enumerate(self.gates):
            here = held == place
            chance[here] = np.minimum(chance[here], _AT_MOST[one.at_most])
            if one.at_most != "possible":
                verdict[here & (verdict != "never")] = one.at_most
        return verdict, chance


_AT_MOST: Mapping[str, float] = {"possible": 0.5, "related": 0.02, "never": 0.001}


@frozen(eq=False)
class Found:
    """What was found.

    Attributes:
        scorer: the weights, ready to explain any pair.
        judged: pairs that are same, possible or related.
        clusters: per record the smallest record of its cluster.
        candidates: every pair that was compared, and what was not.
    """

    scorer: Scorer
    judged: Judged
    clusters: Ints
    candidates: Candidates

    def verdicts(self) -> npt.NDArray[np.str_]:
        """Give the verdicts once clusters are known: a pair that a contradiction keeps apart is "related"."""
        verdict = self.judged.verdict.copy()
        apart = self.clusters[self.judged.left] != self.clusters[self.judged.right]
        verdict[apart & (verdict == "same")] = "related"
        return verdict


def find(
    features: Mapping[str, Encoded],
    records: int,
    *,
    model: Model,
    sure: Sequence[tuple[int, int, bool]] = (),
    learning: bool = False,
    tell: Tell | None = None,
) -> Found:
    """Find the duplicates among records.

    The records are worked on in the order of their contents, so the order in which they come changes nothing.

    Args:
        features: encoded features.
        records: how many records there are.
        model: the specification.
        sure: pairs of records that a person judged, and whether they are the same.
        learning: whether the threshold may follow what the person said.
        tell: told about progress.
    """
    order = canonical_order(features, records)
    sorted_features = reorder(features, order)
    pairs = candidates(
        sorted_features,
        model.rules,
        records,
        block_cap=model.block_cap,
        pairs_per_record=model.pairs_per_record,
    )
    _say(tell, "block", len(pairs.left), len(pairs.left))
    scorer = _train(sorted_features, records, pairs, model)
    place = np.empty(records, np.int64)
    place[order] = np.arange(records)
    known = [(int(place[left]), int(place[right]), same) for left, right, same in sure]
    if learning:
        scorer = _learned(scorer, known)
    kept = _merge(list(_judge_all(scorer, pairs, tell)))
    grouped = _cluster(scorer, kept, records, known)
    own = evolve(scorer, features=features)
    smallest = np.full(records, records, np.int64)
    np.minimum.at(smallest, grouped, order)
    clusters = np.empty(records, np.int64)
    clusters[order] = smallest[grouped]
    back = Candidates(*_oriented(order[pairs.left], order[pairs.right]), pairs.skipped)
    left, right = _oriented(order[kept.left], order[kept.right])
    by_weight = np.lexsort((right, left, -kept.weight))
    judged = Judged(
        left[by_weight],
        right[by_weight],
        kept.weight[by_weight],
        kept.probability[by_weight],
        kept.verdict[by_weight],
        kept.held[by_weight],
    )
    return Found(own, judged, clusters, back)


def _say(tell: Tell | None, stage: str, done: int, total: int) -> None:
    if tell is not None:
        tell(Progress(stage=stage, done=done, total=total, unit="pairs"))


def _oriented(left: Ints, right: Ints) -> tuple[Ints, Ints]:
    return np.minimum(left, right), np.maximum(left, right)


def _train(features: Mapping[str, Encoded], records: int, pairs: Candidates, model: Model) -> Scorer:
    left, right = _random_pairs(records, model)
    chance = compare(features, model.comparisons, left, right)
    start = {
        one.comparison.feature: chance_shares(one, features[one.comparison.feature], model) for one in chance.compared
    }
    stride = max(1, -(-len(pairs.left) // model.estimation_pairs))
    left, right = pairs.left[::stride], pairs.right[::stride]
    agreement = compare(features, model.comparisons, left, right)
    background = read_background(features)
    gates = model.gates
    while True:
        held = gate(agreement, features, background, gates, (left, right))
        strong = [place for place, one in enumerate(gates) if one.parts]
        shares, prior = estimate(
            agreement.compared,
            [start[one.comparison.feature] for one in agreement.compared],
            features,
            left,
            right,
            extra=np.where(agreement.swapped, model.swapped_bits, 0.0),
            barred=np.isin(held, strong),
            records=records,
            scale=float(stride),
            model=model,
        )
        found = {one.comparison.feature: share for one, share in zip(agreement.compared, shares, strict=True)}
        fewer = tuple(one for one in gates if not one.by_birth_date)
        unsure = "birth_date" in found and found["birth_date"].m[0] < model.right_birth_dates
        if not unsure or fewer == gates:
            return Scorer(features, model, gates, found, prior, background)
        gates = fewer


def _learned(scorer: Scorer, known: Sequence[tuple[int, int, bool]]) -> Scorer:
    """Move the threshold to where judgements of pairs that no gate holds back put it."""
    if not known:
        return scorer
    left, right = (np.array(side, np.int64) for side in list(zip(*known, strict=True))[:2])
    _, scored, held = scorer.weigh(left, right)
    free = [(float(scored.total[place]), known[place][2]) for place in np.flatnonzero(held == FREE).tolist()]
    same_bits = learn_threshold(free, scorer.model.same_bits)
    possible_bits = min(scorer.model.possible_bits, same_bits)
    return evolve(scorer, model=evolve(scorer.model, same_bits=same_bits, possible_bits=possible_bits))


def _random_pairs(records: int, model: Model) -> tuple[Ints, Ints]:
    if records < 2:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    if records * (records - 1) // 2 <= model.random_pairs:
        left, right = np.triu_indices(records, 1)
        return left.astype(np.int64), right.astype(np.int64)
    chance = np.random.default_rng(model.seed)
    left = chance.integers(0, records, model.random_pairs)
    right = (left + chance.integers(1, records, model.random_pairs)) % records
    return left, right


def _judge_all(scorer: Scorer, pairs: Candidates, tell: Tell | None) -> Iterator[Judged]:
    for start in range(0, max(len(pairs.left), 1), _CHUNK):
        left, right = pairs.left[start : start + _CHUNK], pairs.right[start : start + _CHUNK]
        _, scored, held = scorer.weigh(left, right)
        verdict, chance = scorer.judge(scored.total, held)
        hard = scorer.contradicts(held)
        keep = (verdict != "never") | hard
        yield Judged(left[keep], right[keep], scored.total[keep], chance[keep], verdict[keep], held[keep])
        _say(tell, "compare", start + len(left), len(pairs.left))


def _merge(parts: Sequence[Judged]) -> Judged:
    return Judged(
        np.concatenate([part.left for part in parts]),
        np.concatenate([part.right for part in parts]),
        np.concatenate([part.weight for part in parts]),
        np.concatenate([part.probability for part in parts]),
        np.concatenate([part.verdict for part in parts]),
        np.concatenate([part.held for part in parts]),
    )


def _cluster(scorer: Scorer, judged: Judged, records: int, sure: Sequence[tuple[int, int, bool]]) -> Ints:
    order = np.lexsort((judged.right, judged.left, -judged.weight))
    order = order[judged.verdict[order] == "same"]
    same = list(zip(judged.left[order].tolist(), judged.right[order].tolist(), strict=True))
    joined = np.zeros(records, np.bool_)
    joined[judged.left[order]] = joined[judged.right[order]] = True
    joined[[record for left, right, is_same in sure if is_same for record in (left, right)]] = True
    hostile = scorer.contradicts(judged.held) & joined[judged.left] & joined[judged.right]
    apart = list(zip(judged.left[hostile].tolist(), judged.right[hostile].tolist(), strict=True))
    same = [(left, right) for left, right, is_same in sure if is_same] + same
    told = {(min(left, right), max(left, right)) for left, right, is_same in sure if is_same}
    apart = [pair for pair in apart if pair not in told] + [(left, right) for left, right, yes in sure if not yes]
    for _ in range(_ROUNDS):
        grouped = np.array(cluster(records, same, apart), np.int64)
        left, right = _inner_pairs(grouped, _LARGEST_CLUSTER)
        if not len(left):
            break
        _, _, held = scorer.weigh(left, right)
        hard = scorer.contradicts(held)
        more = [pair for pair in zip(left[hard].tolist(), right[hard].tolist(), strict=True) if pair not in told]
        if not more:
            break
        apart += more
    return grouped


def _inner_pairs(grouped: Ints, largest: int) -> tuple[Ints, Ints]:
    """Pair all members of clusters of three and more: contradictions hide where no rule brought two together."""
    order = np.argsort(grouped, kind="stable")
    ordered = grouped[order]
    start = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1]))) if len(ordered) else np.empty(0, int)
    size = np.diff(np.append(start, len(ordered)))
    lefts, rights = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for first, members in zip(start[size > 2].tolist(), size[size > 2].tolist(), strict=True):
        rows = np.sort(order[first : first + members])[:largest]
        one, other = np.triu_indices(len(rows), 1)
        lefts.append(rows[one])
        rights.append(rows[other])
    return np.concatenate(lefts), np.concatenate(rights)
