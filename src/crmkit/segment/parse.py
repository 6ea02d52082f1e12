"""Words to tree: a recursive descent over the grammar, bounded in depth.

The grammar stands above each layer: `parsing.conditions`, `parsing.comparing`, `parsing.values`.
"""

from crmkit.segment.nodes import Condition
from crmkit.segment.parsing.conditions import Conditions


def parse(text: str) -> Condition:
    """Read the text of a segment.

    Raises:
        SegmentSyntaxError: it does not follow the grammar; the spot is marked and, where it is certain, the whole
            corrected text is offered as `fix`.

    >>> type(parse('country = "CH" and age >= 30')).__name__
    'And'
    """
    return Conditions(text).segment()
