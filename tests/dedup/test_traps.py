"""Pairs that look like one customer and are two, and pairs that look like two and are one."""

from itertools import combinations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.dedup.frames import dedupe
from tests.dedup.people import FIELDS, crowd

ALL = {**FIELDS, "street": "street", "postcode": "postcode", "loyalty_card": "loyalty_card"}

HOME = {"street": "Seestrasse 12", "postcode": "8001", "locality": "Zürich"}
ACROSS = {**HOME, "street": "Bergweg 3"}
AWAY = {"street": "Bergweg 3", "postcode": "3000", "locality": "Bern"}
LANDLINE = "+41 44 555 01 01"


def person(given_name, family_name="Rosenfeld", birth_date=None, email=None, phone=None, **more):
    names = {"given_name": given_name, "family_name": family_name}
    return {**names, "birth_date": birth_date, "email": email, "phone": phone, **more}


def clusters(*rows, people=60):
    frame = pl.DataFrame([*rows, *crowd(people)], schema=dict.fromkeys(ALL, pl.String))
    found = dedupe(frame, fields=ALL)
    return found, found.clusters["cluster"].to_list()[: len(rows)]


SHARED = {"email": "rosenfeld@example.org", "phone": LANDLINE, **HOME}
ANNA, VICTOR = "1980-05-17", "1977-02-28"

TWO_PEOPLE = {
    "spouses, both birth dates": (
        [person("Anna", birth_date=ANNA, **SHARED)],
        [person("Victor", birth_date=VICTOR, **SHARED)],
    ),
    "spouses, one birth date": ([person("Anna", birth_date=ANNA, **SHARED)], [person("Victor", **SHARED)]),
    "spouses, no birth date": ([person("Anna", **SHARED)], [person("Victor", **SHARED)]),
    "spouses with names alike": ([person("Paul", **SHARED)], [person("Paula", **SHARED)]),
    "spouses with names alike, birth dates": (
        [person("Andreas", birth_date=VICTOR, **SHARED)],
        [person("Andrea", birth_date=ANNA, **SHARED)],
    ),
    "spouses and initials": (
        [person("Anna", **SHARED), person("A.", **SHARED)],
        [person("Victor", **SHARED), person("V.", **SHARED)],
    ),
    "spouses with one initial": (
        [person("Anna", birth_date=ANNA, **SHARED)],
        [person("Andreas", birth_date=VICTOR, **SHARED)],
        [person("A.", **SHARED)],
    ),
    "spouses called by a title's word": (
        [person("Anna", "Baron", ANNA, **SHARED), person("Baron", "Anna", ANNA, **SHARED)],
        [person("Victor", "Baron", VICTOR, **SHARED), person("Baron", "Victor", VICTOR, **SHARED)],
    ),
    "spouses and a row without a given name": (
        [person("Anna", birth_date=ANNA, **SHARED)],
        [person("Victor", birth_date=VICTOR, **SHARED)],
        [person(None, **SHARED)],
    ),
    "father and son": (
        [person("Jean", birth_date="1950-03-02", phone=LANDLINE, email="jean50@example.org", **HOME)],
        [person("Jean", birth_date="1978-11-20", phone=LANDLINE, email="jeannot@example.com", **HOME)],
    ),
    "father and son, one birth date": (
        [person("Jean", birth_date="1950-03-02", phone="+41 79 555 01 01", email="jean50@example.org", **HOME)],
        [person("Jean", phone="+41 79 555 77 88", email="skater.boy@example.com", **HOME)],
    ),
    "father and junior": (
        [person("Jean", phone=LANDLINE, **HOME)],
        [person("Jean", "Rosenfeld junior", phone=LANDLINE, **HOME)],
    ),
    "father, son, and rows of each": (
        [
            person("Jean", birth_date="1950-03-02", phone=LANDLINE, **HOME),
            person("Jean", birth_date="1950-03-02", email="jean50@example.org", **HOME),
        ],
        [
            person("Jean", birth_date="1978-11-20", phone=LANDLINE, **HOME),
            person("Jean", birth_date="1978-11-20", email="skater.boy@example.com", **HOME),
        ],
    ),
    "twins": ([person("Lea", birth_date=ANNA, **SHARED)], [person("Miriam", birth_date=ANNA, **SHARED)]),
    "twins with names alike": (
        [person("Marie", birth_date=ANNA, **SHARED)],
        [person("Martine", birth_date=ANNA, **SHARED)],
    ),
    "homonyms": (
        [person("Anna", birth_date=ANNA, email="anna.r@example.org", phone="+41 79 555 01 01", **HOME)],
        [person("Anna", birth_date="1955-11-02", email="a.r@example.com", phone="+41 78 444 02 02", **ACROSS)],
    ),
    "homonyms in different files": (
        [person("Anna", birth_date=ANNA, **HOME)],
        [person("Anna", email="a.r@example.com", phone="+41 78 444 02 02", **AWAY)],
    ),
    "a phone that was given to somebody else": (
        [person("Anna", phone="+41 79 555 01 01", **HOME)],
        [person("Mehmet", "Quispe", phone="+41 79 555 01 01", **AWAY)],
    ),
    "a phone that was given to a namesake": (
        [person("Anna", birth_date=ANNA, phone="+41 79 555 01 01", **HOME)],
        [person("Anna", "Keller", "1955-11-02", phone="+41 79 555 01 01", **AWAY)],
    ),
    "mother with her daughter's address": (
        [person("Sophie", birth_date="1985-01-30", email="sophie.r@example.org", **HOME)],
        [person("Ursula", birth_date="1957-09-12", email="sophie.r@example.org", **HOME)],
    ),
    "mother with her daughter's address, no birth date": (
        [person("Sophie", email="sophie.r@example.org", **HOME)],
        [person("Ursula", email="sophie.r@example.org", **HOME)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", TWO_PEOPLE)
@pytest.mark.parametrize("people", [0, 60])
def test_two_people_are_never_one_cluster(kind, people):
    groups = TWO_PEOPLE[kind]
    rows = [row for group in groups for row in group]
    owner = [number for number, group in enumerate(groups) for _ in group]
    found, held = clusters(*rows, people=people)
    for one, other in combinations(range(len(rows)), 2):
        assert owner[one] == owner[other] or held[one] != held[other], found.explain(one, other)


MINE = {"email": "anna.rosenfeld@example.org", "phone": "+41 79 555 01 01", **HOME}

ONE_PERSON = {
    "nickname": (person("Elisabeth", **MINE), person("Lisa", **MINE)),
    "nickname that follows a rule": (person("Laurent", **MINE), person("Lolo", **MINE)),
    "married name": (
        person("Anna", birth_date=ANNA, **MINE),
        person("Anna", "Okafor", birth_date=ANNA, email="anna.okafor@example.org", phone=MINE["phone"], **AWAY),
    ),
    "moved house": (person("Anna", birth_date=ANNA, **MINE), person("Anna", birth_date=ANNA, **MINE | AWAY)),
    "moved house, only the e-mail address left": (
        person("Anna", **MINE),
        person("Anna", email=MINE["email"], **AWAY),
    ),
    "swapped names": (person("Anna", birth_date=ANNA, **MINE), person("Rosenfeld", "Anna", ANNA, **MINE)),
    "mistyped e-mail address": (
        person("Anna", **MINE),
        person("Anna", email="anna.rosenfled@example.org", **HOME),
    ),
    "initial at an address of her own": (person("Anna", **MINE), person("A.", **MINE)),
    "day and month changed places": (
        person("Anna", birth_date="1980-05-07", email=MINE["email"]),
        person("Anna", birth_date="1980-07-05", email=MINE["email"]),
    ),
    "misspelt": (person("Anna", birth_date=ANNA, **MINE), person("Ana", "Rosenfled", ANNA, **MINE)),
}  # fmt: skip


@pytest.mark.parametrize("kind", ONE_PERSON)
@pytest.mark.parametrize("people", [0, 60])
def test_one_person_is_one_cluster(kind, people):
    found, held = clusters(*ONE_PERSON[kind], people=people)
    assert held[0] == held[1], found.explain(0, 1)


names = st.sampled_from(["Anna", "Victor", "Mehmet", "Ursula", "Karim", "Elena", "Lukas", "Paul", "Sophie"])
shown = st.sets(st.sampled_from(["email", "phone", "street", "postcode", "locality", "birth_date"]), min_size=1)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(names, min_size=2, max_size=3, unique=True),
    st.booleans(),
    st.lists(st.tuples(st.integers(0, 2), shown), min_size=2, max_size=8),
)
def test_whatever_a_household_shares_its_members_stay_apart(members, twins, rows):
    """Rows of a household show any part of what it shares; twins share the birth date too."""
    births = [ANNA if twins else f"{1950 + 9 * place}-0{3 + place}-1{place}" for place in range(3)]
    family = [
        {
            **person(members[who % len(members)], birth_date=births[who % len(members)], **SHARED),
            "who": who % len(members),
        }
        for who, _ in rows
    ]
    bare = [
        {name: value for name, value in one.items() if name in {"given_name", "family_name", *seen}}
        for one, (_, seen) in zip(family, rows, strict=True)
    ]
    found, held = clusters(*bare)
    for one, other in combinations(range(len(rows)), 2):
        assert family[one]["who"] == family[other]["who"] or held[one] != held[other], found.explain(one, other)
