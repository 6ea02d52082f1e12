"""Errors: one tree, and every message says what was found, where, and what to do.

```
CrmkitError
├── CallError (ValueError)            the call is wrong; nothing was read or written     exit code 2
│   ├── UnknownNameError              a name that does not exist, with near names
│   ├── MissingExtraError (ImportError)   an optional package is not installed
│   ├── RefusedError                  something that stands forbids it; says what, and how to lift it
│   ├── SchemaError                   a schema, mapping or policy contradicts itself, or a value its schema
│   └── SegmentError                  a segment cannot be used; knows the marked spot
│       ├── SegmentSyntaxError        the text does not parse
│       ├── SegmentCheckError         it parses, but a name or a type is wrong
│       └── SegmentImportError        it comes from another program, and does not mean the same here
├── InputError (ValueError)           a file or a frame cannot be read                   exit code 3
├── StoreError                        the place that keeps the base cannot be used       exit code 3
│   ├── StoreLockedError              somebody else is writing
│   ├── StoreLostError                the connection to it broke
│   ├── StoreReadOnlyError            it may not be written
│   ├── StoreFullError                there is no room left
│   ├── StoreCorruptError             what is there is not what was written
│   ├── StoreNewerError               it was written by a newer crmkit
│   └── ConflictError                 the value changed since it was read
├── AccessError (PermissionError)     this actor may not do this for this purpose        exit code 2
└── UnknownCustomerError (LookupError)    no customer has, or ever had, this id          exit code 2
```

Facts travel as attributes, so a host can build its own sentence.
"""

from collections.abc import Iterable, Sequence


class CrmkitError(Exception):
    """Base of every error that crmkit raises on purpose."""

    exit_code = 3


class CallError(CrmkitError, ValueError):
    """The call is wrong; nothing was read or written."""

    exit_code = 2


class UnknownNameError(CallError):
    """A name does not exist; near names are offered.

    Attributes:
        kind: what was looked for, such as "semantic type" or "field".
        name: the name as given.
        known: every name that exists.
        near: up to three existing names that look like it.
    """

    def __init__(self, kind: str, name: object, known: Iterable[str]) -> None:
        self.kind = kind
        self.name = name
        self.known = tuple(sorted(known))
        self.near = near_names(str(name), self.known)
        super().__init__(f"There is no {kind} {name!r}. {_offer(self.near, self.known)}")


class MissingExtraError(CallError, ImportError):
    """An optional package is not installed.

    Attributes:
        extra: the extra of crmkit that brings it.
    """

    def __init__(self, *, needed_for: str, extra: str) -> None:
        self.extra = extra
        super().__init__(f"{needed_for} needs an extra that is not installed: pip install 'crmkit[{extra}]'")


class RefusedError(CallError):
    """Something that was done before stands against it.

    Attributes:
        because: id of the change that stands against it; None when it is no change.
    """

    def __init__(self, problem: str, *, because: str | None = None) -> None:
        self.because = because
        super().__init__(problem)


class SchemaError(CallError):
    """A schema, a mapping or a policy contradicts itself, or a value its schema."""


class SegmentError(CallError):
    """A segment cannot be used; the message carries the line, the column and the marked spot.

    Attributes:
        problem: the sentence, without the spot.
        text: the whole segment text, or None when it did not come as text.
        start: offset of the first faulty character.
        end: offset behind the last one.
        fix: a replacement text for the whole segment, when one is certain.
        others: further errors of the same text, each with its own spot.
    """

    others: "tuple[SegmentError, ...]" = ()

    def __init__(
        self,
        problem: str,
        *,
        text: str | None = None,
        start: int = 0,
        end: int | None = None,
        fix: str | None = None,
    ) -> None:
        self.problem = problem
        self.text = text
        self.start = start
        self.end = start + 1 if end is None else end
        self.fix = fix
        super().__init__(problem + _marked_spot(text, self.start, self.end) + (f"\nWrite: {fix}" if fix else ""))

    @property
    def line(self) -> int:
        """Line of the spot, from 1."""
        return (self.text or "").count("\n", 0, self.start) + 1

    @property
    def column(self) -> int:
        """Column of the spot, from 1."""
        return self.start - ((self.text or "").rfind("\n", 0, self.start) + 1) + 1


class SegmentSyntaxError(SegmentError):
    """The text of a segment does not parse."""


class SegmentCheckError(SegmentError):
    """A segment parses, but a name or a type in it is wrong."""


class SegmentImportError(SegmentError):
    """A condition of another program does not mean the same here.

    Attributes:
        parts: path of each part that is not taken over, with the reason.
    """

    def __init__(self, parts: Iterable[tuple[str, str]]) -> None:
        self.parts = tuple(parts)
        listed = " ".join(f"At {path or 'the beginning'}: {reason}" for path, reason in self.parts[:5])
        more = f" And {len(self.parts) - 5} more." if len(self.parts) > 5 else ""
        super().__init__(f"This condition cannot be taken over as it is. {listed}{more}")


class InputError(CrmkitError, ValueError):
    """A file or a frame cannot be read."""


class StoreError(CrmkitError):
    """The place that keeps the base cannot be used."""


class StoreLockedError(StoreError):
    """Somebody else is writing to the base."""


class StoreLostError(StoreError):
    """The connection to the base broke; what was not committed was not kept."""


class StoreReadOnlyError(StoreError):
    """The base may not be written."""


class StoreFullError(StoreError):
    """There is no room left for the base."""


class StoreCorruptError(StoreError):
    """What the base holds is not what was written."""


class StoreNewerError(StoreError):
    """The base was written by a newer crmkit."""


class ConflictError(StoreError):
    """A value changed since it was read."""


class AccessError(CrmkitError, PermissionError):
    """This actor may not do this for this purpose."""

    exit_code = 2


class UnknownCustomerError(CrmkitError, LookupError):
    """No customer has, or ever had, this id."""

    exit_code = 2


def near_names(name: str, known: Sequence[str], *, limit: int = 3) -> tuple[str, ...]:
    """Find existing names that look like a wrong one, best first.

    >>> near_names("emial", ["email", "phone", "postal_address"])
    ('email',)
    >>> near_names("Emial", ["E-mail", "Phone"])
    ('E-mail',)
    """
    from rapidfuzz import process

    hits = process.extract(name, known, processor=str.casefold, limit=limit, score_cutoff=65)
    return tuple(hit[0] for hit in hits)


def _offer(near: Sequence[str], known: Sequence[str]) -> str:
    if near:
        return f"Did you mean {' or '.join(repr(name) for name in near)}?"
    shown = ", ".join(known[:12])
    return f"Known are: {shown}{' …' if len(known) > 12 else ''}."


def _marked_spot(text: str | None, start: int, end: int) -> str:
    if text is None:
        return ""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", start)
    row = text[first : last if last >= 0 else len(text)]
    line, column = text.count("\n", 0, start) + 1, start - first + 1
    left = max(0, column - 60)
    shown = row[left : left + 110].replace("\t", " ")
    width = max(1, min(end, first + len(row)) - start)
    caret = " " * (column - 1 - left) + "^" * min(width, 110)
    return f" (line {line}, column {column})\n  {shown}\n  {caret}"
