"""Several persons in one cell: couples, families, and names joined by a stroke."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from crmkit.schema.folding import fold
from crmkit.schema.types.names.known_names import is_family, is_given
from crmkit.schema.types.names.order import is_initial, is_loud
from crmkit.schema.types.names.parsing import ParsedName, parse_name
from crmkit.schema.types.names.titles import gender_of, is_form_of_address
from crmkit.schema.types.names.words import HOUSEHOLDS, JOINERS

_STROKES: Final = re.compile(r"\s+[/|]\s+|\s*;\s*|\s*\n\s*")
_STROKE: Final = re.compile(r"[/|;\n]|[^\W\d_], [^\W\d_]")
_MEMBERS: Final = re.compile(
    r"[\s,]+(?:et|und|u\.|and|&|\+|mit|e)\s+(?:(?:leurs?|ihren?|their|ses)\s+)?"
    r"(?:famille|familie|family|famiglia|enfants?|kind|kinder|kids|children|figli|fils|filles?)$",
    re.IGNORECASE,
)
_MOST: Final = 6


def without_members(text: str) -> str:
    """Leave out "et leurs enfants", "mit Familie" at the end of a name.

    >>> without_members("Jean et Marie Dupont et leurs enfants")
    'Jean et Marie Dupont'
    """
    return _MEMBERS.sub("", text)


def persons(text: str, region: str | None = None) -> tuple[ParsedName, ...]:
    """Part the persons who share a cell; empty where it names one person only.

    They share a family name that only one of them has. Of "M. et Mme Jean Dupont" the given name is the man's.

    >>> [(one.given, one.family) for one in persons("Anna und Peter Müller")]
    [('Anna', 'Müller'), ('Peter', 'Müller')]
    >>> persons("Ana Sofia e Silva")
    ()
    """
    if JOINERS.isdisjoint(text.lower().split()) and not _STROKE.search(text):
        return ()
    pieces = _pieces(text)
    if not 1 < len(pieces) <= _MOST:
        return ()
    read = [_Piece(piece, region) for piece in pieces]
    if not any(one.named for one in read):
        return ()
    return _with_shared_families(_with_names_for_titles(read))


class _Piece:
    """What stands between two joiners."""

    def __init__(self, text: str, region: str | None) -> None:
        words = text.split()
        self.alone = len([word for word in words if not is_form_of_address(word)]) == 1
        self.loud = is_loud(words[-1])
        self.parsed = parse_name(text, region)
        self.named = bool(self.parsed.given or self.parsed.family)


def _pieces(text: str) -> list[str]:
    strokes = [piece for piece in _STROKES.split(text) if fold(piece)]
    if len(strokes) > 1:
        return [piece for stroke in strokes for piece in (_pieces(stroke) or [stroke])]
    left, stroke, right = text.partition("/")
    if stroke and len(left.split()) > 1 and len(right.split()) > 1:
        return [left.strip(), right.strip()]
    listed = text.split(", ")
    if len(listed) > 1 and all(_is_whole(piece.split()) for piece in listed):
        return listed
    pieces: list[list[str]] = [[]]
    words = text.split()
    for at, word in enumerate(words):
        if word.lower() in JOINERS and 0 < at < len(words) - 1 and pieces[-1] and _joins(words, at):
            pieces.append([])
        else:
            pieces[-1].append(word)
    whole = [" ".join(piece) for piece in pieces if piece]
    head = whole[0].split(", ")
    if len(whole) > 1 and len(head) > 1 and all(is_given(one) for one in head):
        return [*head, *whole[1:]]
    return whole


def _is_whole(words: Sequence[str]) -> bool:
    """Tell whether words are a given and a family name in this order."""
    return len(words) > 1 and is_given(words[0]) and not is_given(words[-1]) and not is_form_of_address(words[-1])


def _joins(words: Sequence[str], at: int) -> bool:
    """Tell whether a joiner of one letter, "e" or "u", parts two persons or stands inside one name."""
    word = words[at]
    if len(word) > 1 or not word.isalpha():
        return True
    if is_form_of_address(words[at - 1]) and is_form_of_address(words[at + 1]):
        return True
    if at == 1:
        return is_given(words[0]) and is_given(words[2])
    behind = len(words) - at - 1
    return is_form_of_address(words[at + 1]) or (behind > 1 and is_given(words[at + 1]))


def _with_names_for_titles(read: Sequence[_Piece]) -> list[_Piece]:
    """Give "M." of "M. et Mme Jean Dupont" the name that stands with "Mme"."""
    for one, other in pairwise(read):
        if one.named or not other.named or not other.parsed.prefix:
            continue
        name = other.parsed
        if len(read) > 2 and other.alone and other is not read[-1]:
            one.parsed = one.parsed._replace(given=name.given or name.family)
            one.named = True
            _give_next_name(read, other)
            break
        shared = one.parsed._replace(family=name.family, particle=name.particle)
        if gender_of(name.prefix.split()) == "m" or gender_of(one.parsed.prefix.split()) != "m":
            one.parsed = shared
        else:
            one.parsed = shared._replace(given=name.given, middle=name.middle, suffix=name.suffix)
            other.parsed = name._replace(given="", middle="", suffix="")
        one.named = True
    return [one for one in read if one.named or one.parsed.prefix]


def _give_next_name(read: Sequence[_Piece], other: _Piece) -> None:
    """Move the given name on by one person in "M. et Mme Jean et Marie Dupont"."""
    behind = read[list(read).index(other) + 1]
    name = behind.parsed
    behind.parsed = name._replace(prefix=other.parsed.prefix)
    other.named, other.parsed = False, ParsedName()


def _with_shared_families(read: Sequence[_Piece]) -> tuple[ParsedName, ...]:
    full = [one.parsed for one in read if one.parsed.given and one.parsed.family]
    names = [_alone_beside_full(one) if full else one.parsed for one in read]
    if not full and any(name.family and not name.given for name in names):
        names = [name._replace(given="", family=name.family or name.given) for name in names]
    found = []
    for at, name in enumerate(names):
        source = next((other for other in (*names[at:], *names) if other.family), None)
        shared = (
            name if name.family or source is None else name._replace(family=source.family, particle=source.particle)
        )
        found.append(shared._replace(prefix=_without_households(shared.prefix)))
    return tuple(name for name in found if name.given or name.family)


def _alone_beside_full(one: _Piece) -> ParsedName:
    """Take a single word beside a full name for a given name, unless it is a family name."""
    name = one.parsed
    if not one.alone or name.given or not name.family:
        return name
    is_first = (
        is_given(name.family) or is_initial(name.family)
        if name.prefix
        else not (one.loud or name.particle or is_family(name.family))
    )
    return name._replace(given=name.family, family="") if is_first else name


def _without_households(prefix: str) -> str:
    return " ".join(word for word in prefix.split() if word not in HOUSEHOLDS)
