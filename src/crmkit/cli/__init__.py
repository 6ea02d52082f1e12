"""The command line: thin commands that say the same words as the library.

Data goes to standard output, words and progress to standard error. Exit codes: 0 done, 1 findings that the caller asked
to fail on, 2 wrong call, 3 input or store unusable, 130 interrupted.
"""

import sys

from crmkit.exceptions import MissingExtraError

try:
    from crmkit.cli.commands import commands, main
except ImportError as error:
    if error.name is None or error.name.partition(".")[0] not in {"click", "rich"}:
        raise
    sys.exit(f"crmkit: {MissingExtraError(needed_for='The command line', extra='cli')}")

__all__ = ["commands", "main"]
