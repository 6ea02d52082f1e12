"""Tree and schema to the typed tree: the same tree, with the meaning of every name filled in.

Three kinds of error: a name that does not exist, a value that does not fit, and a question that makes no sense where
it stands. All of them are collected; the first is raised and lists the others.
"""

from collections.abc import Callable, Mapping

from crmkit.schema.fields import Schema
from crmkit.segment import nodes
from crmkit.segment.checking.conditions import Checker
from crmkit.segment.checking.problems import report
from crmkit.segment.functions import CustomFunction
from crmkit.segment.nodes import Condition


def check(
    tree: Condition,
    schema: Schema,
    *,
    text: str,
    find_segment: Callable[[nodes.InSegment], Condition],
    functions: Mapping[str, CustomFunction],
) -> Condition:
    """Resolve every name of a tree, and refuse what makes no sense.

    Args:
        tree: as parsed.
        schema: what a customer is.
        text: what was parsed, to mark the spot.
        find_segment: gives the checked tree of a nested segment, or raises SegmentCheckError.
        functions: functions of one's own, by name.

    Raises:
        SegmentCheckError: a name or a type is wrong; the message lists all faults, and `others` has each of them.
    """
    checker = Checker(schema, find_segment, functions)
    checked = checker.condition(tree)
    if checker.problems:
        raise report(checker.problems, text)
    return checked
