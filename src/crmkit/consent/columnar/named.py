"""Acts in columns in which every name is a number, so that they can be kept: of acts, of rows and of customers."""

from collections.abc import Iterable
from hashlib import blake2b

import polars as pl

from crmkit.consent.columnar.acts import COLUMNS, ActColumns
from crmkit.consent.columnar.forms import Form, dated, point_code
from crmkit.records import ConsentEvent

Row = tuple[int, int, int, int, int, int, int | None, int | None, int | None]
"""An act in the order of `COLUMNS`, and whom it names."""


def name_code(name: str) -> int:
    """Number a source row, a customer id or an act by 63 bits of the BLAKE2b of its name (RFC 7693).

    >>> name_code("shop/1001")
    2212824009643998422
    """
    made = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(made, "big") >> 1


def laid_out(acts: Iterable[tuple[str, ConsentEvent]]) -> ActColumns:
    """Write acts in columns in which every name is a `name_code`.

    Args:
        acts: the id of each act, and the act.
    """
    forms: dict[Form, int] = {}
    rows = (
        row_of(name, forms.setdefault(Form.of(act), len(forms)), act.point, dated(act), about=act.about, ref=act.ref)
        for name, act in acts
    )
    frame = framed(rows)
    return ActColumns(forms=tuple(forms), frame=frame)


def row_of(name: str, form: int, point: str, when: tuple[int, int, int], *, about: str | None, ref: str | None) -> Row:
    """Write one act as a row.

    Args:
        name: id of the act.
        form: number of its form.
        point: key of the contact point.
        when: as `crmkit.consent.columnar.forms.dated` tells it.
        about: id of the act that it is about.
        ref: source row or id that it names.
    """
    target, whose = (None if one is None else name_code(one) for one in (about, ref))
    return (name_code(name), form, point_code(point), *when, target, whose, whose)


def framed(rows: Iterable[Row]) -> pl.DataFrame:
    """Put rows together."""
    return pl.DataFrame(list(rows), schema={**COLUMNS, "person": pl.Int64}, orient="row")
