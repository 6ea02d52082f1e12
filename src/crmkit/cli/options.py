"""Options that several commands share."""

from pathlib import Path

import click

from crmkit.exceptions import CallError


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
DUPLICATE_FREE = click.option(
    "--duplicate-free", multiple=True, metavar="SOURCE", help="Source that has nobody twice; of files, the file's name."
)
