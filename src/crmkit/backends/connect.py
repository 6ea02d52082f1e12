"""From an address, an engine or an object to a backend."""

import os
import re
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from inspect import signature
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

from crmkit.backends.memory import MemoryBackend
from crmkit.backends.protocol import Backend
from crmkit.exceptions import CallError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

Opener = Callable[..., Backend]

GROUP: Final = "crmkit.backends"
"""Entry points of this group open further kinds of places: the name is the scheme of their addresses, the object a
function from the whole address to a backend, or a module with such a function `open_url`, and, where there are such
things, `open_file` for a path that ends in the scheme, and `open_bind` for an engine or connection of a host."""

LATER: Final = ("parquet", "spark")
"""Schemes that are foreseen."""

BUILT_IN: Final = {"memory": "crmkit.backends.memory", "sqlite": "crmkit.backends.sqlite"}
"""Schemes that need no extra, and no entry point, to the modules that open them."""

_SUFFIXES: Final = {".db": "sqlite", ".sqlite3": "sqlite"}
_SCHEME: Final = re.compile(r"([a-z][a-z0-9.]+)(?:\+[a-z0-9_]+)?:", re.IGNORECASE)


def open_backend(
    target: "str | os.PathLike[str] | Engine | Connection | Backend",
    *,
    prefix: str | None = None,
    schema: str | None = None,
) -> Backend:
    """Open the place that keeps a base.

    Args:
        target: "memory:"; the path of a file that ends in .db, .sqlite, .sqlite3 or .duckdb; a URL such as
            "sqlite:///customers.db" or "postgresql://user@host/database"; a SQLAlchemy engine, or a connection, which
            is never committed here; a connection of DuckDB; or any object that does what `Backend` says, which is
            given back as it is.
        prefix: begins the names of its tables; "crmkit_" when left out.
        schema: the schema of the database that holds its tables.

    Raises:
        CallError: nobody knows how to open it, or it has no tables to name.
        MissingExtraError: what it needs is not installed.
        StoreError: it is there and cannot be used; children say why.

    >>> open_backend("memory:").name
    'memory:'
    """
    options = {name: value for name, value in (("prefix", prefix), ("schema", schema)) if value is not None}
    if isinstance(target, Backend):
        opener: Opener = _as_it_is
    else:
        opener, target = _opener_of(target)
    try:
        signature(opener).bind(target, **options)
    except TypeError:
        raise CallError(f"This base has no tables to name; leave {' and '.join(options)} out.") from None
    return opener(target, **options)


def _opener_of(target: Any) -> tuple[Opener, Any]:
    if isinstance(target, os.PathLike):
        return _opener_of_file(os.fspath(target))
    if not isinstance(target, str):
        return _opener_of_bind(target)
    scheme = _SCHEME.match(target)
    if scheme is None:
        return _opener_of_file(target)
    return _door(scheme[1].casefold(), "open_url"), target


def _opener_of_file(path: str) -> tuple[Opener, str]:
    suffix = Path(path).suffix.casefold()
    scheme = _SUFFIXES.get(suffix, suffix.removeprefix("."))
    if not suffix or not _knows(scheme):
        raise CallError(
            f"A base is a file that ends in {', '.join(sorted({*_SUFFIXES, '.sqlite', '.duckdb'}))}; rename it, "
            f"or write {_known()}."
        )
    return _door(scheme, "open_file"), path


def _opener_of_bind(target: Any) -> tuple[Opener, Any]:
    """Know an engine or connection of SQLAlchemy by its dialect, and another one by the package it is of."""
    dialect = getattr(getattr(target, "dialect", None), "name", None)
    scheme = dialect or type(target).__module__.split(".")[0].strip("_")
    if not _knows(scheme):
        raise CallError(
            f"A base cannot be kept in {dialect or type(target).__name__}; give {_known()}, a SQLAlchemy engine or "
            "connection, or an object with the methods of crmkit.backends.Backend."
        )
    return _door(scheme, "open_bind"), target


def _as_it_is(backend: Backend) -> Backend:
    return backend


def _open_memory(address: str) -> Backend:
    if address.casefold() != "memory:":
        raise CallError('A base in memory has no name; write "memory:".')
    return MemoryBackend()


def _knows(scheme: str) -> bool:
    return scheme in BUILT_IN or bool(entry_points(group=GROUP, name=scheme))


def _door(scheme: str, name: str) -> Opener:
    """Find the function that opens a kind of place."""
    if scheme == "memory":
        return _open_memory
    found = _found(scheme)
    door = getattr(found, name, None) if isinstance(found, ModuleType) else found
    if door is None:
        raise CallError(f"A base in {scheme} cannot be opened so; write an address that begins with {scheme}:.")
    opener: Opener = door
    return opener


def _found(scheme: str) -> Any:
    if scheme in BUILT_IN:
        return import_module(BUILT_IN[scheme])
    for plug_in in entry_points(group=GROUP, name=scheme):
        return _load(plug_in)
    if scheme in LATER:
        raise CallError(f"Bases at {scheme}: come with a later crmkit; until then write {_known()}.")
    raise CallError(
        f"There is no backend for {scheme!r}: addresses; write {_known()}. Foreseen are {', '.join(LATER)}."
    )


def _load(plug_in: EntryPoint) -> Any:
    try:
        return plug_in.load()
    except CallError:
        raise
    except Exception as error:
        raise CallError(
            f"The plug-in {plug_in.value!r} for {plug_in.name!r}: addresses cannot be loaded "
            f"({type(error).__name__}); reinstall or remove it."
        ) from error


def _known() -> str:
    schemes = sorted({*BUILT_IN, *(plug_in.name for plug_in in entry_points(group=GROUP))})
    return f"a path such as customers.db, or an address that begins with {', '.join(f'{name}:' for name in schemes)}"
