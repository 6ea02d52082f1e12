"""A consent that is sound, and a few things that are odd about it: the places where a single word of code decides."""

from attrs import evolve, field, frozen

from consent.ledgers import ANY, FOREIGN, FRESH, HERE, INSTANTS, LATE, LIARS, MIDDLE, NEWS, SEALED, THERE, Draft
from crmkit.consent.facts import Fact
from crmkit.consent.question import Question

SOUND = Draft(act="grant", purpose="marketing", lo=3, hi=3, notice="second")


@frozen
class Situation:
    """Acts and a question in the making; an answer refers to the act at its position, 0 for the consent."""

    drafts: tuple = (SOUND,)
    facts: tuple = ()
    asked: dict = field(factory=dict)

    def question(self, *, purpose, at, place):
        known = {"sealed": SEALED[HERE], "facts": self.facts, **self.asked}
        return Question(purpose=purpose, channel="email", point=HERE, at=at, jurisdiction=place, **known)


def consent(**changes):
    return lambda one: evolve(one, drafts=(evolve(one.drafts[0], **changes), *one.drafts[1:]))


def act(kind, lo, hi=None, **more):
    made = Draft(act=kind, lo=lo, hi=lo if hi is None else hi, **more)
    return lambda one: evolve(one, drafts=(*one.drafts, made))


def lifted(kind, lo, lifts, **more):
    """Add a stop, and an act about it."""

    def change(one):
        stop = Draft(act=kind, lo=lo, hi=lo, **more)
        lift = evolve(lifts, about=len(one.drafts))
        return evolve(one, drafts=(*one.drafts, stop, lift))

    return change


def fact(*facts):
    return lambda one: evolve(one, facts=(*one.facts, *facts))


def question(**changes):
    return lambda one: evolve(one, asked={**one.asked, **changes})


def lift(lo, hi=None, **more):
    return Draft(act="lift", lo=lo, hi=lo if hi is None else hi, **more)


def about(kind, lo, hi=None, **more):
    return act(kind, lo, hi, about=0, **more)


def both(*changes):
    def change(one):
        for each in changes:
            one = each(one)
        return one

    return change


PLENTY = (
    *(Fact(name) for name in ("informed", "relation", "list_checked", "public_task", "contract", "duty")),
    Fact("lia", evidence="file"),
)

FRAMES = (Situation(), Situation(facts=PLENTY))
"""Only the consent speaks for the use, or everything does."""

ODDITIES = (
    lambda one: one,
    *(consent(purpose=purpose) for purpose in (NEWS, FRESH, "service", ANY, "holidays")),
    *(consent(point=point) for point in (THERE, ANY, "garbled")),
    *(consent(channel=channel) for channel in (ANY, "phone")),
    *(consent(method=method) for method in (None, "import", "guardian", "terms", "link", "get")),
    *(consent(method="import", notice=notice) for notice in (None, "lost")),
    *(consent(method=None, notice=None, evidence=evidence) for evidence in (None, "paper")),
    *(consent(notice=notice) for notice in (None, "first", "lost")),
    *(consent(language=language) for language in ("en", "fr", "it")),
    *(consent(edition=edition) for edition in (1, 2)),
    consent(notice="first", edition=2),
    consent(notice="lost", edition=2, lo=1, hi=1),
    consent(lo=2, hi=2, notice="second", language="fr"),
    *(consent(authority=authority) for authority in LIARS),
    consent(act="renew"),
    consent(act="renew", authority="machine"),
    *(consent(age=age) for age in (1, 2)),
    *(consent(lo=lo, hi=hi) for lo, hi in ((0, 0), (1, 1), (2, 4), (3, 5), (1, 4))),
    *(consent(lo=3, hi=5, recorded=known) for known in (3, 6)),
    *(consent(recorded=known) for known in (0, 1, 2, 5)),
    *(act(kind, lo) for kind in ("withdraw", "refuse", "invalidate") for lo in (1, 3, 4)),
    *(act("withdraw", lo, hi) for lo, hi in ((1, 3), (2, 5), (4, 6))),
    *(act("withdraw", 1, authority=authority) for authority in LIARS),
    *(act(kind, 6, recorded=4) for kind in ("withdraw", "object", "restrict")),
    *(act(kind, lo) for kind in ("object", "suppress", "restrict") for lo in (1, 4)),
    *(act("object", 4, purpose=purpose) for purpose in ("marketing", ANY, FRESH, "service", "nobody knows")),
    *(act("restrict", lo, purpose=ANY, point=ANY) for lo in (1, 4)),
    act("restrict", 1, 4, purpose=ANY, point=ANY),
    *(act("suppress", 4, purpose=purpose, point=ANY) for purpose in (ANY, "nobody knows")),
    *(act("object", 4, purpose=ANY, channel=channel) for channel in (ANY, "phone")),
    *(act("object", 4, purpose=ANY, point=point) for point in (ANY, THERE, "garbled", FOREIGN, *SEALED[HERE])),
    *(act("object", 4, purpose=ANY, point=SEALED[THERE][0]) for _ in (0,)),
    *(act("withdraw", 4, purpose=ANY, channel=ANY, point=point) for point in (ANY, SEALED[HERE][1], FOREIGN)),
    *(lifted(kind, 3, lift(4)) for kind in ("object", "suppress", "restrict", "withdraw", "refuse")),
    *(lifted("object", 3, lift(4, authority=authority)) for authority in LIARS),
    *(lifted("object", 3, lift(4, authority="staff"), authority=authority) for authority in LIARS),
    *(lifted("object", 3, lift(lo, hi)) for lo, hi in ((2, 2), (3, 3), (3, 4), (4, 5))),
    lifted("object", 3, lift(5, recorded=2)),
    *(about("confirm", lo, hi) for lo, hi in ((2, 2), (3, 3), (4, 4), (2, 4), (3, 5))),
    *(about("confirm", 4, method=method) for method in ("link", None, "import")),
    about("confirm", 4, method="import", evidence="paper"),
    about("confirm", 4, method="link", evidence="paper"),
    *(about("confirm", 4, authority=authority) for authority in LIARS),
    about("confirm", 5, recorded=2),
    *(about("invalidate", lo) for lo in (1, 3, 5)),
    about("invalidate", 6, recorded=4),
    both(consent(method="guardian"), fact(Fact("minor", until=INSTANTS[5]))),
    both(consent(purpose="service"), act("withdraw", 4, purpose=ANY)),
    both(fact(Fact("compelling_grounds", evidence="note")), act("object", 4)),
    both(fact(Fact("compelling_grounds", evidence="note")), act("object", 4, purpose=ANY)),
    both(fact(Fact("compelling_grounds")), act("object", 4, purpose=ANY)),
    fact(Fact("minor")),
    *(fact(Fact("minor", until=INSTANTS[end])) for end in (2, 4, 5)),
    *(fact(Fact("last_contact", since=INSTANTS[since])) for since in (1, 4, 5)),
    fact(Fact("last_contact", since=LATE)),
    fact(Fact("lia", evidence="file"), Fact("informed")),
    fact(Fact("lia"), Fact("informed")),
    fact(Fact("lia", until=INSTANTS[5], evidence="file"), Fact("informed")),
    fact(Fact("relation")),
    fact(Fact("relation", since=INSTANTS[4], until=INSTANTS[5])),
    fact(Fact("list_checked")),
    fact(Fact("list_checked", evidence="list"), Fact("listed", since=INSTANTS[4])),
    fact(Fact("public_task")),
    fact(Fact("vital", until=MIDDLE)),
    fact(Fact("contract")),
    fact(Fact("duty", since=INSTANTS[4])),
    fact(Fact("compelling_grounds", evidence="note")),
    fact(Fact("compelling_grounds")),
    question(sealed=()),
    question(sealed=(SEALED[HERE][0],)),
    *(question(known_at=INSTANTS[known]) for known in (2, 3, 4)),
)
"""What can be odd about a situation; some of it, such as a fact, helps."""
