"""Mark where two texts differ."""

from difflib import SequenceMatcher
from html import escape

_LONGEST = 200
_ALIKE = 0.5


def marked(left: str, right: str) -> tuple[str, str]:
    """Write two texts as HTML with what differs between them marked; texts that share little are marked as a whole.

    Nothing is marked where one of them is empty: that is a gap and no difference.

    >>> marked("Anna", "Ana")
    ('An<mark>n</mark>a', 'Ana')
    >>> marked("Bern", "Thun")
    ('<mark>Bern</mark>', '<mark>Thun</mark>')
    """
    if left == right or not left or not right:
        return escape(left), escape(right)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if max(len(left), len(right)) > _LONGEST or matcher.ratio() <= _ALIKE:
        return _mark(left), _mark(right)
    one, other = [], []
    for kind, start, end, from_, to in matcher.get_opcodes():
        if kind == "equal":
            one.append(escape(left[start:end]))
            other.append(escape(right[from_:to]))
        else:
            one.append(_mark(left[start:end]))
            other.append(_mark(right[from_:to]))
    return "".join(one), "".join(other)


def _mark(text: str) -> str:
    return f"<mark>{escape(text)}</mark>" if text else ""
