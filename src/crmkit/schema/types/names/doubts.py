"""What stands in a column of names and is no name of a person: filler, samples, organisations."""

import re
from typing import Final

from crmkit.schema.folding import fold
from crmkit.schema.types.names.titles import is_form_of_address
from crmkit.schema.types.names.words import JOINERS, ORGANISATION_WORDS, PARTNERS
from crmkit.schema.types.organisations.legal_forms import AMBIGUOUS
from crmkit.schema.types.organisations.parsing import split_legal_form
from crmkit.schema.types.words.placeholders import is_placeholder

FILLER: Final = frozenset({
    "nn", "n n", "kunde", "kundin", "neukunde", "testkunde", "kunde test", "test kunde", "laufkunde",
    "laufkundschaft", "barverkauf", "client", "cliente", "client test", "test client", "client comptoir",
    "client de passage", "customer", "test customer", "customer test", "walk in", "walk in customer", "guest", "gast",
    "anonym", "anonyme", "anonymous", "anonimo", "divers", "diverse", "diverser", "sans nom", "no name", "noname",
    "ohne namen", "name", "nom", "prenom", "prenom nom", "nom prenom", "vorname", "nachname", "vorname nachname",
    "nachname vorname", "first name", "last name", "firstname", "lastname", "first last", "firstname lastname",
    "first name last name", "full name", "nome cognome", "cognome nome", "a completer", "tester", "testperson",
    "test user", "user", "personne", "niemand", "nobody", "kasse", "caisse", "pas de nom", "non attribue", "abc",
    "aaa", "to be defined", "a definir", "x",
})  # fmt: skip
"""Folded texts that stand for a name that nobody knows."""

_TEST: Final = re.compile(r"test(kunde|client|user|person|er)?\d*")
_CHILDREN: Final = frozenset({"fils", "son", "sons", "sohn", "söhne", "filles", "töchter", "figli"})
SAMPLES: Final = frozenset({
    "max mustermann", "erika mustermann", "maxi mustermann", "mustermann", "musterfrau", "john doe", "jane doe",
    "john q public", "hans muster", "mario bianchi test", "jean exemple", "fulano de tal", "jan modaal",
    "maxima musterfrau",
})  # fmt: skip
"""Folded names that examples and tests are filled with."""


def is_filler(text: str) -> bool:
    """Tell whether a text stands for a name that nobody knows.

    >>> is_filler("N.N."), is_filler("M. X"), is_filler("Test Test"), is_filler("Malcolm X")
    (True, True, True, False)
    """
    words = text.split()
    while len(words) > 1 and is_form_of_address(words[0]):
        words = words[1:]
    bare = " ".join(words)
    folded = fold(bare)
    if folded in FILLER or is_placeholder(bare):
        return True
    letters = folded.replace(" ", "")
    parts = folded.split()
    return (
        (len(letters) > 2 and len(set(letters)) == 1 and len(parts) != 2)
        or (len(parts) > 1 and len(set(parts)) == 1 and (is_placeholder(parts[0]) or len(parts[0]) < 2))
        or (len(parts) > 1 and all(is_placeholder(part) or part in FILLER for part in parts))
        or (folded.startswith("test") and _TEST.fullmatch(folded) is not None)
    )


def is_sample(text: str) -> bool:
    """Tell whether a name is one that examples and tests are filled with.

    >>> is_sample("Max Mustermann"), is_sample("Hans Meier")
    (True, False)
    """
    folded = fold(text)
    return folded in SAMPLES or "mustermann" in folded.split() or (" " in folded and "test" in folded.split())


def is_company(text: str) -> bool:
    """Tell whether a text names an organisation: by its legal form or by a word that persons do not have.

    >>> is_company("Garage du Lac Sàrl"), is_company("Meier & Söhne"), is_company("Maria de Sa")
    (True, True, False)
    """
    words = text.lower().split()
    if any(word.strip(".,()") in ORGANISATION_WORDS for word in words):
        return True
    if len(words) < 2:
        return False
    partner = words[-1].strip(".") if len(words) > 2 and words[-2] in JOINERS - {"e", "u"} else ""
    if partner in PARTNERS and not (partner in _CHILDREN and is_form_of_address(text.split(maxsplit=1)[0])):
        return True
    name, form = split_legal_form(text)
    if form is None:
        return False
    return form not in AMBIGUOUS or (
        text.rstrip(" .").endswith(form.upper()) and not text.isupper() and not name.islower()
    )
