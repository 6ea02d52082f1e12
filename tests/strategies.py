"""Cells as they really come: biased Hypothesis strategies shared by the rooms."""

import csv
import datetime as dt
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache
from pathlib import Path
from uuid import UUID

from hypothesis import strategies as st

CASES = Path(__file__).parent / "schema" / "types" / "cases"

NASTY_TEXTS = (
    "", " ", "\u00a0", "\t\r\n", "\x00", "\ud800", "a\x00b", "\ufeffJean", "n/a", "-", "--", "xxx", "test", "NULL",
    "#N/A", "0", "00",
    "0000000000", "0123456789", "01.01.1900", "31.12.9999", "00.00.0000", "=1+1", "@", "@@", "a@", "@b.ch", "+",
    "++", "()", "(",
    ",", ";", "/", "'", "’", "', ", ", ", ", ", ", ", ", ", ", ", ", ", ", ", ", ", ", ", ", ", ", ", ", ", ", ",
    "9" * 400, "a" * 3_000, "1 " * 400, "a@" * 300, "\u200b\u200b", "http://[::1", "xn--a", "a@xn--a.ch", "1" * 5_000,
)  # fmt: skip

GIVEN_NAMES = (
    "Jean",
    "Élodie",
    "Jean-Pierre",
    "MARIE",
    "hans",
    "Zoë",
    "J.",
    "Alexandre",
    "Sepp",
    "Anna Maria",
    "Bjørn",
)
FAMILY_NAMES = (
    "Dupont",
    "MÜLLER",
    "Mueller",
    "de la Fontaine",
    "van der Berg",
    "O’Neill",
    "Le Goff",
    "Martin-Dubois",
    "sa",
    "Test",
)
DOMAINS = (
    "example.org",
    "example.com",
    "Example.CH",
    "gmail.com",
    "googlemail.com",
    "gmial.com",
    "exämple.ch",
    "hotmail.con",
)
STREETS = (
    "Rue du Lac",
    "Bahnhofstrasse",
    "Bahnhofstr.",
    "av. de la Gare",
    "Main St.",
    "Rue du 8 Mai 1945",
    "PLACE DE LA PAIX",
)
LOCALITIES = ("Lausanne", "ZÜRICH", "Genève 3", "Paris 8e", "St. Gallen", "Aix-en-Provence", "PARIS CEDEX 08")
REGIONS = (None, "CH", "FR", "DE", "US", "GB", "ch", "XX", "")
LETTERS = (
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZàéèêëïîôöùûüçßœæÀÉÖÜŁłøØ'’-. ,;/()&+@#0123456789\t\n\u00a0"
)


def person_names() -> st.SearchStrategy[str]:
    """Names in one cell, in every usual order."""
    shapes = st.sampled_from(
        (
            "{g} {f}",
            "{f}, {g}",
            "{f} {g}",
            "M. {g} {f}",
            "M. et Mme {f}",
            "{g} et {g} {f}",
            "Dr. {f} {g}",
            "{g} {f} Jr.",
            "{f}",
        )
    )
    return st.builds(
        lambda shape, given, family: shape.format(g=given, f=family),
        shapes,
        st.sampled_from(GIVEN_NAMES),
        st.sampled_from(FAMILY_NAMES),
    )


def emails() -> st.SearchStrategy[str]:
    """E-mail addresses, some with tags, display names, blanks, or two in a cell."""
    local = st.sampled_from(
        ("jean", "Jean.Dupont", "j.d+news", "info", "noemail", "marie-claire", "o'neill", "élodie", "a..b")
    )
    shape = st.sampled_from(
        ("{0}@{1}", " {0}@{1} ", "<{0}@{1}>", "mailto:{0}@{1}", '"D, J" <{0}@{1}>', "{0}@{1}; x@{1}", "{0}@{1}.")
    )
    return st.builds(lambda form, one, domain: form.format(one, domain), shape, local, st.sampled_from(DOMAINS))


def phones() -> st.SearchStrategy[str]:
    """Telephone numbers in many spellings."""
    shape = st.sampled_from(
        (
            "+41 {0}",
            "0{0}",
            "0041{0}",
            "+41 (0){0}",
            "{0}",
            "{0}.0",
            "0{0} / 022 345 67 89",
            "tel. 0{0} (mobile)",
            "0{0} int. 12",
        )
    )
    digits = st.one_of(
        st.integers(210_000_000, 799_999_999).map(str), st.text("0123456789 .-/", min_size=3, max_size=14)
    )
    return st.builds(lambda form, number: form.format(number), shape, digits)


def addresses() -> st.SearchStrategy[str]:
    """Postal addresses in one cell."""
    shape = st.sampled_from(
        (
            "{s} {n}, {p} {l}",
            "{n}, {s}\n{p} {l}",
            "{n} {s} {p} {l}",
            "{s} {n}",
            "{p} {l}",
            "{s} {n}, CH-{p} {l}, Suisse",
            "{l}",
        )
    )
    return st.builds(
        lambda form, street, number, postcode, locality: form.format(s=street, n=number, p=postcode, l=locality),
        shape,
        st.sampled_from(STREETS),
        st.sampled_from(("1", "12", "12 bis", "4a", "10-12")),
        st.sampled_from(("1003", "8001", "75008", "01067")),
        st.sampled_from(LOCALITIES),
    )


def dates() -> st.SearchStrategy[str]:
    """Dates in many spellings, possible or not."""
    shape = st.sampled_from(
        ("{d}.{m}.{y}", "{y}-{m:02}-{d:02}", "{y}{m:02}{d:02}", "{d}/{m}/{y}", "{d} mars {y}", "{m}/{y}", "{y}")
    )
    numbers = (
        st.integers(0, 32),
        st.integers(0, 13),
        st.one_of(st.integers(0, 99), st.integers(1890, 2030), st.integers(1, 9999)),
    )
    return st.builds(lambda form, day, month, year: form.format(d=day, m=month, y=year), shape, *numbers)


def amounts() -> st.SearchStrategy[str]:
    """Numbers and amounts in many spellings."""
    shape = st.sampled_from(("{0}", "CHF {0}", "{0} €", "{0}.-", "({0})", "-{0}", "${0}"))
    number = st.one_of(
        st.text("0123456789.,' ", min_size=1, max_size=12), st.decimals(-(10**9), 10**9, places=2).map(str)
    )
    return st.builds(lambda form, one: form.format(one), shape, number)


def texts() -> st.SearchStrategy[str]:
    """Any text, mostly of letters and marks that matter here."""
    return st.one_of(st.sampled_from(NASTY_TEXTS), st.text(LETTERS, max_size=40), st.text(st.characters(), max_size=20))


def values() -> st.SearchStrategy[str]:
    """Texts that mean something."""
    return st.one_of(person_names(), emails(), phones(), addresses(), dates(), amounts())


@cache
def real_cells() -> tuple[str, ...]:
    """Every text of the files of cases: real values of every type that has a file."""
    held: dict[str, None] = {}
    for path in sorted(CASES.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            held |= {row["cell"]: None for row in csv.DictReader(file) if not row["cell"].startswith("=")}
    return tuple(held) or GIVEN_NAMES


SCRIPTS = (
    "Иван Петров",
    "Παπαδόπουλος",
    "王小明",
    "山田 太郎",
    "ｶﾅ",
    "김철수",
    "محمد علي",
    "דוד כהן",
    "ศรี",
    "हिन्दी",
    "Ⅷ ﬁ ½ ²",
    "𝔍𝔢𝔞𝔫",
    "👩‍👩‍👧 Dupont",
    "e\u0301\u0301\u0301",
    "\u202eabc\u202c",
    "ǅ ŉ İ ı ſ ẞ",
    "٠٧٩١٢٣٤٥٦٧",
    "०७९",
    "①②③",
    "１２．３",
    "一二三",
)
MARKS = (
    "\x00\x07\x1b\x7f\x85\u00a0\u00ad\u0300\u200b\u200d\u200e\u2028\u202e\u2060\ud800\udfff\ue000\ufeff\uffff\U000e0041"
    ";,|/@+()'\"<>=\\\n\t"
)
Kind = Enum("Kind", {"WORD": "Suisse", "NUMBER": 41})


def mutated() -> st.SearchStrategy[str]:
    """Real values with a few letters lost, doubled, swapped, or with odd marks among them."""
    steps = st.lists(
        st.tuples(
            st.integers(0, 60),
            st.sampled_from(("drop", "double", "swap", "mark", "cut", "upper")),
            st.sampled_from(MARKS),
        ),
        max_size=4,
    )
    return st.builds(_mutate, st.sampled_from(real_cells()) | values(), steps)


def _mutate(text: str, steps: list[tuple[int, str, str]]) -> str:
    for place, how, mark in steps:
        at = place % (len(text) + 1)
        before, letter, after = text[:at], text[at : at + 1], text[at + 1 :]
        text = {
            "drop": before + after,
            "double": before + letter + letter + after,
            "swap": before + after[:1] + letter + after[1:],
            "mark": before + mark + letter + after,
            "cut": before + letter,
            "upper": before + letter.upper() + after.upper(),
        }[how]
    return text


def odd_texts() -> st.SearchStrategy[str]:
    """Texts nobody expects: other scripts, control characters, halves of characters, very long runs."""
    pieces = st.one_of(st.sampled_from(SCRIPTS), st.sampled_from(real_cells()), st.text(MARKS, max_size=4))
    runs = st.builds(
        lambda letter, times: letter * times,
        st.sampled_from(("9", "a", "é", " ", "\n", "1/", "@", "\u0301")),
        st.integers(1, 4_000),
    )
    return st.one_of(st.lists(pieces, max_size=3).map("".join), runs, st.text(st.characters(codec=None), max_size=12))


def odd_things() -> st.SearchStrategy[object]:
    """What is no cell of a file, and still comes."""
    numbers = (
        10**5_000,
        -(10**40),
        2**63,
        1e-320,
        1e308,
        7.91235e8,
        complex(1, 2),
        Fraction(1, 3),
        Decimal("-0E-400"),
        Decimal("sNaN"),
    )
    things = (
        dt.timedelta(days=1),
        UUID(int=1),
        Kind.WORD,
        Kind.NUMBER,
        b"\xff\xfe",
        bytearray(b"a@b.ch"),
        memoryview(b"x"),
        ["a", ["b"]],
        ("079 123 45 67", None),
        [None],
        [1.5],
        {"a": {"b": 1}},
        frozenset({1}),
        object,
        len,
        range(3),
        ...,
        NotImplemented,
        dt.date.min,
        dt.datetime.max.replace(tzinfo=dt.UTC),
        dt.datetime(1980, 2, 1, tzinfo=dt.timezone(dt.timedelta(hours=-23, minutes=-59))),
        dt.time.max,
    )
    return st.one_of(
        st.sampled_from((*numbers, *things)),
        st.lists(mutated() | st.integers() | st.none(), max_size=4),
        st.binary(max_size=40),
    )


def anything() -> st.SearchStrategy[object]:
    """Any value of any kind."""
    return st.one_of(mutated(), odd_texts(), odd_things(), cells())


def cells() -> st.SearchStrategy[object]:
    """Whatever a reader may hand over as a cell."""
    return st.one_of(
        values(),
        texts(),
        st.none(),
        st.booleans(),
        st.integers(),
        st.sampled_from((0, 1, 1980, 29221, 791234567, 10**60, -(10**9))),
        st.floats(),
        st.sampled_from((791234567.0, 1003.0, 29221.5, float("nan"), float("inf"), 1e300, -0.0)),
        st.decimals(),
        st.binary(max_size=20),
        st.dates(),
        st.datetimes(),
        st.datetimes(timezones=st.just(dt.UTC)),
        st.times(),
        st.lists(st.one_of(values(), st.integers(), st.none()), max_size=3),
        st.sampled_from(({}, object(), Decimal("NaN"), Decimal("1E+400"), {"a": 1}, (), {"x"})),
    )


def regions() -> st.SearchStrategy[str | None]:
    """Regions as callers give them, also wrong ones."""
    return st.sampled_from(REGIONS)
