"""What a directory of postcodes can say."""

from typing import Protocol

from crmkit.schema.types.base import Finding


class PostalDirectory(Protocol):
    """A directory of postcodes and localities; what it does not know is empty, never an error.

    Countries are two-letter ISO 3166-1 codes; postcodes are written as `POSTCODE` cleans them.
    """

    def localities(self, country: str, code: str) -> tuple[str, ...]:
        """Name the localities that a postcode serves."""
        ...

    def codes(self, country: str, locality: str) -> tuple[str, ...]:
        """Give the postcodes of a locality, those of streets before those of boxes and large recipients."""
        ...

    def check(self, country: str, code: str, locality: str) -> tuple[Finding, ...]:
        """Say what is wrong with a pair, with up to three suggestions; nothing for a country it does not list."""
        ...
