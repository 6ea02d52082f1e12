"""From candidate pairs to judged ones, and to clusters."""

from collections.abc import Callable, Iterator
from functools import reduce

import numpy as np

from crmkit.dedup.columnar.blocks import Candidates, pack
from crmkit.dedup.columnar.compare import Ints, compare
from crmkit.dedup.columnar.grouping import (
    Grouped,
    Told,
    Weighed,
    components,
    group,
    held_together,
    settled,
    told,
    within,
)
from crmkit.dedup.columnar.ordering import Bools, among
from crmkit.dedup.columnar.score import Floats
from crmkit.dedup.columnar.scorer import Judged, Scorer
from crmkit.dedup.columnar.threads import in_threads
from crmkit.records import Progress
from crmkit.schema.columnar.workers import processors

CHUNK = 250_000
"""Candidate pairs at most that are compared at once; however many, the results are the same."""

Tell = Callable[[Progress], None]


def judge_and_group(
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
    """Judge candidate pairs, and join records into clusters by those that are the same.

    Args:
        scorer: weighs them.
        pairs: the candidates.
        records: how many records there are.
        sure: pairs of records that a person judged, and whether they are the same.
        sources: per record the source that has nobody twice, -1 for none.
        fresh: the records that are new, where nothing is said of two others any more.
        is_frozen: whether the weights were learned before, so that nothing is asked of the precision of clusters.
        tell: told about progress.

    Returns:
        the pairs that are not "never", with those that contradict each other within what pairs hold together; and the
        clusters.
    """
    kept = Judged.together(list(_judge_all(scorer, pairs, tell)))
    if sources is not None:
        kept.verdict[within(kept.left, kept.right, sources)] = "never"
    if fresh is not None:
        kept.verdict[settled(kept.left, kept.right, fresh, held_together(records, sure))] = "never"
    kept = Judged.together([kept, _contradictions(scorer, pairs, kept, sure, records)])
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
    judged = judge_and_group(scorer, pairs, records, (), sources=None, fresh=None, is_frozen=True, tell=None)
    return judged[1].clusters


def say(tell: Tell | None, stage: str, done: int, total: int) -> None:
    """Tell how far a stage is."""
    if tell is not None:
        tell(Progress(stage=stage, done=done, total=total, unit="pairs"))


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
        say(tell, "compare", done, len(pairs.left))


def _contradictions(scorer: Scorer, pairs: Candidates, judged: Judged, sure: Told, records: int) -> Judged:
    """Judge the other candidates that pairs which are the same join by a roundabout way, and keep what they part."""
    same = judged.verdict == "same"
    left, right = np.concatenate([[judged.left[same], judged.right[same]], told(sure, same=True)], axis=1)
    whole = components(records, left, right)
    near = np.flatnonzero(whole[pairs.left] == whole[pairs.right])
    near = near[~among(pack(pairs.left[near], pairs.right[near]), pack(judged.left, judged.right))]

    def judge(left: Ints, right: Ints) -> Judged:
        _, scored, held = scorer.weigh(left, right)
        verdict, chance = scorer.judge(scored.total, held)
        parted = np.logical_or(*scorer.contradictions(held))
        return Judged(left, right, scored.total, chance, verdict, held).only(parted)

    return Judged.together([found for _, found in _in_parts(judge, pairs.left[near], pairs.right[near])])


def _in_parts(judge: Callable[[Ints, Ints], Judged], left: Ints, right: Ints) -> Iterator[tuple[int, Judged]]:
    """Judge pairs in parts, on all processors; gives how many are done, too."""
    size = min(CHUNK, -(-len(left) // processors()) or 1)
    starts = range(0, max(len(left), 1), size)
    parts = in_threads(lambda start: judge(left[start : start + size], right[start : start + size]), starts)
    for start, judged in zip(starts, parts, strict=True):
        yield min(start + size, len(left)), judged


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
