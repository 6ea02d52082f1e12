"""Ways to show the name of a person: sorted by the family name, and with initials."""

import re
from typing import Final

from crmkit.schema.types.names.words import INNER_PARTICLES, PARTICLES_BY_LANGUAGE
from crmkit.schema.types.person_name import PersonName

_PART: Final = re.compile(r"[^\W\d_]+")
_MERGED: Final = frozenset({"du", "des", "vom", "zum", "zur", "am", "im", "del"})
_ARTICLES: Final = frozenset({"la", "le", "les", "l'", "las", "los"})
_ALWAYS_IN_FRONT: Final = frozenset({"it", "en", "ar"})
_ELIDED: Final = re.compile(r"^([dD]')(?=\w)")


def sort_name(name: PersonName, language: str | None = None) -> str:
    """Show a name under its family name, "Leyen, Ursula von der", as the language of the name sorts it.

    Prepositions go behind the given name in French, German, Dutch, Spanish and Portuguese; articles, and prepositions
    merged with one, stay in front; Italian, English and Arabic names, and Belgian ones ("nl-BE"), keep everything in
    front. After IFLA, Names of Persons.

    Args:
        name: the name.
        language: two-letter code, or "nl-BE"; left out, the particle tells it.

    >>> sort_name(PersonName("Ursula", "Leyen", particle="von der"))
    'Leyen, Ursula von der'
    >>> (
    ...     sort_name(PersonName("Jean", "Fontaine", particle="de la")),
    ...     sort_name(PersonName("Joachim", "Bellay", particle="du")),
    ... )
    ('La Fontaine, Jean de', 'Du Bellay, Joachim')
    """
    before, behind = _part(name.particle or "", _language(name, language))
    family = name.family or name.birth_name or ""
    if not before and not behind and name.family and (elided := _ELIDED.match(family)) and elided[1] == "d'":
        behind, family = "d'", family[2:]
    first = " ".join(part for part in (before[:1].upper() + before[1:], family) if part)
    rest = " ".join(part for part in (name.given, name.middle, behind) if part)
    return ", ".join(part for part in (first, rest, name.suffix) if part)


def with_initials(name: PersonName) -> str:
    """Show a name with the initials of its given names.

    >>> (
    ...     with_initials(PersonName("Jean-Pierre", "Fontaine", particle="de la")),
    ...     with_initials(PersonName("Anna Maria", "Berg")),
    ... )
    ('J.-P. de la Fontaine', 'A. M. Berg')
    """
    given = name.given_name or ""
    initials = " ".join(
        "-".join(f"{part[0].upper()}." for part in word.split("-") if part and _PART.match(part))
        for word in given.split()
    )
    if given.isupper() and "." not in given and len(given) < 4:
        initials = " ".join(f"{letter}." for letter in given if letter.isalpha())
    return " ".join(part for part in (initials, name.family_name, name.suffix) if part)


def _language(name: PersonName, language: str | None) -> str:
    if language:
        return language
    particle = (name.particle or "").lower().split()
    for one in ("de", "nl", "it", "fr", "pt", "ar", "es", "sv"):
        if particle and particle[0] in PARTICLES_BY_LANGUAGE[one]:
            return "es" if one == "fr" and particle[-1] in {"las", "los"} else one
    return "fr"


def _part(particle: str, language: str) -> tuple[str, str]:
    """Part a particle into what stays before the family name and what goes behind the given name."""
    words = particle.split()
    if not words or language[:2] in _ALWAYS_IN_FRONT or language.endswith("-BE"):
        return particle, ""
    if words[0].lower() in _MERGED and language[:2] in {"fr", "de"}:
        return particle, ""
    if language[:2] == "fr" and words[-1].lower() in _ARTICLES & INNER_PARTICLES:
        return words[-1], " ".join(words[:-1])
    return "", particle
