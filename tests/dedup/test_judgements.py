"""What judgements change, and what they never change."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.dedup.frames import dedupe
from crmkit.dedup.judgements import trusts
from tests.dedup.traps.file import FIELDS, make_file
from tests.dedup.traps.slips import slip

counts = st.integers(0, 200)


@given(counts, counts)
def test_more_agreement_never_lowers_trust(same, different):
    judged = same + different
    assert not trusts(same, judged) or trusts(same + 1, judged + 1)
    assert not trusts(0, different)


def blurred(seed, *, duplicates=150):
    """A file whose duplicates are so mistyped that many are only possible."""
    import random

    made = make_file(seed, traps=8, duplicates=duplicates)
    chance = random.Random(seed)
    rows = made.frame.rows(named=True)
    for row in rows:
        for name in ("family_name", "given_name", "street"):
            if row[name] and chance.random() < 0.4:
                row[name] = slip(chance, slip(chance, row[name]))
        for name in ("birth_date", "email", "phone"):
            if chance.random() < 0.35:
                row[name] = None
    return pl.DataFrame(rows, schema=made.frame.schema), made.who


def told(pairs, who):
    same = [who[left] == who[right] for left, right in zip(pairs["left"], pairs["right"], strict=True)]
    return pairs.select("left", "right").with_columns(pl.Series("same", same, dtype=pl.Boolean))


@pytest.mark.parametrize("seed", [1, 2])
def test_answers_to_what_was_asked_make_it_better(seed):
    frame, who = blurred(seed)
    before = dedupe(frame, fields=FIELDS)
    labels = told(before.to_label(100), who)
    after = dedupe(frame, fields=FIELDS, labels=labels)
    assert after.evaluate(who).pairwise.f1 > before.evaluate(who).pairwise.f1
    asked_again = after.to_label(100)
    assert not set(zip(labels["left"], labels["right"], strict=True)) & set(
        zip(asked_again["left"], asked_again["right"], strict=True)
    )


@pytest.mark.parametrize("count", [4, 40])
def test_correct_judgements_of_any_pairs_do_no_harm(count):
    frame, who = blurred(3)
    before = dedupe(frame, fields=FIELDS)
    some = before.pairs.gather_every(max(1, before.pairs.height // count)).head(count)
    after = dedupe(frame, fields=FIELDS, labels=told(some, who))
    assert after.evaluate(who).pairwise.f1 >= before.evaluate(who).pairwise.f1 - 0.002


def test_judgements_never_merge_a_contradiction_that_nobody_judged():
    made = make_file(4, traps=12, duplicates=150)
    true = told(pl.DataFrame(made.true_pairs(), schema=["left", "right"], orient="row").head(120), made.who)
    apart = dedupe(made.frame, fields=FIELDS).to_label(60)
    found = dedupe(
        made.frame, fields=FIELDS, labels=pl.concat([true, told(apart, made.who)]).unique(maintain_order=True)
    )
    assert made.sprung(found.clusters["cluster"].to_list()) == []


def test_asking_is_deterministic_and_asks_for_no_more_than_it_may():
    frame, _ = blurred(5, duplicates=60)
    one, other = (dedupe(frame, fields=FIELDS).to_label(25) for _ in range(2))
    assert one.equals(other)
    assert one.height <= 25
    assert one.columns == ["left", "right", "probability"]
    assert dedupe(frame.head(0), fields=FIELDS).to_label().height == 0
