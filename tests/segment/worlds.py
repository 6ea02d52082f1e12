"""Random segments, customers and instants, leaning towards what breaks: missing values, edges of days, odd texts."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from crmkit.schema.customer import CUSTOMER
from crmkit.schema.fields import Field, Option
from crmkit.schema.types.date import PartialDate
from crmkit.schema.types.money import Money
from crmkit.segment import nodes
from crmkit.segment.format import format_condition
from crmkit.segment.functions import CustomFunction
from crmkit.segment.lex import plain
from crmkit.segment.nodes import Span
from crmkit.segment.segment import Segment
from crmkit.segment.trees import joined

NOW = datetime(2026, 3, 29, 10, 30, tzinfo=UTC)

SCHEMA = CUSTOMER.extended(
    version="test",
    fields=[
        Field(name="score", type="integer", group="analysis"),
        Field(name="spent", type="money", group="analysis"),
        Field(name="vip", type="boolean", group="analysis"),
        Field(name="tags", type="choice", many=True, options=[Option("vip"), Option("vip_gold"), Option("press")]),
        Field(name="home_latitude", type="decimal"),
        Field(name="home_longitude", type="decimal"),
    ],
)
FUNCTIONS = (
    CustomFunction(name="length", takes=["text"], gives="number", compute=len, labels={"fr": "longueur"}),
    CustomFunction(name="domain", takes=["text"], gives="text", compute=lambda text: text.partition("@")[2]),
    CustomFunction(name="older", takes=["number", "number"], gives="boolean", compute=lambda one, two: one > two),
)
SEGMENTS = {"swiss": 'country = "CH"', "young": 'age < 30 and in segment "swiss"'}
LISTS = {"invited": ["1", "c-2"], "nobody": []}


def segment(tree, **more):
    """Make the segment of a tree or a text, with everything that this world knows."""
    text = tree if isinstance(tree, str) else format_condition(tree)
    return Segment.parse(text, **{"schema": SCHEMA, "functions": FUNCTIONS, "segments": SEGMENTS} | more)


def bound(tree, *, now=NOW, zone="UTC"):
    """Bind the segment of a tree or a text."""
    return segment(tree).at(now, zone=zone, consented=consents, lists=LISTS)


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


TEXTUAL = {"text", "choice"}


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
        "choice": st.sampled_from(["vip", "vip_gold", "press", "CH", "FR"]).map(lambda t: nodes.Text(value=t)),
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
            ["in", "not in"] + (["contains any of", "contains all of", "contains none of"] if family in TEXTUAL else [])
        ),
        lists,
    )
    if family in TEXTUAL:
        ops = ["contains", "not contains", "starts with", "ends with"]
        ops += ["is exactly", "is not exactly", "sounds like"] if family == "text" else []
    elif family in {"date", "instant"}:
        ops = ["<", "<=", ">", ">=", "before", "after", "not before", "not after"]
    else:
        ops = ["<", "<=", ">", ">="]
    others = st.builds(
        lambda op, v: nodes.Test(subject=subject, operator=op, operands=(v,)), st.sampled_from(ops), values
    )
    found = [known, equal, many, others]
    if family in TEXTUAL:
        found.append(
            st.sampled_from(["^C", "z.rich$", "[a-m]+|x", "(Z|M)(ü|u){1,2}", "^$"]).map(
                lambda p: nodes.Test(subject=subject, operator="matches", operands=(nodes.Text(value=p),))
            )
        )
    if family == "text" and isinstance(subject, nodes.Path):
        found.append(
            st.builds(
                lambda t, n: nodes.Test(
                    subject=subject, operator="is similar to", operands=(nodes.Text(value=t), nodes.Number(value=n))
                ),
                words,
                st.sampled_from([Decimal("0.5"), Decimal("0.9"), Decimal(1)]),
            )
        )
    if family in {"number", "money", "date", "instant"}:
        found.append(
            st.builds(
                lambda a, b: nodes.Test(subject=subject, operator="between", operands=(a, b)),
                *(2 * [values if family != "money" else numbers.map(lambda n: nodes.Amount(value=n, currency="CHF"))]),
            )
        )
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
                lambda kind, parts: joined(kind, tuple(parts), span=Span()),
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
steps = st.lists(
    st.builds(
        lambda e, f, w, c, u, n: nodes.Step(event=e, filter=f, window=w, count=c, unit=u, negated=n),
        st.sampled_from(["order", "ticket"]),
        st.none() | tests_of(_path("status"), "text"),
        st.none() | closed_windows,
        st.integers(0, 40),
        st.sampled_from(["hour", *nodes.UNITS]),
        st.booleans(),
    ),
    max_size=2,
).map(tuple)
dids = st.one_of(
    st.builds(
        lambda f, t, w, s: nodes.Did(event="order", filter=f, times=t, window=w, steps=s),
        filters,
        times,
        st.none() | windows,
        steps,
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
            + [("last", "status", "text"), ("distinct", "status", "number"), ("distinct", "total", "number")]
        )
    )
    subject = nodes.Aggregate(
        function=function, relation="orders", field=field, filter=draw(filters), window=draw(st.none() | windows)
    )
    return draw(tests_of(subject, family))


def number_values(size=2):
    """Numbers and what is reckoned from them."""
    simple = st.one_of(
        numbers.map(lambda n: nodes.Number(value=n)),
        st.sampled_from(["score", "age"]).map(_path),
        st.just(nodes.Aggregate(function="count", relation="orders")),
    )
    return st.recursive(
        simple,
        lambda inner: st.builds(
            lambda s, a, b: nodes.Arithmetic(sign=s, left=a, right=b), st.sampled_from("+-*"), inner, inner
        ),
        max_leaves=3,
    )


total = nodes.Aggregate(function="sum", relation="orders", field="total")
reckonings = st.one_of(
    st.builds(
        lambda s, a, b, op: nodes.Test(
            subject=nodes.Arithmetic(sign=s, left=_path("score"), right=a), operator=op, operands=(b,)
        ),
        st.sampled_from("+-*/"),
        number_values(),
        number_values(),
        st.sampled_from(["=", "!=", "<", ">="]),
    ),
    st.builds(
        lambda n, a, op: nodes.Test(
            subject=nodes.Arithmetic(sign="*", left=nodes.Number(value=n), right=total), operator=op, operands=(a,)
        ),
        numbers,
        amounts | st.just(_path("spent")) | st.just(nodes.Arithmetic(sign="-", left=total, right=_path("spent"))),
        st.sampled_from(["=", "!=", "<", ">="]),
    ),
)
calls = st.one_of(
    tests_of(nodes.Call(name="length", arguments=(_path("locality"),)), "number"),
    tests_of(nodes.Call(name="domain", arguments=(_path("email"),)), "text"),
    st.sampled_from(["is true", "is not true", "is false", "is known"]).map(
        lambda op: nodes.Test(
            subject=nodes.Call(name="older", arguments=(_path("score"), nodes.Number(value=Decimal(3)))), operator=op
        )
    ),
)
places = st.builds(
    lambda far, la, lo: nodes.Near(place="home", kilometres=far, latitude=la, longitude=lo),
    st.sampled_from([Decimal(1), Decimal("25.5"), Decimal(5_000)]),
    st.sampled_from([Decimal("47.3769"), Decimal("-33.9"), Decimal(90)]),
    st.sampled_from([Decimal("8.5417"), Decimal("-179.9"), Decimal(180)]),
)
memberships = st.one_of(
    st.sampled_from(["swiss", "young"]).map(lambda name: nodes.InSegment(name=name)),
    st.sampled_from(["invited", "nobody"]).map(lambda name: nodes.InList(name=name)),
    st.builds(
        lambda p, s: nodes.Sample(percent=p, seed=s),
        st.sampled_from([Decimal(10), Decimal("0.5"), Decimal(50), Decimal(100)]),
        st.sampled_from([None, "autumn", 'x"y']),
    ),
)


leaves = st.one_of(
    st.just(nodes.Everyone()),
    reckonings,
    calls,
    places,
    memberships,
    tests_of(_path("score"), "number"),
    tests_of(_path("spent"), "money"),
    tests_of(_path("tags"), "choice"),
    st.sampled_from(["is true", "is not true", "is false", "is not false", "is known", "is empty"]).map(
        lambda op: nodes.Test(subject=_path("vip"), operator=op)
    ),
    tests_of(_path("country"), "choice"),
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
        "tickets": st.none() | st.lists(orders, max_size=3),
        "score": st.none() | st.integers(-5, 120) | st.floats(-5, 120) | st.booleans() | st.just(float("nan")),
        "spent": st.none() | st.builds(Money, st.integers(-500, 200_000), st.sampled_from(["CHF", "EUR", "JPY"])),
        "vip": st.none() | st.booleans(),
        "tags": st.none() | st.lists(st.sampled_from(["vip", "vip_gold", "press", " vip ", None, ""]), max_size=3),
        "home_latitude": st.none() | st.sampled_from([47.3, Decimal("47.40"), -33, 90, 91, "x"]),
        "home_longitude": st.none() | st.sampled_from([8.5, Decimal("8.60"), 180, -180, "x"]),
        "id": st.none() | st.integers(1, 9) | st.sampled_from(["c-1", "c-2", "c-3"]),
    },
)
zones = st.sampled_from(["UTC", "Europe/Zurich", "Pacific/Auckland", "America/Santiago"])


def consents(customer, purpose, channel):
    """A consent that hangs on the customer alone, so that it is the same every time."""
    return "email" in customer and (channel is None or customer.get("country") is not None)
