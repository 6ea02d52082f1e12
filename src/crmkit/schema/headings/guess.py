"""Guessing what the columns of an export mean, from their headings and their cells.

A heading that is known settles most columns. Headings that mean one thing in one file and another in the next, such
as "Nom", "Date" or "Statut", are settled by the other columns and by the cells. The cells also correct a heading
that they plainly contradict.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from crmkit.schema.headings.contents import see
from crmkit.schema.headings.context import Surroundings, settle
from crmkit.schema.headings.reading import Column, ColumnGuess, read_heading, spoken

__all__ = ["ColumnGuess", "guess_columns"]

_REPEATABLE: Final = frozenset({"email", "phone", "customer_number", "loyalty_card", "identifier", "text"})


def guess_columns(
    headings: Sequence[str], samples: Mapping[str, Iterable[object]] | None = None, *, free_text: bool = False
) -> tuple[ColumnGuess, ...]:
    """Guess what columns mean; one guess a column, in their order.

    Args:
        headings: as the file has them, no two alike.
        samples: heading to the first cells of the column; a few hundred are plenty.
        free_text: give the target "text" to columns of unknown meaning whose cells can be compared.

    >>> [guess.target for guess in guess_columns(["Prénom", "Nom", "NPA", "Tél. mobile", "Farbe"])]
    ['given_name', 'family_name', 'postcode', 'phone', None]
    >>> guess_columns(["Prénom"])[0].why
    "The heading 'Prénom' means given name (fr)."
    """
    cells = samples or {}
    columns = [read_heading(heading, see(cells.get(heading, ()))) for heading in headings]
    around = Surroundings.of(columns)
    settled = [settle(column, around) for column in columns]
    guesses = _without_repeats(settled, columns, around)
    if free_text:
        guesses = [
            _as_text(guess, column) if guess.target is None else guess
            for guess, column in zip(guesses, columns, strict=True)
        ]
    return tuple(guesses)


def _without_repeats(
    guesses: Sequence[ColumnGuess], columns: Sequence[Column], around: Surroundings
) -> list[ColumnGuess]:
    def standing(at: int) -> tuple[bool, bool, int, float, int]:
        guess = guesses[at]
        away = around.to_consent(columns[at]) if guess.target == "consent.at" else 0
        return columns[at].delivery, guess.confidence < 0.6, away, -guess.confidence, at

    places = sorted(range(len(guesses)), key=standing)
    taken: dict[str, str] = {}
    kept = list(guesses)
    addressed = any(_is_address(guess.target) and not columns[at].delivery for at, guess in enumerate(guesses))
    for at in places:
        guess, target = guesses[at], guesses[at].target
        if target is None or target in _REPEATABLE:
            continue
        if columns[at].delivery and addressed and _is_address(target):
            why = f"The heading {guess.column!r} is about a delivery address; the customer's own is in other columns."
            kept[at] = ColumnGuess(guess.column, None, 0.6, why)
        elif target not in taken:
            taken[target] = guess.column
        elif target == "street" and "address_extra" not in taken and not _holds_extra(guesses):
            taken["address_extra"] = guess.column
            why = f"The street is in {taken[target]!r}, so {guess.column!r} is a further line of the address."
            kept[at] = ColumnGuess(guess.column, "address_extra", 0.7, why)
        else:
            why = f"The column {taken[target]!r} already gives the {spoken(target)}."
            kept[at] = ColumnGuess(guess.column, None, 0.6, why)
    return kept


def _is_address(target: str | None) -> bool:
    return target in {
        "postal_address", "street", "house_number", "address_extra", "postcode", "locality", "region", "country"
    }  # fmt: skip


def _holds_extra(guesses: Iterable[ColumnGuess]) -> bool:
    return any(guess.target == "address_extra" for guess in guesses)


def _as_text(guess: ColumnGuess, column: Column) -> ColumnGuess:
    contents = column.contents
    known = column.meaning is not None and not column.meaning.startswith("?")
    if known or contents.filled < 3 or contents.distinct < 2:
        return guess
    if column.share("words") < 0.5 or column.share("code") >= 0.5 or max(map(len, contents.cells)) < 2:
        return guess
    why = f"Nothing is known of the heading {guess.column!r}; its cells are words that can be compared."
    return ColumnGuess(guess.column, "text", 0.4, why)
