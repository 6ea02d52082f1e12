"""From which age a person can consent herself, and what her date of birth says about a question."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

from attrs import Attribute, field, frozen

from crmkit.consent.facts import Fact
from crmkit.exceptions import SchemaError

MAJORITY: Final = 18
"""Age that is asked for where the policy says none: nobody is more of age than at majority."""

OLDEST: Final = 21
"""The greatest age that a policy can ask for."""

_LAST_ZONE: Final = timedelta(hours=12)


@frozen(kw_only=True)
class AgeOfConsent:
    """The age from which a person's own consent counts in a jurisdiction.

    Attributes:
        jurisdiction: country, or group of countries.
        years: the age.
        source: the article of law.

    Raises:
        SchemaError: for an age that is none, or without a source.
    """

    jurisdiction: str
    years: int = field()
    source: str = field()

    @years.validator
    def _an_age(self, _: "Attribute[int]", years: int) -> None:
        if not 0 < years <= OLDEST:
            raise SchemaError(
                f"The age of consent in {self.jurisdiction!r} is {years}; it lies between 1 and {OLDEST}."
            )

    @source.validator
    def _has_source(self, _: "Attribute[str]", source: str) -> None:
        if not source.strip():
            raise SchemaError(f"The age of consent in {self.jurisdiction!r} names no source; cite the law.")


def minority(born: date, *, years: int = MAJORITY) -> Fact:
    """Say until when a person cannot consent herself: a fact that a question takes.

    A day begins last where the clocks are twelve hours behind UTC, and nobody comes of age before her birthday has
    begun there. Who is born on 29 February comes of age on 1 March.

    Args:
        born: date of birth.
        years: age from which her own consent counts; see `Policy.age_of_consent`.

    >>> minority(date(2012, 2, 29), years=15).until.isoformat()
    '2027-03-01T12:00:00+00:00'
    """
    year = born.year + years
    if year > date.max.year:
        return Fact("minor")
    leap = born.month == 2 and born.day == 29
    birthday = datetime(year, 3, 1, tzinfo=UTC) if leap else datetime(year, born.month, born.day, tzinfo=UTC)
    return Fact("minor", until=birthday + _LAST_ZONE)
