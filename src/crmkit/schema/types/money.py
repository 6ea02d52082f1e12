"""Amounts of money."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from attrs import asdict, frozen

from crmkit.schema.types.base import Cleaned
from crmkit.schema.types.cells import CellType
from crmkit.schema.types.currency import MINOR_DIGITS, UNKNOWN, currency_of, find_currency
from crmkit.schema.types.numbers.reading import read_number, read_scale

_AMOUNT: Final = re.compile(
    r"(?P<before>[^\d()+−–-]*?)"
    r"(?P<number>[(+−–-]?\s*[.,]?\d(?:[\d.,'’\u00a0\u202f ]*\d)?(?:[.,]\s?[-–—]+|\.|-)?\)?)"
    r"(?P<after>[^\d]*)\Z"
)
_SIGNED: Final = re.compile(r"[-−–]\s*([^\d\s.,()-][^\d()-]*\d[^()]*)|\(\s*([^\d\s.,()-][^\d()-]*\d[^()]*)\)")
_LARGEST: Final = Decimal(10) ** 18


@frozen(order=True)
class Money:
    """An amount of money.

    Attributes:
        amount: in the smallest unit of the currency: cents, Rappen, yen.
        currency: three-letter ISO 4217 code; "XXX" when it is not known.
    """

    amount: int
    currency: str

    def __str__(self) -> str:
        digits = minor_digits(self.currency)
        shown = f"{Decimal(self.amount).scaleb(-digits):.{digits}f}"
        return shown if self.currency == UNKNOWN else f"{shown} {self.currency}"


class MoneyType(CellType[Money]):
    """An amount of money in the minor unit of its currency (ISO 4217); the region may give the currency.

    >>> MONEY.clean("1'234.50 CHF").value, MONEY.clean("12,50", region="FR").value
    (Money(amount=123450, currency='CHF'), Money(amount=1250, currency='EUR'))
    """

    name = "money"
    sensitivity = "fin"
    operators = "money"
    canonical = Money
    longest = 80

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[Money]:
        """Clean a text that is neither empty nor a placeholder."""
        country = region.upper() if region else None
        exact = not isinstance(raw, str)
        signed = None if exact else _SIGNED.fullmatch(text)
        hit = None if exact else _AMOUNT.match((signed[1] or signed[2]) if signed else text)
        read = read_number(hit["number"] if hit else text, region=None if exact else country)
        if read is None or isinstance(raw, bool):
            return self.refuse(raw, "invalid", "This is no amount of money.")
        number, notes = read.number, []
        before, (zeros, after) = (hit["before"], read_scale(hit["after"])) if hit else ("", (0, ""))
        number = -number if signed else number
        currency = self._currency(before, after, country)
        if currency is None:
            words = "This is no amount of money: the words beside the number are no currency."
            return self.refuse(raw, "invalid", words)
        digits = minor_digits(currency)
        if read.ambiguous and not exact:
            notes.append(self.warning("ambiguous", "The mark before three digits can part thousands or decimals."))
            if digits < 3 and not zeros:  # no such money has three decimals
                number = Decimal(re.sub(r"[.,]", "", str(number)))
        if zeros:
            number = number.scaleb(zeros)
            notes.append(self.warning("scaled", "A word for thousands or millions was multiplied in."))
        if abs(number) >= _LARGEST:
            return self.refuse(raw, "too_large", "The amount is too large to be true.")
        minor = number.scaleb(digits)
        whole = minor.to_integral_value(ROUND_HALF_UP)
        if whole != minor:
            notes.append(self.info("rounded", "The amount was rounded to the smallest unit of its currency."))
        if currency == UNKNOWN:
            notes.append(self.info("currency_unknown", "No currency is named and none follows from the region."))
        return self.accept(Money(int(whole), currency), raw, *notes)

    def _currency(self, before: str, after: str, country: str | None) -> str | None:
        """Find the currency in the words beside a number; None when they are something else."""
        words = [word for word in (before, after) if word.strip(" .:")]
        if not words:
            return currency_of(country)
        named = {find_currency(word, region=country) for word in words}
        return named.pop() if len(named) == 1 else None

    def keys(self, value: Money) -> tuple[str, ...]:
        """Write amount and currency."""
        return (f"{value.amount} {value.currency}",)

    def mask(self, value: Money) -> str:
        """Show the currency."""
        return f"… {value.currency}"

    def dump(self, value: Money) -> dict[str, Any]:
        """Write an amount as JSON data."""
        return asdict(value, recurse=False)

    def load(self, data: Any) -> Money:
        """Read what `dump` wrote."""
        return Money(**data)


MONEY: Final = MoneyType()


def minor_digits(currency: str) -> int:
    """Say how many digits the minor unit of a currency has.

    >>> minor_digits("CHF"), minor_digits("JPY")
    (2, 0)
    """
    return MINOR_DIGITS.get(currency, 2)
