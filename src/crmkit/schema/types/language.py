"""Languages."""

import re
from typing import Final

from crmkit.schema.folding import fold, fold_german
from crmkit.schema.types.base import Cleaned
from crmkit.schema.types.cells import CellType
from crmkit.schema.types.words.language_names import ALSO_COUNTRIES, MISTAKEN, language_captions, language_codes

_TAG: Final = re.compile(r"([A-Za-z]{2,3})[-_][A-Za-z0-9_-]+(?:[.@][\w-]+)?\Z", re.ASCII)
_WEIGHT: Final = re.compile(r"\s*;\s*q\s*=\s*[01](?:\.\d{1,3})?", re.IGNORECASE)
_PARTED: Final = re.compile(r"\s*[,;/|&+]\s*|\s+(?:et|und|and|e|y|ou|oder|or)\s+|\s+-\s+", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"\s*\(([^()]*)\)\s*\Z")


class LanguageType(CellType[str]):
    """A language as its two-letter ISO 639-1 code, from a code, a tag (BCP 47) or a name in one of six languages.

    Names are read in English, French, German, Italian, Spanish and the language itself. The region of a tag such as
    "fr-CH" is left out; the outdated codes iw, in and ji are brought up to date.

    >>> LANGUAGE.clean("FR_ch").value, LANGUAGE.clean("Frnaçais").findings[0].suggestion
    ('fr', 'fr')
    """

    name = "language"
    matching = "exact"
    longest = 200
    operators = "choice"

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[str]:
        """Clean a text that is neither empty nor a placeholder; of several languages the first is the main one."""
        bare = _WEIGHT.sub("", text).strip(" .,;:\"'")
        code = find_language(bare)
        if code is not None:
            if code in ALSO_COUNTRIES and len(bare) == 2:
                note = self.warning("maybe_country", "This code of a language is mostly written for a country.")
                return self.accept(code, raw, note)
            if _TAG.match(bare):
                return self.accept(code, raw, self.info("region", "The region of the language was left out."))
            return self.accept(code, raw)
        parts = [part for part in _PARTED.split(bare)[:10] if part]
        found = list(dict.fromkeys(filter(None, map(find_language, parts))))
        if len(parts) > 1 and all(map(find_language, parts)):
            return self.accept(found[0], raw, others=tuple(found[1:]))
        folded = fold(bare)
        if folded in MISTAKEN:
            return self.refuse(raw, "country", "This is a country and no language.", suggestion=MISTAKEN[folded])
        return self.refuse(raw, "unknown", "This is no language we know.", suggestion=_near(folded))

    def caption(self, value: str) -> str:
        """Show the English name."""
        return language_captions().get(value, value)


LANGUAGE: Final = LanguageType()


def find_language(text: str) -> str | None:
    """Find the two-letter code of a language by a code, a tag or a name; None when there is none.

    >>> find_language("iw"), find_language("en-US.UTF-8"), find_language("français (Suisse)"), find_language("Klingon")
    ('he', 'en', 'fr', None)
    """
    codes = language_codes()
    code = codes.get(fold(text)) or codes.get(fold_german(text))
    if code is None and (tag := _TAG.match(text)):
        code = codes.get(tag[1].lower())
    if code is None and (brackets := _BRACKETS.search(text)):
        code = codes.get(fold(text[: brackets.start()]))
    return code


def _near(folded: str) -> str | None:
    if len(folded) < 4:
        return None
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    names = [name for name in language_codes() if len(name) > 3]
    near = process.extractOne(folded, names, scorer=OSA.normalized_similarity, score_cutoff=0.75)
    return language_codes()[near[0]] if near else None
