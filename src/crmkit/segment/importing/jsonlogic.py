"""JsonLogic, as json-logic-js decides it.

A missing value counts as 0 there in <, <=, > and >=, so a comparison that holds for 0 also takes in who has no value.
Comparisons of text are with case. Lists of objects are related rows; rows later than now are not seen here, so the data
that JsonLogic is given must hold none.
"""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from itertools import pairwise
from operator import ge, gt, le, lt
from typing import Any, Final, cast

import attrs

from crmkit.segment import nodes
from crmkit.segment.importing.translating import DEEPEST, NOTHING, Translator, joined
from crmkit.segment.nodes import Condition, Meaning

_ORDER: Final[Mapping[str, Callable[[Any, Any], bool]]] = {"<": lt, "<=": le, ">": gt, ">=": ge}
_TURNED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_EQUAL: Final = {"==": False, "===": False, "!=": True, "!==": True}
_SIGNS: Final = frozenset("+-*/%")
_REASONS: Final = {
    "%": "remainders are not reckoned here.",
    "-": "a missing value counts as 0 there and as missing here.",
    "/": "a missing value counts as 0 there and as missing here.",
    "max": "it looks at several fields at once.",
    "min": "it looks at several fields at once.",
    "cat": "texts are not put together here.",
    "substr": "texts are not cut here; use starts with or ends with.",
    "map": "it gives a list, and not yes or no.",
    "filter": "it gives a list, and not yes or no.",
    "reduce": "it gives a value, and not yes or no.",
    "merge": "it gives a list, and not yes or no.",
    "log": "it only writes to the console.",
}


def read_jsonlogic(document: Any, translator: Translator) -> Condition:
    """Translate a rule, as JSON text or data."""
    if isinstance(document, str):
        try:
            document = json.loads(document)
        except (ValueError, RecursionError):
            return translator.fail("", "this text is not JSON.")
    return _Reader(translator).truth(document, "", 1)


@attrs.frozen
class _Reader:
    translator: Translator

    def fail(self, path: str, reason: str) -> Condition:
        return self.translator.fail(path, reason)

    def truth(self, rule: Any, path: str, depth: int) -> Condition:
        """Read a rule where yes or no is wanted."""
        if depth > DEEPEST:
            return self.fail(path, "it is nested too deep.")
        if isinstance(rule, bool):
            return nodes.Everyone() if rule else nodes.Not(part=nodes.Everyone())
        if not isinstance(rule, Mapping) or len(rule) != 1:
            return self.fail(path, "a rule is an object with one operator.")
        ((name, given),) = rule.items()
        given = given if isinstance(given, list) else [given]
        here = f"{path}.{name}" if path else str(name)
        match name:
            case "and" | "or":
                parts = [self.truth(one, f"{here}[{place}]", depth + 1) for place, one in enumerate(given)]
                return (
                    joined(nodes.And if name == "and" else nodes.Or, parts)
                    if parts
                    else self.fail(here, "it is empty.")
                )
            case "!" | "!!" if len(given) == 1:
                inner = self.truthy(given[0], here, depth)
                return nodes.Not(part=inner) if name == "!" else inner
            case "if" | "?:" if len(given) % 2 == 1 and len(given) > 1:
                return self.choice(given, here, depth)
            case "var" | "missing" | "missing_some":
                return self.truthy(rule, here, depth)
            case "==" | "===" | "!=" | "!==" if len(given) == 2:
                return self.equality(given, here, negated=_EQUAL[name])
            case "<" | "<=" | ">" | ">=" if len(given) in {2, 3}:
                return self.between(name, given, here)
            case "in" if len(given) == 2:
                return self.membership(given, here)
            case "some" | "all" | "none" if len(given) == 2:
                return self.items(name, given, here, depth)
            case _:
                return self.fail(here, _REASONS.get(str(name), "there is no such operator."))

    def truthy(self, rule: Any, path: str, depth: int) -> Condition:
        """Read a value of which only the truth counts."""
        match rule:
            case {"var": _, **more} if not more:
                subject = self.subject(rule, path)
                if subject is None or subject.meaning is None:
                    return NOTHING
                known = self.translator.known(subject)
                if subject.meaning.family == "boolean":
                    return self.translator.test(subject, "is true")
                if subject.meaning.family == "number":
                    zero = self.translator.test(subject, "!=", nodes.Number(value=Decimal(0)))
                    return joined(nodes.And, [known, zero])
                return known
            case {"missing": names, **more} if not more:
                listed = names if isinstance(names, list) else [names]
                return joined(nodes.Or, [self.absent(name, path) for name in listed])
            case {"missing_some": [int(least), list(names)], **more} if not more:
                if least == 1:
                    return joined(nodes.And, [self.absent(name, path) for name in names])
                if least == len(names):
                    return joined(nodes.Or, [self.absent(name, path) for name in names])
                return self.fail(path, "only none of them, or not all of them, can be asked here.")
            case _:
                return self.truth(rule, path, depth + 1)

    def absent(self, name: Any, path: str) -> Condition:
        subject = self.translator.path(name, path)
        return NOTHING if subject is None else self.translator.known(subject, known=False)

    def choice(self, given: list[Any], path: str, depth: int) -> Condition:
        """Read: if a then b, else if c then d, else e."""
        answer = self.truth(given[-1], f"{path}[{len(given) - 1}]", depth + 1)
        for place in range(len(given) - 3, -1, -2):
            when = self.truthy(given[place], f"{path}[{place}]", depth)
            then = self.truth(given[place + 1], f"{path}[{place + 1}]", depth + 1)
            answer = joined(
                nodes.Or, [joined(nodes.And, [when, then]), joined(nodes.And, [nodes.Not(part=when), answer])]
            )
        return answer

    # Leaves

    def subject(self, rule: Any, path: str) -> nodes.Path | None:
        match rule:
            case {"var": str(name) | [str(name)]}:
                return self.translator.path(name, path)
            case {"var": [_, _]}:
                self.fail(path, "a value in place of a missing one is not known here.")
            case {"var": _}:
                self.fail(path, "only a field can be asked about.")
            case _:
                self.fail(path, "one side is a field, {var: name}, and the other a value.")
        return None

    def reckons(self, given: list[Any]) -> bool:
        return any(isinstance(one, Mapping) and len(one) == 1 and next(iter(one)) in _SIGNS for one in given)

    def reckoned(self, operator: str, given: list[Any], path: str) -> Condition:
        """Compare reckonings; one with a missing value is no number there, and missing here."""
        left, right = (self.reckoning(one, f"{path}[{place}]", 1) for place, one in enumerate(given))
        if left is None or right is None:
            return NOTHING
        if not isinstance(left, nodes.Subject):
            left, right, operator = right, left, _TURNED.get(operator, operator)
        assert isinstance(left, nodes.Subject)
        return nodes.Test(subject=left, operator=operator, operands=(right,))

    def reckoning(self, rule: Any, path: str, depth: int) -> nodes.Value | None:
        match rule:
            case int() | float() if not isinstance(rule, bool):
                return self.translator.number(rule, path)
            case {"var": _, **more} if not more:
                subject = self.subject(rule, path)
                if subject is None or subject.meaning is None:
                    return None
                if subject.meaning.family != "number" or subject.meaning.many:
                    self.fail(path, f"{subject.name} is not one number here.")
                elif depth == 1 and subject.meaning.nullable:
                    self.fail(path, f"a missing {subject.name} counts as 0 there and as missing here.")
                else:
                    return subject
            case {"+": [_, _, *_], **more} | {"*": [_, _, *_], **more} if not more:
                ((sign, given),) = cast("Mapping[nodes.Sign, Any]", rule).items()
                parts = [self.reckoning(one, f"{path}.{sign}[{place}]", depth + 1) for place, one in enumerate(given)]
                if None in parts or depth > DEEPEST:
                    return None
                known = [one for one in parts if one is not None]
                return reduce(lambda left, right: nodes.Arithmetic(sign=sign, left=left, right=right), known)
            case _:
                name = next(iter(rule)) if isinstance(rule, Mapping) and rule else type(rule).__name__
                self.fail(path, _REASONS.get(str(name), f"{str(name)[:20]} is no reckoning that is the same here."))
        return None

    def sides(self, given: list[Any], path: str) -> tuple[nodes.Path | None, Any, bool]:
        """Give the field, the value, and whether they were the other way round."""
        turned = not isinstance(given[0], Mapping)
        field, value = (given[1], given[0]) if turned else (given[0], given[1])
        if isinstance(value, Mapping | list):
            self.fail(path, "two fields that are both missing count as equal there; only a value can be compared with.")
            return None, None, turned
        return self.subject(field, path), value, turned

    def equality(self, given: list[Any], path: str, *, negated: bool) -> Condition:
        if self.reckons(given):
            return self.reckoned("!=" if negated else "=", given, path)
        subject, value, _ = self.sides(given, path)
        if subject is None or subject.meaning is None:
            return NOTHING
        positive = self.equal(subject, subject.meaning, value, path)
        if not negated or positive is NOTHING:
            return positive
        opposites = {"=": "!=", "is exactly": "is not exactly", "is true": "is not true", "is false": "is not false"}
        if isinstance(positive, nodes.Test) and positive.operator in opposites:
            return attrs.evolve(positive, operator=opposites[positive.operator])
        return nodes.Not(part=positive)

    def equal(self, subject: nodes.Path, meaning: Meaning, value: Any, path: str) -> Condition:
        if meaning.many:
            return self.fail(path, f"{subject.name} may have several values here; use some.")
        if value is None:
            return self.translator.known(subject, known=False)
        match meaning.family, value:
            case "boolean", bool():
                return self.translator.test(subject, "is true" if value else "is false")
            case (("text" | "choice"), str()):
                return self.translator.letter_by_letter(subject, "=", value, path)
            case "number", (int() | float()) if not isinstance(value, bool):
                number = self.translator.number(value, path)
                return NOTHING if number is None else self.translator.test(subject, "=", number)
            case "date", str():
                day = self.translator.moment(value, path)
                if isinstance(day, nodes.Day):
                    return self.translator.test(subject, "=", day)
                return NOTHING if day is None else self.fail(path, f"{subject.name} is a date without time.")
            case _:
                return self.fail(path, f"{subject.name} is no {type(value).__name__} here, and nothing is converted.")

    def between(self, name: str, given: list[Any], path: str) -> Condition:
        parts = [self.order(name, list(pair), path) for pair in pairwise(given)]
        return joined(nodes.And, parts)

    def order(self, name: str, given: list[Any], path: str) -> Condition:
        if self.reckons(given):
            return self.reckoned(name, given, path)
        subject, value, turned = self.sides(given, path)
        if subject is None or subject.meaning is None:
            return NOTHING
        operator = _TURNED[name] if turned else name
        if subject.meaning.many:
            return self.fail(path, f"{subject.name} may have several values here; use some.")
        if subject.meaning.family == "date" and isinstance(value, str):
            day = self.translator.moment(value, path)
            if isinstance(day, nodes.Day):
                return self.translator.test(subject, operator, day)
            return NOTHING if day is None else self.fail(path, f"{subject.name} is a date without time.")
        if subject.meaning.family != "number" or isinstance(value, bool | str | None):
            return self.fail(path, f"{subject.name} and this value have no order that is the same here.")
        number = self.translator.number(value, path)
        if number is None:
            return NOTHING
        test = self.translator.test(subject, operator, number)
        if subject.meaning.nullable and _ORDER[operator](0, Fraction(number.value)):
            return joined(nodes.Or, [test, self.translator.known(subject, known=False)])
        return test

    def membership(self, given: list[Any], path: str) -> Condition:
        needle, heap = given
        if isinstance(heap, list):
            subject = self.subject(needle, path)
            if subject is None or subject.meaning is None:
                return NOTHING
            meaning = subject.meaning
            return joined(nodes.Or, [self.equal(subject, meaning, one, path) for one in heap])
        subject = self.subject(heap, path)
        if subject is None or subject.meaning is None:
            return NOTHING
        if not isinstance(needle, str) or subject.meaning.family not in {"text", "choice"}:
            return self.fail(path, "only a text is looked for in a field.")
        part = "=" if subject.meaning.many else "contains"
        return self.translator.letter_by_letter(subject, "=" if part == "=" else "contains", needle, path)

    def items(self, name: str, given: list[Any], path: str, depth: int) -> Condition:
        """some, all, none: of related rows, or of the values of one field."""
        source, rule = given
        theirs = source.get("var") if isinstance(source, Mapping) else None
        relation = self.translator.relation(theirs)
        if relation is None or self.translator.row is not None:
            return self.values(name, source, rule, path)
        self.translator.row = relation
        inner = self.truth(rule, f"{path}[1]", depth + 1)
        self.translator.row = None
        event = relation.singular
        if name != "all":
            return nodes.Did(event=event, filter=inner, negated=name == "none")
        turned = nodes.Not(part=inner)
        return joined(nodes.And, [nodes.Did(event=event), nodes.Did(event=event, filter=turned, negated=True)])

    def values(self, name: str, source: Any, rule: Any, path: str) -> Condition:
        subject = self.subject(source, path)
        if subject is None or subject.meaning is None:
            return NOTHING
        match rule:
            case {"==": [{"var": ""}, str(text)]} | {"===": [{"var": ""}, str(text)]}:
                pass
            case _:
                return self.fail(path, "of the values of a field, only one text can be looked for.")
        if name == "all" or not subject.meaning.many:
            return self.fail(path, "whether all values are the same cannot be asked here.")
        found = self.translator.letter_by_letter(subject, "=", text, path)
        return nodes.Not(part=found) if name == "none" else found
