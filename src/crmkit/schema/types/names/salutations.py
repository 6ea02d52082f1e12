"""How a letter to a person begins, in French, German, English and Italian."""

from collections.abc import Mapping, Sequence
from typing import Final

from attrs import frozen

from crmkit.exceptions import UnknownNameError
from crmkit.schema.types.names.titles import gender_of
from crmkit.schema.types.person_name import PersonName


@frozen
class _Words:
    """What a language says to a woman, to a man, and to somebody whose gender is not known."""

    female: str
    male: str
    open: str
    family: str
    near_female: str
    near_male: str
    near_open: str


_WORDS: Final[Mapping[str, _Words]] = {
    "fr": _Words("Madame", "Monsieur", "Madame, Monsieur", "Chère famille", "Chère", "Cher", "Bonjour"),
    "de": _Words(
        "Sehr geehrte Frau", "Sehr geehrter Herr", "Guten Tag", "Sehr geehrte Familie", "Liebe", "Lieber", "Guten Tag"
    ),
    "en": _Words("Dear Ms", "Dear Mr", "Dear", "Dear Family", "Dear", "Dear", "Dear"),
    "it": _Words("Gentile Signora", "Gentile Signor", "Buongiorno", "Gentile famiglia", "Cara", "Caro", "Buongiorno"),
}
_FRENCH_OFFICES: Final = {
    "Me": "Maître", "Dr.": "Docteur", "Dre": "Docteure", "Prof.": "Professeur", "Pr": "Professeur",
    "Pre": "Professeure",
}  # fmt: skip
_SPOKEN: Final = {
    "de": {"Prof.": "Prof.", "Pr": "Prof.", "Univ.-Prof.": "Prof.", "Dr.": "Dr.", "DDr.": "Dr.", "Dre": "Dr.",
           "PD": "PD"},
    "en": {"Prof.": "Professor", "Pr": "Professor", "Pre": "Professor", "Univ.-Prof.": "Professor", "Dr.": "Dr",
           "Dre": "Dr", "DDr.": "Dr", "Rev.": "Reverend", "Capt.": "Captain", "Col.": "Colonel", "Maj.": "Major"},
    "it": {"Prof.": "Prof.", "Prof.ssa": "Prof.ssa", "Dr.": "Dott.", "Dott.": "Dott.", "Dott.ssa": "Dott.ssa",
           "Avv.": "Avv.", "Ing.": "Ing.", "Arch.": "Arch."},
}  # fmt: skip
_FAMILIES: Final = frozenset({"Famille", "Familie", "Famiglia", "Family"})


def salutation(
    name: PersonName | Sequence[PersonName], language: str, *, formal: bool = True, gender: str | None = None
) -> str:
    """Write how a letter begins, without the comma at the end.

    A gender that neither the form of address nor the caller tells is never guessed: the form is neutral then. The
    formal French one names nobody, as French manners have it. After DIN 5008, the Duden and French protocol.

    Args:
        name: a name, or those of a couple.
        language: "fr", "de", "en" or "it", also with a country, "de-CH".
        formal: whether to say "Sehr geehrte Frau Berg" rather than "Liebe Anna".
        gender: "f" or "m", when it is known from elsewhere.

    Raises:
        UnknownNameError: for another language.

    >>> salutation(PersonName("Karl", "Müller", prefix="Herr Prof. Dr."), "de")
    'Sehr geehrter Herr Prof. Müller'
    >>> salutation(PersonName("Anna", "Berg"), "de"), salutation(PersonName("Anna", "Berg", prefix="Mme"), "fr")
    ('Guten Tag Anna Berg', 'Madame')
    >>> salutation(PersonName("Anna", "Berg", prefix="Frau"), "de", formal=False)
    'Liebe Anna'
    """
    tongue = language.lower()[:2]
    if tongue not in _WORDS or (len(language) > 2 and language[2] not in "-_"):
        raise UnknownNameError("language of salutations", language, _WORDS)
    if isinstance(name, PersonName):
        return _one(name, tongue, formal=formal, gender=gender)
    lines = list(dict.fromkeys(_one(one, tongue, formal=formal, gender=gender) for one in name))
    if tongue == "en" and lines:
        return " and ".join([lines[0], *(line.removeprefix("Dear ") for line in lines[1:])])
    if tongue == "fr" and formal:
        return _french_first(lines)
    return ", ".join([*lines[:1], *(line[:1].lower() + line[1:] for line in lines[1:])])


def _one(name: PersonName, tongue: str, *, formal: bool, gender: str | None) -> str:
    words = _WORDS[tongue]
    prefix = (name.prefix or "").split()
    known = gender if gender in {"f", "m"} else gender_of(prefix)
    family = name.family_name or name.birth_name
    if name.is_household:
        if tongue == "fr" and formal:
            return words.open
        shown = words.family if not _FAMILIES.isdisjoint(prefix) else words.open
        return f"{shown} {family}" if family else words.open
    if not formal and name.given:
        near = {"f": words.near_female, "m": words.near_male}.get(known or "", words.near_open)
        return f"{near} {name.given}"
    if tongue == "fr":
        return _french(prefix, known, formal=formal, family=family)
    title = _title(prefix, tongue)
    if not family or (known is None and not (title and tongue == "en")):
        whole = " ".join(part for part in (title, name.given_name, family) if part)
        return f"{words.open} {whole}" if whole else words.open
    spoken = {"f": words.female, "m": words.male}.get(known or "", words.open)
    if tongue == "en":
        spoken = "Dear" if title else spoken
        if not title and (own := next((one for one in prefix if one in {"Mrs", "Miss", "Mx"}), None)):
            spoken = f"Dear {own}"
    if tongue == "it" and title:
        spoken = "Gentile"
    return " ".join(part for part in (spoken, title, family) if part)


def _french(prefix: Sequence[str], known: str | None, *, formal: bool, family: str | None) -> str:
    office = next((_FRENCH_OFFICES[one] for one in prefix if one in _FRENCH_OFFICES), "")
    if office == "Maître":
        return office
    if known is None:
        return "Madame, Monsieur"
    civil = "Madame" if known == "f" else "Monsieur"
    if not formal:
        return f"{'Chère' if known == 'f' else 'Cher'} {civil}" if family else civil
    if office:
        return (
            f"{civil} la {office if office.endswith('e') else office + 'e'}" if known == "f" else f"{civil} le {office}"
        )
    return civil


def _title(prefix: Sequence[str], tongue: str) -> str:
    """Give the title that is spoken: the highest one only, a professor before a doctor."""
    spoken = _SPOKEN[tongue]
    titles = [spoken[one] for one in prefix if one in spoken]
    highest = next((one for one in titles if one.startswith(("Prof", "PD"))), None)
    return highest or next(iter(titles), "")


def _french_first(lines: Sequence[str]) -> str:
    """Put the lady first and say nothing twice: "Madame, Monsieur"."""
    said = dict.fromkeys(part for line in lines for part in line.split(", "))
    return ", ".join(sorted(said, key=lambda one: not one.startswith("Madame")))
