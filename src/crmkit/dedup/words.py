"""The words with which a page names features, degrees of agreement and what holds a verdict back."""

from collections.abc import Mapping
from typing import Final

from crmkit.report.page import Language, Tone
from crmkit.schema.customer import CUSTOMER

_FEATURES: Final[Mapping[str, tuple[str, str]]] = {
    "given": ("Given name", "Prénom"),
    "family": ("Family name", "Nom de famille"),
    "name order": ("Order of the names", "Ordre des noms"),
    "suffix": ("Junior or senior", "Père ou fils"),
    "gender": ("Form of address", "Civilité"),
    "organisation": ("Organisation", "Organisation"),
    "legal_form": ("Legal form", "Forme juridique"),
    "birth_date": ("Birth date", "Date de naissance"),
    "email": ("E-mail", "E-mail"),
    "phone": ("Phone", "Téléphone"),
    "identifier": ("Official number", "Numéro officiel"),
    "loyalty_card": ("Loyalty card", "Carte de fidélité"),
    "customer_number": ("Customer number", "Numéro de client"),
    "street": ("Street", "Rue"),
    "house_number": ("House number", "Numéro de rue"),
    "address_extra": ("Address line", "Complément d’adresse"),
    "home": ("Home", "Foyer"),
    "postcode": ("Postcode", "Code postal"),
    "locality": ("Town", "Localité"),
    "region": ("Region", "Région"),
    "country": ("Country", "Pays"),
}
_LEVELS: Final[Mapping[str, tuple[str, str]]] = {
    "equal": ("the same", "identique"),
    "short form": ("short form", "forme courte"),
    "typo": ("mistyped", "faute de frappe"),
    "initial": ("first letter only", "initiale seule"),
    "part": ("part of the other", "partie de l’autre"),
    "contained": ("part of the other", "partie de l’autre"),
    "similar": ("alike", "semblable"),
    "same mailbox": ("same mailbox", "même boîte"),
    "area": ("same area", "même zone"),
    "different": ("different", "différent"),
    "missing": ("missing", "manque"),
    "swapped": ("swapped", "inversé"),
}
_VERDICTS: Final[Mapping[str, tuple[str, str]]] = {
    "same": ("same", "identiques"),
    "possible": ("perhaps", "peut-être"),
    "related": ("related", "liés"),
    "never": ("not the same", "pas identiques"),
}
VERDICT_TONES: Final[Mapping[str, Tone]] = {"same": "good", "possible": "warn", "related": "quiet", "never": "quiet"}
"""Verdict to the colour it is shown in."""

_GATES: Final[Mapping[str, str]] = {
    "given names and birth dates both differ": "prénom et date de naissance diffèrent",
    "birth dates differ and no contact is shared: two people of one name": "dates de naissance différentes, aucune "
    "coordonnée commune : deux homonymes",
    "given names and birth dates differ in one home or at one contact": "prénom et date de naissance diffèrent dans "
    "un même foyer ou pour une même coordonnée",
    "one birth date and one family name, but given names differ: twins": "même date de naissance, même nom, prénoms "
    "différents : des jumeaux",
    "one name, but born 12 years apart or more: parent and child": "même nom, mais 12 ans d’écart ou plus : parent et "
    "enfant",
    "one birth date and one family name, but given names differ": "même date de naissance, même nom, prénoms "
    "différents",
    "family names and birth dates both differ": "nom et date de naissance diffèrent",
    "given names are alike and not equal, and birth dates differ: relatives": "prénoms semblables sans être "
    "identiques, dates de naissance différentes : des parents",
    "given names are alike and yet two names, and no birth date agrees": "prénoms semblables mais distincts, aucune "
    "date de naissance commune",
    "an initial, and no contact that is the person's alone": "une initiale, et aucune coordonnée propre à la personne",
    "birth dates differ in part, and no contact or home is shared": "dates de naissance en partie différentes, ni "
    "coordonnée ni foyer communs",
    "family names differ, and only one contact or home agrees": "noms différents, une seule coordonnée ou un seul "
    "foyer en commun",
    "of the names only a given name agrees, and no contact or place": "des noms, seul le prénom concorde, sans "
    "coordonnée ni lieu communs",
    "one name, and years of birth that lie 12 years apart or more": "même nom, mais 12 ans d’écart ou plus entre les "
    "années de naissance",
    "two people of this name are known, and neither contact nor home is shared": "deux personnes de ce nom sont "
    "connues, ni coordonnée ni foyer communs",
    "only one of them is called Junior or Senior": "un seul des deux est dit fils ou père",
    "one name and one home, but each has an e-mail address and a phone of their own": "même nom et même foyer, mais "
    "chacun son e-mail et son téléphone",
    "Junior is not Senior": "le fils n’est pas le père",
    "given names differ and no birth date agrees": "prénoms différents, aucune date de naissance commune",
    "given and family names both differ": "prénom et nom diffèrent",
    "names of organisations differ at one address or contact": "noms d’organisation différents à une même adresse ou "
    "coordonnée",
    "nothing but the name agrees": "rien d’autre que le nom ne concorde",
    "name and place agree, and every contact or the street differs": "nom et lieu concordent, mais les coordonnées ou "
    "la rue diffèrent",
    "names are alike and not equal, and nothing but a place agrees": "noms semblables sans être identiques, seul un "
    "lieu concorde",
    "a name is only similar, and neither birth date nor contact agrees": "nom seulement semblable, ni date de "
    "naissance ni coordonnée commune",
    "a given name is missing, and only what a household shares agrees": "un prénom manque, et seul concorde ce qu’un "
    "foyer partage",
    "one of them names no person": "l’un des deux ne nomme personne",
    "they have a home each": "chacun a son foyer",
    "colleagues in one organisation": "collègues dans une même organisation",
    "of home, family name and contacts only one agrees": "du foyer, du nom et des coordonnées, un seul concorde",
    "joining them would bring a contradiction into one cluster": "les réunir mettrait une contradiction dans une même "
    "fiche",
}


def feature_word(name: str, language: Language) -> str:
    """Name a feature; one that a column or a type made is called like it.

    >>> feature_word("birth_date", "fr"), feature_word("text:type of kitchen", "en")
    ('Date de naissance', 'type of kitchen')
    """
    if name in _FEATURES:
        return _FEATURES[name][language == "fr"]
    return name.removeprefix("text:").removeprefix("own.").replace("_", " ")


def level_word(name: str, language: Language) -> str:
    """Name a degree of agreement.

    >>> level_word("typo", "en")
    'mistyped'
    """
    return _LEVELS[name][language == "fr"] if name in _LEVELS else name


def verdict_word(verdict: str, language: Language) -> str:
    """Name a verdict.

    >>> verdict_word("possible", "en"), verdict_word("never", "fr")
    ('perhaps', 'pas identiques')
    """
    return _VERDICTS[verdict][language == "fr"]


def target_word(target: str, language: Language) -> str:
    """Name what a column was taken to mean.

    >>> target_word("family_name", "fr"), target_word("text", "en")
    ('nom de famille', 'text')
    """
    declared = {one.name: one for one in CUSTOMER.fields}.get(target)
    return declared.label(language) if declared else feature_word(target, language)


def gate_words(reason: str, language: Language) -> str:
    """Say what holds a verdict back; a reason that has no French words is given in English.

    >>> gate_words("Junior is not Senior", "fr")
    'Le fils n’est pas le père.'
    """
    said = _GATES.get(reason, reason) if language == "fr" else reason
    return f"{said[:1].upper()}{said[1:]}." if said else ""
