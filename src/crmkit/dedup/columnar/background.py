"""What all records together say about single values: which given names are names, which contacts a household shares."""

import re
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from attrs import field, frozen

from crmkit.dedup.columnar.comparators import given_name
from crmkit.dedup.columnar.encoding import Encoded
from crmkit.schema.types.names.nicknames import nickname_groups

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

_FAMILY = re.compile(r"(famil(le|ie|y|ia)|fam|foyer|haushalt|household)[^a-z@]")
_PEOPLE = 3
_NAMES_AT_ONCE = 12
_DIFFERENT = 5


@frozen(eq=False)
class Background:
    """What is known of values before pairs are looked at.

    Attributes:
        known: per code of a given name, whether it is a name and not a slip: it is listed, or several families use it.
        families: per code of a family name, whether people of several given names bear it.
        brief: per code of a given name, whether it is an initial only.
        household: contact feature to, per code, whether people of clearly different given names share it.
    """

    known: Bools = field(factory=lambda: np.zeros(1, np.bool_), repr=False)
    families: Bools = field(factory=lambda: np.zeros(1, np.bool_), repr=False)
    brief: Bools = field(factory=lambda: np.zeros(1, np.bool_), repr=False)
    household: Mapping[str, Bools] = field(factory=dict, repr=False)


def read_background(features: Mapping[str, Encoded]) -> Background:
    """Look at all records once; the last place of every array stands for a missing value."""
    given, family = features.get("given"), features.get("family")
    if given is None:
        return Background(families=np.zeros(len(family.values) + 1 if family else 1, np.bool_))
    brief = np.array([*(len(value) == 1 for value in given.values), True])
    listed = np.array([*(len(value) > 1 and bool(nickname_groups(value)) for value in given.values), False])
    return Background(
        listed | (_borne(given, family) & ~brief),
        np.zeros(1, np.bool_) if family is None else _borne(family, given),
        brief,
        {name: _shared(features[name], given, brief) for name in ("email", "phone") if name in features},
    )


def _borne(name: Encoded, other: Encoded | None) -> Bools:
    """Find the names that several people bear, as the other part of their names tells."""
    if other is None:
        return np.zeros(len(name.values) + 1, np.bool_)
    both = (name.first >= 0) & (other.first >= 0)
    used = np.unique(np.stack([name.first[both], other.first[both]]), axis=1)[0]
    borne: Bools = np.bincount(used, minlength=len(name.values) + 1) >= _PEOPLE
    return borne


def _shared(contact: Encoded, given: Encoded, brief: Bools) -> Bools:
    """Find the contacts that say so, or whose holders have given names of which neither can stand for the other."""
    record, column = np.nonzero((contact.codes >= 0) & ~brief[given.first][:, None])
    shared = np.array([*(bool(_FAMILY.match(value)) for value in contact.values), False])
    held = np.unique(np.stack([contact.codes[record, column], given.first[record]]).astype(np.int64), axis=1)
    for step in range(1, _NAMES_AT_ONCE):
        one, other = held[:, :-step], held[:, step:]
        places = np.flatnonzero(one[0] == other[0])
        if not len(places):
            break
        left = [given.values[code] for code in one[1][places].tolist()]
        right = [given.values[code] for code in other[1][places].tolist()]
        shared[one[0][places[given_name(left, right) == _DIFFERENT]]] = True
    return shared
