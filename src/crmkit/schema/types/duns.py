"""Companies of the world by their number at Dun & Bradstreet."""

from typing import Final

from crmkit.schema.types.numbers.official_number import OfficialNumber, spoken


class DunsType(OfficialNumber):
    """A company: nine digits without a check digit (Dun & Bradstreet, "D-U-N-S Number").

    >>> DUNS.clean("15-048-3782").value, DUNS.clean(60704780.0).value
    ('150483782', '060704780')
    """

    name = "duns"
    said = spoken("DUNS", "D-U-N-S", "D&B", "D-U-N-S®")
    sizes = (9,)
    groups = (2, 3, 4)
    mark = "-"


DUNS: Final = DunsType()
