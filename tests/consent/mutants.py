"""Wrong decisions that are easily made; for each one, the promises that must notice it.

Most are a change of a few words in the code that decides. Three are designs of their own, as other products have them.
"""

from attrs import evolve, frozen

from consent import oracle, properties
from consent.libraries import mutated, real
from crmkit.consent.decide import decide


@frozen
class Mutant:
    """A fault: the passage of a module that it changes, and a promise that breaks.

    `often` marks the ones that are tried at every test run; the others wait for the night.
    """

    name: str
    module: str
    old: str
    new: str
    broken: object
    often: bool = False

    def library(self):
        return mutated(self.module, self.old, self.new)


@frozen
class Design:
    """A decision of another make."""

    name: str
    decision: object
    broken: object
    often: bool = True

    def library(self):
        return evolve(real(), decide=self.decision)


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


def marketing_objections_stop_everything(events, question, policy):
    true = decide(events, question, policy)
    if any(event.act == "object" for event in events):
        return evolve(true, allowed=False, basis=None, reasons=("objected",))
    return true


def stops_of_the_merged_one_are_lost(events, question, policy):
    first = next((event.ref for event in events), None)
    return decide([e for e in events if e.act == "grant" or e.ref == first], question, policy)


DESIGNS = (
    Design("last row wins", last_row_wins, properties.order_and_repetition_change_nothing),
    Design("latest act wins", latest_act_wins, properties.a_withdrawn_consent_never_comes_back_by_itself),
    Design(
        "marketing objections stop everything",
        marketing_objections_stop_everything,
        properties.marketing_stops_leave_a_contract_alone,
    ),
    Design(
        "stops of the merged one are lost",
        stops_of_the_merged_one_are_lost,
        properties.stops_of_either_side_outlive_a_merge,
    ),
)

AGREES = properties.the_oracle_agrees_on_a_consent_with_oddities
HONEST = properties.not_after_is_honest_about_a_consent_with_oddities

MUTANTS = (
    # What a consent covers
    Mutant(
        "grants spread to all points",
        "case",
        "elif act.point != here:",
        "elif False:",
        properties.a_point_that_no_grant_names_is_denied,
        often=True,
    ),
    Mutant(
        "a consent for any point covers every point",
        "case",
        "elif act.point != here:",
        'elif act.point not in (here, "*"):',
        properties.a_point_that_no_grant_names_is_denied,
    ),
    Mutant(
        "later purposes creep in",
        "scope",
        "always_shown=purpose.born_in == 1,",
        "always_shown=purpose.born_in >= 1,",
        properties.a_later_purpose_is_not_covered,
        often=True,
    ),
    Mutant(
        "a claimed edition outweighs the notice",
        "scope",
        "(seen if grant.edition is None else min(seen, grant.edition))",
        "(seen if grant.edition is None else grant.edition)",
        AGREES,
    ),
    Mutant(
        "a grant covers its branch upwards",
        "scope",
        "return GRANT if name in upwards and",
        "return GRANT if (name in upwards or purpose.key in name) and",
        properties.a_grant_reaches_no_purpose_above_or_beside,
        often=True,
    ),
    # What a stop concerns
    Mutant(
        "a stop concerns only its own purpose",
        "scope",
        "if name in upwards or name == ANY:",
        "if name in (purpose.key, ANY):",
        properties.a_stop_reaches_every_purpose_below,
        often=True,
    ),
    Mutant("a misspelt stop is ignored", "scope", "policy.purposes.get(name) is None", "False", AGREES),
    Mutant(
        "a stop for everything stops nothing", "scope", "name in upwards or name == ANY:", "name in upwards:", AGREES
    ),
    Mutant(
        "a stop for a channel that does not exist is ignored",
        "scope",
        "if by != channel and by in policy.channels:",
        "if by != channel:",
        AGREES,
    ),
    Mutant("a garbled point is nobody's", "scope", "return not is_point(point)", "return point == ANY", AGREES),
    Mutant(
        "a hash without its key is ignored",
        "scope",
        "return point in question.sealed or cannot_read(point, question)",
        "return point in question.sealed",
        AGREES,
    ),
    Mutant(
        "a hash is not recognised",
        "scope",
        "return point in question.sealed or cannot_read(point, question)",
        "return cannot_read(point, question)",
        properties.erasure_keeps_every_denial,
    ),
    # When
    Mutant("grants begin at their earliest bound", "bases", "elif given.until > at:", "elif given.since > at:", AGREES),
    Mutant(
        "a consent lasts a moment too long",
        "bases",
        "if end > at:",
        "if end >= at:",
        AGREES,
    ),
    Mutant(
        "a consent never expires",
        "bases",
        "if end > at:",
        "if end:",
        AGREES,
        often=True,
    ),
    Mutant(
        "a consent ages from its latest bound",
        "bases",
        "        begins = given.since\n",
        "        begins = given.until\n",
        AGREES,
    ),
    Mutant(
        "what the person was told of its end is forgotten",
        "bases",
        "end = given.told_end or END_OF_TIME",
        "end = END_OF_TIME",
        AGREES,
    ),
    Mutant(
        "contacts of the future prolong a consent",
        "bases",
        "begins < fact.since <= at:",
        "begins < fact.since:",
        AGREES,
    ),
    Mutant(
        "the consent of a guardian outlives childhood",
        "bases",
        'if given.act.method == "guardian":',
        "if False:",
        AGREES,
    ),
    Mutant(
        "the future counts",
        "bases",
        "elif given.until > at:",
        "elif False:",
        properties.what_has_not_happened_does_not_count,
    ),
    Mutant(
        "what is known later counts",
        "case",
        "if not role or (known_at is not None and act.recorded_at > known_at):",
        "if not role:",
        properties.what_was_not_yet_known_does_not_count,
        often=True,
    ),
    Mutant(
        "a stop waits for its date",
        "coverage",
        "return min(stop.at, stop.until, stop.recorded_at)",
        "return min(stop.at, stop.until)",
        properties.a_stop_is_heard_at_once_though_a_clock_runs_ahead,
        often=True,
    ),
    Mutant(
        "a stop bites at its latest bound",
        "coverage",
        "return min(stop.at, stop.until, stop.recorded_at)",
        "return stop.until",
        AGREES,
    ),
    Mutant(
        "any date is believed",
        "coverage",
        "return since <= act.recorded_at or",
        "return True or",
        properties.what_is_dated_behind_its_writing_opens_nothing,
        often=True,
    ),
    # What ends a consent
    Mutant(
        "a grant of the same instant wins",
        "acts",
        "if stop.until >= since:",
        "if stop.until > since:",
        AGREES,
    ),
    Mutant(
        "a withdrawal ends nothing that may be older",
        "acts",
        "if stop.until >= since:",
        "if stop.since >= since:",
        AGREES,
    ),
    Mutant(
        "withdrawals are ignored",
        "acts",
        "if stop.until >= since:",
        "if False:",
        properties.a_withdrawn_consent_never_comes_back_by_itself,
        often=True,
    ),
    Mutant(
        "a clerk brings back what the person took back",
        "acts",
        "elif RANK[stop.act.authority] > RANK[grant.authority]:",
        "elif False:",
        properties.a_clerk_does_not_bring_back_what_the_person_took_back,
        often=True,
    ),
    Mutant(
        "an invalidation is forgotten",
        "acts",
        'if answer.act == "invalidate"',
        "if False",
        AGREES,
    ),
    Mutant(
        "an invalidation that names nothing does nothing",
        "case",
        "elif role == STOP and (act.about is None or act.act in STOPS):",
        "elif role == STOP and act.act in STOPS:",
        AGREES,
    ),
    Mutant(
        "withdrawals count like nothing",
        "case",
        'REFUSALS = frozenset({"refuse", "withdraw", "invalidate"})',
        'REFUSALS = frozenset({"refuse", "invalidate"})',
        AGREES,
    ),
    # Confirmation
    Mutant(
        "a confirmation may come before the consent",
        "acts",
        "if first >= until and",
        "if last >= until and",
        properties.a_confirmation_that_may_be_older_than_its_consent_does_not_count,
        often=True,
    ),
    Mutant(
        "late confirmation revives a stopped request",
        "acts",
        "stopped = ends[0][0] if ends else END_OF_TIME",
        "stopped = ends[0][0] if ends and not answers else END_OF_TIME",
        properties.a_late_confirmation_revives_nothing,
        often=True,
    ),
    Mutant(
        "staff confirms for the person",
        "acts",
        'answer.authority == "subject"\n        and answer',
        "answer",
        AGREES,
    ),
    Mutant(
        "to open a link confirms",
        "acts",
        "        and answer.method not in OPENING\n",
        "",
        properties.to_open_a_link_confirms_nothing,
    ),
    Mutant(
        "a confirmation that shows nothing confirms",
        "acts",
        "and (answer.method not in UNPROVEN or answer.evidence is not None)",
        "",
        properties.to_open_a_link_confirms_nothing,
    ),
    Mutant(
        "nobody asks for the confirmation",
        "bases",
        "if rule.double_opt_in:\n        if given",
        "if False:\n        if given",
        AGREES,
    ),
    Mutant(
        "a confirmation counts before it was given",
        "bases",
        "if given.confirmed is None or given.confirmed > at:",
        "if given.confirmed is None:",
        AGREES,
    ),
    # How it was given
    Mutant(
        "a consent needs no proof",
        "bases",
        "if rule.proof and not is_proven(given.act, case.scope.policy):",
        "if False:",
        AGREES,
    ),
    Mutant(
        "an unknown notice proves",
        "acts",
        "(not policy.notices or bool(policy.notices_called(act.notice)))",
        "True",
        AGREES,
    ),
    Mutant(
        "a text that was never shown is agreed to",
        "acts",
        "if not any(one.was_shown(since, until) for one in spoken):",
        "if not spoken:",
        AGREES,
    ),
    Mutant(
        "a text in another language was shown",
        "acts",
        "if act.language in (None, one.language)]",
        "if True]",
        AGREES,
    ),
    Mutant(
        "general terms are consent",
        "acts",
        "if act.method in OPENING or act.method in scope.void_methods:",
        "if act.method in OPENING:",
        AGREES,
    ),
    Mutant(
        "to open a link is consent",
        "acts",
        "if act.method in OPENING or act.method in scope.void_methods:",
        "if act.method in scope.void_methods:",
        AGREES,
    ),
    Mutant(
        "consents renew themselves",
        "acts",
        'if act.act == "renew" and act.authority != "subject":',
        "if False:",
        AGREES,
    ),
    Mutant(
        "children consent",
        "acts",
        'if minority and act.method != "guardian" and any(',
        "if False and any(",
        AGREES,
    ),
    # What ends an objection
    Mutant(
        "staff lifts a subject's stop",
        "acts",
        "and RANK[lift.authority] >= RANK[stop.authority]",
        'and lift.authority != "machine"',
        properties.nobody_lifts_the_stop_of_a_higher_authority,
        often=True,
    ),
    Mutant(
        "a lift may be older than the stop",
        "acts",
        "and earliest(lift) > latest(stop)",
        "and latest(lift) > latest(stop)",
        AGREES,
    ),
    Mutant(
        "a lift of the future is believed",
        "acts",
        "        and earliest(lift) > latest(stop)\n        and believable(lift, policy)\n",
        "        and earliest(lift) > latest(stop)\n",
        AGREES,
    ),
    Mutant(
        "a lift ends a withdrawal",
        "acts",
        'LIFTABLE: Final = frozenset({"object", "restrict", "suppress"})',
        'LIFTABLE: Final = frozenset({"object"})',
        AGREES,
    ),
    Mutant(
        "a grant lifts an objection",
        "bases",
        "sound = [] if live else _sound(case, rule, at)",
        "sound = _sound(case, rule, at)",
        AGREES,
        often=True,
    ),
    Mutant(
        "suppressions do not bind consent",
        "bases",
        'live = [*case.live("object", at), *case.live("suppress", at)]',
        'live = case.live("object", at)',
        properties.stops_of_either_side_outlive_a_merge,
    ),
    # Other bases
    Mutant(
        "who refused is written to on another basis",
        "bases",
        'told = [] if basis == "public_task" else _told(case, at)',
        "told = []",
        AGREES,
    ),
    Mutant(
        "a withdrawal ends a public task",
        "bases",
        'told = [] if basis == "public_task" else _told(case, at)',
        "told = _told(case, at)",
        AGREES,
    ),
    Mutant(
        "compelling grounds overrule an objection to marketing",
        "bases",
        'if case.scope.purpose.kind != "marketing" and case.holding("compelling_grounds", at):',
        'if case.holding("compelling_grounds", at):',
        AGREES,
    ),
    Mutant(
        "minors are customers like others",
        "bases",
        'if case.scope.purpose.kind == "marketing" and case.holding("minor", at):',
        "if False:",
        AGREES,
    ),
    Mutant(
        "a listed number is called",
        "bases",
        'if name == "list_checked" and case.holding("listed", at):',
        "if False:",
        AGREES,
    ),
    Mutant("missing facts are supposed", "bases", "    if missing:\n", "    if missing and not papers:\n", AGREES),
    Mutant(
        "assessments hold for every place",
        "scope",
        "if one.approved and one.concerns(purpose.lineage, channel, places)",
        "if one.approved",
        AGREES,
    ),
    # Restriction, policy, end
    Mutant(
        "a restriction is no obstacle",
        "decide",
        "if restrictions and not rule.despite_restriction:",
        "if False:",
        properties.stops_of_either_side_outlive_a_merge,
    ),
    Mutant(
        "a consent from before the restriction counts",
        "decide",
        "by_consent(case, rule, at, why=False, later_than=since)",
        "by_consent(case, rule, at, why=False)",
        AGREES,
    ),
    Mutant(
        "a restriction stops what protects the person",
        "decide",
        "if restrictions and not rule.despite_restriction:",
        "if restrictions:",
        AGREES,
    ),
    Mutant(
        "a stale policy still answers",
        "decide",
        "if policy.stale_after is not None and policy.stale_after <= at:",
        "if False:",
        AGREES,
    ),
    Mutant(
        "not_after is never", "decide", "            return point\n", "            return None\n", HONEST, often=True
    ),
    Mutant("not_after forgets confirmations", "case", "given.confirmed, ", "", HONEST),
    Mutant(
        "not_after forgets the rules",
        "case",
        "        later.update(self.scope.bounds[",
        "        (self.scope.bounds[",
        HONEST,
    ),
    Mutant("not_after forgets lifts", "case", "stop.bites, stop.lifted)", "stop.bites)", HONEST),
    Mutant(
        "not_after forgets ages",
        "case",
        "                bounds += [after_days(given.since, age) for age in ages]\n",
        "",
        HONEST,
    ),
    Mutant("not_after forgets facts", "case", "(fact.since, fact.until)", "(fact.since,)", HONEST),
    # Merging and erasing
    Mutant(
        "a merge copies grants",
        "linking",
        "now = together(names, links, at)",
        "now = frozenset({*names, *(n for k in links for n in (k.left, k.right))})",
        properties.taken_apart_each_side_decides_as_if_never_merged,
        often=True,
    ),
    Mutant(
        "a merge leaves the stops of the other side behind",
        "linking",
        "now = together(names, links, at)",
        "now = frozenset(names)",
        properties.stops_of_either_side_outlive_a_merge,
        often=True,
    ),
    Mutant(
        "a stop captured while merged stays with one side",
        "linking",
        "        else:\n            shared.append(act)\n",
        "        elif act.ref in names:\n            shared.append(act)\n",
        properties.what_was_captured_while_merged_stops_both_and_opens_neither_more,
    ),
    Mutant(
        "erasure forgets the stops",
        "suppression",
        "    return tuple({act.id: act for act in left}.values())",
        "    return ()",
        properties.erasure_keeps_every_denial,
        often=True,
    ),
    Mutant(
        "erasure forgets stops for the whole person",
        "suppression",
        "else sorted(points)",
        "else []",
        properties.erasure_keeps_every_denial,
    ),
    Mutant(
        "erasure forgets invalidations",
        "suppression",
        'STOPS_OF_ANY_KIND = STOPS | {"invalidate"}',
        "STOPS_OF_ANY_KIND = STOPS",
        properties.erasure_keeps_every_denial,
    ),
)
