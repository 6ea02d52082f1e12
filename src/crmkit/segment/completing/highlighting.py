"""A TextMate grammar of the language, made from the catalogue, for editors that colour by it."""

import json
import re
from collections.abc import Iterable
from importlib import resources
from typing import Any, Final

from crmkit.segment import nodes
from crmkit.segment.constructs import CONSTRUCTS
from crmkit.segment.operators import OPERATORS
from crmkit.segment.parsing.values import UNITS

FILE: Final = "segment.tmLanguage.json"
_WORDS: Final = (
    *("let", "then", "within", "via", "seed", "at", "least", "most", "exactly", "times", "time", "ago"),
    *("consented", "to", "in", "segment", "list", "sample", "has", "anniversary", "is", "km", "of"),
)
_LINKS: Final = ("and", "or", "not")


def text_mate_grammar() -> dict[str, Any]:
    """Make the grammar.

    >>> text_mate_grammar()["scopeName"]
    'source.crmkit-segment'
    """
    spelled = [name for name in (*OPERATORS, *CONSTRUCTS) if name[0].isalpha()]
    keywords = {word for name in spelled for word in name.split()} | set(_WORDS)
    signs = sorted((name for name in (*OPERATORS, *CONSTRUCTS) if not name[0].isalpha()), key=len, reverse=True)
    plain = keywords - set(_LINKS) - set(nodes.FUNCTIONS) - {"call", "parameter", "filter"}
    return {
        "$schema": "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
        "name": "crmkit segment",
        "scopeName": "source.crmkit-segment",
        "fileTypes": ["segment"],
        "patterns": [
            _quoted('"', '"'),
            _quoted("“", "”"),
            _quoted("'", "'"),
            _match(r"\$[^\W\d]\w*", "variable.parameter"),
            _match(r"\b\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?\b", "constant.other.date"),
            _match(r"\b\d+(\.\d+)?(\s*[A-Z]{3}\b)?", "constant.numeric"),
            _match(_any(_LINKS), "keyword.control"),
            _match(rf"{_any(nodes.FUNCTIONS)}(?=\s*\()", "support.function"),
            _match(_any(UNITS), "constant.language.unit"),
            _match(_any(plain), "keyword.operator.word"),
            _match("|".join(map(re.escape, signs)), "keyword.operator"),
            _match(r"\b[^\W\d]\w*(\.[^\W\d]\w*)*", "variable.other"),
        ],
    }


def shipped_grammar() -> dict[str, Any]:
    """Read the grammar as it is shipped; `python -m scripts.segment_grammar` writes it."""
    text = resources.files("crmkit.segment.completing").joinpath(FILE).read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def _any(words: Iterable[str]) -> str:
    return rf"(?i)\b({'|'.join(sorted(words, key=lambda word: (-len(word), word)))})\b"


def _match(pattern: str, scope: str) -> dict[str, Any]:
    return {"match": pattern, "name": f"{scope}.crmkit-segment"}


def _quoted(opening: str, closing: str) -> dict[str, Any]:
    return {
        "begin": opening,
        "end": closing,
        "name": "string.quoted.crmkit-segment",
        "patterns": [_match(r"\\.", "constant.character.escape")],
    }
