"""The catalogue of operators: one entry each, and everything else asks here.

A new operator is an entry below, a way to decide it in `decisions` and test vectors. `negates` names the
positive operator that a negative one is exactly the `not` of; so a missing value makes every positive test false
and every negative one true.
"""

from collections.abc import Mapping
from typing import Final, Literal

from attrs import frozen

from crmkit.segment.nodes import Family

ANY_FAMILY: Final[tuple[Family, ...]] = ("text", "number", "date", "instant", "money", "boolean", "choice")
_ORDERED: Final[tuple[Family, ...]] = ("number", "date", "instant", "money")
_EQUAL: Final[tuple[Family, ...]] = ("text", "choice", *_ORDERED)
_MOMENTS: Final[tuple[Family, ...]] = ("date", "instant")
_TEXTS: Final[tuple[Family, ...]] = ("text", "choice")


@frozen(kw_only=True)
class Operator:
    """One operator.

    Attributes:
        name: as written, and as printed.
        families: of which values it can be asked.
        operands: how many values follow: none, one, two (joined by `and`) or a list in parentheses.
        negates: the positive operator it is the exact opposite of.
        null_rule: what a missing value makes of it; follows from `negates`, but for known and empty.
        english: the sentence, with {subject} and {operand}.
        french: the same in French.
    """

    name: str
    families: tuple[Family, ...]
    operands: Literal["none", "one", "two", "list"]
    negates: str | None = None
    null_rule: Literal["false", "true"] = "false"
    english: str
    french: str


_ENTRIES: Final = (
    Operator(
        name="=",
        families=_EQUAL,
        operands="one",
        english="{subject} is {operand}",
        french="{subject} est {operand}",
    ),
    Operator(
        name="!=",
        families=_EQUAL,
        operands="one",
        negates="=",
        null_rule="true",
        english="{subject} is not {operand}",
        french="{subject} n’est pas {operand}",
    ),
    Operator(
        name="<",
        families=_ORDERED,
        operands="one",
        english="{subject} is below {operand}",
        french="{subject} est inférieur à {operand}",
    ),
    Operator(
        name="<=",
        families=_ORDERED,
        operands="one",
        english="{subject} is at most {operand}",
        french="{subject} est au plus {operand}",
    ),
    Operator(
        name=">",
        families=_ORDERED,
        operands="one",
        english="{subject} is above {operand}",
        french="{subject} est supérieur à {operand}",
    ),
    Operator(
        name=">=",
        families=_ORDERED,
        operands="one",
        english="{subject} is at least {operand}",
        french="{subject} est au moins {operand}",
    ),
    Operator(
        name="between",
        families=_ORDERED,
        operands="two",
        english="{subject} is between {operand}, both included",
        french="{subject} est entre {operand}, bornes comprises",
    ),
    Operator(
        name="before",
        families=_MOMENTS,
        operands="one",
        english="{subject} is before {operand}",
        french="{subject} est avant {operand}",
    ),
    Operator(
        name="not before",
        families=_MOMENTS,
        operands="one",
        negates="before",
        null_rule="true",
        english="{subject} is not before {operand}",
        french="{subject} n’est pas avant {operand}",
    ),
    Operator(
        name="after",
        families=_MOMENTS,
        operands="one",
        english="{subject} is after {operand}",
        french="{subject} est après {operand}",
    ),
    Operator(
        name="not after",
        families=_MOMENTS,
        operands="one",
        negates="after",
        null_rule="true",
        english="{subject} is not after {operand}",
        french="{subject} n’est pas après {operand}",
    ),
    Operator(
        name="in",
        families=_EQUAL,
        operands="list",
        english="{subject} is one of {operand}",
        french="{subject} est l’un de {operand}",
    ),
    Operator(
        name="not in",
        families=_EQUAL,
        operands="list",
        negates="in",
        null_rule="true",
        english="{subject} is none of {operand}",
        french="{subject} n’est aucun de {operand}",
    ),
    Operator(
        name="contains",
        families=_TEXTS,
        operands="one",
        english="{subject} contains {operand}",
        french="{subject} contient {operand}",
    ),
    Operator(
        name="not contains",
        families=_TEXTS,
        operands="one",
        negates="contains",
        null_rule="true",
        english="{subject} does not contain {operand}",
        french="{subject} ne contient pas {operand}",
    ),
    Operator(
        name="contains any of",
        families=_TEXTS,
        operands="list",
        english="{subject} contains any of {operand}",
        french="{subject} contient l’un de {operand}",
    ),
    Operator(
        name="contains all of",
        families=_TEXTS,
        operands="list",
        english="{subject} contains all of {operand}",
        french="{subject} contient chacun de {operand}",
    ),
    Operator(
        name="contains none of",
        families=_TEXTS,
        operands="list",
        negates="contains any of",
        null_rule="true",
        english="{subject} contains none of {operand}",
        french="{subject} ne contient aucun de {operand}",
    ),
    Operator(
        name="starts with",
        families=_TEXTS,
        operands="one",
        english="{subject} starts with {operand}",
        french="{subject} commence par {operand}",
    ),
    Operator(
        name="ends with",
        families=_TEXTS,
        operands="one",
        english="{subject} ends with {operand}",
        french="{subject} finit par {operand}",
    ),
    Operator(
        name="is known",
        families=ANY_FAMILY,
        operands="none",
        english="{subject} is known",
        french="{subject} : connu",
    ),
    Operator(
        name="is not known",
        families=ANY_FAMILY,
        operands="none",
        negates="is known",
        null_rule="true",
        english="{subject} is not known",
        french="{subject} : inconnu",
    ),
    Operator(
        name="is empty",
        families=ANY_FAMILY,
        operands="none",
        negates="is known",
        null_rule="true",
        english="{subject} is empty",
        french="{subject} : vide",
    ),
    Operator(
        name="is not empty",
        families=ANY_FAMILY,
        operands="none",
        negates="is empty",
        english="{subject} is not empty",
        french="{subject} : non vide",
    ),
    Operator(
        name="is true",
        families=("boolean",),
        operands="none",
        english="{subject} is recorded as true",
        french="{subject} : oui",
    ),
    Operator(
        name="is not true",
        families=("boolean",),
        operands="none",
        negates="is true",
        null_rule="true",
        english="{subject} is not recorded as true",
        french="{subject} : pas oui",
    ),
    Operator(
        name="is false",
        families=("boolean",),
        operands="none",
        english="{subject} is recorded as false",
        french="{subject} : non",
    ),
    Operator(
        name="is not false",
        families=("boolean",),
        operands="none",
        negates="is false",
        null_rule="true",
        english="{subject} is not recorded as false",
        french="{subject} : pas non",
    ),
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
