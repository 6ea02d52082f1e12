"""What the command line says: data to the program behind the pipe, words to the person at the terminal."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

if TYPE_CHECKING:
    from crmkit.records import Progress

_AT_ONCE = 8192


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


def put_rows(headings: Sequence[str], rows: Iterable[Sequence[Any]], *, out: Path | None) -> None:
    """Write rows as CSV to a file, or to standard output."""
    from crmkit.report.csv_file import csv_text, write_csv

    if out is None:
        put(csv_text(headings, rows))
    else:
        write_csv(out, headings, rows)
        say(f"Written: {out}")


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
