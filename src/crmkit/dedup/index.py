"""Records in memory that one more is compared with, in milliseconds and by the model that compared all of them."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from itertools import islice
from threading import RLock
from typing import Any

from attrs import field, frozen

from crmkit.dedup.explanation import Explanation, Unseen
from crmkit.dedup.features import Target
from crmkit.dedup.model import Model
from crmkit.exceptions import CallError, MissingExtraError, UnknownNameError


@frozen(kw_only=True)
class Match:
    """A record that may be the same party as the one that was asked about.

    Attributes:
        id: of the record.
        weight: bits for (above zero) or against, prior included.
        probability: that they are one customer.
        verdict: "same", "possible" or "related".
    """

    id: Any
    weight: float
    probability: float
    verdict: str
    _explain: Callable[[], Explanation] = field(repr=False, eq=False)

    def explain(self) -> Explanation:
        """Say why: the reasons of the verdict, with their weights."""
        return self._explain()


@frozen(kw_only=True)
class Matches:
    """The records that may be the same party, the strongest first.

    Attributes:
        found: the records.
        unseen: records that share a blocking key and were not looked at, since too many do.
    """

    found: tuple[Match, ...]
    unseen: tuple[Unseen, ...]

    def __iter__(self) -> Iterator[Match]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    def __getitem__(self, place: int) -> Match:
        return self.found[place]


class Index:
    """Find the records that one record may be the same as, while it is entered.

    It uses the blocking rules, comparisons, weights and gates of a trained model, so that a record is judged as
    `dedupe` judges it with the same model. Who shares which e-mail address and phone number is told by the records of
    the index. Safe to use from several threads.

    Args:
        model: a model that was trained: `model` of what `dedupe` gave back, or read from its JSON text.
        records: a dataframe, or mappings of column to cell; records can be added later.
        fields: column to what it means, as for `dedupe`; what is left out is guessed from headings and cells.
        id_column: names a record; guessed, else its place in the order in which they came, from 0.
        region: two-letter country code that decides what national phone numbers and dates mean.

    Raises:
        MissingExtraError: without the extra "frames".
        CallError: the model was not trained, or two records have one id.
        UnknownNameError: `fields` names a column or a target that does not exist.

    >>> import polars
    >>> from crmkit.dedup.frames import dedupe
    >>> people = polars.DataFrame(
    ...     {
    ...         "Vorname": ["Anna", "Anna", "Paul"],
    ...         "Nachname": ["Muster", "Musster", "Beispiel"],
    ...         "Geburtsdatum": ["1980-05-17", "17.05.1980", "1955-02-01"],
    ...         "E-Mail": ["anna@example.org", "anna@example.org", None],
    ...     }
    ... )
    >>> index = Index(dedupe(people).model, people)
    >>> entered = {"Vorname": "Ana", "Nachname": "Muster", "E-Mail": "anna@example.org"}
    >>> [(one.id, one.verdict) for one in index.match(entered)]
    [(0, 'same'), (1, 'same')]
    >>> index.add(entered), len(index)
    (3, 4)
    >>> index.cluster(3)
    (0, 1, 3)
    """

    def __init__(
        self,
        model: Model,
        records: Any = (),
        *,
        fields: Mapping[str, Target | None] | None = None,
        id_column: str | None = None,
        region: str | None = None,
    ) -> None:
        learned = model.trained
        try:
            from crmkit.dedup.columnar.online.entering import enter
        except ImportError as error:
            raise MissingExtraError(needed_for="An index of records", extra="frames") from error
        self._lock = RLock()
        self.model = model
        self.fields, self.id_column, self._living = enter(
            model, learned, records, fields=fields, id_column=id_column, region=region
        )
        self._next = len(self._living)

    def __len__(self) -> int:
        return len(self._living)

    def __contains__(self, name: object) -> bool:
        return name in self._living

    def __repr__(self) -> str:
        return f"<Index of {len(self):,} records>"

    def match(self, record: Mapping[str, object], *, but: Hashable | None = None) -> Matches:
        """Find the records that may be the same as one.

        Args:
            record: column to cell, in the columns of `fields`; any of them may be missing.
            but: id of a record to pass over; that which the record itself brings is passed over anyway.

        Raises:
            UnknownNameError: the index knows no such column.
        """
        self._check(record)
        own: Any = record.get(self.id_column or "") if but is None else but
        with self._lock:
            found, unseen = self._living.near(record, but=own if isinstance(own, Hashable) else None)
        matches = [
            Match(
                id=one.id,
                weight=one.verdict.weight,
                probability=one.verdict.probability,
                verdict=one.verdict.verdict,
                explain=one.explain,
            )
            for one in found
        ]
        return Matches(found=tuple(sorted(matches, key=lambda one: (-one.weight, repr(one.id)))), unseen=unseen)

    def cluster(self, name: Hashable) -> tuple[Any, ...]:
        """Name the records that are one customer with a record, itself among them, in an order of their own.

        Only those who are near are looked at, so it takes a moment however many records there are, and what has come
        since counts. The clusters are those that `dedupe` finds among all records with the same model.

        Args:
            name: its id.

        Raises:
            UnknownNameError: no record has this id.
        """
        with self._lock:
            self._check_known(name)
            return tuple(sorted(self._living.cluster(name), key=repr))

    def add(self, record: Mapping[str, object], *, name: Hashable | None = None) -> Any:
        """Add a record, and return its id.

        Args:
            record: column to cell, in the columns of `fields`.
            name: its id; left out, its cell in `id_column` is, or where there is no such column the next free number.

        Raises:
            UnknownNameError: the index knows no such column.
            CallError: the record has no id, or another one has it.
        """
        self._check(record)
        with self._lock:
            chosen = self._name(record) if name is None else name
            if chosen in self._living:
                raise CallError("A record of the index has this id already; remove it first, or give another one.")
            self._living.add(chosen, record)
        return chosen

    def remove(self, name: Hashable) -> None:
        """Take a record out.

        Args:
            name: its id.

        Raises:
            UnknownNameError: no record has this id.
        """
        with self._lock:
            self._check_known(name)
            self._living.remove(name)

    def _name(self, record: Mapping[str, object]) -> Hashable:
        if self.id_column is None:
            while self._next in self._living:
                self._next += 1
            return self._next
        found = record.get(self.id_column)
        if found is None or not isinstance(found, Hashable):
            raise CallError(f"The record has no id in {self.id_column!r}; give it as `name`.")
        return found

    def _check_known(self, name: Hashable) -> None:
        if name not in self._living:
            raise UnknownNameError("record", str(name), map(str, islice(self._living.names(), 1000)))

    def _check(self, record: Mapping[str, object]) -> None:
        for column in record:
            if column not in self.fields:
                raise UnknownNameError("column", column, self.fields)
