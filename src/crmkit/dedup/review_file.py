"""What a person said on a review page, as it is kept in a file and read back."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal

from attrs import field, frozen

from crmkit.exceptions import CallError, InputError

FORMAT: Final = "crmkit review 1"
"""Names the layout of the file; another layout gets another number."""

Said = Literal["same", "different", "unsure"]
_SAID: Final = ("same", "different", "unsure")


@frozen
class Opinion:
    """What a person said of one pair.

    Attributes:
        left: id of a record; of linked frames (source, id).
        right: id of another one.
        verdict: "same", "different" or "unsure".
        note: why, in the person's words; may be empty.
    """

    left: Any
    right: Any
    verdict: Said
    note: str = ""


@frozen
class Judgements:
    """What a person said of pairs of records; `dedupe(labels=…)` and `CustomerBase.judge` take it as it is.

    Attributes:
        run: name of the records that were judged, by their ids and contents.
        opinions: one for each pair, in the order of the page.
    """

    run: str
    opinions: tuple[Opinion, ...] = field(repr=False)

    def __len__(self) -> int:
        return len(self.opinions)

    def __str__(self) -> str:
        counts = {said: sum(one.verdict == said for one in self.opinions) for said in _SAID}
        return ", ".join(f"{count:,} {said}" for said, count in counts.items())

    @property
    def linked(self) -> bool:
        """Whether the records are of linked frames, so that ids are (source, id)."""
        return any(isinstance(one.left, tuple) for one in self.opinions)

    def labels(self) -> dict[str, list[Any]]:
        """Give the decided pairs as columns of a frame: left, right, same; of linked frames the sources too.

        >>> Judgements("run", (Opinion("a", "b", "same"), Opinion("a", "c", "unsure"))).labels()
        {'left': ['a'], 'right': ['b'], 'same': [True]}
        """
        decided = [one for one in self.opinions if one.verdict != "unsure"]
        same = [one.verdict == "same" for one in decided]
        if not self.linked:
            return {"left": [one.left for one in decided], "right": [one.right for one in decided], "same": same}
        return {
            "left_source": [one.left[0] for one in decided],
            "left": [one.left[1] for one in decided],
            "right_source": [one.right[0] for one in decided],
            "right": [one.right[1] for one in decided],
            "same": same,
        }

    def check_run(self, run: str) -> None:
        """Make sure that these records were judged, and no others.

        Raises:
            CallError: the judgements are about other records, or these have changed since.
        """
        if self.run != run:
            raise CallError(
                f"These judgements are about other records (run {self.run}, and this is {run}), or the records have "
                "changed since; review these records, or give the file that was exported from their page."
            )


def read_judgements(source: str | os.PathLike[str], *, of: Any = None) -> Judgements:
    """Read what a person said on a review page.

    Args:
        source: the file that the page exported, or its text, as copied from a notebook.
        of: the duplicates whose page it was, to be sure that it is about the same records.

    Raises:
        InputError: the file is missing, or is not what a review page exports.
        CallError: it is about other records than `of`.

    >>> text = '{"format": "crmkit review 1", "run": "0a1b", "ids": "text", "judgements": '
    >>> text += '[{"left": ["r1"], "right": ["r2"], "verdict": "same", "note": ""}]}'
    >>> print(read_judgements(text))
    1 same, 0 different, 0 unsure
    """
    text, where = _text(source)
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where} is not JSON; give the file that a review page exported.") from error
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise InputError(f"{where} is not what a review page exports ({FORMAT!r}); export it from the page again.")
    held, run, kind = document.get("judgements"), document.get("run"), document.get("ids")
    if not isinstance(held, list) or not isinstance(run, str) or kind not in {"text", "number"}:
        raise InputError(f"{where} is a review that lacks a part; export it from the page again.")
    opinions = tuple(
        _opinion(one, numbered=kind == "number", where=where, place=place) for place, one in enumerate(held, 1)
    )
    said: dict[frozenset[Any], str] = {}
    for place, one in enumerate(opinions, 1):
        pair = frozenset((one.left, one.right))
        if said.setdefault(pair, one.verdict) != one.verdict:
            raise InputError(f"{where} says two things of one pair (judgement {place}); keep one of them.")
    judgements = Judgements(run, opinions)
    if of is not None:
        judgements.check_run(of.run)
    return judgements


def _text(source: str | os.PathLike[str]) -> tuple[str, str]:
    if isinstance(source, str) and source.lstrip().startswith("{"):
        return source, "This text"
    try:
        return Path(source).read_text("utf-8-sig"), os.fspath(source)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "not UTF-8 text").lower()
        raise InputError(
            f"{os.fspath(source)} cannot be read ({reason}); give the file that a review page exported."
        ) from error


def _opinion(held: Any, *, numbered: bool, where: str, place: int) -> Opinion:
    try:
        left, right = (_id(held[side], numbered=numbered) for side in ("left", "right"))
        verdict, note = held["verdict"], held.get("note", "")
        if (
            verdict in _SAID
            and isinstance(note, str)
            and left != right
            and isinstance(left, tuple) == isinstance(right, tuple)
        ):
            return Opinion(left, right, verdict, note)
    except (KeyError, TypeError, ValueError, AttributeError):
        pass
    raise InputError(f"Judgement {place} of {where} cannot be used; export it from the page again.")


def _id(pieces: Any, *, numbered: bool) -> Any:
    if not isinstance(pieces, list) or len(pieces) not in {1, 2} or not all(isinstance(one, str) for one in pieces):
        raise ValueError
    if len(pieces) == 2:
        return tuple(pieces)
    return int(pieces[0]) if numbered else pieces[0]
