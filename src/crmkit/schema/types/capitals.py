"""Capital letters of names: only what somebody typed in one case is touched."""

import re

_RUN = re.compile(r"[^\W\d_]+")
_MC = re.compile(r"^Mc([a-z])(?=[a-z]{2})")


def is_one_case(text: str) -> bool:
    """Tell whether all letters of a text are capitals, or none is."""
    return text.isupper() or text.islower()


def capitalise(text: str) -> str:
    """Give each part of a name one capital.

    >>> capitalise("JEAN-PIERRE O'NEILL"), capitalise("mcdonald")
    ("Jean-Pierre O'Neill", 'McDonald')
    """
    return _RUN.sub(_capital, text.lower().replace("i̇", "i"))


def _capital(hit: re.Match[str]) -> str:
    word = hit.group()
    before = hit.string[hit.start() - 1 : hit.start()]
    if before.isdigit() or (before == "'" and len(word) == 1):
        return word  # "67th", "Levi's"
    return _MC.sub(lambda mc: "Mc" + mc.group(1).upper(), word[:1].title() + word[1:])
