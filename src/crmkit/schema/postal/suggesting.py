"""What a postcode and a locality that do not belong together may have been meant to be."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from crmkit.schema.postal.area import Area
from crmkit.schema.types.locality import locality_key

MOST: Final = 3
"""How many suggestions are made."""

_LIKE: Final = 0.65
_SLIPS: Final = 2
_UNLIKE: Final = 0.5
_BOX: Final = 1.5
"""How many edits less likely a postcode of boxes is."""


class Meant(NamedTuple):
    """A pair of the directory: how many edits it is from what was written, its postcode and the key of its locality."""

    edits: float
    is_special: bool
    code: str
    key: str
    keeps_code: bool


def suggest(area: Area, code: str, locality: str) -> tuple[str, ...]:
    """Name up to three pairs that are near, such as "8001 Zürich"; the nearest first.

    Where both halves are known by themselves, one suggestion keeps the postcode and one the locality.

    >>> suggest(Area({"1003": ("Lausanne",), "8001": ("Zürich",)}), "8001", "Lausanne")
    ('1003 Lausanne', '8001 Zürich')
    """
    found = sorted(_candidates(area, code, locality_key(locality)), key=_likelihood)
    if not found:
        return ()
    first = found[0]
    other_half = [one for one in found if one.keeps_code is not first.keeps_code][:1] if first.edits > 1 else []
    chosen = dict.fromkeys((one.code, one.key) for one in (first, *other_half, *sorted(found[1:])))
    pairs = (f"{code} {area.keys_of(code)[key]}" for code, key in chosen)
    return tuple(dict.fromkeys(pairs))[:MOST]


def _likelihood(one: Meant) -> tuple[float, Meant]:
    return (one.edits + _BOX * one.is_special, one)


def _candidates(area: Area, code: str, key: str) -> Iterator[Meant]:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    listed_keys = list(area.keys_of(code))
    near_names = process.extract(key, listed_keys, scorer=OSA.distance, limit=MOST)
    nearest = near_names[0][1] if near_names else len(key)
    if nearest > max(_SLIPS, len(key) * _UNLIKE):
        near_names = [(listed, len(key) + at, at) for at, listed in enumerate(listed_keys[:MOST])]
    for listed, edits, _ in near_names:
        yield Meant(edits, is_special=False, code=code, key=listed, keeps_code=True)
    codes = area.codes_of_key(key)
    for group in ([one for one in codes if one not in area.special], [one for one in codes if one in area.special]):
        for near, edits, _ in process.extract(code, group, scorer=OSA.distance, limit=MOST):
            yield Meant(edits, near in area.special, near, key, keeps_code=False)
    if codes or nearest <= _SLIPS:
        return
    near_keys = [(near, listed) for near in area.around(code) if near != code for listed in area.keys_of(near)]
    names = [listed for _, listed in near_keys]
    for _, _, at in process.extract(key, names, scorer=OSA.normalized_similarity, score_cutoff=_LIKE, limit=2 * MOST):
        near, listed = near_keys[at]
        edits = OSA.distance(code, near) + OSA.distance(key, listed)
        yield Meant(edits, is_special=False, code=near, key=listed, keeps_code=False)
