"""Countries."""

from typing import Final

from crmkit.schema.folding import fold, fold_german
from crmkit.schema.types.base import Cleaned
from crmkit.schema.types.cells import CellType
from crmkit.schema.types.country_names import country_captions, country_codes


class CountryType(CellType[str]):
    """A country as its two-letter ISO 3166-1 code, from a code or a name in English, French, German or Italian.

    >>> COUNTRY.clean("Suisse").value, COUNTRY.clean("Hollande").value, COUNTRY.clean("Schweitz").findings[0].suggestion
    ('CH', 'NL', 'CH')
    """

    name = "country"
    longest = 100
    operators = "choice"
    also_values = frozenset({"na"})

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[str]:
        """Clean a text that is neither empty nor a placeholder."""
        code = find_country(text)
        if code is not None:
            return self.accept(code, raw)
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        near = process.extractOne(
            fold_german(text), country_codes().keys(), scorer=OSA.normalized_similarity, score_cutoff=0.8
        )
        suggestion = country_codes()[near[0]] if near else None
        return self.refuse(raw, "unknown", "This is no country we know.", suggestion=suggestion)

    def caption(self, value: str) -> str:
        """Show the English name."""
        return country_captions().get(value, value)


COUNTRY: Final = CountryType()


def find_country(text: str) -> str | None:
    """Find the two-letter code of a country by a code or a name; None when there is none.

    >>> find_country("Etats-Unis"), find_country("Lausanne")
    ('US', None)
    """
    codes = country_codes()
    folded = fold(text)
    return codes.get(folded) or codes.get(fold_german(text)) or codes.get(folded.replace(" ", ""))
