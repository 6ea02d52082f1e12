"""Which pairs are worth comparing, as data; `columnar.blocks` carries it out."""

from typing import Final

from attrs import frozen


@frozen
class BlockingRule:
    """Records that share every key of a rule are compared.

    A key is a feature, or a feature and what is taken of it: "family", "family:sound", "birth_date:year". The made-up
    feature "name" is the given and family names whatever their order, "name:word" one of their words; "own" stands for
    each semantic type of its own.

    Attributes:
        keys: what must be shared.
        refine: further keys, added one after the other to blocks that are too large.
        largest_file: records at most in a file that the rule is for; loose keys cost too much in a larger one.
    """

    keys: tuple[str, ...]
    refine: tuple[str, ...] = ()
    largest_file: int | None = None

    def __str__(self) -> str:
        return " + ".join(self.keys)


_SMALL: Final = 5000

RULES: Final[tuple[BlockingRule, ...]] = (
    BlockingRule(("identifier",)),
    BlockingRule(("customer_number",)),
    BlockingRule(("loyalty_card",)),
    BlockingRule(("own",), ("given:initial",)),
    BlockingRule(("email",), ("given:initial",)),
    BlockingRule(("phone",), ("given:initial",)),
    BlockingRule(("birth_date", "family:initial"), ("given:initial",)),
    BlockingRule(("birth_date", "given:initial"), ("family:initial",)),
    BlockingRule(("birth_date", "postcode")),
    BlockingRule(("birth_date", "locality:start")),
    BlockingRule(("name",), ("birth_date:year", "postcode", "locality:start")),
    BlockingRule(("email:local",), ("given:initial",)),
    BlockingRule(("family:sound", "given:sound"), ("birth_date:year", "postcode:start")),
    BlockingRule(("family", "postcode"), ("given:initial",)),
    BlockingRule(("given", "postcode"), ("family:initial",)),
    BlockingRule(("family", "birth_date:year"), ("given:initial",)),
    BlockingRule(("given", "birth_date:year"), ("family:initial", "locality:start")),
    BlockingRule(("given:initial", "birth_date:day", "locality:start")),
    BlockingRule(("street", "house_number"), ("given:initial",)),
    BlockingRule(("street:sound", "house_number", "given:initial")),
    BlockingRule(("family:sound", "locality:start"), ("given:initial", "birth_date:year")),
    BlockingRule(("given:sound", "locality:start"), ("family:initial", "birth_date:year")),
    BlockingRule(("family:sound", "street:sound"), ("given:initial",)),
    BlockingRule(("name:word", "postcode:start"), ("birth_date:year",)),
    BlockingRule(("name:word", "birth_date:year_month")),
    BlockingRule(("family:sound", "given:initial"), ("birth_date:year", "postcode:start")),
    BlockingRule(("family:start", "given:start"), ("birth_date:year", "postcode:start")),
    BlockingRule(("name:pair",), ("birth_date:year", "postcode:start")),
    BlockingRule(("family:sound", "postcode:start"), ("given:initial",)),
    BlockingRule(("given:sound", "postcode:start"), ("birth_date:year",)),
    BlockingRule(("family:sound", "text"), ("given:initial",)),
    BlockingRule(("name:sounds", "birth_date"), ("postcode:start",)),
    BlockingRule(("name:sounds", "text"), ("birth_date:year", "postcode:start")),
    BlockingRule(("name:sounds", "postcode"), ("birth_date:year",)),
    BlockingRule(("birth_date", "text"), ("name:sounds",)),
    BlockingRule(("phone:end",), ("locality:start",)),
    BlockingRule(("organisation:sound",), ("locality:start",)),
    BlockingRule(("organisation:word", "locality:start"), ("street:sound",)),
    BlockingRule(("organisation:word", "street:sound")),
    BlockingRule(("organisation:pair",), ("locality:start",)),
    BlockingRule(("name:sounds",), ("birth_date:digits",), largest_file=_SMALL),
    BlockingRule(("birth_date:year_month",), ("locality:start",), largest_file=_SMALL),
    BlockingRule(("birth_date:digits",), largest_file=_SMALL),
    BlockingRule(("email:start", "locality:start"), ("birth_date:year",), largest_file=_SMALL),
)
"""The rules for customers; a rule about a feature that the data has not falls away."""
