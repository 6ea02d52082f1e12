"""Decide about many contact points at once, each distinct situation by the decision itself."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import numpy as np
import polars as pl
from attrs import frozen

from crmkit.consent.columnar.acts import ActColumns
from crmkit.consent.columnar.alike import alike
from crmkit.consent.columnar.elsewhere import elsewhere
from crmkit.consent.columnar.examples import Examples
from crmkit.consent.columnar.forms import micros, point_code
from crmkit.consent.columnar.instants import Instants
from crmkit.consent.columnar.laws import Laws
from crmkit.consent.columnar.minors import Minors
from crmkit.consent.columnar.naming import grouped, mixed
from crmkit.consent.columnar.placing import place
from crmkit.consent.columnar.shapes import situations
from crmkit.consent.decide import verdict
from crmkit.consent.decision import Decision
from crmkit.consent.facts import Fact
from crmkit.consent.keyed import Keyring
from crmkit.consent.points import KIND_OF_CHANNEL, SEALED
from crmkit.consent.policy import Policy
from crmkit.consent.question import Question
from crmkit.consent.scope import Scope
from crmkit.exceptions import CallError


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
    >>> from crmkit.consent.columnar.forms import point_code
    >>> from crmkit.consent.packs import default_policy
    >>> from crmkit.records import ConsentEvent
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
    laws = Laws.of(asked, policy, scope)
    instants = Instants.of(question, policy, laws.ages)
    guarded = any(form.method == "guardian" for form in acts.forms)
    minors = Minors.among(asked, placed, laws, policy, at=instants.at, guarded=guarded)
    same = alike(acts.forms, policy=policy, purpose=use, channel=question.channel, void=laws.void_methods)
    named = situations(placed, minors, acts.forms, same, instants)
    around = laws.alike.astype(np.uint64) * np.uint64(4) + elsewhere(placed, acts.forms, scope, instants)
    which, first = grouped(mixed(named[:, 0], around), mixed(named[:, 1], around))
    return Situations(which, tuple(Examples(placed, acts.forms, laws, minors, question, policy).decide(first)))


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
