"""Show what an audit found."""

from collections.abc import Callable, Mapping
from typing import Final

from crmkit.intake.finding_words import finding_words
from crmkit.quality.report import QualityReport
from crmkit.report.charts import number, percent
from crmkit.report.page import Figure, Figures, Language, Page, Section, Table

WORDS: Final[Mapping[Language, Mapping[str, str]]] = {
    "en": {
        "title": "Quality of the data",
        "lead": "How much is filled in, and how much of that can be used. Filler such as “n/a” counts as empty.",
        "rows": "rows",
        "score": "points out of 100, over all",
        "filled": "of the cells are filled in",
        "valid": "of the filled cells can be used",
        "field": "Field",
        "is_filled": "Filled in",
        "usable": "Usable",
        "distinct": "Different values",
        "noticed": "What was noticed",
    },
    "fr": {
        "title": "Qualité des données",
        "lead": "Ce qui est rempli, et ce qui en est utilisable. Un remplissage comme « n/a » compte comme vide.",
        "rows": "lignes",
        "score": "points sur 100, au total",
        "filled": "des cellules sont remplies",
        "valid": "des cellules remplies sont utilisables",
        "field": "Champ",
        "is_filled": "Rempli",
        "usable": "Utilisable",
        "distinct": "Valeurs différentes",
        "noticed": "Ce qui a été constaté",
    },
}


def quality_page(report: QualityReport, *, language: Language = "en") -> Page:
    """Show an audit as a page of its own."""
    words = WORDS[language]
    return Page(
        words["title"], f"{report.at:%Y-%m-%d %H:%M} UTC", (quality_section(report, language=language),), language
    )


def quality_section(report: QualityReport, *, language: Language = "en", name: Callable[[str], str] = str) -> Section:
    """Show an audit as a section of a longer page.

    Args:
        report: the audit.
        language: of the texts.
        name: how a field is called.
    """
    words = WORDS[language]
    figures = Figures(
        (
            Figure(words["score"], f"{100 * report.score:.0f}"),
            Figure(words["rows"], number(report.rows)),
            Figure(words["filled"], percent(report.completeness, language)),
            Figure(
                words["valid"], percent(report.validity, language), tone="good" if report.validity > 0.95 else "warn"
            ),
        )
    )
    rows = tuple(
        (
            name(one.name),
            percent(one.completeness, language),
            percent(one.validity, language),
            number(one.distinct),
            ", ".join(f"{finding_words(code, language)}: {number(count)}" for code, count in one.findings.items()),
        )
        for one in report.fields
    )
    headings = tuple(words[word] for word in ("field", "is_filled", "usable", "distinct", "noticed"))
    return Section(words["title"], (figures, Table(headings, rows, frozenset({1, 2, 3}))), words["lead"])
