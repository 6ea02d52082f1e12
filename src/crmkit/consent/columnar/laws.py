"""Whose law counts for each of many contact points."""

from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from attrs import frozen

from crmkit.consent.columnar.naming import Longs
from crmkit.consent.policy import Policy
from crmkit.consent.scope import Scope


@frozen(eq=False)
class Laws:
    """Distinct lists of jurisdictions, of which each must allow the use, and which list holds for each contact point.

    Attributes:
        places: the lists.
        scopes: what the policy says of the use in each jurisdiction of each list.
        which: the number of the list of each contact point.
    """

    places: tuple[tuple[str | None, ...], ...]
    scopes: tuple[tuple[Scope, ...], ...]
    which: Longs

    @classmethod
    def of(cls, people: pl.DataFrame, policy: Policy, scope: Scope) -> "Laws":
        """Read the column `jurisdiction`, a text or a list of texts, where there is one.

        Args:
            people: a row for each contact point.
            policy: purposes and rules.
            scope: the use, wherever.
        """
        lists: tuple[tuple[str | None, ...], ...] = ((None,),)
        which = np.zeros(len(people), dtype=np.int64)
        if "jurisdiction" in people.columns:
            column = people["jurisdiction"]
            text = column.list.join("\x1f") if isinstance(column.dtype, pl.List) else column.cast(pl.String)
            text = text.fill_null("")
            known = text.unique(maintain_order=True)
            which = text.cast(pl.Enum(known)).to_physical().to_numpy().astype(np.int64)
            lists = tuple(tuple(one.split("\x1f")) if one else (None,) for one in known)
        scopes = tuple(tuple(Scope.of(policy, scope.purpose, scope.channel, one) for one in places) for places in lists)
        return cls(lists, scopes, which)

    @cached_property
    def ages(self) -> frozenset[int]:
        """Lives of a consent anywhere, in days."""
        return frozenset(age for scopes in self.scopes for one in scopes for age in one.ages)

    @cached_property
    def void_methods(self) -> frozenset[str]:
        """Ways of agreeing that are no consent somewhere."""
        return frozenset(name for scopes in self.scopes for one in scopes for name in one.void_methods)

    @cached_property
    def alike(self) -> Longs:
        """Number of the rules that hold for each contact point; lists under the same rules share one."""
        numbers: dict[Any, int] = {}
        found = []
        for scopes in self.scopes:
            rules = tuple((tuple(map(id, one.rules)), one.void_methods, one.facts.get("lia")) for one in scopes)
            found.append(numbers.setdefault(rules, len(numbers)))
        return np.array(found)[self.which]
