"""How well wrong postcodes and localities are noticed and put right: `python -m benchmarks.postal [errors] [seed]`.

Every pair of the shipped directory must be accepted as it is, and in capitals without accents. Then ten thousand
slips are made in pairs of streets, half in the locality (a letter changed, left out, doubled in or swapped with the
next, also with the accents gone), half in the postcode (two digits swapped, or one wrong); those that happen to be
pairs of the directory are left out. A slip counts as put right when what was meant is among the three suggestions.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random
from string import ascii_lowercase, digits
from typing import Final, NamedTuple

from crmkit.schema.folding import fold
from crmkit.schema.postal.area import Area
from crmkit.schema.postal.directory import ListedDirectory
from crmkit.schema.postal.packed import shipped_directory
from crmkit.schema.postal.places import place_keys
from crmkit.schema.types.locality import locality_key

COUNTRIES: Final = ("CH", "FR")


class Slip(NamedTuple):
    """A pair as it was meant, and what somebody wrote."""

    kind: str
    code: str
    locality: str
    written_code: str
    written_locality: str


def listed_pairs(country: str, *, special: bool) -> list[tuple[str, str]]:
    """Give the pairs of an area, with or without boxes and large recipients."""
    area = area_of(country)
    return [(code, name) for code, names in area.names.items() for name in names if special or code not in area.special]


def area_of(country: str) -> Area:
    area = shipped_directory().find_area(country)
    assert area is not None
    return area


def slips(pairs: Sequence[tuple[str, str]], area: Area, *, count: int, random: Random) -> Iterator[Slip]:
    """Make slips that are no pairs of the area themselves."""
    made = 0
    while made < count:
        code, name = random.choice(pairs)
        kind = random.choice(tuple(_IN_LOCALITY if made % 2 else _IN_CODE))
        written_code, written_name = code, name
        if kind in _IN_CODE:
            written_code = _IN_CODE[kind](code, random)
        else:
            written_name = _IN_LOCALITY[kind](name, random)
        if area.serves(written_code, written_name) or len(locality_key(written_name)) < 3:
            continue
        made += 1
        yield Slip(kind, code, name, written_code, written_name)


def is_put_right(slip: Slip, directory: ListedDirectory, country: str) -> bool:
    """Tell whether what was meant is among the suggestions."""
    findings = directory.check(country, slip.written_code, slip.written_locality)
    meant = set(place_keys(slip.locality))
    for suggestion in (findings[0].suggestion or "").split("; ") if findings else ():
        code, _, name = suggestion.partition(" ")
        if code == slip.code and meant.intersection(place_keys(name)):
            return True
    return False


def _changed(text: str, random: Random) -> str:
    at = random.choice(_letters(text))
    return text[:at] + random.choice(ascii_lowercase) + text[at + 1 :]


def _left_out(text: str, random: Random) -> str:
    at = random.choice(_letters(text))
    return text[:at] + text[at + 1 :]


def _put_in(text: str, random: Random) -> str:
    at = random.choice(_letters(text))
    return text[:at] + random.choice(ascii_lowercase) + text[at:]


def _swapped(text: str, random: Random) -> str:
    at = random.randrange(len(text) - 1)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _letters(text: str) -> list[int]:
    return [at for at, letter in enumerate(text) if letter.isalpha()]


def _wrong_digit(code: str, random: Random) -> str:
    at = random.randrange(len(code))
    return code[:at] + random.choice(digits) + code[at + 1 :]


_IN_CODE: Final[Mapping[str, Callable[[str, Random], str]]] = {"digits swapped": _swapped, "wrong digit": _wrong_digit}
_IN_LOCALITY: Final[Mapping[str, Callable[[str, Random], str]]] = {
    "letter changed": _changed,
    "letter left out": _left_out,
    "letter put in": _put_in,
    "letters swapped": _swapped,
    "no accents, letter changed": lambda text, random: _changed(fold(text), random),
}


def microseconds(check: Callable[[str, str], object], pairs: Sequence[tuple[str, str]]) -> float:
    """Time a check of each pair, in microseconds of one processor."""
    start = time.process_time()
    for code, name in pairs:
        check(code, name)
    return (time.process_time() - start) / len(pairs) * 1e6


def measure(country: str, *, count: int, seed: int, special: bool) -> float:
    """Print what became of the slips of a country, and give the share that was put right."""
    directory, area = ListedDirectory(shipped_directory().find_area), area_of(country)
    made = list(slips(listed_pairs(country, special=special), area, count=count, random=Random(seed)))
    right, all_of = Counter[str](), Counter[str]()
    start = time.process_time()
    for slip in made:
        all_of[slip.kind] += 1
        right[slip.kind] += is_put_right(slip, directory, country)
    took = (time.process_time() - start) / len(made) * 1e6
    share = right.total() / len(made)
    what = "with boxes and CEDEX" if special else "streets"
    print(f"{country} {what}: {len(made):,} slips, {share:.2%} put right, {took:.0f} µs each")
    for kind, total in sorted(all_of.items()):
        print(f"    {kind:28} {right[kind] / total:8.2%} of {total:,}")
    return share


def main(arguments: Sequence[str] = ()) -> int:
    count = int(arguments[0]) if arguments else 10_000
    seed = int(arguments[1]) if len(arguments) > 1 else 1
    good = True
    for country in COUNTRIES:
        good = report(country) and good
        good = measure(country, count=count // 2, seed=seed, special=False) >= 0.95 and good
        measure(country, count=count // 4, seed=seed, special=True)
    return 0 if good else 1


def report(country: str) -> bool:
    """Print how large and how fast the directory of a country is, and tell whether it accepts all its own pairs."""
    start = time.process_time()
    area = area_of(country)
    loaded = time.process_time()
    area.codes_of("Lausanne")
    indexed = time.process_time()
    directory = ListedDirectory(shipped_directory().find_area)

    def check(code: str, name: str) -> object:
        return directory.check(country, code, name)

    pairs = listed_pairs(country, special=True)
    plain = [(code, fold(name).upper()) for code, name in pairs]
    times = [microseconds(check, some) for some in (pairs, plain, plain[-5_000:])]
    refused, refused_plain = (sum(bool(check(*pair)) for pair in some) for some in (pairs, plain))
    print(
        f"{country}: {len(area.names):,} codes ({len(area.special):,} of boxes and large recipients), "
        f"{len(pairs):,} pairs; refused {refused} as listed, {refused_plain} in capitals without accents"
    )
    print(f"    loaded in {(loaded - start) * 1e3:.0f} ms, indexed in {(indexed - loaded) * 1e3:.0f} ms")
    print("    a known pair {:.1f} µs, first in capitals {:.1f} µs, seen before {:.1f} µs".format(*times))
    return not refused and not refused_plain


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
