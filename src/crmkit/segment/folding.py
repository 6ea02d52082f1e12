"""How texts are compared: each field folded, without case, or exactly."""

from crmkit.schema.folding import fold
from crmkit.segment.nodes import Matching


def key(text: str, matching: Matching) -> str:
    """Turn a text into the form that is compared; blank when there is nothing to compare.

    >>> key("Zürich-Höngg ", "fold"), key("A@Example.ORG", "casefold"), key("CH", "exact")
    ('zurich hongg', 'a@example.org', 'CH')
    """
    match matching:
        case "fold":
            return fold(text)
        case "casefold":
            return text.strip().casefold()
        case "exact":
            return text.strip()
