"""Which forms a decision cannot tell apart, so that few situations are left."""

from collections.abc import Collection, Sequence
from typing import Final

import numpy as np
from attrs import evolve

from crmkit.consent.acts import OPENING, UNPROVEN
from crmkit.consent.columnar.forms import Form
from crmkit.consent.columnar.naming import Longs
from crmkit.consent.coverage import GRANTS, STOPS
from crmkit.consent.policy import Policy
from crmkit.consent.purposes import Purpose

_PLAIN: Final = "web_form"
"""Stands for every way of agreeing that proves the consent and that no rule speaks of."""


def alike(forms: Sequence[Form], *, policy: Policy, purpose: Purpose, channel: str, void: Collection[str]) -> Longs:
    """Number forms so that those which no decision about a use can tell apart have one number.

    Args:
        forms: the forms of acts that concern the use.
        policy: its notices make a difference, when it has any.
        purpose: what for.
        channel: by which channel.
        void: ways of agreeing that are no consent in some jurisdiction.
    """
    numbers: dict[Form, int] = {}
    found = [numbers.setdefault(_plainest(form, policy, purpose, channel, void), len(numbers)) for form in forms]
    return np.array(found or [0])


def _plainest(form: Form, policy: Policy, purpose: Purpose, channel: str, void: Collection[str]) -> Form:
    """Give the plainest form that means the same."""
    same = evolve(form, purpose=purpose.key, channel=channel)
    if form.act in STOPS or (form.act == "invalidate" and not form.answering):
        return evolve(same, method=None, notice=None, language=None, edition=None, max_age_days=None, proven=False)
    spoken_of = {*OPENING, *UNPROVEN, *void, "guardian"}
    method = form.method if form.method in spoken_of else _PLAIN
    if form.act not in GRANTS:
        return evolve(same, method=method, notice=None, language=None, edition=None, max_age_days=None)
    edition = form.edition if purpose.born_in > 1 else None
    if policy.notices:
        return evolve(same, method=method, edition=edition)
    proven = form.proven or form.method not in UNPROVEN or form.notice is not None
    if proven and method in UNPROVEN and method not in void:
        method = _PLAIN
    return evolve(same, method=method, notice=None, language=None, edition=edition, proven=proven)
