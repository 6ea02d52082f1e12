"""Show what came in: every line accounted for, what the columns meant, and what was set aside."""

from collections.abc import Mapping, Sequence
from typing import Final

from crmkit.intake.outcomes import Quarantined
from crmkit.intake.quarantine import reason_text
from crmkit.intake.report import LoadReport
from crmkit.report.charts import number
from crmkit.report.page import Block, Figure, Figures, Language, Paragraph, Part, Section, Split, Table

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "title": "What came in",
        "lead": "Every line of every file is accounted for: created, updated, unchanged, set aside or skipped.",
        "files": "files",
        "rows": "lines",
        "events": "orders, tickets and calls",
        "consents": "acts of consent",
        "created": "created",
        "updated": "updated",
        "unchanged": "unchanged",
        "quarantined": "set aside",
        "skipped": "skipped",
        "unused": "Columns that were not understood",
        "file": "File",
        "line": "Line",
        "reasons": "What is wrong",
        "aside_title": "What was set aside",
        "aside_lead": "Nothing is lost: these lines wait in the quarantine file, in their own columns, to be corrected "
        "and loaded again.",
        "noticed": "Noticed in cells that came in all the same",
        "none": "No line was set aside.",
    },
    "fr": {
        "title": "Ce qui est entré",
        "lead": "Chaque ligne de chaque fichier a son sort : créée, mise à jour, inchangée, mise de côté ou passée.",
        "files": "fichiers",
        "rows": "lignes",
        "events": "commandes, tickets et appels",
        "consents": "actes de consentement",
        "created": "créées",
        "updated": "mises à jour",
        "unchanged": "inchangées",
        "quarantined": "mises de côté",
        "skipped": "passées",
        "unused": "Colonnes non comprises",
        "file": "Fichier",
        "line": "Ligne",
        "reasons": "Ce qui ne va pas",
        "aside_title": "Ce qui a été mis de côté",
        "aside_lead": "Rien n’est perdu : ces lignes attendent dans le fichier de quarantaine, dans leurs propres "
        "colonnes, d’être corrigées et chargées à nouveau.",
        "noticed": "Constaté dans des cellules entrées malgré tout",
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
    blocks += [
        Split(
            f"{one.origin} · {number(one.rows_in)} {words['rows']}",
            (
                Part(words["created"], one.created, tone="good"),
                Part(words["updated"], one.updated),
                Part(words["unchanged"], one.unchanged, tone="quiet"),
                Part(words["quarantined"], one.quarantined, tone="bad"),
                Part(words["skipped"], one.skipped, tone="warn"),
            ),
        )
        for one in reports
    ]
    unused = [f"{one.origin}: {', '.join(one.mapping.unused)}" for one in reports if one.mapping.unused]
    if unused:
        blocks.append(Paragraph(f"{words['unused']} — {'; '.join(unused)}."))
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
            (files.get(row.source, row.source), str(row.line), "; ".join(reason_text(one) for one in row.reasons))
            for row in rows
        ),
        frozenset({1}),
    )
    return Section(words["aside_title"], (table,), words["aside_lead"])
