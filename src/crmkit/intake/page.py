"""Show what came in: every line accounted for, what the columns meant, and what was set aside."""

from collections.abc import Mapping, Sequence
from typing import Final

from crmkit.intake.finding_words import finding_words
from crmkit.intake.outcomes import Quarantined
from crmkit.intake.quarantine import reason_text
from crmkit.intake.report import LoadReport
from crmkit.report.charts import number
from crmkit.report.page import Block, Figure, Figures, Language, Paragraph, Section, Table
from crmkit.schema.types.base import Finding

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "title": "What came in",
        "lead": "Every line of every file is accounted for; none was lost.",
        "files": "files",
        "rows": "lines below the headings",
        "events": "orders, tickets and calls",
        "consents": "yes and no to being contacted",
        "created": "New",
        "updated": "Changed",
        "unchanged": "As before",
        "quarantined": "Set aside",
        "skipped": "No rows",
        "lines": "Lines",
        "why": "“No rows” are blank lines, repeated headings and totals.",
        "unused": "Columns not understood; what stands in them is kept as it came",
        "file": "File",
        "line": "Line",
        "reasons": "What is wrong",
        "aside_title": "What was set aside",
        "aside_lead": "Nothing is lost: these lines wait in the quarantine file, in their own columns, to be corrected "
        "and loaded again.",
        "none": "No line was set aside.",
    },
    "fr": {
        "title": "Ce qui est entré",
        "lead": "Chaque ligne de chaque fichier est comptée ; aucune n’est perdue.",
        "files": "fichiers",
        "rows": "lignes sous les titres",
        "events": "commandes, tickets et appels",
        "consents": "oui et non à être contacté",
        "created": "Nouvelles",
        "updated": "Changées",
        "unchanged": "Comme avant",
        "quarantined": "Mises de côté",
        "skipped": "Sans données",
        "lines": "Lignes",
        "why": "« Sans données » : lignes vides, titres répétés, totaux.",
        "unused": "Colonnes non comprises, gardées telles quelles",
        "file": "Fichier",
        "line": "Ligne",
        "reasons": "Ce qui ne va pas",
        "aside_title": "Ce qui a été mis de côté",
        "aside_lead": "Rien n’est perdu : ces lignes attendent dans le fichier de quarantaine, dans leurs propres "
        "colonnes, d’être corrigées et chargées à nouveau.",
        "none": "Aucune ligne n’a été mise de côté.",
    },
}


def loads_section(reports: Sequence[LoadReport], *, language: Language = "en") -> Section:
    """Show the accounts of loads."""
    words = WORDS[language]
    blocks: list[Block] = [
        Figures(
            (
                Figure(words["files"], number(len(reports))),
                Figure(words["rows"], number(sum(one.rows_in for one in reports))),
                Figure(words["events"], number(sum(one.interactions for one in reports))),
                Figure(words["consents"], number(sum(one.consents for one in reports))),
            )
        )
    ]
    outcomes = ("created", "updated", "unchanged", "quarantined", "skipped")
    blocks.append(
        Table(
            (words["file"], words["lines"], *(words[outcome] for outcome in outcomes)),
            (
                (one.origin, number(one.rows_in), *(number(getattr(one, outcome)) for outcome in outcomes))
                for one in reports
            ),
            frozenset(range(1, 7)),
        )
    )
    notes = [words["why"]] if any(one.skipped for one in reports) else []
    unused = [f"{one.origin}: {', '.join(one.mapping.unused)}" for one in reports if one.mapping.unused]
    if unused:
        notes.append(f"{words['unused']} — {'; '.join(unused)}.")
    if notes:
        blocks.append(Paragraph(" ".join(notes)))
    return Section(words["title"], blocks, words["lead"])


def aside_section(rows: Sequence[Quarantined], *, files: Mapping[str, str], language: Language = "en") -> Section:
    """Show the lines that were set aside and why, without what is written in them.

    Args:
        rows: the lines.
        files: source to the name of its file.
        language: of the texts.
    """
    words = WORDS[language]
    if not rows:
        return Section(words["aside_title"], (Paragraph(words["none"]),))
    table = Table(
        (words["file"], words["line"], words["reasons"]),
        tuple(
            (files.get(row.source, row.source), str(row.line), "; ".join(_reason(one, language) for one in row.reasons))
            for row in rows
        ),
        frozenset({1}),
    )
    return Section(words["aside_title"], (table,), words["aside_lead"])


def _reason(finding: Finding, language: Language) -> str:
    if language == "en":
        return reason_text(finding)
    said = finding_words(finding.code, language)
    return f"{said[:1].upper()}{said[1:]}" + (f" @ {finding.field}" if finding.field else "")
