"""Whether what a base keeps is what its facts say: everything is made again, by another way than it was made."""

from crmkit.backends.chunking import in_chunks
from crmkit.identity.clusters import Identity, customer_id, resolve_identity
from crmkit.intake.moments import Clock
from crmkit.ledger.derived import ALIASES, CUSTOMERS, Derived, Neighbourhood
from crmkit.ledger.ledger import ACTS, Ledger
from crmkit.ledger.matching import MATCHING, document
from crmkit.ledger.row_documents import ROWS, keep_rows_again, rows_again
from crmkit.quality.verification import Verification

_CHUNK = 1000


def check_derived(derived: Derived, *, unsaid: Clock | None = None) -> Verification:
    """Read every row and derive every customer again, compare with what is kept, and mend what differs.

    Who is one is told from all judgements at once, not step by step as facts come.

    Args:
        derived: what is kept.
        unsaid: zone and region of loads that do not say them; see `crmkit.intake.reread.read_again`.
    """
    backend = derived.ledger.backend
    with backend.transaction():
        rows, differing_rows = _check_rows(derived, unsaid)
        if differing_rows:
            keep_rows_again(backend, derived.ledger.codec, unsaid=unsaid)
            derived.forget()
        derived.catch_up()
        identity = resolve_identity(derived.ledger.refs(), derived.ledger.judgements())
        differing = _check_customers(derived, identity) | _check_aliases(derived, identity)
        if differing:
            derived.forget()
            derived.catch_up()
        differing_acts = _check_acts(derived.ledger)
    return Verification(
        rows=rows,
        customers=len(identity.members),
        differing_rows=tuple(sorted(differing_rows)),
        differing=tuple(sorted(differing)),
        differing_acts=differing_acts,
    )


def _check_rows(derived: Derived, unsaid: Clock | None) -> tuple[int, set[str]]:
    backend = derived.ledger.backend
    found: set[str] = set()
    differing: set[str] = set()
    for chunk in in_chunks(rows_again(backend, derived.ledger.codec, unsaid=unsaid), _CHUNK):
        made = dict(chunk)
        kept = {one.key: one.body for one in backend.scan(ROWS, keys=made)}
        differing |= {ref for ref, row in made.items() if kept.get(ref) != row}
        found |= made.keys()
    differing |= {one.key for one in backend.scan(ROWS)} - found
    return len(found), differing


def _check_customers(derived: Derived, identity: Identity) -> set[str]:
    backend = derived.ledger.backend
    differing = {one.key for table in (CUSTOMERS, MATCHING) for one in backend.scan(table)} - identity.members.keys()
    for chunk in in_chunks(identity.members.items(), _CHUNK):
        refs = {ref for _, members in chunk for ref in members}
        documents = {one.key: one.body for one in backend.scan(ROWS, keys=refs)}
        found = Neighbourhood(documents, tuple(derived.ledger.judgements_about(refs)))
        made = derived.derive(found, Identity(dict(chunk)))
        kept = derived.kept(made.keys())
        differing |= {name for name, one in made.items() if kept.get(name) != derived.ledger.codec.dump(one)}
        held = {one.key: one.body for one in backend.scan(MATCHING, keys=made)}
        understood = derived.rows(found)
        for name, one in made.items():
            if held.get(name) != document(derived.entries, [understood[ref] for ref in one.refs])[0]:
                differing.add(name)
    return differing


def _check_aliases(derived: Derived, identity: Identity) -> set[str]:
    kept = {one.key: one.body for one in derived.ledger.backend.scan(ALIASES)}
    names = {customer_id(ref): now for now, refs in identity.members.items() for ref in refs}
    wanted = {name: now for name, now in names.items() if name != now}
    return {name for name in kept.keys() | wanted.keys() if kept.get(name) != wanted.get(name)}


def _check_acts(ledger: Ledger) -> tuple[str, ...]:
    """Lay out again what is kept of acts of consent in columns."""
    if not any(True for _ in ledger.backend.scan(ACTS)):
        return ()
    try:
        from crmkit.ledger.columnar.acts import check_acts
    except ModuleNotFoundError:  # nobody can read them here; whoever can makes them again
        ledger.backend.clear(ACTS)
        return ()
    return check_acts(ledger)
