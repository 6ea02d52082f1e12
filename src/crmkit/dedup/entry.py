"""What a base keeps of customers so that one who is entered is compared with those who may be the same."""

from collections import defaultdict
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, Final

from attrs import field, frozen

from crmkit.dedup.blocking import BlockingRule
from crmkit.dedup.comparing import COMPARISONS
from crmkit.dedup.features import FEATURES, OWN, Read
from crmkit.dedup.keys import KeyRing, rules_for
from crmkit.dedup.learned import Learned, shipped
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
        read: its features.
        meant: what the values of types of their own stand for.
    """

    read: Read
    meant: Meanings


@frozen
class EntryReader:
    """Reads what is compared off clean rows, and names their match keys.

    Attributes:
        schema: what a customer is.
    """

    schema: Schema
    types: Mapping[str, SemanticType[Any]] = field(init=False, repr=False)
    _own: Mapping[str, SemanticType[Any]] = field(init=False, repr=False)
    _known: Learned = field(init=False, repr=False)
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

    @_reader.default
    def _of_columns(self) -> RecordReader:
        return RecordReader({**COLUMNS, **self._own}, self._known)

    @_rules.default
    def _spelt_out(self) -> Mapping[str, BlockingRule]:
        return {str(rule): rule for rule in rules_for(ENTRY_RULES, self._known)}

    def read(self, row: CleanRecord) -> Entry:
        """Read what is compared of a row."""
        meant: Meanings = defaultdict(dict)
        return Entry(self._reader.read(cells_of(row, self._own), meant), dict(meant))

    def terms(self, read: Read) -> list[Term]:
        """Name the match keys of a row.

        They are short and say nothing: digests of what is shared.
        """
        ring = KeyRing(read)
        found = []
        for name, rule in self._rules.items():
            finer = [*(ring.keys(key)[:1] for key in rule.refine), ()][0]
            for block in ring.blocks(rule.keys):
                coarse = "\x1f".join((name, *block))
                found.append(Term(name, _digested(coarse), _digested(f"{coarse}\x1f{finer[0]}") if finer else ""))
        return found

    def dump(self, rows: Mapping[str, Entry]) -> dict[str, Any]:
        """Write what is compared of the rows of a customer as JSON data, by ref."""
        body: dict[str, Any] = {}
        for ref, entry in rows.items():
            body[ref] = {name: list(values) for name, values in entry.read.items()}
            for name, meant in entry.meant.items():
                body[ref].setdefault("meant", {})[name] = {
                    key: self.types[name].dump(one) for key, one in meant.items()
                }
        return body

    def load(self, body: Mapping[str, Any]) -> dict[str, Entry]:
        """Read what `dump` wrote."""
        return {ref: self._load(held) for ref, held in body.items()}

    def _load(self, held: Mapping[str, Any]) -> Entry:
        meant = {
            name: {key: self.types[name].load(one) for key, one in values.items()}
            for name, values in held.get("meant", {}).items()
        }
        return Entry({name: tuple(values) for name, values in held.items() if name != "meant"}, meant)


def _digested(text: str) -> str:
    """Digest what is shared to twelve characters."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
