"""What comes to a base after it was searched finds its place without searching everything anew."""

from functools import cache

import polars as pl
import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crmkit.customer_base import connect
from crmkit.dedup.columnar.rows import find_among_rows
from crmkit.dedup.entry import EntryReader
from crmkit.exceptions import UnknownNameError
from crmkit.ledger.binding import bonds_of_people, usable
from crmkit.ledger.entry_check import MODELS, remember_model
from crmkit.ledger.searched import remember_searched
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.field import Field
from crmkit.schema.fields import Schema
from tests.base.world import NOW, journal
from tests.dedup.people import crowd

COLUMNS = ("given_name", "family_name", "birth_date", "email", "phone", "street", "postcode")
MAPPING = {name: name for name in ("source_key", *COLUMNS)}
MAILS = ("anna@example.org", "paul@example.org", "famille.keller@example.org", "info@example.com")
PHONES = ("+41 79 555 01 01", "+41 79 555 01 02", "+41 44 668 18 00")
FEW, MANY = settings(max_examples=3), settings(max_examples=200)

neighbours = st.fixed_dictionaries({
    "given_name": st.sampled_from(("Anna", "Ana", "A.", "Paul", "Paula", "Marie")),
    "family_name": st.sampled_from(("Keller", "Kellr", "Muster")),
    "birth_date": st.none() | st.sampled_from(("1980-05-17", "1980-05-18", "1955-02-01")),
    "email": st.none() | st.sampled_from(MAILS),
    "phone": st.none() | st.sampled_from(PHONES),
    "street": st.none() | st.sampled_from(("Seestrasse 12", "Rue du Lac 4")),
    "postcode": st.none() | st.sampled_from(("8001", "1003")),
})  # fmt: skip
"""Families, twins and people who share contacts."""


@cache
def trained():
    with connect(clock=lambda: NOW, region="CH") as base:
        load(base, crowd(60))
        return base.find_duplicates().model


def load(base, rows, *, start=0, source="crm"):
    """Load rows; their number goes on from `start`."""
    numbered = [{"source_key": str(start + place), **row} for place, row in enumerate(rows)]
    columns = [{name: row.get(name) for name in MAPPING} for row in numbered]
    return base.load(columns, source=source, mapping=MAPPING)


def searched(rows):
    """Make a base that was searched by the trained model, and what was found merged."""
    base = connect(clock=lambda: NOW, region="CH", actor="amelie")
    load(base, rows)
    remember_model(base._keeper.backend, trained())
    base.merge(search_all(base))
    return base


def search_all(base):
    """Search a base anew by the trained model, without learning anything."""
    rows, upto = base.rows(), base._keeper.backend.last()
    bonds = usable(bonds_of_people(base._keeper.ledger), rows, ())
    found = find_among_rows(rows, model=trained(), labels=bonds, learning=False, region="CH")
    return evolve(found, searched_to=upto)


def merged(base):
    """Merge who came since the last search; give what was found."""
    found = base.find_duplicates(since_last=True)
    base.merge(found)
    return found


def who(base):
    return {frozenset(one.refs) for one in base.customers()}


def weights(found, *, least=-1e9):
    pairs = found.pairs.select("left", "right", "weight").rows()
    return {frozenset(pair): round(weight, 6) for *pair, weight in pairs if weight >= least}


def terms_of(base):
    """Name the match keys of every customer, by her rows."""
    reader = EntryReader(CUSTOMER)
    keys = {row.ref: {term.coarse for term in reader.terms(reader.read(row))} for row in base.rows()}
    return {ref: set().union(*(keys[one] for one in held)) for held in who(base) for ref in held}


def undivided(found):
    """Whether all pairs that are the same are in one cluster: no contradiction had to decide who goes with whom."""
    apart = found.pairs.filter((pl.col("verdict") == "related") & (pl.col("weight") >= found.model.same_bits))
    return apart.is_empty()


def check_as_a_search_of_everything(old, new):
    one, other = searched(old), searched(old)
    ids = {customer.id for customer in one.customers()}
    calm = undivided(search_all(one))
    fresh = {f"crm/{100 + place}" for place in range(len(new))}
    keys = {}
    for base in (one, other):
        load(base, new, start=100)
        keys = terms_of(base)
    found, everything = one.find_duplicates(since_last=True), search_all(other)
    mine, theirs = weights(found), weights(everything)
    assert mine.items() <= theirs.items()
    missed = [pair for pair in theirs.keys() - mine.keys() if pair & fresh]
    assert not [pair for pair in missed if set.intersection(*(keys[ref] for ref in pair))]
    clusters = {}
    for ref, cluster in found.clusters.rows():
        clusters.setdefault(cluster, set()).add(ref)
    one.merge(found)
    other.merge(everything)
    customers = who(one)
    assert all(cluster in customers for cluster in map(frozenset, clusters.values()))
    assert all(one.customer(name) for name in ids)
    if calm and undivided(everything) and not missed:
        assert customers == who(other)
    return bool(mine)


@FEW
@given(st.lists(neighbours, min_size=1, max_size=7), st.lists(neighbours, min_size=1, max_size=4))
def test_newcomers_are_found_as_by_a_search_of_everything(old, new):
    check_as_a_search_of_everything(old, new)


@pytest.mark.nightly
@MANY
@given(st.lists(neighbours, min_size=1, max_size=9), st.lists(neighbours, min_size=1, max_size=6))
def test_newcomers_are_always_found_as_by_a_search_of_everything(old, new):
    check_as_a_search_of_everything(old, new)


PERSONS = [
    {
        "given_name": given,
        "family_name": family,
        "birth_date": born,
        "email": f"{given}.{family}@example.org".lower(),
        "phone": f"+41 79 555 02 1{place}",
        "street": "Seestrasse 12",
        "postcode": "8001",
    }
    for place, (given, family, born) in enumerate([
        ("Anna", "Keller", "1980-05-17"),
        ("Paul", "Keller", "1980-05-17"),
        ("Marie", "Muster", "1955-02-01"),
        ("Lukas", "Muster", "1990-11-30"),
    ])
]  # fmt: skip
"""Two families in one house, twins among them; contacts are everybody's own."""


@st.composite
def rows_of_persons(draw):
    """Rows of the four, each with a few values left out or written otherwise, always with an e-mail address."""
    person = draw(st.sampled_from(PERSONS))
    left_out = draw(st.sets(st.sampled_from(("birth_date", "phone", "street", "postcode"))))
    slipped = {"family_name": person["family_name"][:-1]} if draw(st.booleans()) else {}
    return {name: value for name, value in {**person, **slipped}.items() if name not in left_out}


def check_portions(old, new, cut, order):
    """Rows that come one after the other, in another order, end where those that come at once do."""
    at_once, one_by_one = searched(old), searched(old)
    load(at_once, new, start=100)
    found = merged(at_once)
    assume(undivided(found))
    numbered = list(enumerate(new))
    order.shuffle(numbered)
    for some in (numbered[:cut], numbered[cut:]):
        for place, row in some:
            load(one_by_one, [row], start=100 + place)
        merged(one_by_one)
    assert who(at_once) == who(one_by_one)
    at_once.merge(search_all(at_once))
    assert who(at_once) == who(one_by_one)


persons = st.lists(rows_of_persons(), min_size=1, max_size=6)


@FEW
@given(persons, persons, st.integers(0, 6), st.randoms(use_true_random=False))
def test_in_whatever_portions_and_order_they_come_the_customers_are_the_same(old, new, cut, order):
    check_portions(old, new, cut, order)


@pytest.mark.nightly
@MANY
@given(persons, persons, st.integers(0, 6), st.randoms(use_true_random=False))
def test_in_whatever_portions_and_order_they_come_the_customers_are_always_the_same(old, new, cut, order):
    check_portions(old, new, cut, order)


@FEW
@given(persons, persons, st.data())
def test_what_people_said_binds(old, new, data):
    base = searched(old)
    load(base, new, start=100)
    refs = [row.ref for row in base.rows()]
    one, other = data.draw(st.sampled_from(refs)), data.draw(st.sampled_from(refs))
    assume(base.customer_of(one) != base.customer_of(other))
    apart = data.draw(st.booleans())
    (base.not_same if apart else base.merge)(one, other, reason="told")
    for found in (search_all(base), base.find_duplicates(since_last=True), base.find_duplicates()):
        cluster = dict(found.clusters.rows())
        if one in cluster and other in cluster:
            assert (cluster[one] != cluster[other]) is apart
        base.merge(found)
        assert (base.customer_of(one) != base.customer_of(other)) is apart


ANNA, PAUL = PERSONS[0], PERSONS[1]


@pytest.fixture
def base():
    """A base of a crowd with Anna and Paul, searched and merged."""
    return searched([*crowd(20), ANNA, PAUL])


def came(base, *rows, start=100, **options):
    load(base, rows, start=start)
    return base.find_duplicates(since_last=True, **options)


def test_every_place_finds_the_same(place, opened):
    answers = []
    for url in (place, "memory:"):
        base = opened(url)
        load(base, [*crowd(20), ANNA, PAUL])
        base.merge(base.find_duplicates())
        found = came(base, {**ANNA, "phone": None}, {**PAUL, "given_name": "Paula"})
        change = base.merge(found)
        assert (change.before, change.after) == (24, 23)
        assert base.customer_of("crm/100") == base.customer_of("crm/20")
        nothing = base.find_duplicates(since_last=True)
        assert (nothing.records, nothing.pairs.height, base.merge(nothing).judgements) == (0, 0, 0)
        assert base.verify().ok
        answers.append((found.pairs.rows(), found.clusters.rows(), who(base)))
    assert answers[0] == answers[1]


def test_only_the_rows_near_the_new_ones_are_read(base):
    found = came(base, ANNA)
    assert set(found.clusters["id"]) == {"crm/20", "crm/21", "crm/100"}
    assert journal(base)[-1].items() >= {"verb": "read", "what": "source rows", "count": 3}.items()
    assert found.explain("crm/20", "crm/100").weight > 0
    assert "crm/100" in str(found.review(pairs="same").pairs)


def test_a_search_that_was_not_merged_is_repeated(base):
    first = came(base, ANNA)
    base.merge(first, dry_run=True)
    again = base.find_duplicates(since_last=True)
    assert again.pairs.rows() == first.pairs.rows()
    base.merge(again)
    assert base.merge(first).judgements == 0
    assert base.find_duplicates(since_last=True).records == 0


def test_a_row_that_changed_is_searched_again_and_stays_with_whom_it_was(base):
    base.merge(came(base, ANNA))
    load(base, [{**ANNA, "given_name": "Paul", "birth_date": "1955-02-01", "email": PAUL["email"]}], start=100)
    found = merged(base)
    assert "crm/100" in set(found.clusters["id"])
    assert base.customer_of("crm/100") == base.customer_of("crm/20") != base.customer_of("crm/21")


def test_without_an_earlier_search_everything_is_searched(base):
    with connect(clock=lambda: NOW, region="CH") as other:
        load(other, [*crowd(30), ANNA, ANNA])
        found = other.find_duplicates(since_last=True)
        assert (found.records, found.customers_found) == (32, 31)
    load(base, [ANNA], start=100)
    base._keeper.backend.clear(MODELS)
    assert base.find_duplicates(since_last=True).records == 23


def test_another_schema_searches_everything(tmp_path):
    badge = Field(name="badge", type="identifier", sensitivity="id", many=True)
    for number, schema in enumerate((CUSTOMER, Schema(name="club", fields=[*CUSTOMER.fields, badge]))):
        with connect(tmp_path / "base.db", clock=lambda: NOW, region="CH", schema=schema) as base:
            load(base, crowd(30))
            found = base.find_duplicates(since_last=True)
            assert found.records == 30, number
            base.merge(found)


def test_rows_that_were_searched_before_are_joined_by_a_new_one_alone(base):
    load(base, [ANNA], start=100)
    remember_searched(base._keeper.backend, CUSTOMER, base._keeper.backend.last())
    found = came(base, {**PAUL, "email": "paul@example.com"}, start=101)
    assert {"crm/20", "crm/100", "crm/101"} <= set(found.clusters["id"])
    assert all("crm/101" in pair for pair in weights(found))
    base.merge(found)
    assert base.customer_of("crm/20") != base.customer_of("crm/100")
    base.merge(came(base, ANNA, start=102))
    assert base.customer_of("crm/20") == base.customer_of("crm/100") == base.customer_of("crm/102")


def test_two_customers_become_one_through_a_new_row_but_not_against_a_person(base):
    load(base, [{"given_name": "Marie", "family_name": "Muster", "email": "marie@example.org"}], start=100)
    load(base, [{"given_name": "Marie", "family_name": "Muster", "phone": "+41 79 555 07 77"}], start=101)
    assert merged(base).customers_found == 2
    both = {"given_name": "Marie", "family_name": "Muster", "email": "marie@example.org", "phone": "+41 79 555 07 77"}
    joined = base.merge(came(base, both, start=102))
    assert base.customer_of("crm/100") == base.customer_of("crm/101") == base.customer_of("crm/102")
    base.undo(joined.id, reason="mother and daughter")
    base.not_same("crm/100", "crm/101", reason="mother and daughter")
    merged(base)
    assert merged(came_again(base, both)).records == 0
    assert base.customer_of("crm/100") != base.customer_of("crm/101")


def came_again(base, row):
    load(base, [row], start=103)
    merged(base)
    return base


def test_what_a_person_undid_no_newcomer_brings_back(base):
    change = base.merge(came(base, ANNA))
    base.undo(change.id, reason="two Annas")
    found = came(base, ANNA, start=101)
    cluster = dict(found.clusters.rows())
    assert cluster["crm/20"] != cluster["crm/100"]
    base.merge(found)
    assert base.customer_of("crm/20") != base.customer_of("crm/100")


def test_a_pair_that_a_person_judged_is_possible_no_more(base):
    alike = [{"given_name": "Marie", "family_name": "Muster", "postcode": "8001", "street": f"Weg {place}"}
             for place in range(3)]  # fmt: skip
    load(base, alike, start=100)
    possible = base.find_duplicates(since_last=True).pairs.filter(pl.col("verdict") == "possible")
    assert possible.height == 3
    base.not_same("crm/100", "crm/101", reason="asked")
    base.merge("crm/100", "crm/102", reason="asked")
    for found in (base.find_duplicates(since_last=True), base.find_duplicates()):
        verdicts = {
            frozenset(pair): verdict for *pair, verdict in found.pairs.select("left", "right", "verdict").rows()
        }
        assert verdicts[frozenset(("crm/100", "crm/101"))] == "related"
        assert verdicts[frozenset(("crm/100", "crm/102"))] == "same"
        assert found.customers_found == found.records - 1


def test_sources_that_have_nobody_twice_stay_so(base):
    found = came(base, ANNA, ANNA, duplicate_free="crm")
    assert found.customers_found == found.records
    base.merge("crm/100", "crm/101", reason="asked")
    assert base.find_duplicates(since_last=True, duplicate_free=["crm"]).customers_found == found.records
    with pytest.raises(UnknownNameError, match="crm"):
        base.find_duplicates(since_last=True, duplicate_free=["crn"])


def test_another_threshold_and_progress_are_told(base):
    steps = []
    sure = came(base, {**ANNA, "given_name": "A.", "phone": None, "street": None}, min_probability=0.999999999)
    usual = base.find_duplicates(since_last=True, progress=steps.append)
    assert sure.model.same_bits > usual.model.same_bits
    assert {"block", "compare"} <= {one.stage for one in steps}
    assert usual.model.learned == sure.model.learned


def test_keys_that_too_many_share_are_told(base):
    shared = [{"given_name": f"B{letter}nna{place}", "family_name": f"Bei{letter}spiel", "email": "info@example.com"}
              for place in range(10) for letter in "BCDFGH"]  # fmt: skip
    base.merge(came(base, *shared, start=200))
    found = came(base, {"given_name": "Bea", "family_name": "Quispe", "email": "info@example.com"})
    assert [one.rule for one in found.unseen][:1] == ["email"]
    assert found.unseen[0].pairs > 0
    assert found.pairs.filter(pl.col("verdict") == "same").is_empty()


def test_who_shares_a_contact_is_asked_of_those_who_are_not_near(base):
    """A contact of many tells nothing of an old row, though the new one does not have it."""
    crowded = [{"given_name": f"{letter}ernhard", "family_name": f"Q{letter}x", "email": "info@example.com"}
               for letter in "BCDFGHJK"]  # fmt: skip
    base.merge(came(base, *crowded, {**ANNA, "email": "info@example.com", "given_name": "Anne"}, start=200))
    found = came(base, {**ANNA, "given_name": "Anne", "email": "other@example.org"})
    everything = search_by(base, found.model)
    assert weights(found).items() <= weights(everything).items()
    assert {f"crm/{200 + place}" for place in range(8)} <= set(found.clusters["id"])


def search_by(base, model):
    return find_among_rows(base.rows(), model=model, region="CH")


def test_very_many_copies_of_a_new_row_are_one_customer():
    base = searched([*crowd(20), ANNA])
    remember_model(base._keeper.backend, evolve(trained(), block_cap=4))
    found = came(base, *[ANNA] * 12)
    base.merge(found)
    assert {base.customer_of(f"crm/{100 + place}") for place in range(12)} == {base.customer_of("crm/20")}
