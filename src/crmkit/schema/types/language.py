"""Languages."""

import re
from typing import Final

from crmkit.schema.folding import fold, fold_german
from crmkit.schema.types.base import Cleaned
from crmkit.schema.types.cells import CellType
from crmkit.schema.types.language_names import language_captions, language_codes

_TAG: Final = re.compile(r"([A-Za-z]{2,3})[-_][A-Za-z0-9_-]+(?:\.[\w-]+)?\Z")


class LanguageType(CellType[str]):
    """A language as its two-letter ISO 639-1 code; the region of a tag such as "fr-CH" is left out.

    >>> LANGUAGE.clean("FR_ch").value, LANGUAGE.clean("Deutsch").value
    ('fr', 'de')
    """

    name = "language"
    longest = 100
    operators = "choice"

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[str]:
        """Clean a text that is neither empty nor a placeholder."""
        codes = language_codes()
        code = codes.get(fold(text)) or codes.get(fold_german(text))
        if code is None:
            tag = _TAG.match(text)
            code = codes.get(tag.group(1).lower()) if tag else None
        if code is None:
            return self.refuse(raw, "unknown", "This is no language we know.")
        return self.accept(code, raw)

    def caption(self, value: str) -> str:
        """Show the English name."""
        return language_captions().get(value, value)


LANGUAGE: Final = LanguageType()
