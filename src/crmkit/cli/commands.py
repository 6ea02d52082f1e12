"""All commands, and what becomes of an error in one."""

import logging
import sys
import traceback
from pathlib import Path

import click

from crmkit.cli.base_commands import dump, load, merge, restore, select, verify
from crmkit.cli.demo_command import demo
from crmkit.cli.file_commands import audit, clean, dedupe
from crmkit.cli.speaking import put, say
from crmkit.exceptions import CrmkitError, UnknownNameError

_BUG = 3


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


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="crmkit")
@click.pass_context
def commands(context: click.Context) -> None:
    """Scattered customer exports in, one clean, consented audience out."""
    if context.invoked_subcommand is None:
        put(context.get_help())


for command in (demo, audit, clean, dedupe, load, merge, select, verify, dump, restore):
    commands.add_command(command)


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
