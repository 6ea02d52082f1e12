"""Show who was the same, and why."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from crmkit.dedup.duplicates import Duplicates, Explanation
from crmkit.report.charts import number
from crmkit.report.page import (
    Bars,
    Block,
    Evidence,
    EvidenceRow,
    Figure,
    Figures,
    Language,
    Page,
    Paragraph,
    Part,
    Section,
    Table,
    Tone,
)

Name = Callable[[Any], str]

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "title": "Who is the same",
        "rows": "rows",
        "customers": "customers",
        "merged": "rows that another row repeats",
        "possible": "pairs to look at",
        "sizes": "Rows per customer",
        "size": "{size} rows",
        "one": "1 row",
        "same": "same",
        "possible_word": "possible",
        "related": "related, not the same",
        "never": "not the same",
        "same_lead": "Decided by one feature more or less: the pairs that were only just held to be the same.",
        "possible_lead": "For a person to decide: too much agrees for chance, too little to merge.",
        "related_lead": "Kept apart although much agrees: families, namesakes, colleagues.",
        "columns": "What each column was taken to mean",
        "column": "Column",
        "meaning": "Meaning",
        "unused": "no evidence",
        "unseen": "What was not compared",
        "unseen_none": "Every pair that shares a key was compared.",
        "unseen_row": "{rule}: {pairs} pairs in {blocks} blocks that are too large",
        "how": "Weights are in bits: every bit above zero doubles the odds that two rows are one customer, every bit "
        "below halves them.",
    },
    "fr": {
        "title": "Qui est la même personne",
        "rows": "lignes",
        "customers": "clients",
        "merged": "lignes qui en répètent une autre",
        "possible": "paires à regarder",
        "sizes": "Lignes par client",
        "size": "{size} lignes",
        "one": "1 ligne",
        "same": "identique",
        "possible_word": "possible",
        "related": "lié, pas identique",
        "never": "pas identique",
        "same_lead": "Décidé à un indice près : les paires tout juste tenues pour identiques.",
        "possible_lead": "À décider par une personne : trop d’accords pour le hasard, trop peu pour fusionner.",
        "related_lead": "Laissés séparés malgré bien des accords : familles, homonymes, collègues.",
        "columns": "Ce que chaque colonne a été comprise dire",
        "column": "Colonne",
        "meaning": "Sens",
        "unused": "pas un indice",
        "unseen": "Ce qui n’a pas été comparé",
        "unseen_none": "Toute paire qui partage une clé a été comparée.",
        "unseen_row": "{rule} : {pairs} paires dans {blocks} blocs trop grands",
        "how": "Les poids sont en bits : chaque bit au-dessus de zéro double les chances que deux lignes soient un "
        "seul client, chaque bit au-dessous les divise par deux.",
    },
}
_TONES: Final[Mapping[str, Tone]] = {"same": "good", "possible": "warn", "related": "quiet", "never": "quiet"}


def duplicates_page(found: Duplicates[Any], *, title: str = "", language: Language = "en") -> Page:
    """Show duplicates as a page of their own, with the columns and what was not compared."""
    words = WORDS[language]
    sections = (duplicates_section(found, language=language), *_how(found, language))
    return Page(words["title"], title, sections, language)


def duplicates_section(
    found: Duplicates[Any], *, language: Language = "en", name: Name = str, examples: int = 4
) -> Section:
    """Show duplicates as a section of a longer page.

    Args:
        found: the duplicates.
        language: of the texts.
        name: how a record is called in the title of an example.
        examples: how many pairs to show of each verdict.
    """
    words = WORDS[language]
    sizes = Counter(Counter(_column(found.clusters, "cluster")).values())
    figures = Figures(
        (
            Figure(words["rows"], number(found.records)),
            Figure(words["customers"], number(found.customers_found), tone="good"),
            Figure(words["merged"], number(found.records - found.customers_found)),
            Figure(words["possible"], number(found.verdicts.get("possible", 0)), tone="warn"),
        )
    )
    bars = Bars(
        Part(words["one"] if size == 1 else words["size"].format(size=size), count)
        for size, count in sorted(sizes.items())
    )
    blocks: list[Block] = [figures, bars]
    for verdict in ("same", "possible", "related"):
        chosen = [found.explain(left, right) for left, right in _examples(found, verdict, examples)]
        if chosen:
            blocks.append(Paragraph(words[f"{verdict}_lead"]))
            blocks.extend(evidence(one, language=language, name=name) for one in chosen)
    return Section(words["title"], blocks, words["how"])


def evidence(explanation: Explanation, *, language: Language = "en", name: Name = str) -> Evidence:
    """Show two records side by side with what each feature weighs."""
    words = WORDS[language]
    verdict = words["possible_word"] if explanation.verdict == "possible" else words[explanation.verdict]
    rows = [
        EvidenceRow(one.feature.replace("_", " "), one.left, one.right, one.level, one.weight)
        for one in explanation.reasons
        if one.left or one.right
    ]
    return Evidence(
        f"{name(explanation.left)} — {name(explanation.right)}",
        f"{verdict} · {explanation.gate}" if explanation.gate else verdict,
        rows,
        start=explanation.prior,
        total=explanation.weight,
        tone=_TONES[explanation.verdict],
    )


def _examples(found: Duplicates[Any], verdict: str, count: int) -> Iterable[tuple[Any, Any]]:
    """Choose telling pairs: the weakest that are the same, the strongest that are not, each record once."""
    left, right = _column(found.pairs, "left"), _column(found.pairs, "right")
    verdicts = _column(found.pairs, "verdict")
    places = [place for place, one in enumerate(verdicts) if one == verdict]
    used: set[Any] = set()
    chosen: list[tuple[Any, Any]] = []
    for place in reversed(places) if verdict == "same" else places:
        if len(chosen) == count:
            break
        if left[place] not in used and right[place] not in used:
            used |= {left[place], right[place]}
            chosen.append((left[place], right[place]))
    return chosen


def _how(found: Duplicates[Any], language: Language) -> tuple[Section, ...]:
    words = WORDS[language]
    columns = Table(
        (words["column"], words["meaning"]),
        ((column, (target or words["unused"]).replace("_", " ")) for column, target in found.fields.items()),
    )
    unseen = [
        words["unseen_row"].format(rule=one.rule, pairs=number(one.pairs), blocks=number(one.blocks))
        for one in found.unseen
    ]
    left_out = [Paragraph(text) for text in unseen or [words["unseen_none"]]]
    return Section(words["columns"], (columns,)), Section(words["unseen"], left_out)


def _column(frame: Any, name: str) -> list[Any]:
    column = frame[name]
    listed: list[Any] = column.to_pylist() if hasattr(column, "to_pylist") else column.to_list()
    return listed
