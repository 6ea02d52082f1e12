"""What prints tell of a pair is never less than it weighs."""

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.dedup.columnar.online.bounding import Bounds
from crmkit.dedup.columnar.online.parts import read_parts
from crmkit.dedup.columnar.online.prints import Prints
from crmkit.dedup.columnar.online.weighing import Weigher
from crmkit.dedup.packing import Packing
from tests.dedup.columnar.online.test_levels import DATES, slipped
from tests.dedup.columnar.online.worlds import CORRECTED, MODEL

EVERY = evolve(MODEL, possible_bits=-1000.0)
LEARNED = MODEL.trained
PACKING = Packing(tuple(LEARNED.features))
PARTS = read_parts(EVERY, LEARNED, PACKING, {})
WEIGHER = Weigher(EVERY, LEARNED, PARTS)
GIVEN = ("anna", "keller", "bert", "bob", "robert", "lolo", "laurent", "toine", "antoine", "hogu", "marie louise", "a")
FAMILY = ("keller", "muster", "muster keller", "anna", "bob", "okafor", "lindqvist", "li")
MAILS = ("anna.keller@example.org", "anna.keller@exmaple.org", "anna81@example.org", "x@y.ch", "annakeler@example.org")
PHONES = ("795550101", "795550110", "5550101", "446681800", "7955501", "446681801")
PLACES = ("seestrasse", "rue lac", "8001", "8010", "zurich", "zurih", "12", "12a")


def values(texts, most=1):
    return st.lists(slipped(texts), max_size=most, unique=True).map(tuple)


reads = st.fixed_dictionaries(
    {
        "given": values(GIVEN),
        "family": values(FAMILY),
        "birth_date": st.lists(st.sampled_from(DATES), max_size=1).map(tuple),
        "email": values(MAILS, 3),
        "phone": st.lists(st.sampled_from(PHONES), max_size=3, unique=True).map(tuple),
        **{name: values(PLACES) for name in ("street", "house_number", "postcode", "locality")},
    }
).map(lambda read: {name: held for name, held in read.items() if held and name in LEARNED.features})


def printed(drawn):
    prints = Prints(PARTS)
    for read in drawn:
        prints.add(read)
    return prints


@settings(max_examples=40, deadline=None)
@given(st.lists(reads, min_size=2, max_size=30))
def test_no_pair_weighs_more_than_its_bound(drawn):
    prints = printed(drawn)
    rows = [PACKING.row(PACKING.line(read)) for read in drawn]
    for query in rows[:4]:
        most = Bounds(EVERY, PARTS, prints).most(query, prints.of(np.arange(len(rows), dtype=np.uint32)), {})
        for one in WEIGHER.weigh(query, rows, {}):
            assert one.total <= most[one.place] + LEARNED.prior + 1e-9


@settings(max_examples=30, deadline=None)
@given(
    st.lists(reads, min_size=2, max_size=30), st.sampled_from((-8.0, -2.0, 4.0)), st.sampled_from((MODEL, CORRECTED))
)
def test_what_ends_early_would_have_weighed_too_little(drawn, possible, model):
    rows = [PACKING.row(PACKING.line(read)) for read in drawn]
    whole, early = (
        Weigher(evolve(model, possible_bits=bits), model.trained, PARTS).weigh(rows[0], rows, {})
        for bits in (-1000.0, possible)
    )
    assert early == [one for one in whole if one.total >= possible]


@settings(max_examples=20, deadline=None)
@given(st.lists(reads, min_size=1, max_size=12))
def test_records_are_printed_alike_one_by_one_and_all_at_once(drawn):
    columns = {}
    for name in LEARNED.features:
        texts = sorted({value for read in drawn for value in read.get(name, ())})
        width = max(len(read.get(name, ())) for read in drawn)
        codes = np.full((len(drawn), max(width, 1)), -1, np.int32)
        for place, read in enumerate(drawn):
            codes[place, : len(read.get(name, ()))] = [texts.index(value) for value in read.get(name, ())]
        columns[name] = codes, texts
    at_once = Prints(PARTS)
    at_once.fill(columns, len(drawn))
    places = np.arange(len(drawn), dtype=np.uint32)
    assert (at_once.of(places) == printed(drawn).of(places)).all()


def test_what_is_nobodys_weighs_nothing():
    prints = printed([{"phone": ("446681800",)}, {"phone": ("446681800", "795550101")}])
    query = PACKING.row(PACKING.line({"phone": ("791112233",)}))
    junk = {"phone": np.array([prints.markers["phone"]("446681800")[0]], np.uint32)}
    every = np.arange(2, dtype=np.uint32)
    apart = Bounds(EVERY, PARTS, prints).most(query, prints.of(every), {})
    alike = Bounds(EVERY, PARTS, prints).most(query, prints.of(every), junk)
    assert alike.tolist() == pytest.approx([0.0, apart[1]])
    assert apart[0] < 0


def test_more_records_than_were_foreseen_find_room():
    prints = printed({"given": (f"anna{place}",)} for place in range(3000))
    first, _, last = prints.of(np.array([0, 1500, 2999], np.uint32)).T.tolist()
    assert [first, last] == [prints.of(np.array([place], np.uint32)).T.tolist()[0] for place in (0, 2999)]
    assert first != last
