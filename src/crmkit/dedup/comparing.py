"""How features are compared, as data: ordered levels with the share of true and of chance pairs that reach them."""

from typing import Final

from attrs import frozen


@frozen
class Level:
    """One degree of agreement.

    Attributes:
        name: what an explanation calls it.
        m: share of pairs of one customer that are at this level, before any data is seen.
        u: share of pairs of two customers that are; for "equal" the share per value.
    """

    name: str
    m: float
    u: float


@frozen
class Comparison:
    """How one feature is compared.

    Attributes:
        feature: the feature; "text" stands for every text column, "own" for every semantic type of its own.
        comparator: name of the function that finds the level of two unequal values.
        levels: best first; the first is "equal", the last "different".
        group: features whose evidence is capped together.
    """

    feature: str
    comparator: str
    levels: tuple[Level, ...]
    group: str


def _levels(**shares: tuple[float, float]) -> tuple[Level, ...]:
    return tuple(Level(name.replace("_", " "), m, u) for name, (m, u) in shares.items())


COMPARISONS: Final[tuple[Comparison, ...]] = (
    Comparison(
        "given",
        "given_name",
        _levels(
            equal=(0.72, 0.004),
            short_form=(0.05, 0.002),
            typo=(0.10, 0.004),
            initial=(0.03, 0.02),
            similar=(0.04, 0.03),
            different=(0.06, 0.94),
        ),
        "name",
    ),
    Comparison(
        "family",
        "family_name",
        _levels(
            equal=(0.78, 0.001),
            part=(0.03, 0.001),
            typo=(0.10, 0.003),
            initial=(0.01, 0.02),
            similar=(0.03, 0.02),
            different=(0.05, 0.956),
        ),
        "name",
    ),
    Comparison("suffix", "category", _levels(equal=(0.95, 0.5), different=(0.05, 0.5)), "name"),
    Comparison("gender", "category", _levels(equal=(0.97, 0.5), different=(0.03, 0.5)), "name"),
    Comparison(
        "organisation",
        "organisation",
        _levels(
            equal=(0.62, 0.0005),
            typo=(0.12, 0.0005),
            contained=(0.12, 0.002),
            similar=(0.06, 0.01),
            different=(0.08, 0.988),
        ),
        "organisation",
    ),
    Comparison("legal_form", "category", _levels(equal=(0.94, 0.3), different=(0.06, 0.7)), "organisation"),
    Comparison(
        "birth_date",
        "date",
        _levels(
            equal=(0.84, 0.00004),
            typo=(0.08, 0.002),
            similar=(0.04, 0.02),
            different=(0.04, 0.978),
        ),
        "birth_date",
    ),
    Comparison(
        "email",
        "email",
        _levels(
            equal=(0.55, 0.00002),
            typo=(0.10, 0.003),
            same_mailbox=(0.05, 0.003),
            different=(0.30, 0.994),
        ),
        "contact",
    ),
    Comparison(
        "phone",
        "code",
        _levels(equal=(0.60, 0.00002), typo=(0.06, 0.0005), different=(0.34, 0.9995)),
        "contact",
    ),
    Comparison(
        "identifier",
        "code",
        _levels(equal=(0.88, 0.00001), typo=(0.07, 0.00005), different=(0.05, 0.9999)),
        "identifier",
    ),
    Comparison(
        "loyalty_card",
        "code",
        _levels(equal=(0.60, 0.00001), typo=(0.05, 0.0001), different=(0.35, 0.9999)),
        "number",
    ),
    Comparison(
        "customer_number",
        "code",
        _levels(equal=(0.50, 0.0001), typo=(0.02, 0.01), different=(0.48, 0.98)),
        "number",
    ),
    Comparison(
        "street",
        "words",
        _levels(equal=(0.52, 0.001), typo=(0.18, 0.002), similar=(0.06, 0.02), different=(0.24, 0.977)),
        "address",
    ),
    Comparison(
        "house_number",
        "number",
        _levels(equal=(0.66, 0.01), typo=(0.10, 0.10), different=(0.24, 0.89)),
        "address",
    ),
    Comparison(
        "address_extra",
        "words",
        _levels(equal=(0.45, 0.001), typo=(0.15, 0.002), similar=(0.05, 0.03), different=(0.35, 0.967)),
        "address",
    ),
    Comparison(
        "postcode",
        "postcode",
        _levels(equal=(0.68, 0.002), typo=(0.10, 0.01), area=(0.05, 0.03), different=(0.17, 0.958)),
        "address",
    ),
    Comparison(
        "locality",
        "words",
        _levels(equal=(0.70, 0.005), typo=(0.12, 0.005), similar=(0.03, 0.02), different=(0.15, 0.97)),
        "address",
    ),
    Comparison("region", "category", _levels(equal=(0.88, 0.05), different=(0.12, 0.95)), "address"),
    Comparison(
        "own",
        "own",
        _levels(equal=(0.60, 0.0001), typo=(0.08, 0.001), similar=(0.04, 0.02), different=(0.28, 0.9789)),
        "own",
    ),
    Comparison("country", "category", _levels(equal=(0.97, 0.5), different=(0.03, 0.5)), "address"),
    Comparison(
        "text",
        "words",
        _levels(equal=(0.50, 0.01), typo=(0.10, 0.02), similar=(0.10, 0.05), different=(0.30, 0.92)),
        "text",
    ),
)
"""The comparisons for customers; the shares are round figures for ordinary data, on which estimation builds."""
