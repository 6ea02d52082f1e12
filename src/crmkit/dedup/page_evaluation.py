"""Show how good duplicates are: the figures, what other thresholds would give, and the wrong pairs by kind."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from crmkit.dedup.evaluation import Evaluation, Mistakes
from crmkit.dedup.explainable import Explainable, spoken
from crmkit.dedup.words import feature_word, gate_words
from crmkit.report.charts import number, percent
from crmkit.report.drawings import Curve, Mark, Plot
from crmkit.report.page import Block, Figure, Figures, Language, Paragraph, Section, Side, Table

_KINDS = 3

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "title": "How good it is",
        "lead": "Measured against what is known to be true.",
        "precision": "precision of pairs",
        "recall": "recall of pairs",
        "f1": "F1 of pairs",
        "sure": "in 95 of 100 cases {low} to {high}",
        "exact": "F1 of whole customers",
        "bcubed": "F1 over rows (B-cubed)",
        "joined": "of what was joined belongs together",
        "together": "of what belongs together was joined",
        "lost": "Of {pairs} true pairs {blocking} were never compared, {scoring} were compared and not found the same.",
        "lost_later": "{share} were found the same and not joined.",
        "won": "{share} were joined all the same, through others.",
        "by_threshold": "What other lines would give",
        "by_recall": "Precision and recall",
        "points": "points (bits)",
        "share": "share",
        "line": "line today",
        "curve_precision": "precision",
        "curve_recall": "recall",
        "wrong": "Wrong pairs, by what went wrong",
        "kind": "What went wrong",
        "count": "Pairs",
        "none": "No pair was judged wrongly.",
        "false_lead": "Joined, and yet two customers: {kind}.",
        "missed_lead": "One customer, and yet not joined: {kind}.",
        "wrongly the same": "found the same, most of all by: {reason}",
        "joined through others": "joined through others",
        "never compared": "never compared",
        "too little in common": "too little in common",
        "held back": "held back: {reason}",
        "kept apart by others": "kept apart by a contradiction with others",
        "false": "joined wrongly",
        "missed": "missed",
    },
    "fr": {
        "title": "Ce que cela vaut",
        "lead": "Mesuré à ce que l’on sait être vrai.",
        "precision": "précision des paires",
        "recall": "rappel des paires",
        "f1": "F1 des paires",
        "sure": "dans 95 cas sur 100 de {low} à {high}",
        "exact": "F1 des clients entiers",
        "bcubed": "F1 par ligne (B-cubed)",
        "joined": "de ce qui a été réuni va ensemble",
        "together": "de ce qui va ensemble a été réuni",
        "lost": "Sur {pairs} vraies paires, {blocking} n’ont jamais été comparées, {scoring} l’ont été sans être "
        "trouvées identiques.",
        "lost_later": "{share} l’ont été sans être réunies.",
        "won": "{share} ont été réunies malgré tout, par d’autres.",
        "by_threshold": "Ce que donneraient d’autres lignes",
        "by_recall": "Précision et rappel",
        "points": "points (bits)",
        "share": "part",
        "line": "la ligne actuelle",
        "curve_precision": "précision",
        "curve_recall": "rappel",
        "wrong": "Les paires fausses, par cause",
        "kind": "La cause",
        "count": "Paires",
        "none": "Aucune paire n’a été mal jugée.",
        "false_lead": "Réunis alors que ce sont deux clients : {kind}.",
        "missed_lead": "Un seul client, et pourtant pas réunis : {kind}.",
        "wrongly the same": "trouvés identiques, surtout par : {reason}",
        "joined through others": "réunis par d’autres",
        "never compared": "jamais comparés",
        "too little in common": "trop peu en commun",
        "held back": "retenus : {reason}",
        "kept apart by others": "séparés par une contradiction avec d’autres",
        "false": "réunis à tort",
        "missed": "manqués",
    },
}


def evaluation_section(
    found: Explainable, result: Evaluation, *, language: Language = "en", name: Callable[[Any], str] = spoken
) -> Section:
    """Show an evaluation as a section of a page.

    Args:
        found: what was measured.
        result: what the measuring has given.
        language: of the texts.
        name: how a record is called.
    """
    words = WORDS[language]
    lost = words["lost"].format(
        pairs=number(result.true_pairs),
        blocking=percent(result.lost_in_blocking, language),
        scoring=percent(result.lost_in_scoring, language),
    )
    later = percent(abs(result.lost_in_clustering), language)
    lost = f"{lost} {words['won' if result.lost_in_clustering < 0 else 'lost_later'].format(share=later)}"
    blocks: list[Block] = [figures(result, language=language), Paragraph(lost)]
    if result.curve:
        blocks.append(Side(curves(result, line=found.model.same_bits, language=language)))
    if not result.mistakes:
        blocks.append(Paragraph(words["none"]))
    else:
        blocks.append(_table(result, language))
        for false in (True, False):
            for one in [held for held in result.mistakes if held.false == false][:_KINDS]:
                lead = words["false_lead" if false else "missed_lead"].format(kind=_kind(one, language))
                blocks.append(Paragraph(lead))
                blocks.extend(found.explain(*pair).table(language, name=name) for pair in one.examples[:1])
    return Section(words["title"], blocks, words["lead"])


def figures(result: Evaluation, *, language: Language = "en") -> Figures:
    """Show the figures of an evaluation side by side."""
    words = WORDS[language]
    sure = ""
    if result.interval:
        low, high = (f"{100 * bound:.1f}" for bound in result.interval)
        sure = words["sure"].format(low=low.replace(".", _point(language)), high=high.replace(".", _point(language)))
    return Figures(
        (
            Figure(words["precision"], percent(result.pairwise.precision, language), words["joined"]),
            Figure(words["recall"], percent(result.pairwise.recall, language), words["together"]),
            Figure(words["f1"], percent(result.pairwise.f1, language), sure, "good"),
            Figure(words["exact"], percent(result.exact.f1, language)),
            Figure(words["bcubed"], percent(result.bcubed.f1, language)),
        )
    )


def curves(result: Evaluation, *, line: float, language: Language = "en") -> tuple[Plot, Plot]:
    """Draw what other thresholds would give, and precision against recall.

    Args:
        result: the evaluation.
        line: the threshold in force, in bits.
        language: of the texts.
    """
    words = WORDS[language]
    ordered = sorted(result.curve, key=lambda point: point.weight)
    low, high = ordered[0].weight, max(ordered[-1].weight, ordered[0].weight + 1)
    by_threshold = Plot(
        words["by_threshold"],
        words["points"],
        words["share"],
        curves=(
            Curve(words["curve_precision"], ((one.weight, one.score.precision) for one in ordered), "plain"),
            Curve(words["curve_recall"], ((one.weight, one.score.recall) for one in ordered), "warn"),
            Curve("F1", ((one.weight, one.score.f1) for one in ordered), "good"),
        ),
        bounds=(low, high),
        marks=(Mark(words["line"], line),) if low <= line <= high else (),
    )
    by_recall = Plot(
        words["by_recall"],
        words["curve_recall"],
        words["curve_precision"],
        curves=(
            Curve(
                words["curve_precision"], sorted((one.score.recall, one.score.precision) for one in ordered), "plain"
            ),
        ),
    )
    return by_threshold, by_recall


def _table(result: Evaluation, language: Language) -> Table:
    words = WORDS[language]
    return Table(
        (words["kind"], "", words["count"]),
        (
            (_kind(one, language), words["false" if one.false else "missed"], number(one.count))
            for one in result.mistakes
        ),
        frozenset({2}),
        words["wrong"],
    )


def _kind(one: Mistakes, language: Language) -> str:
    if one.kind == "held back":
        reason = gate_words(one.reason, language).rstrip(".")
        return WORDS[language][one.kind].format(reason=f"{reason[:1].lower()}{reason[1:]}")
    return WORDS[language][one.kind].format(reason=feature_word(one.reason, language) if one.reason else "")


def _point(language: Language) -> str:
    return "," if language == "fr" else "."
