"""The acts of consent of a base in columns, laid out once: a fact never changes, and neither does a block of them.

```
consent facts 1 … 4096 | 4097 … 8192 | 8193 …
       document 4096     document 8192   laid out when they are read
```

The number of a document is that of its last fact. A block holds nothing that the facts do not say; `check_acts` makes
each of them again.
"""

import zlib
from base64 import b64decode, b64encode
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

import numpy as np
import polars as pl
from attrs import asdict, fields, frozen

from crmkit.backends.chunking import in_chunks
from crmkit.backends.protocol import Document, Fact, Json
from crmkit.consent.columnar.acts import COLUMNS, ActColumns
from crmkit.consent.columnar.forms import Form, dated, micros
from crmkit.consent.columnar.named import framed, row_of
from crmkit.consent.keyed import key_name
from crmkit.consent.points import is_sealed
from crmkit.exceptions import StoreCorruptError
from crmkit.ledger.ledger import ACTS, Ledger
from crmkit.records import ConsentEvent

BLOCK: Final = 4096
"""How many acts a document holds."""

_LAYOUT: Final = 1
_NONE: Final = -1
_DIGITS: Final = 20
_WIDE: Final = tuple(COLUMNS)
_FORM: Final = itemgetter(*sorted({one.name for one in fields(Form)} & {one.name for one in fields(ConsentEvent)}))


@frozen(eq=False)
class _Block:
    """Some acts that were kept one after the other.

    Attributes:
        upto: number of the last fact.
        acts: the acts.
    """

    upto: int
    acts: ActColumns


def read_acts(ledger: Ledger, *, size: int = BLOCK) -> ActColumns:
    """Read every act in columns, as `crmkit.consent.columnar.named.laid_out` writes them.

    Args:
        ledger: the facts.
        size: how many acts a block holds.

    Raises:
        StoreCorruptError: a block, or an act, does not read as one.
    """
    kept = [_unpacked(one) for one in ledger.backend.scan(ACTS)]
    after = kept[-1].upto if kept else 0
    for facts in in_chunks(ledger.backend.facts("consent", after=after), size):
        block = _block(ledger, facts)
        if len(facts) == size:
            ledger.backend.put(ACTS, _key(block.upto), _packed(block))
        kept.append(block)
    return _joined([one.acts for one in kept])


def check_acts(ledger: Ledger) -> tuple[str, ...]:
    """Lay out every block again, throw all away when one differs, and name those that do."""
    kept = {one.key: one for one in ledger.backend.scan(ACTS)}
    ends = sorted(kept)
    made: dict[str, ActColumns] = {}
    for place, facts in groupby(ledger.backend.facts("consent"), lambda fact: bisect_left(ends, _key(fact.order))):
        if place == len(ends):
            break
        made[ends[place]] = _block(ledger, list(facts)).acts
    differing = tuple(key for key in ends if not _is_same(kept[key], made.get(key)))
    if differing:
        ledger.backend.clear(ACTS)
    return differing


def _is_same(kept: Document, made: ActColumns | None) -> bool:
    try:
        found = _unpacked(kept).acts
    except StoreCorruptError:
        return False
    return made is not None and found.forms == made.forms and found.frame.select(_WIDE).equals(made.frame.select(_WIDE))


def _key(upto: int) -> str:
    return f"{upto:0{_DIGITS}}"


def _block(ledger: Ledger, facts: Sequence[Fact]) -> _Block:
    """Lay acts out; the codec reads each form once, and of further acts of the form only what is their own is read."""
    forms: dict[Form, int] = {}
    known: dict[tuple[Any, ...], int] = {}
    rows = []
    for fact in facts:
        try:
            said = fact.body
            point, about = said["point"], said["about"]
            when = _dated(said["at"], said["until"], said["recorded_at"])
            key = (*_FORM(said), said["evidence"] is None, about is None, key_name(point) if is_sealed(point) else "")
            form = known.get(key)
            if form is None:
                read = Form.of(ledger.codec.decode(fact, ConsentEvent))
                form = known[key] = forms.setdefault(read, len(forms))
            rows.append(row_of(fact.id, form, point, when, about=about, ref=said["ref"]))
        except (AttributeError, KeyError, TypeError, ValueError):  # an older crmkit said less; or it is no act
            act = ledger.codec.decode(fact, ConsentEvent)
            form = forms.setdefault(Form.of(act), len(forms))
            rows.append(row_of(fact.id, form, act.point, dated(act), about=act.about, ref=act.ref))
    return _Block(facts[-1].order, ActColumns(forms=tuple(forms), frame=framed(rows)))


def _dated(at: str, until: str, recorded: str) -> tuple[int, int, int]:
    begun = micros(datetime.fromisoformat(at))
    over, known = (begun if one == at else micros(datetime.fromisoformat(one)) for one in (until, recorded))
    return min(begun, over), max(begun, over), known


def _packed(block: _Block) -> Json:
    frame = block.acts.frame
    since = pl.col("since")
    near = frame.select(_WIDE).with_columns(until=pl.col("until") - since, recorded=pl.col("recorded") - since)
    numbers = near.cast(pl.Int64).fill_null(_NONE)
    columns = b"".join(numbers[name].to_numpy().astype("<i8").tobytes() for name in _WIDE)
    return {
        "layout": _LAYOUT,
        "upto": block.upto,
        "forms": [asdict(one) for one in block.acts.forms],
        "columns": b64encode(zlib.compress(columns, 1)).decode("ascii"),
    }


def _unpacked(document: Document) -> _Block:
    try:
        return _read(document.body, document.key)
    except (KeyError, TypeError, ValueError, zlib.error, pl.exceptions.PolarsError):
        raise StoreCorruptError(
            "Kept columns of acts of consent do not read as such; verify the base, which makes them again."
        ) from None


def _read(body: Any, key: str) -> _Block:
    forms = tuple(Form(**one) for one in body["forms"])
    numbers = np.frombuffer(zlib.decompress(b64decode(body["columns"])), dtype="<i8").reshape(len(_WIDE), -1)
    frame = pl.DataFrame(dict(zip(_WIDE, numbers.astype(np.int64), strict=True)))
    if body["layout"] != _LAYOUT or _key(body["upto"]) != key or not frame["form"].is_between(0, len(forms) - 1).all():
        raise ValueError(key)
    frame = frame.with_columns(pl.col("form").cast(pl.UInt32), *(_or_null(name) for name in ("about", "ref")))
    since = pl.col("since")
    frame = frame.with_columns(until=since + pl.col("until"), recorded=since + pl.col("recorded"), person="ref")
    return _Block(body["upto"], ActColumns(forms=forms, frame=frame))


def _or_null(name: str) -> pl.Expr:
    return pl.when(pl.col(name) != _NONE).then(pl.col(name)).alias(name)


def _joined(blocks: Sequence[ActColumns]) -> ActColumns:
    """Put blocks together, under one numbering of forms."""
    forms: dict[Form, int] = {}
    frames = list(_renumbered(blocks, forms))
    empty = pl.DataFrame(schema={**COLUMNS, "person": pl.Int64})
    return ActColumns(forms=tuple(forms), frame=pl.concat([empty, *(one.select(empty.columns) for one in frames)]))


def _renumbered(blocks: Sequence[ActColumns], forms: dict[Form, int]) -> Iterator[pl.DataFrame]:
    for block in blocks:
        numbers = [forms.setdefault(one, len(forms)) for one in block.forms]
        form = pl.Series("form", numbers, dtype=pl.UInt32).gather(block.frame["form"])
        yield block.frame.with_columns(form)
