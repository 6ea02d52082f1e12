"""Reading the shared vectors; README.md beside this file tells their form."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from attrs import frozen

from crmkit.schema.customer import CUSTOMER
from crmkit.schema.fields import Field, Option, Relation, Schema
from crmkit.schema.types.date import PartialDate
from crmkit.schema.types.money import Money
from crmkit.segment.bound import BoundSegment
from crmkit.segment.segment import Segment

FOLDER = Path(__file__).parent

WORLD = CUSTOMER.extended(
    version="world",
    fields=[
        Field(name="score", type="integer", group="analysis"),
        Field(name="spent", type="money", group="analysis"),
        Field(name="vip", type="boolean", group="analysis"),
        Field(name="tags", type="choice", many=True, options=[Option("vip"), Option("vip_gold"), Option("press")]),
        Field(name="home_latitude", type="decimal"),
        Field(name="home_longitude", type="decimal"),
    ],
)
"""The schema "world": the default customer and fields of every other family."""


def _rows(name: str, singular: str, **types: str) -> Relation:
    fields = [Field(name=one, type=kind) for one, kind in {"at": "instant", **types}.items()]
    return Relation(name=name, singular=singular, fields=fields)


MARKETING = WORLD.extended(
    version="marketing",
    fields=[
        Field(name="stage", type="choice"),
        Field(name="trial_ends_on", type="date"),
        Field(name="email_bounced", type="boolean"),
    ],
    relations=[
        _rows("contracts", "contract", ends_on="date", status="text", auto_renew="boolean"),
        _rows("offers", "offer"),
        _rows("signatures", "signature"),
        _rows("answers", "answer", score="integer"),
        _rows("carts", "cart", items="integer"),
        _rows("forms", "form", form="identifier"),
        _rows("page_views", "page_view", page="url"),
        _rows("subscriptions", "subscription", product="text", status="text"),
        _rows("messages", "message", channel="text", kind="text"),
        _rows("reactions", "reaction", reaction="text"),
        _rows("signups", "signup"),
        _rows("projects", "project"),
    ],
)
"""What the segments of a marketing team speak of."""

SCHEMAS: Mapping[str, Schema] = {"customer": CUSTOMER, "world": WORLD}


@frozen
class Vector:
    """One customer, asked one thing.

    Attributes:
        name: file and number.
        about: what its group shows.
        expression: the text of the segment.
        schema: what a customer is.
        customer: a mapping, with values as customers have them.
        now: the instant.
        zone: the zone.
        params: values of the parameters.
        lists: name to ids.
        segments: name to text.
        consents: purposes, each with a channel or None, to which every customer has consented.
        expected: the answer.
    """

    name: str
    about: str
    expression: str
    schema: Schema
    customer: dict[str, Any]
    now: datetime
    zone: str
    params: dict[str, Any]
    lists: dict[str, list[str]]
    segments: dict[str, str]
    consents: frozenset[tuple[str, str | None]]
    expected: bool

    def bound(self) -> BoundSegment:
        """Bind the segment as the vector says."""
        segment = Segment.parse(self.expression, schema=self.schema, segments=self.segments)
        return segment.at(
            self.now,
            zone=self.zone,
            params={name: self.params[name] for name in segment.facts().parameters},
            lists=self.lists,
            consented=lambda _customer, purpose, channel: (purpose, channel) in self.consents,
        )


def all_vectors() -> Iterator[Vector]:
    """Read every vector of every file."""
    for path in sorted(FOLDER.glob("*.json")):
        if path.stem == "marketers":
            continue
        number = 0
        for group in json.loads(path.read_text("utf-8")):
            for expression, customer, expected in group["cases"]:
                number += 1
                yield Vector(
                    name=f"{path.stem}-{number}",
                    about=group["about"],
                    expression=expression,
                    schema=SCHEMAS[group.get("schema", "customer")],
                    customer=revived(customer),
                    now=datetime.fromisoformat(group["now"]),
                    zone=group["zone"],
                    params=group.get("params", {}),
                    lists=group.get("lists", {}),
                    segments=group.get("segments", {}),
                    consents=frozenset((purpose, channel) for purpose, channel in group.get("consents", [])),
                    expected=expected,
                )


def revived(data: Any) -> Any:
    """Give values that JSON cannot hold."""
    match data:
        case {"amount": amount, "currency": currency, **more} if not more:
            return Money(amount, currency)
        case {"instant": str(when), **more} if not more:
            return datetime.fromisoformat(when)
        case {"decimal": str(number), **more} if not more:
            return Decimal(number)
        case {"partial": [year, month, day], **more} if not more:
            return PartialDate(year, month, day)
        case dict():
            return {key: revived(value) for key, value in data.items()}
        case list():
            return [revived(item) for item in data]
        case _:
            return data
