"""Show what an audit found."""

from crmkit.quality.report import QualityReport
from crmkit.report.charts import number
from crmkit.report.page import Figure, Figures, Language, Page, Section, Table

WORDS = {
    "en": {
        "title": "Quality of the data",
        "lead": "A placeholder such as “n/a” counts as empty. What cannot be used counts as filled, not as valid.",
        "rows": "rows",
        "score": "score, of 100",
        "filled": "cells filled",
        "valid": "filled cells usable",
        "headings": ("Field", "Type", "Filled", "Usable", "Distinct", "What was noticed"),
    },
    "fr": {
        "title": "Qualité des données",
        "lead": "Une valeur de remplissage comme « n/a » compte comme vide. Ce qui est inutilisable compte "
        "comme rempli, pas comme valable.",
        "rows": "lignes",
        "score": "note, sur 100",
        "filled": "cellules remplies",
        "valid": "cellules remplies utilisables",
        "headings": ("Champ", "Type", "Rempli", "Utilisable", "Distincts", "Constats"),
    },
}


def quality_page(report: QualityReport, *, language: Language = "en") -> Page:
    """Show an audit as a page of its own."""
    words = WORDS[language]
    return Page(
        str(words["title"]), f"{report.at:%Y-%m-%d %H:%M} UTC", (quality_section(report, language=language),), language
    )


def quality_section(report: QualityReport, *, language: Language = "en") -> Section:
    """Show an audit as a section of a longer page."""
    words = WORDS[language]
    figures = Figures(
        (
            Figure(str(words["score"]), f"{100 * report.score:.0f}"),
            Figure(str(words["rows"]), number(report.rows)),
            Figure(str(words["filled"]), f"{report.completeness:.0%}"),
            Figure(str(words["valid"]), f"{report.validity:.1%}", tone="good" if report.validity > 0.95 else "warn"),
        )
    )
    rows = tuple(
        (
            one.name,
            one.type,
            f"{one.completeness:.0%}",
            f"{one.validity:.1%}",
            number(one.distinct),
            ", ".join(f"{code} {number(count)}" for code, count in one.findings.items()),
        )
        for one in report.fields
    )
    table = Table(tuple(words["headings"]), rows, frozenset({2, 3, 4}))
    return Section(str(words["title"]), (figures, table), str(words["lead"]))
