"""Consents that do not cover a contact point, which are told where no other has begun."""

from collections.abc import Sequence

import numpy as np

from crmkit.consent.columnar.examples import written
from crmkit.consent.columnar.forms import Form
from crmkit.consent.columnar.instants import Instants
from crmkit.consent.columnar.naming import Flags, Longs, Marks
from crmkit.consent.columnar.placing import IS_GRANT, Placed
from crmkit.consent.scope import Scope


def elsewhere(placed: Placed, forms: Sequence[Form], scope: Scope, instants: Instants) -> Marks:
    """Tell of which kind are the consents to a use that do not cover a contact point, where no other has begun.

    Args:
        placed: what bears on each contact point.
        forms: the forms of the acts.
        scope: the use, wherever.
        instants: what the decision compares with.

    Returns:
        For each contact point 1 for a consent to another one, 2 where the purpose was not shown, 3 for both.
    """
    kept = placed.kept
    begun = (kept.role == IS_GRANT) & (kept.since <= instants.at) & (kept.person >= 0)
    shown = _shown(placed, np.flatnonzero(begun), forms, scope, instants)
    here = np.flatnonzero(begun[placed.act])
    found = np.zeros(len(placed.persons), dtype=np.uint64)
    for bit, kind in enumerate((begun & shown, begun & ~shown)):
        hers = np.bincount(kept.person[kind], minlength=int(placed.persons.max(initial=0)) + 1)[placed.persons]
        mine = np.bincount(placed.q[here][kind[placed.act[here]]], minlength=len(found))
        found |= (hers > mine).astype(np.uint64) << np.uint64(bit)
    found[placed.q[here][shown[placed.act[here]]]] = 0
    return found


def _shown(placed: Placed, consents: Longs, forms: Sequence[Form], scope: Scope, instants: Instants) -> Flags:
    """Say of each act, where it is a consent, whether the purpose was among those that the person saw."""
    kept = placed.kept
    shown = np.ones(len(kept.role), dtype=np.bool_)
    if scope.always_shown or not len(consents):
        return shown
    cases = kept.form[consents] * instants.width + instants.sides(kept.since[consents])
    _, first, which = np.unique(cases, return_index=True, return_inverse=True)
    examples = written(kept, forms, consents[first], np.full(len(first), -1), "anywhere")
    shown[consents] = np.array([scope.was_shown(one) for one in examples])[which]
    return shown
