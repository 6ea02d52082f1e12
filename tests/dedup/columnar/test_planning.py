"""Pairs are spent where they find something, and never more than the budget."""

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.dedup.blocking import BlockingRule
from crmkit.dedup.columnar.blocks import candidates, gather, pack, ruled, touching, unpack
from crmkit.dedup.columnar.encoding import Encoded
from crmkit.dedup.columnar.planning import carry_out, plan, take_sample
from crmkit.dedup.model import Model

RULES = (
    BlockingRule(("email",)),
    BlockingRule(("family", "birth_date:year"), ("given:initial",)),
    BlockingRule(("name:word",)),
    BlockingRule(("name:pair",)),
    BlockingRule(("phone:end",), ("given",)),
)
MODEL = Model(planning_records=20, pairs_anyway=0, estimation_pairs=100_000)


def encoded(name, values, codes):
    return Encoded(name, np.array(codes, np.int32).reshape(len(codes), -1), tuple(values))


@st.composite
def features(draw, most=40):
    records = draw(st.integers(2, most))

    def column(values, width=1):
        return draw(
            st.lists(
                st.lists(st.integers(-1, len(values) - 1), min_size=width, max_size=width),
                min_size=records,
                max_size=records,
            )
        )

    return {
        "given": encoded("given", ["anna maria", "bo", "carl"], column("abc")),
        "family": encoded("family", ["muster", "keller frei", "bo"], column("abc")),
        "birth_date": encoded("birth_date", ["19800517", "19800102", "19550301"], column("abc")),
        "email": encoded("email", [f"box{place}@example.org" for place in range(6)], column("abcdef")),
        "phone": encoded("phone", ["791234567", "791234568", "12345"], column("abc", width=2)),
    }, records


def pairs_of(found):
    return set(zip(found.left.tolist(), found.right.tolist(), strict=True))


@settings(max_examples=30, deadline=None)
@given(features(), st.integers(2, 12))
def test_a_sample_touches_what_all_candidates_hold(drawn, cap):
    data, records = drawn
    sampled = np.arange(records) % 3 == 0
    for one in ruled(data, RULES, records):
        wanted = {
            pair for pair in pairs_of(gather([one], [cap], records, block_cap=cap, pairs_per_record=1e9))
            if sampled[pair[0]] or sampled[pair[1]]
        }  # fmt: skip
        touched = touching(one, sampled, cap=cap)
        assert set(zip(*(side.tolist() for side in unpack(touched.pairs)), strict=True)) == wanted
        assert ((touched.size > 1) & (touched.size <= cap)).all()


@settings(max_examples=30, deadline=None)
@given(features())
def test_keys_bring_together_what_shares_a_word_whatever_its_place(drawn):
    data, records = drawn
    words = [
        {word for name in ("given", "family") for text in data[name].of(record) for word in text.split()}
        for record in range(records)
    ]
    found = pairs_of(candidates(data, [BlockingRule(("name:word",))], records, block_cap=99, pairs_per_record=1e9))
    assert found == {
        (left, right)
        for right in range(records)
        for left in range(right)
        if any(len(word) > 2 for word in words[left] & words[right])
    }


@settings(max_examples=30, deadline=None)
@given(features(most=80), st.integers(0, 10), st.floats(0.0001, 0.5))
def test_a_plan_keeps_what_it_says(drawn, telling_in, worth):
    data, records = drawn
    usable = ruled(data, RULES, records)
    model = evolve(MODEL, worth=worth, planning_records=max(records // 2, 1))
    sample = take_sample(usable, records, model)
    telling = np.arange(len(sample.pairs)) % 10 < telling_in
    planned = plan(sample, telling, usable, records, model)
    assert len(planned.caps) == len(usable)
    assert 0 <= planned.recall <= 1
    made = pairs_of(carry_out(planned, usable, records, model))
    assert made <= pairs_of(candidates(data, RULES, records, block_cap=model.block_cap, pairs_per_record=1e9))


def test_a_rule_that_finds_nothing_of_its_own_is_left_out_and_told():
    records = 4000
    families = np.random.default_rng(1).permutation(np.arange(records) % 200)
    data = {
        "email": encoded(
            "email", [f"box{place}@example.org" for place in range(2000)], [r // 2 for r in range(records)]
        ),
        "family": encoded("family", [f"family{place}" for place in range(200)], families),
    }
    usable = ruled(data, (BlockingRule(("email",)), BlockingRule(("family",))), records)
    model = evolve(MODEL, planning_records=1000, worth=0.001)
    sample = take_sample(usable, records, model)
    left, right = sample.sides
    planned = plan(sample, left // 2 == right // 2, usable, records, model)
    found = carry_out(planned, usable, records, model)
    assert planned.caps[0] == model.block_cap
    assert planned.caps[1] < 2
    assert found.recall == 1.0
    assert pairs_of(found) == {(2 * pair, 2 * pair + 1) for pair in range(2000)}
    left_out = found.skipped[0]
    assert left_out.rule == "family"
    assert left_out.pairs == pytest.approx(200 * 190, rel=0.05)
    assert left_out.blocks == pytest.approx(200, rel=0.1)


def test_a_budget_is_kept_by_asking_for_more():
    records = 3000
    data = {"family": encoded("family", [f"f{place}" for place in range(100)], [r % 100 for r in range(records)])}
    usable = ruled(data, (BlockingRule(("family",)),), records)
    model = evolve(MODEL, pairs_per_record=2.0, planning_records=1000)
    sample = take_sample(usable, records, model)
    found = carry_out(
        plan(sample, np.ones(len(sample.pairs), np.bool_), usable, records, model), usable, records, model
    )
    assert len(found.left) <= 2 * records
    assert found.skipped


def test_small_sets_are_given_more_than_they_are_worth():
    records = 3000
    data = {"family": encoded("family", [f"f{place}" for place in range(300)], [r % 300 for r in range(records)])}
    usable = ruled(data, (BlockingRule(("family",)),), records)
    model = evolve(MODEL, pairs_anyway=100_000, planning_records=1000)
    sample = take_sample(usable, records, model)
    planned = plan(sample, np.zeros(len(sample.pairs), np.bool_), usable, records, model)
    assert len(carry_out(planned, usable, records, model).left) == 300 * 45


def test_a_sample_with_many_neighbours_is_made_smaller():
    records = 2000
    data = {"family": encoded("family", [f"f{place}" for place in range(50)], [r % 50 for r in range(records)])}
    usable = ruled(data, (BlockingRule(("family",)),), records)
    sample = take_sample(usable, records, evolve(MODEL, planning_records=1000, estimation_pairs=2000))
    assert len(sample.pairs) <= 2000
    assert sample.share == pytest.approx(len(sample.pairs) / (50 * 780), rel=0.2)


@given(st.integers(0, 2**31 - 1), st.integers(0, 2**31 - 1))
def test_a_packed_pair_is_read_back(one, other):
    left, right = unpack(pack(np.array([one]), np.array([other])))
    assert (left[0], right[0]) == (min(one, other), max(one, other))
