"""Hypothesis strategies for what a backend keeps, biased towards what breaks databases."""

import re
from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from crmkit.backends.protocol import KINDS, Fact, Json, Kind, Wanted

_AWKWARD: Final = (
    "",
    " ",
    "crm/17",
    "CRM/17",
    "Zoë",
    "Zoe\u0308",
    "\x00",
    "a\x00b",
    "\\",
    "\\u0000",
    "\\\\u0000",
    "\ud800",
    "\udcff",
    "\uffff",
    "\U0001f600",
    "'; --",
    '"',
    "%_",
    "{}",
    "1",
    "1.0",
    "null",
)
_JOINED: Final = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_WIDE: Final = (0, -1, 2**31, 2**53 + 1, 2**63 - 1, -(2**63), 2**63, 10**40)


def texts(*, max_size: int = 12) -> SearchStrategy[str]:
    """Draw any string that JSON can tell apart: also NUL, backslashes and lone surrogates."""
    drawn = st.sampled_from(_AWKWARD) | st.text(st.characters(), max_size=max_size)
    return drawn.filter(lambda text: not _JOINED.search(text))


def bodies(*, max_leaves: int = 8) -> SearchStrategy[Json]:
    """Draw JSON data: wide integers, every finite float, nested lists and dicts."""
    numbers = st.sampled_from(_WIDE) | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    leaves = st.none() | st.booleans() | numbers | texts()
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts(), inner, max_size=3),
        max_leaves=max_leaves,
    )


def kinds() -> SearchStrategy[Kind]:
    """Draw a kind of fact."""
    known: tuple[Kind, ...] = KINDS  # type: ignore[assignment]
    return st.sampled_from(known)


def instants() -> SearchStrategy[int]:
    """Draw microseconds from 1970-01-01 UTC, as far as 64 bits reach."""
    return st.sampled_from((0, -1, 2**63 - 1, -(2**63))) | st.integers(-(2**63), 2**63 - 1)


def facts(*, prefix: str = "") -> SearchStrategy[Fact]:
    """Draw facts that are not kept yet; few ids and keys, so that they meet again.

    Args:
        prefix: begins every id and every key, so that several runs can share one backend.
    """
    names = (st.sampled_from("abc") | texts(max_size=4)).map(lambda text: prefix + text)
    return st.builds(
        Fact,
        kind=kinds(),
        id=names,
        at=instants(),
        body=bodies(),
        keys=st.lists(names, max_size=3).map(tuple),
    )


def documents(*, max_size: int = 6) -> SearchStrategy[dict[str, Json]]:
    """Draw the bodies of a table by their keys."""
    return st.dictionaries(st.sampled_from("abc") | texts(max_size=4), bodies(), max_size=max_size)


def wanted(words: SearchStrategy[str]) -> SearchStrategy[Wanted]:
    """Draw something that documents are looked for by, with beginnings of words.

    Args:
        words: what terms are drawn from.
    """
    some = st.lists(words, max_size=2).map(tuple)
    beginnings = st.lists(words.map(lambda word: word[:1]), max_size=1).map(tuple)
    return st.builds(Wanted, some, beginnings)
