"""Acts of consent are laid out in columns once, and say nothing that the facts do not say."""

import sys
from datetime import timedelta

import polars as pl
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.backends.memory import MemoryBackend
from crmkit.backends.protocol import Fact
from crmkit.consent.columnar.named import laid_out
from crmkit.exceptions import StoreCorruptError
from crmkit.ledger.columnar.acts import BLOCK, check_acts, read_acts
from crmkit.ledger.ledger import ACTS, Ledger
from crmkit.records import ANY, ConsentEvent
from tests.base.world import NOW, load, memory, row

few = settings(max_examples=max(1, settings().max_examples // 3))
DRAWN = st.lists(
    st.builds(
        lambda act, ref, point, day, late, **more: ConsentEvent(
            act=act,
            ref=ref,
            purpose="newsletter",
            point=point,
            at=NOW - timedelta(days=day),
            recorded_at=NOW - timedelta(days=day - late),
            source="shop",
            **more,
        ),
        act=st.sampled_from(["grant", "withdraw", "confirm"]),
        ref=st.sampled_from(["shop/1", None]),
        point=st.sampled_from(["email:a@example.org", ANY]),
        day=st.integers(0, 20),
        late=st.integers(0, 2),
        about=st.sampled_from([None, "0f3a"]),
        language=st.sampled_from([None, "fr"]),
    ),
    unique_by=lambda act: act.id,
    max_size=12,
)


def of(acts):
    ledger = Ledger(MemoryBackend())
    ledger.append(acts)
    return ledger


def told(ledger, size=BLOCK):
    """Read what columns say, whatever number a form has in them."""
    return rows_of(read_acts(ledger, size=size))


def rows_of(found):
    rows = found.frame.sort("number").rows(named=True)
    return [{**one, "form": found.forms[one["form"]]} for one in rows]


@few
@given(DRAWN, DRAWN, st.integers(1, 5), st.integers(1, 5))
def test_acts_say_the_same_in_whatever_blocks_they_were_laid_out(before, after, first, second):
    ledger = of(before)
    told(ledger, first)
    ledger.append(after)
    found = told(ledger, second)
    kept = [one.body["upto"] for one in ledger.backend.scan(ACTS)]
    assert kept == sorted(set(kept))
    assert found == told(ledger) == told(of([*before, *after]))
    every = {act.id: act for act in (*before, *after)}
    assert found == rows_of(laid_out(every.items()))
    assert [one.body["upto"] for one in ledger.backend.scan(ACTS)] == kept
    assert check_acts(ledger) == ()


@few
@given(DRAWN)
def test_acts_that_an_older_crmkit_wrote_with_fewer_words_are_read_too(acts):
    ledger, older = of(acts), Ledger(MemoryBackend())
    for fact in ledger.backend.facts("consent"):
        body = {name: value for name, value in fact.body.items() if value is not None or name == "ref"}
        older.backend.append([evolve(fact, body=body)])
    assert told(older) == told(ledger)


def test_what_is_no_act_is_refused():
    ledger = of([YES])
    for body in ({"act": "grant"}, {**next(ledger.backend.facts("consent")).body, "at": "soon"}, None):
        broken = Ledger(MemoryBackend())
        broken.backend.append([Fact(kind="consent", id="a", at=0, body=body)])
        with pytest.raises(StoreCorruptError, match="ConsentEvent"):
            read_acts(broken)


YES = ConsentEvent(act="grant", ref="shop/1", purpose="newsletter", at=NOW, recorded_at=NOW, source="shop")
NO = ConsentEvent(act="withdraw", ref="shop/2", purpose="newsletter", at=NOW, recorded_at=NOW, source="shop")


@pytest.mark.parametrize(
    ("key", "change"),
    [
        ("00000000000000000001", {"columns": "AAAA"}),
        ("00000000000000000001", {"layout": 0}),
        ("00000000000000000001", {"upto": 2}),
        ("00000000000000000001", {"forms": [{"act": "grant"}]}),
        ("00000000000000000001", {"forms": []}),
        ("garbage", {"upto": 1}),
    ],
)
def test_a_block_that_does_not_read_as_one_is_refused_and_made_again(key, change):
    ledger = of([YES, NO])
    right = told(ledger, 1)
    body = ledger.backend.get(ACTS, "00000000000000000001").body
    ledger.backend.put(ACTS, key, {**body, **change})
    with pytest.raises(StoreCorruptError, match="verify the base"):
        read_acts(ledger)
    assert key in check_acts(ledger)
    assert list(ledger.backend.scan(ACTS)) == []
    assert told(ledger, 1) == right
    assert check_acts(ledger) == ()


def test_a_block_that_says_something_else_is_found_by_verify():
    with memory(region="CH") as base:
        load(base, [row(1, Mail="anna@example.org", Country="CH", News="yes", How="web_form", Since="2025-05-01")])
        ledger = base._keeper.ledger
        ledger.append([NO])
        read_acts(ledger, size=1)
        first, second = ledger.backend.scan(ACTS)
        assert base.verify().ok
        ledger.backend.put(ACTS, first.key, {**first.body, "columns": second.body["columns"]})
        found = base.verify()
        assert (found.ok, found.differing, found.differing_acts) == (False, (), (first.key,))
        assert "1 blocks of acts of consent, were not what the facts say" in str(found)
        assert base.verify().ok
        assert len(base.select("email is known", purpose="newsletter", via="email")) == 1


def test_whoever_cannot_read_blocks_throws_them_away_when_the_base_is_verified(monkeypatch):
    with memory() as base:
        base.consent.record(YES)
        read_acts(base._keeper.ledger, size=1)
        monkeypatch.setitem(sys.modules, "crmkit.ledger.columnar.acts", None)
        assert base.verify().ok
        assert list(base._keeper.backend.scan(ACTS)) == []


def test_a_base_without_acts_has_empty_columns():
    found = read_acts(Ledger(MemoryBackend()))
    assert (len(found.frame), found.forms, found.frame.schema["form"]) == (0, (), pl.UInt32)
