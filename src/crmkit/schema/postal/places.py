"""When two names mean the same place within one postcode."""

from typing import Final

from crmkit.schema.types.locality import locality_key
from crmkit.schema.types.places.locality_names import SMALL

_WEAK: Final = SMALL | {"st", "ste", "sta", "mont", "val", "bad", "ober", "unter", "nieder"}
_SHORT: Final = 3


def place_keys(name: str) -> tuple[str, ...]:
    """Write the keys of a listed name: whole, each of two languages, and without what stands in parentheses.

    >>> place_keys("Disentis/Mustér"), place_keys("Campo (Blenio)")
    (('disentis muster', 'disentis'), ('campo blenio', 'campo'))
    """
    keys = [locality_key(name)]
    if "(" in name:
        keys.append(locality_key(name.partition("(")[0]))
    elif "/" in name:
        keys.extend(map(locality_key, name.split("/")))
    return tuple(dict.fromkeys(key for key in keys if key))


def stands_for(written: str, listed: str) -> bool:
    """Tell whether a key is a shorter way to write another one, where both can only mean places of one postcode.

    Small words may be missing, words but the first may be shortened to three letters, and what follows may be left
    out: "Affoltern a. A.", "Villars", "Muri b. Bern".

    >>> stands_for("affoltern a a", "affoltern am albis"), stands_for("villars", "villars sur glane")
    (True, True)
    >>> stands_for("lausann", "lausanne"), stands_for("le", "le locle")
    (False, False)
    """
    short, full = written.split(), listed.split()
    telling = [word for word in short if word not in SMALL]
    if telling and telling == [word for word in full if word not in SMALL]:
        return True
    if not short or short[0] in _WEAK:
        return False
    if len(short) < len(full) and short == full[: len(short)] and short[-1] not in SMALL:
        return True
    return (
        len(short) == len(full)
        and short[0] == full[0]
        and all(
            one == other or (len(one) <= _SHORT and other.startswith(one))
            for one, other in zip(short, full, strict=True)
        )
    )
