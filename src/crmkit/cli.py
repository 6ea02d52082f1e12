"""The command line: thin commands that say the same words as the library.

Data goes to standard output, words and progress to standard error. Exit codes: 0 done, 1 findings that the caller asked
to fail on, 2 wrong call, 3 input or store unusable, 130 interrupted.
"""

import json
import logging
import os
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crmkit.exceptions import CallError, CrmkitError, MissingExtraError, StoreError, UnknownNameError

try:
    import click
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars
except ImportError:
    sys.exit(f"crmkit: {MissingExtraError(needed_for='The command line', extra='cli')}")

if TYPE_CHECKING:
    from crmkit.customer_base import CustomerBase
    from crmkit.intake.table import Table
    from crmkit.records import Progress


def _country(_context: click.Context, _option: click.Parameter, given: str | None) -> str | None:
    from crmkit.schema.types.catalogue import find_type

    code: str | None = find_type("country").clean(given).value if given else None
    if given and code is None:
        raise CallError(f"There is no country {given!r}; write its two letters, such as CH.")
    return code


FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
REGION = click.option(
    "--region", metavar="CC", callback=_country, help="Country of numbers and postcodes that name none, such as CH."
)
JSON = click.option("--json", "as_json", is_flag=True, help="Write JSON to standard output.")
OUT = click.option("-o", "--out", type=click.Path(path_type=Path), help="File to write; standard output when left out.")
BASE = click.option("--base", "url", default="customers.db", show_default=True, help="The customer base.")
LANGUAGE = click.option(
    "--language", type=click.Choice(["en", "fr"]), default="en", show_default=True, help="Language of the page."
)
FIELD = click.option(
    "--field",
    "fields",
    multiple=True,
    metavar="COLUMN=TYPE",
    help="What a column is, or COLUMN= for one that says nothing; the others are guessed.",
)
_BUG = 3
_AT_ONCE = 8192


def main() -> None:
    """Run the command line; turn every error into one sentence and an exit code."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        sys.exit(commands.main(prog_name="crmkit", standalone_mode=False))
    except click.ClickException as wrong:
        context = getattr(wrong, "ctx", None)
        help_of = f" See {context.command_path} --help." if context else ""
        say(f"crmkit: {wrong.format_message()}{help_of}")
        sys.exit(2)
    except CrmkitError as problem:
        say(f"crmkit: {problem}")
        sys.exit(problem.exit_code)
    except (KeyboardInterrupt, click.Abort):
        say("crmkit: interrupted; what was finished is kept, and the same command goes on from there.")
        sys.exit(130)
    except Exception as bug:  # noqa: BLE001 - whatever went wrong, its text may hold a personal value
        place = traceback.extract_tb(bug.__traceback__)[-1]
        where = f"{type(bug).__name__} in {Path(place.filename).name}, line {place.lineno}"
        say(f"crmkit: this is a fault of crmkit ({where}); please report it with the command that you gave.")
        sys.exit(_BUG)


def say(text: str) -> None:
    """Say something to the person at the terminal, not to the program behind the pipe."""
    click.echo(text, err=True)


def put(data: object) -> None:
    """Write data to standard output; when nobody reads on, end quietly.

    Raises:
        StoreError: standard output cannot be written.
    """
    from crmkit.report.whole_file import refuse

    text = str(data)
    text = text if text.endswith("\n") else f"{text}\n"
    try:
        for start in range(0, len(text), _AT_ONCE):
            click.echo(text[start : start + _AT_ONCE], nl=False)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that closing it fails no more
        if isinstance(error, BrokenPipeError):
            raise click.exceptions.Exit(0) from None
        refuse("standard output", error)


class Commands(click.Group):
    """Commands that offer near names for one that does not exist."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command.

        Raises:
            UnknownNameError: there is no such command.
        """
        if not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            raise UnknownNameError("command", args[0], self.list_commands(ctx))
        return super().resolve_command(ctx, args)


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


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="crmkit")
@click.pass_context
def commands(context: click.Context) -> None:
    """Scattered customer exports in, one clean, consented audience out."""
    if context.invoked_subcommand is None:
        put(context.get_help())


@commands.command()
@click.option("--out", default="demo", show_default=True, type=click.Path(path_type=Path), help="Folder to write to.")
@click.option("--exports", type=click.Path(path_type=Path), help="Folder of the exports; the shipped ones if left out.")
@LANGUAGE
def demo(out: Path, exports: Path | None, language: str) -> None:
    """Run the whole flow on the example exports."""
    from crmkit.demo.story import run

    with showing() as progress:
        story = run(out, exports=exports, language=_language(language), progress=progress, tell=put)
    if story.failures:
        raise click.exceptions.Exit(1)


@commands.command()
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
    language: str,
    fail_under: float | None,
) -> None:
    """Say how complete and valid the columns of files are."""
    from crmkit.intake.columnar import to_frame
    from crmkit.quality.audit import audit as audit_frame
    from crmkit.quality.page import quality_page
    from crmkit.report.html import write_page

    tables = _read(files)
    chosen = _fields(fields, tables)
    at = datetime.now(UTC)
    reports = {
        table.origin: audit_frame(to_frame([table]), fields=_meant(table, chosen), region=region, at=at)
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
            say(f"Written: {write_page(quality_page(report, language=_language(language)), path)}")
    if fail_under is not None and any(report.score < fail_under for report in reports.values()):
        raise click.exceptions.Exit(1)


@commands.command()
@click.argument("file", type=click.Path(path_type=Path))
@FIELD
@REGION
@OUT
def clean(file: Path, fields: tuple[str, ...], region: str | None, out: Path | None) -> None:
    """Write a file again with its values in one spelling, and what was noticed in a column "findings"."""
    from crmkit.intake.tidy import tidy

    (table,) = _read([file])
    tidied = tidy(table, fields=_fields(fields, [table]), region=region)
    _write(out, tidied.headings, tidied.rows)
    known = ", ".join(f"{name} as {kind}" for name, kind in tidied.types.items() if kind)
    say(f"{file.name}: {len(tidied.rows):,} rows, {tidied.changed:,} cells rewritten. Cleaned: {known or 'nothing'}.")
    if tidied.unread:
        say(f"  {tidied.unread:,} lines are broken or no rows and were left out; crmkit load sets such lines aside.")
    if tidied.findings:
        say("  noticed: " + ", ".join(f"{code} {count:,}" for code, count in tidied.findings.items()))
    if "phone.region_unknown" in tidied.findings and region is None:
        say("  Some phone numbers name no country; say which with --region, such as --region CH.")


@commands.command()
@FILES
@FIELD
@REGION
@OUT
@click.option("--id", "id_column", metavar="COLUMN", help="Column that names a row; guessed when left out.")
@click.option("--html", type=click.Path(path_type=Path), help="Also write a page with the reasons.")
@click.option("--review", type=click.Path(path_type=Path), help="Also write a page to judge the possible ones on.")
@click.option("--judgements", type=click.Path(path_type=Path), help="File that such a page saved; what it says holds.")
@LANGUAGE
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
    language: str,
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

    tables = _read(files)
    if id_column is not None and not any(id_column in table.headings for table in tables):
        raise UnknownNameError("column", id_column, _columns(tables))
    chosen, whole = _fields(fields, tables), to_frame(tables)
    with showing() as progress:
        how: dict[str, Any] = {
            "fields": chosen,
            "id_column": id_column,
            "labels": read_judgements(judgements) if judgements else None,
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
    _write(out, (own, *whole.columns), sorted(rows, key=lambda row: row[0]))
    say(str(found))
    title = ", ".join(table.origin for table in tables)
    if html:
        page = duplicates_page(
            found,
            title=title,
            language=_language(language),
            name=lambda ref: _called(ref, found.id_column),
        )
        say(f"Written: {write_page(page, html)}")
    if review:
        found.review(review, language=_language(language), title=title)
        say(f"Written: {review}")


@commands.command()
@FILES
@BASE
@FIELD
@REGION
@click.option("--source", help="Name of the source; the file's name when left out.")
@click.option("--zone", default="UTC", show_default=True, help="Zone in which the files write their times.")
@click.option(
    "--given",
    multiple=True,
    metavar="TARGET=VALUE",
    help="What holds for every row of the files, such as consent.method=web_form.",
)
@click.option("--quarantine", type=click.Path(path_type=Path), help="File for the rows that were set aside.")
@JSON
def load(
    files: tuple[Path, ...],
    url: str,
    fields: tuple[str, ...],
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
    tables = _read(files)
    sources = [source or file.stem for file in files]
    if len(set(sources)) < len(sources):
        raise CallError("Two of the files have one name and would be one source; load them one by one, with --source.")
    chosen, held = _fields(fields, tables), dict(_parted(one, "TARGET=VALUE") for one in given)
    with connect(url, region=region, zone=zone, actor="command line") as base:
        for table, name in zip(tables, sources, strict=True):
            with showing() as progress:
                report = base.load(
                    table, source=name, mapping=_meant(table, chosen), given=held or None, progress=progress
                )
            put(report.to_json() if as_json else report)
        if quarantine:
            write_quarantine(quarantine, base.quarantine())
            say(f"Written: {quarantine}")


@commands.command()
@BASE
@REGION
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
def merge(url: str, region: str | None, dry_run: bool) -> None:
    """Find the rows of a base that are the same party, and hold them together as one customer."""
    with _existing(url, region=region) as base:
        with showing() as progress:
            found = base.find_duplicates(progress=progress)
        say(str(found))
        put(base.merge(found, dry_run=dry_run))


@commands.command()
@click.argument("segment")
@BASE
@REGION
@click.option("--purpose", required=True, help="Purpose of the message, such as newsletter.")
@click.option("--via", required=True, type=click.Choice(["email", "phone", "sms", "postal"]), help="Channel.")
@click.option("--zone", default="UTC", show_default=True, help="Zone that days and calendar windows mean.")
@OUT
def select(segment: str, url: str, region: str | None, purpose: str, via: str, zone: str, out: Path | None) -> None:
    """Write the customers a segment means and consent allows.

    A segment is a condition, such as: country = "CH" and count(orders in last 365 days) >= 2
    """
    with _existing(url, region=region, zone=zone, purpose=purpose) as base:
        base.policy.purposes.find(purpose)
        audience = base.select(segment, purpose=purpose, via=via)
    if out is None:
        put(audience.csv_text())
    else:
        audience.to_csv(out)
        say(f"Written: {out}")
    say(str(audience))


@commands.command()
@BASE
def verify(url: str) -> None:
    """Derive every customer of a base again from its facts, and compare."""
    with _existing(url) as base:
        found = base.verify()
    put(found)
    if not found.ok:
        raise click.exceptions.Exit(1)


@commands.command()
@click.argument("out", type=click.Path(path_type=Path))
@BASE
@click.option("--overwrite", is_flag=True, help="Replace the file when it is there.")
@JSON
def dump(out: Path, url: str, overwrite: bool, as_json: bool) -> None:
    """Write every fact of a base to one file, packed when its name ends in .gz."""
    with _existing(url) as base, showing() as progress:
        report = base.dump(out, overwrite=overwrite, progress=progress)
    say(f"Written: {out}")
    if as_json:
        put(report.to_json())
    else:
        say(str(report))


@commands.command()
@click.argument("file", type=click.Path(path_type=Path))
@BASE
@JSON
def restore(file: Path, url: str, as_json: bool) -> None:
    """Make a base again from a file that dump wrote, wholly or not at all."""
    from crmkit.ledger.dump.moving import restore as restore_base

    with showing() as progress:
        report = restore_base(file, url, progress=progress)
    put(report.to_json() if as_json else report)


def _read(files: Sequence[Path]) -> "list[Table]":
    """Read files; of two that have one name, the folder is named too."""
    from crmkit.intake.reading import read

    named = Counter(file.name for file in files)
    twice = [str(file) for file, count in Counter(files).items() if count > 1]
    if twice:
        raise CallError(f"{twice[0]} is given twice; give each file once.")
    return [read(file, name=file.name if named[file.name] == 1 else str(file)) for file in files]


def _columns(tables: "Iterable[Table]") -> tuple[str, ...]:
    return tuple(dict.fromkeys(heading for table in tables for heading in table.headings))


def _fields(given: tuple[str, ...], tables: "Sequence[Table]") -> dict[str, str | None] | None:
    """Read what the columns are said to be; None when nothing is said."""
    fields: dict[str, str | None] = {}
    for one in given:
        column, kind = _parted(one, "COLUMN=TYPE", last=True)
        if column not in _columns(tables):
            raise UnknownNameError("column", column, _columns(tables))
        fields[column] = kind or None
    return fields or None


def _meant(table: "Table", fields: dict[str, str | None] | None) -> dict[str, str | None] | None:
    return {column: kind for column, kind in (fields or {}).items() if column in table.headings} or None


def _parted(text: str, form: str, *, last: bool = False) -> tuple[str, str]:
    name, sign, value = text.rpartition("=") if last else text.partition("=")
    if not sign:
        raise CallError(f"{text!r} has no sign of equality; write {form}.")
    return name, value


def _existing(url: str, *, region: str | None = None, zone: str = "UTC", purpose: str | None = None) -> "CustomerBase":
    """Open a base that is there; only a load or a restore makes a new one."""
    from crmkit.customer_base import connect
    from crmkit.privacy.journal import SYSTEM_PURPOSE

    _must_exist(url)
    return connect(url, region=region, zone=zone, actor="command line", purpose=purpose or SYSTEM_PURPOSE)


def _must_exist(url: str) -> None:
    path = Path(url.removeprefix("sqlite:///").partition("?")[0])
    if path.suffix in {".db", ".sqlite", ".sqlite3"} and ":" not in path.name and not path.exists():
        raise StoreError(f"There is no base {path}; name one with --base, or make it with crmkit load.")


def _called(ref: Any, id_column: str | None) -> str:
    """Call a row by its id, else by its place; of several files, with the file."""
    source, name = ref if isinstance(ref, tuple) else ("", ref)
    shown = f"row {int(name) + 1}" if id_column is None or (source and str(name).isdigit()) else str(name)
    return f"{shown} ({source})" if source else shown


def _language(language: str) -> Any:
    return language


def _write(out: Path | None, headings: Any, rows: Any) -> None:
    from crmkit.report.csv_file import csv_text, write_csv

    if out is None:
        put(csv_text(headings, rows))
    else:
        write_csv(out, headings, rows)
        say(f"Written: {out}")
