"""Who lives together."""

from collections import defaultdict
from itertools import combinations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.dedup.frames import dedupe, link
from crmkit.dedup.households import BARRED
from crmkit.dedup.words import feature_word, gate_words
from crmkit.exceptions import UnknownNameError
from tests.dedup.people import crowd
from tests.dedup.traps.file import FIELDS as TRAP_FIELDS
from tests.dedup.traps.file import make_file

FIELDS = {
    "given_name": "given_name",
    "family_name": "family_name",
    "birth_date": "birth_date",
    "email": "email",
    "phone": "phone",
    "street": "street",
    "postcode": "postcode",
    "locality": "locality",
    "company": "organisation_name",
}
SCHEMA = dict.fromkeys(FIELDS, pl.String)
ANNA = {
    "given_name": "Anna",
    "family_name": "Rosenfeld",
    "phone": "+41 44 668 18 00",
    "street": "Seestrasse 12",
    "postcode": "8001",
    "locality": "Zürich",
}
PAUL = {**ANNA, "given_name": "Paul", "birth_date": "1955-02-01"}
ELSEWHERE = {"street": "Bergweg 3", "postcode": "3011", "locality": "Bern"}
NOWHERE = {"street": None, "postcode": None, "locality": None}


def living(*rows, **options):
    """Find the households of some rows among a crowd of others."""
    found = dedupe(pl.DataFrame([*rows, *crowd(90)], schema=SCHEMA), fields=FIELDS, **options)
    return found, found.households()["household"].to_list()


@pytest.mark.parametrize(
    "other",
    [
        PAUL,
        {**PAUL, "phone": None},
        {**PAUL, "family_name": "Okafor"},
        {**PAUL, **NOWHERE},
        {**PAUL, "locality": None, "phone": None},
        {**PAUL, "postcode": None, "phone": None},
        {**PAUL, "postcode": None, "locality": None},
        {**PAUL, "street": "Seestr.", "phone": None},
    ],
)
def test_people_of_one_home_are_one_household_and_stay_two_customers(other):
    found, households = living(ANNA, other)
    assert households[0] == households[1] == 0
    assert set(households[2:]) == {None}
    assert found.clusters["cluster"][0] != found.clusters["cluster"][1]
    why = found.explain_household(0, 1)
    assert why.verdict == "related"
    assert sum(one.weight for one in why.reasons) + why.prior == pytest.approx(why.weight)
    assert not why.gate


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({**PAUL, **ELSEWHERE}, "a home each"),
        ({**PAUL, "family_name": "Okafor", "phone": None}, "only one agrees"),
        ({**PAUL, "company": "Rosenfeld Farben AG"}, "colleagues"),
        ({**PAUL, "given_name": None, "family_name": None, "company": "Okafor Bau AG"}, "names no person"),
    ],
)
def test_who_does_not_live_together_is_told_why(other, reason):
    found, households = living({**ANNA, "company": "Rosenfeld Farben AG"}, other)
    assert households[:2] == [None, None]
    why = found.explain_household(0, 1)
    assert why.verdict == "never"
    assert why.probability == 0.0
    assert reason in why.gate


def test_of_a_customer_who_moved_every_row_is_where_she_lived_then():
    moved = {**ANNA, **ELSEWHERE, "birth_date": "1980-05-17", "email": "anna@example.org", "phone": None}
    before = {**ANNA, "birth_date": "1980-05-17", "email": "anna@example.org"}
    husband = {**moved, "given_name": "Victor", "birth_date": "1977-02-28", "email": None}
    found, households = living(before, moved, PAUL, husband)
    assert found.clusters["cluster"].to_list()[:4] == [0, 0, 2, 3]
    assert households[:4] == [0, 1, 0, 1]


def test_a_row_without_a_home_follows_its_customer():
    known = {**ANNA, "birth_date": "1980-05-17", "email": "anna@example.org"}
    _, households = living(known, {**known, **NOWHERE, "phone": None}, PAUL)
    assert households[:3] == [0, 0, 0]


def test_without_a_house_number_nobody_knows_which_of_several():
    first, second = (
        {**ANNA, "given_name": name, "street": f"Seestrasse {number}"} for name, number in (("Ida", 12), ("Otto", 40))
    )
    alone = {**PAUL, "street": "Seestrasse", "phone": None}
    _, households = living(first, second, alone)
    assert households[:3] == [None, None, None]
    _, households = living(first, alone, {**alone, "given_name": "Elif"})
    assert households[:3] == [0, 0, 0]


def test_where_there_are_no_places_street_and_number_are_the_home():
    rows = [{name: row[name] for name in ("given_name", "family_name", "street")} for row in (ANNA, PAUL, *crowd(40))]
    found = dedupe(pl.DataFrame(rows), fields={name: FIELDS[name] for name in rows[0]})
    assert found.households()["household"][:3].to_list() == [0, 0, None]
    assert found.explain_household(0, 1).reasons[0].left == "see 12"


def test_in_a_tower_a_common_name_says_little_and_a_rare_one_much():
    tower = [
        {"given_name": f"{one}a", "family_name": f"{one}son{place % 40}", "street": "Turmweg 1", "postcode": "3000"}
        for place, one in enumerate(["Bel", "Kor", "Mir", "Tal"] * 60)
    ]
    for place in range(0, 240, 8):
        tower[place]["family_name"] = "Muster"
    rare = [{**tower[0], "given_name": name, "family_name": "Brunnmatt"} for name in ("Ida", "Otto")]
    _, households = living(*tower, *rare)
    assert households[240] == households[241] == 240
    assert set(households[:240:8]) == {None}


def test_traps_of_one_home_are_households_and_all_others_are_not():
    made = make_file(3, traps=12, duplicates=150)
    found = dedupe(made.frame, fields=TRAP_FIELDS)
    households = found.households()["household"].to_list()
    rows = defaultdict(list)
    for place, number in enumerate(made.trap):
        if number >= 0:
            rows[number].append(place)
    together = defaultdict(list)
    for places in rows.values():
        for one, other in combinations(places, 2):
            together[made.kind[one]].append(households[one] is not None and households[one] == households[other])
    assert all(all(together[kind]) for kind in ("households", "twins", "co_tenants"))
    apart = ("homonyms", "colleagues", "role_mailboxes", "placeholders", "reissued_phones", "family_email")
    assert not any(any(together[kind]) for kind in apart)


residents = st.fixed_dictionaries(
    {
        "given_name": st.sampled_from(["Anna", "Paul", "Elif", "Zoe"]),
        "family_name": st.none() | st.sampled_from(["Rosenfeld", "Okafor", "Rosenfeld-Okafor"]),
        "phone": st.none() | st.sampled_from(["+41 44 668 18 00", "+41 44 668 18 01"]),
        "email": st.none() | st.sampled_from(["familie@example.org", "a@example.org"]),
        "street": st.none() | st.sampled_from(["Seestrasse 12", "Seestrasse", "Bergweg 3"]),
        "postcode": st.none() | st.sampled_from(["8001", "3011"]),
        "locality": st.none() | st.sampled_from(["Zürich", "Bern"]),
    }
)


@settings(max_examples=5, deadline=None)
@given(st.lists(residents, max_size=9), st.randoms(use_true_random=False))
def test_households_hold_two_customers_of_one_home_whatever_the_order(rows, random):
    found, households = living(*rows)
    clusters = found.clusters["cluster"].to_list()
    groups = defaultdict(set)
    for place, household in enumerate(households):
        if household is not None:
            groups[household].add(place)
    for first, places in list(groups.items()):
        assert first == min(places)
        assert len({clusters[place] for place in places}) > 1
        assert not any(
            found.explain_household(one, other).gate == "they have a home each"
            for one, other in combinations(places, 2)
        )
    order = random.sample(range(len(rows)), len(rows))
    _, shuffled = living(*[rows[place] for place in order])
    again = defaultdict(set)
    for place, household in enumerate(shuffled[: len(rows)]):
        if household is not None:
            again[household].add(order[place])
    assert sorted(map(sorted, again.values())) == sorted(sorted(places) for places in groups.values())


def test_households_of_linked_frames_and_of_data_that_knows_no_home():
    frames = {"shop": pl.DataFrame([ANNA]), "till": pl.DataFrame([PAUL]), "crowd": pl.DataFrame(crowd(30))}
    found = link(frames, fields=FIELDS)
    assert found.households().columns == ["source", "id", "cluster", "household"]
    assert found.households()["household"][:2].to_list() == [0, 0]
    bare = dedupe(pl.DataFrame({"town": ["Bern", "Bern"]}), fields={"town": "locality"})
    assert bare.households()["household"].to_list() == [None, None]
    assert dedupe(pl.DataFrame({"town": []}), fields={"town": "locality"}).households().is_empty()
    with pytest.raises(UnknownNameError, match="record"):
        found.explain_household(("shop", "9"), ("shop", "0"))


def test_reasons_are_said_in_both_languages():
    assert all(gate_words(one, "fr") != gate_words(one, "en") for one in BARRED)
    assert feature_word("home", "fr") == "Foyer"
    found, _ = living(ANNA, {**ANNA, "birth_date": "1980-05-17"})
    assert found.explain_household(0, 1).verdict in {"same", "related"}
