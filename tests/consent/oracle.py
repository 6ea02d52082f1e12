"""The decision once more, by brute force and from the text of the rules; it shares no code with the library.

It tells which basis allows a question, or None. Speed and reasons are no concern here.
"""

from datetime import timedelta

RANKS = ["machine", "staff", "admin", "subject"]
MARKETING = "marketing"
NOTHING_SAID = (None, "", "import", "unknown")
MERE_OPENING = ("link", "get", "open", "opened", "prefetch", "scan")
OPPOSABLE = ("legitimate_interest", "soft_opt_in", "public_task")
USUAL_NEEDS = {
    "contract": ["contract"],
    "legal_obligation": ["duty"],
    "vital_interests": ["vital"],
    "public_task": ["public_task"],
    "legitimate_interest": ["lia", "informed"],
    "soft_opt_in": ["relation", "informed"],
}


def basis(events, question, policy):
    if policy.stale_after is not None and question.at >= policy.stale_after:
        return None
    known = [e for e in events if question.known_at is None or not e.recorded_at > question.known_at]
    rule = _rule(question, policy)
    if rule is None:
        return None
    restricted = [
        e
        for e in known
        if e.act == "restrict"
        and bitten(e, question)
        and hits(e, question, policy)
        and not _lifted(e, known, question, policy)
    ]
    for name in rule.bases:
        if restricted and not rule.despite_restriction and name != "consent":
            continue
        if name == "consent":
            pool = [e for e in known if e.act in ("grant", "renew")]
            if restricted and not rule.despite_restriction:
                pool = [e for e in pool if all(r.until < e.at for r in restricted)]
            if any(_consents(g, known, rule, question, policy) for g in pool):
                return name
        elif name in OPPOSABLE:
            if _interest(name, known, rule, question, policy):
                return name
        elif _all_true(name, rule, question, policy):
            return name
    return None


def bitten(stop, question):
    """A stop holds from when it may have happened, and at once when it is written down before that."""
    return stop.at <= question.at or stop.recorded_at <= question.at


def hits(stop, question, policy):
    channels = {channel for rule in policy.rules for channel in rule.channels}
    keys = {purpose.key for purpose in policy.purposes.purposes}
    if stop.point.startswith("email:") and stop.point != question.point:
        return False
    if stop.point.startswith("sealed:") and stop.point not in question.sealed:
        key = stop.point.split(":")[1]
        if any(name.split(":")[1] == key for name in question.sealed):
            return False
    if stop.channel in channels and stop.channel != question.channel:
        return False
    if stop.purpose == "*":
        return True
    if stop.purpose not in keys:
        return _under(question.purpose, MARKETING)
    return _under(question.purpose, stop.purpose)


def _under(purpose, ancestor):
    return purpose == ancestor or purpose.startswith(ancestor + ".")


def _credible(event, policy):
    return event.at - event.recorded_at <= timedelta(seconds=policy.clock_tolerance_seconds)


def _lifted(stop, events, question, policy):
    for lift in events:
        if lift.act != "lift" or lift.about != stop.id or not _credible(lift, policy):
            continue
        if RANKS.index(lift.authority) < RANKS.index(stop.authority):
            continue
        if stop.until < lift.at and lift.until <= question.at:
            return True
    return False


def _rule(question, policy):
    for purpose in (question.purpose, question.purpose.split(".")[0]):
        for rule in policy.rules:
            if (rule.purpose, rule.jurisdiction) != (purpose, question.jurisdiction):
                continue
            if rule.valid_from is not None and question.at < rule.valid_from:
                continue
            if rule.valid_until is not None and question.at >= rule.valid_until:
                continue
            return rule
    return None


def _fact(question, name, policy):
    for fact in question.facts:
        begun = fact.since is None or fact.since <= question.at
        ended = fact.until is not None and fact.until <= question.at
        written = fact.evidence is not None or name not in ("lia", "compelling_grounds")
        if fact.name == name and begun and not ended and written:
            return True
    if name != "lia":
        return False
    for one in policy.assessments:
        fits = _under(question.purpose, one.purpose) and question.jurisdiction in one.jurisdictions
        if fits and question.channel in one.channels and one.approved_at <= question.at < one.review_by:
            return True
    return False


def _all_true(basis_name, rule, question, policy):
    needs = rule.needs.get(basis_name, USUAL_NEEDS[basis_name])
    if "list_checked" in needs and _fact(question, "listed", policy):
        return False
    return all(_fact(question, name, policy) for name in needs)


def _consents(grant, events, rule, question, policy):
    at = question.at
    if grant.at > at or not _credible(grant, policy):
        return False
    if not _under(question.purpose, grant.purpose) or _born(question, policy) > _shown(grant, policy):
        return False
    if grant.point != question.point or grant.channel not in ("*", question.channel):
        return False
    if grant.act == "renew" and grant.authority != "subject":
        return False
    if not _well_given(grant, rule, question, policy):
        return False
    for event in events:
        if not bitten(event, question):
            continue
        if event.act == "invalidate" and event.about == grant.id:
            return False
        scoped = event.act in ("refuse", "withdraw") or (event.act == "invalidate" and event.about is None)
        if scoped and hits(event, question, policy):
            older = event.until < grant.at
            if not older or RANKS.index(event.authority) > RANKS.index(grant.authority):
                return False
        barring = event.act in ("object", "suppress") and hits(event, question, policy)
        if barring and not _lifted(event, events, question, policy):
            return False
    starts = [grant.until]
    if rule.double_opt_in:
        starts = [c.until for c in events if _confirms(c, grant, policy)]
    if not any(start <= at for start in starts):
        return False
    return all(at < end for end in _ends(grant, rule, question)) and _of_age(grant, question)


def _born(question, policy):
    return next(p.born_in for p in policy.purposes.purposes if p.key == question.purpose)


def _shown(grant, policy):
    named = [n.edition for n in policy.notices if grant.notice in (n.name, n.content)]
    by_date = 2 if grant.at >= policy.purposes.editions[0].published_at else 1
    seen = min(named) if named else by_date
    return seen if grant.edition is None else min(seen, grant.edition)


def _well_given(grant, rule, question, policy):
    void = [m.name for m in policy.void_methods if m.jurisdiction == question.jurisdiction]
    if grant.method in void or grant.method in MERE_OPENING:
        return False
    named = [n for n in policy.notices if grant.notice in (n.name, n.content)]
    standing = [
        n
        for n in named
        if (grant.language is None or n.language == grant.language)
        and (n.shown_from is None or n.shown_from <= grant.at)
        and (n.shown_until is None or grant.until < n.shown_until)
    ]
    if named and not standing:
        return False
    if not rule.proof or grant.evidence is not None or grant.method not in NOTHING_SAID:
        return True
    return bool(named)


def _confirms(confirm, grant, policy):
    if confirm.act != "confirm" or confirm.about != grant.id or confirm.authority != "subject":
        return False
    if confirm.method in MERE_OPENING or (confirm.method in NOTHING_SAID and confirm.evidence is None):
        return False
    return _credible(confirm, policy) and not confirm.at < grant.until


def _ends(grant, rule, question):
    if grant.max_age_days is not None:
        yield grant.at + timedelta(days=grant.max_age_days)
    if rule.max_age_days is not None:
        own = [f.since for f in question.facts if f.name == "last_contact" and f.since and f.since <= question.at]
        yield max([grant.at, *own]) + timedelta(days=rule.max_age_days)
    if grant.method == "guardian":
        for fact in question.facts:
            if fact.name == "minor" and fact.until is not None:
                yield fact.until


def _of_age(grant, question):
    if grant.method == "guardian":
        return True
    minor = [fact for fact in question.facts if fact.name == "minor"]
    return all(fact.until is not None and fact.until <= grant.at for fact in minor)


def _interest(name, events, rule, question, policy):
    marketing = _under(question.purpose, MARKETING)
    if not _all_true(name, rule, question, policy):
        return False
    if marketing and _fact(question, "minor", policy):
        return False
    for event in events:
        if not bitten(event, question) or not hits(event, question, policy):
            continue
        refused = event.act in ("refuse", "withdraw") or (event.act == "invalidate" and event.about is None)
        if refused and name != "public_task":
            return False
        overridden = event.act == "object" and not marketing and _fact(question, "compelling_grounds", policy)
        if event.act in ("object", "suppress") and not overridden and not _lifted(event, events, question, policy):
            return False
    return True
