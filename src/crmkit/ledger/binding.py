"""What a search for duplicates may not say otherwise: which source rows are held together, and which are kept apart."""

from collections.abc import Collection, Iterable
from itertools import pairwise

from crmkit.identity.clusters import Identity, resolve_identity
from crmkit.identity.standing import Standing, by_person, couple, standing
from crmkit.ledger.ledger import Ledger
from crmkit.records import CleanRecord

Bond = tuple[str, str, bool]
"""Two refs, and whether they are the same."""


def bonds(identity: Identity, stands: Standing) -> list[Bond]:
    """Write down who is one, row by row, and which rows are kept apart.

    Args:
        identity: who is one.
        stands: which judgements stand about these rows.
    """
    together = [(*pair, True) for refs in identity.members.values() for pair in pairwise(refs)]
    denied = {pair for pair, one in stands.verdicts.items() if one.verdict == "different"} | stands.undone.keys()
    apart = [
        (*pair, False) for pair in sorted(denied) if identity.customer_of(pair[0]) != identity.customer_of(pair[1])
    ]
    return [*together, *apart]


def bonds_of_people(ledger: Ledger) -> list[Bond]:
    """Write down what people said of all rows of a base, and which pairs anybody keeps apart."""
    judgements = ledger.judgements_beside_rules()
    said = [one for one in judgements if by_person(one) or one.verdict != "same"]
    refs = sorted({ref for one in said for ref in couple(one)})
    return bonds(resolve_identity(refs, said), standing(judgements))


def usable(found: Iterable[Bond], rows: Iterable[CleanRecord], duplicate_free: Collection[str]) -> list[Bond]:
    """Choose the bonds between some rows, but for those that hold two of a source together that has nobody twice."""
    sources = {row.ref: row.source for row in rows}
    return [
        (left, right, same)
        for left, right, same in found
        if left in sources
        and right in sources
        and not (same and sources[left] == sources[right] and sources[left] in duplicate_free)
    ]
