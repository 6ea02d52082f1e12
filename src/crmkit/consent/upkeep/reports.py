"""The reports of upkeep, as declarations: which standings each one keeps."""

from collections.abc import Mapping
from typing import Final

from attrs import frozen

from crmkit.consent.upkeep.standing import STATES, Standing
from crmkit.exceptions import UnknownNameError

ANY_STATE: Final = frozenset(STATES)
ANY_ASKING: Final = frozenset({"now", "once", "elsewhere", "no", "never"})


@frozen(kw_only=True)
class Report:
    """A report of upkeep.

    Attributes:
        name: its name.
        en: its title in English.
        fr: its title in French.
        states: how a consent stands that it lists.
        unproven: states that it lists too where the proof lacks something.
        asking: whether the person may be asked.
        source: why it is kept.
    """

    name: str
    en: str
    fr: str
    states: frozenset[str] = ANY_STATE
    unproven: frozenset[str] = frozenset()
    asking: frozenset[str] = ANY_ASKING
    source: str = ""

    def lists(self, one: Standing) -> bool:
        """Say whether a standing is in the report."""
        return one.asking in self.asking and (
            one.state in self.states or (bool(one.missing) and one.state in self.unproven)
        )

    def title(self, language: str = "en") -> str:
        """Give its title.

        Raises:
            UnknownNameError: for a language other than "en" and "fr".
        """
        titles = {"en": self.en, "fr": self.fr}
        if language not in titles:
            raise UnknownNameError("language", language, titles)
        return titles[language]


_LIST: Final = (
    Report(
        name="renewals_due",
        en="Consents that end soon",
        fr="Consentements qui prennent bientôt fin",
        states=frozenset({"ending"}),
        source="EDPB Guidelines 05/2020, paragraph 111: consent is refreshed at appropriate intervals",
    ),
    Report(
        name="expired",
        en="Consents that have run out",
        fr="Consentements arrivés à leur terme",
        states=frozenset({"expired"}),
        source="Regulation (EU) 2016/679 art. 5(1)(e)",
    ),
    Report(
        name="unproven",
        en="Consents whose proof lacks something",
        fr="Consentements dont la preuve est incomplète",
        states=frozenset({"unproven"}),
        unproven=frozenset({"valid", "ending", "open"}),
        source="Regulation (EU) 2016/679 art. 7(1) and recital 42",
    ),
    Report(
        name="ask_again",
        en="People who may be asked again",
        fr="Personnes à qui l'on peut redemander",
        states=frozenset({"ending", "expired", "unproven"}),
        unproven=frozenset({"valid"}),
        asking=frozenset({"now", "once", "elsewhere"}),
        source="Directive 2002/58/EC art. 13(1) and (2): to ask for consent by e-mail is direct marketing itself",
    ),
    Report(
        name="never_ask",
        en="People who must not be asked",
        fr="Personnes à qui il ne faut pas redemander",
        asking=frozenset({"never"}),
        source="Regulation (EU) 2016/679 art. 7(3), 18(2) and 21(3)",
    ),
)

REPORTS: Final[Mapping[str, Report]] = {one.name: one for one in _LIST}
"""Every report."""


def find_report(name: str) -> Report:
    """Look a report up.

    Raises:
        UnknownNameError: when there is none.

    >>> find_report("renewals_due").title("fr")
    'Consentements qui prennent bientôt fin'
    """
    if name not in REPORTS:
        raise UnknownNameError("report of consents", name, REPORTS)
    return REPORTS[name]
