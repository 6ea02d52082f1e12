"""Places on the earth: which fields hold them, and how far they are from a point.

Degrees count in units of a ten-millionth, about a centimetre. Distances are those on a sphere with the mean radius of
the earth (haversine; R. W. Sinnott, Sky and Telescope 68, 1984); they are up to 0.5 % off from those on the ellipsoid.
"""

from decimal import Decimal
from fractions import Fraction
from math import asin, cos, radians, sin, sqrt
from typing import Final

from attrs import frozen

RADIUS: Final = 6371.0088
"""Mean radius of the earth in km (IUGG)."""

UNIT: Final = 10_000_000
_PAIRS: Final = (("latitude", "longitude"), ("lat", "lon"), ("lat", "lng"))


def coordinate_names(place: str) -> tuple[tuple[str, str], ...]:
    """Give the pairs of fields that may hold a place, the first that exists counts.

    >>> coordinate_names("home")[0], coordinate_names("position")[0]
    (('home_latitude', 'home_longitude'), ('latitude', 'longitude'))
    """
    prefix = "" if place == "position" else f"{place}_"
    return tuple((prefix + latitude, prefix + longitude) for latitude, longitude in _PAIRS)


@frozen
class Circle:
    """All places that are at most so far from a point.

    Attributes:
        latitude: of the point, in units of a ten-millionth of a degree.
        longitude: the same.
        kilometres: how far.
    """

    latitude: int
    longitude: int
    kilometres: float

    @classmethod
    def around(cls, latitude: Decimal, longitude: Decimal, kilometres: Decimal) -> "Circle":
        """Make a circle around a point in degrees."""
        return cls(units(Fraction(latitude)), units(Fraction(longitude)), float(kilometres))

    def holds(self, latitude: int, longitude: int) -> bool:
        """Say whether a place is inside; one that is not on the earth is not."""
        if abs(latitude) > 90 * UNIT or abs(longitude) > 180 * UNIT:
            return False
        return distance((self.latitude, self.longitude), (latitude, longitude)) <= self.kilometres

    @property
    def latitudes(self) -> tuple[int, int]:
        """The lowest and the highest latitude that a place inside can have: a prefilter for engines."""
        spread = int(self.kilometres / RADIUS * 180 / 3.141592653589793 * UNIT) + UNIT // 1000
        return max(self.latitude - spread, -90 * UNIT), min(self.latitude + spread, 90 * UNIT)


def units(degrees: Fraction | int) -> int:
    """Turn degrees into units of a ten-millionth.

    >>> units(Fraction("47.3769"))
    473769000
    """
    return round(degrees * UNIT)


def distance(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Give the distance of two places in km; from Zürich to Bern it is 95 km.

    >>> round(distance((473769000, 85417000), (469480000, 74474000)), 1)
    95.5
    """
    (south, west), (north, east) = (tuple(radians(value / UNIT) for value in place) for place in (one, other))
    chord = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 2 * RADIUS * asin(min(1.0, sqrt(chord)))
