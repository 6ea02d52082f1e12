"""The code that decides as one value, and wrong variants of it that are made by changing a few words of its source."""

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from attrs import frozen

import crmkit.consent

ROOM = Path(crmkit.consent.__file__).parent
MODULES = ("coverage", "scope", "acts", "case", "bases", "decide", "ledger", "linking", "suppression")
"""The modules that decide, each after those that it imports."""


@frozen
class Library:
    """What the properties are held against."""

    decide: Callable[..., Any]
    decide_for: Callable[..., Any]
    concerning: Callable[..., Any]
    remains: Callable[..., Any]

    @classmethod
    def of(cls, modules):
        return cls(
            modules["decide"].decide,
            modules["linking"].decide_for,
            modules["ledger"].concerning,
            modules["suppression"].remains,
        )


def real():
    return Library.of({name: importlib.import_module(f"crmkit.consent.{name}") for name in MODULES})


def source_of(module):
    return (ROOM / f"{module}.py").read_text("utf-8")


def mutated(module, old, new):
    """Load the modules once more, one of them with a passage changed, without touching those that are loaded."""
    real()
    names = [f"crmkit.consent.{name}" for name in MODULES]
    kept = {name: sys.modules[name] for name in names}
    attributes = {name: getattr(crmkit.consent, name) for name in MODULES}
    try:
        for name in names:
            del sys.modules[name]
        return Library.of({name: _load(name, module, old, new) for name in MODULES})
    finally:
        sys.modules.update(kept)
        for name, value in attributes.items():
            setattr(crmkit.consent, name, value)


def _load(name, module, old, new):
    source = source_of(name)
    if name == module:
        assert source.count(old) == 1, f"{old!r} stands {source.count(old)} times in {module}.py"
        source = source.replace(old, new)
    full = f"crmkit.consent.{name}"
    spec = importlib.util.spec_from_file_location(full, ROOM / f"{name}.py")
    made = importlib.util.module_from_spec(spec)
    sys.modules[full] = made
    exec(compile(source, f"<{name} with a fault>", "exec"), made.__dict__)
    return made
