"""The catalogue of operators: one entry each, and everything else asks here.

A new operator is an entry below, a way to decide it in `decisions` and test vectors; completion, highlighting, the JSON
Schema and the tables of the targets follow from the entry. An engine decides it once `targets.support` says how, and
until then Python does. `negates` names the positive operator that a negative one is
exactly the `not` of; so a missing value makes every positive test false and every negative one true.
"""

from collections.abc import Mapping
from typing import Final, Literal

from attrs import frozen

from crmkit.segment.nodes import Family, Matching

Operands = Literal["none", "one", "two", "list", "scored"]

ANY_FAMILY: Final[tuple[Family, ...]] = ("text", "number", "date", "instant", "money", "boolean", "choice")
_ORDERED: Final[tuple[Family, ...]] = ("number", "date", "instant", "money")
_EQUAL: Final[tuple[Family, ...]] = ("text", "choice", *_ORDERED)
_MOMENTS: Final[tuple[Family, ...]] = ("date", "instant")
_TEXTS: Final[tuple[Family, ...]] = ("text", "choice")
_TEXT: Final[tuple[Family, ...]] = ("text",)
_YES: Final[tuple[Family, ...]] = ("boolean",)


@frozen
class Operator:
    """One operator.

    Attributes:
        name: as written, and as printed.
        families: of which values it can be asked.
        operands: how many values follow: none, one, two (joined by `and`), a list in parentheses, or one with a
            score behind `at`.
        english: the sentence, with {subject} and {operand}.
        french: the same in French.
        negates: the positive operator it is the exact opposite of.
        matching: how texts are compared, where the operator and not the field says so.
        cost: how much work one test is, beside a comparison.
    """

    name: str
    families: tuple[Family, ...]
    operands: Operands
    english: str
    french: str
    negates: str | None = None
    matching: Matching | None = None
    cost: int = 1

    @property
    def null_rule(self) -> Literal["false", "true"]:
        """What a missing value makes of it."""
        return "true" if positive(self)[1] else "false"


_ENTRIES: Final = (
    Operator("=", _EQUAL, "one", "{subject} is {operand}", "{subject} est {operand}"),
    Operator("!=", _EQUAL, "one", "{subject} is not {operand}", "{subject} n’est pas {operand}", "="),
    Operator("<", _ORDERED, "one", "{subject} is below {operand}", "{subject} est en dessous de {operand}"),
    Operator("<=", _ORDERED, "one", "{subject} is at most {operand}", "{subject} est au plus {operand}"),
    Operator(">", _ORDERED, "one", "{subject} is above {operand}", "{subject} est au-dessus de {operand}"),
    Operator(">=", _ORDERED, "one", "{subject} is at least {operand}", "{subject} est au moins {operand}"),
    Operator(
        "between",
        _ORDERED,
        "two",
        "{subject} is between {operand}, both included",
        "{subject} est entre {operand}, bornes comprises",
    ),
    Operator("before", _MOMENTS, "one", "{subject} is before {operand}", "{subject} est avant {operand}"),
    Operator(
        "not before",
        _MOMENTS,
        "one",
        "{subject} is not before {operand}",
        "{subject} n’est pas avant {operand}",
        "before",
    ),
    Operator("after", _MOMENTS, "one", "{subject} is after {operand}", "{subject} est après {operand}"),
    Operator(
        "not after", _MOMENTS, "one", "{subject} is not after {operand}", "{subject} n’est pas après {operand}", "after"
    ),
    Operator("in", _EQUAL, "list", "{subject} is one of {operand}", "{subject} est l’un de {operand}"),
    Operator("not in", _EQUAL, "list", "{subject} is none of {operand}", "{subject} n’est aucun de {operand}", "in"),
    Operator("contains", _TEXTS, "one", "{subject} contains {operand}", "{subject} contient {operand}"),
    Operator(
        "not contains",
        _TEXTS,
        "one",
        "{subject} does not contain {operand}",
        "{subject} ne contient pas {operand}",
        "contains",
    ),
    Operator(
        "contains any of",
        _TEXTS,
        "list",
        "{subject} contains any of {operand}",
        "{subject} contient au moins un de {operand}",
    ),
    Operator(
        "contains all of",
        _TEXTS,
        "list",
        "{subject} contains all of {operand}",
        "{subject} contient chacun de {operand}",
    ),
    Operator(
        "contains none of",
        _TEXTS,
        "list",
        "{subject} contains none of {operand}",
        "{subject} ne contient aucun de {operand}",
        "contains any of",
    ),
    Operator("starts with", _TEXTS, "one", "{subject} starts with {operand}", "{subject} commence par {operand}"),
    Operator("ends with", _TEXTS, "one", "{subject} ends with {operand}", "{subject} finit par {operand}"),
    Operator(
        "is exactly",
        _TEXT,
        "one",
        "{subject} is {operand}, letter by letter",
        "{subject} est {operand}, à la lettre près",
        matching="exact",
    ),
    Operator(
        "is not exactly",
        _TEXT,
        "one",
        "{subject} is not {operand}, letter by letter",
        "{subject} n’est pas {operand}, à la lettre près",
        "is exactly",
        matching="exact",
    ),
    Operator(
        "matches",
        _TEXTS,
        "one",
        "{subject} matches the pattern {operand}",
        "{subject} correspond au motif {operand}",
        matching="exact",
        cost=20,
    ),
    Operator(
        "sounds like",
        _TEXT,
        "one",
        "{subject} sounds like {operand}",
        "{subject} se prononce comme {operand}",
        matching="sound",
        cost=5,
    ),
    Operator(
        "is similar to",
        _TEXT,
        "scored",
        "{subject} is similar to {operand}",
        "{subject} ressemble à {operand}",
        matching="exact",
        cost=20,
    ),
    Operator("is known", ANY_FAMILY, "none", "{subject} is known", "{subject} : renseigné"),
    Operator("is not known", ANY_FAMILY, "none", "{subject} is not known", "{subject} : non renseigné", "is known"),
    Operator("is empty", ANY_FAMILY, "none", "{subject} is empty", "{subject} : vide", "is known"),
    Operator("is not empty", ANY_FAMILY, "none", "{subject} is not empty", "{subject} : non vide", "is empty"),
    Operator("is true", _YES, "none", "{subject} is recorded as “yes”", "{subject} : oui"),
    Operator("is not true", _YES, "none", "{subject} is not recorded as “yes”", "{subject} : pas oui", "is true"),
    Operator("is false", _YES, "none", "{subject} is recorded as “no”", "{subject} : non"),
    Operator("is not false", _YES, "none", "{subject} is not recorded as “no”", "{subject} : pas non", "is false"),
)

OPERATORS: Final[Mapping[str, Operator]] = {entry.name: entry for entry in _ENTRIES}
"""Every operator by its name."""


def positive(operator: Operator) -> tuple[Operator, bool]:
    """Follow an operator to its positive form, and say whether the answer is turned over on the way.

    >>> [(op.name, turned) for op, turned in map(positive, (OPERATORS["!="], OPERATORS["is not empty"]))]
    [('=', True), ('is known', False)]
    """
    turned = False
    while operator.negates is not None:
        operator, turned = OPERATORS[operator.negates], not turned
    return operator, turned
