"""Public opposition lists, such as Bloctel or a Robinson list, as dated sources that go stale."""

from collections.abc import Collection, Iterable
from datetime import datetime

from attrs import field, frozen

from crmkit.consent.coverage import after_days
from crmkit.consent.facts import Fact
from crmkit.consent.policy import Policy
from crmkit.consent.question import Question
from crmkit.records import instant


@frozen(kw_only=True)
class OppositionList:
    """What an opposition list said on one day.

    Attributes:
        name: its name, as rules call it: "bloctel".
        as_of: the instant of its contents.
        points: keys of the contact points that are on it, or their keyed hashes.
    """

    name: str
    as_of: datetime = field(converter=instant)
    points: frozenset[str] = field(repr=False, converter=frozenset)

    @property
    def evidence(self) -> str:
        """Name of these contents, for the evidence of a decision."""
        return f"{self.name} as of {self.as_of:%Y-%m-%dT%H:%MZ}"

    def has(self, names: Collection[str]) -> bool:
        """Say whether a contact point, given by its key and its keyed hashes, is on the list."""
        return not self.points.isdisjoint(names)


def list_facts(lists: Iterable[OppositionList], question: Question, policy: Policy) -> tuple[Fact, ...]:
    """Say what opposition lists know about a question, as facts that it takes.

    A contact point that is on a list is "listed". It is "list_checked" from when every list that the rule in force
    names was looked into, for as long as the rule says that this stays fresh. Of each list the newest contents that
    there were at the instant of the question count.

    Args:
        lists: contents of lists, of any days.
        question: what is asked.
        policy: its rules say which lists count, and for how long they stay fresh.

    >>> from datetime import UTC
    >>> from crmkit.consent.packs import default_policy
    >>> july = OppositionList(name="bloctel", as_of=datetime(2026, 7, 1, tzinfo=UTC), points={"phone:+33123456789"})
    >>> asked = Question(
    ...     purpose="offers",
    ...     channel="phone",
    ...     point="phone:+33123456780",
    ...     jurisdiction="FR",
    ...     at=datetime(2026, 7, 2, tzinfo=UTC),
    ... )
    >>> [(fact.name, fact.until.date().isoformat()) for fact in list_facts([july], asked, default_policy())]
    [('list_checked', '2026-07-31')]
    """
    if policy.purposes.get(question.purpose) is None:
        return ()
    rule = policy.rule(question.purpose, question.channel, question.jurisdiction, question.at)
    newest: dict[str, OppositionList] = {}
    for one in lists:
        if one.as_of <= question.at and (one.name not in newest or newest[one.name].as_of < one.as_of):
            newest[one.name] = one
    names = {question.point, *question.sealed}
    asked = rule.lists if rule is not None else {}
    listed = [one for name, one in sorted(newest.items()) if name in asked and one.has(names)]
    if listed:
        return tuple(Fact("listed", since=one.as_of, evidence=one.evidence) for one in listed)
    if not asked or not asked.keys() <= newest.keys():
        return ()
    looked = [newest[name] for name in sorted(asked)]
    return (
        Fact(
            "list_checked",
            since=max(one.as_of for one in looked),
            until=min(after_days(one.as_of, asked[one.name]) for one in looked),
            evidence=", ".join(one.evidence for one in looked),
        ),
    )
