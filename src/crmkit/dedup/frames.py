"""Duplicates of any dataframe, for notebooks."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from crmkit.dedup.duplicates import Duplicates
from crmkit.dedup.features import Target
from crmkit.dedup.model import Model
from crmkit.exceptions import MissingExtraError
from crmkit.records import Progress


def dedupe(
    frame: Any,
    *,
    fields: Mapping[str, Target | None] | None = None,
    id_column: str | None = None,
    source_column: str | None = None,
    model: Model | None = None,
    labels: Any = None,
    duplicate_free: Iterable[str] = (),
    min_probability: float | None = None,
    region: str | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Duplicates[Any]:
    """Find the rows of a dataframe that are the same person or organisation.

    Args:
        frame: any dataframe that narwhals understands; results come back in the same kind.
        fields: column to what it means, such as {"Nom": "family_name"}, or a semantic type, which then says itself
            when two values are alike; None for a column that is no evidence. What is left out is guessed from headings
            and cells, and reported in `.fields`.
        id_column: names a row; guessed, else the place of the row, from 0.
        source_column: names the source of a row, for `duplicate_free`; no evidence by itself.
        model: how to find them; the shipped model when left out.
        labels: pairs that a person judged, as a frame left, right, same, or what `read_judgements` read of a review;
            they hold whatever the weights say.
            With ten of each kind or more, and no `min_probability`, weights and gates learn from them too; ask for the
            most telling ones with `.to_label()`.
        duplicate_free: names of the sources that have nobody twice: no cluster holds two of their rows.
        min_probability: probability from which a pair is "same".
        region: two-letter country code that decides what national phone numbers and dates mean.
        progress: told about each step.

    Raises:
        MissingExtraError: without the extra "frames".
        CallError: two rows have one id, a label names a row that does not exist or says that two rows of a source are
            the same which has nobody twice, or nothing says of which source a row is.
        UnknownNameError: `fields` names a column or a target that does not exist, or `duplicate_free` a source that no
            row is of.

    >>> import polars
    >>> people = polars.DataFrame(
    ...     {
    ...         "Vorname": ["Anna", "Anna", "Paul"],
    ...         "Nachname": ["Muster", "Musster", "Beispiel"],
    ...         "Geburtsdatum": ["1980-05-17", "17.05.1980", "1955-02-01"],
    ...         "E-Mail": ["anna@example.org", "anna@example.org", None],
    ...     }
    ... )
    >>> dedupe(people).clusters["cluster"].to_list()
    [0, 0, 2]
    """
    handing = _handing()
    found: Duplicates[Any] = handing.dedupe_native(
        frame,
        fields=fields,
        id_column=id_column,
        source_column=source_column,
        model=model,
        labels=labels,
        duplicate_free=duplicate_free,
        min_probability=min_probability,
        region=region,
        progress=progress,
    )
    return found


def link(
    frames: Mapping[str, Any],
    *,
    fields: Mapping[str, Target | None] | None = None,
    id_column: str | None = None,
    model: Model | None = None,
    labels: Any = None,
    duplicate_free: Iterable[str] = (),
    min_probability: float | None = None,
    region: str | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Duplicates[Any]:
    """Find the rows of several dataframes that are the same person or organisation, within and across them.

    Ids are (source, id). Each frame's columns are guessed on their own, so headings may differ from source to source.

    Args:
        frames: name of the source to its dataframe.
        fields: see `dedupe`; a column that several frames have means the same in all of them.
        id_column: names a row in every frame that has it.
        model: see `dedupe`.
        labels: frame left_source, left, right_source, right, same; or what `read_judgements` read.
        duplicate_free: names of the sources that have nobody twice: no cluster holds two of their rows.
        min_probability: see `dedupe`.
        region: see `dedupe`.
        progress: see `dedupe`.

    Raises:
        MissingExtraError: without the extra "frames".
        CallError: there is no frame, two rows of a source have one id, or a label says that two rows of a source are
            the same which has nobody twice.
        UnknownNameError: `duplicate_free` names a source that does not exist.

    >>> import polars
    >>> shop = polars.DataFrame({"id": ["S1", "S2"], "name": ["Anna Muster"] * 2, "email": ["anna@example.org"] * 2})
    >>> till = polars.DataFrame({"id": ["T1"], "name": ["Anna Muster"], "email": ["anna@example.org"]})
    >>> link({"shop": shop, "till": till}).customers_found
    1
    >>> link({"shop": shop, "till": till}, duplicate_free=["shop"]).customers_found
    2
    """
    handing = _handing()
    found: Duplicates[Any] = handing.link_native(
        frames,
        fields=fields,
        id_column=id_column,
        model=model,
        labels=labels,
        duplicate_free=duplicate_free,
        min_probability=min_probability,
        region=region,
        progress=progress,
    )
    return found


def _handing() -> Any:
    try:
        from crmkit.dedup.columnar import handing
    except ImportError as error:
        raise MissingExtraError(needed_for="Finding duplicates in dataframes", extra="frames") from error
    return handing
