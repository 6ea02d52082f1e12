"""HubSpot's filters of lists, version 3 of their interface.

Each filter there says whether it takes in those who have no value; that becomes `or … is not known`, or
`… is known and`.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

import attrs

from crmkit.segment import nodes
from crmkit.segment.importing.translating import DEEPEST, NOTHING, Part, Translator, joined
from crmkit.segment.nodes import Condition

_NUMBERS: Final[Mapping[str, str]] = {
    "IS_EQUAL_TO": "=",
    "IS_NOT_EQUAL_TO": "!=",
    "IS_GREATER_THAN": ">",
    "IS_GREATER_THAN_OR_EQUAL_TO": ">=",
    "IS_LESS_THAN": "<",
    "IS_LESS_THAN_OR_EQUAL_TO": "<=",
}
_TEXTS: Final[Mapping[str, tuple[Part, bool]]] = {
    "IS_ANY_OF": ("=", False),
    "IS_NONE_OF": ("=", True),
    "IS_EQUAL_TO": ("=", False),
    "IS_NOT_EQUAL_TO": ("=", True),
    "STARTS_WITH": ("starts with", False),
    "ENDS_WITH": ("ends with", False),
}
_REASONS: Final[Mapping[str, str]] = {
    "CONTAINS": "it looks for words there, and for letters here.",
    "DOES_NOT_CONTAIN": "it looks for words there, and for letters here.",
    "CONTAINS_EXACTLY": "it looks for words there, and for letters here.",
    "DOES_NOT_CONTAIN_EXACTLY": "it looks for words there, and for letters here.",
    "HAS_EVER_BEEN_EQUAL_TO": "it asks for former values, which a segment does not see.",
    "HAS_NEVER_BEEN_EQUAL_TO": "it asks for former values, which a segment does not see.",
    "IS_EXACTLY": "it compares all values of a field at once.",
    "IS_NOT_EXACTLY": "it compares all values of a field at once.",
}


def read_hubspot(document: Any, translator: Translator) -> Condition:
    """Translate a list, its filterBranch, or the JSON text of either."""
    if isinstance(document, str):
        try:
            document = json.loads(document)
        except (ValueError, RecursionError):
            return translator.fail("", "this text is not JSON.")
    if isinstance(document, Mapping) and "filterBranch" in document:
        return _Reader(translator).branch(document["filterBranch"], "filterBranch", 1)
    return _Reader(translator).branch(document, "", 1)


@attrs.frozen
class _Reader:
    translator: Translator

    def branch(self, branch: Any, path: str, depth: int) -> Condition:
        if not isinstance(branch, Mapping) or depth > DEEPEST:
            return self.translator.fail(path, "a branch is an object, and not too deep.")
        kind = str(branch.get("filterBranchType"))
        if kind not in {"AND", "OR"}:
            return self.translator.fail(f"{path}.filterBranchType", f"{kind:.40} speaks of other records.")
        dot = f"{path}." if path else ""
        parts = [self.filter(one, f"{dot}filters[{place}]") for place, one in enumerate(_listed(branch.get("filters")))]
        parts += [
            self.branch(one, f"{dot}filterBranches[{place}]", depth + 1)
            for place, one in enumerate(_listed(branch.get("filterBranches")))
        ]
        return joined(nodes.And if kind == "AND" else nodes.Or, parts)

    def filter(self, given: Any, path: str) -> Condition:
        match given:
            case {"filterType": "PROPERTY", "property": str(name), "operation": Mapping() as operation}:
                return self.property(name, operation, path)
            case {
                "filterType": "IN_LIST",
                "listId": str() | int() as name,
                "operator": "IN_LIST" | "NOT_IN_LIST" as how,
            }:
                known = self.translator.fields.get(str(name), str(name))
                inside = nodes.InSegment(name=known)
                return inside if how == "IN_LIST" else nodes.Not(part=inside)
            case {"filterType": str(kind)}:
                return self.translator.fail(path, f"a filter of the type {kind[:40]} is not taken over.")
            case _:
                return self.translator.fail(path, "a filter has a filterType, and what belongs to it.")

    def property(self, name: str, operation: Mapping[str, Any], path: str) -> Condition:
        subject = self.translator.path(name, f"{path}.property")
        operator, kind = str(operation.get("operator")), operation.get("operationType")
        if subject is None or subject.meaning is None:
            return NOTHING
        if operator in {"IS_KNOWN", "IS_UNKNOWN"} or kind == "ALL_PROPERTY":
            if operator in {"IS_KNOWN", "IS_UNKNOWN"}:
                return self.translator.known(subject, known=operator == "IS_KNOWN")
            return self.translator.fail(f"{path}.operation", f"{operator:.40} is not taken over.")
        found, negated = self.test(subject, operator, operation, f"{path}.operation")
        with_missing = operation.get("includeObjectsWithNoValueSet") is True
        if found is NOTHING:
            return found
        if negated and not with_missing:
            return joined(nodes.And, [self.translator.known(subject), found])
        if not negated and with_missing:
            return joined(nodes.Or, [found, self.translator.known(subject, known=False)])
        return found

    def test(
        self, subject: nodes.Path, operator: str, operation: Mapping[str, Any], path: str
    ) -> tuple[Condition, bool]:
        """Give our test, and whether it is true of a missing value."""
        assert subject.meaning is not None
        family = subject.meaning.family
        values = _listed(operation.get("values", operation.get("value")))
        if family == "number" and operator in _NUMBERS and len(values) == 1:
            number = self.translator.number(values[0], f"{path}.value")
            ours = _NUMBERS[operator]
            return (NOTHING if number is None else self.translator.test(subject, ours, number)), ours == "!="
        if family == "number" and operator in {"IS_BETWEEN", "IS_NOT_BETWEEN"}:
            ends = [self.translator.number(operation.get(end), path) for end in ("lowerBound", "upperBound")]
            if ends[0] is None or ends[1] is None:
                return NOTHING, False
            between = self.translator.test(subject, "between", ends[0], ends[1])
            return (between, False) if operator == "IS_BETWEEN" else (nodes.Not(part=between), True)
        if family == "boolean" and operator in {"IS_EQUAL_TO", "IS_NOT_EQUAL_TO"} and len(values) == 1:
            yes = str(values[0]).lower() == "true"
            negated = operator == "IS_NOT_EQUAL_TO"
            return self.translator.test(subject, f"is {'not ' if negated else ''}{'true' if yes else 'false'}"), negated
        if family in {"text", "choice"} and values and all(isinstance(one, str) for one in values):
            known = _TEXTS.get(operator)
            if known is not None:
                part, negated = known
                tests = [self.translator.blind_to_case(subject, part, one, f"{path}.value") for one in values]
                if NOTHING in tests:
                    return NOTHING, negated
                either = joined(nodes.Or, tests)
                return (nodes.Not(part=either) if negated else either), negated
        reason = _REASONS.get(operator, f"{operator:.40} of {subject.name} is not taken over.")
        return self.translator.fail(path, reason), False


def _listed(given: Any) -> list[Any]:
    if given is None:
        return []
    return list(given) if isinstance(given, list | tuple) else [given]
