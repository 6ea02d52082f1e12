"""From an address to a driver and its options, without any server."""

import getpass
import importlib.util
import ssl

import pytest
from sqlalchemy import make_url

from crmkit.backends.postgresql import address as postgresql_address
from crmkit.backends.postgresql.address import driver_options, read_address
from crmkit.exceptions import CallError, MissingExtraError, UnknownNameError


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch):
    for variable in postgresql_address._VARIABLES.values():
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def installed(monkeypatch):
    def only(*names):
        monkeypatch.setattr(postgresql_address, "find_spec", lambda name: name in names)

    return only


def options(address):
    return driver_options(read_address(address))


@pytest.mark.parametrize(
    ("drivers", "chosen"),
    [(("pg8000", "psycopg", "psycopg2"), "pg8000"), (("psycopg2", "psycopg"), "psycopg"), (("psycopg2",), "psycopg2")],
)
def test_the_first_installed_driver_is_chosen(installed, drivers, chosen):
    installed(*drivers)
    assert read_address("postgresql://ada@host/customers").drivername == f"postgresql+{chosen}"


def test_a_driver_that_is_named_is_taken_or_missed(installed):
    installed("psycopg2", "psycopg")
    assert read_address("postgresql+psycopg2://ada@host/customers").drivername == "postgresql+psycopg2"
    with pytest.raises(CallError, match="pg8000 is not installed; install it, or write postgresql: for psycopg"):
        read_address("postgresql+pg8000://ada@host/customers")


def test_without_a_driver_the_extra_is_named(installed):
    installed()
    with pytest.raises(MissingExtraError, match=r"crmkit\[postgres\]"):
        read_address("postgresql://ada@host/customers")


@pytest.mark.parametrize(
    "address", ["nothing", "postgresql+asyncpg://ada:s3cr3t@host/c", "sqlite://", "postgresql://ada:s3cr3t@host:x/c"]
)
def test_an_address_that_cannot_be_read_is_refused_without_its_password(address):
    with pytest.raises(CallError, match="postgresql://user@host/database") as caught:
        read_address(address)
    assert "s3cr3t" not in str(caught.value)


def test_psycopg_gets_the_options_of_the_address_and_sensible_defaults(installed):
    installed("psycopg")
    place, given = options("postgresql://ada@host/customers?sslmode=require&connect_timeout=3")
    assert place.query == {"sslmode": "require", "connect_timeout": "3"}
    assert given == {"application_name": "crmkit", "client_encoding": "utf8"}


def test_pg8000_gets_a_time_limit_for_connecting_and_utf8():
    place, given = options("postgresql://ada@host:5433/customers")
    assert place == make_url("postgresql+pg8000://ada@host:5433/customers")
    assert given == {
        "application_name": "crmkit",
        "ssl_context": None,
        "startup_params": {"client_encoding": "UTF8"},
        "timeout": 10,
    }


@pytest.mark.parametrize(
    ("mode", "context"), [("disable", False), ("allow", None), ("prefer", None), ("require", True)]
)
def test_pg8000_reads_sslmode_as_psql_does(mode, context):
    assert options(f"postgresql://ada@host/customers?sslmode={mode}")[1]["ssl_context"] is context


@pytest.mark.parametrize(("mode", "names_too"), [("verify-ca", False), ("verify-full", True)])
def test_pg8000_verifies_certificates_where_it_is_told_to(mode, names_too):
    context = options(f"postgresql://ada@host/customers?sslmode={mode}")[1]["ssl_context"]
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, names_too)


def test_pg8000_finds_the_socket_of_a_folder():
    place, given = options("postgresql://ada@/customers?host=/var/run/postgresql&application_name=shop")
    assert place.query == {}
    assert given["unix_sock"] == "/var/run/postgresql/.s.PGSQL.5432"
    assert given["application_name"] == "shop"


def test_pg8000_takes_what_is_missing_from_the_variables_of_psql(monkeypatch):
    monkeypatch.setenv("PGHOST", "/run/pg")
    monkeypatch.setenv("PGPORT", "5433")
    monkeypatch.setenv("PGUSER", "grace")
    monkeypatch.setenv("PGPASSWORD", "s3cr3t")
    monkeypatch.setenv("PGDATABASE", "shop")
    place, given = options("postgresql://ada@")
    assert (place.username, place.password, place.port, place.database) == ("ada", "s3cr3t", 5433, "shop")
    assert given["unix_sock"] == "/run/pg/.s.PGSQL.5433"


def test_pg8000_takes_the_user_of_the_machine_where_none_is_named(monkeypatch):
    monkeypatch.setattr(getpass, "getuser", lambda: "ada")
    assert options("postgresql:///customers")[0].username == "ada"


def test_an_option_that_pg8000_does_not_have_is_named_with_near_ones():
    with pytest.raises(UnknownNameError, match=r"no option of pg8000 'ssl_mode'.*sslmode"):
        options("postgresql://ada@host/customers?ssl_mode=require")
    with pytest.raises(UnknownNameError, match=r"no sslmode 'requird'.*require"):
        options("postgresql://ada@host/customers?sslmode=requird")
    with pytest.raises(CallError, match="sslrootcert cannot be read"):
        options("postgresql://ada@host/customers?sslmode=verify-full&sslrootcert=/nowhere.pem")
    with pytest.raises(CallError, match="connect_timeout is no whole number"):
        options("postgresql://ada@host/customers?connect_timeout=soon")


def test_the_driver_of_the_extra_is_installed():
    assert importlib.util.find_spec(postgresql_address.DRIVERS[0])


def test_a_port_of_the_variables_that_is_no_number_is_told(monkeypatch):
    monkeypatch.setenv("PGPORT", "many")
    with pytest.raises(CallError, match="PGPORT is no whole number"):
        options("postgresql://ada@host/customers")
