"""What a base keeps of customers so that one who is entered is compared with those who may be the same."""

from collections import defaultdict
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, Final

from attrs import field, frozen

from crmkit.dedup.blocking import BlockingRule
from crmkit.dedup.comparing import COMPARISONS
from crmkit.dedup.features import FEATURES, OWN
from crmkit.dedup.keys import KeyRing, rules_for
from crmkit.dedup.learned import Learned, shipped
from crmkit.dedup.packing import BETWEEN, Packing, Row
from crmkit.dedup.reading import RecordReader
from crmkit.dedup.row_cells import COLUMNS, cells_of, own_columns
from crmkit.records import CleanRecord
from crmkit.schema.fields import Schema
from crmkit.schema.types.base import SemanticType

ENTRY_RULES: Final[tuple[BlockingRule, ...]] = (
    BlockingRule(("identifier",)),
    BlockingRule(("customer_number",)),
    BlockingRule(("loyalty_card",)),
    BlockingRule(("own",), ("given:initial",)),
    BlockingRule(("email",), ("given:initial",)),
    BlockingRule(("phone",), ("given:initial",)),
    BlockingRule(("email:local",), ("given:initial",)),
    BlockingRule(("birth_date", "family:initial"), ("given:initial",)),
    BlockingRule(("birth_date", "given:initial"), ("family:sound",)),
    BlockingRule(("name",), ("postcode",)),
    BlockingRule(("family:sound", "given:sound"), ("postcode:start",)),
    BlockingRule(("family:sound", "postcode"), ("given:initial",)),
    BlockingRule(("street", "house_number", "given:initial")),
    BlockingRule(("organisation:sound",), ("locality:start",)),
    BlockingRule(("organisation:word", "locality:start"), ("street:sound",)),
)
"""Fewer rules than for a whole file, since every customer is kept under each of their keys."""

Meanings = dict[str, dict[str, Any]]
"""Feature of a type of its own, to what each of its folded values stands for."""


@frozen
class Term:
    """A match key of a customer: who has the same one is compared.

    Attributes:
        rule: the keys that are shared, for people.
        coarse: what a base looks for.
        fine: what it looks for where too many have the coarse one; empty where the customer lacks a key for it.
    """

    rule: str
    coarse: str
    fine: str = ""


@frozen
class Entry:
    """What is compared of a source row.

    Attributes:
        row: its features, as `EntryReader.packing` parts them.
        meant: what the values of types of their own stand for.
    """

    row: Row
    meant: Meanings = field(factory=dict)


@frozen
class EntryReader:
    """Reads what is compared off clean rows, and names their match keys.

    Attributes:
        schema: what a customer is.
        types: feature to semantic type, of those that have a type of their own.
        packing: the features, in the order in which they are written.
    """

    schema: Schema
    types: Mapping[str, SemanticType[Any]] = field(init=False, repr=False)
    _own: Mapping[str, SemanticType[Any]] = field(init=False, repr=False)
    _known: Learned = field(init=False, repr=False)
    packing: Packing = field(init=False, repr=False)
    _reader: RecordReader = field(init=False, repr=False)
    _rules: Mapping[str, BlockingRule] = field(init=False, repr=False)

    @_own.default
    def _own_columns(self) -> Mapping[str, SemanticType[Any]]:
        return own_columns(self.schema)

    @types.default
    def _by_feature(self) -> Mapping[str, SemanticType[Any]]:
        return {f"{OWN}{kind.name}": kind for kind in own_columns(self.schema).values()}

    @_known.default
    def _everything(self) -> Learned:
        features = [*(one.name for one in FEATURES), *self.types]
        return shipped(COMPARISONS, features, gates=(), records=0, duplicates_per_record=1.0)

    @packing.default
    def _of_features(self) -> Packing:
        return Packing(tuple(self._known.features))

    @_reader.default
    def _of_columns(self) -> RecordReader:
        return RecordReader({**COLUMNS, **self._own}, self._known)

    @_rules.default
    def _spelt_out(self) -> Mapping[str, BlockingRule]:
        return {str(rule): rule for rule in rules_for(ENTRY_RULES, self._known)}

    def read(self, row: CleanRecord) -> Entry:
        """Read what is compared of a row."""
        meant: Meanings = defaultdict(dict)
        read = self._reader.read(cells_of(row, self._own), meant)
        return Entry(self.packing.row(self.packing.line(read)), dict(meant))

    def terms(self, entry: Entry) -> list[Term]:
        """Name the match keys of a row.

        They are short and say nothing: digests of what is shared.
        """
        ring = KeyRing(self.packing.read(entry.row))
        found = []
        for name, rule in self._rules.items():
            finer = [*(ring.keys(key)[:1] for key in rule.refine), ()][0]
            for block in ring.blocks(rule.keys):
                coarse = "\x1f".join((name, *block))
                found.append(Term(name, _digested(coarse), _digested(f"{coarse}\x1f{finer[0]}") if finer else ""))
        return found

    def dump(self, rows: Mapping[str, Entry]) -> dict[str, Any]:
        """Write what is compared of the rows of a customer as JSON data, by ref: a line for each, soon read again."""
        return {ref: self._dump(entry) for ref, entry in rows.items()}

    def load(self, body: Mapping[str, Any]) -> dict[str, Entry]:
        """Read what `dump` wrote."""
        return {ref: self._load(held) for ref, held in body.items()}

    def _dump(self, entry: Entry) -> Any:
        line = BETWEEN.join(entry.row)
        meant = {
            name: {key: self.types[name].dump(one) for key, one in values.items()}
            for name, values in entry.meant.items()
            if values
        }
        return [line, meant] if meant else line

    def _load(self, held: Any) -> Entry:
        if isinstance(held, str):
            return Entry(self.packing.row(held))
        line, meant = held
        return Entry(
            self.packing.row(line),
            {name: {key: self.types[name].load(one) for key, one in values.items()} for name, values in meant.items()},
        )


def _digested(text: str) -> str:
    """Digest what is shared to twelve characters."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
