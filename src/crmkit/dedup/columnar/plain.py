"""Whole columns of plain cells, read into features at once.

A cell is plain when a pattern tells that reading it closely would give the same; all others are left to `read_cell`,
which is the reference. A reader gives its feature per cell, null where the cell is not plain.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

import numpy as np
import polars as pl

from crmkit.dedup.columnar.spelling import letters
from crmkit.dedup.features import NOTHING, ROW_OF_DIGITS, TITLES, read_cell
from crmkit.schema.types.addresses.street_words import CHANGED, street_key
from crmkit.schema.types.contacts.email_providers import NOBODY, WEAK_NOBODY
from crmkit.schema.types.words.placeholders import WORDS

Parts = dict[str, pl.Series]
"""Feature to its value per cell; null where the cell is not plain."""

_LONGEST: Final = 250
_LONGEST_LOCAL: Final = 64
_FEW_DIGITS: Final = 3
_WORDS: Final = r"^[0-9a-z]+( [0-9a-z]+)*$"


def read_plain(target: str, cells: pl.Series) -> Parts:
    """Read the plain cells of a column.

    Args:
        target: what the column means, see `read_cell`.
        cells: text without nulls.

    Returns:
        feature to its value per cell; nothing for targets of which no cell is plain.

    >>> read_plain("given_name", pl.Series(["ANNA", "Mrs Anna"]))["given"].to_list()
    ['anna', None]
    """
    reader = _READERS.get(target)
    return {} if reader is None or not len(cells) else reader(cells)


def _folded(cells: pl.Series) -> pl.Series:
    """Fold ASCII text; null where there is anything else, or nothing."""
    length = cells.str.len_bytes()
    ascii_only = _where((length == cells.str.len_chars()) & (length <= _LONGEST), cells)
    lower = ascii_only.str.to_lowercase()
    odd = ~lower.str.contains(_WORDS)
    if odd.any():
        tidy = lower.filter(odd.fill_null(value=False)).str.replace_all("[^0-9a-z]+", " ").str.strip_chars(" ")
        lower = lower.scatter(odd.fill_null(value=False).arg_true(), tidy)
    return _where(~lower.is_in(list(NOTHING)), lower)


def _where(holds: pl.Series, text: pl.Series) -> pl.Series:
    return text.zip_with(holds.fill_null(value=False), pl.Series([None], dtype=pl.String))


def _name(feature: str, *, but: frozenset[str] = frozenset()) -> Callable[[pl.Series], Parts]:
    """Read names of one word that is neither a title nor anything else that stands before names."""

    def read(cells: pl.Series) -> Parts:
        folded = _folded(cells)
        plain = ~folded.str.contains(" ", literal=True)
        if but:
            plain &= ~folded.is_in(list(but))
        return {feature: _where(plain, folded)}

    return read


def _code(feature: str) -> Callable[[pl.Series], Parts]:
    def read(cells: pl.Series) -> Parts:
        return {feature: _folded(cells).str.replace_all(" ", "", literal=True)}

    return read


def _words(feature: str) -> Callable[[pl.Series], Parts]:
    def read(cells: pl.Series) -> Parts:
        return {feature: _folded(cells)}

    return read


def _birth_date(cells: pl.Series) -> Parts:
    """Read full ISO dates, but for the first of January, which may stand for no day, and the 29th of February."""
    plain = cells.str.contains(_DATE)
    return {"birth_date": _where(plain, cells).str.replace_all("-", "", literal=True)}


_DATE: Final = (
    r"^(1[89]\d\d|20[0-4]\d)-"
    r"((0[1-9]|1[0-2])-(0[2-9]|1\d|2[0-8])|(0[2-9]|1[0-2])-01|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)$"
)


def _phone(cells: pl.Series) -> Parts:
    """Read numbers of ordinary length and digits, with or without a country."""
    dialled = _where(cells.str.contains(r"^\+?[0-9 ().-]{9,20}$"), cells)
    digits = dialled.str.replace_all("[^0-9]", "")
    length = digits.str.len_bytes()
    kinds = np.bitwise_count(letters(digits.fill_null("")))
    plain = (length >= 9) & (length <= 13) & pl.Series(kinds > _FEW_DIGITS) & ~digits.is_in(_ROWS)
    return {"phone": _where(plain, digits).str.tail(9)}


_ROWS: Final = sorted({
    row[start : start + length] for row in (ROW_OF_DIGITS,) for length in range(9, 14) for start in range(len(row))
})  # fmt: skip


def _email(cells: pl.Series) -> Parts:
    """Read addresses whose domain changes nothing in the mailbox but its dots, and whose mailbox is somebody's."""
    lower = cells.str.to_lowercase()
    plain = lower.str.contains(r"^[a-z0-9]+([._-][a-z0-9]+)*@[a-z0-9-]+(\.[a-z0-9-]+)+$")
    lower = _where(plain & (lower.str.len_bytes() <= _LONGEST), lower)
    local, domain = lower.str.split_exact("@", 1).struct.unnest()
    local = _where(local.str.len_bytes() <= _LONGEST_LOCAL, local)
    counts = domain.drop_nulls().value_counts(name="cells")
    known = counts.filter(pl.col("cells") > min(_FEW, len(cells) // _MANY))[domain.name]
    reached, dotless, hyphened = (
        domain.replace_strict(known, column, default=None, return_dtype=column.dtype)
        for column in _probed_domains(known)
    )
    somebody = ~local.is_in(list(NOBODY | WEAK_NOBODY)) & (local != domain.str.extract(r"^([^.]*)"))
    somebody &= hyphened | ~local.str.contains("-", literal=True)
    local = local.str.replace_all(".", "", literal=True).zip_with(dotless.fill_null(value=False), local)
    return {"email": _where(somebody, local + "@" + reached)}


_FEW: Final = 2
"""Cells at a domain, mostly a mistyped one, up to which it is quicker to read them than to ask about the domain."""

_MANY: Final = 1000


def _probed_domains(domains: pl.Series) -> tuple[pl.Series, pl.Series, pl.Series]:
    """Ask what reading makes of two mailboxes that are nobody's: so it does with all others at a domain.

    Returns:
        the domain that is reached, null where a mailbox may be changed in another way; whether dots are dropped; and
        whether what stands behind a hyphen is kept.
    """
    found = [
        [read_cell("email", f"{probe}@{domain}").get("email", ("",))[0].rpartition("@") for probe in ("qz.xw", "qz-xw")]
        for domain in domains.to_list()
    ]
    return (
        pl.Series([at if mine in {"qz.xw", "qzxw"} else None for (mine, _, at), _ in found], dtype=pl.String),
        pl.Series([mine == "qzxw" for (mine, _, _), _ in found], dtype=pl.Boolean),
        pl.Series([mine == "qz-xw" for _, (mine, _, _) in found], dtype=pl.Boolean),
    )


def _street(cells: pl.Series) -> Parts:
    """Read streets of words of which each is kept, dropped or written otherwise wherever it stands."""
    folded = _folded(cells)
    number, street = _nothing(len(cells)), folded.clone()
    for shape, parts in _NUMBERED:
        rows = (number.is_null() & folded.str.contains(shape)).fill_null(value=False).arg_true()
        found = parts(folded.gather(rows)).drop_nulls()
        number = number.scatter(rows.gather(found["row"]), found["number"])
        street = street.scatter(rows.gather(found["row"]), found["street"])
    known = street.drop_nulls().unique()
    key = street.replace_strict(known, _street_keys(known), default=None, return_dtype=pl.String)
    return {"street": key, "house_number": _where(key.is_not_null(), number).str.replace_all(" ", "", literal=True)}


def _nothing(length: int) -> pl.Series:
    return pl.Series([None], dtype=pl.String).new_from_index(0, length)


def _at_space(texts: pl.Series) -> pl.DataFrame:
    parts = texts.str.splitn(" ", 2).struct.unnest()
    return parts.rename({"field_0": "number", "field_1": "street"}).with_row_index("row")


def _by_pattern(pattern: str, texts: pl.Series) -> pl.DataFrame:
    return texts.str.extract_groups(pattern).struct.unnest().with_row_index("row")


_NUMBER: Final = r"(?<number>\d+ ?[a-z]?(?: (?:bis|ter))?)"
_NUMBERED: Final[Sequence[tuple[str, Callable[[pl.Series], pl.DataFrame]]]] = (
    (r"^\d+ ([ac-su-z][a-z]|b[a-hj-z]|t[a-df-z])", _at_space),
    (r"^\d", partial(_by_pattern, rf"^{_NUMBER} +(?<street>.+)$")),
    (r" \d", partial(_by_pattern, rf"^(?<street>.+?) +{_NUMBER}$")),
)
"""What streets with a number look like, to how the two are parted; the first is a quick way for most of the second."""


def _street_keys(streets: pl.Series) -> pl.Series:
    """Write the keys of folded streets, word by word; null where a word means something else in another place."""
    table = pl.DataFrame({"row": range(len(streets)), "word": streets.str.split(" ")}).explode("word")
    words = table["word"].unique()
    words = words.filter(words.str.contains(CHANGED))
    kept, steady = _probed_words(words.to_list())
    unsteady = table.filter(pl.col("word").is_in(words.filter(~steady).to_list()))["row"].unique()
    left = table.with_columns(pl.col("word").replace(words, kept)).filter(pl.col("word") != "")
    joined = left.group_by("row").agg(pl.col("word").str.join(" "))
    keys = _nothing(len(streets)).scatter(joined["row"], joined["word"])
    filled = (streets.is_in(list(WORDS)) | streets.str.contains(_FILLER)) & (streets.str.len_chars() <= _FILLED)
    return _where(~filled, keys).scatter(unsteady, None)


_FILLER: Final = "^(xx+|yy+|zz+|qq+|00+)$"
_FILLED: Final = 20


def _probed_words(words: list[str]) -> tuple[pl.Series, pl.Series]:
    """Ask what is left of each word in a street, and whether it is the same in the middle and at the end."""
    kept, steady = [], []
    for word in words:
        own, inner = street_key(f"qz {word}"), street_key(f"qz {word} qz")
        kept.append(own.removeprefix("qz").strip())
        steady.append(f"{own} qz" == inner)
    return pl.Series(kept, dtype=pl.String), pl.Series(steady, dtype=pl.Boolean)


_READERS: Final[Mapping[str, Callable[[pl.Series], Parts]]] = {
    "given_name": _name("given", but=TITLES),
    "family_name": _name("family"),
    "birth_date": _birth_date,
    "email": _email,
    "phone": _phone,
    "street": _street,
    "identifier": _code("identifier"),
    "loyalty_card": _code("loyalty_card"),
    "customer_number": _code("customer_number"),
    "house_number": _code("house_number"),
    "postcode": _code("postcode"),
    "address_extra": _words("address_extra"),
    "job_title": _words("text"),
    "text": _words("text"),
}
