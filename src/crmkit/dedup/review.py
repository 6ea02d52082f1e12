"""Pairs for a person to judge: which, and what is shown of them."""

import os
from collections.abc import Sequence
from html import escape
from numbers import Integral
from pathlib import Path
from typing import Any, Final

from attrs import field, frozen

from crmkit.dedup.explainable import Explainable, cluster_of, column, ids, pairs_of
from crmkit.dedup.review_page import Case, review_document
from crmkit.exceptions import CallError, UnknownNameError
from crmkit.report.page import Language
from crmkit.report.whole_file import write_whole

_VERDICTS: Final = ("possible", "same", "related")
_HEIGHT: Final = 900
_NO_PAIRS: Final = (
    "The pairs to review are neither a verdict, nor a frame left, right, nor pairs of ids; "
    "give one of these, such as pairs='possible' or pairs=[('r1', 'r2')]."
)


@frozen
class Review:
    """Pairs for a person to judge, as one page; a notebook shows it.

    Attributes:
        run: name of the records, which the judgements will carry.
        pairs: the pairs, as ids.
    """

    run: str
    pairs: tuple[tuple[Any, Any], ...]
    _html: str = field(repr=False)

    def __len__(self) -> int:
        return len(self.pairs)

    def to_html(self, path: str | os.PathLike[str]) -> Path:
        """Write the page to a file, wholly or not at all.

        Raises:
            StoreError: the file cannot be written.
        """
        return write_whole(path, (self._html,))

    def _repr_html_(self) -> str:
        return (
            f'<iframe sandbox="allow-scripts allow-downloads" title="crmkit" srcdoc="{escape(self._html)}" '
            f'style="width:100%;height:{_HEIGHT}px;border:0;border-radius:10px"></iframe>'
        )


def make_review(
    found: Explainable,
    pairs: Sequence[tuple[Any, Any]],
    *,
    run: str,
    of: int,
    language: Language = "en",
    title: str = "",
) -> Review:
    """Make the review of some pairs.

    Args:
        found: the duplicates.
        pairs: ids of the pairs, in the order in which they are asked.
        run: name of the records.
        of: how many pairs there would be to ask.
        language: of the texts.
        title: a second line below the heading.

    Raises:
        CallError: ids are neither text nor whole numbers, or a pair names one record twice.
        UnknownNameError: no record has one of the ids.
    """
    first: dict[frozenset[Any], tuple[Any, Any]] = {}
    for pair in pairs:
        first.setdefault(frozenset(pair), pair)
    asked = tuple(first.values())
    numbered = _numbered(asked)
    cases = []
    for left, right in asked:
        if left == right:
            raise CallError(f"A pair to review names the record {left!r} twice; give two different records.")
        cases.append(
            Case(_pieces(left), _pieces(right), found.explain(left, right), found.record(left), found.record(right))
        )
    html = review_document(
        cases, fields=found.fields, run=run, numbered=numbered, of=of, language=language, title=title
    )
    return Review(run, asked, html)


def chosen_pairs(found: Explainable, pairs: Any) -> list[tuple[Any, Any]]:
    """Read which pairs are to be judged.

    Args:
        found: the duplicates.
        pairs: a verdict: "possible" (strongest first, without those that came together through others), "same"
            (weakest first) or "related" (strongest first); or a frame left, right; or pairs of ids.

    Raises:
        CallError: `pairs` is none of these.
        UnknownNameError: there is no such verdict.
    """
    if isinstance(pairs, str):
        if pairs not in _VERDICTS:
            raise UnknownNameError("verdict to review", pairs, _VERDICTS)
        cluster = cluster_of(found)
        chosen = [
            (left, right)
            for (left, right), verdict in zip(pairs_of(found), column(found.pairs, "verdict"), strict=True)
            if verdict == pairs and (pairs != "possible" or cluster[left] != cluster[right])
        ]
        return chosen[::-1] if pairs == "same" else chosen
    names = list(getattr(pairs, "column_names", getattr(pairs, "columns", ())))
    if {"left", "right"} <= set(names):
        return list(zip(ids(pairs, "left", "left_source"), ids(pairs, "right", "right_source"), strict=True))
    if names:
        raise CallError(_NO_PAIRS)
    try:
        return [(left, right) for left, right in pairs]
    except (TypeError, ValueError) as error:
        raise CallError(_NO_PAIRS) from error


def _numbered(pairs: Sequence[tuple[Any, Any]]) -> bool:
    """Tell whether ids are whole numbers.

    Raises:
        CallError: some are neither text nor whole numbers, or both are there.
    """
    kinds = {_kind(piece) for pair in pairs for one in pair for piece in (one if isinstance(one, tuple) else (one,))}
    if kinds <= {"text"}:
        return False
    if kinds == {"whole numbers"}:
        return True
    raise CallError(
        f"Ids to review are text or whole numbers, and here are {' and '.join(sorted(kinds))}; "
        "give an id_column of text."
    )


def _kind(piece: Any) -> str:
    if isinstance(piece, str):
        return "text"
    if isinstance(piece, bool):
        return "bool"
    return "whole numbers" if isinstance(piece, Integral) else type(piece).__name__


def _pieces(name: Any) -> tuple[str, ...]:
    return tuple(map(str, name)) if isinstance(name, tuple) else (str(name),)
