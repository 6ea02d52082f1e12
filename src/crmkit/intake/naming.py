"""Give rows and events names that stay the same when a file comes again, in whatever order.

A row is named by its own key, else by the number of its event, else by a digest of what it says. Where one file uses
a name for several different contents, the contents are put in order and all but the first get "~2", "~3" and so on.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from crmkit.intake.targets import EVENT_KINDS
from crmkit.records import Scalar, digest, short_name


def content_of(cells: Mapping[str, Scalar]) -> str:
    """Write a row as text, whatever the order of its columns; equal rows, equal text.

    >>> content_of({"b": 1, "a": "x"})
    '{"a": "x", "b": 1}'
    """
    return json.dumps(dict(cells), sort_keys=True, ensure_ascii=False)


def row_key(mapped: Iterable[tuple[str, Scalar]]) -> str:
    """Name a row by what its mapped cells say; a very long name is made short.

    >>> row_key([("order.number", " A-7 "), ("email", "anna@example.org")])
    'A-7'
    """
    said = [(target, str(cell).strip()) for target, cell in mapped]
    single = dict(said)
    for target in ("source_key", *(f"{kind}.number" for kind in (*EVENT_KINDS, "event"))):
        if single.get(target):
            return short_name(single[target])
    return digest(sorted(said), length=24)


class Names:
    """The names that a file uses, each with the contents that use it."""

    def __init__(self) -> None:
        self._contents: dict[tuple[str, str], set[str]] = {}
        self._given: dict[tuple[str, str], dict[str, str]] = {}

    def claim(self, space: str, name: str, content: str) -> None:
        """Note that a content uses a name.

        Args:
            space: what is named, such as "row" or "order".
            name: the name.
            content: of the row that uses it.
        """
        self._contents.setdefault((space, name), set()).add(content)

    def unique(self, space: str, name: str, content: str) -> str:
        """Give the name back, with a suffix unless the content is the first of those that use it.

        >>> names = Names()
        >>> for content in ("b", "a"):
        ...     names.claim("row", "7", content)
        >>> names.unique("row", "7", "a"), names.unique("row", "7", "b")
        ('7', '7~2')
        """
        key = (space, name)
        if len(self._contents.get(key, ())) < 2:
            return name
        if key not in self._given:
            self._given[key] = dict(zip(sorted(self._contents[key]), self._free(space, name), strict=False))
        return self._given[key][content]

    def _free(self, space: str, name: str) -> Iterator[str]:
        """Give a name, then those with a suffix that no content of the file uses by itself."""
        yield name
        for number in count(2):
            if (space, f"{name}~{number}") not in self._contents:
                yield f"{name}~{number}"
