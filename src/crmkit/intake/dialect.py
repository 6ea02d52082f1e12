"""Find out what separates the cells of a CSV file."""

import contextlib
import csv
from collections import Counter
from collections.abc import Iterable, Sequence

DELIMITERS = (";", ",", "\t", "|")
_LOOK_AT = 100


def named_delimiter(line: str) -> str | None:
    """Read the delimiter out of a leading `sep=;` line, as Excel writes it.

    >>> named_delimiter("sep=|"), named_delimiter("name;city")
    ('|', None)
    """
    hint = line.rstrip("\r\n").strip('"')
    if hint[:4].lower() == "sep=" and len(hint) == 5 and hint[4] not in "\"'" and not hint[4].isalnum():
        return hint[4]
    return None


def find_delimiter(lines: Sequence[str]) -> str:
    """Choose the delimiter that cuts the first records into the same number of cells most often.

    A comma when nothing separates anything: the file has one column.

    >>> find_delimiter(["name;total", "Anna;1,50", "Bob;2,25"])
    ';'
    """
    head = lines[:_LOOK_AT]
    scores = {
        delimiter: max(_consistency(cut(head, delimiter)), _consistency(cut_alone(head, delimiter)))
        for delimiter in DELIMITERS
    }
    best = max(scores, key=lambda delimiter: scores[delimiter])
    if scores[best] > 0:
        return best
    first = next((line for line in head if line.strip()), "")
    return max(DELIMITERS, key=lambda delimiter: (first.count(delimiter), delimiter == ","))


def cut(lines: Iterable[str], delimiter: str) -> list[list[str]]:
    r"""Cut lines into records, where a quoted cell may run over several lines.

    >>> cut(['a;"b\n', 'c";d\n'], ";")
    [['a', 'b\nc', 'd']]
    """
    records: list[list[str]] = []
    with contextlib.suppress(csv.Error):  # a cell that never ends; what came before it is kept
        records.extend(csv.reader(lines, delimiter=delimiter))
    return records


def cut_alone(lines: Iterable[str], delimiter: str) -> list[list[str]]:
    r"""Cut lines into records, each line by itself.

    >>> cut_alone(['a;"b\n', "c;d\n"], ";")
    [['a', 'b\n'], ['c', 'd']]
    """
    return [record for line in lines for record in cut([line], delimiter)]


def _consistency(records: list[list[str]]) -> float:
    widths = [len(record) for record in records if any(cell.strip() for cell in record)]
    counts = Counter(width for width in widths if width > 1)
    if not counts:
        return 0.0
    width, times = max(counts.items(), key=lambda item: (item[1], item[0]))
    if times == 1 < len(widths):
        return 0.0
    head_agrees = 1.0 if widths[0] == width else 0.5
    return head_agrees * times / len(widths) * (1 - 1 / width)
