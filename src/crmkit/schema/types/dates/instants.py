"""Reading points in time as people, mails, databases and spreadsheets write them."""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Final, NamedTuple

from crmkit.schema.types.dates.reading import read_date

_EPOCH: Final = re.compile(r"(\d{10})(\d{3})?\Z", re.ASCII)
_CLOCK: Final = re.compile(
    r"(?P<date>.*?)[T, ]\s*(?:à |um |at |alle |les )?(?P<hour>\d{1,2})(?:[:h.](?P<minute>\d{2})|h)"
    r"(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?\s*(?:h|Uhr)?\s*(?P<half>[ap]\.?\s?m\.?)?"
    r"\s*(?P<name>[A-Z]{1,4})?\s*(?P<offset>[+-]\d{2}(?::?\d{2})?)?(?:\s+(?P<year>\d{4}))?(?:\s*\([^()]*\))?\Z",
    re.IGNORECASE | re.ASCII,
)
_ZONES: Final = {
    "Z": 0, "UTC": 0, "GMT": 0, "UT": 0, "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2,
    "HEC": 1, "HEEC": 2,
    "EET": 2, "EEST": 3, "BST": 1, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6,
    "PST": -8, "PDT": -7,
}  # fmt: skip
"""Hours east of Greenwich by the usual short names (RFC 5322 4.3, and those of Europe)."""


class ReadMoment(NamedTuple):
    """A point in time, without a zone when none is written.

    Attributes:
        moment: the point in time.
        problem: "time_missing", "epoch" or "leap_second" when something is odd.
    """

    moment: datetime
    problem: str | None = None


def read_moment(text: str, *, month_first: bool | None = False) -> ReadMoment | None:
    """Read a point in time; None when the text is none.

    >>> read_moment("Sun, 06 Nov 1994 08:49:37 GMT").moment.isoformat()
    '1994-11-06T08:49:37+00:00'
    >>> read_moment("31 janvier 2020 à 10h15").moment.isoformat(), read_moment("31.01.2020").problem
    ('2020-01-31T10:15:00', 'time_missing')
    """
    epoch = _EPOCH.match(text)
    if epoch:
        moment = datetime.fromtimestamp(int(epoch[1]), UTC) + timedelta(milliseconds=int(epoch[2] or 0))
        return ReadMoment(moment, "epoch")
    try:
        return ReadMoment(datetime.fromisoformat(text), "time_missing" if len(text) <= 10 else None)
    except ValueError:
        pass
    hit = _CLOCK.match(text)
    if hit and (day := _day(f"{hit['date']} {hit['year'] or ''}", month_first=month_first)):
        return _on_clock(day, hit)
    whole = _day(text, month_first=month_first)
    return ReadMoment(whole, "time_missing") if whole and not hit else None


def _day(text: str, *, month_first: bool | None) -> datetime | None:
    read = read_date(text.strip(" ,"), month_first=month_first)
    if read is None or read.problem == "impossible" or read.year is None or read.month is None or read.day is None:
        return None
    return datetime(read.year, read.month, read.day)  # noqa: DTZ001 - the zone is that of the type


def _on_clock(day: datetime, hit: re.Match[str]) -> ReadMoment | None:
    hour, minute, second = (int(hit[part] or 0) for part in ("hour", "minute", "second"))
    if hit["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if hit["half"].lower().startswith("p") else 0)
    name = (hit["name"] or "").upper()
    if name and name not in _ZONES:
        return None
    leap = second == 60
    try:
        moment = day.replace(hour=hour, minute=minute, second=59 if leap else second)
    except ValueError:
        return None
    fraction = (hit["fraction"] or "").ljust(6, "0")[:6]
    moment = moment.replace(microsecond=int(fraction))
    if hit["offset"]:
        sign = -1 if hit["offset"][0] == "-" else 1
        digits = hit["offset"][1:].replace(":", "").ljust(4, "0")
        if int(digits[:2]) > 23 or int(digits[2:]) > 59:
            return None
        moment = moment.replace(tzinfo=timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))))
    elif name:
        moment = moment.replace(tzinfo=timezone(timedelta(hours=_ZONES[name])))
    return ReadMoment(moment, "leap_second" if leap else None)
