"""Decide about customers together: which acts concern each of them and under whose law, in columns.

`crmkit.consent.deciding` says the same of one customer, and is the reference. Its answers carry their evidence; these
do not.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from functools import cached_property
from typing import Final

import numpy as np
import polars as pl
from attrs import frozen

from crmkit.consent.columnar.acts import COLUMNS, ActColumns
from crmkit.consent.columnar.deciding import ask, decide_situations
from crmkit.consent.columnar.forms import point_code
from crmkit.consent.columnar.named import name_code
from crmkit.consent.coverage import GRANTS
from crmkit.consent.deciding import Deciding
from crmkit.consent.decision import Decision
from crmkit.consent.deliverability import BOUNCES, undeliverable_points
from crmkit.consent.keyed import Keyring
from crmkit.consent.points import KIND_OF_CHANNEL
from crmkit.consent.policy import Policy
from crmkit.consent.reach import countries_of, points_of, unplaced
from crmkit.identity.clusters import customer_id
from crmkit.records import ConsentEvent, Customer
from crmkit.schema.types.date import PartialDate

_SOMEBODY_ELSE: Final = -2


class DecidingTogether:
    """The ledger laid open in columns at one instant, to decide about many customers, some thousands at a time.

    Whoever was one with somebody else once is decided alone: what was captured meanwhile is shared out by
    `crmkit.consent.linking`, which columns cannot do.

    Args:
        acts: the ledger, as `crmkit.consent.columnar.named.laid_out` writes it.
        policy: what consent allows.
        region: jurisdiction of customers whose country is unknown.
        at: the instant of the questions.
        known_at: only what was recorded by then counts.
        keyring: reads keyed hashes.
        apart: rows and ids of those who were one with somebody else.
        alone: lays open what decides about some customers one by one.
    """

    def __init__(
        self,
        acts: ActColumns,
        *,
        policy: Policy,
        region: str | None,
        at: datetime,
        known_at: datetime | None,
        keyring: Keyring | None,
        apart: AbstractSet[str],
        alone: Callable[[Sequence[Customer]], Deciding],
    ) -> None:
        self._policy = policy
        self._region = region
        self._at = at
        self._known_at = known_at
        self._keyring = keyring
        self._apart = apart
        self._alone = alone
        self._dead: dict[str, frozenset[int]] = {}
        self._ledger = _Ledger.of(acts, () if keyring is None else keyring.keys)
        self.prepare(())

    def prepare(self, customers: Sequence[Customer]) -> None:
        """Be told whom the next questions are about."""
        parted = (one for one in customers if self._apart and not self._apart.isdisjoint(_names(one)))
        self._apart_now = {one.id: one for one in parted}
        self._one_by_one: Deciding | None = None
        self._group = _Group([one for one in customers if one.id not in self._apart_now], self._region)
        self._told: dict[tuple[str, str], dict[tuple[str, str], Decision]] = {}

    def decide(self, customer: Customer, purpose: str, channel: str, point: str) -> Decision:
        """Decide about one contact point of a customer who was named to `prepare`.

        Args:
            customer: who.
            purpose: what for.
            channel: by which channel.
            point: key of one of her contact points of this channel.
        """
        if customer.id in self._apart_now:
            if self._one_by_one is None:
                self._one_by_one = self._alone(list(self._apart_now.values()))
            return self._one_by_one.decide(customer, purpose, channel, point)
        use = (purpose, channel)
        if use not in self._told:
            self._told[use] = self._decide_all(purpose, channel)
        return self._told[use][customer.id, point]

    def consented(self, customer: Customer, purpose: str, channel: str | None) -> bool:
        """Say whether a customer may be reached for a purpose at any contact point of a channel, or of any channel."""
        channels = sorted(KIND_OF_CHANNEL) if channel is None else [channel]
        return any(
            self.decide(customer, purpose, one, point).allowed for one in channels for point in points_of(customer, one)
        )

    def undeliverable(self, channel: str, point: str) -> bool:
        """Say whether nothing can be delivered to a contact point; see `crmkit.consent.deliverability`."""
        if channel not in self._dead:
            self._dead[channel] = self._find_dead(channel)
        return bool(self._dead[channel]) and point_code(point) in self._dead[channel]

    def _decide_all(self, purpose: str, channel: str) -> dict[tuple[str, str], Decision]:
        group = self._group
        pairs = [
            (n, point) for n, one in enumerate(group.customers) for point in dict.fromkeys(points_of(one, channel))
        ]
        rows = [n for n, _ in pairs]
        asked = pl.DataFrame(
            {"person": rows, "point": [point_code(point) for _, point in pairs]},
            schema={"person": pl.Int64, "point": pl.Int64},
        )
        laws = group.laws(self._ledger)
        asked = asked.with_columns(jurisdiction=laws.gather(rows), born=group.born.gather(rows))
        if self._keyring is not None:
            asked = asked.with_columns(key=pl.Series([point for _, point in pairs], dtype=pl.String))
        question = ask(purpose, channel, self._at, known_at=self._known_at, facts=(), keyring=self._keyring)
        acts = group.acts(self._ledger, self._keyring)
        found = decide_situations(asked, acts, policy=self._policy, question=question, keyring=self._keyring)
        which = found.which.tolist()
        return {
            (group.customers[n].id, point): found.decisions[one] for (n, point), one in zip(pairs, which, strict=True)
        }

    def _find_dead(self, channel: str) -> frozenset[int]:
        events = self._ledger.bounces(KIND_OF_CHANNEL.get(channel, channel))
        found = undeliverable_points(events, self._policy, channel=channel, at=self._at, known_at=self._known_at)
        return frozenset(int(point.rpartition(":")[2]) for point in found)


@frozen(eq=False)
class _Ledger:
    """The acts, and those among them that may concern others than whom they name.

    Attributes:
        acts: all of them.
        following: what follows a contact point, whoever has it, and what nobody can read; its `person` is null where it
            names nobody.
        orphans: consents among these that name nobody; they are hers who has the contact point.
        answers: what is about another act.
    """

    acts: ActColumns
    following: pl.DataFrame
    orphans: pl.DataFrame
    answers: pl.DataFrame

    @classmethod
    def of(cls, acts: ActColumns, keys: Collection[str]) -> "_Ledger":
        lost = _of(acts.frame, [one.sealed is not None and one.sealed not in keys for one in acts.forms])
        nameless = acts.frame["ref"].is_null() & ~lost
        follows = nameless | _of(acts.frame, [one.act == "suppress" or one.sealed is not None for one in acts.forms])
        person = pl.when(nameless).then(None).otherwise(pl.lit(_SOMEBODY_ELSE, pl.Int64))
        every = acts.frame.with_columns(person=person)
        consents = nameless & _of(acts.frame, [one.act in GRANTS for one in acts.forms])
        return cls(
            acts,
            every.filter(follows & ~consents),
            every.filter(consents),
            every.filter(~follows & _of(acts.frame, [one.answering for one in acts.forms])),
        )

    def bounces(self, kind: str) -> Iterable[ConsentEvent]:
        """Write the messages that came back from contact points of a kind, and the answers to them."""
        forms = self.acts.forms
        bounced = self.following.filter(
            _of(self.following, [one.act == "suppress" and one.method in BOUNCES for one in forms])
        )
        lifts = self.acts.frame.join(bounced, left_on="about", right_on="number", how="semi")
        for row in pl.concat([bounced, lifts.select(bounced.columns)]).unique("number").iter_rows(named=True):
            yield forms[row["form"]].event(
                name=str(row["number"]),
                since=row["since"],
                until=row["until"],
                recorded=row["recorded"],
                point=f"{kind}:{row['point']}",
                ref=None,
                about=None if row["about"] is None else str(row["about"]),
            )


@frozen(eq=False)
class _Group:
    """Some customers, by their number."""

    customers: Sequence[Customer]
    region: str | None

    @cached_property
    def _whose(self) -> pl.DataFrame:
        """Every row and id of theirs: its code as `ref`, and whose it is."""
        return _pairs(((name_code(name), n) for n, one in enumerate(self.customers) for name in _names(one)), "ref")

    @cached_property
    def born(self) -> pl.Series:
        """Their dates of birth, where they are known."""
        values = (one.values.get("birth_date") for one in self.customers)
        return pl.Series([one.as_date() if isinstance(one, PartialDate) else None for one in values], dtype=pl.Date)

    def laws(self, ledger: _Ledger) -> pl.Series:
        """List the countries whose law counts; an unknown one is an empty text, since lists lose what is null."""
        nowhere = self._granted_nowhere(ledger.acts)
        numbers: dict[tuple[str, ...], int] = {}
        found = []
        for n, one in enumerate(self.customers):
            countries = countries_of(one)
            if not countries or n in nowhere:
                countries = (*countries, self.region or "")
            found.append(numbers.setdefault(countries, len(numbers)))
        return pl.Series([list(one) for one in numbers], dtype=pl.List(pl.String)).gather(found)

    def _granted_nowhere(self, acts: ActColumns) -> Collection[int]:
        """Find those who consented with a row that names no country, while another row of theirs does."""
        rows = _pairs(((name_code(name), n) for n, one in enumerate(self.customers) for name in unplaced(one)), "ref")
        if not len(rows):
            return ()
        grants = acts.frame.filter(_of(acts.frame, [one.act == "grant" for one in acts.forms]))
        return frozenset(rows.join(grants, on="ref", how="semi")["who"].to_list())

    def acts(self, ledger: _Ledger, keyring: Keyring | None) -> ActColumns:
        """Choose the acts that may concern them, each with the number of the person whom it names."""
        hers = self._named(ledger.acts.frame, self._whose, "ref")
        if len(ledger.orphans):
            homes = _pairs(self._homes(keyring), "point").unique(maintain_order=True)
            hers = pl.concat([hers, self._named(ledger.orphans, homes, "point")])
        others = ledger.following.join(self._whose, on="ref", how="anti", maintain_order="left")
        acts = pl.concat([hers, others.select(hers.columns)])
        answers = ledger.answers.join(self._whose, on="ref", how="anti", maintain_order="left")
        answers = answers.join(acts, left_on="about", right_on="number", how="semi", maintain_order="left")
        return ActColumns(forms=ledger.acts.forms, frame=pl.concat([acts, answers.select(hers.columns)]))

    def _named(self, acts: pl.DataFrame, whose: pl.DataFrame, by: str) -> pl.DataFrame:
        found = acts.drop("person").join(whose, on=by, how="inner", maintain_order="left")
        return found.rename({"who": "person"}).select("person", *COLUMNS)

    def _homes(self, keyring: Keyring | None) -> Iterator[tuple[int, int]]:
        """Give the code of every contact point, of whatever kind, and of every keyed hash of it, and whose it is."""
        for n, one in enumerate(self.customers):
            for point in {point for kind in KIND_OF_CHANNEL for point in points_of(one, kind)}:
                for name in (point, *(() if keyring is None else keyring.names("point", point))):
                    yield point_code(name), n


def _names(customer: Customer) -> set[str]:
    return {customer.id, *customer.refs, *map(customer_id, customer.refs)}


def _pairs(pairs: Iterable[tuple[int, int]], name: str) -> pl.DataFrame:
    return pl.DataFrame(list(pairs), schema={name: pl.Int64, "who": pl.Int64}, orient="row")


def _of(frame: pl.DataFrame, forms: Sequence[bool]) -> pl.Series:
    """Say of each act whether its form is one of some."""
    return pl.Series(np.array(forms or [False])[frame["form"].to_numpy()], dtype=pl.Boolean)
