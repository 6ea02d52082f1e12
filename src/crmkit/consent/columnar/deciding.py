"""Decide about many contact points at once, each distinct situation by the decision itself."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, Final

import numpy as np
import polars as pl
from attrs import evolve, field, frozen

from crmkit.consent.ages import OLDEST, minority
from crmkit.consent.columnar.acts import ActColumns
from crmkit.consent.columnar.alike import plainest
from crmkit.consent.columnar.forms import Form, instant_of, micros, point_code
from crmkit.consent.columnar.placing import IS_GRANT, Longs, Placed, place
from crmkit.consent.columnar.shapes import Instants, Minors, grouped, mixed, situations
from crmkit.consent.coverage import END_OF_TIME
from crmkit.consent.decide import verdict
from crmkit.consent.decision import Decision, all_of
from crmkit.consent.facts import Fact
from crmkit.consent.keyed import Keyring
from crmkit.consent.points import KIND_OF_CHANNEL, SEALED
from crmkit.consent.policy import Policy
from crmkit.consent.question import Question
from crmkit.consent.scope import Scope
from crmkit.exceptions import CallError
from crmkit.records import ConsentEvent

_DAY: Final = 86_400_000_000


def decide_columns(
    asked: pl.DataFrame,
    acts: ActColumns,
    *,
    policy: Policy,
    purpose: str,
    channel: str,
    at: datetime,
    known_at: datetime | None = None,
    facts: Iterable[Fact] = (),
    keyring: Keyring | None = None,
) -> pl.DataFrame:
    """Decide about one use of many contact points; each answer is that of `crmkit.consent.decide.decide`.

    Args:
        asked: one row for each contact point: the `person`, as in the acts; the code of the `point`, see
            `crmkit.consent.columnar.forms.point_code`; and where they are known, the `jurisdiction`, a text or a list
            of texts of which each must allow the use, the date on which the person was `born`, and the `key` of the
            contact point, which is needed where the acts hold keyed hashes.
        acts: the acts of these people, or of more.
        policy: purposes and rules.
        purpose: what for.
        channel: by which channel; it must be one that reaches the points.
        at: the instant.
        known_at: only what was recorded by then counts.
        facts: what is true of everybody asked about.
        keyring: reads keyed hashes.

    Returns:
        In the order asked: `allowed`, `basis` and `reasons`.

    Raises:
        CallError: a column is missing.

    >>> from datetime import UTC
    >>> from crmkit.consent.packs import default_policy
    >>> told = datetime(2026, 1, 5, tzinfo=UTC)
    >>> point = "email:a@example.org"
    >>> yes = ConsentEvent(
    ...     act="grant",
    ...     ref="shop/7",
    ...     purpose="newsletter",
    ...     channel="email",
    ...     point=point,
    ...     at=told,
    ...     recorded_at=told,
    ...     source="shop",
    ...     method="web_form",
    ... )
    >>> asked = pl.DataFrame({"person": ["shop/7", "shop/8"], "point": [point_code(point)] * 2})
    >>> decide_columns(
    ...     asked,
    ...     ActColumns.of([yes], lambda act: act.ref),
    ...     policy=default_policy(),
    ...     purpose="newsletter",
    ...     channel="email",
    ...     at=datetime(2026, 3, 1, tzinfo=UTC),
    ... ).rows()
    [(True, 'consent', []), (False, None, ['no_consent'])]
    """
    for name in ("person", "point"):
        if name not in asked.columns:
            raise CallError(f"Contact points in columns need the column {name!r}; there are {asked.columns}.")
    question = ask(purpose, channel, at, known_at=known_at, facts=facts, keyring=keyring)
    found = decide_situations(asked, acts, policy=policy, question=question, keyring=keyring)
    return found.frame()


def ask(
    purpose: str,
    channel: str,
    at: datetime,
    *,
    known_at: datetime | None,
    facts: Iterable[Fact],
    keyring: Keyring | None,
) -> Question:
    """Ask about a use of any contact point of a channel."""
    return Question(
        purpose=purpose,
        channel=channel,
        point=f"{KIND_OF_CHANNEL.get(channel, channel)}:here",
        at=at,
        known_at=known_at,
        facts=tuple(facts),
        sealed=() if keyring is None else tuple(f"{SEALED}{name}:-" for name in keyring.keys),
    )


@frozen(eq=False)
class Situations:
    """The decisions about some contact points: one for each situation.

    Attributes:
        which: the number of the situation of each contact point.
        decisions: the decision of each situation; its evidence names no acts.
    """

    which: Any
    decisions: tuple[Decision, ...]

    def frame(self) -> pl.DataFrame:
        """Give the answer of each contact point: `allowed`, `basis` and `reasons`."""
        answers = pl.DataFrame(
            {
                "allowed": [one.allowed for one in self.decisions],
                "basis": [one.basis for one in self.decisions],
                "reasons": [list(one.reasons) for one in self.decisions],
            },
            schema={"allowed": pl.Boolean, "basis": pl.String, "reasons": pl.List(pl.String)},
        )
        return answers.select(pl.all().gather(pl.Series(self.which)))


def decide_situations(
    asked: pl.DataFrame, acts: ActColumns, *, policy: Policy, question: Question, keyring: Keyring | None
) -> Situations:
    """Decide as `decide_columns` does; the question names any contact point of the channel."""
    use = policy.purposes.get(question.purpose)
    if use is None or question.channel not in policy.channels or not len(asked):
        return Situations(np.zeros(len(asked), dtype=np.int64), (verdict((), question, policy),))
    scope = Scope.of(policy, use, question.channel, None)
    placed = place(
        asked.select("person", "point"),
        acts,
        scope,
        known_at=None if question.known_at is None else micros(question.known_at),
        sealed=_names(asked, acts, keyring),
    )
    return _Batch(asked, acts, policy, question, _places(asked), scope, placed).decide()


@frozen(eq=False)
class _Places:
    """Whose law counts: distinct lists of jurisdictions, and which one holds for each contact point."""

    lists: tuple[tuple[str | None, ...], ...]
    which: Any


@frozen(eq=False)
class _Batch:
    people: pl.DataFrame
    acts: ActColumns
    policy: Policy
    question: Question
    places: _Places
    scope: Scope
    placed: Placed
    _questions: dict[str | None, Question] = field(init=False, factory=dict)

    def decide(self) -> Situations:
        minors, instants = self._minors(), self._instants()
        named = situations(self.placed, minors, self.acts.forms, self._alike(), instants)
        laws = self._laws()[self.places.which].astype(np.uint64) * np.uint64(4) + self._elsewhere(instants)
        which, first = grouped(mixed(named[:, 0], laws), mixed(named[:, 1], laws))
        return Situations(which, tuple(self._decided(first, minors)))

    def _decided(self, chosen: Longs, minors: Minors) -> Iterator[Decision]:
        """Decide about some contact points by themselves."""
        placed, kept = self.placed, self.placed.kept
        numbers = {int(kept.number[at]): at for at in placed.everybody.tolist()}
        lost = {at: numbers.get(int(kept.about[at]), -1) for at in placed.everybody.tolist()}
        everybody = self._events(lost, None)
        spans = zip(np.searchsorted(minors.q, chosen), np.searchsorted(minors.q, chosen, "right"), strict=True)
        for q, (low, high) in zip(chosen.tolist(), spans, strict=True):
            here = placed.at(q)
            told = dict(zip(placed.act[here].tolist(), placed.target[here].tolist(), strict=True))
            elsewhere = {at: -1 for at in placed.consents(q).tolist() if at not in told}
            events = [*self._events(told, self.question.point), *everybody]
            if elsewhere:
                events += self._events(elsewhere, f"{self.question.point}:elsewhere")
            ages = dict(zip(minors.place[low:high].tolist(), minors.until[low:high].tolist(), strict=True))
            yield self._one(events, self.places.lists[self.places.which[q]], ages)

    def _alike(self) -> Any:
        """Number the forms once more: those that no decision about the use can tell apart have one number."""
        void = {name for one in self._everywhere for name in self._scope(one).void_methods}
        same = partial(plainest, policy=self.policy, purpose=self.scope.purpose, channel=self.scope.channel, void=void)
        numbers: dict[Form, int] = {}
        found = [numbers.setdefault(same(form), len(numbers)) for form in self.acts.forms]
        return np.array(found or [0])

    def _laws(self) -> Any:
        """Number the lists of jurisdictions once more: those under the same rules have one number."""
        numbers: dict[Any, int] = {}
        found = []
        for places in self.places.lists:
            scopes = [self._scope(one) for one in places]
            law = [(tuple(map(id, one.rules)), one.void_methods, one.facts.get("lia")) for one in scopes]
            found.append(numbers.setdefault(tuple(law), len(numbers)))
        return np.array(found)

    @property
    def _everywhere(self) -> set[str | None]:
        return {one for places in self.places.lists for one in places}

    def _one(
        self, events: Sequence[ConsentEvent], jurisdictions: Sequence[str | None], ages: Mapping[int, int]
    ) -> Decision:
        answers = []
        for number, one in enumerate(jurisdictions):
            question = self._asked_in(one)
            if number in ages:
                question = evolve(question, facts=(*question.facts, Fact("minor", until=instant_of(ages[number]))))
            answers.append(verdict(events, question, self.policy))
        return all_of(answers) if len(answers) > 1 else answers[0]

    def _asked_in(self, jurisdiction: str | None) -> Question:
        if jurisdiction not in self._questions:
            self._questions[jurisdiction] = evolve(self.question, jurisdiction=jurisdiction)
        return self._questions[jurisdiction]

    def _events(self, targets: Mapping[int, int], point: str | None) -> list[ConsentEvent]:
        """Write acts as they are, each named by its place, and so the target of an answer; -1 where there is none."""
        kept, forms, places = self.placed.kept, self.acts.forms, list(targets)
        columns = (kept.form, kept.since, kept.until, kept.recorded, kept.ref)
        found = []
        for at, form, since, until, recorded, ref in zip(
            places, *(one[places].tolist() for one in columns), strict=True
        ):
            target = targets[at]
            found.append(
                forms[form].event(
                    name=str(at),
                    since=since,
                    until=until,
                    recorded=recorded,
                    point=point or f"{SEALED}{forms[form].sealed}:-",
                    ref=None if ref < 0 else str(ref),
                    about=None if target < 0 else str(target),
                )
            )
        return found

    def _instants(self) -> Instants:
        at = micros(self.question.at)
        ages = {age for one in self._everywhere for age in self._scope(one).ages}
        bounds = {at, *(at - age * _DAY for age in ages if age * _DAY < 2**62)}
        named = [*(one.published_at for one in self.policy.purposes.editions)]
        for notice in self.policy.notices:
            named += [one for one in (notice.shown_from, notice.shown_until) if one is not None]
        for fact in self.question.facts:
            named += [one for one in (fact.since, fact.until) if one is not None]
        bounds |= {micros(one) for one in named}
        tolerance = self.policy.clock_tolerance_seconds * 1_000_000
        return Instants(at, np.array(sorted(bounds), dtype=np.int64), tolerance)

    def _scope(self, jurisdiction: str | None) -> Scope:
        return Scope.of(self.policy, self.scope.purpose, self.scope.channel, jurisdiction)

    def _minors(self) -> Minors:
        """List the ends of childhood that can matter."""
        nothing = np.zeros(0, dtype=np.int64)
        if "born" not in self.people.columns:
            return Minors(nothing, nothing, nothing)
        at, kept, placed = micros(self.question.at), self.placed.kept, self.placed
        guarded = any(form.method == "guardian" for form in self.acts.forms)
        first = np.full(len(self.people), at)
        granted = np.flatnonzero(kept.role[placed.act] == IS_GRANT)
        np.minimum.at(first, placed.q[granted], kept.since[placed.act[granted]])
        born = self.people.select("born", which=pl.Series(self.places.which)).with_row_index("q").drop_nulls("born")
        if not guarded and len(first):
            born = born.filter(pl.col("born").dt.year() >= instant_of(int(first.min())).year - OLDEST - 1)
        rows = [
            (day, which, end, number)
            for day, which in born.select("born", "which").unique(maintain_order=True).iter_rows()
            for number, end in enumerate(self._ends_of_childhood(day, which))
        ]
        kinds: dict[str, Any] = {"born": pl.Date, "which": born.schema["which"], "until": pl.Int64, "place": pl.Int64}
        ends = pl.DataFrame(rows, schema=kinds, orient="row")
        grown = born.join(ends, on=["born", "which"], maintain_order="left")
        q, until, number = (grown[name].to_numpy().astype(np.int64) for name in ("q", "until", "place"))
        there = np.flatnonzero(guarded | (until > first[q]))
        return Minors(q[there], until[there], number[there])

    def _ends_of_childhood(self, born: date, which: int) -> Iterator[int]:
        for one in self.places.lists[which]:
            until = minority(born, years=self.policy.age_of_consent(one)).until
            yield micros(END_OF_TIME if until is None else until)

    def _elsewhere(self, instants: Instants) -> Any:
        """Tell of which kind are consents to the use that do not cover a contact point, where no other has begun."""
        kept, placed = self.placed.kept, self.placed
        begun = (kept.role == IS_GRANT) & (kept.since <= instants.at) & (kept.person >= 0)
        shown = self._shown(np.flatnonzero(begun), instants)
        here = np.flatnonzero(begun[placed.act])
        found = np.zeros(len(placed.persons), dtype=np.uint64)
        for bit, kind in enumerate((begun & shown, begun & ~shown)):
            hers = np.bincount(kept.person[kind], minlength=int(placed.persons.max(initial=0)) + 1)[placed.persons]
            mine = np.bincount(placed.q[here][kind[placed.act[here]]], minlength=len(found))
            found |= (hers > mine).astype(np.uint64) << np.uint64(bit)
        found[placed.q[here][shown[placed.act[here]]]] = 0
        return found

    def _shown(self, consents: Any, instants: Instants) -> Any:
        """Say of each act, where it is a consent, whether the purpose was among those that the person saw."""
        kept = self.placed.kept
        shown = np.ones(len(kept.role), dtype=np.bool_)
        if self.scope.purpose.born_in > 1:
            cases = kept.form[consents] * (2 * len(instants.bounds) + 1) + instants.sides(kept.since[consents])
            _, first, which = np.unique(cases, return_index=True, return_inverse=True)
            events = self._events(dict.fromkeys(consents[first].tolist(), -1), self.question.point)
            seen = {event.id: self.scope.was_shown(event) for event in events}
            shown[consents] = np.array([seen[str(at)] for at in consents[first].tolist()] or [True])[which]
        return shown


def _places(people: pl.DataFrame) -> _Places:
    if "jurisdiction" not in people.columns:
        return _Places(((None,),), np.zeros(len(people), dtype=np.uint32))
    column = people["jurisdiction"]
    text = column.list.join("\x1f") if isinstance(column.dtype, pl.List) else column.cast(pl.String)
    text = text.fill_null("")
    lists = text.unique(maintain_order=True)
    codes = text.cast(pl.Enum(lists)).to_physical()
    return _Places(tuple(tuple(one.split("\x1f")) if one else (None,) for one in lists), codes.to_numpy())


def _names(people: pl.DataFrame, acts: ActColumns, keyring: Keyring | None) -> dict[str, list[int]]:
    """Number the keyed hashes of the contact points, under each key that some act was hidden with."""
    if keyring is None:
        return {}
    used = {form.sealed for form in acts.forms}
    if "key" not in people.columns and used.intersection(keyring.keys):
        raise CallError("Some acts hold keyed hashes; give the contact points in a column 'key' too.")
    return {
        key: [point_code(keyring.names("point", one)[place_]) for one in people["key"]] if key in used else []
        for place_, key in enumerate(keyring.keys)
    }
