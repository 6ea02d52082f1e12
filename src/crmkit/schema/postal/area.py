"""The postcodes of one postal area, such as Switzerland with Liechtenstein."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property, lru_cache
from itertools import chain
from typing import Final

from crmkit.schema.folding import fold
from crmkit.schema.postal.places import place_keys, stands_for
from crmkit.schema.types.locality import keys_of_folded, locality_key

_NEIGHBOURHOOD: Final = 2
_NOT_WORD: Final = re.compile(r"[^0-9a-z\n]+")


class Area:
    """Postcodes and the localities that each of them serves; indexes are made when they are first needed.

    Attributes:
        names: postcode to the localities that it serves, the main one first where that is known.
        special: postcodes of boxes and of large recipients, which have no streets.

    >>> area = Area({"1003": ("Lausanne",), "8001": ("Zürich",)})
    >>> area.serves("8001", "ZUERICH"), area.codes_of("Lausanne")
    (True, ('1003',))
    """

    def __init__(self, names: Mapping[str, tuple[str, ...]], special: AbstractSet[str] = frozenset()) -> None:
        self.names = names
        self.special = special
        self.keys_of = lru_cache(maxsize=8_192)(self._keys_of)

    def serves(self, code: str, locality: str) -> bool:
        """Tell whether a postcode serves a locality, however it is spelled."""
        names = self.names.get(code, ())
        if locality in names:
            return True
        key = locality_key(locality)
        listed = self.keys_of(code)
        return key in listed or any(stands_for(key, one) for one in listed)

    def codes_of(self, locality: str) -> tuple[str, ...]:
        """Give the postcodes of a locality, the ordinary ones first."""
        return self.codes_of_key(locality_key(locality))

    def codes_of_key(self, key: str) -> tuple[str, ...]:
        """Give the postcodes of the localities with a key, the ordinary ones first."""
        return self._codes.get(key, ())

    def around(self, code: str) -> Iterable[str]:
        """Give the ordinary postcodes that begin like a code, and those which one slip of the finger makes of it."""
        yield from self._near.get(code[:_NEIGHBOURHOOD], ())
        yield from (
            near for near in _slips(code) if near in self.names and near[:_NEIGHBOURHOOD] != code[:_NEIGHBOURHOOD]
        )

    def _keys_of(self, code: str) -> Mapping[str, str]:
        """Map the keys of a postcode's localities to their names."""
        keys: dict[str, str] = {}
        for name in self.names.get(code, ()):
            for key in place_keys(name):
                keys.setdefault(key, name)
        return keys

    @cached_property
    def every_name(self) -> AbstractSet[str]:
        """Every locality, as it is listed."""
        return frozenset(chain.from_iterable(self.names.values()))

    @cached_property
    def _codes(self) -> Mapping[str, tuple[str, ...]]:
        by_name: dict[str, list[str]] = {}
        for code in sorted(self.names, key=lambda code: (code in self.special, code)):
            for name in self.names[code]:
                by_name.setdefault(name, []).append(code)
        by_key: dict[str, list[str]] = {}
        for name, key in _keys_of_many(list(by_name)):
            by_key.setdefault(key, []).extend(by_name[name])
        return {key: tuple(dict.fromkeys(codes)) for key, codes in by_key.items()}

    @cached_property
    def _near(self) -> Mapping[str, list[str]]:
        near: dict[str, list[str]] = {}
        for code in self.names:
            if code not in self.special:
                near.setdefault(code[:_NEIGHBOURHOOD], []).append(code)
        return near


def _keys_of_many(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give each name with each of its keys; folds all plain names at once, which is much faster than one by one."""
    plain = [name for name in names if "(" not in name and "/" not in name]
    text = "\n".join(plain)
    letters = {ord(letter): fold(letter) for letter in set(text) if not letter.isascii()}
    folded = _NOT_WORD.sub(" ", text.translate(letters).lower()).split("\n")
    yield from zip(plain, keys_of_folded([one.strip() for one in folded]), strict=True)
    yield from ((name, key) for name in names if "(" in name or "/" in name for key in place_keys(name))


def _slips(code: str) -> Iterable[str]:
    for at, digit in enumerate(code):
        yield from (code[:at] + other + code[at + 1 :] for other in "0123456789" if other != digit)
        if code[at + 1 : at + 2] not in {"", digit}:
            yield code[:at] + code[at + 1] + digit + code[at + 2 :]
