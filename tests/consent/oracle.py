"""The decision once more, by brute force and from the text of the rules; it shares no code with the library.

It tells which basis allows a question, or None. Speed and reasons are no concern here.
"""

from datetime import timedelta

RANKS = ["machine", "staff", "admin", "subject"]
MARKETING = "marketing"


def basis(events, question, policy):
    known = [e for e in events if question.known_at is None or not e.recorded_at > question.known_at]
    begun = [e for e in known if _lo(e) <= question.at]
    rule = _rule(question, policy)
    if rule is None:
        return None
    purpose = question.purpose
    restricted = [
        e for e in begun if e.act == "restrict" and hits(e, question, policy) and not _lifted(e, begun, question)
    ]
    for name in rule.bases:
        if restricted and purpose != "security" and name != "consent":
            continue
        if name == "consent":
            pool = begun if purpose == "security" else _all_later(begun, restricted)
            if any(_consents(g, begun, rule, question, policy) for g in pool if g.act == "grant"):
                return name
        elif name == "legitimate_interest":
            if _interest(begun, rule, question, policy):
                return name
        elif _fact(question, {"contract": "contract", "legal_obligation": "duty"}[name]):
            return name
    return None


def hits(stop, question, policy):
    channels = {channel for rule in policy.rules for channel in rule.channels}
    keys = {purpose.key for purpose in policy.purposes.purposes}
    if stop.point.startswith("email:") and stop.point != question.point:
        return False
    if stop.channel in channels and stop.channel != question.channel:
        return False
    if stop.purpose == "*":
        return True
    if stop.purpose not in keys:
        return _under(question.purpose, MARKETING)
    return _under(question.purpose, stop.purpose)


def _lo(event):
    return event.at


def _under(purpose, ancestor):
    return purpose == ancestor or purpose.startswith(ancestor + ".")


def _lifted(stop, events, question):
    for lift in events:
        if lift.act != "lift" or lift.about != stop.id:
            continue
        if RANKS.index(lift.authority) < RANKS.index(stop.authority):
            continue
        if stop.until < lift.at and lift.until <= question.at:
            return True
    return False


def _all_later(events, restricted):
    return [e for e in events if all(r.until < e.at for r in restricted)]


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


def _fact(question, name):
    for fact in question.facts:
        begun = fact.since is None or fact.since <= question.at
        ended = fact.until is not None and fact.until <= question.at
        if fact.name == name and begun and not ended:
            return True
    return False


def _consents(grant, events, rule, question, policy):
    at = question.at
    born = next(p.born_in for p in policy.purposes.purposes if p.key == question.purpose)
    shown = policy.notices.get(grant.notice)
    if shown is None:
        shown = 2 if grant.at >= policy.purposes.editions[0].published_at else 1
    if not _under(question.purpose, grant.purpose) or born > shown:
        return False
    if grant.point != question.point or grant.channel not in ("*", question.channel):
        return False
    if rule.proof and not grant.notice and not grant.evidence and grant.method in (None, "", "import", "unknown"):
        return False
    for event in events:
        if event.act == "invalidate" and event.about == grant.id:
            return False
        scoped = event.act in ("refuse", "withdraw") or (event.act == "invalidate" and event.about is None)
        if scoped and hits(event, question, policy) and not event.until < grant.at:
            return False
        barring = event.act in ("object", "suppress") and hits(event, question, policy)
        if barring and not _lifted(event, events, question):
            return False
    starts = [grant.until]
    if rule.double_opt_in:
        starts = [
            c.until
            for c in events
            if c.act == "confirm" and c.about == grant.id and c.authority == "subject" and not c.at < grant.until
        ]
    if not any(start <= at for start in starts):
        return False
    return all(at < end for end in _ends(grant, rule, question)) and _of_age(grant, question)


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


def _interest(events, rule, question, policy):
    marketing = _under(question.purpose, MARKETING)
    if not all(_fact(question, name) for name in rule.needs):
        return False
    if marketing and _fact(question, "minor"):
        return False
    for event in events:
        if not hits(event, question, policy):
            continue
        if event.act in ("refuse", "withdraw") or (event.act == "invalidate" and event.about is None):
            return False
        overridden = event.act == "object" and not marketing and _fact(question, "compelling_grounds")
        if event.act in ("object", "suppress") and not overridden and not _lifted(event, events, question):
            return False
    return True
