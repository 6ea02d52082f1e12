"""From an address, an engine or an object to a backend."""

import os
import re
from collections.abc import Callable
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Final

from crmkit.backends.memory import MemoryBackend
from crmkit.backends.protocol import Backend
from crmkit.exceptions import CallError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

Opener = Callable[[str], Backend]

GROUP: Final = "crmkit.backends"
"""Entry points of this group open addresses of further schemes: the name is the scheme, the object an `Opener`."""

LATER: Final = {"postgresql": "postgres", "duckdb": "duckdb", "parquet": "parquet", "spark": "spark"}
"""Schemes that are foreseen, and the extra that will bring each."""

_SUFFIXES: Final = (".db", ".sqlite", ".sqlite3")
_SCHEME: Final = re.compile(r"([a-z][a-z0-9.]+)(?:\+[a-z0-9_]+)?:", re.IGNORECASE)


def open_backend(target: "str | os.PathLike[str] | Engine | Connection | Backend") -> Backend:
    """Open the place that keeps a base.

    Args:
        target: "memory:"; the path of a file that ends in .db, .sqlite or .sqlite3; a URL such as
            "sqlite:///customers.db"; a SQLAlchemy engine, or a connection, which is never committed here; or any
            object that does what `Backend` says, which is given back as it is.

    Raises:
        CallError: nobody knows how to open it.
        StoreError: it is there and cannot be used; children say why.

    >>> open_backend("memory:").name
    'memory:'
    """
    if isinstance(target, os.PathLike):
        return _open_file(os.fspath(target))
    if isinstance(target, str):
        return _open_address(target)
    if isinstance(target, Backend):
        return target
    return _open_bind(target)


def _open_address(address: str) -> Backend:
    scheme = _SCHEME.match(address)
    if scheme is None:
        return _open_file(address)
    return _opener(scheme[1].casefold())(address)


def _open_file(path: str) -> Backend:
    if not path.casefold().endswith(_SUFFIXES):
        raise CallError(f"A base is a file that ends in {', '.join(_SUFFIXES)}; rename it, or write {_known()}.")
    from crmkit.backends.sqlite import open_file

    return open_file(path)


def _open_memory(address: str) -> Backend:
    if address.casefold() != "memory:":
        raise CallError('A base in memory has no name; write "memory:".')
    return MemoryBackend()


def _open_sqlite(address: str) -> Backend:
    from crmkit.backends.sqlite import open_url

    return open_url(address)


_BUILT_IN: Final[dict[str, Opener]] = {"memory": _open_memory, "sqlite": _open_sqlite}


def _opener(scheme: str) -> Opener:
    found = _BUILT_IN.get(scheme)
    if found is not None:
        return found
    for plug_in in entry_points(group=GROUP, name=scheme):
        return _load(plug_in)
    if scheme in LATER:
        raise CallError(
            f"Bases at {scheme}: come with a later crmkit, in its extra {LATER[scheme]!r}; until then write {_known()}."
        )
    raise CallError(
        f"There is no backend for {scheme!r}: addresses; write {_known()}. "
        f"Foreseen with later extras are {', '.join(LATER)}."
    )


def _load(plug_in: EntryPoint) -> Opener:
    try:
        opener: Opener = plug_in.load()
    except Exception as error:
        raise CallError(
            f"The plug-in {plug_in.value!r} for {plug_in.name!r}: addresses cannot be loaded "
            f"({type(error).__name__}); reinstall or remove it."
        ) from error
    return opener


def _known() -> str:
    schemes = sorted({*_BUILT_IN, *(plug_in.name for plug_in in entry_points(group=GROUP))})
    return f"a path such as customers.db, or an address that begins with {', '.join(f'{name}:' for name in schemes)}"


def _open_bind(target: "Engine | Connection") -> Backend:
    from sqlalchemy import Connection, Engine

    if not isinstance(target, Engine | Connection):
        raise CallError(
            f"A base cannot be kept in {type(target).__name__}; give {_known()}, a SQLAlchemy engine or connection, "
            "or an object with the methods of crmkit.backends.Backend."
        )
    if target.dialect.name != "sqlite":
        raise CallError(f"A base in {target.dialect.name} comes with a later crmkit; give an engine for SQLite.")
    from crmkit.backends.sqlite import open_bind

    return open_bind(target)
