"""Read JSON: a list of objects, an object that holds such a list, or one object a line."""

import json
import math
from collections.abc import Iterator, Sequence
from typing import Any

from attrs import field, frozen

from crmkit.exceptions import InputError
from crmkit.intake.cells import flatten
from crmkit.intake.encoding import decode
from crmkit.intake.readers.mappings import column_names
from crmkit.intake.table import Fault, Line, Row, Skip, Table
from crmkit.schema.types.base import Finding, Severity


def read_json_lines(data: bytes, *, name: str) -> Table:
    r"""Read one JSON object a line; a line that is none is a fault, and a blank one is skipped.

    Nested objects become columns with dotted names; every column of any row is a heading.

    Raises:
        InputError: when it is empty or is not text.

    >>> table = read_json_lines(b'{"name": {"given": "Anna"}}\n{"name": \n', name="a.jsonl")
    >>> [type(row).__name__ for row in table.rows], table.headings
    (['Row', 'Fault'], ('name.given',))
    """
    text, encoding = decode(data, where=name)
    if not text.strip():
        raise InputError(f"{name} is empty; give a file with one JSON object a line.")
    lines = _Lines([line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")])
    return Table(name, column_names(lines.walk()), f"JSON lines, {encoding}", lines.walk)


def read_json(data: bytes, *, name: str) -> Table:
    """Read a JSON list of objects, or an object that holds exactly one such list.

    The line of a row is its position in the list.

    Raises:
        InputError: when it is not JSON, or holds no list of objects.

    >>> [row.cells for row in read_json(b'{"contacts": [{"name": "Anna"}]}', name="a.json").rows]
    [{'name': 'Anna'}]
    """
    text, encoding = decode(data, where=name)
    try:
        document = _parse(text)
    except json.JSONDecodeError as error:
        raise InputError(
            f"{name} is not JSON from line {error.lineno}, column {error.colno} on ({error.msg}); "
            "mend it, or give one object a line in a .jsonl file."
        ) from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{name} holds JSON that is nested too deep or a number that is too long.") from error
    items = _Items(_rows_of(document, name))
    return Table(name, column_names(items.walk()), f"JSON, {encoding}", items.walk)


def looks_like_lines(text: str) -> bool:
    r"""Say whether there are several lines and the first is one JSON object, whole.

    >>> looks_like_lines('{"a": 1}\n{"a": 2}'), looks_like_lines('{"a": 1}')
    (True, False)
    """
    lines = [line for line in text.split("\n") if line.strip()]
    try:
        return len(lines) > 1 and isinstance(_parse(lines[0]), dict)
    except (ValueError, RecursionError):
        return False


@frozen
class _Lines:
    lines: list[str] = field(repr=False)

    def walk(self) -> Iterator[Line]:
        for number, line in enumerate(self.lines, 1):
            if not line.strip():
                yield Skip(number, "blank line")
                continue
            try:
                yield _line(number, _parse(line), line)
            except (ValueError, RecursionError):
                yield Fault(number, line, (Finding("row.not_json", "The line is not JSON.", Severity.ERROR),))


@frozen
class _Items:
    items: Sequence[Any] = field(repr=False)

    def walk(self) -> Iterator[Line]:
        for number, item in enumerate(self.items, 1):
            yield _line(number, item, None)


def _line(number: int, item: Any, text: str | None) -> Line:
    if isinstance(item, dict):
        try:
            cells = flatten(item)
        except RecursionError:
            pass
        else:
            return Row(number, cells) if cells else Skip(number, "blank line")
    problem = Finding("row.not_object", "The row is not an object of names and values.", Severity.ERROR)
    return Fault(number, json.dumps(item, ensure_ascii=False) if text is None else text, (problem,))


def _rows_of(document: Any, name: str) -> list[Any]:
    if isinstance(document, list):
        return document
    lists = [
        value
        for value in (document.values() if isinstance(document, dict) else ())
        if isinstance(value, list) and value and all(isinstance(item, dict) for item in value)
    ]
    if len(lists) == 1:
        return lists[0]
    if isinstance(document, dict) and not lists:
        return [document]
    raise InputError(f"{name} holds no single list of objects; give a list of rows.")


def _parse(text: str) -> Any:
    return json.loads(text, parse_constant=str, parse_float=_float)


def _float(text: str) -> float | str:
    number = float(text)
    return number if math.isfinite(number) else text
