"""The command that runs the whole flow on the example exports."""

from pathlib import Path
from typing import Literal

import click

from crmkit.cli.options import LANGUAGE
from crmkit.cli.speaking import put, showing


@click.command()
@click.option("--out", default="demo", show_default=True, type=click.Path(path_type=Path), help="Folder to write to.")
@click.option("--exports", type=click.Path(path_type=Path), help="Folder of the exports; the shipped ones if left out.")
@LANGUAGE
def demo(out: Path, exports: Path | None, language: Literal["en", "fr"]) -> None:
    """Run the whole flow on the example exports."""
    from crmkit.demo.story import run

    with showing() as progress:
        story = run(out, exports=exports, language=language, progress=progress, tell=put)
    if story.failures:
        raise click.exceptions.Exit(1)
