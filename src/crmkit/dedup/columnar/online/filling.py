"""Lines and keys of very many records at once: each distinct value is looked at once, and laid out over its records."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import polars as pl
from attrs import frozen

from crmkit.dedup.blocking import BlockingRule
from crmkit.dedup.columnar.encoding import Codes, Encoded
from crmkit.dedup.columnar.online.shelf import Numbers, Places, all_finer, numbered
from crmkit.dedup.columnar.ordering import Ints, distinct_places
from crmkit.dedup.features import has_many
from crmkit.dedup.keys import KeyRing
from crmkit.dedup.packing import BETWEEN, WITHIN, written

_LINES: int = 50_000
_LOW = (1 << 32) - 1


@frozen(eq=False)
class KeyTable:
    """The keys of one name of all records, in the order of their places.

    Attributes:
        numbers: of the keys.
        places: of the records that have them, ascending.
    """

    numbers: Numbers
    places: Places

    def parted(self, blocks: Numbers, places: Places) -> tuple[Numbers, Places]:
        """Number the finer blocks of records in blocks."""
        start, end = self.places.searchsorted(places), self.places.searchsorted(places, "right")
        size = end - start
        if (size == 1).all():
            return all_finer(blocks, self.numbers[start]), places
        row = np.repeat(np.arange(len(places)), size)
        at = np.arange(len(row)) - np.repeat(np.cumsum(size) - size, size) + start[row]
        return all_finer(blocks[row], self.numbers[at]), places[row]


class KeyTables:
    """Makes the keys of records, and keeps them as long as a rule needs them.

    Args:
        features: the features of the records.
        text: the text feature that "text" stands for.
        rules: what the keys are needed for.
    """

    def __init__(self, features: Mapping[str, Encoded], text: str, rules: Sequence[BlockingRule]) -> None:
        self._features = features
        self._text = text
        self._wanted = Counter(key for rule in rules for key in {*rule.keys, *rule.refine})
        self._made: dict[str, KeyTable] = {}

    def of(self, rule: BlockingRule) -> dict[str, KeyTable]:
        """Give the keys that a rule needs, by their names."""
        tables = {}
        for key in {*rule.keys, *rule.refine}:
            tables[key] = self._made[key] = self._made.get(key) or self._make(key)
            self._wanted[key] -= 1
            if not self._wanted[key]:
                del self._made[key]
        return tables

    def _make(self, key: str) -> KeyTable:
        feature = key.partition(":")[0]
        if feature == "name":
            codes, reads = self._full_names()
        else:
            name = self._text if feature == "text" else feature
            encoded = self._features[name]
            codes, values = encoded.codes, encoded.values
            reads = ({name: (value,)} for value in values)
        keys = [KeyRing(read, self._text).keys(key) for read in reads]
        many = np.fromiter(map(len, keys), np.int64, len(keys))
        numbers = np.fromiter((numbered(one) for held in keys for one in held), np.uint64, int(many.sum()))
        return _laid_out(codes, many, numbers)

    def _full_names(self) -> tuple[Codes, Iterator[dict[str, tuple[str, ...]]]]:
        """Number the distinct full names, and give them."""
        given, family = (self._features[name] for name in ("given", "family"))
        both = ((given.first.astype(np.int64) + 1) << 32) | (family.first + 1)
        names, place = distinct_places(both)
        texts = [["", *one.values] for one in (given, family)]
        halves = zip((names >> 32).tolist(), (names & _LOW).tolist(), strict=True)
        reads: Iterator[dict[str, tuple[str, ...]]] = (
            {name: (text[half],) for name, text, half in zip(("given", "family"), texts, two, strict=True) if half}
            for two in halves
        )
        return place.astype(np.int32)[:, None], reads


def _laid_out(codes: Codes, many: Ints, numbers: Numbers) -> KeyTable:
    """Lay the keys of values out over the records that have them; a record has each key once."""
    start = np.cumsum(many) - many
    places, values = np.nonzero(codes >= 0)
    held = codes[places, values]
    size = many[held]
    row = np.repeat(np.arange(len(held)), size)
    at = np.arange(len(row)) - np.repeat(np.cumsum(size) - size, size) + start[held][row]
    owners, found = places[row].astype(np.uint32), numbers[at]
    if codes.shape[1] > 1:
        order = np.lexsort((found, owners))
        owners, found = owners[order], found[order]
        new = np.ones(len(owners), np.bool_)
        new[1:] = (owners[1:] != owners[:-1]) | (found[1:] != found[:-1])
        owners, found = owners[new], found[new]
    return KeyTable(found, owners)


def lines(features: Mapping[str, Encoded], records: int) -> Iterator[list[str]]:
    """Write the lines of all records, some at a time; see `crmkit.dedup.packing.Packing.line`."""
    texts = {name: pl.Series([*map(written, one.values), ""], dtype=pl.String) for name, one in features.items()}
    for first in range(0, records if features else 0, _LINES):
        columns = []
        for name, encoded in features.items():
            codes = encoded.codes[first : first + _LINES].astype(np.int64)
            layers = [texts[name].gather(np.where(layer < 0, len(encoded.vocabulary), layer)) for layer in codes.T]
            text = layers[0].alias(name)
            for layer, held in zip(layers[1:] if has_many(name) else [], codes.T[1:] >= 0, strict=True):
                text = text + pl.Series(np.where(held, WITHIN, "").tolist(), dtype=pl.String) + layer
            columns.append(text.alias(name))
        yield pl.DataFrame(columns).select(pl.concat_str(pl.all(), separator=BETWEEN)).to_series().to_list()
    if not features:
        yield [""] * records
