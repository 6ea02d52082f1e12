"""From a tree to the question an engine is asked: all of it, or the first half, which gives candidates."""

from attrs import frozen

from crmkit.exceptions import CallError
from crmkit.segment.format import format_condition
from crmkit.segment.nodes import Condition
from crmkit.segment.targets.lowering import lower
from crmkit.segment.targets.questions import Question, superset, undecided
from crmkit.segment.targets.reference import Run
from crmkit.segment.targets.support import Target
from crmkit.segment.targets.tables import Tables


@frozen
class Asking:
    """What an engine is asked, and what is left to Python.

    Attributes:
        question: the question; its answer has all members, and others only where something is left.
        left: conditions that Python decides, each with the reason.
    """

    question: Question
    left: tuple[str, ...]


def ask(tree: Condition, run: Run, tables: Tables, target: Target) -> Asking:
    """Part a segment into what an engine decides and what Python does.

    Raises:
        CallError: the tables do not say where a field is, or the engine refuses a part of the segment.
    """
    question = lower(tree, run, tables, target)
    left = dict.fromkeys(f"{format_condition(one.node)}: {one.reason}" for one in undecided(question))
    return Asking(superset(question), tuple(left))


def ask_all(tree: Condition, run: Run, tables: Tables, target: Target) -> Question:
    """Ask an engine for exactly the members.

    Raises:
        CallError: it cannot decide about a part of the segment, or as `ask`.
    """
    asking = ask(tree, run, tables, target)
    if asking.left:
        raise CallError(
            f"{target} does not decide {'; '.join(asking.left)}. Take it out of the segment, or ask for "
            "candidates=True and let .matches decide about each of them."
        )
    return asking.question


def ask_candidates(tree: Condition, run: Run, tables: Tables, target: Target) -> Question:
    """Ask an engine for all members, and perhaps others, where it cannot decide about a part of the segment.

    Raises:
        CallError: as `ask`.
    """
    return ask(tree, run, tables, target).question
