"""What people write into a cell when they have nothing to write."""

from typing import Final

WORDS: Final = frozenset({
    "n/a", "n.a", "n a", "k.a", "k. a", "n.r", "n.c", "null", "none", "nil", "nan", "nat", "undefined", "void",
    "unknown", "not known", "not available", "not applicable", "not provided", "not given", "missing", "empty", "blank",
    "inconnu", "inconnue", "non renseigné", "non renseigne", "non renseignée", "non communiqué", "non communique",
    "non connu", "aucun", "aucune", "néant", "neant", "vide", "pas de", "sans objet",
    "unbekannt", "keine", "keiner", "kein", "keine angabe", "keine angaben", "nicht bekannt", "nicht vorhanden",
    "leer", "ohne", "entfällt", "sconosciuto", "sconosciuta", "nessuno", "nessuna", "non noto",
    "test", "teste", "testtest", "tbd", "tba", "todo", "to do", "dummy", "sample", "asdf", "asdfasdf", "asdfgh",
    "qwertz", "qwerty", "azerty", "blabla", "bla", "foo", "foobar", "xyz", "#n/a", "#name?", "#ref!", "#value!",
    "#null!",
    "#div/0!", "[null]", "(null)", "<null>", "(leer)", "(vide)", "(blank)", "(none)",
})  # fmt: skip
"""Case-folded, without punctuation at the ends."""

_FILLER: Final = "’‘ .,;:-_/\\*?!#…–—'\"~=+|()[]"
_REPEATED: Final = frozenset("xzyq0")


def is_placeholder(text: str) -> bool:
    """Tell whether a non-empty cell says that nothing is known.

    >>> is_placeholder("N/A"), is_placeholder("---"), is_placeholder("xxx"), is_placeholder("Xavier")
    (True, True, True, False)
    """
    if len(text) > 20:
        return False
    bare = text.casefold()
    if bare in WORDS:
        return True
    bare = bare.strip(_FILLER)
    return not bare or bare in WORDS or (len(bare) > 1 and bare[0] in _REPEATED and len(set(bare)) == 1)
