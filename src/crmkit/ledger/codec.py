"""The values of `crmkit.records` as facts and documents, and back."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeVar

from attrs import field, frozen
from cattrs import BaseValidationError
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override
from cattrs.preconf.json import make_converter

from crmkit.backends.protocol import Fact, Json, Kind, to_microseconds
from crmkit.consent.points import SEALED, is_sealed
from crmkit.consent.stored import StoredDecision
from crmkit.exceptions import CallError, StoreCorruptError
from crmkit.records import (
    ANY,
    Batch,
    CleanRecord,
    ConsentEvent,
    Customer,
    Interaction,
    Judgement,
    Provenance,
    Record,
    digest,
    short_name,
)
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.fields import Schema
from crmkit.schema.types.base import Finding, SemanticType

Kept = Batch | Record | Interaction | ConsentEvent | Judgement | StoredDecision
"""What is kept as a fact."""

KeptT = TypeVar("KeptT", Batch, Record, Interaction, ConsentEvent, Judgement, StoredDecision)

_KEY_BYTES: Final = 530
"""Longer keys, such as a contact point with a very long address, are made short; those of intake never are."""

_KINDS: Final[Mapping[type, Kind]] = {
    Batch: "batch",
    Record: "record",
    Interaction: "interaction",
    ConsentEvent: "consent",
    Judgement: "judgement",
    StoredDecision: "decision",
}

_WRONG_DATA: Final = (AttributeError, KeyError, TypeError, ValueError, BaseValidationError)


_CONVERTER: Final = make_converter(unstruct_collection_overrides={tuple: list})


def _let_through(as_type: type, *names: str) -> None:
    """Leave attributes to the codec: it knows the types of their values, and writes and reads them itself."""
    through = override(unstruct_hook=lambda value: value, struct_hook=lambda value, _: value)
    left: dict[str, Any] = dict.fromkeys(names, through)
    _CONVERTER.register_unstructure_hook(as_type, make_dict_unstructure_fn(as_type, _CONVERTER, **left))
    _CONVERTER.register_structure_hook(as_type, make_dict_structure_fn(as_type, _CONVERTER, **left))


_let_through(Interaction, "data")
_let_through(CleanRecord, "values", "keys", "findings")


@frozen
class Codec:
    """Turn values into what a backend keeps, and back, with the types of a schema.

    Values of a field are written by its semantic type. A field the schema does not know holds plain JSON data.

    Attributes:
        schema: the fields and relations.

    >>> from datetime import UTC, datetime
    >>> row = Record(
    ...     source="crm", key="17", batch="b1", received_at=datetime(2026, 3, 1, tzinfo=UTC), raw={"City": "Bern"}
    ... )
    >>> fact = Codec().encode(row)
    >>> fact.kind, fact.keys, fact.body["raw"]
    ('record', ('crm/17',), {'City': 'Bern'})
    >>> Codec().decode(fact, Record) == row
    True
    """

    schema: Schema = CUSTOMER
    _types: Mapping[str, SemanticType[Any]] = field(init=False, repr=False, eq=False)
    _loaders: Mapping[str, Callable[[Json], Any]] = field(init=False, repr=False, eq=False)

    @_types.default
    def _find_types(self) -> dict[str, SemanticType[Any]]:
        rows = ((name, one) for one in self.schema.relations for name in (one.name, one.singular))
        return {one.name: one.semantic_type for one in self.schema.fields} | {
            f"{name}.{one.name}": one.semantic_type for name, relation in rows for one in relation.fields
        }

    @_loaders.default
    def _find_loaders(self) -> dict[str, Callable[[Json], Any]]:
        """Leave out the types whose values are read as they are written."""
        return {name: one.load for name, one in self._types.items() if type(one).load is not SemanticType.load}

    def encode(self, kept: Kept) -> Fact:
        """Write a value as a fact.

        Its keys are the source rows and the contact point it is about, and the keyed hash of its token; for a batch its
        source; for an interaction also its `event_key`; for an answer to an act of consent also the act's `about_key`,
        and `SEALED` for one whose contact point is a keyed hash; for a judgement also the `change_key` of its change;
        for a stored decision the customer, the contact point, its `message_key`, and the `turn_key` of both.

        Raises:
            CallError: a field holds something else than its type says.
        """
        body = _CONVERTER.unstructure(kept)
        if isinstance(kept, Interaction):
            body["data"] = self._dump_row(kept.kind, kept.data)
        at = kept.received_at if isinstance(kept, Batch | Record) else kept.at
        return Fact(kind=_KINDS[type(kept)], id=kept.id, at=to_microseconds(at), body=body, keys=_keys(kept))

    def decode(self, fact: Fact, as_type: type[KeptT]) -> KeptT:
        """Read what `encode` wrote.

        Raises:
            CallError: the fact is of another kind.
            StoreCorruptError: its body is not what was written.
        """
        if fact.kind != _KINDS[as_type]:
            raise CallError(f"A fact of kind {fact.kind!r} is no {as_type.__name__}; read facts of its own kind.")
        try:
            body = fact.body
            if as_type is Interaction:
                body = {**body, "data": self._load_row(body["kind"], body["data"])}
            return _CONVERTER.structure(body, as_type)
        except _WRONG_DATA as error:
            raise _corrupt(as_type, error) from None

    def dump(self, derived: CleanRecord | Customer) -> Json:
        """Write a derived value as the body of a document.

        Raises:
            CallError: a field holds something else than its type says.
        """
        if isinstance(derived, CleanRecord):
            body: dict[str, Any] = _CONVERTER.unstructure(derived)
            body["values"] = {name: _dump(name, held, self._types.get(name)) for name, held in derived.values.items()}
            body["keys"] = {name: list(keys) for name, keys in derived.keys.items()}
            body["findings"] = [_CONVERTER.unstructure(one) for one in derived.findings]
            return body
        return {
            "id": derived.id,
            "kind": derived.kind,
            "version": derived.version,
            "values": {
                name: _dump(name, value if isinstance(value, tuple) else (value,), self._types.get(name))
                for name, value in derived.values.items()
            },
            "many": sorted(name for name, value in derived.values.items() if isinstance(value, tuple)),
            "provenance": {name: self._dump_origins(name, chosen) for name, chosen in derived.provenance.items()},
            "refs": list(derived.refs),
            "related": {name: [self._dump_event(name, row) for row in rows] for name, rows in derived.related.items()},
        }

    def load_clean_record(self, body: Json) -> CleanRecord:
        """Read a clean record that `dump` wrote.

        Raises:
            StoreCorruptError: the body is something else.
        """
        try:
            values = {name: _load(data, self._types.get(name)) for name, data in body["values"].items()}
            keys = {name: tuple(held) for name, held in body["keys"].items()}
            findings = tuple([_CONVERTER.structure(one, Finding) for one in body["findings"]])
            return _CONVERTER.structure({**body, "values": values, "keys": keys, "findings": findings}, CleanRecord)
        except _WRONG_DATA as error:
            raise _corrupt(CleanRecord, error) from None

    def load_customer(self, body: Json, *, origins: Collection[str] | None = None) -> Customer:
        """Read a customer that `dump` wrote.

        Args:
            body: what was written.
            origins: read only where the values of these fields come from; of every field when left out.

        Raises:
            StoreCorruptError: the body is something else.
        """
        try:
            told = body["provenance"]
            if origins is not None:
                told = {name: told[name] for name in origins if name in told}
            return Customer(
                id=body["id"],
                kind=body["kind"],
                version=body["version"],
                values=self._load_values(body["values"], body["many"]),
                provenance={name: self._load_origins(name, chosen) for name, chosen in told.items()},
                refs=tuple(body["refs"]),
                related={
                    name: tuple(self._load_event(name, row) for row in rows) for name, rows in body["related"].items()
                },
            )
        except (*_WRONG_DATA, IndexError) as error:
            raise _corrupt(Customer, error) from None

    def _load_values(self, said: Mapping[str, Sequence[Json]], many: Collection[str]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        loaders = self._loaders
        for name, data in said.items():
            load = loaders.get(name)
            held = data if load is None else [None if one is None else load(one) for one in data]
            values[name] = tuple(held) if name in many else held[0]
        return values

    def _dump_event(self, relation: str, row: Mapping[str, Any]) -> dict[str, Json]:
        """Write a row with its instant, which it has also where the schema does not know its kind."""
        made = self._dump_row(relation, row)
        at = made.get("at")
        return {**made, "at": at.isoformat()} if isinstance(at, datetime) else made

    def _load_event(self, relation: str, row: Mapping[str, Json]) -> dict[str, Any]:
        made = self._load_row(relation, row)
        if f"{relation}.at" not in self._types and "at" in made:
            made["at"] = datetime.fromisoformat(made["at"])
        return made

    def _dump_row(self, relation: str, row: Mapping[str, Any]) -> dict[str, Json]:
        return {name: _dump(name, (value,), self._types.get(f"{relation}.{name}"))[0] for name, value in row.items()}

    def _load_row(self, relation: str, row: Mapping[str, Json]) -> dict[str, Any]:
        return {name: _load((data,), self._types.get(f"{relation}.{name}"))[0] for name, data in row.items()}

    def _dump_origins(self, name: str, origins: Sequence[Provenance]) -> list[Json]:
        values = _dump(name, [one.value for one in origins], self._types.get(name))
        return [
            {
                "value": value,
                "ref": one.ref,
                "source": one.source,
                "as_of": one.as_of.isoformat(),
                "rule": one.rule,
                "chosen": one.chosen,
            }
            for one, value in zip(origins, values, strict=True)
        ]

    def _load_origins(self, name: str, data: Sequence[Json]) -> tuple[Provenance, ...]:
        values = _load([one["value"] for one in data], self._types.get(name))
        return tuple(
            Provenance(
                value=value,
                ref=one["ref"],
                source=one["source"],
                as_of=datetime.fromisoformat(one["as_of"]),
                rule=one["rule"],
                chosen=one["chosen"],
            )
            for one, value in zip(data, values, strict=True)
        )


def event_key(name: str) -> str:
    """Name the key by which every state of an event is found, from the event's id."""
    return f"event:{name}"


def change_key(change: str) -> str:
    """Name the key by which the judgements of a change are found, from its id."""
    return f"change:{change}"


def about_key(act: str) -> str:
    """Name the key by which the answers to an act of consent are found, from the act's id."""
    return f"about:{act}"


def message_key(message: str) -> str:
    """Name the key by which the decisions about a message are found."""
    return f"message:{digest(message)}"


def turn_key(message: str, name: str) -> str:
    """Name the key by which the decision about a message and a customer, or a contact point, is found."""
    return f"turn:{digest([message, name], length=24)}"


def key_of(name: str) -> str:
    """Write a source row, an id or a contact point as the key that facts about it are found by."""
    return short_name(name, size=_KEY_BYTES)


def _keys(kept: Kept) -> tuple[str, ...]:
    match kept:
        case Batch():
            found = [kept.source]
        case Record():
            found = [kept.ref]
        case Interaction():
            found = [kept.ref, event_key(kept.id)]
        case ConsentEvent():
            point = "" if kept.point == ANY else kept.point
            sealed = SEALED if is_sealed(kept.point) else ""
            found = [kept.ref or "", point, sealed, kept.token or "", about_key(kept.about) if kept.about else ""]
        case Judgement():
            found = [kept.left, kept.right, change_key(kept.change) if kept.change else ""]
        case StoredDecision():
            turns = [turn_key(kept.message, name) for name in (kept.customer_id, kept.point)]
            found = [kept.customer_id, kept.point, message_key(kept.message), *turns]
    return tuple(dict.fromkeys(key_of(key) for key in found if key))


def _dump(name: str, values: Iterable[Any], as_type: SemanticType[Any] | None) -> list[Json]:
    if as_type is None:
        return list(values)
    try:
        return [None if value is None else as_type.dump(value) for value in values]
    except (AttributeError, TypeError, ValueError):
        raise CallError(f"The field {name!r} holds something that is no {as_type.name}; clean it first.") from None


def _load(data: Iterable[Json], as_type: SemanticType[Any] | None) -> tuple[Any, ...]:
    if as_type is None:
        return tuple(data)
    return tuple([None if one is None else as_type.load(one) for one in data])


def _corrupt(what: type, error: Exception) -> StoreCorruptError:
    return StoreCorruptError(
        f"A kept {what.__name__} does not read as one ({type(error).__name__}); restore the last good copy."
    )
