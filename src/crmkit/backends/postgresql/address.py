"""From the address of a PostgreSQL database to a driver and its options."""

import getpass
import inspect
import os
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any, Final

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from crmkit.exceptions import CallError, MissingExtraError, UnknownNameError

DRIVERS: Final = ("pg8000", "psycopg", "psycopg2")
"""Drivers that can be used, in the order in which postgresql:// looks for an installed one."""

_CONNECT_SECONDS: Final = 10
_NAME: Final = "crmkit"

_VARIABLES: Final[Mapping[str, str]] = {
    "username": "PGUSER",
    "password": "PGPASSWORD",
    "host": "PGHOST",
    "port": "PGPORT",
    "database": "PGDATABASE",
}
"""Part of an address to the environment variable that stands in for it, as for psql."""

_UNVERIFIED: Final[Mapping[str, bool | None]] = {"disable": False, "allow": None, "prefer": None, "require": True}
_VERIFIED: Final = ("verify-ca", "verify-full")
_LIKE_PSQL: Final = ("host", "sslmode", "sslrootcert", "connect_timeout")


def read_address(url: str | URL) -> URL:
    """Read an address, and choose the driver where it names none.

    Raises:
        CallError: it cannot be read, or names a driver that is not supported or not installed.
        MissingExtraError: no driver is installed.
    """
    try:
        place = make_url(url)
    except (ArgumentError, ValueError):
        raise CallError("The address of the base is no URL; write postgresql://user@host/database.") from None
    scheme, _, driver = place.drivername.partition("+")
    if scheme != "postgresql" or (driver and driver not in DRIVERS):
        raise CallError(
            f"The driver of {place.drivername}: is not supported; write postgresql://user@host/database, or "
            f"{', '.join(f'postgresql+{name}:' for name in DRIVERS)}."
        )
    installed = [name for name in DRIVERS if find_spec(name)]
    if not installed:
        raise MissingExtraError(needed_for="A base in PostgreSQL", extra="postgres")
    if driver and driver not in installed:
        raise CallError(f"{driver} is not installed; install it, or write postgresql: for {installed[0]}.")
    return place.set(drivername=f"postgresql+{driver or installed[0]}")


def driver_options(place: URL) -> tuple[URL, dict[str, Any]]:
    """Give the address without options, and all options as the driver takes them.

    The options host, sslmode, sslrootcert, connect_timeout and application_name mean with pg8000 what they mean for
    psql (https://www.postgresql.org/docs/current/libpq-connect.html), and so do PGUSER and its like.

    Raises:
        CallError: pg8000 has no such option, or not this value of it.
    """
    if place.get_driver_name() != "pg8000":
        defaults = {"connect_timeout": _CONNECT_SECONDS, "application_name": _NAME, "client_encoding": "utf8"}
        return place, {name: value for name, value in defaults.items() if name not in place.query}
    return _pg8000_options(place)


def _pg8000_options(place: URL) -> tuple[URL, dict[str, Any]]:
    import pg8000

    options: dict[str, Any] = dict(place.query)
    known = {*_LIKE_PSQL, *inspect.signature(pg8000.connect).parameters}
    for name in sorted(options.keys() - known):
        raise UnknownNameError("option of pg8000", name, known)
    given: dict[str, Any] = {
        part: os.environ[variable]
        for part, variable in _VARIABLES.items()
        if not getattr(place, part) and variable in os.environ
    }
    if "port" in given:
        given["port"] = _whole_number(given["port"], "PGPORT")
    place = place.set(**given, query={})
    if not place.username:
        place = place.set(username=getpass.getuser())
    host = options.pop("host", place.host) or ""
    if host.startswith("/"):
        options.setdefault("unix_sock", f"{host}/.s.PGSQL.{place.port or 5432}")
    trust = _ssl_context(options.pop("sslmode", "prefer"), options.pop("sslrootcert", None))
    seconds = options.pop("connect_timeout", options.get("timeout", _CONNECT_SECONDS))
    return place.set(host=host), {
        "application_name": _NAME,
        "ssl_context": trust,
        "startup_params": {"client_encoding": "UTF8"},
        **options,
        "timeout": _whole_number(seconds, "connect_timeout") or None,
    }


def _ssl_context(mode: str, authorities: str | None) -> Any:
    if mode in _UNVERIFIED:
        return _UNVERIFIED[mode]
    if mode not in _VERIFIED:
        raise UnknownNameError("sslmode", mode, (*_UNVERIFIED, *_VERIFIED))
    import ssl

    try:
        context = ssl.create_default_context(cafile=authorities)
    except OSError:
        raise CallError("The file of sslrootcert cannot be read; name a file of certificates.") from None
    context.check_hostname = mode == "verify-full"
    return context


def _whole_number(value: object, name: str) -> int:
    try:
        return int(str(value))
    except ValueError:
        raise CallError(f"{name} is no whole number; correct it.") from None
