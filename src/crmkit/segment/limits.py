"""How large a segment may be; beyond it there is an error at the spot, never a hang."""

from typing import Final

from crmkit.exceptions import SegmentSyntaxError
from crmkit.segment.nodes import LEAVES, Node, Test
from crmkit.segment.trees import walk

CHARACTERS: Final = 20_000
DEPTH: Final = 50
LEAF_COUNT: Final = 500
LIST_ITEMS: Final = 10_000
NESTED_SEGMENTS: Final = 20
STEPS: Final = 8
WHOLE_DEPTH: Final = 100
WHOLE_LEAVES: Final = 5_000
WHOLE_COST: Final = 20_000
DIGITS: Final = 18
FAULTS: Final = 20


def check_length(text: str) -> None:
    """Refuse a text that is too long.

    Raises:
        SegmentSyntaxError: it has more than 20,000 characters.
    """
    if len(text) > CHARACTERS:
        raise SegmentSyntaxError(
            f"The segment has {len(text):,} characters; at most {CHARACTERS:,} are read. Split it with in segment."
        )


def check_tree(tree: Node, *, text: str | None = None) -> None:
    """Refuse a tree that is too deep, has too many tests, or too long a list.

    Raises:
        SegmentSyntaxError: at the first node beyond a limit.
    """
    leaves = 0
    for node, depth in walk(tree):
        leaves += isinstance(node, LEAVES)
        if depth > 3 * DEPTH:
            problem = f"The segment is nested more than {DEPTH} levels deep. Split it with in segment."
        elif leaves > LEAF_COUNT:
            problem = f"The segment has more than {LEAF_COUNT} tests. Use in (...) or split it with in segment."
        elif isinstance(node, Test) and len(node.operands) > LIST_ITEMS:
            problem = f"The list has {len(node.operands):,} items; at most {LIST_ITEMS:,} are read. Use a $parameter."
        else:
            continue
        raise SegmentSyntaxError(problem, text=text, start=node.span.start, end=node.span.end or None)
