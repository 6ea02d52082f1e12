"""The Common Expression Language: comparison, logic, in, has, methods of text, exists and all, timestamps, durations.

Where CEL gives an answer, ours is the same one. Where it fails for want of a value, a positive test is false here.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

import attrs

from crmkit.segment import nodes
from crmkit.segment.importing.cel_reading import CelError, Term, read_cel
from crmkit.segment.importing.translating import NOTHING, Part, Translator, joined
from crmkit.segment.nodes import Condition
from crmkit.segment.patterns.automaton import Automaton
from crmkit.segment.patterns.reading import PatternError

_ORDER: Final[Mapping[str, str]] = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_PARTS: Final[Mapping[str, Part]] = {"contains": "contains", "startsWith": "starts with", "endsWith": "ends with"}
_DURATION: Final = re.compile(r"([0-9]+)h(?:0m)?(?:0s)?|([0-9]+)m(?:0s)?|([0-9]+)s")
_MACROS: Final = frozenset({"exists", "all", "exists_one"})
_OPPOSITE: Final = {"=": "!=", "is exactly": "is not exactly", "is known": "is not known"}


def read_cel_text(document: Any, translator: Translator) -> Condition:
    """Translate an expression."""
    if not isinstance(document, str):
        return translator.fail("", "an expression of CEL is a text.")
    try:
        term = read_cel(document)
    except CelError as error:
        return translator.fail(f"character {error.place + 1}", error.problem)
    return _Reader(translator).truth(term)


@attrs.define
class _Reader:
    translator: Translator
    variable: str | None = None

    def fail(self, term: Term, reason: str) -> Condition:
        return self.translator.fail(f"character {term.place + 1}", reason)

    def truth(self, term: Term) -> Condition:
        """Read a term where yes or no is wanted."""
        match term:
            case Term("literal", bool() as yes):
                return nodes.Everyone() if yes else nodes.Not(part=nodes.Everyone())
            case Term("binary", "&&" | "||" as sign, (left, right)):
                return joined(nodes.And if sign == "&&" else nodes.Or, [self.truth(left), self.truth(right)])
            case Term("unary", "!", (Term("name" | "member") as inner,)):
                return self.recorded(inner, yes=False)
            case Term("unary", "!", (inner,)):
                return nodes.Not(part=self.truth(inner))
            case Term("choice", _, (when, then, other)):
                told = self.truth(when)
                first = joined(nodes.And, [told, self.truth(then)])
                return joined(nodes.Or, [first, joined(nodes.And, [nodes.Not(part=told), self.truth(other)])])
            case Term("name" | "member"):
                return self.recorded(term, yes=True)
            case Term("binary", "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" as sign, (left, right)):
                return self.compared(sign, left, right, term)
            case Term("call", "has", (inner,)) if not term.method:
                subject = self.subject(inner)
                return NOTHING if subject is None else self.translator.known(subject)
            case Term("call", name, (on, Term("name", str(variable)), body)) if term.method and name in _MACROS:
                return self.macro(name, on, variable, body)
            case Term("call", name, (on, Term("literal", str(text)))) if term.method and name in {*_PARTS, "matches"}:
                return self.text(name, on, text, term)
            case _:
                return self.fail(term, f"{str(term.value)[:30]} is nothing that is asked the same way here.")

    # Names

    def dotted(self, term: Term) -> str | None:
        if term.kind == "name":
            return str(term.value)
        if term.kind == "member":
            inner = self.dotted(term.parts[0])
            return None if inner is None else f"{inner}.{term.value}"
        return None

    def subject(self, term: Term) -> nodes.Path | None:
        name = self.dotted(term)
        if name is not None and self.variable is not None:
            if not name.startswith(f"{self.variable}."):
                self.fail(term, f"inside, only {self.variable} can be asked about.")
                return None
            name = name.removeprefix(f"{self.variable}.")
        if name is None:
            self.fail(term, "only a field can be asked about.")
            return None
        return self.translator.path(name, f"character {term.place + 1}")

    def recorded(self, term: Term, *, yes: bool) -> Condition:
        subject = self.subject(term)
        if subject is None or subject.meaning is None:
            return NOTHING
        if subject.meaning.family != "boolean":
            return self.fail(term, f"{subject.name} is not yes or no.")
        return self.translator.test(subject, "is true" if yes else "is false")

    # Tests

    def compared(self, sign: str, left: Term, right: Term, term: Term) -> Condition:
        if sign == "in":
            return self.contained(left, right, term)
        if left.kind == "literal" or (left.kind == "call" and left.value == "timestamp"):
            left, right, sign = right, left, _ORDER.get(sign, sign)
        rows = self.counted(left)
        if rows is not None:
            value = self.value(right, "number")
            return (
                NOTHING
                if value is None
                else nodes.Test(subject=rows, operator=sign.replace("==", "="), operands=(value,))
            )
        subject = self.subject(left)
        if subject is None or subject.meaning is None:
            return NOTHING
        if subject.meaning.many:
            return self.fail(term, f"{subject.name} may have several values here; use exists.")
        family = subject.meaning.family
        if right == Term("literal", None, place=right.place) and sign in {"==", "!="}:
            return self.translator.known(subject, known=sign == "!=")
        if family == "boolean" and isinstance(right.value, bool) and sign in {"==", "!="}:
            return self.translator.test(subject, "is true" if right.value is (sign == "==") else "is false")
        if family in {"text", "choice"}:
            if sign not in {"==", "!="} or not isinstance(right.value, str) or right.kind != "literal":
                return self.fail(term, "of texts, only whether they are the same can be asked here.")
            found = self.translator.letter_by_letter(subject, "=", right.value, f"character {right.place + 1}")
            return _opposite(found) if sign == "!=" else found
        value = self.value(right, family)
        if value is None:
            return NOTHING
        return self.translator.test(subject, {"==": "="}.get(sign, sign), value)

    def counted(self, term: Term) -> nodes.Aggregate | None:
        """size(orders), orders.size()."""
        if term.kind != "call" or term.value != "size" or len(term.parts) != 1 or self.variable is not None:
            return None
        relation = self.translator.relation(self.dotted(term.parts[0]))
        return None if relation is None else nodes.Aggregate(function="count", relation=relation.name)

    def value(self, term: Term, family: str) -> nodes.Value | None:
        path = f"character {term.place + 1}"
        match term:
            case Term("literal", Decimal() as number) if family == "number":
                return self.translator.number(number, path)
            case Term("call", "timestamp", (Term("literal", str(text)),)) if family == "instant":
                moment = self.translator.moment(text, path)
                return moment if isinstance(moment, nodes.Instant) else None
            case Term("name", "now") if family == "instant":
                return nodes.Now()
            case Term(
                "binary", "-", (Term("name", "now"), Term("call", "duration", (Term("literal", str(text)),)))
            ) if family == "instant":
                hours = _hours(text)
                if hours is not None:
                    return nodes.Ago(count=hours, unit="hour")
                self.fail(term, "only whole hours are counted back here.")
            case _:
                self.fail(term, f"this is no {family} that is the same here.")
        return None

    def contained(self, left: Term, right: Term, term: Term) -> Condition:
        if right.kind == "list" and all(one.kind == "literal" for one in right.parts):
            if not right.parts:
                return nodes.Not(part=nodes.Everyone())
            return joined(nodes.Or, [self.compared("==", left, one, term) for one in right.parts])
        subject = self.subject(right)
        if subject is None or subject.meaning is None:
            return NOTHING
        if not subject.meaning.many or not isinstance(left.value, str):
            return self.fail(term, "in asks for one of a list of values, or for a text among the values of a field.")
        return self.translator.letter_by_letter(subject, "=", left.value, f"character {left.place + 1}")

    def text(self, name: str, on: Term, text: str, term: Term) -> Condition:
        subject = self.subject(on)
        if subject is None or subject.meaning is None:
            return NOTHING
        if subject.meaning.family not in {"text", "choice"} or subject.meaning.many:
            return self.fail(term, f"{subject.name} is not one text here.")
        if name != "matches":
            return self.translator.letter_by_letter(subject, _PARTS[name], text, f"character {term.place + 1}")
        try:
            Automaton(text)
        except PatternError as error:
            return self.fail(term, f"in the pattern, at character {error.place + 1}: {error.problem}")
        return self.translator.test(subject, "matches", nodes.Text(value=text))

    def macro(self, name: str, on: Term, variable: str, body: Term) -> Condition:
        """exists, all, exists_one: of related rows, or of the values of one field."""
        relation = self.translator.relation(self.dotted(on))
        if relation is None or self.variable is not None:
            return self.one_value(name, on, variable, body)
        self.variable, self.translator.row = variable, relation
        inner = self.truth(body)
        self.variable, self.translator.row = None, None
        event = relation.singular
        if name == "all":
            return nodes.Did(event=event, filter=nodes.Not(part=inner), negated=True)
        times = nodes.Times(bound="exactly", count=1) if name == "exists_one" else None
        return nodes.Did(event=event, filter=inner, times=times)

    def one_value(self, name: str, on: Term, variable: str, body: Term) -> Condition:
        match body:
            case Term("binary", "==", (Term("name", here), Term("literal", str(text)))) if here == variable:
                subject = self.subject(on) if name == "exists" else None
                if subject is not None and subject.meaning is not None and subject.meaning.many:
                    path = f"character {body.place + 1}"
                    return self.translator.letter_by_letter(subject, "=", text, path)
            case _:
                pass
        return self.fail(on, "of the values of a field, only whether one text exists can be asked here.")


def _opposite(test: Condition) -> Condition:
    if isinstance(test, nodes.Test) and test.operator in _OPPOSITE:
        return attrs.evolve(test, operator=_OPPOSITE[test.operator])
    return nodes.Not(part=test)


def _hours(text: str) -> int | None:
    match = _DURATION.fullmatch(text)
    if match is None:
        return None
    hours, minutes, seconds = (int(one or 0) for one in match.groups())
    whole, rest = divmod(hours * 3600 + minutes * 60 + seconds, 3600)
    return whole if rest == 0 else None
