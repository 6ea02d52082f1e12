"""The JSON Schema of the JSON form, made from the catalogue; narrowed to the names of a schema when one is given."""

from collections.abc import Iterable
from typing import Any, Final

from crmkit.schema.fields import Schema
from crmkit.segment import nodes
from crmkit.segment.functions import CustomFunction
from crmkit.segment.json_form.reading import OPERAND_COUNTS
from crmkit.segment.json_form.writing import VERSION
from crmkit.segment.limits import STEPS
from crmkit.segment.operators import OPERATORS
from crmkit.segment.vocabulary import field_names

Json = dict[str, Any]

_TEXT: Final[Json] = {"type": "string"}
_TRUE: Final[Json] = {"const": True}
_COUNT: Final[Json] = {"type": "integer", "minimum": 0}
_NUMBER: Final[Json] = {"type": ["string", "integer"], "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}
_UNIT: Final[Json] = {"enum": list(nodes.UNITS)}
_CONDITION: Final[Json] = {"$ref": "#/$defs/condition"}
_VALUE: Final[Json] = {"$ref": "#/$defs/value"}
_WINDOW: Final[Json] = {"$ref": "#/$defs/window"}
_TIMES: Final[Json] = {"enum": ["at least", "at most", "exactly"]}


def json_schema(schema: Schema | None = None, *, functions: Iterable[CustomFunction] = ()) -> Json:
    """Describe the JSON form as a JSON Schema (draft 2020-12), for form builders and editors.

    Args:
        schema: what a customer is; without it, any name of a field, an event or a relation may stand there.
        functions: functions of one's own.

    >>> json_schema()["properties"]["v"]
    {'const': 1}
    """
    row_fields = sorted({one.name for relation in schema.relations for one in relation.fields}) if schema else []
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A crmkit segment",
        **_object({"v": {"const": VERSION}, "where": _CONDITION}),
        "$defs": {
            "condition": {"oneOf": list(_conditions(schema))},
            "value": {"oneOf": list(_values(schema, row_fields, functions))},
            "window": {
                "oneOf": [
                    _object({"in": {"enum": ["last", "next"]}, "count": _COUNT, "unit": _UNIT}),
                    _object({"in the": {"enum": ["this", "previous", "next"]}, "unit": _UNIT}),
                    _object({"before": _VALUE}),
                    _object({"after": _VALUE}),
                ]
            },
        },
    }


def _object(needed: Json, optional: Json | None = None) -> Json:
    return {
        "type": "object",
        "properties": {**needed, **(optional or {})},
        "required": list(needed),
        "additionalProperties": False,
    }


def _conditions(schema: Schema | None) -> Iterable[Json]:
    event = _one_of(relation.singular for relation in schema.relations) if schema else _TEXT
    rows = {"where": _CONDITION, "window": _WINDOW}
    step = {"within": _COUNT, "unit": _UNIT}
    steps = {"oneOf": [_object({"event": event, **step}, rows), _object({"not": event, **step}, rows)]}
    yield _object({"everyone": _TRUE})
    yield _object({"and": {"type": "array", "items": _CONDITION, "minItems": 2}})
    yield _object({"or": {"type": "array", "items": _CONDITION, "minItems": 2}})
    yield _object({"not": _CONDITION})
    for operands, (fewest, most) in OPERAND_COUNTS.items():
        names = [one.name for one in OPERATORS.values() if one.operands == operands]
        values = {"with": {"type": "array", "items": _VALUE, "minItems": fewest, "maxItems": most}} if most else {}
        yield _object({"test": {"enum": names}, "of": _VALUE, **values})
    for telling in ("within", "not within", "anniversary"):
        yield _object({telling: _WINDOW, "of": _VALUE})
    times = {"times": _object({"bound": _TIMES, "count": _COUNT})}
    yield _object({"did": event}, {**rows, **times, "then": {"type": "array", "items": steps, "maxItems": STEPS}})
    yield _object({"did not": event}, rows)
    yield _object({"consented": _TEXT}, {"via": _TEXT})
    yield _object({"segment": _TEXT})
    yield _object({"list": _TEXT})
    yield _object({"sample": _NUMBER}, {"seed": _TEXT})
    point = {"type": "array", "items": _NUMBER, "minItems": 2, "maxItems": 2}
    yield _object({"near": _TEXT, "km": _NUMBER, "point": point})


def _values(schema: Schema | None, row_fields: list[str], functions: Iterable[CustomFunction]) -> Iterable[Json]:
    names = [*field_names(schema), *row_fields] if schema else []
    relation = _one_of(one.name for one in schema.relations) if schema else _TEXT
    own = [one.name for one in functions]
    yield _object({"field": _one_of(names) if schema else _TEXT})
    yield _object({"text": _TEXT})
    yield _object({"number": _NUMBER})
    yield _object({"amount": _NUMBER, "currency": {"type": "string", "pattern": "^[A-Z]{3}$"}})
    yield _object({"date": {"type": "string", "format": "date"}})
    yield _object({"instant": {"type": "string", "format": "date-time"}})
    yield _object({"now": _TRUE})
    yield _object({"today": _TRUE})
    yield _object({"ago": _COUNT, "unit": _UNIT})
    yield _object({"parameter": _TEXT})
    field = _one_of(row_fields) if schema else _TEXT
    yield _object(
        {"aggregate": {"enum": list(nodes.FUNCTIONS)}, "rows": relation},
        {"field": field, "where": _CONDITION, "window": _WINDOW},
    )
    sides = {"type": "array", "items": _VALUE, "minItems": 2, "maxItems": 2}
    yield _object({"reckon": {"enum": ["+", "-", "*", "/"]}, "with": sides})
    yield _object({"call": _one_of(own) if own else _TEXT, "with": {"type": "array", "items": _VALUE, "minItems": 1}})


def _one_of(names: Iterable[str]) -> Json:
    return {"enum": sorted(set(names))}
