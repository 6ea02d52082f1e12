"""Taking the name of one person apart that came in one cell."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from crmkit.schema.folding import fold
from crmkit.schema.types.names.capitals import capitalise, capitalise_family, is_one_case
from crmkit.schema.types.names.known_names import is_given
from crmkit.schema.types.names.order import is_initial, is_loud, is_particle, order_words
from crmkit.schema.types.names.titles import is_form_of_address, peel, peel_suffixes
from crmkit.schema.types.names.words import (
    ALIAS_WORDS,
    BIRTH_NAME_WORDS,
    MARRIED_NAME_WORDS,
    PARTICLES,
    PARTICLES_BY_LANGUAGE,
)

_ASIDE: Final = re.compile(
    r"""\s*(?:\(([^()]*)\)|\[([^\[\]]*)\]|["“”„«]\s*([^"“”„«»]*)["“”»]|(?<=\s)'([^']+)'(?=\s|$))\s*"""
)
_BRACKET: Final = re.compile(r"""[(\["“”„«]|\s'""")
_ALIAS: Final = re.compile(rf"\s(?:{'|'.join(map(re.escape, sorted(ALIAS_WORDS)))})\.?\s+(.+)$", re.IGNORECASE)
_SURE_BIRTH_WORDS: Final = frozenset({"née", "nee", "né", "geb", "geborene", "geborener"})
_VOWELS: Final = frozenset("AEIOUYÄÖÜÉÈÀ")
_BIG_PARTICLES: Final = PARTICLES_BY_LANGUAGE["it"] - {"da", "del"}


class ParsedName(NamedTuple):
    """The parts of a name, "" where there is none; the names are those of `PersonName`."""

    given: str = ""
    family: str = ""
    prefix: str = ""
    middle: str = ""
    particle: str = ""
    suffix: str = ""
    birth_name: str = ""
    nickname: str = ""


@lru_cache(maxsize=65_536)
def parse_name(text: str, region: str | None = None) -> ParsedName:
    """Take the name of one person apart.

    >>> parse_name("Dr. Vincent van Gogh")._asdict()["particle"]
    'van'
    >>> parse_name('Johann "Hansi" Huber').nickname
    'Hansi'
    """
    text, birth_name = part_birth_name(text)
    text, married_name = _part_announced(text, MARRIED_NAME_WORDS)
    text, nickname, titles = without_asides(text)
    prefix: list[str] = []
    suffix: list[str] = []
    parts: list[list[str]] = []
    for segment in f"{titles} {text}".split(","):
        before, words, behind = peel(segment.split(), region)
        if parts and (alone := peel_suffixes(words)):
            words, behind = [], [*alone, *behind]
        if parts and not words and [word.strip(".") for word in before] == ["M"]:
            before, words = [], ["M."]
        prefix, suffix = [*prefix, *before], [*suffix, *behind]
        if words:
            parts.append(words)
    middle: list[str] = []
    if len(parts) > 1:
        family, given = parts[0], [word for part in parts[1:] for word in part]
        given, family = _with_particles_in_front(given, family)
        one, rest = part_particle(family)
        family = [*one, *rest]
    else:
        given, middle, family = order_words(parts[0] if parts else [], has_prefix=bool(prefix), region=region)
    if married_name and family:
        birth_name, family = birth_name or " ".join(family), married_name.split()
    elif married_name:
        family = married_name.split()
    particle, family = part_particle(family)
    whole = " ".join([*given, *middle, *particle, *family])
    first, initials = _part_initials(given)
    return ParsedName(
        given=given_case(first, whole),
        family=family_case(family, particle),
        prefix=" ".join(prefix),
        middle=given_case([*initials, *middle], whole),
        particle=_particle_case(particle, [*given, *family], region),
        suffix=" ".join(suffix),
        birth_name=family_case(birth_name.split(), []),
        nickname=given_case(nickname.split(), nickname),
    )


def part_birth_name(text: str) -> tuple[str, str]:
    """Part the family name at birth from the rest of a name.

    >>> part_birth_name("Dupont née Martin, Claire"), part_birth_name("MARTIN née DURAND Claire")
    (('Dupont, Claire', 'Martin'), ('MARTIN Claire', 'DURAND'))
    """
    return _part_announced(text, BIRTH_NAME_WORDS)


def split_particle(text: str) -> tuple[str, str]:
    """Part a family name from its particle.

    >>> split_particle("de la Fontaine"), split_particle("Dupont")
    (('de la', 'Fontaine'), ('', 'Dupont'))
    """
    particle, family = part_particle(text.split())
    return " ".join(particle), " ".join(family)


def part_particle(family: list[str]) -> tuple[list[str], list[str]]:
    """Part the words of a family name from those of its particle; one word is always left as the name.

    >>> part_particle(["von", "der", "Leyen"]), part_particle(["d'", "Ormesson"])
    ((['von', 'der'], ['Leyen']), ([], ["d'Ormesson"]))
    """
    end = 0
    while end < len(family) - 1 and is_particle(family, end):
        end += 1
    if end and family[end - 1].lower() in {"d'", "l'"}:
        return family[: end - 1], [family[end - 1] + family[end], *family[end + 1 :]]
    return family[:end], family[end:]


def asides(text: str) -> list[str]:
    """List what stands in brackets or quotes.

    >>> asides('Johann "Hansi" Huber (Bern)')
    ['Hansi', 'Bern']
    """
    return [_inside(hit) for hit in _ASIDE.finditer(text)] if _BRACKET.search(text) else []


def is_nickname_aside(text: str, aside: str) -> bool:
    """Tell whether what stands in brackets or quotes is another given name rather than a remark.

    In quotes, or inside the name, it is; behind the name it must be a common given name.
    """
    words = aside.split()
    if not words or len(words) > 2 or not all(fold(word) and not any(map(str.isdigit, word)) for word in words):
        return False
    if any(is_form_of_address(word) for word in words):
        return False
    at = text.find(aside)
    quoted = text[at - 1 : at] not in {"(", "["}
    inside = bool(fold(text[:at])) and bool(fold(text[at + len(aside) :]))
    return quoted or inside or all(is_given(word) for word in words)


def without_asides(text: str) -> tuple[str, str, str]:
    """Give the text without brackets and quotes, the nickname, and a form of address that stood there.

    >>> without_asides("William (Bill) Smith (Mr)")
    ('William Smith', 'Bill', 'Mr')
    """
    nickname, titles = "", ""
    for aside in asides(text):
        if aside and all(is_form_of_address(word) for word in aside.split()):
            titles = aside
        elif is_nickname_aside(text, aside):
            nickname = nickname or aside
    outside = _ASIDE.sub(" ", text).strip() if _BRACKET.search(text) else text
    if not fold(outside):
        return text.strip("()[]\"“”„«»' "), "", ""
    alias = _ALIAS.search(outside)
    if alias and fold(outside[: alias.start()]):
        nickname, outside = nickname or alias[1], outside[: alias.start()]
    return outside, nickname, titles


def _inside(hit: re.Match[str]) -> str:
    return next((group for group in hit.groups() if group is not None), "").strip(" ,;")


def _part_announced(text: str, announced_by: frozenset[str]) -> tuple[str, str]:
    """Part a name that a word such as "née" announces from the rest."""
    if all(word.strip("(.,").lower() not in announced_by for word in text.split()):
        return text, ""
    words = text.replace("(", " ( ").replace(")", " ) ").replace(",", " , ").split()
    at = next((at for at, word in enumerate(words[:-1]) if word.lower().strip(".") in announced_by), None)
    if at is None or not fold(words[at + 1]) or (at == 0 and words[0].lower().strip(".") not in _SURE_BIRTH_WORDS):
        return text, ""
    end = at + 1
    while end < len(words) and words[end] not in {"(", ")", ","} and not any(map(str.isdigit, words[end])):
        end += 1
    announced = words[at + 1 : end]
    loud = [is_loud(word) for word in announced]
    if loud[0] and not all(loud):
        end = at + 1 + loud.index(False)
        announced = words[at + 1 : end]
    in_brackets = words[at - 1 : at] == ["("] and words[end : end + 1] == [")"]
    kept = [*words[: at - 1], *words[end + 1 :]] if in_brackets else [*words[:at], *words[end:]]
    rest = " ".join(kept).replace(" ,", ",").strip(" ,")
    return rest if fold(rest) else " ".join(announced), " ".join(announced)


def _with_particles_in_front(given: list[str], family: list[str]) -> tuple[list[str], list[str]]:
    """Bring the particles of "Leyen, Ursula von der" back before the family name."""
    end = len(given)
    while end > 1 and given[end - 1].lower() in PARTICLES | {"la", "le", "les", "las", "los", "den", "dem"}:
        end -= 1
    if end < len(given) and is_particle(given, end):
        article = family[0].lower() in {"la", "le", "les", "las", "los"} and len(family) > 1
        return given[:end], [*given[end:], family[0].lower() if article else family[0], *family[1:]]
    return given, family


def _part_initials(given: list[str]) -> tuple[list[str], list[str]]:
    """Keep initials behind the first given name apart: "John F."."""
    for at, word in enumerate(given):
        if at and is_initial(word) and word not in {"e", "y"} and len(given[0].strip(".")) > 1:
            return given[:at], given[at:]
    return given, []


def given_case(words: list[str], whole: str) -> str:
    """Join given names, with capitals as names have them where they were typed in one case.

    >>> given_case(["JEAN-LUC"], "JEAN-LUC PETIT"), given_case(["JP"], "JP Petit")
    ('Jean-Luc', 'JP')
    """
    if not words:
        return ""
    text = " ".join(words)
    letters = text.replace(".", "")
    if len(letters) <= 2 and text.isupper() and (not is_one_case(whole) or not _VOWELS.intersection(letters)):
        return text
    return capitalise(text) if is_one_case(text) else text


def family_case(words: list[str], particle: list[str]) -> str:
    """Join a family name, with capitals as names have them where it was typed in one case.

    >>> family_case(["McDONALD"], []), family_case(["d'ORMESSON"], []), family_case(["Petit"], [])
    ('McDonald', "d'Ormesson", 'Petit')
    """
    if not words:
        return ""
    text = " ".join(words)
    if is_one_case(text):
        if particle and particle[-1].lower() == "de" and text.lower().startswith("l'"):
            return "l'" + capitalise_family(text[2:])
        return text if len(text.strip(".")) == 1 and text.isupper() else capitalise_family(text)
    return " ".join(_loud_case(word) for word in words)


def whole_family_case(text: str, region: str | None = None) -> str:
    """Give a family name with its particle the capitals that it has, where it was typed in one case.

    >>> whole_family_case("DE LA FONTAINE"), whole_family_case("d'ORMESSON"), whole_family_case("De Smet")
    ('de la Fontaine', "d'Ormesson", 'De Smet')
    """
    particle, family = part_particle(text.split())
    shown = _particle_case(particle, family, region)
    return " ".join(part for part in (shown, family_case(family, particle)) if part)


def _loud_case(word: str) -> str:
    if word[:1].isupper() and word[1:].isupper() and len(word) > 3 and "." not in word:
        return capitalise_family(word)
    beginning = re.match(r"[DdLlO]'|Mc|Mac|De|Du|Le|La|Van", word)
    if beginning and len(word) - beginning.end() > 2 and word[beginning.end() :].isupper() and is_loud(word):
        return beginning[0] + capitalise(word[beginning.end() :])
    return word


def _particle_case(particle: list[str], others: list[str], region: str | None) -> str:
    text = " ".join(particle)
    if not text or not (is_one_case(" ".join([*particle, *others])) or text.isupper()):
        return text
    if len(particle) == 1 and text.lower() in _BIG_PARTICLES:
        return text.capitalize()
    return text.lower().capitalize() if (region or "").upper() == "BE" else text.lower()
