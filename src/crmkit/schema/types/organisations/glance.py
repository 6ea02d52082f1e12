"""Names of organisations that a glance tells: plain words, and at most a legal form of one word behind them."""

import re
from functools import lru_cache
from typing import Final

from crmkit.schema.folding import fold
from crmkit.schema.types.names.known_names import is_family, is_given
from crmkit.schema.types.names.words import CIVILITIES, TITLES
from crmkit.schema.types.organisations.legal_forms import (
    CAPITALS_ONLY,
    FIRST_WORDS,
    FORMS,
    KEPT_FORMS,
    LAST_WORDS,
    form_in,
)
from crmkit.schema.types.organisations.parsing import COMPOUNDS, split_legal_form
from crmkit.schema.types.organisations.words import NO_ORGANISATION, SIGNAL_WORDS
from crmkit.schema.types.words.placeholders import WORDS

_LETTERS: Final = "[A-Za-zÀ-ÖØ-öø-ÿ]+"
_PLAIN: Final = re.compile(rf"{_LETTERS}(?:(?: & |[ '-]){_LETTERS})*")
_LONGEST: Final = 100


def glance_organisation(text: str, region: str | None) -> tuple[str, str | None] | None:
    """Part a plain name from its legal form; None says that it has to be looked at closely.

    >>> glance_organisation("Garage du Lac SA", "CH"), glance_organisation("Garage du Lac SA en liquidation", "CH")
    (('Garage du Lac', 'SA'), None)
    """
    if len(text) > _LONGEST or _PLAIN.fullmatch(text) is None:
        return None
    words = text.split()
    form = _form_of(words[-1]) if len(words) > 1 and words[-2] != "&" else None
    if form is not None:
        name = text[: -len(words[-1]) - 1]
        return (name, form_in(form, region)) if all(map(_is_plain, words[:-1])) else None
    if not all(map(_is_plain, words)) or _may_be_person(words):
        return None
    return text, None


@lru_cache(maxsize=32_768)
def _is_plain(word: str) -> bool:
    """Tell whether a word is nothing but a word of a name."""
    parts = fold(word).split()
    return all(
        part not in _SPOKEN and not part.endswith(COMPOUNDS) and (len(part) == 1 or len(set(part)) > 1)
        for part in parts
    )


@lru_cache(maxsize=1_024)
def _form_of(word: str) -> str | None:
    """Give the usual spelling of a legal form of one word, which needs no capitals to be one."""
    form = FORMS.get(fold(word))
    return None if form is None or form in CAPITALS_ONLY else split_legal_form(f"Garage {word}")[1]


def _may_be_person(words: list[str]) -> bool:
    if len(words) == 2 and any(is_given(one) and is_family(other) for one, other in (words, words[::-1])):
        return True
    return words[0].lower() in CIVILITIES or words[0].lower() in TITLES


_SPOKEN: Final = frozenset({
    *FIRST_WORDS, *LAST_WORDS,
    *(part for form in KEPT_FORMS for part in form.split()),
    *(part for word in SIGNAL_WORDS for part in fold(word).split()),
    *(max(fold(entry).split(), key=len, default="") for table in (WORDS, NO_ORGANISATION) for entry in table),
})  # fmt: skip
"""Folded words for which a name has to be looked at closely."""
