"""Campaigns."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from attrs import frozen

from crmkit.schema.entities.declaring import PARTIES, declared, needed, reference
from crmkit.schema.entities.entity import Entity
from crmkit.schema.types.money import Money

_PURPOSE: Final = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+")


@frozen(kw_only=True)
class Campaign(Entity):
    """Messages to many, for one purpose. What came back of them are interactions of the kind "reaction".

    Attributes:
        name: what people read.
        channel: how it goes out.
        purpose: dotted purpose that its audience agreed to, "marketing.offers".
        start: when it begins.
        end: when it ends.
        cost: what it costs.
        segment: text of the segment that says whom it means.
        audience: whom it went to, as frozen when it was sent.

    >>> Campaign(id="k1", name="Spring", channel="email", purpose="offers")
    Traceback (most recent call last):
        ...
    crmkit.exceptions.SchemaError: This is no valid Campaign: purpose is not dotted, such as 'marketing.offers'.
    """

    entity = "campaign"
    group = "advertising"
    purposes = ("marketing",)

    name: str = needed("text", sensitivity="none", max_length=200)
    channel: str = needed(options="email phone sms postal social advertising")
    purpose: str = needed("identifier", sensitivity="none")
    start: datetime | None = declared("instant")
    end: datetime | None = declared("instant")
    cost: Money | None = declared("money", sensitivity="none")
    segment: str | None = declared("text", sensitivity="behav", max_length=10_000)
    audience: tuple[str, ...] = reference(*PARTIES, many=True)

    def faults(self) -> Iterator[str]:
        """Say what is wrong with the campaign as a whole."""
        if not _PURPOSE.fullmatch(self.purpose):
            yield "purpose is not dotted, such as 'marketing.offers'"
        if self.start and self.end and self.end < self.start:
            yield "end is before start"
