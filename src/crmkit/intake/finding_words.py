"""What a finding means, in plain words for a page."""

from collections.abc import Mapping
from typing import Final

from crmkit.report.page import Language

_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "ambiguous": ("can be read in two ways", "se lit de deux façons"),
    "country_guessed": ("country guessed", "pays supposé"),
    "couple": ("two persons in one cell", "deux personnes dans une cellule"),
    "currency_unknown": ("currency not named", "monnaie non précisée"),
    "cell_too_long": ("a cell is far too long", "une cellule est beaucoup trop longue"),
    "cut": ("too long, cut", "trop long, coupé"),
    "digits_lost": ("digits lost in a spreadsheet", "chiffres perdus dans un tableur"),
    "extension": ("extension left out", "poste interne retiré"),
    "extracted": ("taken out of a longer text", "extrait d’un texte plus long"),
    "future": ("lies in the future", "dans le futur"),
    "implausible": ("not plausible", "peu vraisemblable"),
    "impossible": ("no such day", "jour inexistant"),
    "in_email_column": ("stood in the e-mail column", "se trouvait dans la colonne e-mail"),
    "in_phone_column": ("stood in the phone column", "se trouvait dans la colonne téléphone"),
    "invalid": ("unusable", "inutilisable"),
    "looks_like_company": ("looks like a company", "ressemble à une entreprise"),
    "looks_like_email": ("looks like an e-mail address", "ressemble à une adresse e-mail"),
    "not_json": ("the line is not JSON", "la ligne n’est pas du JSON"),
    "not_object": ("the line is no JSON object", "la ligne n’est pas un objet JSON"),
    "order": ("day and month swapped", "jour et mois inversés"),
    "pattern": ("unusual number of digits", "nombre de chiffres inhabituel"),
    "placeholder": ("filler text, counted as empty", "texte de remplissage, compté comme vide"),
    "region_unknown": ("country of the number unknown", "pays du numéro inconnu"),
    "role": ("of a function, not a person", "d’une fonction, pas d’une personne"),
    "serial": ("day number of a spreadsheet", "numéro de jour d’un tableur"),
    "several": ("several in one cell", "plusieurs dans une cellule"),
    "syntax": ("misspelt", "mal écrit"),
    "too_long": ("too long", "trop long"),
    "two_digit_year": ("century guessed", "siècle supposé"),
    "typo": ("looks mistyped", "sans doute une faute de frappe"),
    "unclosed_quote": ("a quote is opened and never closed", "un guillemet ouvert n’est jamais fermé"),
    "undated": ("without a date", "sans date"),
    "unknown": ("not known", "inconnu"),
    "wrong_width": ("too many or too few cells", "trop ou trop peu de cellules"),
    "zero_restored": ("leading zero restored", "zéro initial rétabli"),
}


def finding_words(code: str, language: Language) -> str:
    """Say what a finding means; one without words of its own is named by its code.

    >>> finding_words("phone.several", "en"), finding_words("phone.several", "fr"), finding_words("x.odd_one", "en")
    ('several in one cell', 'plusieurs dans une cellule', 'odd one')
    """
    name = code.rpartition(".")[2]
    return _WORDS[name][language == "fr"] if name in _WORDS else name.replace("_", " ")
