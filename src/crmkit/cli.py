"""The command line: thin commands that say the same words as the library.

Data goes to standard output, words and progress to standard error. Exit codes: 0 done, 1 findings that the caller asked
to fail on, 2 wrong call, 3 input or store unusable, 130 interrupted.
"""

import json
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crmkit.exceptions import CallError, CrmkitError, MissingExtraError, UnknownNameError

try:
    import click
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars
except ImportError:
    sys.exit(f"crmkit: {MissingExtraError(needed_for='The command line', extra='cli')}")

if TYPE_CHECKING:
    from crmkit.records import Progress

FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
REGION = click.option("--region", metavar="CC", help="Country of numbers and postcodes that name none, such as CH.")
JSON = click.option("--json", "as_json", is_flag=True, help="Write JSON to standard output.")
OUT = click.option("-o", "--out", type=click.Path(path_type=Path), help="File to write; standard output when left out.")
BASE = click.option("--base", "url", default="customers.db", show_default=True, help="The customer base.")
FIELD = click.option(
    "--field", "fields", multiple=True, metavar="COLUMN=TYPE", help="What a column is; the others are guessed."
)


def main() -> None:
    """Run the command line; turn every expected error into one sentence and an exit code."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        sys.exit(commands.main(standalone_mode=False))
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as wrong:
        wrong.show(sys.stderr)
        sys.exit(2)
    except CrmkitError as problem:
        say(f"crmkit: {problem}")
        sys.exit(problem.exit_code)
    except (KeyboardInterrupt, click.Abort):
        say("crmkit: interrupted; what was finished is kept, and the same command goes on from there.")
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


def say(text: str) -> None:
    """Say something to the person at the terminal, not to the program behind the pipe."""
    click.echo(text, err=True)


@contextmanager
def showing() -> "Iterator[Callable[[Progress], None]]":
    """Show the progress of long work on standard error, when a person is there to see it."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Bars(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        tasks: dict[str, Any] = {}

        def show(step: "Progress") -> None:
            if step.stage not in tasks:
                tasks[step.stage] = bars.add_task(step.stage, total=step.total)
            bars.update(tasks[step.stage], completed=step.done, total=step.total)

        yield show


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="crmkit")
def commands() -> None:
    """Scattered customer exports in, one clean, consented audience out."""


@commands.command()
@click.option("--out", default="demo", show_default=True, type=click.Path(path_type=Path), help="Folder to write to.")
@click.option("--exports", type=click.Path(path_type=Path), help="Folder of the exports; the shipped ones if left out.")
@click.option("--language", type=click.Choice(["en", "fr"]), default="en", show_default=True)
def demo(out: Path, exports: Path | None, language: str) -> None:
    """Run the whole flow on the example exports."""
    from crmkit.demo.story import run

    with showing() as progress:
        story = run(out, exports=exports, language=_language(language), progress=progress, tell=click.echo)
    if story.failures:
        raise click.exceptions.Exit(1)


@commands.command()
@FILES
@FIELD
@REGION
@JSON
@click.option("--html", type=click.Path(path_type=Path), help="Also write a page.")
@click.option("--fail-under", type=click.FloatRange(0, 1), help="Exit with 1 when a file's score is lower.")
def audit(
    files: tuple[Path, ...],
    fields: tuple[str, ...],
    region: str | None,
    as_json: bool,
    html: Path | None,
    fail_under: float | None,
) -> None:
    """Say how complete and valid the columns of files are."""
    from crmkit.intake.columnar import to_frame
    from crmkit.intake.reading import read
    from crmkit.quality.audit import audit as audit_frame

    reports = {}
    for file in files:
        table = read(file)
        reports[file.name] = audit_frame(
            to_frame([table]), fields=_fields(fields, table.headings), region=region, at=datetime.now(UTC)
        )
    if as_json:
        click.echo(json.dumps({name: report.to_json() for name, report in reports.items()}, ensure_ascii=False))
    else:
        for name, report in reports.items():
            click.echo(f"{name}: {report}")
    if html:
        for name, report in reports.items():
            say(f"Written: {report.to_html(html if len(reports) == 1 else html.with_stem(f'{html.stem}-{name}'))}")
    if fail_under is not None and any(report.score < fail_under for report in reports.values()):
        raise click.exceptions.Exit(1)


@commands.command()
@click.argument("file", type=click.Path(path_type=Path))
@FIELD
@REGION
@OUT
def clean(file: Path, fields: tuple[str, ...], region: str | None, out: Path | None) -> None:
    """Write a file again with its values in one spelling, and what was noticed in a column "findings"."""
    from crmkit.intake.reading import read
    from crmkit.intake.tidy import tidy

    table = read(file)
    tidied = tidy(table, fields=_fields(fields, table.headings), region=region)
    _write(out, tidied.headings, tidied.rows)
    known = ", ".join(f"{name} as {kind}" for name, kind in tidied.types.items() if kind)
    say(f"{file.name}: {len(tidied.rows):,} rows, {tidied.changed:,} cells rewritten. Cleaned: {known or 'nothing'}.")
    if tidied.unread:
        say(f"  {tidied.unread:,} lines are broken or no rows and were left out; crmkit load sets such lines aside.")
    if tidied.findings:
        say("  noticed: " + ", ".join(f"{code} {count:,}" for code, count in tidied.findings.items()))


@commands.command()
@FILES
@FIELD
@REGION
@OUT
@click.option("--id", "id_column", help="Column that names a row; line numbers when left out.")
@click.option("--html", type=click.Path(path_type=Path), help="Also write a page with the reasons.")
@click.option("--language", type=click.Choice(["en", "fr"]), default="en", show_default=True)
@click.option("--min-probability", type=click.FloatRange(0, 1), help="Call two rows the same from here on.")
def dedupe(
    files: tuple[Path, ...],
    fields: tuple[str, ...],
    region: str | None,
    out: Path | None,
    id_column: str | None,
    html: Path | None,
    language: str,
    min_probability: float | None,
) -> None:
    """Find the rows that are the same party; write every row with the cluster it belongs to."""
    from crmkit.dedup.frames import dedupe as dedupe_frame
    from crmkit.dedup.page import duplicates_page
    from crmkit.intake.columnar import to_frame
    from crmkit.intake.reading import read
    from crmkit.report.html import write_page

    tables = [read(file) for file in files]
    frame = to_frame(tables)
    with showing() as progress:
        found = dedupe_frame(
            frame,
            fields=_fields(fields, frame.columns),
            id_column=id_column,
            region=region,
            min_probability=min_probability,
            progress=progress,
        )
    clusters = dict(zip(found.clusters["id"].to_list(), found.clusters["cluster"].to_list(), strict=True))
    ids = frame[found.id_column].to_list() if found.id_column else list(range(frame.height))
    rows = [(clusters[name], *cells) for name, cells in zip(ids, frame.rows(), strict=True)]
    _write(out, ("cluster", *frame.columns), sorted(rows, key=lambda row: str(row[0])))
    say(str(found))
    if html:
        title = ", ".join(file.name for file in files)
        say(f"Written: {write_page(duplicates_page(found, title=title, language=_language(language)), html)}")


@commands.command()
@FILES
@BASE
@REGION
@click.option("--source", help="Name of the source; the file's name when left out.")
@click.option("--zone", default="UTC", show_default=True, help="Zone in which the files write their times.")
@click.option("--given", multiple=True, metavar="TARGET=VALUE", help="What holds for every row of the files.")
@click.option("--quarantine", type=click.Path(path_type=Path), help="File for the rows that were set aside.")
@JSON
def load(
    files: tuple[Path, ...],
    url: str,
    region: str | None,
    source: str | None,
    zone: str,
    given: tuple[str, ...],
    quarantine: Path | None,
    as_json: bool,
) -> None:
    """Take files into a customer base; a second time changes nothing."""
    from crmkit.customer_base import connect
    from crmkit.intake.quarantine import write_quarantine

    if source and len(files) > 1:
        raise CallError("One --source cannot name several files; load them one by one, or leave it out.")
    with connect(url, region=region, zone=zone) as base, showing() as progress:
        for file in files:
            report = base.load(file, source=source or file.stem, given=_parted(given), progress=progress)
            click.echo(report.to_json() if as_json else report)
        if quarantine:
            write_quarantine(quarantine, base.quarantine())
            say(f"Written: {quarantine}")


@commands.command()
@BASE
@REGION
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
def merge(url: str, region: str | None, dry_run: bool) -> None:
    """Find the rows of a base that are the same party, and hold them together as one customer."""
    from crmkit.customer_base import connect

    with connect(url, region=region) as base, showing() as progress:
        click.echo(base.merge(base.find_duplicates(progress=progress), dry_run=dry_run))


@commands.command()
@click.argument("segment")
@BASE
@REGION
@click.option("--purpose", required=True, help="Purpose of the message, such as newsletter.")
@click.option("--via", required=True, type=click.Choice(["email", "phone", "sms", "postal"]))
@click.option("--zone", default="UTC", show_default=True, help="Zone that days and calendar windows mean.")
@OUT
def select(segment: str, url: str, region: str | None, purpose: str, via: str, zone: str, out: Path | None) -> None:
    """Write the customers a segment means and consent allows."""
    from crmkit.customer_base import connect

    with connect(url, region=region, zone=zone, actor="command line", purpose=purpose) as base:
        audience = base.select(segment, purpose=purpose, via=via)
    audience.to_csv(out or Path("/dev/stdout"))
    say(str(audience))


@commands.command()
@BASE
def verify(url: str) -> None:
    """Derive every customer of a base again from its facts, and compare."""
    from crmkit.customer_base import connect

    with connect(url) as base:
        found = base.verify()
    click.echo(found)
    if not found.ok:
        raise click.exceptions.Exit(1)


def _fields(given: tuple[str, ...], columns: Any) -> dict[str, str] | None:
    fields = _parted(given)
    for column in fields:
        if column not in columns:
            raise UnknownNameError("column", column, columns)
    return fields or None


def _parted(given: tuple[str, ...]) -> dict[str, str]:
    parted = {}
    for one in given:
        name, sign, value = one.rpartition("=")
        if not sign:
            raise CallError(f"{one!r} has no sign of equality; write NAME=VALUE.")
        parted[name] = value
    return parted


def _language(language: str) -> Any:
    return language


def _write(out: Path | None, headings: Any, rows: Any) -> None:
    from crmkit.report.csv_file import csv_text, write_csv

    if out is None:
        click.echo(csv_text(headings, rows), nl=False)
    else:
        write_csv(out, headings, rows)
        say(f"Written: {out}")
