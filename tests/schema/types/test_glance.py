"""What a glance tells is what a close look finds, for cells that are made to lead it astray."""

import csv
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crmkit.schema.types.addresses.parsing import parse_closely, parse_simply
from crmkit.schema.types.base import SemanticType
from crmkit.schema.types.birth_date import BirthDate
from crmkit.schema.types.catalogue import TYPES, find_type
from crmkit.schema.types.date import DATE, PLACEHOLDERS, DateType
from crmkit.schema.types.names import doubts as name_doubts
from crmkit.schema.types.names import known_names
from crmkit.schema.types.names import words as name_words
from crmkit.schema.types.organisations import legal_form_table, legal_forms
from crmkit.schema.types.organisations import words as organisation_words
from crmkit.schema.types.postal_address import POSTAL_ADDRESS
from crmkit.schema.types.words import placeholders
from tests.strategies import regions

CASES = Path(__file__).parent / "cases"
NAMES = ("person_name", "given_name", "family_name", "organisation_name")
REGIONS = (None, "CH", "FR", "DE", "ES", "US")
GLANCING = [name for name in TYPES if type(find_type(name)).glance is not SemanticType.glance]
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(semantic_type, text, region):
    value = semantic_type.glance(text, region)
    if value is None:
        return
    closely = semantic_type.look_closely(text, region)
    assert (closely.value, closely.findings, closely.others) == (value, (), ()), (text, region)
    assert repr(semantic_type.clean(text, region=region)) == repr(closely)


@cache
def cells_of(name):
    path = CASES / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [row["cell"] for row in csv.DictReader(file) if not row["cell"].startswith("=") and row["cell"]]


@cache
def words_of(*modules):
    """Collect the words of every table of some modules."""
    tables = [table for module in modules for name, table in vars(module).items() if name.strip("_").isupper()]
    entries = [entry for table in tables if isinstance(table, frozenset | tuple | dict) for entry in table]
    texts = [table for table in tables if isinstance(table, str)]
    return sorted({word for entry in [*entries, *texts] if isinstance(entry, str) for word in entry.split()})


def changed(texts):
    """Texts with a letter put in, left out or in another case."""

    def change(text, at, how):
        at = at % (len(text) + 1)
        if how in {"title", "upper", "lower"}:
            return getattr(text, how)()
        return text[:at] + (how + text[at:] if how else text[at + 1 :])

    marks = [
        *" ,.-'&/()0123456789aeéxZ\u00ad\u0301\u00a0",
        "  ",
        " - ",
        ", ",
        " et ",
        "",
        "",
        "title",
        "upper",
        "lower",
    ]
    return texts | st.builds(change, texts, st.integers(0, 200), st.sampled_from(marks))


@pytest.mark.parametrize("name", GLANCING)
def test_every_case_is_glanced_at_rightly_in_any_capitals(name):
    semantic_type = find_type(name)
    for cell, region in product(cells_of(name), (None, "CH", "US")):
        for text in {cell, cell.title(), cell.upper(), cell.lower(), f"{cell} ", cell.strip(" .,")}:
            check(semantic_type, text, region)


@pytest.mark.parametrize("name", GLANCING)
@quick
@given(data=st.data(), region=regions())
def test_cases_with_a_slip_are_glanced_at_rightly(name, data, region):
    check(find_type(name), data.draw(changed(st.sampled_from(cells_of(name)))), region)


@st.composite
def worded(draw):
    """Names of which each word is of a table that surrounds names, or of a case."""
    tables = words_of(name_words, name_doubts, legal_forms, placeholders, organisation_words)
    common = words_of(known_names, legal_form_table)
    cased = tuple(word for name in NAMES for cell in cells_of(name) for word in cell.split())
    one = st.one_of(*map(st.sampled_from, (tables, common, cased)))
    cases = st.sampled_from([str.title, str.title, str.title, str.upper, str.lower, str])
    words = [draw(cases)(word) for word in draw(st.lists(one, min_size=1, max_size=4))]
    if draw(st.integers(0, 9)) == 0:
        words[0] += f"-{draw(one).title()}"
    first = draw(st.sampled_from(["", "", "", "Mme ", "Herr ", "Monsieur "]))
    return first + words[0] + draw(st.sampled_from([" ", " ", ", "])) + " ".join(words[1:])


@pytest.mark.nightly
@pytest.mark.parametrize("name", NAMES)
@settings(quick, max_examples=5_000)
@given(text=worded(), region=st.sampled_from(REGIONS))
def test_many_words_of_the_tables_are_glanced_at_rightly(name, text, region):
    check(find_type(name), text, region)


@pytest.mark.parametrize("name", NAMES)
@settings(quick, max_examples=150)
@given(text=worded(), region=st.sampled_from(REGIONS))
@example("Zhang, Wei", None)
@example("Pas de", None)
@example("Jean Muster", "CH")
@example("Maria Garcia Lopez", "ES")
@example("DUPONT Sàrl", "CH")
def test_words_of_the_tables_are_glanced_at_rightly(name, text, region):
    check(find_type(name), text, region)


@st.composite
def addresses(draw):
    """A street, a number and a place, each of a case or with a word that means something else on such a line."""
    lines = [line.strip() for cell in cells_of("postal_address") for line in cell.split(",")]
    openings = [
        "Bus",
        "CP",
        "C.P.",
        "BP",
        "CS",
        "Apt",
        "Top",
        "Tür",
        "Haus",
        "Zone",
        "Mme",
        "Rue du 8 Mai",
        "le 12 mai",
    ]
    letters = ["".join(one for one in line if not one.isdigit()).strip() for line in lines]
    street = draw(changed(st.sampled_from([*letters, *openings, "Rue du Lac", "Bahnhofstr.", "Via Nassa", "1er Mai"])))
    number = draw(st.from_regex(r"[0-9]{1,4}[a-hBC]?", fullmatch=True))
    town = draw(changed(st.sampled_from([*letters, "Lausanne", "Zürich ZH", "Paris", "Genève", "St. Gallen", "Lyon"])))
    code = draw(st.sampled_from(["1003", "8001", "75008", "69002", "1200", "9000", "98000", "20000", "10115", "0123"]))
    whole = draw(st.sampled_from(["{s} {n}, {c} {t}", "{n} {s}, {c} {t}", "{s} {n}, CH-{c} {t}", "{s} {n} {c} {t}"]))
    return whole.format(s=street, n=number, c=code, t=town)


@pytest.mark.nightly
@settings(quick, max_examples=5_000)
@given(text=addresses(), region=st.sampled_from(REGIONS))
def test_many_addresses_are_taken_apart_simply_as_closely(text, region):
    simply = parse_simply(text)
    assert simply is None or simply == parse_closely(text)
    check(POSTAL_ADDRESS, text, region)


@settings(quick, max_examples=200)
@given(text=addresses(), region=st.sampled_from(REGIONS))
@example("Rue du Lac 12, 8001 Lausanne", "CH")
@example("CS 123, 75008 Paris", "FR")
@example("Rue du Mai 12a, 1003 Lausanne", "CH")
def test_addresses_are_taken_apart_simply_as_closely(text, region):
    simply = parse_simply(text)
    assert simply is None or simply == parse_closely(text)
    check(POSTAL_ADDRESS, text, region)


@quick
@given(
    text=st.builds(
        lambda ymd, form: form.format(y=ymd[0], m=ymd[1] or 1, d=ymd[2] or 1),
        st.tuples(st.integers(1790, 2210), st.integers(0, 13), st.integers(0, 32))
        | st.sampled_from(sorted(PLACEHOLDERS, key=str)),
        st.sampled_from(["{y:04}-{m:02}-{d:02}", "{d:02}.{m:02}.{y:04}", "{d}.{m}.{y}", "{d:02}/{m:02}/{y:04}"]),
    ),
    region=st.sampled_from(REGIONS),
)
def test_dates_are_glanced_at_rightly(text, region):
    for semantic_type in (DATE, DateType(month_first=True), DateType(month_first=False)):
        check(semantic_type, text, region)


def test_a_date_of_birth_is_never_judged_at_a_glance():
    assert BirthDate(as_of=DATE.clean("2026-03-01").value.as_date()).glance("2030-01-01", None) is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("person_name", "Anna Berg"),
        ("person_name", "Mme Anne Martin"),
        ("person_name", "DUPONT Jean-Pierre"),
        ("person_name", "Fontaine, Jean"),
        ("given_name", "Jean-Pierre"),
        ("family_name", "MÜLLER"),
        ("organisation_name", "Garage du Lac Sàrl"),
        ("organisation_name", "Boulangerie Chez Marcel"),
        ("postal_address", "Rue du Lac 12, 1003 Lausanne"),
        ("postal_address", "12 rue de la Paix, 75002 Paris"),
        ("date", "1980-02-29"),
        ("date", "29.02.1980"),
    ],
)
def test_what_most_cells_look_like_is_told_by_a_glance(name, text):
    assert find_type(name).glance(text, "CH" if name == "date" else None) is not None
