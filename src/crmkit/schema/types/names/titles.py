"""Taking forms of address and titles from the front of a name, and suffixes from its end."""

from collections.abc import Iterable
from typing import Final

from crmkit.schema.types.names.words import (
    ALSO_NAMES,
    CIVILITIES,
    DOTTED_TITLES,
    FEMALE,
    FOLLOWING_TITLES,
    HOUSEHOLDS,
    LOUD_SUFFIXES,
    LOUD_TITLES,
    MALE,
    NOT_LOUD,
    OPEN_CIVILITIES,
    SUFFIXES,
    TITLES,
    UNDOTTED_TITLES,
)

_CIVIL: Final = frozenset(CIVILITIES.values()) - {"Me"}
_QUIET_SUFFIXES: Final = frozenset({"père", "fils", "cadet"})
_INSIDE: Final = frozenset({"mme", "mlle", "madame", "monsieur", "mademoiselle", "mrs"})
_TRAILING_HOUSEHOLDS: Final = frozenset({"family", "familie", "famille", "famiglia"})
_INITIAL_M: Final = frozenset({"DE", "AT", "GB", "US", "IE", "CA", "AU", "NZ", "NL", "ES", "PT"})
"""Where "M." before a name is an initial and not a Monsieur."""


def peel(words: list[str], region: str | None = None) -> tuple[list[str], list[str], list[str]]:
    """Take civilities and titles from the front, suffixes from the back: (prefix, name, suffix).

    One word is always left as the name where it can be one.

    >>> peel("Frau Prof. Dr. med. Anna Berg FMH".split())
    (['Frau', 'Prof.', 'Dr.', 'med.'], ['Anna', 'Berg'], ['FMH'])
    """
    prefix, words = _peel_front(words, region)
    if len(words) > 1 and not prefix and words[-1].lower() in _TRAILING_HOUSEHOLDS:
        prefix, words = [CIVILITIES[words[-1].lower()]], words[:-1]
        words = words[1:] if words[0] == "The" and len(words) > 1 else words
    suffix: list[str] = []
    quiet = " ".join(words).isupper()
    while len(words) > 1 and (found := _suffix(words[-1], quiet=quiet)):
        suffix.insert(0, found)
        words = words[:-1]
    if len(words) == 1 and "." in words[0] and _bare(words[0]) in SUFFIXES:
        return prefix, [], [SUFFIXES[_bare(words[0])], *suffix]
    at = next((at for at in range(1, len(words)) if _bare(words[at]) in _INSIDE or _all_titles(words[at:])), None)
    if at is not None and not prefix:
        end = at + 1 if _bare(words[at]) in _INSIDE else len(words)
        prefix = [CIVILITIES.get(_bare(word)) or TITLES[_bare(word)] for word in words[at:end]]
        words = [*words[:at], *words[end:]]
    return prefix, words, suffix


def _peel_front(words: list[str], region: str | None) -> tuple[list[str], list[str]]:
    prefix: list[str] = []
    while words:
        word, bare = words[0], _bare(words[0])
        if len(words) > 1 and word.lower().replace(".", "").strip(",") in OPEN_CIVILITIES:
            words = words[1:]
            continue
        if not is_form_of_address(word) or _is_initial(words, region) or _is_loud_name(words):
            break
        if not prefix and len(words) == 1 and bare in ALSO_NAMES and "." not in word:
            break
        prefix.append(CIVILITIES.get(bare) or TITLES[bare])
        words = words[1:]
        if len(words) > 1 and words[0].lower() in {"le", "la"} and is_form_of_address(words[1]):
            words = words[1:]
        while len(words) > 1 and _is_following(words[0]):
            prefix.append(TITLES[_bare(words[0])])
            words = words[1:]
            if prefix[-1] == "phil." and len(words) > 1 and words[0] in {"I", "II"}:
                prefix.append(words[0])
                words = words[1:]
        if words and len(words) == 1 and _is_following(words[0]) and "." in words[0]:
            prefix.append(TITLES[_bare(words[0])])
            words = []
    return prefix, words


def is_form_of_address(word: str) -> bool:
    """Tell whether a word is a civility or a title that may stand first.

    >>> is_form_of_address("Mme"), is_form_of_address("med."), is_form_of_address("Anna")
    (True, False, False)
    """
    bare = _bare(word)
    if bare in FOLLOWING_TITLES or (bare in NOT_LOUD and word.isupper() and "." not in word):
        return False
    if bare in DOTTED_TITLES and not word.endswith("."):
        return False
    if bare in LOUD_TITLES and not word.isupper():
        return False
    return bare in CIVILITIES or bare in TITLES


def peel_suffixes(words: list[str]) -> list[str]:
    """Give the usual spelling of words behind a comma that all are suffixes, else nothing.

    >>> peel_suffixes(["jun."]), peel_suffixes(["Anna"])
    (['Jr'], [])
    """
    found = [_suffix(word) for word in words]
    return [one for one in found if one] if all(found) else []


def _all_titles(words: list[str]) -> bool:
    """Tell whether words at the end are titles with dots, "Dr. med."."""
    return all("." in word and _bare(word) in TITLES for word in words) and is_form_of_address(words[0])


def part_prefix(prefix: str) -> tuple[str, str]:
    """Part a prefix into the civility and the titles.

    >>> part_prefix("Frau Prof. Dr. med."), part_prefix("Dr.")
    (('Frau', 'Prof. Dr. med.'), ('', 'Dr.'))
    """
    civil = [word for word in prefix.split() if word in _CIVIL]
    return " ".join(civil), " ".join(word for word in prefix.split() if word not in _CIVIL)


def gender_of(prefix: Iterable[str]) -> str | None:
    """Say "f" or "m" for the words of a prefix that tell it, else None.

    >>> gender_of(["Frau", "Dr."]), gender_of(["Dr."])
    ('f', None)
    """
    words = set(prefix)
    if not words.isdisjoint(HOUSEHOLDS):
        return None
    female, male = not words.isdisjoint(FEMALE), not words.isdisjoint(MALE)
    civil = words & _CIVIL
    if female and male and civil:
        female, male = not civil.isdisjoint(FEMALE), not civil.isdisjoint(MALE)
    return None if female == male else "f" if female else "m"


def _is_initial(words: list[str], region: str | None) -> bool:
    """Tell whether a leading "M." is the initial of a given name."""
    if _bare(words[0]) != "m" or len(words) < 2:
        return False
    if len(words[1].strip(".")) == 1 and len(words) > 2:
        return True
    return words[0].endswith(".") and (region or "").upper() in _INITIAL_M


def _is_loud_name(words: list[str]) -> bool:
    """Tell whether a title in capitals is part of a name in capitals, "DI PIETRO"."""
    return _bare(words[0]) in LOUD_TITLES and len(words) > 1 and words[1].isupper() and "." not in words[1]


def _is_following(word: str) -> bool:
    bare = _bare(word)
    return bare in FOLLOWING_TITLES and ("." in word or (bare in UNDOTTED_TITLES and word.isupper()))


def _suffix(word: str, *, quiet: bool = False) -> str | None:
    bare = _bare(word)
    if (bare in _QUIET_SUFFIXES and not word.islower()) or (bare in LOUD_SUFFIXES and (quiet or not word.isupper())):
        return None
    return SUFFIXES.get(bare)


def _bare(word: str) -> str:
    return word.lower().strip(".,:")
