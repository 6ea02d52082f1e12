"""Random segments, customers and instants, leaning towards what breaks: missing values, edges of days, odd texts."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from crmkit.schema.types.date import PartialDate
from crmkit.schema.types.money import Money
from crmkit.segment import nodes
from crmkit.segment.lex import plain
from crmkit.segment.nodes import Span

NOW = datetime(2026, 3, 29, 10, 30, tzinfo=UTC)

texts = st.sampled_from(
    ["CH", "FR", "Zürich", "zurich", "Müller", "x", "a b", 'say "yes"', "back\\slash", "ligne\nbreak"]
)
words = st.sampled_from(["CH", "Zürich", "zurich", "Müller", "x"])
numbers = st.one_of(st.integers(-5, 120), st.decimals(-10, 120, places=2)).map(lambda n: plain(Decimal(n)))
days = st.dates(date(2025, 1, 1), date(2027, 12, 31)) | st.sampled_from([date(2024, 2, 29), date(2026, 3, 29)])
instants = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)) | st.sampled_from(
    [NOW, NOW + timedelta(microseconds=1), NOW - timedelta(days=90), NOW - timedelta(days=7)]
)
units = st.sampled_from(["day", "week", "month", "quarter", "year"])
rolling = st.builds(
    lambda d, c, u: nodes.Rolling(direction=d, count=c, unit=u),
    st.sampled_from(["last", "next"]),
    st.integers(0, 400),
    units,
)
calendar = st.builds(lambda w, u: nodes.Calendar(which=w, unit=u), st.sampled_from(["this", "previous", "next"]), units)
closed_windows = rolling | calendar
moments = st.one_of(
    days.map(lambda d: nodes.Day(value=d)),
    instants.map(lambda t: nodes.Instant(value=t)),
    st.just(nodes.Now()),
    st.just(nodes.Today()),
    st.builds(lambda c, u: nodes.Ago(count=c, unit=u), st.integers(0, 900), units),
)
windows = closed_windows | st.builds(
    lambda s, m: nodes.Beside(side=s, moment=m), st.sampled_from(["before", "after"]), moments
)
amounts = st.builds(
    lambda n, c: nodes.Amount(value=abs(n), currency=c), numbers, st.sampled_from(["CHF", "EUR", "JPY"])
)


def tests_of(subject, family):
    """Tests of one subject, for a family of values."""
    known = st.sampled_from(["is known", "is not known", "is empty", "is not empty"]).map(
        lambda op: nodes.Test(subject=subject, operator=op)
    )
    values = {
        "text": texts.map(lambda t: nodes.Text(value=t)),
        "number": numbers.map(lambda n: nodes.Number(value=n)),
        "date": moments,
        "instant": moments,
        "money": amounts,
    }[family]
    equal = st.builds(
        lambda op, v: nodes.Test(subject=subject, operator=op, operands=(v,)), st.sampled_from(["=", "!="]), values
    )
    lists = st.lists(values, min_size=1, max_size=3)
    if family == "money":
        lists = st.lists(numbers, min_size=1, max_size=3).map(
            lambda found: [nodes.Amount(value=abs(n), currency="CHF") for n in found]
        )
    many = st.builds(
        lambda op, v: nodes.Test(subject=subject, operator=op, operands=tuple(v)),
        st.sampled_from(
            ["in", "not in"] + (["contains any of", "contains all of", "contains none of"] if family == "text" else [])
        ),
        lists,
    )
    if family == "text":
        ops = ["contains", "not contains", "starts with", "ends with"]
    elif family in {"date", "instant"}:
        ops = ["<", "<=", ">", ">=", "before", "after", "not before", "not after"]
    else:
        ops = ["<", "<=", ">", ">="]
    others = st.builds(
        lambda op, v: nodes.Test(subject=subject, operator=op, operands=(v,)), st.sampled_from(ops), values
    )
    found = [known, equal, many, others]
    if family in {"date", "instant"}:
        found.append(
            st.builds(lambda w, n: nodes.Within(subject=subject, window=w, negated=n), closed_windows, st.booleans())
        )
        found.append(st.builds(lambda w: nodes.Anniversary(subject=subject, window=w), closed_windows))
    return st.one_of(found)


def _path(name):
    return nodes.Path(name=name)


row_leaves = st.one_of(
    tests_of(_path("status"), "text"), tests_of(_path("total"), "money"), tests_of(_path("at"), "instant")
)


def _trees(leaves, size):
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(lambda part: nodes.Not(part=part), inner),
            st.builds(
                lambda kind, parts: nodes.joined(kind, tuple(parts), span=Span()),
                st.sampled_from([nodes.And, nodes.Or]),
                st.lists(inner, min_size=2, max_size=3),
            ),
        ),
        max_leaves=size,
    )


filters = st.none() | _trees(row_leaves, 3)
times = st.none() | st.builds(
    lambda b, c: nodes.Times(bound=b, count=c), st.sampled_from(["at least", "at most", "exactly"]), st.integers(0, 3)
)
dids = st.one_of(
    st.builds(
        lambda f, t, w: nodes.Did(event="order", filter=f, times=t, window=w), filters, times, st.none() | windows
    ),
    st.builds(lambda f, w: nodes.Did(event="order", filter=f, window=w, negated=True), filters, st.none() | windows),
)


@st.composite
def aggregate_tests(draw):
    """Tests of an aggregate over orders."""
    function, field, family = draw(
        st.sampled_from(
            [("count", None, "number")]
            + [(f, "total", "money") for f in ("sum", "avg", "min", "max", "first", "last")]
            + [(f, "at", "instant") for f in ("min", "max", "first", "last")]
            + [("last", "status", "text")]
        )
    )
    subject = nodes.Aggregate(
        function=function, relation="orders", field=field, filter=draw(filters), window=draw(st.none() | windows)
    )
    return draw(tests_of(subject, family))


leaves = st.one_of(
    st.just(nodes.Everyone()),
    tests_of(_path("country"), "text"),
    tests_of(_path("locality"), "text"),
    tests_of(_path("email"), "text"),
    tests_of(_path("birth_date"), "date"),
    tests_of(_path("customer_since"), "date"),
    tests_of(_path("age"), "number"),
    dids,
    aggregate_tests(),
    st.builds(
        lambda p, c: nodes.Consented(purpose=p, channel=c),
        st.sampled_from(["newsletter", "offers.partners"]),
        st.sampled_from([None, "email"]),
    ),
)
trees = _trees(leaves, 6)

partial_dates = st.one_of(
    days,
    days.map(lambda d: PartialDate(d.year, d.month, d.day)),
    days.map(lambda d: PartialDate(d.year, d.month)),
    st.integers(1900, 2027).map(PartialDate),
    st.just(PartialDate(None, 2, 29)),
    st.dates(date(1930, 1, 1), date(2026, 1, 1)),
)
orders = st.fixed_dictionaries(
    {},
    optional={
        "at": instants | st.none(),
        "total": st.none() | st.builds(Money, st.integers(-500, 200_000), st.sampled_from(["CHF", "EUR", "JPY"])),
        "status": st.none() | words,
    },
)
customers = st.fixed_dictionaries(
    {},
    optional={
        "country": st.none() | words | st.just(" "),
        "locality": st.none() | texts,
        "email": st.none() | st.lists(st.sampled_from(["a@example.org", "B@example.ch"]), max_size=2).map(tuple),
        "birth_date": st.none() | partial_dates,
        "customer_since": st.none() | partial_dates,
        "orders": st.none() | st.lists(orders, max_size=4),
    },
)
zones = st.sampled_from(["UTC", "Europe/Zurich", "Pacific/Auckland", "America/Santiago"])


def consents(customer, purpose, channel):
    """A consent that hangs on the customer alone, so that it is the same every time."""
    return "email" in customer and (channel is None or customer.get("country") is not None)
