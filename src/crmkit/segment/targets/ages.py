"""An age is compared by the date of birth: the older somebody is, the earlier she was born."""

import math
from datetime import date

from attrs import frozen

from crmkit.segment.reading import Range
from crmkit.segment.targets.comparing import Asked, Operands, between
from crmkit.segment.targets.questions import FALSE, Question, either, every
from crmkit.segment.windows import age_at


@frozen
class Ages:
    """Ages on a day as bounds of the date of birth.

    Attributes:
        today: the day.
    """

    today: date

    def asks(self, name: str, asked: Asked, operands: Operands) -> Question:
        """Ask what a positive operator says of an age.

        Args:
            name: of the operator.
            asked: the date of birth.
            operands: numbers.
        """
        if name == "is known":
            return self._born(asked)
        fixed = [[one for one in operand if isinstance(one, Range)] for operand in operands]
        match name:
            case "<":
                return either(*(self._younger(asked, math.ceil(one.low)) for one in fixed[0]))
            case "<=":
                return either(*(self._younger(asked, math.floor(one.high) + 1) for one in fixed[0]))
            case ">":
                return either(*(self._older(asked, math.floor(one.high) + 1) for one in fixed[0]))
            case ">=":
                return either(*(self._older(asked, math.ceil(one.low)) for one in fixed[0]))
            case "between":
                return every(
                    either(*(self._older(asked, math.ceil(one.low)) for one in fixed[0])),
                    either(*(self._younger(asked, math.floor(one.high) + 1) for one in fixed[1])),
                )
            case _:
                return either(*(self._equal(asked, one) for operand in fixed for one in operand))

    def _equal(self, asked: Asked, one: Range) -> Question:
        return every(self._older(asked, math.ceil(one.low)), self._younger(asked, math.floor(one.high) + 1))

    def _born(self, asked: Asked) -> Question:
        """Ask whether somebody may be born by today."""
        return between(_lowest(asked), None, date.fromordinal(self.today.toordinal() + 1))

    def _younger(self, asked: Asked, years: int) -> Question:
        """Ask whether even the oldest age is below so many years."""
        first = self._first_younger(years)
        return FALSE if first is None else every(between(_lowest(asked), first, None), self._born(asked))

    def _older(self, asked: Asked, years: int) -> Question:
        """Ask whether even the youngest age is at least so many years."""
        first = self._first_younger(years)
        return self._born(asked) if first is None else between(asked, None, first)

    def _first_younger(self, years: int) -> date | None:
        """Find the first date of birth with an age below so many years; None when today is none."""
        if years < 1:
            return None
        low, high = date.min.toordinal(), self.today.toordinal()
        while low < high:
            middle = (low + high) // 2
            if age_at(date.fromordinal(middle), self.today) < years:
                high = middle
            else:
                low = middle + 1
        return date.fromordinal(low)


def _lowest(asked: Asked) -> Asked:
    return Asked(asked.low, asked.low, asked.stored)
