"""Find the heading of a table, name its columns, and know the lines that are no rows."""

import re
from collections import Counter
from collections.abc import Sequence

_LONGEST_AMOUNT = 40
_TOTAL = re.compile(
    r"(?:grand |sub-?|zwischen|gesamt|sous-?)?"
    r"(?:totals?|totale|totaux|total général|summe|summen|somme|insgesamt|gesamt|sum)"
    r"(?:\s*[:=]?\s*\d[\d.,'’ ]*\w*|\s*[:=])?"
)
_AMOUNT = re.compile(r"[-+]?(?:[a-z€$£]{1,3}\s*)?[-+]?\d[\d.,'’\s]*-*(?:\s*[a-z€$£%]{1,3})?", re.IGNORECASE)


def find_heading(rows: Sequence[Sequence[object]]) -> int | None:
    """Find the first of the leading rows of which most cells are filled, and those mostly with text.

    Title rows above it fill a cell or two; an unnamed first column is allowed. None when no row looks like a heading.

    >>> find_heading([["Export 2026", None, None], [None, None, None], ["Name", "E-mail", "City"], ["Anna", "", ""]])
    2
    """
    filled_rows = [row for row in rows if not is_blank(row)]
    if not filled_rows:
        return None
    width = Counter(len(row) for row in filled_rows).most_common(1)[0][0]
    for position, row in enumerate(rows):
        filled = [cell for cell in row if not _is_empty(cell)]
        texts = [cell for cell in filled if isinstance(cell, str)]
        nameless = 1 if filled and _is_empty(row[0]) else 0
        if len(filled) * 2 > width - nameless and len(texts) * 2 > len(filled):
            return position
    return None


def name_columns(cells: Sequence[object]) -> tuple[str, ...]:
    """Give every column a name of its own.

    >>> name_columns(["E-mail", " E-mail ", "", "Name"])
    ('E-mail', 'E-mail.2', 'column 3', 'Name')
    """
    wanted = [
        ("" if cell is None else " ".join(str(cell).split())) or f"column {place}"
        for place, cell in enumerate(cells, 1)
    ]
    names: list[str] = []
    taken: set[str] = set()
    for name in wanted:
        unique, count = name, 1
        while unique in taken or (count > 1 and unique in wanted):
            count += 1
            unique = f"{name}.{count}"
        taken.add(unique)
        names.append(unique)
    return tuple(names)


def reason_to_skip(cells: Sequence[object], heading: Sequence[object]) -> str | None:
    """Say why a line is no row: it is blank, the totals, or the heading again.

    >>> reason_to_skip(["Total", "", "1'250.00"], ["Name", "City", "Amount"])
    'totals row'
    >>> reason_to_skip(["Total", "info@example.org", ""], ["Company", "E-mail", "City"]) is None
    True
    """
    if is_blank(cells):
        return "blank line"
    if _texts(cells) == _texts(heading):
        return "repeated heading"
    return "totals row" if _is_totals(cells) else None


def is_blank(cells: Sequence[object]) -> bool:
    """Say whether nothing is filled in.

    >>> is_blank(["", None, " "])
    True
    """
    return all(_is_empty(cell) for cell in cells)


def _is_totals(cells: Sequence[object]) -> bool:
    filled = [str(cell).strip() for cell in cells if not _is_empty(cell)]
    if any(len(text) > _LONGEST_AMOUNT for text in filled):
        return False
    others = [text for text in filled if not _TOTAL.fullmatch(text.casefold())]
    has_figure = any(character.isdigit() for text in filled for character in text)
    return (
        len(others) < len(filled) and all(_AMOUNT.fullmatch(text) for text in others) and (has_figure or len(cells) > 2)
    )


def _is_empty(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _texts(cells: Sequence[object]) -> list[str]:
    return ["" if cell is None else str(cell).strip() for cell in cells]
