"""The commands on files alone: say how good they are, clean them, find duplicates in them."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import click

from crmkit.cli.options import DUPLICATE_FREE, FIELD, FILES, JSON, LANGUAGE, OUT, REGION
from crmkit.cli.speaking import put, put_rows, say, showing
from crmkit.cli.tables import columns_of, fields_of, read_tables, said_fields
from crmkit.exceptions import UnknownNameError


@click.command()
@FILES
@FIELD
@REGION
@JSON
@click.option("--html", type=click.Path(path_type=Path), help="Also write a page; of several files, one for each.")
@LANGUAGE
@click.option("--fail-under", type=click.FloatRange(0, 1), help="Exit with 1 when a file's score is lower.")
def audit(
    files: tuple[Path, ...],
    fields: tuple[str, ...],
    region: str | None,
    as_json: bool,
    html: Path | None,
    language: Literal["en", "fr"],
    fail_under: float | None,
) -> None:
    """Say how complete and valid the columns of files are."""
    from crmkit.intake.columnar import to_frame
    from crmkit.quality.audit import audit as audit_frame
    from crmkit.quality.page import quality_page
    from crmkit.report.html import write_page

    tables = read_tables(files)
    chosen = said_fields(fields, tables)
    at = datetime.now(UTC)
    reports = {
        table.origin: audit_frame(to_frame([table]), fields=fields_of(table, chosen), region=region, at=at)
        for table in tables
    }
    if as_json:
        put(json.dumps({name: report.to_json() for name, report in reports.items()}, ensure_ascii=False))
    else:
        for name, report in reports.items():
            put(f"{name}: {report}")
    if html:
        for place, report in enumerate(reports.values(), start=1):
            path = html if len(reports) == 1 else html.with_stem(f"{html.stem}-{place}")
            say(f"Written: {write_page(quality_page(report, language=language), path)}")
    if fail_under is not None and any(report.score < fail_under for report in reports.values()):
        raise click.exceptions.Exit(1)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@FIELD
@REGION
@OUT
def clean(file: Path, fields: tuple[str, ...], region: str | None, out: Path | None) -> None:
    """Write a file again with its values in one spelling, and what was noticed in a column "findings"."""
    from crmkit.intake.tidy import tidy

    (table,) = read_tables([file])
    tidied = tidy(table, fields=said_fields(fields, [table]), region=region)
    put_rows(tidied.headings, tidied.rows, out=out)
    known = ", ".join(f"{name} as {kind}" for name, kind in tidied.types.items() if kind)
    say(f"{file.name}: {len(tidied.rows):,} rows, {tidied.changed:,} cells rewritten. Cleaned: {known or 'nothing'}.")
    if tidied.unread:
        say(f"  {tidied.unread:,} lines are broken or no rows and were left out; crmkit load sets such lines aside.")
    if tidied.findings:
        say("  noticed: " + ", ".join(f"{code} {count:,}" for code, count in tidied.findings.items()))
    if "phone.region_unknown" in tidied.findings and region is None:
        say("  Some phone numbers name no country; say which with --region, such as --region CH.")


@click.command()
@FILES
@FIELD
@REGION
@OUT
@click.option("--id", "id_column", metavar="COLUMN", help="Column that names a row; guessed when left out.")
@click.option("--html", type=click.Path(path_type=Path), help="Also write a page with the reasons.")
@click.option("--review", type=click.Path(path_type=Path), help="Also write a page to judge the possible ones on.")
@click.option("--judgements", type=click.Path(path_type=Path), help="File that such a page saved; what it says holds.")
@LANGUAGE
@DUPLICATE_FREE
@click.option("--min-probability", type=click.FloatRange(0, 1), help="Call two rows the same from here on.")
def dedupe(
    files: tuple[Path, ...],
    fields: tuple[str, ...],
    region: str | None,
    out: Path | None,
    id_column: str | None,
    html: Path | None,
    review: Path | None,
    judgements: Path | None,
    language: Literal["en", "fr"],
    duplicate_free: tuple[str, ...],
    min_probability: float | None,
) -> None:
    """Find the rows that are the same party; write every row with the cluster it belongs to.

    Rows of one cluster stand together. Clusters are numbered in a column "cluster" in front, "cluster_found" where the
    files have such a column of their own.
    """
    from crmkit.dedup.frames import dedupe as dedupe_frame
    from crmkit.dedup.frames import link
    from crmkit.dedup.page import duplicates_page
    from crmkit.dedup.review_file import read_judgements
    from crmkit.intake.columnar import to_frame
    from crmkit.report.html import write_page

    tables = read_tables(files)
    if id_column is not None and not any(id_column in table.headings for table in tables):
        raise UnknownNameError("column", id_column, columns_of(tables))
    chosen, whole = said_fields(fields, tables), to_frame(tables)
    with showing() as progress:
        how: dict[str, Any] = {
            "fields": chosen,
            "id_column": id_column,
            "labels": read_judgements(judgements) if judgements else None,
            "duplicate_free": duplicate_free,
            "region": region,
            "min_probability": min_probability,
            "progress": progress,
        }
        if len(tables) == 1:
            found = dedupe_frame(whole, **how)
        else:
            found = link({table.origin: to_frame([table]) for table in tables}, **how)
    clusters = found.clusters["cluster"].to_list()
    first = {cluster: place for place, cluster in reversed(list(enumerate(clusters)))}
    numbers = {cluster: place for place, cluster in enumerate(sorted(first, key=first.__getitem__), start=1)}
    rows = [(numbers[cluster], *cells) for cluster, cells in zip(clusters, whole.rows(), strict=True)]
    own = "cluster_found" if "cluster" in whole.columns else "cluster"
    put_rows((own, *whole.columns), sorted(rows, key=lambda row: row[0]), out=out)
    say(str(found))
    title = ", ".join(table.origin for table in tables)
    if html:
        page = duplicates_page(
            found,
            title=title,
            language=language,
            name=lambda ref: _called(ref, found.id_column),
        )
        say(f"Written: {write_page(page, html)}")
    if review:
        found.review(review, language=language, title=title)
        say(f"Written: {review}")


def _called(ref: Any, id_column: str | None) -> str:
    """Call a row by its id, else by its place; of several files, with the file."""
    source, name = ref if isinstance(ref, tuple) else ("", ref)
    shown = f"row {int(name) + 1}" if id_column is None or (source and str(name).isdigit()) else str(name)
    return f"{shown} ({source})" if source else shown
