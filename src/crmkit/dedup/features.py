"""What is compared: the features that columns give, and how a cell is read into them for matching.

A feature is a folded form that is good for nothing but comparing. Reading never fails: what cannot be read is
missing, and a missing feature is no evidence, neither for nor against.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from attrs import frozen

from crmkit.exceptions import UnknownNameError
from crmkit.schema.folding import fold
from crmkit.schema.types.base import SemanticType
from crmkit.schema.types.catalogue import TYPES, find_type
from crmkit.schema.types.organisations.legal_forms import shared_form


@frozen(kw_only=True)
class Feature:
    """One thing that two records can agree on.

    Attributes:
        name: "given", "family", "birth_date" ...; text columns each have their own, "text:<column>", and so has every
            semantic type that is none of these, "own.<type>".
        many: whether a record can have several values at once; one that agrees is enough.
    """

    name: str
    many: bool = False


FEATURES: Final[tuple[Feature, ...]] = (
    Feature(name="given"),
    Feature(name="family"),
    Feature(name="suffix"),
    Feature(name="gender"),
    Feature(name="organisation"),
    Feature(name="legal_form"),
    Feature(name="birth_date"),
    Feature(name="email", many=True),
    Feature(name="phone", many=True),
    Feature(name="identifier", many=True),
    Feature(name="loyalty_card", many=True),
    Feature(name="customer_number", many=True),
    Feature(name="street"),
    Feature(name="house_number"),
    Feature(name="address_extra"),
    Feature(name="postcode"),
    Feature(name="locality"),
    Feature(name="region"),
    Feature(name="country"),
)
"""Every feature but the text ones, in the order in which they are explained."""

_FEMALE = frozenset(("mrs", "ms", "miss", "mme", "mlle", "madame", "mademoiselle", "frau", "lady", "dame", "countess"))
_MALE = frozenset(
    ("mr", "mister", "monsieur", "herr", "hr", "sir", "lord", "count", "earl", "baron", "baronet", "duke")
)
TITLES = (
    frozenset(("m", "fr", "dr", "prof", "professor", "rev", "reverend", "maj", "gen", "col", "capt", "lt", "sgt"))
    | frozenset(("major", "general", "colonel", "captain", "lieutenant", "viscount", "duchess", "the", "hon", "rt"))
    | frozenset(("ing", "dipl", "med", "me", "maitre", "esq", "esquire", "phd", "msc", "bsc", "mba"))
    | _FEMALE
    | _MALE
)
_NAMES_TOO = frozenset(("baron", "earl", "duke", "count", "major", "lord"))
"""Titles that are somebody's name where they stand alone; so is M, which is an initial there."""

_SUFFIXES: Final[Mapping[str, str]] = {
    "jr": "2", "junior": "2", "jun": "2", "cadet": "2", "jeune": "2", "fils": "2", "ii": "2", "2nd": "2",
    "sr": "1", "senior": "1", "sen": "1", "pere": "1", "aine": "1", "i": "1",
    "iii": "3", "3rd": "3", "iv": "4",
}  # fmt: skip
_GENDERS: Final[Mapping[str, str]] = {
    word: code
    for code, words in {
        "f": "f female woman w weiblich femme feminin frau mme madame girl mrs ms",
        "m": "m male man h mannlich homme masculin herr mr monsieur boy",
    }.items()
    for word in words.split()
}

Read = dict[str, tuple[str, ...]]

Target = str | SemanticType[Any]
"""What a column means for matching: a name, or the semantic type that says how it is compared."""

_MANY: Final = frozenset(one.name for one in FEATURES if one.many)

OWN: Final = "own."
"""Begins the name of a feature that is a semantic type of its own."""


def read_cell(target: str, cell: object, *, region: str | None = None) -> Read:
    """Read one cell of a column into features.

    Args:
        target: what the column means, such as "person_name"; an unknown target raises.
        cell: text, number or date.
        region: two-letter country code that decides what a national phone number means.

    Raises:
        UnknownNameError: for a target that duplicate detection knows nothing of.

    >>> read_cell("person_name", "Mrs. Müller, Anna")
    {'given': ('anna',), 'family': ('muller',), 'gender': ('f',)}
    """
    reader = _READERS.get(target)
    if reader is None:
        raise UnknownNameError("target for matching", target, _READERS)
    text = "" if cell is None else str(cell).strip()
    if not text or fold(text) in NOTHING:
        return {}
    return {name: values for name, values in reader(text, region).items() if values}


def read_own(
    feature: str, as_type: SemanticType[Any], cell: object, *, region: str | None, meant: dict[str, Any]
) -> Read:
    """Read one cell of a column that only its semantic type knows to compare.

    Args:
        feature: name of the feature.
        as_type: the type.
        cell: text, number, date or canonical value.
        region: two-letter country code that decides what a national value means.
        meant: takes what each folded value stands for, whichever cell comes first.
    """
    keys = []
    for value in as_type.clean(cell, region=region).values:
        key = next(iter(as_type.keys(value)), "")
        if key:
            keys.append(key)
            meant[key] = min(meant.get(key, value), value, key=as_type.caption)
    return {feature: tuple(keys)} if keys else {}


def has_many(feature: str) -> bool:
    """Tell whether a record can have several values of a feature at once.

    >>> has_many("email"), has_many("own.url"), has_many("given")
    (True, True, False)
    """
    return feature in _MANY or feature.startswith(OWN)


def matching_targets() -> tuple[str, ...]:
    """Name the targets that give features of their own."""
    return tuple(_READERS)


def own_type(target: Target) -> SemanticType[Any] | None:
    """Find the semantic type that alone says how a column is matched; None for the targets of `matching_targets`.

    Raises:
        UnknownNameError: there is no such target, and no such type.

    >>> own_type("url").name, own_type("email")
    ('url', None)
    """
    if isinstance(target, SemanticType):
        return None if target.name in _READERS and target is find_type(target.name) else target
    if target in _READERS:
        return None
    if target not in TYPES:
        raise UnknownNameError("target for matching", target, {*_READERS, *TYPES})
    return find_type(target)


NOTHING = frozenset(("", "nan", "none", "null", "n a", "na", "unknown", "inconnu", "unbekannt", "nil"))


def _given(text: str, _region: str | None) -> Read:
    return _person_parts(given=fold(text).split(), family=[])


def _family(text: str, _region: str | None) -> Read:
    return _person_parts(given=[], family=fold(text).split())


def _full_name(text: str, _region: str | None) -> Read:
    name = find_type("person_name").clean(text).value
    if name is None:
        return {}
    read = _person_parts(given=fold(name.given_name or "").split(), family=fold(name.family_name or "").split())
    suffix = _SUFFIXES.get(fold(name.suffix or ""))
    own = {"suffix": (suffix,)} if suffix else {}
    return {**read, **own, **_titles(fold(name.prefix or "").split())}


def _person_parts(*, given: list[str], family: list[str]) -> Read:
    suffix = [_SUFFIXES[word] for word in family[1:] if word in _SUFFIXES]
    family = [word for place, word in enumerate(family) if place == 0 or word not in _SUFFIXES]
    own = [word for word in given if word not in TITLES] or [
        word for word in given if word in _NAMES_TOO or word == "m"
    ]
    read: Read = {
        "given": _joined(own),
        "family": _joined(family),
        "suffix": tuple(suffix[:1]),
    }
    return {**read, **_titles(word for word in given if word not in own)}


def _titles(words: Iterable[str]) -> Read:
    for word in words:
        if word in _FEMALE:
            return {"gender": ("f",)}
        if word in _MALE:
            return {"gender": ("m",)}
    return {}


def _joined(words: Iterable[str]) -> tuple[str, ...]:
    text = " ".join(words)
    return (text,) if text else ()


def _gender(text: str, _region: str | None) -> Read:
    code = _GENDERS.get(fold(text))
    return {"gender": (code,) if code else ()}


def _suffix(text: str, _region: str | None) -> Read:
    code = _SUFFIXES.get(fold(text))
    return {"suffix": (code,) if code else ()}


def _prefix(text: str, _region: str | None) -> Read:
    return _titles(fold(text).split())


_ISO = re.compile(r"(1[89]\d\d|20[0-4]\d)-(0[2-9]|1[0-2])-(0[2-9]|1\d|2[0-8])")
_DIALLED = re.compile(r"\+?[\d\s().-]{9,20}")
_LONGEST_NUMBER = 13
_FEW_DIGITS = 3
ROW_OF_DIGITS = "01234567890123456789" + "98765432109876543210"


def _birth_date(text: str, region: str | None) -> Read:
    plain = _ISO.fullmatch(text)
    if plain:
        return {"birth_date": ("".join(plain.groups()),)}
    key = next(iter(find_type("date").clean(text, region=region).keys), "")
    digits = key.replace("-", "").rjust(8, "0") if key.startswith("--") else key[:8].ljust(8, "0")
    return {"birth_date": (digits,)} if len(key) >= 4 and digits.isdecimal() else {}


def _email(text: str, _region: str | None) -> Read:
    """Drop what stands behind a plus: it sorts a mailbox and names no other one."""
    keys = find_type("email").clean(text).keys[:1]
    return {"email": tuple(re.sub(r"\+[^@]*@", "@", key) for key in keys)}


def _phone(text: str, region: str | None) -> Read:
    """Keep the last nine digits: numbers are written with and without the code of their country."""
    plain = re.sub(r"\D", "", text) if _DIALLED.fullmatch(text) else ""
    if 9 <= len(plain) <= _LONGEST_NUMBER and len(set(plain)) > _FEW_DIGITS and plain not in ROW_OF_DIGITS:
        return {"phone": (plain[-9:],)}
    keys = find_type("phone").clean(text, region=region).keys
    digits = re.sub(r"\D", "", keys[-1]) if keys else ""
    return {"phone": (digits[-9:],) if len(digits) > 5 else ()}


def _organisation(text: str, _region: str | None) -> Read:
    cleaned = find_type("organisation_name").clean(text)
    if cleaned.value is None:
        return {}
    return {"organisation": cleaned.keys[:1], "legal_form": _joined([shared_form(cleaned.value.legal_form)])}


def _locality(text: str, _region: str | None) -> Read:
    return {"locality": find_type("locality").clean(text).keys[:1]}


def _code(feature: str) -> Callable[[str, str | None], Read]:
    def read(text: str, _region: str | None) -> Read:
        return {feature: _joined(["".join(fold(text).split())])}

    return read


def _keyed(feature: str) -> Callable[[str, str | None], Read]:
    """Read what has one key however it is called, such as Suisse and CH, or Vaud and VD; else its words."""

    def read(text: str, _region: str | None) -> Read:
        return {feature: find_type(feature).clean(text).keys[:1] or _joined([fold(text)])}

    return read


def _words(feature: str) -> Callable[[str, str | None], Read]:
    def read(text: str, _region: str | None) -> Read:
        return {feature: _joined([fold(text)])}

    return read


_HOUSE = re.compile(r"^(\d+\s?[a-z]?(?:\s(?:bis|ter))?)\s+(.+)$|^(.+?)\s+(\d+\s?[a-z]?(?:\s(?:bis|ter))?)$")


def _street(text: str, _region: str | None) -> Read:
    folded = fold(text)
    found = _HOUSE.match(folded)
    if not found:
        return {"street": _street_key(folded)}
    number, street = (found[1], found[2]) if found[1] else (found[4], found[3])
    return {"street": _street_key(street), "house_number": ("".join(number.split()),)}


def _street_key(text: str) -> tuple[str, ...]:
    return find_type("street").clean(text).keys[:1] or _joined([text])


def _address(text: str, region: str | None) -> Read:
    address = find_type("postal_address").clean(text, region=region).value
    if address is None:
        return {}
    read = {**_street(address.street, region)} if address.street else {}
    for target, part in (
        ("house_number", address.house_number),
        ("address_extra", address.extra),
        ("postcode", address.postcode),
        ("locality", address.locality),
        ("region", address.region),
        ("country", address.country),
    ):
        if part:
            read.update(_READERS[target](part, region))
    return read


_READERS: Final[Mapping[str, Callable[[str, str | None], Read]]] = {
    "person_name": _full_name,
    "given_name": _given,
    "family_name": _family,
    "prefix": _prefix,
    "suffix": _suffix,
    "gender": _gender,
    "birth_date": _birth_date,
    "organisation_name": _organisation,
    "email": _email,
    "phone": _phone,
    "identifier": _code("identifier"),
    "loyalty_card": _code("loyalty_card"),
    "customer_number": _code("customer_number"),
    "postal_address": _address,
    "street": _street,
    "house_number": _code("house_number"),
    "address_extra": _words("address_extra"),
    "postcode": _code("postcode"),
    "locality": _locality,
    "region": _keyed("region"),
    "country": _keyed("country"),
    "job_title": _words("text"),
    "text": _words("text"),
}
