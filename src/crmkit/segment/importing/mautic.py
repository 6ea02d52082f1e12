"""Mautic's filters of segments.

The glue before each filter joins it to those above: `or` begins a new group, and `and` binds closer. A negative filter
is true of a contact without a value, as here.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

import attrs

from crmkit.segment import nodes
from crmkit.segment.importing.translating import NOTHING, Part, Translator, joined
from crmkit.segment.nodes import Condition

_ORDER: Final[Mapping[str, str]] = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
_TEXTS: Final[Mapping[str, Part]] = {
    "startsWith": "starts with",
    "endsWith": "ends with",
    "contains": "contains",
}
_REASONS: Final[Mapping[str, str]] = {
    "like": "its pattern depends on signs that the text may hold; use contains.",
    "!like": "its pattern depends on signs that the text may hold; use contains.",
    "regexp": "regular expressions of the database are read differently here.",
    "!regexp": "regular expressions of the database are read differently here.",
    "date": "a relative date depends on the zone of the installation; write a window of time.",
}
_SEGMENTS: Final = frozenset({"leadlist", "lead_list"})


def read_mautic(document: Any, translator: Translator) -> Condition:
    """Translate a segment, its list of filters, or the JSON text of either."""
    if isinstance(document, str):
        try:
            document = json.loads(document)
        except (ValueError, RecursionError):
            return translator.fail("", "this text is not JSON.")
    filters = document.get("filters") if isinstance(document, Mapping) else document
    if not isinstance(filters, list):
        return translator.fail("", "a segment has a list of filters.")
    groups: list[list[Condition]] = [[]]
    reader = _Reader(translator)
    for place, one in enumerate(filters):
        path = f"filters[{place}]"
        if not isinstance(one, Mapping):
            translator.fail(path, "a filter is an object.")
            continue
        if one.get("glue", "and") == "or" and groups[-1]:
            groups.append([])
        groups[-1].append(reader.filter(one, path))
    return joined(nodes.Or, [joined(nodes.And, group) for group in groups if group])


@attrs.frozen
class _Reader:
    translator: Translator

    def filter(self, given: Mapping[str, Any], path: str) -> Condition:
        properties = given.get("properties")
        value = properties.get("filter") if isinstance(properties, Mapping) else given.get("filter")
        operator, name = str(given.get("operator")), given.get("field", given.get("type"))
        if isinstance(name, str) and name in _SEGMENTS:
            return self.segments(operator, value, path)
        if given.get("object", "lead") != "lead":
            return self.translator.fail(f"{path}.object", f"{given.get('object')!s:.40} is not taken over.")
        subject = self.translator.path(name, f"{path}.field")
        if subject is None or subject.meaning is None:
            return NOTHING
        if operator in {"empty", "!empty"}:
            return self.translator.known(subject, known=operator == "!empty")
        negated = operator.startswith("!")
        positive = self.positive(subject, operator.removeprefix("!"), value, path)
        if positive is NOTHING or not negated:
            return positive
        return nodes.Not(part=positive)

    def segments(self, operator: str, value: Any, path: str) -> Condition:
        names = value if isinstance(value, list) else [value]
        inside = [nodes.InSegment(name=self.translator.fields.get(str(one), str(one))) for one in names]
        if operator == "in" and inside:
            return joined(nodes.Or, list(inside))
        if operator == "!in" and inside:
            return nodes.Not(part=joined(nodes.Or, list(inside)))
        return self.translator.fail(f"{path}.operator", "whether a contact is in any segment at all says nothing here.")

    def positive(self, subject: nodes.Path, operator: str, value: Any, path: str) -> Condition:
        """Translate a filter without its not; `not` is put around it, and never into it."""
        assert subject.meaning is not None
        family, here = subject.meaning.family, f"{path}.properties.filter"
        if operator in _REASONS:
            return self.translator.fail(f"{path}.operator", _REASONS[operator])
        if family == "boolean" and operator == "=":
            return self.translator.test(subject, "is true" if str(value) in {"1", "True", "true"} else "is false")
        if family in {"text", "choice"}:
            return self.text(subject, operator, value, here)
        if family in {"number", "date"}:
            return self.ordered(subject, operator, value, here)
        return self.translator.fail(f"{path}.operator", f"{operator:.40} of {subject.name} is not taken over.")

    def text(self, subject: nodes.Path, operator: str, value: Any, path: str) -> Condition:
        values = value if isinstance(value, list) else [value]
        if operator in {"=", "in"} and values and all(isinstance(one, str) for one in values):
            return joined(nodes.Or, [self.translator.blind_to_case(subject, "=", one, path) for one in values])
        if operator in _TEXTS and isinstance(value, str):
            if set(value) & {"%", "_"}:
                return self.translator.fail(path, "% and _ stand for other signs there.")
            return self.translator.blind_to_case(subject, _TEXTS[operator], value, path)
        return self.translator.fail(path, f"{operator:.40} of {subject.name} is not taken over.")

    def ordered(self, subject: nodes.Path, operator: str, value: Any, path: str) -> Condition:
        assert subject.meaning is not None
        values = value if isinstance(value, list) else [value]
        if isinstance(value, Mapping):
            values = [value.get("date_from"), value.get("date_to")] if "date_from" in value else [None]
        ours = {"=": "=", "between": "between", **_ORDER}.get(operator)
        if ours is None or len(values) != (2 if ours == "between" else 1):
            return self.translator.fail(path, f"{operator:.40} of {subject.name} is not taken over.")
        found: list[nodes.Value | None] = []
        for one in values:
            if subject.meaning.family == "number":
                found.append(self.translator.number(one, path))
            else:
                moment = self.translator.moment(one, path)
                found.append(moment if isinstance(moment, nodes.Day) else None)
                if isinstance(moment, nodes.Instant):
                    self.translator.fail(path, f"{subject.name} is a date without time.")
        known = [one for one in found if one is not None]
        return self.translator.test(subject, ours, *known) if len(known) == len(found) else NOTHING
