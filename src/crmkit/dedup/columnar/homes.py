"""Homes: one value of the parts of an address, and how common each is."""

from collections.abc import Mapping

import numpy as np

from crmkit.dedup.columnar.compare import Ints
from crmkit.dedup.columnar.encoding import Encoded
from crmkit.dedup.columnar.ordering import Bools, distinct_places
from crmkit.dedup.columnar.score import Floats
from crmkit.dedup.households import HOME
from crmkit.dedup.model import Model

_HALF = 32
_LOW = (1 << _HALF) - 1
_PARTS = ("street", "house_number", "postcode", "locality")


def read_homes(features: Mapping[str, Encoded], records: int) -> Encoded:
    """Make one value of what a record says of its home; none where the street, or where it is, is missing.

    A postcode that is missing is the one that the street has in this town, a house number the one that others at this
    street have; where others have several, nobody knows which.
    """
    parts = [features[name].first if name in features else np.full(records, -1, np.int32) for name in _PARTS]
    street, number, postcode, town = (part.astype(np.int64) for part in parts)
    postcode, _ = _filled(postcode, street, town)
    place = np.where(postcode >= 0, 2 * postcode + 1, np.where(town >= 0, 2 * town + 2, 0))
    number, any_of = _filled(number, street, place)
    nowhere = (place == 0) & (not features.keys().isdisjoint({"postcode", "locality"}))
    known = np.flatnonzero((street >= 0) & ~nowhere & ~any_of)
    houses, house = distinct_places(street[known] << _HALF | (number[known] + 1))
    distinct, at = distinct_places(house.astype(np.int64) << _HALF | place[known])
    codes = np.full((records, 1), -1, np.int32)
    codes[known, 0] = at
    house, place = houses[distinct >> _HALF], distinct & _LOW
    written = zip((house >> _HALF).tolist(), ((house & _LOW) - 1).tolist(), place.tolist(), strict=True)
    return Encoded("home", codes, tuple(_written(features, *one) for one in written))


def _filled(part: Ints, street: Ints, where: Ints) -> tuple[Ints, Bools]:
    """Fill what is missing with the only value that others at the same street and place have.

    Returns:
        the values, and where others have several of them.
    """
    rows = np.flatnonzero((street >= 0) & (where >= 0))
    keys, at = distinct_places(street[rows] << _HALF | where[rows])
    least, most = np.full(len(keys), np.iinfo(np.int64).max), np.full(len(keys), -1)
    said = part[rows] >= 0
    np.minimum.at(least, at[said], part[rows[said]])
    np.maximum.at(most, at[said], part[rows[said]])
    filled, several = part.copy(), np.zeros(len(part), np.bool_)
    missing = rows[~said]
    filled[missing] = np.where(least == most, most, -1)[at[~said]]
    several[missing] = (least < most)[at[~said]]
    return filled, several


def _written(features: Mapping[str, Encoded], street: int, number: int, place: int) -> str:
    written = features["street"].values[street]
    if number >= 0:
        written += f" {features['house_number'].values[number]}"
    if place > 0:
        written += f", {features['postcode' if place % 2 else 'locality'].values[(place - 1) // 2]}"
    return written


def home_shares(home: Encoded, clusters: Ints, model: Model) -> Floats:
    """Estimate how likely another customer has a home: count customers, not their records."""
    known = np.flatnonzero(home.first >= 0)
    pairs = distinct_places(home.first[known] * np.int64(max(len(clusters), 1)) + clusters[known])[0]
    customers = np.bincount(pairs // max(len(clusters), 1), minlength=max(len(home.vocabulary), 1))
    strength, prior = model.value_strength, HOME.levels[0].u
    shares: Floats = (np.maximum(customers - 1, 0) + strength * prior) / (customers.sum() + strength)
    return shares
