"""Read CSV and its relatives as they really come: any encoding, any delimiter, broken rows among good ones.

A row of the wrong width is a fault, and so is a line with a quote that is opened and never closed; neither costs any
other row. Such a quote is recognised by what it does: the csv module swallows the lines that follow into one cell,
although they are rows of the right width by themselves. The line is then read again with quoting off.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import islice

from attrs import field, frozen

from crmkit.exceptions import InputError
from crmkit.intake.dialect import cut, cut_alone, find_delimiter, named_delimiter
from crmkit.intake.encoding import decode
from crmkit.intake.heading import find_heading, is_blank, name_columns, reason_to_skip
from crmkit.intake.table import Fault, Line, Row, Skip, Table
from crmkit.schema.types.base import Finding, Severity

_LOOK_AT = 50


def read_csv(data: bytes, *, name: str) -> Table:
    r"""Read a CSV file; its first row that looks like a heading names the columns.

    Args:
        data: the whole file.
        name: its name, for messages and as the origin.

    Raises:
        InputError: when it is empty, or is not text.

    >>> [row.cells for row in read_csv("Name;Ort\nZoé;Zürich\n".encode("cp1252"), name="a.csv").rows]
    [{'Name': 'Zoé', 'Ort': 'Zürich'}]
    """
    text, encoding = decode(data, where=name)
    lines = list(io.StringIO(text, newline=""))
    if not text.strip():
        raise InputError(f"{name} is empty; give a file with a heading row.")
    named = named_delimiter(lines[0])
    first = 0 if named is None else 1
    delimiter = named or find_delimiter(lines[first:])
    records = list(islice(_records(lines, first, delimiter, None), _LOOK_AT))
    if not any(not is_blank(record.cells) for record in records):
        raise InputError(f"{name} has no heading row among its first {_LOOK_AT} lines; give its columns a heading.")
    place = find_heading([record.cells for record in records])
    if place is None:
        place = next(place for place, record in enumerate(records) if not is_blank(record.cells))
    head = records[place]
    source = _Source(lines, delimiter, head.cells, name_columns(head.cells), records[:place], head.stop)
    return Table(name, source.headings, f"CSV, {encoding}, separated by {delimiter!r}", source.walk)


@frozen
class _Record:
    start: int  # first physical line, from 0
    stop: int  # behind the last one
    cells: list[str]
    problem: Finding | None = None


@frozen
class _Source:
    lines: list[str]
    delimiter: str
    heading: Sequence[str]
    headings: tuple[str, ...]
    above: list[_Record] = field(repr=False)
    start: int

    def walk(self) -> Iterator[Line]:
        for record in self.above:
            yield Skip(record.start + 1, "blank line" if is_blank(record.cells) else "title row")
        for record in _records(self.lines, self.start, self.delimiter, len(self.headings)):
            yield self._line(record)

    def _line(self, record: _Record) -> Line:
        number, cells, width = record.start + 1, record.cells, len(self.headings)
        if record.problem is None:
            reason = reason_to_skip(cells, self.heading)
            if reason is not None:
                return Skip(number, reason)
            if len(cells) == width or (len(cells) > width and is_blank(cells[width:])):
                return Row(number, dict(zip(self.headings, cells, strict=False)))
        problem = record.problem or Finding(
            "row.wrong_width", f"The row has {len(cells)} cells and the heading {width}.", Severity.ERROR
        )
        text = "".join(self.lines[record.start : record.stop]).rstrip("\r\n")
        names = name_columns([*self.headings, *[""] * (len(cells) - width)])
        return Fault(number, text, (problem,), dict(zip(names, cells, strict=False)))


def _records(lines: Sequence[str], start: int, delimiter: str, width: int | None) -> Iterator[_Record]:
    """Cut lines into records; what an unclosed quote swallowed is cut again, line by line."""
    while start < len(lines):
        reader = csv.reader(islice(lines, start, None), delimiter=delimiter)
        begin = start
        while start < len(lines):
            try:
                cells = next(reader)
                stop = begin + reader.line_num
                broken = _is_unclosed(lines, start, stop, delimiter) or (
                    stop - start > 1 and _swallows(lines[start:stop], cells, delimiter, width)
                )
            except csv.Error:  # a cell that is longer than the module allows
                broken = True
            if broken:
                yield _read_unquoted(lines[start], start, delimiter)
                start += 1
                break
            yield _Record(start, stop, cells)
            start = stop


def _is_unclosed(lines: Sequence[str], start: int, stop: int, delimiter: str) -> bool:
    """Say whether a record is still inside a quote where the file ends."""
    if stop < len(lines):
        return False
    return len(cut([*lines[start:stop], "one more line"], delimiter)) < 2


def _swallows(lines: Sequence[str], cells: Sequence[str], delimiter: str, width: int | None) -> bool:
    """Say whether a record over several lines is an unclosed quote with rows of the right width behind it.

    A record that keeps to the grammar of CSV and has the right width is taken at its word.
    """
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        pass
    else:
        if width is None or len(cells) == width:
            return False
    swallowed = lines[1:]
    alone = cut_alone(swallowed, delimiter) + [_unquoted(line, delimiter) for line in swallowed]
    return any(len(record) == (width or len(record)) for record in alone)


def _read_unquoted(line: str, start: int, delimiter: str) -> _Record:
    cells = _unquoted(line, delimiter)
    if cells:
        problem = Finding("row.unclosed_quote", "A quote is opened in this line and never closed.", Severity.ERROR)
    else:
        message = f"A cell has more than {csv.field_size_limit():,} characters."
        problem = Finding("row.cell_too_long", message, Severity.ERROR)
    return _Record(start, start + 1, cells, problem)


def _unquoted(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter, quoting=csv.QUOTE_NONE), [])
    except csv.Error:
        return []
