"""Cells as they really come: biased Hypothesis strategies shared by the rooms."""

import datetime as dt
from decimal import Decimal

from hypothesis import strategies as st

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
