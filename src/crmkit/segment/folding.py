"""How texts are compared: each field folded, without case, or exactly; some operators by sound."""

from crmkit.schema.folding import fold
from crmkit.schema.sound import sound
from crmkit.segment.nodes import Matching


def key(text: str, matching: Matching) -> str:
    """Turn a text into the form that is compared; blank when there is nothing to compare.

    >>> key("Zürich-Höngg ", "fold"), key("A@Example.ORG", "casefold"), key("CH", "exact")
    ('zurich hongg', 'a@example.org', 'CH')
    >>> key("Anna Meyer", "sound") == key("Ana Maier", "sound")
    True
    """
    match matching:
        case "fold":
            return fold(text)
        case "casefold":
            return text.strip().casefold()
        case "exact":
            return text.strip()
        case "sound":
            return " ".join(map(sound, fold(text).split())).strip()
