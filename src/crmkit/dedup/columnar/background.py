"""What all records together say about single values: which given names are names, which contacts a household shares."""

import re
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from attrs import field, frozen

from crmkit.dedup.columnar.date_comparator import date
from crmkit.dedup.columnar.encoding import Codes, Encoded
from crmkit.dedup.columnar.name_comparators import given_name
from crmkit.dedup.columnar.ordering import distinct, distinct_places, runs
from crmkit.dedup.columnar.spelling import first_letters
from crmkit.schema.types.names.nicknames import nickname_groups

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

_FAMILY = r"^(famil(le|ie|y|ia)|fam|foyer|haushalt|household)[^a-z@]"
_PEOPLE = 3
NAMES_AT_ONCE = 12
_DIFFERENT = 5
_HALF = 32


@frozen(eq=False)
class Background:
    """What is known of values before pairs are looked at.

    Attributes:
        known: per code of a given name, whether it is a name and not a slip: it is listed, or several families use it.
        families: per code of a family name, whether people of several given names bear it.
        brief: per code of a given name, whether it is an initial only.
        crowded: homes, families and first letters that several given names share, ascending; see `home_keys`. None
            when not all records are at hand, and any home may be shared.
        namesakes: full names that two people of different birth dates are known to bear, ascending; see `name_keys`.
        household: contact feature to, per code, whether people of clearly different given names share it.
    """

    known: Bools = field(factory=lambda: np.zeros(1, np.bool_), repr=False)
    families: Bools = field(factory=lambda: np.zeros(1, np.bool_), repr=False)
    brief: Bools = field(factory=lambda: np.zeros(1, np.bool_), repr=False)
    crowded: Ints | None = field(factory=lambda: np.empty(0, np.int64), repr=False)
    namesakes: Ints = field(factory=lambda: np.empty(0, np.int64), repr=False)
    household: Mapping[str, Bools] = field(factory=dict, repr=False)


def read_background(features: Mapping[str, Encoded]) -> Background:
    """Look at all records once; the last place of every array stands for a missing value."""
    given, family = features.get("given"), features.get("family")
    if given is None:
        return Background(families=np.zeros(len(family.vocabulary) + 1 if family else 1, np.bool_))
    brief = np.array([*(len(value) == 1 for value in given.values), True])
    listed = np.array([*(len(value) > 1 and bool(nickname_groups(value)) for value in given.values), False])
    bearers = _bearers(given, family)
    return Background(
        listed | ((bearers >= _PEOPLE) & ~brief & ~_slips(given, bearers)),
        np.zeros(1, np.bool_) if family is None else _bearers(family, given) >= _PEOPLE,
        brief,
        _crowded(features, given, brief),
        _namesakes(features),
        {name: shared_contacts(features[name], given, brief) for name in ("email", "phone") if name in features},
    )


def name_keys(features: Mapping[str, Encoded], records: Ints) -> Ints:
    """Number the full names of records; -1 where a part is missing."""
    if not {"given", "family"} <= features.keys():
        return np.full(len(records), -1, np.int64)
    given, family = (features[name].first[records].astype(np.int64) for name in ("given", "family"))
    return np.where((given >= 0) & (family >= 0), given * np.int64(len(features["family"].vocabulary)) + family, -1)


def _namesakes(features: Mapping[str, Encoded]) -> Ints:
    """Find the full names whose bearers have birth dates that clearly differ."""
    born = features.get("birth_date")
    if born is None:
        return np.empty(0, np.int64)
    key = name_keys(features, np.arange(len(born.codes)))
    dated = (key >= 0) & (born.first >= 0)
    keys, place = distinct_places(key[dated])
    names, dates = _held(place, born.first[dated])
    apart = np.zeros(len(keys), np.bool_)
    for step in range(1, _DATES_AT_ONCE):
        places = np.flatnonzero(names[:-step] == names[step:])
        if not len(places):
            break
        different = date(born.texts(dates[places]), born.texts(dates[places + step])) == _APART
        apart[names[places[different]]] = True
    namesakes: Ints = keys[apart]
    return namesakes


_DATES_AT_ONCE = 4
_APART = 3


def home_keys(features: Mapping[str, Encoded], records: Ints) -> Ints:
    """Number the home, family and first letter of a given name that records have; -1 where one of them is missing."""
    if not {"given", "family", "street"} <= features.keys():
        return np.full(len(records), -1, np.int64)
    given = features["given"]
    letters = np.append(given.vocabulary.describe(first_letters).astype(np.int64), -1)
    parts = [features[name].first[records] for name in _HOME if name in features]
    key = letters[given.first[records]]
    known = (key >= 0) & (parts[0] >= 0) & (parts[1] >= 0)
    for part in parts:
        key = (key * _MIX ^ (part + 2)) * _MIX
        key ^= key >> 29
    return np.where(known, key & _POSITIVE, -1)


_HOME = ("family", "street", "house_number", "postcode")
_MIX = 0x5851F42D4C957F2D
_POSITIVE = 0x7FFFFFFFFFFFFFFF


def _crowded(features: Mapping[str, Encoded], given: Encoded, brief: Bools) -> Ints:
    """Find the homes where an initial can be that of several people of one family."""
    key = home_keys(features, np.arange(len(given.codes)))
    named = (key >= 0) & ~brief[given.first]
    keys, place = distinct_places(key[named])
    homes, count = runs(_held(place, given.first[named])[0])
    crowded: Ints = keys[count > 1] if len(homes) else keys
    return crowded


def _bearers(name: Encoded, other: Encoded | None) -> Ints:
    """Count the people that bear each name, as the other part of their names tells."""
    if other is None:
        return np.zeros(len(name.vocabulary) + 1, np.int64)
    both = (name.first >= 0) & (other.first >= 0)
    used = _held(name.first[both], other.first[both])[0]
    bearers: Ints = np.bincount(used, minlength=len(name.vocabulary) + 1)
    return bearers


def _slips(given: Encoded, bearers: Ints) -> Bools:
    """Find the names that are a letter away from a name many times as common: in a large file slips recur too."""
    commonest: dict[str, int] = {}
    counts = bearers[:-1].tolist()
    for value, count in zip(given.values, counts, strict=True):
        if count >= _PEOPLE * _COMMONER:
            for shape in _shapes(value):
                commonest[shape] = max(commonest.get(shape, 0), count)
    slips = np.zeros(len(given.vocabulary) + 1, np.bool_)
    for place, (value, count) in enumerate(zip(given.values, counts, strict=True)):
        if count >= _PEOPLE and len(value) > _LETTERS:
            slips[place] = any(commonest.get(shape, 0) >= _COMMONER * count for shape in _shapes(value))
    return slips


def _shapes(value: str) -> tuple[str, ...]:
    """List a name and what is left of it without one letter; two names a slip apart share one of these."""
    return (value, *(value[:place] + value[place + 1 :] for place in range(len(value))))


_COMMONER = 30
_LETTERS = 3


def says_household(contact: str) -> bool:
    """Tell whether a contact says itself that it is a household's."""
    return re.match(_FAMILY, contact) is not None


def shared_contacts(contact: Encoded, given: Encoded, brief: Bools) -> Bools:
    """Find the contacts that say so, or whose holders have given names of which neither can stand for the other."""
    record, column = np.nonzero((contact.codes >= 0) & ~brief[given.first][:, None])
    shared = np.append(contact.vocabulary.column.str.contains(_FAMILY).to_numpy(), False)
    contacts, names = _held(contact.codes[record, column], given.first[record])
    for step in range(1, NAMES_AT_ONCE):
        places = np.flatnonzero(contacts[:-step] == contacts[step:])
        if not len(places):
            break
        different = given_name(given.texts(names[places]), given.texts(names[places + step])) == _DIFFERENT
        shared[contacts[places[different]]] = True
    return shared


def _held(one: Codes | Ints, other: Codes | Ints) -> tuple[Ints, Ints]:
    """Give the distinct pairs of codes in order."""
    pairs = distinct((one.astype(np.int64) << _HALF) | other)
    return pairs >> _HALF, pairs & ((1 << _HALF) - 1)
