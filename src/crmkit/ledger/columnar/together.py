"""Lay the ledger of a base open in columns."""

from collections.abc import Sequence
from datetime import datetime

from crmkit.consent.columnar.together import DecidingTogether
from crmkit.consent.deciding import Deciding
from crmkit.consent.linking import by_name
from crmkit.ledger.columnar.acts import read_acts
from crmkit.ledger.deciding import Law, acts_about, links_that_ended, seen_as_of
from crmkit.ledger.keeper import Keeper
from crmkit.records import Customer


def open_in_columns(keeper: Keeper, law: Law, *, at: datetime, known_at: datetime | None) -> DecidingTogether:
    """Read every act in columns, to decide about many customers; see `crmkit.ledger.deciding_many.open_for_many`."""
    links = by_name(links_that_ended(keeper.derived, known_at=known_at))
    as_of = seen_as_of(keeper, at)

    def alone(customers: Sequence[Customer]) -> Deciding:
        theirs = {link: None for one in customers for ref in one.refs for link in links.get(ref, ())}
        names = {name for link in theirs for name in (link.left, link.right)}
        return Deciding.over(
            acts_about(keeper.ledger, customers, law, names),
            policy=law.policy,
            region=law.region,
            at=at,
            known_at=known_at,
            keyring=law.keyring,
            links=theirs,
            as_of=as_of,
        )

    return DecidingTogether(
        read_acts(keeper.ledger),
        policy=law.policy,
        region=law.region,
        at=at,
        known_at=known_at,
        keyring=law.keyring,
        apart=links.keys(),
        alone=alone,
    )
