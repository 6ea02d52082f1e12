"""What a finding means, in plain words for a page."""

from collections.abc import Mapping
from typing import Final

from crmkit.report.page import Language

_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "administration": ("in administration", "en procédure de sauvegarde"),
    "ambiguous": ("can be read in two ways", "se lit de deux façons"),
    "attention_removed": ("“for the attention of” left out", "mention « à l’attention de » retirée"),
    "bankruptcy": ("in bankruptcy", "en faillite"),
    "cell_too_long": ("a cell is far too long", "une cellule est beaucoup trop longue"),
    "checksum": ("check digit does not agree", "clé de contrôle erronée"),
    "country_added": ("letters of the country added", "préfixe du pays ajouté"),
    "country_guessed": ("country guessed", "pays supposé"),
    "country_unknown": ("country not named", "pays non précisé"),
    "couple": ("two persons in one cell", "deux personnes dans une cellule"),
    "currency_unknown": ("currency not named", "monnaie non précisée"),
    "cut": ("too long, cut", "trop long, coupé"),
    "date": ("a spreadsheet made a date of it", "transformé en date par un tableur"),
    "date_removed": ("a date left out", "date retirée"),
    "deceased": ("marked as deceased", "signalé comme décédé"),
    "digits": ("digits in a name", "chiffres dans un nom"),
    "digits_lost": ("digits lost in a spreadsheet", "chiffres perdus dans un tableur"),
    "disposable": ("throw-away address", "adresse jetable"),
    "dissolved": ("dissolved", "dissoute"),
    "email_removed": ("an e-mail address left out", "adresse e-mail retirée"),
    "endings": ("several endings of one number", "plusieurs terminaisons d’un numéro"),
    "extension": ("extension kept apart", "poste interne à part"),
    "extracted": ("taken out of a longer text", "extrait d’un texte plus long"),
    "formation": ("being founded", "en formation"),
    "future": ("lies in the future", "dans le futur"),
    "has_title": ("holds a title", "contient un titre"),
    "household": ("a household", "un ménage"),
    "implausible": ("not plausible", "peu vraisemblable"),
    "impossible": ("no such day", "jour inexistant"),
    "in_email_column": ("stood in the e-mail column", "se trouvait dans la colonne e-mail"),
    "in_phone_column": ("stood in the phone column", "se trouvait dans la colonne téléphone"),
    "invalid": ("unusable", "inutilisable"),
    "length": ("too short or too long", "trop court ou trop long"),
    "letters": ("letters in a number", "lettres dans un numéro"),
    "liquidation": ("in liquidation", "en liquidation"),
    "looks_like_company": ("looks like a company", "ressemble à une entreprise"),
    "looks_like_email": ("looks like an e-mail address", "ressemble à une adresse e-mail"),
    "looks_like_person": ("looks like a person", "ressemble à une personne"),
    "looks_like_phone": ("looks like a phone number", "ressemble à un numéro de téléphone"),
    "looks_like_url": ("looks like a web address", "ressemble à une adresse web"),
    "mismatch": ("postcode and place do not match", "code postal et localité ne concordent pas"),
    "neighbour": ("number of a neighbouring country", "numéro d’un pays voisin"),
    "normalised": ("unusual letters replaced", "caractères inhabituels remplacés"),
    "not_json": ("the line is not JSON", "la ligne n’est pas du JSON"),
    "not_object": ("the line is no JSON object", "la ligne n’est pas un objet JSON"),
    "order": ("day and month swapped", "jour et mois inversés"),
    "outdated": ("of an old form", "d’une ancienne forme"),
    "overseas": ("number of an overseas territory", "numéro d’outre-mer"),
    "pattern": ("unusual number of digits", "nombre de chiffres inhabituel"),
    "phone_removed": ("a phone number left out", "numéro de téléphone retiré"),
    "placeholder": ("filler text, counted as empty", "texte de remplissage, compté comme vide"),
    "region_unknown": ("country of the number unknown", "pays du numéro inconnu"),
    "remark_removed": ("a remark left out", "remarque retirée"),
    "role": ("of a function, not a person", "d’une fonction, pas d’une personne"),
    "sample": ("a made-up name", "nom inventé"),
    "serial": ("day number of a spreadsheet", "numéro de jour d’un tableur"),
    "several": ("several in one cell", "plusieurs dans une cellule"),
    "short": ("a short number", "numéro court"),
    "signs_removed": ("signs left out", "signes retirés"),
    "syntax": ("misspelt", "mal écrit"),
    "territory": ("belongs to a territory", "relève d’un territoire"),
    "too_long": ("too long", "trop long"),
    "torn": ("an address in pieces", "adresse morcelée"),
    "two_digit_year": ("century guessed", "siècle supposé"),
    "typo": ("looks mistyped", "sans doute une faute de frappe"),
    "unclosed_quote": ("a quote is opened and never closed", "un guillemet ouvert n’est jamais fermé"),
    "undated": ("without a date", "sans date"),
    "unknown": ("not known", "inconnu"),
    "unknown_code": ("unknown postcode", "code postal inconnu"),
    "unknown_ending": ("unknown ending of the domain", "extension de domaine inconnue"),
    "unknown_locality": ("unknown place", "localité inconnue"),
    "word_before": ("a word before the address", "un mot devant l’adresse"),
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
