"""The whole way from encoded features to judged pairs and clusters."""

from collections.abc import Mapping
from functools import partial

import numpy as np
import numpy.typing as npt
from attrs import evolve, frozen

from crmkit.dedup.columnar.blocks import Candidates, gather, pack, ruled
from crmkit.dedup.columnar.compare import Ints
from crmkit.dedup.columnar.copies import Copies, find_copies
from crmkit.dedup.columnar.encoding import Encoded, canonical_order, reorder
from crmkit.dedup.columnar.freezing import freeze, known_features, thaw
from crmkit.dedup.columnar.gating import FREE
from crmkit.dedup.columnar.grouping import Grouped, Told, held_together, told
from crmkit.dedup.columnar.hindsight import held_back
from crmkit.dedup.columnar.judging import Tell, judge_and_group, say
from crmkit.dedup.columnar.learning import learn
from crmkit.dedup.columnar.ordering import Bools, among, distinct_places
from crmkit.dedup.columnar.planning import carry_out, plan, take_sample
from crmkit.dedup.columnar.score import Floats, probability
from crmkit.dedup.columnar.scorer import Judged, Scorer, weighing
from crmkit.dedup.columnar.training import train
from crmkit.dedup.judgements import Corrections
from crmkit.dedup.model import Model

_BEYOND_DOUBT = 10.0
"""Bits above the threshold from which pairs are taken to be one customer for certain."""

_ANCHORS = 2000
"""Pairs at most, roughly, that nobody judged and that hold what judgements teach back."""


@frozen(eq=False)
class Portion:
    """The records that a search is about, among others that were searched before.

    Attributes:
        fresh: the records that are new.
        near: those, and the ones that they may be; the others only tell which contacts are whose.

    Of two records that are not new nothing is said any more: they are held together already, or a new one joins them,
    or they stay apart.
    """

    fresh: Bools
    near: Bools

    def only(self, chosen: Ints) -> "Portion":
        """Take some of the records."""
        return Portion(self.fresh[chosen], self.near[chosen])


@frozen(eq=False)
class Found:
    """What was found.

    Attributes:
        scorer: the weights, ready to explain any pair.
        judged: pairs that are same, possible or related.
        clusters: per record the smallest record of its cluster.
        candidates: every pair that was compared, and what was not.
        told: pairs of records that a person judged.
        precision: share of right pairs in clusters, as probabilities tell.
        holding_bits: per record, weight of the weakest pair that was needed to make its cluster.
    """

    scorer: Scorer
    judged: Judged
    clusters: Ints
    candidates: Candidates
    holding_bits: Floats
    told: tuple[tuple[int, int, bool], ...] = ()
    precision: float = 1.0

    def verdicts(self) -> npt.NDArray[np.str_]:
        """Give the verdicts once clusters are known.

        A pair that a contradiction keeps apart is "related", and none of which a person judged is "possible" any more.
        """
        left, right = self.judged.left, self.judged.right
        verdict = self.judged.verdict.copy()
        apart = self.clusters[left] != self.clusters[right]
        verdict[apart & (verdict == "same")] = "related"
        held = held_together(len(self.clusters), self.told)
        judged = among(pack(left, right), pack(*told(self.told, same=False)))
        if held is not None:
            judged |= held[left] == held[right]
        judged &= verdict == "possible"
        verdict[judged] = np.where(apart[judged], "related", "same")
        return verdict

    def chances(self) -> Floats:
        """Give the probabilities once clusters are known; see `together`."""
        judged = self.judged
        chance: Floats = np.maximum(judged.probability, self.together(judged.left, judged.right))
        return chance

    def together(self, left: Ints, right: Ints) -> Floats:
        """Give the probability that others lend to pairs: that of the weakest pair that their cluster needs; else 0."""
        lent: Floats = np.where(self.clusters[left] == self.clusters[right], probability(self.holding_bits[left]), 0.0)
        return lent


def find(
    features: Mapping[str, Encoded],
    records: int,
    *,
    model: Model,
    sure: Told = (),
    learning: bool = False,
    sources: Ints | None = None,
    portion: Portion | None = None,
    tell: Tell | None = None,
) -> Found:
    """Find the duplicates among records.

    The records are worked on in the order of their contents, so the order in which they come changes nothing. Of rows
    that are copied more often than a block may hold, one stands for all.

    Args:
        features: encoded features.
        records: how many records there are.
        model: the specification.
        sure: pairs of records that a person judged, and whether they are the same.
        learning: whether weights and gates may follow what the person said.
        sources: per record the source that has nobody twice, -1 for none.
        portion: the records that the search is about; all of them when left out.
        tell: told about progress.
    """
    if model.learned is not None:
        features = known_features(features, model.learned, records)
    themselves = [record for left, right, _ in sure for record in (left, right)]
    if sources is not None:
        themselves += np.flatnonzero(sources >= 0).tolist()
    if portion is not None:
        themselves += np.flatnonzero(~portion.fresh).tolist()
    copies = find_copies(features, records, more_than=model.block_cap, but=themselves)
    search = partial(_find, model=model, learning=learning, tell=tell)
    if len(copies.kept) == records:
        return search(features, records, sure=sure, sources=sources, portion=portion)
    place = np.cumsum(copies.stand_for == np.arange(records)) - 1
    known = [(int(place[left]), int(place[right]), same) for left, right, same in sure]
    distinct = reorder(features, copies.kept)
    kept = None if sources is None else sources[copies.kept]
    some = None if portion is None else portion.only(copies.kept)
    found = search(distinct, len(copies.kept), sure=known, sources=kept, portion=some)
    return evolve(_with_copies(found, features, copies), told=tuple(sure))


def _with_copies(found: Found, features: Mapping[str, Encoded], copies: Copies) -> Found:
    """Bring copies back, each with one pair: it and the record that stands for it."""
    scorer, judged, kept = evolve(found.scorer, features=features), found.judged, copies.kept
    right = copies.left_out
    left = copies.stand_for[right]
    masses, mass = distinct_places(left)
    first = np.full(len(masses), len(kept) + len(right))
    np.minimum.at(first, mass, right)
    _, scored, held = scorer.weigh(masses, first)
    verdict, chance = scorer.judge(scored.total, held)
    again = Judged(left, right, scored.total[mass], chance[mass], verdict[mass], held[mass])
    every = Judged.together([evolve(judged, left=kept[judged.left], right=kept[judged.right]), again])
    clusters = np.arange(len(copies.stand_for))
    clusters[kept] = kept[found.clusters]
    shared = np.bincount(found.clusters, minlength=len(kept))[found.clusters] > 1
    joined = (verdict == "same")[mass] | shared[np.searchsorted(kept, left)]
    clusters[right[joined]] = clusters[left[joined]]
    holding = np.full(len(clusters), np.inf)
    holding[kept] = found.holding_bits
    holding[right] = np.where(joined, holding[left], np.inf)
    pairs = found.candidates
    compared = np.concatenate([kept[pairs.left], left]), np.concatenate([kept[pairs.right], right])
    candidates = Candidates(*compared, pairs.skipped, pairs.recall)
    return Found(scorer, every.strongest_first(), clusters, candidates, holding, precision=found.precision)


def _find(
    features: Mapping[str, Encoded],
    records: int,
    *,
    model: Model,
    sure: Told,
    learning: bool,
    sources: Ints | None,
    portion: Portion | None,
    tell: Tell | None,
) -> Found:
    order = canonical_order(features, records)
    sorted_features = reorder(features, order)
    scorer, pairs = _prepare(sorted_features, records, model)
    if portion is not None:
        portion = portion.only(order)
        near = portion.near[pairs.left] & portion.near[pairs.right]
        pairs = evolve(pairs, left=pairs.left[near], right=pairs.right[near])
    fresh = None if portion is None else portion.fresh
    say(tell, "block", len(pairs.left), len(pairs.left))
    place = np.empty(records, np.int64)
    place[order] = np.arange(records)
    known = [(int(place[left]), int(place[right]), same) for left, right, same in sure]
    if learning:
        scorer = _learned(scorer, known, pairs)
    kept, grouped = judge_and_group(
        scorer,
        pairs,
        records,
        known,
        sources=None if sources is None else sources[order],
        fresh=fresh,
        is_frozen=model.learned is not None,
        tell=tell,
    )
    kept.verdict[(kept.verdict == "same") & (kept.weight < grouped.least_bits)] = "possible"
    if fresh is not None:
        kept = kept.only(fresh[kept.left] | fresh[kept.right])
    if model.learned is None:
        scorer = _in_hindsight(scorer, kept, grouped)
        kept = evolve(kept, probability=scorer.chances(kept.weight, kept.held))
    own = evolve(scorer, features=features, model=evolve(scorer.model, same_bits=grouped.least_bits))
    smallest = np.full(records, records, np.int64)
    np.minimum.at(smallest, grouped.clusters, order)
    clusters = np.empty(records, np.int64)
    clusters[order] = smallest[grouped.clusters]
    holding = np.empty(records)
    holding[order] = grouped.holding_bits
    back = Candidates(*_oriented(order[pairs.left], order[pairs.right]), pairs.skipped, pairs.recall)
    left, right = _oriented(order[kept.left], order[kept.right])
    judged = evolve(kept, left=left, right=right).strongest_first()
    return Found(own, judged, clusters, back, holding, tuple(sure), grouped.precision)


def _in_hindsight(scorer: Scorer, judged: Judged, grouped: Grouped) -> Scorer:
    """Let the model keep how often clusters belied the gates."""
    left, right = judged.left, judged.right
    together = grouped.clusters[left] == grouped.clusters[right]
    gated = (judged.held != FREE) & (judged.verdict != "never")
    same = together & (judged.verdict == "same")
    sure = same & (judged.weight >= grouped.least_bits + _BEYOND_DOUBT)
    shares = held_back(
        judged.held[gated], together[gated], scorer.gates, (left[sure], right[sure]), (left[same], right[same])
    )
    learned = evolve(scorer.model.trained, held_back=shares)
    return evolve(scorer, model=evolve(scorer.model, learned=learned))


def _oriented(left: Ints, right: Ints) -> tuple[Ints, Ints]:
    return np.minimum(left, right), np.maximum(left, right)


def _prepare(features: Mapping[str, Encoded], records: int, model: Model) -> tuple[Scorer, Candidates]:
    """Learn to weigh from some of the candidate pairs, and make them all; of a large set those that are worth it."""
    usable = ruled(features, model.rules, records)
    if records < 2 * model.planning_records:
        pairs = gather(
            usable,
            [model.block_cap] * len(usable),
            records,
            block_cap=model.block_cap,
            pairs_per_record=model.pairs_per_record,
        )
        stride = max(1, -(-len(pairs.left) // model.estimation_pairs))
        some = pairs.left[::stride], pairs.right[::stride]
        return _scorer(features, records, some, float(stride), model)[0], pairs
    sample = take_sample(usable, records, model)
    scorer, telling = _scorer(features, records, sample.sides, 1 / sample.share, model)
    return scorer, carry_out(plan(sample, telling, usable, records, model), usable, records, model)


def _scorer(
    features: Mapping[str, Encoded], records: int, pairs: tuple[Ints, Ints], scale: float, model: Model
) -> tuple[Scorer, Bools]:
    """Weigh as the model has learned; one that has learned nothing is trained, and keeps it. Say which pairs tell."""
    if model.learned is None:
        weights, telling = train(features, records, pairs, scale, model)
        return weighing(features, evolve(model, learned=freeze(features, weights, model, records)), weights), telling
    scorer = weighing(features, model, thaw(features, model, model.learned))
    _, scored, held = scorer.weigh(*pairs)
    return scorer, scorer.judge(scored.total, held)[0] != "never"


def _learned(scorer: Scorer, known: Told, pairs: Candidates) -> Scorer:
    """Correct weights and gates by judgements, and let the model keep that; fewer than it has seen change nothing."""
    if len(known) <= scorer.corrections.judged:
        return scorer
    scorer = evolve(scorer, corrections=Corrections())
    left, right = (np.array(side, np.int64) for side in list(zip(*known, strict=True))[:2])
    agreement, scored, held = scorer.weigh(left, right)
    said = np.array([same for *_, same in known])
    stride = max(1, len(pairs.left) // _ANCHORS)
    anchors = scorer.weigh(pairs.left[::stride], pairs.right[::stride])
    corrections = learn(
        agreement,
        scored,
        held,
        said,
        gates=scorer.gates,
        same_bits=scorer.model.same_bits,
        shares=scorer.shares,
        anchors=anchors,
    )
    gates = tuple(one for one in scorer.gates if one.name not in corrections.trusted)
    learned = evolve(scorer.model.trained, gates=tuple(one.name for one in gates), corrections=corrections)
    return evolve(scorer, model=evolve(scorer.model, learned=learned), gates=gates, corrections=corrections)
