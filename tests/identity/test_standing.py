"""What was undone does not count, people outrank rules, and neither depends on the order of facts or on strangers."""

from datetime import UTC, datetime, timedelta

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from crmkit.identity.clusters import resolve_identity
from crmkit.identity.standing import couple, news, standing
from crmkit.records import Judgement

START = datetime(2026, 1, 1, tzinfo=UTC)
REFS = tuple(f"s/{number}" for number in range(5))
OTHERS = tuple(f"t/{number}" for number in range(4))


@st.composite
def logs(draw, refs=REFS, *, first=0, most=10):
    """Draw what a base keeps: each act later than the one before, some of them about earlier acts."""
    held: list[Judgement] = []
    for number in range(first, first + draw(st.integers(0, most))):
        at, change = START + timedelta(minutes=number), f"{refs[0]} {number}"
        earlier = [one for one in held if one.change]
        if earlier and draw(st.integers(0, 3)) == 0:
            about = draw(st.sampled_from(earlier))
            held.append(evolve(about, verdict="undone", at=at, actor="anna", change=change, undoes=about.change))
            continue
        left, right = draw(st.sampled_from(refs)), draw(st.sampled_from(refs))
        if left != right:
            made = Judgement(
                verdict=draw(st.sampled_from(["same", "same", "same", "different", "split"])),
                left=left,
                right=right,
                at=at,
                actor=draw(st.sampled_from(["rule:model", "rule:model", "anna"])),
                weight=draw(st.sampled_from([None, 3.0, 9.0])),
                change=change,
            )
            held.append(made)
    return held


def members(refs, judgements):
    return dict(resolve_identity(refs, judgements).members)


@given(logs(), st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_matters(held, random):
    shuffled = [*held, *held[:2]]
    random.shuffle(shuffled)
    assert members(REFS, shuffled) == members(REFS, held)
    assert standing(shuffled) == standing(held)


@given(logs(), st.data())
def test_undoing_the_last_change_gives_what_was_before_and_undoing_that_what_was_after(held, data):
    if not held:
        return
    last = held[-1]
    undone = evolve(last, verdict="undone", at=last.at + timedelta(1), actor="anna", change="u", undoes=last.change)
    assert members(REFS, [*held, undone]) == members(REFS, held[:-1])
    redone = evolve(undone, at=last.at + timedelta(2), change="r", undoes="u")
    assert members(REFS, [*held, undone, redone]) == members(REFS, held)


@given(logs(), st.data())
def test_undoing_any_change_is_as_if_it_had_never_been_for_all_that_people_said(held, data):
    held = [evolve(one, actor="anna") for one in held]
    acts = [one for one in held if one.verdict != "undone"]
    if not acts:
        return
    chosen = data.draw(st.sampled_from(acts))
    at = START + timedelta(days=1)
    undone = evolve(chosen, verdict="undone", at=at, change="u", undoes=chosen.change)
    assert members(REFS, [*held, undone]) == members(REFS, [one for one in held if one.id != chosen.id])


@given(logs(), logs(OTHERS, first=3))
def test_strangers_change_nothing(held, others):
    apart = {**members(REFS, held), **members(OTHERS, others)}
    assert members((*REFS, *OTHERS), [*held, *others]) == apart


@given(logs())
def test_no_rule_keeps_apart_whom_people_join(held):
    people = [one for one in held if one.actor == "anna"]
    by_people, by_all = resolve_identity(REFS, people), resolve_identity(REFS, held)
    for one in standing(held).verdicts.values():
        if one.verdict == "same" and one.actor == "anna" and one in standing(people).verdicts.values():
            together = by_people.customer_of(one.left) == by_people.customer_of(one.right)
            assert not together or by_all.customer_of(one.left) == by_all.customer_of(one.right)


@given(logs(), st.data())
def test_what_rules_say_after_a_person_undid_a_same_never_brings_the_two_together(held, data):
    undone = list(standing(held).undone.values())
    if not undone:
        return
    act = data.draw(st.sampled_from(undone))
    found = resolve_identity(REFS, held)
    if found.customer_of(act.left) == found.customer_of(act.right):
        earlier = [one for one in held if one.actor == "anna" or one.at < act.at]
        then = resolve_identity(REFS, earlier)
        assert then.customer_of(act.left) == then.customer_of(act.right)


@given(logs())
def test_news_of_a_rule_never_goes_against_what_a_person_undid(held):
    for pair, act in standing(held).undone.items():
        later = act.at + timedelta(days=1)
        said = Judgement(verdict="same", left=pair[0], right=pair[1], at=later, actor="rule:model", weight=20.0)
        assert news([said], held) == []
        assert couple(said) == pair


@given(logs())
def test_whoever_keeps_two_customers_apart_is_named(held):
    found = resolve_identity(REFS, held)
    for one in found.refused:
        against = found.keeps_apart(found.customer_of(one.left), found.customer_of(one.right))
        assert against is not None
        assert against.verdict in {"different", "undone"}
