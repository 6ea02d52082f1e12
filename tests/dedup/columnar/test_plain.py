"""Plain cells are read as `read_cell` reads them, one by one."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.dedup.columnar.plain import read_plain
from crmkit.dedup.features import matching_targets, read_cell

TARGETS = sorted(set(matching_targets()) - {"person_name", "postal_address", "organisation_name", "gender"})

VOCABULARY = """
    anna maria jean-pierre o'neill müller dr mr fils jr von nil unknown a jo baron major saint st sankt rue de la gare
    av. bahnhofstrasse seestr. hauptplatz main street road the n lac 12 12a 3bis bis ter 7 1er paul-émile oe aeschli
    xx yy zzz info test abc no gmail.com yahoo.com yahoo.fr example.org gmx.de gmail test.com 8001 gu1 4ds
"""
WORDS = st.sampled_from(VOCABULARY.split())
SIGNS = st.sampled_from([" ", "  ", "-", ".", "_", "@", "", "+", ", ", "'"])
TEXTS = st.lists(st.tuples(WORDS, SIGNS), min_size=1, max_size=5).map(
    lambda parts: "".join(word + sign for word, sign in parts)
)
EMAILS = st.builds(
    "{}{}{}@{}".format,
    WORDS,
    st.sampled_from(["", ".", "-", "_", "+", "..", "7"]),
    st.sampled_from(["", "x", "karl", "81"]),
    st.sampled_from(["example.org", "gmail.com", "Yahoo.com", "googlemail.com", "gmx.ch", "firma.test", "no-email.ch",
                     "abc.ch", "gmial.com", "exämple.ch", "mailinator.com", "-x.ch", "outlook.com", "proton.me"]),
)  # fmt: skip
PHONES = st.from_regex(r"\+?[0-9]{2,5}[0-9 ().\-/]{4,14}", fullmatch=True)
DATES = st.dates(date(1801, 1, 1), date(2049, 12, 31)).map(date.isoformat)
STREETS = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
CELLS = st.one_of(TEXTS, EMAILS, PHONES, DATES, STREETS, st.text(max_size=12)).flatmap(
    lambda text: st.sampled_from([text, text.upper(), text.title(), f" {text} "])
)


def read_apart(target, cells):
    """What `read_plain` gives per cell, None where a cell is not plain."""
    read = read_plain(target, pl.Series(cells, dtype=pl.String))
    rows = zip(*(column.to_list() for column in read.values()), strict=True)
    return [{name: (value,) for name, value in zip(read, row, strict=True) if value is not None} for row in rows]


@pytest.mark.parametrize("target", TARGETS)
@settings(max_examples=30, deadline=None)
@given(st.lists(CELLS, max_size=30))
def test_a_plain_cell_is_read_as_closely_looked_at(target, cells):
    for cell, plain in zip(cells, read_apart(target, cells), strict=bool(read_apart(target, cells))):
        if plain:
            assert plain == read_cell(target, cell), cell


@pytest.mark.parametrize("year", [1900, 1901, 1970, 1999, 2000, 2024])
def test_days_of_a_year_are_plain_but_two(year):
    days = [(date(year, 1, 1) + timedelta(day)).isoformat() for day in range(365)]
    read = read_apart("birth_date", days)
    assert all(read_cell("birth_date", day) == plain for day, plain in zip(days, read, strict=True) if plain)
    assert [day[5:] for day, plain in zip(days, read, strict=True) if not plain] in (["01-01"], ["01-01", "02-29"])


@pytest.mark.parametrize(
    ("target", "cells"),
    [
        ("given_name", ["ANNA", "Björn"[:1] + "jorn"]),
        ("family_name", ["O", "Keller"]),
        ("email", ["anna.keller81@example.org", "a.b@gmail.com", "karl.x@yahoo.com"]),
        ("phone", ["079 123 45 67", "+41 79 123 45 67", "07181647748"]),
        ("street", ["12 Main Street", "Bahnhofstrasse 3", "Rue de la Gare 12bis", "206 Daubeney Branch"]),
        ("postcode", ["8001", "ET2 5CA"]),
        ("job_title", ["CEO", "Head of sales"]),
    ],
)
def test_what_is_ordinary_is_plain(target, cells):
    for cell, plain in zip(cells, read_apart(target, cells), strict=True):
        assert plain == read_cell(target, cell) != {}


@pytest.mark.parametrize("target", ["person_name", "postal_address", "no such thing"])
def test_composite_cells_are_never_plain(target):
    assert read_plain(target, pl.Series(["Anna Keller"])) == {}
