"""Verification at entry: what is wrong with values, what they may have been meant to be, and who they may be about."""

import json
import logging
from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve, frozen

from crmkit.backends.protocol import Backend
from crmkit.dedup.explanation import Unseen
from crmkit.dedup.features import FEATURES
from crmkit.dedup.index import Match
from crmkit.dedup.learned import shipped
from crmkit.dedup.model import Model
from crmkit.exceptions import CallError, MissingExtraError
from crmkit.intake.loading import read_values
from crmkit.intake.take import NOBODY, identifies
from crmkit.ledger import matching
from crmkit.ledger.editing import form
from crmkit.ledger.keeper import Keeper
from crmkit.schema.types.base import Finding

if TYPE_CHECKING:
    from crmkit.dedup.columnar.online.judging import EntryJudge

MODELS: Final = "models"
"""Table of the model that a base was last searched with: its name under "trained", and itself under its name."""

_TRAINED: Final = "trained"
_ENTRY: Final = "entry"
_FEWEST: Final = 1024
"""Customers that a base is taken to have at least: one that is nearly empty is going to grow."""

_log = logging.getLogger("crmkit.ledger")


@frozen
class Suggestion:
    """What a value may have been meant to be.

    Attributes:
        field: the field.
        value: what to offer.
        code: of the finding that suggests it, such as "email.typo".
    """

    field: str | None
    value: str
    code: str


@frozen(kw_only=True)
class EntryCheck:
    """What there is to say of values before they are kept.

    Attributes:
        findings: everything that was noticed; those that are errors would keep `base.add` from taking the values.
        suggestions: what values may have been meant to be.
        duplicates: customers who may be the same party, strongest first; `id` is the customer's.
        unseen: customers that share a match key and were not looked at, since too many do.
    """

    findings: tuple[Finding, ...]
    suggestions: tuple[Suggestion, ...]
    duplicates: tuple[Match, ...]
    unseen: tuple[Unseen, ...]

    def __bool__(self) -> bool:
        raise TypeError("The truth of an EntryCheck says nothing; look at .findings, .suggestions or .duplicates.")


def remember_model(backend: Backend, model: Model) -> None:
    """Keep the model that a base was searched with, in place of the last one, for whoever checks an entry next."""
    if model.learned is None:
        return
    with backend.transaction():
        backend.clear(MODELS)
        backend.put(MODELS, model.name, json.loads(model.to_json()))
        backend.put(MODELS, _TRAINED, {"name": model.name})


class EntryDesk:
    """Checks what is entered, against the customers of a base.

    Args:
        keeper: reads the base.
        region: country of numbers, postcodes and amounts that name none.
        zone: IANA name of the zone that times mean.
    """

    def __init__(self, keeper: Keeper, *, region: str | None, zone: str) -> None:
        self._keeper = keeper
        self._region = region
        self._zone = zone
        self._judge: tuple[str, EntryJudge] | None = None

    def check(self, values: Mapping[str, Any], *, but: str | None, limit: int) -> EntryCheck:
        """Check what is entered; see `CustomerBase.check`."""
        keeper = self._keeper
        taken = read_values(
            values,
            form(keeper, values, _ENTRY),
            key="",
            now=keeper.now(),
            region=self._region,
            zone=self._zone,
            schema=keeper.schema,
        ).taken
        customers = keeper.derived.count()
        passed_over = None if but is None else keeper.derived.customer(but).id
        if not taken:
            return EntryCheck(findings=(NOBODY,), suggestions=(), duplicates=(), unseen=())
        row = taken[0].clean
        findings = row.findings if identifies(row.values) else (NOBODY, *row.findings)
        reader = keeper.derived.entries
        entry = reader.read(row)
        near = matching.near(keeper.backend, reader, entry)
        rows = [
            (customer, ref, one)
            for customer, held in near.rows.items()
            if customer != passed_over
            for ref, one in held.items()
        ]
        found: dict[str, Match] = {}
        for verdict, explain in self._trained(customers).judge(entry, [one for _, _, one in rows]):
            customer, ref, _ = rows[verdict.place]
            match = Match(
                id=customer,
                weight=verdict.weight,
                probability=verdict.probability,
                verdict=verdict.verdict,
                explain=partial(explain, (_ENTRY, ref)),
            )
            found[customer] = max(found.get(customer, match), match, key=lambda one: one.weight)
        duplicates = sorted(found.values(), key=lambda one: (-one.weight, one.id))[:limit]
        keeper.journal("read", "duplicates of an entry", len(duplicates))
        return EntryCheck(
            findings=findings,
            suggestions=tuple(_suggestions(findings)),
            duplicates=tuple(duplicates),
            unseen=near.unseen,
        )

    def _trained(self, customers: int) -> "EntryJudge":
        """Take the model that the base was last searched with, or else the shipped shares.

        The size of the base counts roughly, so that the weights need not be made again for every new customer.
        """
        try:
            from crmkit.dedup.columnar.online.judging import EntryJudge
        except ImportError as error:
            raise MissingExtraError(needed_for="Comparing an entry with customers", extra="frames") from error
        backend = self._keeper.backend
        said, size = backend.get(MODELS, _TRAINED), max(_FEWEST, 1 << customers.bit_length())
        name = f"shipped for {size}" if said is None else said.body["name"]
        if self._judge is None or self._judge[0] != name:
            reader = self._keeper.derived.entries
            model = None if said is None else kept_model(backend)
            self._judge = name, EntryJudge(model or _shipped_model(size, reader.types), reader)
        return self._judge[1]


def kept_model(backend: Backend) -> Model | None:
    """Read the model that a base was last searched with; None where there is none, or it cannot be read."""
    said = backend.get(MODELS, _TRAINED)
    kept = None if said is None else backend.get(MODELS, said.body["name"])
    try:
        return None if kept is None else Model.from_json(json.dumps(kept.body))
    except CallError:
        _log.warning("The model that this base was last searched with cannot be read; find duplicates again.")
        return None


def _shipped_model(customers: int, types: Iterable[str]) -> Model:
    model = Model()
    learned = shipped(
        model.comparisons,
        [*(one.name for one in FEATURES), *types],
        gates=[one.name for one in model.gates],
        records=customers,
        duplicates_per_record=model.duplicates_per_record,
    )
    return evolve(model, learned=learned)


def _suggestions(findings: Iterable[Finding]) -> Iterable[Suggestion]:
    for one in findings:
        if one.suggestion is not None:
            yield Suggestion(one.field, one.suggestion, one.code)
