"""The commands on a customer base: fill it, hold parties together, choose customers, check it, move it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from crmkit.cli.options import BASE, DUPLICATE_FREE, FIELD, FILES, JSON, OUT, REGION
from crmkit.cli.speaking import put, say, showing
from crmkit.cli.tables import fields_of, parted, read_tables, said_fields
from crmkit.exceptions import CallError, StoreError

if TYPE_CHECKING:
    from crmkit.customer_base import CustomerBase


@click.command()
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
    tables = read_tables(files)
    sources = [source or file.stem for file in files]
    if len(set(sources)) < len(sources):
        raise CallError("Two of the files have one name and would be one source; load them one by one, with --source.")
    chosen, held = said_fields(fields, tables), dict(parted(one, "TARGET=VALUE") for one in given)
    with connect(url, region=region, zone=zone, actor="command line") as base:
        for table, name in zip(tables, sources, strict=True):
            with showing() as progress:
                report = base.load(
                    table, source=name, mapping=fields_of(table, chosen), given=held or None, progress=progress
                )
            put(report.to_json() if as_json else report)
        if quarantine:
            write_quarantine(quarantine, base.quarantine())
            say(f"Written: {quarantine}")


@click.command()
@BASE
@REGION
@click.option(
    "--since-last", is_flag=True, help="Look only at rows that came since the last merge, and whom they may be."
)
@DUPLICATE_FREE
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
def merge(url: str, region: str | None, since_last: bool, duplicate_free: tuple[str, ...], dry_run: bool) -> None:
    """Find the rows of a base that are the same party, and hold them together as one customer."""
    with _existing(url, region=region) as base:
        with showing() as progress:
            found = base.find_duplicates(since_last=since_last, duplicate_free=duplicate_free, progress=progress)
        say(str(found))
        put(base.merge(found, dry_run=dry_run))


@click.command()
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


@click.command()
@BASE
def verify(url: str) -> None:
    """Derive every customer of a base again from its facts, and compare."""
    with _existing(url) as base:
        found = base.verify()
    put(found)
    if not found.ok:
        raise click.exceptions.Exit(1)


@click.command()
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


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@BASE
@JSON
def restore(file: Path, url: str, as_json: bool) -> None:
    """Make a base again from a file that dump wrote, wholly or not at all."""
    from crmkit.ledger.dump.moving import restore as restore_base

    with showing() as progress:
        report = restore_base(file, url, progress=progress)
    put(report.to_json() if as_json else report)


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
