"""Capital letters of names: only what somebody typed in one case is touched."""

import re

_RUN = re.compile(r"[^\W\d_]+")
_MC = re.compile(r"^Mc([a-z])(?=[a-z]{2})")
_ELIDED = re.compile(r"\bD'(?=\w+)")
_ITALIAN = ("o", "i", "a")


def is_one_case(text: str) -> bool:
    """Tell whether all letters of a text are capitals, or none is."""
    return text.isupper() or text.islower()


def capitalise(text: str) -> str:
    """Give each part of a name one capital.

    >>> capitalise("JEAN-PIERRE O'NEILL"), capitalise("mcdonald")
    ("Jean-Pierre O'Neill", 'McDonald')
    """
    return _RUN.sub(_capital, text.lower().replace("i̇", "i"))


def capitalise_family(text: str) -> str:
    """Give a family name its capitals; a French d' stays small, an Italian one is big.

    >>> capitalise_family("D'ORMESSON"), capitalise_family("d'angelo"), capitalise_family("ROCHAT DIT CUONY")
    ("d'Ormesson", "D'Angelo", 'Rochat dit Cuony')
    """
    shown = capitalise(text)
    if shown.startswith("D'") and not shown.endswith(_ITALIAN):
        shown = _ELIDED.sub("d'", shown, count=1)
    return re.sub(r"(?<=\w[ -])(Y|Dit|Dite|Genannt)(?=[ -]\w)", lambda link: link.group().lower(), shown)


def _capital(hit: re.Match[str]) -> str:
    word = hit.group()
    before = hit.string[hit.start() - 1 : hit.start()]
    if before.isdigit() or (before == "'" and len(word) == 1):
        return word  # "67th", "Levi's"
    return _MC.sub(lambda mc: "Mc" + mc.group(1).upper(), word[:1].title() + word[1:])
