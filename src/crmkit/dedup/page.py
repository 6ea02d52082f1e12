"""Show who was the same, and why."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from crmkit.dedup.explanation import Explainable, Explanation
from crmkit.dedup.words import feature_word, gate_words, level_word
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
from crmkit.schema.customer import CUSTOMER

Name = Callable[[Any], str]

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "title": "Who is the same",
        "lead": "Rows that speak of one customer were brought together. Below are the closest calls, to judge for "
        "yourself.",
        "rows": "rows came in",
        "customers": "different customers",
        "merged": "rows repeat another one",
        "possible": "pairs to look at",
        "sizes": "How many rows a customer has",
        "size": "{size} rows",
        "one": "1 row",
        "same": "same",
        "possible_word": "perhaps",
        "related": "related",
        "never": "not the same",
        "same_lead": "Only just the same: with a little less in common these would have stayed apart.",
        "possible_lead": "For a person to decide: too much in common for chance, too little to be sure. They stay "
        "apart until somebody says so.",
        "related_lead": "Kept apart although much is alike: families, namesakes, colleagues.",
        "columns": "What each column was taken to mean",
        "column": "Column",
        "meaning": "Meaning",
        "unused": "not used to compare",
        "unseen": "What was not compared",
        "unseen_none": "Nothing was left out: all rows that have something telling in common were compared.",
        "unseen_row": "{pairs} pairs that agree only in {rule}: too many rows share one value ({blocks} values).",
        "one_sided": "Only one of them says: {features}.",
        "how": "How to read the points: each point for doubles the odds that two rows are one customer, each point "
        "against halves them. Two rows picked blindly are hardly ever one customer, so every pair begins far below "
        "zero. What is rare counts for more than what is common.",
    },
    "fr": {
        "title": "Qui est la même personne",
        "lead": "Les lignes qui parlent d’un même client ont été réunies. Voici les cas les plus serrés, pour en juger "
        "soi-même.",
        "rows": "lignes reçues",
        "customers": "clients différents",
        "merged": "lignes en répètent une autre",
        "possible": "paires à regarder",
        "sizes": "Combien de lignes par client",
        "size": "{size} lignes",
        "one": "1 ligne",
        "same": "identiques",
        "possible_word": "peut-être",
        "related": "liés",
        "never": "pas identiques",
        "same_lead": "Tout juste identiques : avec un peu moins en commun, ces lignes seraient restées séparées.",
        "possible_lead": "À décider par une personne : trop de points communs pour le hasard, trop peu pour être sûr. "
        "Elles restent séparées jusque-là.",
        "related_lead": "Laissés séparés malgré les ressemblances : familles, homonymes, collègues.",
        "columns": "Comment chaque colonne a été comprise",
        "column": "Colonne",
        "meaning": "Sens",
        "unused": "ne sert pas à comparer",
        "unseen": "Ce qui n’a pas été comparé",
        "unseen_none": "Rien n’a été laissé de côté : toutes les lignes qui ont un indice en commun ont été comparées.",
        "unseen_row": "{pairs} paires qui n’ont en commun que {rule} : trop de lignes partagent une valeur ({blocks} "
        "valeurs).",
        "one_sided": "Un seul des deux le dit : {features}.",
        "how": "Lire les points : chaque point pour double les chances que deux lignes soient un seul client, chaque "
        "point contre les divise par deux. Deux lignes prises au hasard ne sont presque jamais un même client : chaque "
        "paire part donc bien au-dessous de zéro. Ce qui est rare compte plus que ce qui est courant.",
    },
}
_TONES: Final[Mapping[str, Tone]] = {"same": "good", "possible": "warn", "related": "quiet", "never": "quiet"}


def duplicates_page(found: Explainable, *, title: str = "", language: Language = "en", name: Name = str) -> Page:
    """Show duplicates as a page of their own, with the columns and what was not compared.

    Args:
        found: the duplicates.
        title: what was compared, such as the names of the files.
        language: of the texts.
        name: how a record is called in the title of an example.
    """
    words = WORDS[language]
    sections = (duplicates_section(found, language=language, name=name), *_how(found, language))
    return Page(words["title"], title, sections, language)


def duplicates_section(
    found: Explainable, *, language: Language = "en", name: Name = str, examples: int = 3
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
    pairs = _open_and_made(found)
    possible = len(pairs["possible"])
    figures = Figures(
        (
            Figure(words["rows"], number(found.records)),
            Figure(words["customers"], number(found.customers_found), tone="good"),
            Figure(words["merged"], number(found.records - found.customers_found)),
            Figure(words["possible"], number(possible), tone="warn" if possible else "good"),
        )
    )
    bars = Bars(
        (
            Part(words["one"] if size == 1 else words["size"].format(size=size), count)
            for size, count in sorted(sizes.items())
        ),
        words["sizes"],
    )
    blocks: list[Block] = [figures, bars]
    shown = False
    for verdict, judged in pairs.items():
        chosen = [found.explain(left, right) for left, right in _examples(judged, examples)]
        if chosen:
            blocks.append(Paragraph(words[f"{verdict}_lead"]))
            blocks.extend(evidence(one, language=language, name=name) for one in chosen)
            shown = True
    if shown:
        blocks.append(Paragraph(words["how"]))
    return Section(words["title"], blocks, words["lead"])


def evidence(explanation: Explanation, *, language: Language = "en", name: Name = str) -> Evidence:
    """Show two records side by side with what each feature weighs; what only one of them says is named below."""
    words = WORDS[language]
    verdict = words["possible_word"] if explanation.verdict == "possible" else words[explanation.verdict]
    weighed = [one for one in explanation.reasons if (one.left and one.right) or one.weight]
    alone = [one for one in explanation.reasons if one not in weighed and (one.left or one.right)]
    rows = [
        EvidenceRow(
            feature_word(one.feature, language),
            _readable(one.feature, one.left),
            _readable(one.feature, one.right),
            level_word(one.level, language),
            one.weight,
        )
        for one in weighed
    ]
    notes = [gate_words(explanation.gate, language)]
    if alone:
        features = ", ".join(feature_word(one.feature, language) for one in alone)
        notes.append(words["one_sided"].format(features=features))
    return Evidence(
        (name(explanation.left), name(explanation.right)),
        verdict,
        rows,
        start=explanation.prior,
        total=explanation.weight,
        tone=_TONES[explanation.verdict],
        note=" ".join(filter(None, notes)),
    )


def _readable(feature: str, folded: str) -> str:
    """Write the digits of a birth date as a date; everything else is shown as it was compared."""
    if feature == "birth_date":
        return ", ".join(
            f"{one[:4]}-{one[4:6]}-{one[6:]}" if len(one) == 8 and one.isdigit() else one for one in folded.split(", ")
        )
    return folded


def _open_and_made(found: Explainable) -> dict[str, list[tuple[Any, Any]]]:
    """Give the pairs by verdict, the most telling first: the weakest that made a cluster, the strongest that did not.

    A "same" pair that others kept apart, and any other that came together through a third record, tell nothing.
    """
    cluster = dict(zip(_ids(found.clusters, "id", "source"), _column(found.clusters, "cluster"), strict=True))
    pairs: dict[str, list[tuple[Any, Any]]] = {"same": [], "possible": [], "related": []}
    left, right = _ids(found.pairs, "left", "left_source"), _ids(found.pairs, "right", "right_source")
    for one, other, verdict in zip(left, right, _column(found.pairs, "verdict"), strict=True):
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


def _how(found: Explainable, language: Language) -> tuple[Section, ...]:
    words = WORDS[language]
    columns = Table(
        (words["column"], words["meaning"]),
        ((column, _meaning(target, language)) for column, target in found.fields.items()),
    )
    unseen = [
        words["unseen_row"].format(rule=one.rule, pairs=number(one.pairs), blocks=number(one.blocks))
        for one in found.unseen
    ]
    left_out = [Paragraph(text) for text in unseen or [words["unseen_none"]]]
    return Section(words["columns"], (columns,)), Section(words["unseen"], left_out)


def _meaning(target: str | None, language: Language) -> str:
    if target is None:
        return WORDS[language]["unused"]
    declared = {one.name: one for one in CUSTOMER.fields}.get(target)
    return declared.label(language) if declared else feature_word(target, language)


def _ids(frame: Any, name: str, source: str) -> list[Any]:
    """Read ids; of linked frames (source, id)."""
    ids = _column(frame, name)
    linked = source in list(getattr(frame, "column_names", frame.columns))
    return list(zip(_column(frame, source), ids, strict=True)) if linked else ids


def _column(frame: Any, name: str) -> list[Any]:
    column = frame[name]
    listed: list[Any] = column.to_pylist() if hasattr(column, "to_pylist") else column.to_list()
    return listed
