"""Show who was the same, and why: what matters first, then the closest calls, then how it was done."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from crmkit.dedup.drawing import cluster_network
from crmkit.dedup.evaluation import Evaluation
from crmkit.dedup.explainable import Explainable, cluster_of, column, pairs_of, spoken
from crmkit.dedup.page_evaluation import evaluation_section
from crmkit.dedup.page_words import WORDS
from crmkit.dedup.thresholds import threshold_plot
from crmkit.dedup.words import target_word
from crmkit.report.charts import number, percent
from crmkit.report.page import (
    Bars,
    Block,
    Figure,
    Figures,
    Language,
    Page,
    Paragraph,
    Part,
    Section,
    Side,
    Split,
    Table,
)

Name = Callable[[Any], str]

_DRAWN = 4
_SIZES = 8


def duplicates_page(
    found: Explainable,
    *,
    title: str = "",
    language: Language = "en",
    name: Name = spoken,
    evaluation: Evaluation | None = None,
) -> Page:
    """Show duplicates as a page of their own, with the columns and what was not compared.

    Args:
        found: the duplicates.
        title: what was compared, such as the names of the files.
        language: of the texts.
        name: how a record is called in the title of an example.
        evaluation: what comparing with a truth has given.
    """
    words = WORDS[language]
    calls, groups = _calls(found, language, name, examples=3), _groups(found, language, name)
    plot = threshold_plot(found, language=language)
    lead = words["short_lead"].format(rows=number(found.records), customers=number(found.customers_found))
    sections = [Section(words["short"], _overview(found, language), lead)]
    if calls:
        sections.append(Section(words["calls"], calls))
    if groups:
        sections.append(Section(words["clusters"], groups, words["clusters_lead"]))
    if plot:
        sections.append(Section(words["line"], (plot,), words["line_lead"]))
    if evaluation:
        sections.append(evaluation_section(found, evaluation, language=language, name=name))
    return Page(words["title"], title, [*sections, *_how(found, language)], language)


def duplicates_section(
    found: Explainable, *, language: Language = "en", name: Name = spoken, examples: int = 3
) -> Section:
    """Show duplicates as a section of a longer page.

    Args:
        found: the duplicates.
        language: of the texts.
        name: how a record is called in the title of an example.
        examples: how many pairs to show of each verdict.
    """
    words = WORDS[language]
    blocks = (*_overview(found, language), *_calls(found, language, name, examples=examples))
    return Section(words["title"], blocks, words["lead"])


def summary(found: Explainable, *, language: Language = "en") -> tuple[Block, ...]:
    """Give what a notebook shows of duplicates: the figures, and where the line between same and not lies."""
    plot = threshold_plot(found, language=language)
    return (*_overview(found, language)[:2], *((plot,) if plot else ()))


def _overview(found: Explainable, language: Language) -> tuple[Block, ...]:
    words = WORDS[language]
    sizes = Counter(Counter(column(found.clusters, "cluster")).values())
    possible = len(_telling_pairs(found)["possible"])
    repeated = found.records - found.customers_found
    alone = sizes[1]
    figures = Figures(
        (
            Figure(words["rows"], number(found.records)),
            Figure(words["customers"], number(found.customers_found), tone="good"),
            Figure(words["merged"], number(repeated)),
            Figure(words["possible"], number(possible), tone="warn" if possible else "good"),
        )
    )
    shares = Split(
        words["shares"],
        (
            Part(words["alone"], alone, tone="quiet"),
            Part(words["first"], found.customers_found - alone, tone="good"),
            Part(words["repeat"], repeated, tone="plain"),
        ),
    )
    return figures, shares, Bars(tuple(_size_bars(sizes, words["one"], words["size"])), words["sizes"])


def _size_bars(sizes: Counter[int], one: str, several: str) -> Iterable[Part]:
    """Make a bar for each size; of many sizes the largest share one bar."""
    shown = sorted(sizes)
    ends = shown[_SIZES - 1 :] if len(shown) > _SIZES else []
    for size in shown[: _SIZES - 1] if ends else shown:
        yield Part(one if size == 1 else several.format(size=number(size)), sizes[size])
    if ends:
        span = f"{number(ends[0])}–{number(ends[-1])}"
        yield Part(several.format(size=span), sum(sizes[size] for size in ends))


def _calls(found: Explainable, language: Language, name: Name, *, examples: int) -> tuple[Block, ...]:
    """Show the pairs that tell most: those to decide, the weakest that were joined, and those kept apart."""
    words = WORDS[language]
    pairs = _telling_pairs(found)
    blocks: list[Block] = []
    for verdict in ("possible", "same", "related"):
        chosen = [found.explain(left, right) for left, right in _examples(pairs[verdict], examples)]
        if chosen:
            blocks.append(Paragraph(words[f"{verdict}_lead"]))
            blocks.extend(one.table(language, name=name) for one in chosen)
    return (*blocks, Paragraph(words["how"])) if blocks else ()


def _telling_pairs(found: Explainable) -> dict[str, list[tuple[Any, Any]]]:
    """Give the pairs by verdict, the most telling first: the weakest that made a cluster, the strongest that did not.

    A "same" pair that others kept apart, and any other that came together through a third record, tell nothing.
    """
    cluster = cluster_of(found)
    pairs: dict[str, list[tuple[Any, Any]]] = {"same": [], "possible": [], "related": []}
    for (one, other), verdict in zip(pairs_of(found), column(found.pairs, "verdict"), strict=True):
        if verdict in pairs and (verdict == "same") == (cluster[one] == cluster[other]):
            pairs[verdict].append((one, other))
    pairs["same"].reverse()
    return pairs


def _examples(pairs: Iterable[tuple[Any, Any]], count: int) -> list[tuple[Any, Any]]:
    """Take the first pairs in which each record stands once."""
    used: set[Any] = set()
    chosen: list[tuple[Any, Any]] = []
    for left, right in pairs:
        if len(chosen) == count:
            break
        if not {left, right} & used:
            used |= {left, right}
            chosen.append((left, right))
    return chosen


def _groups(found: Explainable, language: Language, name: Name) -> tuple[Block, ...]:
    """Draw the largest clusters of three records and more."""
    members: dict[Any, list[Any]] = {}
    for one, cluster in cluster_of(found).items():
        members.setdefault(cluster, []).append(one)
    largest = sorted((held for held in members.values() if len(held) > 2), key=lambda held: -len(held))[:_DRAWN]
    drawn = tuple(cluster_network(found, held, language=language, name=name) for held in largest)
    return (Side(drawn),) if len(drawn) > 1 else drawn


def _how(found: Explainable, language: Language) -> tuple[Section, ...]:
    words = WORDS[language]
    columns = Table(
        (words["column"], words["meaning"]),
        ((name, target_word(target, language) if target else words["unused"]) for name, target in found.fields.items()),
    )
    unseen = [
        words["unseen_row"].format(rule=one.rule, pairs=number(one.pairs), blocks=number(one.blocks))
        for one in found.unseen
    ]
    if found.estimated_recall < 1:
        unseen.insert(0, words["recall"].format(share=percent(found.estimated_recall, language)))
    left_out = [Paragraph(text) for text in unseen or [words["unseen_none"]]]
    return Section(words["columns"], (columns,)), Section(words["unseen"], left_out)
