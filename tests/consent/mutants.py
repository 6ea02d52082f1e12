"""Wrong decisions that are easily made; the properties must notice each one."""

from attrs import evolve

from consent import oracle
from consent.ledgers import TREE
from crmkit.consent.decide import decide
from crmkit.consent.purposes import PurposeTree
from crmkit.records import ConsentEvent


def _rewritten(events, change):
    """Change acts, and keep what refers to them referring to them."""
    names = {event.id: change(event).id for event in events if event.about is None}
    return [evolve(change(event), about=names.get(event.about, event.about)) for event in events]


def last_row_wins(events, question, policy):
    stops = ("refuse", "withdraw", "object", "restrict", "suppress")
    past = [e for e in events if e.at <= question.at and e.act in ("grant", *stops)]
    near = [e for e in past if oracle.hits(e, question, policy)]
    true = decide(events, question, policy)
    if not near or near[-1].act != "grant":
        return evolve(true, allowed=False, basis=None, reasons=("withdrawn",), evidence=())
    return evolve(true, allowed=True, basis="consent", reasons=(), evidence=())


def latest_act_wins(events, question, policy):
    return last_row_wins(sorted(events, key=lambda event: event.at), question, policy)


def grants_spread_to_all_points(events, question, policy):
    return decide(
        _rewritten(events, lambda e: evolve(e, point=question.point) if e.act == "grant" else e), question, policy
    )


def stops_of_the_merged_one_are_lost(events, question, policy):
    first = next((event.ref for event in events), None)
    return decide([e for e in events if e.act == "grant" or e.ref == first], question, policy)


def later_purposes_creep_in(events, question, policy):
    tree = PurposeTree(purposes=tuple(evolve(purpose, born_in=1) for purpose in TREE.purposes))
    return decide(events, question, evolve(policy, purposes=tree))


def an_admin_lifts_what_the_person_said(events, question, policy):
    return decide(
        [evolve(e, authority="subject") if e.act == "lift" and e.authority == "admin" else e for e in events],
        question,
        policy,
    )


def withdrawals_are_ignored(events, question, policy):
    return decide([event for event in events if event.act != "withdraw"], question, policy)


def a_confirmation_may_come_before_the_consent(events, question, policy):
    by_id = {event.id: event for event in events}

    def moved(event: ConsentEvent):
        grant = by_id.get(event.about)
        if event.act != "confirm" or grant is None or not grant.at <= event.at < grant.until:
            return event
        return evolve(event, at=grant.until, until=max(event.until, grant.until))

    return decide([moved(event) for event in events], question, policy)


def what_is_known_later_counts(events, question, policy):
    return evolve(decide(events, evolve(question, known_at=None), policy), known_at=question.known_at)


def the_future_counts(events, question, policy):
    return decide([evolve(e, at=min(e.at, question.at)) for e in events], question, policy)


def not_after_is_never(events, question, policy):
    return evolve(decide(events, question, policy), not_after=None)


def marketing_objections_stop_everything(events, question, policy):
    true = decide(events, question, policy)
    if any(event.act == "object" for event in events):
        return evolve(true, allowed=False, basis=None, reasons=("objected",))
    return true


def a_stop_concerns_only_its_own_purpose(events, question, policy):
    keep = (question.purpose, "*")
    return decide([e for e in events if e.act == "grant" or e.about or e.purpose in keep], question, policy)


def a_grant_covers_the_whole_branch(events, question, policy):
    return decide(
        _rewritten(events, lambda e: evolve(e, purpose="marketing") if e.act == "grant" else e), question, policy
    )
