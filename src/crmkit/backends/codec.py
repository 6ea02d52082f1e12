"""The values of `crmkit.records` as facts and documents, and back."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeVar

from attrs import evolve, frozen
from cattrs import BaseValidationError
from cattrs.preconf.json import make_converter

from crmkit.backends.protocol import Fact, Json, Kind, to_microseconds
from crmkit.exceptions import CallError, StoreCorruptError, UnknownNameError
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
)
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.fields import Schema
from crmkit.schema.types.base import Finding, SemanticType
from crmkit.schema.types.catalogue import find_type

Kept = Batch | Record | Interaction | ConsentEvent | Judgement
"""What is kept as a fact."""

KeptT = TypeVar("KeptT", Batch, Record, Interaction, ConsentEvent, Judgement)

_KINDS: Final[Mapping[type, Kind]] = {
    Batch: "batch",
    Record: "record",
    Interaction: "interaction",
    ConsentEvent: "consent",
    Judgement: "judgement",
}

_CONVERTER: Final = make_converter(unstruct_collection_overrides={tuple: list})

_TypeOf = Callable[[str], SemanticType[Any] | None]
_WRONG_DATA: Final = (AttributeError, KeyError, TypeError, ValueError, BaseValidationError)


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

    def encode(self, kept: Kept) -> Fact:
        """Write a value as a fact.

        Its keys are the source rows and the contact point it is about; for a batch its source; for a judgement also
        "change:" and the id of its change.

        Raises:
            CallError: a field holds something else than its type says.
        """
        if isinstance(kept, Interaction):
            body = _CONVERTER.unstructure(evolve(kept, data={}))
            body["data"] = _dump_row(kept.data, self._types_in(kept.kind))
        else:
            body = _CONVERTER.unstructure(kept)
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
                body = {**body, "data": _load_row(body["data"], self._types_in(body["kind"]))}
            return _CONVERTER.structure(body, as_type)
        except _WRONG_DATA as error:
            raise _corrupt(as_type, error) from None

    def dump(self, derived: CleanRecord | Customer) -> Json:
        """Write a derived value as the body of a document.

        Raises:
            CallError: a field holds something else than its type says.
        """
        if isinstance(derived, CleanRecord):
            body: dict[str, Any] = _CONVERTER.unstructure(evolve(derived, values={}))
            values = derived.values.items()
            return {**body, "values": {name: _dump(name, held, self._type_of(name)) for name, held in values}}
        many = sorted(name for name, value in derived.values.items() if isinstance(value, tuple))
        return {
            "id": derived.id,
            "kind": derived.kind,
            "values": {
                name: _dump(name, value if isinstance(value, tuple) else (value,), self._type_of(name))
                for name, value in derived.values.items()
            },
            "many": many,
            "provenance": {
                name: [
                    {**_CONVERTER.unstructure(evolve(one, value=None)), "value": value}
                    for one, value in zip(
                        chosen, _dump(name, (one.value for one in chosen), self._type_of(name)), strict=True
                    )
                ]
                for name, chosen in derived.provenance.items()
            },
            "refs": list(derived.refs),
            "related": {
                name: [_dump_row(row, self._types_in(name)) for row in rows] for name, rows in derived.related.items()
            },
        }

    def load_clean_record(self, body: Json) -> CleanRecord:
        """Read a clean record that `dump` wrote.

        Raises:
            StoreCorruptError: the body is something else.
        """
        try:
            values = {name: _load(data, self._type_of(name)) for name, data in body["values"].items()}
            findings = tuple(_CONVERTER.structure(one, Finding) for one in body["findings"])
            plain = _CONVERTER.structure({**body, "values": {}, "findings": []}, CleanRecord)
        except _WRONG_DATA as error:
            raise _corrupt(CleanRecord, error) from None
        return evolve(plain, values=values, findings=findings)

    def load_customer(self, body: Json) -> Customer:
        """Read a customer that `dump` wrote.

        Raises:
            StoreCorruptError: the body is something else.
        """
        try:
            many = frozenset(body["many"])
            loaded = {name: _load(data, self._type_of(name)) for name, data in body["values"].items()}
            return Customer(
                id=body["id"],
                kind=body["kind"],
                values={name: held if name in many else held[0] for name, held in loaded.items()},
                provenance={
                    name: tuple(
                        evolve(_CONVERTER.structure({**one, "value": None}, Provenance), value=value)
                        for one, value in zip(
                            chosen, _load((one["value"] for one in chosen), self._type_of(name)), strict=True
                        )
                    )
                    for name, chosen in body["provenance"].items()
                },
                refs=tuple(body["refs"]),
                related={
                    name: tuple(_load_row(row, self._types_in(name)) for row in rows)
                    for name, rows in body["related"].items()
                },
            )
        except (*_WRONG_DATA, IndexError) as error:
            raise _corrupt(Customer, error) from None

    def _type_of(self, name: str) -> SemanticType[Any] | None:
        try:
            return find_type(self.schema.find(name).type)
        except UnknownNameError:
            return None

    def _types_in(self, relation: str) -> _TypeOf:
        try:
            fields = {one.name: one.type for one in self.schema.relation(relation).fields}
        except UnknownNameError:
            fields = {}
        return lambda name: find_type(fields[name]) if name in fields else None


def _keys(kept: Kept) -> tuple[str, ...]:
    match kept:
        case Batch():
            found = [kept.source]
        case Record() | Interaction():
            found = [kept.ref]
        case ConsentEvent():
            found = [kept.ref or "", "" if kept.point == ANY else kept.point]
        case Judgement():
            found = [kept.left, kept.right, f"change:{kept.change}" if kept.change else ""]
    return tuple(dict.fromkeys(key for key in found if key))


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
    return tuple(None if one is None else as_type.load(one) for one in data)


def _dump_row(row: Mapping[str, Any], type_of: _TypeOf) -> dict[str, Json]:
    return {name: _dump(name, (value,), type_of(name))[0] for name, value in row.items()}


def _load_row(row: Mapping[str, Json], type_of: _TypeOf) -> dict[str, Any]:
    return {name: _load((data,), type_of(name))[0] for name, data in row.items()}


def _corrupt(what: type, error: Exception) -> StoreCorruptError:
    return StoreCorruptError(
        f"A kept {what.__name__} does not read as one ({type(error).__name__}); restore the last good copy."
    )
