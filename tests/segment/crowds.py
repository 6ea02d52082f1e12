"""Crowds: a random schema, customers and segments of it, leaning towards what breaks, out of one seed.

Everything is drawn by `random.Random(seed)`, so a crowd that parts two engines is found again by its number.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from attrs import frozen

from crmkit.schema.fields import Field, Option, Relation, Schema
from crmkit.schema.types.date import PartialDate
from crmkit.schema.types.money import Money
from crmkit.segment.format import quoted

ZONES = ["UTC", "Europe/Zurich", "Pacific/Auckland", "America/Santiago", "Asia/Kathmandu"]
NOWS = [
    datetime(2026, 3, 29, 0, 59, 59, 999999, tzinfo=UTC),  # the clocks of Europe skip an hour
    datetime(2026, 3, 29, 10, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),  # and double one
    datetime(2024, 2, 29, 12, tzinfo=UTC),
    datetime(2025, 2, 28, 23, 30, tzinfo=UTC),
    datetime(2026, 9, 6, 4, tzinfo=UTC),  # midnight is skipped in Santiago
    datetime(2026, 1, 1, tzinfo=UTC),
    datetime(2025, 12, 31, 23, 59, tzinfo=UTC),
]
TEXTS = [
    "CH", "ch", " CH ", "FR", "Zürich", "zurich", "ZÜRICH ", "Zu\u0308rich", "Müller", "Mueller", "straße", "STRASSE",
    "İstanbul", "ΟΔΟΣ", "Ольга", "日本", "ab", "a b", "b a", "aba", "", " ", "\t\n", "!!!", "100%", "_", "\u00a0x\x1f",
    "'; DROP TABLE customers; --", 'say "yes"', "back\\slash", "x\ny", "👩‍👧", "\U0010ff00", "naïve", "a" * 40,
    "{0}", "%s",
]  # fmt: skip
HARD_TEXTS = ["a\x00b", "\x00", "b", "\ud800", "x\udfffy", "\U0010ff00\U0010ff40", "\U0010ff40b", "CH\x00"]
"""Texts that databases refuse as they are, and what these might be taken for."""

EMAILS = ["anna@example.org", "B@EXAMPLE.CH", "é@example.com", "x@example.ch ", "anna@example.ch"]
CODES = ["new", "paid", "NEW", "open"]
DAYS = [
    date(2024, 2, 29),
    date(2026, 2, 28),
    date(2026, 3, 29),
    date(2025, 12, 31),
    date(2026, 1, 1),
    date(1985, 6, 15),
]
UNITS = ["day", "week", "month", "quarter", "year"]
FAMILIES = {
    "text": "text",
    "email": "text",
    "identifier": "text",
    "choice": "choice",
    "integer": "number",
    "decimal": "number",
    "money": "money",
    "date": "date",
    "instant": "instant",
    "boolean": "boolean",
}


@frozen
class Crowd:
    """Customers of a random schema, and segments to ask them.

    Attributes:
        seed: the number it was drawn by.
        schema: what a customer is.
        customers: mappings with an id, fields and relations.
        segments: texts.
        now: the instant.
        zone: the zone.
        params: values of every parameter; a segment takes those it names.
    """

    seed: int
    schema: Schema
    customers: list[dict[str, Any]]
    segments: list[str]
    now: datetime
    zone: str
    params: dict[str, Any]


def crowd(seed: int, *, people: int = 200, segments: int = 50, hard: bool = True) -> Crowd:
    """Draw a crowd.

    Args:
        seed: the number that tells it from others.
        people: how many customers.
        segments: how many segments.
        hard: also texts with NUL and lone surrogates.
    """
    draw = _Draw(Random(seed), hard=hard)
    draw.zone, draw.now = draw.one(ZONES), draw.one(NOWS)
    draw.schema = draw.a_schema()
    customers = [draw.a_customer(number) for number in range(people)]
    texts = [draw.a_segment() for _ in range(segments)]
    return Crowd(seed, draw.schema, customers, texts, draw.now, draw.zone, draw.params)


class _Draw:
    schema: Schema
    zone: str
    now: datetime

    def __init__(self, random: Random, *, hard: bool) -> None:
        self.random = random
        self.texts = TEXTS + HARD_TEXTS if hard else TEXTS
        self.params: dict[str, Any] = {}

    def one(self, choices):
        return self.random.choice(choices)

    def chance(self, share):
        return self.random.random() < share

    # What a customer is

    def a_schema(self) -> Schema:
        fields = [Field(name="birth_date", type="date")]
        for kind in FAMILIES:
            for number in range(self.random.randint(1, 2)):
                many = kind != "boolean" and self.chance(0.25)
                fields.append(self.a_field(f"{kind}_{number}", kind, many=many))
        relations = [
            Relation(
                name=name,
                singular=name[:-1],
                fields=[
                    Field(name="at", type="instant"),
                    *(self.a_field(f"{kind}_0", kind, many=False) for kind in FAMILIES if self.chance(0.7)),
                    self.a_field("total", "money", many=False),
                ],
            )
            for name in ("orders", "visits")[: self.random.randint(1, 2)]
        ]
        return Schema(name="crowd", fields=fields, relations=relations)

    def a_field(self, name, kind, *, many) -> Field:
        options = [Option(key) for key in ("new", "paid", "open")] if kind == "choice" else ()
        return Field(name=name, type=kind, many=many, pick="union" if many else "most_recent", options=options)

    # Who there is

    def a_customer(self, number) -> dict[str, Any]:
        found: dict[str, Any] = {"id": f"c{number}"}
        self.fill(found, self.schema.fields)
        for relation in self.schema.relations:
            if self.chance(0.8):
                rows = [self.a_row(relation) for _ in range(self.one([0, 1, 1, 2, 3, 5]))]
                found[relation.name] = self.one([rows, rows, tuple(rows)])
        return found

    def a_row(self, relation) -> dict[str, Any]:
        row: dict[str, Any] = {}
        self.fill(row, relation.fields)
        return row

    def fill(self, found, fields) -> None:
        for one in fields:
            if self.chance(0.15):
                continue
            if one.many:
                values = [self.value(one.type) for _ in range(self.one([0, 1, 2, 3]))]
                found[one.name] = self.one([tuple(values), values])
            else:
                found[one.name] = None if self.chance(0.1) else self.value(one.type)

    def value(self, kind) -> Any:
        match kind:
            case "text" | "identifier":
                return self.one(self.texts)
            case "email":
                return self.one(EMAILS)
            case "choice":
                return self.one(CODES)
            case "integer":
                return self.one([0, 1, 2, 3, -5, 30, 31, 10**15, -(10**15), self.random.randint(-9, 99)])
            case "decimal":
                return self.number()
            case "money":
                return Money(
                    self.one([0, 1, -500, 1250, 99_95, 10_000, 10**15, self.random.randint(-999, 99_999)]),
                    self.one(["CHF", "CHF", "EUR", "JPY"]),
                )
            case "date":
                return self.a_date()
            case "instant":
                return self.one([self.an_instant(), self.an_instant(), self.an_instant(), self.a_day()])
            case _:
                return self.chance(0.5)

    def number(self) -> Any:
        exact = Decimal(self.random.randint(-2_000, 12_000)).scaleb(-self.one([0, 1, 2, 6]))
        return self.one([exact, float(exact), 0.1, -0.0, 1e-06, float("nan"), 30, Decimal("2.50"), 30.000001])

    def a_day(self) -> date:
        near = self.now.astimezone(ZoneInfo(self.zone)).date()
        years = near.replace(year=near.year - self.random.randint(0, 90), day=min(near.day, 28))
        return self.one([*DAYS, near, near, years, near + timedelta(days=self.random.randint(-800, 400))]) + timedelta(
            days=self.one([0, 0, 0, -1, 1])
        )

    def a_date(self) -> Any:
        day = self.a_day()
        partial = PartialDate(
            *self.one(
                [
                    (day.year, day.month, day.day),
                    (day.year, day.month),
                    (day.year,),
                    (None, day.month, day.day),
                    (None, 2, 29),
                    (None, 3),
                ]
            )
        )
        return self.one([day, day, day, day.isoformat(), partial, self.an_instant()])

    def an_instant(self) -> datetime:
        now = self.now
        when = self.one([
            now, now + timedelta(microseconds=1), now - timedelta(microseconds=1),
            now - timedelta(days=self.random.randint(0, 400)), now - timedelta(hours=self.random.randint(0, 60)),
            datetime.combine(self.a_day(), datetime.min.time(), tzinfo=ZoneInfo(self.zone)),
            datetime.combine(self.a_day(), datetime.min.time(), tzinfo=UTC),
            now + timedelta(days=self.random.randint(0, 40)),
        ])  # fmt: skip
        return self.one([when, when.astimezone(ZoneInfo("Pacific/Auckland"))])

    # Who is meant

    def a_segment(self) -> str:
        return self.a_condition(self.one([1, 1, 2, 3]))

    def a_condition(self, depth) -> str:
        if depth <= 1:
            return self.a_leaf()
        if self.chance(0.25):
            return f"not ({self.a_condition(depth - 1)})"
        join = self.one([" and ", " or "])
        return join.join(f"({self.a_condition(depth - 1)})" for _ in range(self.random.randint(2, 3)))

    def a_leaf(self) -> str:
        kind = self.random.random()
        if kind < 0.5:
            field = self.one(self.schema.fields)
            return self.a_test(field.name, field.type, self.schema.fields)
        if kind < 0.57:
            return self.a_test("age", "age", ())
        relation = self.one(self.schema.relations)
        return self.a_did(relation) if kind < 0.75 else self.an_aggregate(relation)

    def a_did(self, relation) -> str:
        event = f"{relation.singular}{self.a_filter(relation)}"
        window = self.one(["", f" {self.an_event_window()}"])
        if self.chance(0.3):
            return f"did not {event}{window}"
        times = self.one(["", f" {self.one(['at least', 'at most', 'exactly'])} {self.random.randint(0, 3)} times"])
        return f"did {event}{times}{window}"

    def a_filter(self, relation) -> str:
        if self.chance(0.5):
            return ""
        leaves = [self.a_test(one.name, one.type, relation.fields) for one in self.random.sample(relation.fields, 2)]
        return f"[{self.one([leaves[0], ' and '.join(leaves), f'not ({leaves[0]})', ' or '.join(leaves)])}]"

    def an_aggregate(self, relation) -> str:
        sources = f"{relation.name}{self.a_filter(relation)}"
        window = self.one(["", f" {self.an_event_window()}"])
        function = self.one(["count", "sum", "avg", "min", "max", "first", "last"])
        if function == "count":
            return self.a_test(f"count({sources}{window})", "integer", ())
        fits = {"sum": ("number", "money"), "avg": ("number", "money"), "min": ("number", "money", "date", "instant")}
        fits["max"] = fits["min"]
        fields = [one for one in relation.fields if FAMILIES[one.type] in fits.get(function, FAMILIES.values())]
        field = self.one(fields)
        return self.a_test(f"{function}({sources}.{field.name}{window})", field.type, ())

    def a_test(self, subject, kind, fields) -> str:
        family = "number" if kind == "age" else FAMILIES[kind]
        if self.chance(0.12):
            return f"{subject} {self.one(['is known', 'is not known', 'is empty', 'is not empty'])}"
        if family == "boolean":
            return f"{subject} {self.one(['is true', 'is not true', 'is false', 'is not false'])}"
        if family in {"date", "instant"} and self.chance(0.4):
            anniversary = self.chance(0.3)
            window = self.a_window(units=UNITS if family == "date" or anniversary else [*UNITS, "hour"])
            return (
                f"{subject} has anniversary {window}" if anniversary else f"{subject} {self.one(['', 'not '])}{window}"
            )
        alike = [one.name for one in fields if FAMILIES[one.type] == family]
        if alike and self.chance(0.1) and kind != "age":
            return f"{subject} {self.one(['=', '!=', *self.orders(family)])} {self.one(alike)}"
        if self.chance(0.2):
            return f"{subject} {self.one(['in', 'not in'])} {self.a_list(kind, family)}"
        if family in {"text", "choice"}:
            if self.chance(0.2):
                return f"{subject} contains {self.one(['any', 'all', 'none'])} of {self.a_list(kind, family)}"
            operators = ["=", "!=", "contains", "not contains", "starts with", "ends with"]
        else:
            operators = ["=", "!=", *self.orders(family)]
            if self.chance(0.15):
                low, high = self.a_literal(kind), self.a_literal(kind)
                currency = low.rpartition(" ")[2]
                high = f"{high.rpartition(' ')[0]} {currency}" if family == "money" else high
                return f"{subject} between {low} and {high}"
        operand = self.a_parameter(kind) if self.chance(0.3) else self.a_literal(kind)
        return f"{subject} {self.one(operators)} {operand}"

    def orders(self, family):
        if family in {"text", "choice"}:
            return []
        moments = ["before", "after", "not before", "not after"] if family in {"date", "instant"} else []
        return ["<", "<=", ">", ">=", *moments]

    def a_list(self, kind, family) -> str:
        if self.chance(0.3):
            return self.a_parameter(kind, many=True)
        literals = [self.a_literal(kind) for _ in range(self.random.randint(1, 4))]
        if family == "money":
            literals = [f"{one.rpartition(' ')[0]} CHF" for one in literals]
        return f"({', '.join(literals)})"

    def a_literal(self, kind) -> str:
        match kind:
            case "age" | "integer":
                return str(self.one([0, 1, 2, 18, 30, -1, 10**15, 10**17, Decimal("29.5"), self.random.randint(0, 90)]))
            case "decimal":
                return format(
                    self.one(
                        [
                            Decimal(self.random.randint(-2_000, 12_000)).scaleb(-self.one([0, 1, 2, 6, 8])),
                            Decimal("0.1"),
                            Decimal(30),
                            Decimal("30.000001"),
                        ]
                    ),
                    "f",
                )
            case "money":
                amount = Decimal(self.random.randint(-500, 12_500)).scaleb(-self.one([0, 1, 2, 3]))
                return f"{amount:f} {self.one(['CHF', 'CHF', 'EUR', 'JPY'])}"
            case "date" | "instant":
                ago = f"{self.random.randint(0, 500)} {self.one(UNITS)}s ago"
                when = self.an_instant().astimezone(UTC).isoformat().replace("+00:00", "Z")
                return self.one([self.a_day().isoformat(), self.a_day().isoformat(), when, "now", "today", ago])
            case _:
                return quoted(self.a_text(kind))

    def a_text(self, kind) -> str:
        pool = {"email": [*EMAILS, ".ch", "example", "a"], "choice": CODES}.get(
            kind, [*TEXTS, "a", "ch", "zur", "\U0010ff40"]
        )
        usable = [
            text for text in pool if any(char.isalnum() for char in text) or (text.strip() and kind == "identifier")
        ]
        return self.one(usable)

    def a_parameter(self, kind, *, many=False) -> str:
        name = f"p{len(self.params)}"
        values = [self.a_parameter_value(kind) for _ in range(self.random.randint(0, 3) if many else 1)]
        self.params[name] = values if many else values[0]
        return f"${name}"

    def a_parameter_value(self, kind) -> Any:
        match kind:
            case "age" | "integer":
                return self.one([0, 1, 30, Decimal("30.5"), 31.0])
            case "decimal":
                return self.one([Decimal("2.5"), 30, 0.1, Decimal("0.123456789")])
            case "money":
                return self.value("money")
            case "date":
                return self.one([self.a_day(), PartialDate(self.now.year, 2), self.an_instant()])
            case "instant":
                return self.one([self.an_instant(), self.a_day()])
            case "text" | "identifier":
                hard = ["a\x00b", "\x00"] if kind == "identifier" else ["a\x00b"]
                return self.one([self.a_text(kind), *hard])
            case _:
                return self.a_text(kind)

    def a_window(self, units) -> str:
        unit = self.one(units)
        rolling = f"in {self.one(['last', 'next'])} {self.one([0, 1, 7, 30, 90, 365])} {unit}s"
        return self.one([rolling, rolling, f"in {self.one(['this', 'previous', 'next'])} {unit}"])

    def an_event_window(self) -> str:
        beside = f"{self.one(['before', 'after'])} {self.a_literal('instant')}"
        window = self.a_window([*UNITS, "hour"])
        return self.one([window, window, beside])
