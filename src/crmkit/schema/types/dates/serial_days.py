"""The day numbers of spreadsheets."""

from datetime import date, timedelta
from typing import Final

_PHANTOM: Final = 60
_ORIGIN_1904: Final = date(1904, 1, 1)


def serial_day(number: int, *, since_1904: bool = False) -> date | None:
    """Turn a day number into a date; None for day 60 of the 1900 system, which was never, and for what is no day.

    In the 1900 system 1 is 1 January 1900, and 60 is the 29 February that 1900 did not have (Lotus 1-2-3, ECMA-376
    part 1, 18.17.4). In the 1904 system 0 is 1 January 1904.

    >>> serial_day(29221).isoformat(), serial_day(59).isoformat(), serial_day(60), serial_day(61).isoformat()
    ('1980-01-01', '1900-02-28', None, '1900-03-01')
    >>> serial_day(27759, since_1904=True).isoformat()
    '1980-01-01'
    """
    if not 0 <= number <= 2_958_465:
        return None
    if since_1904:
        return _ORIGIN_1904 + timedelta(days=number) if number <= 2_957_003 else None
    if number in {0, _PHANTOM}:
        return None
    return date(1899, 12, 31 if number < _PHANTOM else 30) + timedelta(days=number)
