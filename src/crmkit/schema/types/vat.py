"""Value added tax numbers of the European Union, the United Kingdom, Norway and Switzerland."""

import re
from typing import Any, Final

from crmkit.schema.types.base import Cleaned, Finding
from crmkit.schema.types.numbers.official_number import OfficialNumber, grouped, is_made_up, spoken
from crmkit.schema.types.numbers.vat_checks import VAT_RULES

_LETTERS: Final = {"GR": "EL", "UK": "GB", "XI": "GB"}
_HOMES: Final = {"GP": "FR", "MQ": "FR", "GF": "FR", "RE": "FR", "YT": "FR", "MC": "FR", "IM": "GB", "LI": "CH"}
_GROUPS: Final = {
    "FR": (2, 3, 3, 3), "GB": (3, 4, 2, 3), "BE": (4, 3, 3), "DE": (3, 3, 3), "DK": (2, 2, 2, 2), "NO": (3, 3, 3, 3),
    "LU": (4, 4), "PT": (3, 3, 3), "SE": (6, 4, 2), "NL": (4, 2, 3, 3),
}  # fmt: skip
_SWISS: Final = re.compile(r"(?:CHE?)?(\d{9})(MWST|TVA|IVA|TPV|VAT)?", re.ASCII)
_OLD_SWISS: Final = re.compile(r"(?:CH)?\d{6}(?:MWST|TVA|IVA)?", re.ASCII)
_NORWEGIAN: Final = re.compile(r"\d{9}MVA", re.ASCII)


class VatType(OfficialNumber):
    """A VAT number with the letters of its country, which the region gives where they are not written.

    Shape and check digits are those of the 27 countries of the Union and XI (VIES), of GB (HMRC), NO and CH (eCH-0097;
    MWST, TVA or IVA stay as written and do not matter for matching). Whether a number is registered is not asked.

    >>> VAT.clean("FR 40 303 265 045").value, VAT.clean("403.019.261", region="BE").value
    ('FR40303265045', 'BE0403019261')
    >>> VAT.clean("CHE-100.155.212 TVA").value, VAT.keys("CHE100155212TVA")
    ('CHE100155212TVA', ('che100155212',))
    """

    name = "vat"
    said = spoken(
        "TVA", "TVA intracommunautaire", "TVA intracom", "VAT", "VAT Reg", "VAT registration", "USt", "UStID", "UID",
        "USt-IdNr", "USt-ID", "MwSt", "MWST", "IVA", "P.IVA", "P. IVA", "Partita IVA", "NIF", "CIF", "BTW",
    "MOMS", "MVA",
        "tax", "intracom", "ATU-Nr",
    )  # fmt: skip
    sizes = range(4, 17)

    def judge(self, number: str, raw: object, region: str | None) -> Cleaned[str]:
        """Judge a number without marks by the rule of its country."""
        letters, rest, notes = self._with_country(number, _home(region))
        if letters == "CH" and _OLD_SWISS.fullmatch(number):
            return self.refuse(raw, "outdated", "This is a Swiss VAT number as it was given until 2013.")
        rule = VAT_RULES.get(_LETTERS.get(letters, letters))
        if rule is None:
            message = "Neither letters before the number nor the region say which country gave it."
            return self.refuse(raw, "country_unknown", message)
        if rest.isdigit() and len(rest) + 1 == rule.sizes[0] and letters in {"BE", "EL"}:
            rest = f"0{rest}"
            notes = (
                *notes,
                self.info("zero_restored", "The number is from before it got a leading zero, which was added."),
            )
        whole = letters + rest
        if is_made_up(rest):
            return self.placeholder(raw)
        if not rule.shape.fullmatch(rest):
            right_size = len(rest) in rule.sizes
            return self.refuse(raw, *(self.invalid if right_size else self.wrong_length))
        if not rule.check(rest):
            return self.refuse(raw, *self.wrong_check, keys=self.keys(whole))
        return self.accept(whole, raw, *notes)

    def keys(self, value: str) -> tuple[str, ...]:
        """Write the number in small letters, without what only says that it is a VAT number; XI counts as GB."""
        if value.startswith("CHE"):
            return (value[:12].lower(),)
        letters, rest = value[:2], value[2:]
        return ((_LETTERS[letters] if letters == "XI" else letters).lower() + rest.removesuffix("MVA").lower(),)

    def caption(self, value: str) -> str:
        """Show the number as its country does."""
        if value.startswith("CHE"):
            return f"{value[:3]}-{value[3:6]}.{value[6:9]}.{value[9:12]} {value[12:]}".rstrip()
        groups = _GROUPS.get(value[:2])
        return f"{value[:2]} {grouped(value[2:], groups)}" if groups else value

    def parts(self, value: str) -> dict[str, Any]:
        """Name the country, and the number of the company where it is within."""
        country = "GR" if value.startswith("EL") else value[:2]
        if country == "FR":
            return {"country": country, "siren": value[4:]}
        return {"country": country, "che_uid": value[:12]} if country == "CH" else {"country": country}

    def _with_country(self, number: str, home: str | None) -> tuple[str, str, tuple[Finding, ...]]:
        """Part a number into the letters of its country and the rest; MVA and MWST say the country too."""
        swiss = _SWISS.fullmatch(number)
        if swiss and (number.startswith("CH") or swiss[2] or home == "CH"):
            written = number.startswith("CHE")
            return "CH", f"E{swiss[1]}{swiss[2] or ''}", () if written else (self._added(),)
        if _NORWEGIAN.fullmatch(number):
            return "NO", number, (self._added(),)
        letters = "EL" if number.startswith("GR") else "GB" if number.startswith("UK") else number[:2]
        rule = VAT_RULES.get(_LETTERS.get(letters, letters))
        if rule and (home is None or home == letters or rule.shape.fullmatch(number[2:])):
            return letters, number[2:], ()
        if home:
            return home, number, (self._added(),)
        return letters, number[2:], ()

    def _added(self) -> Finding:
        return self.info("country_added", "The letters of the country were added.")


VAT: Final = VatType()


def _home(region: str | None) -> str | None:
    country = (region or "").upper()
    country = _HOMES.get(country, _LETTERS.get(country, country) if country != "XI" else "XI")
    return country if _LETTERS.get(country, country) in VAT_RULES else None
