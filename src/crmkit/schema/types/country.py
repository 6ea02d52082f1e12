"""Countries."""

import re
from typing import Final

from crmkit.schema.folding import fold, fold_german
from crmkit.schema.types.base import Cleaned
from crmkit.schema.types.cells import CellType
from crmkit.schema.types.places.country_exonyms import AMBIGUOUS, CAR_CODES, FORMER
from crmkit.schema.types.places.country_names import country_captions, country_codes, country_gists, gist

_PARTED: Final = re.compile(r"\s*[(),;/|:]\s*|\s+[-–]\s*|\s*[–]\s+|-(?=\s)|\s(?:et|und|and|e|y)\s", re.IGNORECASE)
_CODE_FIRST: Final = re.compile(r"([A-Za-z]{2,3})[-_]([^\W\d_]{4}.*)")


class CountryType(CellType[str]):
    """A country as its two-letter ISO 3166-1 code, from a code or a name in one of five languages.

    Names are read in English, French, German, Italian, Spanish and the languages of the country, as people use them;
    further three-letter and numeric codes and the signs of cars. Kosovo is XK. A mistyped name is suggested only, and a
    country that is no more has no value.

    >>> COUNTRY.clean("Suisse").value, COUNTRY.clean("Hollande").value, COUNTRY.clean("Schweitz").findings[0].suggestion
    ('CH', 'NL', 'CH')
    """

    name = "country"
    matching = "exact"
    longest = 100
    operators = "choice"
    also_values = frozenset({"na"})

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[str]:
        """Clean a text that is neither empty nor a placeholder; a cell may hold several countries."""
        bare = text.strip(" .,;:\"'")
        if bare == "NA":
            note = self.warning("not_available", "The code of Namibia can also stand for a value that is missing.")
            return self.accept("NA", raw, note)
        code = find_country(bare)
        if code is not None:
            return self.accept(code, raw)
        sign = CAR_CODES.get(bare.upper())
        if sign is not None:
            return self.accept(sign, raw)
        folded = fold(bare)
        if folded in FORMER:
            return self.refuse(raw, "former", "This country is no more.")
        if folded in AMBIGUOUS:
            suggestion = AMBIGUOUS[folded]
            return self.refuse(raw, "ambiguous", "More than one country has this name.", suggestion=suggestion)
        several = self._several(bare)
        if several:
            return self.accept(several[0], raw, others=several[1:])
        return self.refuse(raw, "unknown", "This is no country we know.", suggestion=self._near(bare))

    def caption(self, value: str) -> str:
        """Show the English name."""
        return country_captions().get(value, value)

    def _several(self, text: str) -> tuple[str, ...]:
        """Read a cell such as "CH - Suisse", "Suisse (CH)" or "FR / CH"."""
        coded = _CODE_FIRST.fullmatch(text)
        parts = [part for part in (coded.groups() if coded else _PARTED.split(text)[:10]) if part]
        found = [find_country(part) for part in parts]
        return tuple(dict.fromkeys(filter(None, found))) if len(parts) > 1 and all(found) else ()

    def _near(self, text: str) -> str | None:
        if len(text) < 4:
            return None
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        names = country_codes()
        near = process.extractOne(fold_german(text), names.keys(), scorer=OSA.normalized_similarity, score_cutoff=0.8)
        return names[near[0]] if near else None


COUNTRY: Final = CountryType()


def find_country(text: str) -> str | None:
    """Find the two-letter code of a country by a code or a name; None when there is none.

    Signs of cars, which are single letters, are no codes here.

    >>> find_country("Etats-Unis"), find_country("Lausanne"), find_country("40")
    ('US', None, 'AT')
    """
    codes = country_codes()
    folded = fold(text)
    if folded in AMBIGUOUS or folded in FORMER:
        return None
    if folded.isdigit():
        return codes.get(folded.zfill(3)) if len(folded) <= 3 else None
    found = codes.get(folded) or codes.get(fold_german(text)) or codes.get(folded.replace(" ", ""))
    return found or country_gists().get(gist(text))
