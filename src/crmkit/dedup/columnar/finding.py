"""The whole way from encoded features to judged pairs and clusters."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce

import numpy as np
import numpy.typing as npt
from attrs import evolve, field, frozen
from attrs import fields as attrs_fields

from crmkit.dedup.columnar.background import Background
from crmkit.dedup.columnar.blocks import Candidates, gather, pack, ruled
from crmkit.dedup.columnar.compare import Agreement, Ints, compare
from crmkit.dedup.columnar.copies import Copies, find_copies
from crmkit.dedup.columnar.encoding import Encoded, canonical_order, reorder
from crmkit.dedup.columnar.freezing import Weights, freeze, known_features, thaw
from crmkit.dedup.columnar.full_names import FullNames
from crmkit.dedup.columnar.gating import FREE, gate
from crmkit.dedup.columnar.grouping import Grouped, Told, Weighed, components, group, held_together, settled, within
from crmkit.dedup.columnar.hindsight import held_back
from crmkit.dedup.columnar.learning import correct, corrected, learn
from crmkit.dedup.columnar.ordering import Bools, distinct_places
from crmkit.dedup.columnar.planning import carry_out, plan, take_sample
from crmkit.dedup.columnar.score import Floats, Scored, Shares, combine, probability, total_of, weigh
from crmkit.dedup.columnar.threads import in_threads
from crmkit.dedup.columnar.training import train
from crmkit.dedup.gates import Gate
from crmkit.dedup.judgements import Corrections
from crmkit.dedup.model import Model
from crmkit.records import Progress
from crmkit.schema.columnar.workers import processors

CHUNK = 250_000
"""Candidate pairs at most that are compared at once; however many, the results are the same."""

_BEYOND_DOUBT = 10.0
"""Bits above the threshold from which pairs are taken to be one customer for certain."""

_ANCHORS = 2000
"""Pairs at most, roughly, that nobody judged and that hold what judgements teach back."""

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

    def only(self, chosen: Bools | Ints) -> "Judged":
        """Take some of the pairs."""
        return Judged(*(getattr(self, name)[chosen] for name in _JUDGED))


_JUDGED = tuple(one.name for one in attrs_fields(Judged))


@frozen(eq=False)
class Scorer:
    """Everything that is needed to weigh a pair of these records.

    Attributes:
        features: encoded features, in the caller's order of records.
        model: the specification.
        gates: the gates in force.
        shares: per compared feature.
        full_names: names that more customers bear than their parts tell.
        prior: bits that a pair has before anything is compared.
        background: what all records say about single values.
        corrections: what judgements say about weights.
    """

    features: Mapping[str, Encoded] = field(repr=False)
    model: Model = field(repr=False)
    gates: tuple[Gate, ...] = ()
    shares: Mapping[str, Shares] = field(factory=dict, repr=False)
    full_names: FullNames = field(factory=FullNames, repr=False)
    prior: float = 0.0
    background: Background = field(factory=Background, repr=False)
    corrections: Corrections = field(factory=Corrections)

    def weigh(self, left: Ints, right: Ints) -> tuple[Agreement, Scored, Ints]:
        """Compare, weigh and gate pairs."""
        agreement = compare(self.features, self.model.comparisons, left, right)
        scored = combine(agreement.compared, *self._weights(agreement, left, right), self.prior, self.model)
        return agreement, correct(self.corrections, agreement, scored), self.held(agreement, left, right)

    def held(self, agreement: Agreement, left: Ints, right: Ints) -> Ints:
        """Gate pairs that are compared already."""
        return gate(agreement, self.features, self.background, self.gates, (left, right))

    def total(self, agreement: Agreement, left: Ints, right: Ints) -> Floats:
        """Weigh pairs that are compared already."""
        total = total_of(agreement.compared, *self._weights(agreement, left, right), self.prior, self.model)
        return corrected(self.corrections, agreement, total)

    def _weights(self, agreement: Agreement, left: Ints, right: Ints) -> tuple[list[Floats], Floats]:
        shares = [self.shares[one.comparison.feature] for one in agreement.compared]
        weights = weigh(agreement.compared, shares, self.features, self.full_names, (left, right))
        return weights, np.where(agreement.swapped, self.model.swapped_bits, 0.0)

    def contradictions(self, held: Ints) -> tuple[Bools, Bools]:
        """Say which pairs may never be in one cluster, and which only where many others outvote them."""
        firm: Bools = np.array([*(one.parts and one.firm for one in self.gates), False])[held]
        doubt: Bools = np.array([*(one.parts and not one.firm for one in self.gates), False])[held]
        return firm, doubt

    def judge(self, total: Floats, held: Ints) -> tuple[npt.NDArray[np.str_], Floats]:
        """Turn weights and gates into verdicts and probabilities."""
        verdict = np.full(len(total), "never", "<U8")
        verdict[total >= self.model.possible_bits] = "possible"
        verdict[(total >= self.model.same_bits) & (held == FREE)] = "same"
        for place in np.flatnonzero(np.bincount(held - FREE)[1:]).tolist():
            one = self.gates[place]
            if one.at_most != "possible":
                verdict[(held == place) & (verdict != "never")] = one.at_most
        return verdict, self.chances(total, held)

    def chances(self, total: Floats, held: Ints) -> Floats:
        """Turn weights and gates into probabilities."""
        most = np.array([*(self.model.trained.chance(one) for one in self.gates), 1.0])
        chance: Floats = np.minimum(probability(total), most[held])
        return chance


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
        apart_by_word = np.array([sides for *sides, same in self.told if not same], np.int64).reshape(-1, 2)
        judged = np.isin(pack(left, right), pack(*apart_by_word.T))
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
    if len(copies.kept) == records:
        return _find(
            features,
            records,
            model=model,
            sure=sure,
            learning=learning,
            sources=sources,
            portion=portion,
            tell=tell,
        )
    place = np.cumsum(copies.stand_for == np.arange(records)) - 1
    known = [(int(place[left]), int(place[right]), same) for left, right, same in sure]
    distinct = reorder(features, copies.kept)
    kept = None if sources is None else sources[copies.kept]
    found = _find(
        distinct,
        len(copies.kept),
        model=model,
        sure=known,
        learning=learning,
        sources=kept,
        portion=None if portion is None else portion.only(copies.kept),
        tell=tell,
    )
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
    every = _merge([evolve(judged, left=kept[judged.left], right=kept[judged.right]), again])
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
    return Found(scorer, _strongest_first(every), clusters, candidates, holding, precision=found.precision)


def _strongest_first(judged: Judged) -> Judged:
    return judged.only(np.lexsort((judged.right, judged.left, -judged.weight)))


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
    _say(tell, "block", len(pairs.left), len(pairs.left))
    place = np.empty(records, np.int64)
    place[order] = np.arange(records)
    known = [(int(place[left]), int(place[right]), same) for left, right, same in sure]
    if learning:
        scorer = _learned(scorer, known, pairs)
    kept, grouped = _judge_and_group(
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
    judged = _strongest_first(evolve(kept, left=left, right=right))
    return Found(own, judged, clusters, back, holding, tuple(sure), grouped.precision)


def _judge_and_group(
    scorer: Scorer,
    pairs: Candidates,
    records: int,
    sure: Told,
    *,
    sources: Ints | None,
    fresh: Bools | None,
    is_frozen: bool,
    tell: Tell | None,
) -> tuple[Judged, Grouped]:
    kept = _merge(list(_judge_all(scorer, pairs, tell)))
    if sources is not None:
        kept.verdict[within(kept.left, kept.right, sources)] = "never"
    if fresh is not None:
        kept.verdict[settled(kept.left, kept.right, fresh, held_together(records, sure))] = "never"
    kept = _merge([kept, _contradictions(scorer, pairs, kept, sure, records)])
    return kept, _cluster(scorer, kept, records, sure, sources=sources, fresh=fresh, is_frozen=is_frozen)


def group_some(scorer: Scorer, pairs: Candidates, records: int) -> Ints:
    """Group a few records, which stand in the order of their contents, by a model that has learned.

    Args:
        scorer: weighs their pairs, as those of all records are weighed.
        pairs: those of them that share a block.
        records: how many they are.

    Returns:
        per record the smallest record of its cluster.
    """
    judged = _judge_and_group(scorer, pairs, records, (), sources=None, fresh=None, is_frozen=True, tell=None)
    return judged[1].clusters


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


def _say(tell: Tell | None, stage: str, done: int, total: int) -> None:
    if tell is not None:
        tell(Progress(stage=stage, done=done, total=total, unit="pairs"))


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


def weighing(features: Mapping[str, Encoded], model: Model, weights: Weights) -> Scorer:
    """Weigh pairs of records."""
    known = (weights.gates, weights.shares, weights.full_names, weights.prior, weights.background)
    return Scorer(features, model, *known, model.trained.corrections)


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


def _judge_all(scorer: Scorer, pairs: Candidates, tell: Tell | None) -> Iterator[Judged]:
    """Judge the pairs; those that are nothing to each other are left out, most of them before any gate is asked."""
    least = min(scorer.model.possible_bits, scorer.model.same_bits)

    def judge(left: Ints, right: Ints) -> Judged:
        agreement = compare(scorer.features, scorer.model.comparisons, left, right)
        total = scorer.total(agreement, left, right)
        worth = np.flatnonzero(total >= least)
        left, right, total = left[worth], right[worth], total[worth]
        held = scorer.held(agreement.only(worth), left, right)
        verdict, chance = scorer.judge(total, held)
        return Judged(left, right, total, chance, verdict, held).only(verdict != "never")

    for done, judged in _in_parts(judge, pairs.left, pairs.right):
        yield judged
        _say(tell, "compare", done, len(pairs.left))


def _contradictions(scorer: Scorer, pairs: Candidates, judged: Judged, sure: Told, records: int) -> Judged:
    """Judge the other candidates that pairs which are the same join by a roundabout way, and keep what they part."""
    same = judged.verdict == "same"
    told = np.array([sides for *sides, yes in sure if yes], np.int64).reshape(-1, 2)
    left, right = np.append(judged.left[same], told[:, 0]), np.append(judged.right[same], told[:, 1])
    whole = components(records, left, right)
    near = np.flatnonzero(whole[pairs.left] == whole[pairs.right])
    near = near[~np.isin(pack(pairs.left[near], pairs.right[near]), pack(judged.left, judged.right))]

    def judge(left: Ints, right: Ints) -> Judged:
        _, scored, held = scorer.weigh(left, right)
        verdict, chance = scorer.judge(scored.total, held)
        parted = np.logical_or(*scorer.contradictions(held))
        return Judged(left, right, scored.total, chance, verdict, held).only(parted)

    return _merge([found for _, found in _in_parts(judge, pairs.left[near], pairs.right[near])])


def _in_parts(judge: Callable[[Ints, Ints], Judged], left: Ints, right: Ints) -> Iterator[tuple[int, Judged]]:
    """Judge pairs in parts, on all processors; gives how many are done, too."""
    size = min(CHUNK, -(-len(left) // processors()) or 1)
    starts = range(0, max(len(left), 1), size)
    parts = in_threads(lambda start: judge(left[start : start + size], right[start : start + size]), starts)
    for start, judged in zip(starts, parts, strict=True):
        yield min(start + size, len(left)), judged


def _merge(parts: Sequence[Judged]) -> Judged:
    return Judged(*(np.concatenate([getattr(part, name) for part in parts]) for name in _JUDGED))


def _cluster(
    scorer: Scorer,
    judged: Judged,
    records: int,
    sure: Told,
    *,
    sources: Ints | None,
    fresh: Bools | None,
    is_frozen: bool,
) -> Grouped:
    def look(left: Ints, right: Ints) -> Weighed:
        parts = [
            _looked(scorer, left[start : start + CHUNK], right[start : start + CHUNK])
            for start in range(0, max(len(left), 1), CHUNK)
        ]
        return reduce(Weighed.and_more, parts)

    model = scorer.model
    return group(
        _weighed(scorer, (judged.left, judged.right), judged.weight, judged.verdict == "same", judged.held),
        records,
        sure,
        look,
        votes=model.votes,
        same_bits=model.same_bits,
        bridge_bits=model.bridge_bits,
        least_precision=0.0 if is_frozen else model.least_precision,
        sources=sources,
        fresh=fresh,
    )


def _looked(scorer: Scorer, left: Ints, right: Ints) -> Weighed:
    _, scored, held = scorer.weigh(left, right)
    verdict, _ = scorer.judge(scored.total, held)
    return _weighed(scorer, (left, right), scored.total, verdict == "same", held)


def _weighed(scorer: Scorer, sides: tuple[Ints, Ints], weight: Floats, same: Bools, held: Ints) -> Weighed:
    left, right = sides
    numbers = tuple(one for one in scorer.model.comparisons if one.feature == "identifier")
    identified = np.zeros(len(left), np.bool_)
    identified[same] = compare(scorer.features, numbers, left[same], right[same]).levels("identifier") <= 1
    return Weighed(left, right, weight, same, *scorer.contradictions(held), identified)
