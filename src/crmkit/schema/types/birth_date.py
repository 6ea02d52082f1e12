"""Dates of birth, judged against a given day."""

import datetime as dt
from typing import Final

from attrs import evolve

from crmkit.schema.types.base import Cleaned
from crmkit.schema.types.date import DateType, PartialDate

OLDEST: Final = 120
"""Years; nobody whose age was proved lived longer than two more."""

ADULT: Final = 16
"""Years from which a person may agree to an online service in the Union without parents (GDPR art. 8)."""


class BirthDate(DateType):
    """A date of birth as it is known on a day, which the caller gives: nobody is born later or older than 120 years.

    A two-digit year is the one that makes the person 0 to 99 years old.

    Attributes:
        as_of: the day.

    >>> type_of_2026 = BirthDate(as_of=dt.date(2026, 3, 1))
    >>> type_of_2026.clean("01.02.27").value.iso(), type_of_2026.clean("01.02.2030").findings[0].code
    ('1927-02-01', 'date.future')
    """

    sensitivity = "id"

    def __init__(self, *, as_of: dt.date, month_first: bool | None = None, since_1904: bool = False) -> None:
        super().__init__(month_first=month_first, since_1904=since_1904)
        self.as_of = as_of

    def clean(self, value: object, *, region: str | None = None) -> Cleaned[PartialDate]:
        """Clean one cell. Never raises on bad data, and cleaning a clean value gives it back."""
        cleaned = super().clean(value, region=region)
        born = cleaned.value
        if born is None or born.year is None:
            return cleaned
        if any(one.code == "date.two_digit_year" for one in cleaned.findings):
            born = evolve(born, year=self.as_of.year - (self.as_of.year - born.year) % 100)
            if self._age(born) < 0:
                born = evolve(born, year=(born.year or 0) - 100)
            if born.complete and born.as_date() is None:
                return self.refuse(value, "impossible", "The calendar has no such day.", keys=self.keys(born))
        age = self._age(born)
        if age < 0:
            return self.refuse(value, "future", "The date of birth is still to come.", keys=self.keys(born))
        if age > OLDEST:
            return self.refuse(value, "too_old", f"Nobody is more than {OLDEST} years old.", keys=self.keys(born))
        findings = list(cleaned.findings)
        if age < ADULT:
            findings.append(self.info("child", f"The person is less than {ADULT} years old."))
        return self.accept(born, value, *findings)

    def glance(self, text: str, region: str | None) -> PartialDate | None:
        """Say nothing: the day on which it is known decides about every date of birth."""
        return None

    def _age(self, born: PartialDate) -> int:
        """Count whole years; with parts unknown, the fewest years that are possible but for the future."""
        today = (self.as_of.month, self.as_of.day)
        had_birthday = (born.month or 1, born.day or 1) <= today
        return self.as_of.year - (born.year or 0) - (0 if had_birthday else 1)
