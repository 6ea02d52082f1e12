"""Names of persons."""

import re
from typing import Any, Final

from attrs import evolve, frozen

from crmkit.schema.types.base import Cleaned, Finding, written_parts
from crmkit.schema.types.cells import CellType
from crmkit.schema.types.names.couples import persons, without_members
from crmkit.schema.types.names.doubts import is_company, is_filler, is_sample
from crmkit.schema.types.names.glance import glance_name
from crmkit.schema.types.names.matching import name_keys, name_similarity
from crmkit.schema.types.names.parsing import ParsedName, asides, is_nickname_aside, parse_name, without_asides
from crmkit.schema.types.names.remarks import is_plain, without_remarks
from crmkit.schema.types.names.spelling import tidy_name
from crmkit.schema.types.names.titles import is_form_of_address, part_prefix
from crmkit.schema.types.names.words import BIRTH_NAME_WORDS, GENERATIONS, HOUSEHOLDS, JOINERS

_SAMPLE: Final = "This is a name that examples and tests are filled with."
_HOUSEHOLD: Final = Finding("name.household", "The cell names a family or a couple, not one person.")
_FAMILY_FIRST: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")


@frozen
class PersonName:
    """The name of a person, in its parts.

    Attributes:
        given: given name or names, "Jean-Pierre".
        family: family name without its particle, "Fontaine".
        prefix: civility and academic titles, "Prof. Dr.".
        middle: further given names, initials or the name of the father, when they came apart from the first.
        particle: what stands before the family name, "de la".
        suffix: what stands behind it, "Jr", "II".
        birth_name: the family name at birth.
        nickname: another given name, which the cell had in quotes or brackets.
    """

    given: str | None = None
    family: str | None = None
    prefix: str | None = None
    middle: str | None = None
    particle: str | None = None
    suffix: str | None = None
    birth_name: str | None = None
    nickname: str | None = None

    @property
    def family_name(self) -> str | None:
        """The family name with its particle."""
        return " ".join(part for part in (self.particle, self.family) if part) or None

    @property
    def given_name(self) -> str | None:
        """The given names with the middle ones."""
        return " ".join(part for part in (self.given, self.middle) if part) or None

    @property
    def civility(self) -> str | None:
        """The form of address without titles, "Frau".

        >>> PersonName(family="Berg", prefix="Frau Prof. Dr.").civility
        'Frau'
        """
        return part_prefix(self.prefix or "")[0] or None

    @property
    def title(self) -> str | None:
        """The academic and other titles, "Prof. Dr.".

        >>> PersonName(family="Berg", prefix="Frau Prof. Dr.").title
        'Prof. Dr.'
        """
        return part_prefix(self.prefix or "")[1] or None

    @property
    def is_household(self) -> bool:
        """Whether the name is that of a family or a couple as a whole."""
        return not HOUSEHOLDS.isdisjoint((self.prefix or "").split())

    def __str__(self) -> str:
        if (
            self.given
            and self.family
            and not self.family.isascii()
            and _FAMILY_FIRST.fullmatch(self.given + self.family)
        ):
            return " ".join(part for part in (self.prefix, self.family, self.given, self.suffix) if part)
        shown = (self.prefix, self.given, self.middle, self.particle, self.family, self.suffix)
        return " ".join(part for part in shown if part)


class PersonNameType(CellType[PersonName]):
    """A person's name in one cell, in any usual order; matching ignores the order, accents and case.

    A comma, a run of capitals or a common name tells the family name; civilities in French, German, English, Italian
    and some other languages go to the prefix. Capitals change only in what was typed in one case.

    >>> name = PERSON_NAME.clean("de la FONTAINE Jean-Pierre").value
    >>> name.given, name.particle, name.family
    ('Jean-Pierre', 'de la', 'Fontaine')
    >>> PERSON_NAME.clean("Prof. Dr. med. Beat Züger").keys
    ('beat zuger', 'beat zueger')
    >>> [str(one) for one in PERSON_NAME.clean("M. et Mme Jean Dupont").values]
    ['M. Jean Dupont', 'Mme Dupont']
    """

    name = "person_name"
    pick = "most_complete"
    sensitivity = "id"
    canonical = PersonName

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[PersonName]:
        """Clean a text that is neither empty nor a placeholder."""
        if not any(letter.isalpha() for letter in text):
            if sum(map(str.isdigit, text)) > 6:
                return self.refuse(raw, "looks_like_phone", "This looks like a phone number, not like a name.")
            return self.refuse(raw, "invalid", "A name has letters.")
        text, notes = without_remarks(text)
        if not any(letter.isalpha() for letter in text):
            return self.refuse(raw, "looks_like_email", "This looks like an e-mail address, not like a name.")
        text = tidy_name(text)
        if is_filler(text):
            return self.placeholder(raw)
        if is_company(text):
            note = Finding("name.looks_like_company", "This looks like the name of an organisation.")
            return self.accept(PersonName(family=text), raw, *notes, note)
        whole = without_members(text)
        several = persons(whole, region)
        if len(several) > 1:
            number = "two" if len(several) == 2 else "several"
            notes.append(Finding("name.couple", f"The cell names {number} persons."))
            if whole != text:
                notes.append(_HOUSEHOLD)
            first, *others = (_value(parsed) for parsed in several)
            return self.accept(first, raw, *notes, others=tuple(dict.fromkeys(others)))
        value = _value(parse_name(whole, region))
        words = whole.split()
        if len(words) > 2 and all(is_form_of_address(word) or word.lower() in JOINERS for word in words):
            value = PersonName()
        if not value.given and not value.family:
            return self.refuse(raw, "invalid", "The cell holds a form of address and no name.")
        if value.is_household or whole != text:
            notes.append(_HOUSEHOLD)
        return self.accept(value, raw, *notes, *self._doubts(whole))

    def glance(self, text: str, region: str | None) -> PersonName | None:
        """Give the value of a text about which there is nothing to say, when a glance tells it; None says look closely.

        >>> PERSON_NAME.glance("DUPONT Jean", "CH"), PERSON_NAME.glance("M. et Mme Dupont", "CH")
        (PersonName(given='Jean', family='Dupont', ...), None)
        """
        found = glance_name(text, region)
        return None if found is None else PersonName(*found)

    def _doubts(self, text: str) -> list[Finding]:
        doubts: list[Finding] = []
        if is_plain(text):
            return [self.warning("sample", _SAMPLE)] if is_sample(text) else doubts
        remarks = [aside for aside in asides(text) if aside and not is_nickname_aside(text, aside)]
        announced = (*BIRTH_NAME_WORDS, "épouse", "ép", "veuve")
        if any(
            aside.lower().partition(" ")[0].strip(".") not in announced
            and not all(is_form_of_address(word) for word in aside.split())
            for aside in remarks
        ):
            doubts.append(self.warning("remark_removed", "A remark in brackets was left out of the name."))
        if any(map(str.isdigit, without_asides(text)[0])):
            doubts.append(self.warning("digits", "The name has digits."))
        if is_sample(text):
            doubts.append(self.warning("sample", _SAMPLE))
        return doubts

    def keys(self, value: PersonName) -> tuple[str, ...]:
        """Fold the words of a name, in alphabetical order; in every way in which an umlaut may be written.

        A name with a particle has the same with the particle as part of the word, and a married name the same with the
        family name at birth.
        """
        family = value.family_name or value.birth_name
        keys = name_keys(value.given, family)
        if value.particle and value.family:
            keys += name_keys(value.given, f"{value.particle}{value.family}".replace(" ", ""))
        if value.birth_name and family != value.birth_name:
            keys += name_keys(value.given, value.birth_name)
        return tuple(dict.fromkeys(keys))

    def similarity(self, left: PersonName, right: PersonName) -> float:
        """Compare two names; short forms, initials and swapped parts count nearly as equal.

        The family name at birth stands in for the present one, and a nickname for the given one, at a small cost.
        Father and son ("Jr", "fils", "III") are not the same person.
        """
        if left == right:
            return 1.0
        alike = max(
            cost * other_cost * name_similarity(one, other)
            for one, cost in _readings(left)
            for other, other_cost in _readings(right)
        )
        generations = GENERATIONS.get(left.suffix or ""), GENERATIONS.get(right.suffix or "")
        apart = None not in generations and generations[0] != generations[1]
        return round(0.85 * alike if apart else alike, 6)

    def mask(self, value: PersonName) -> str:
        """Show the initials.

        >>> PERSON_NAME.mask(PersonName("Jean", "Dupont"))
        'J… D…'
        """
        return " ".join(f"{part[:1]}…" for part in (value.given, value.family) if part)

    def dump(self, value: PersonName) -> dict[str, Any]:
        """Write a name as JSON data, without what is missing."""
        return written_parts(value)

    def load(self, data: Any) -> PersonName:
        """Read what `dump` wrote."""
        return PersonName(**data)

    def parts(self, value: PersonName) -> dict[str, Any]:
        """Name the facets: given_name, family_name (with its particle), prefix and its two halves, and the rest."""
        return {
            "given_name": value.given_name,
            "family_name": value.family_name,
            "prefix": value.prefix,
            "civility": value.civility,
            "title": value.title,
            "suffix": value.suffix,
            "birth_name": value.birth_name,
            "nickname": value.nickname,
        }

    def completeness(self, value: PersonName) -> float:
        """Count 0.5 for a given name and 0.5 for a family name; an initial counts half."""
        given = value.given.strip(".") if value.given else ""
        return (0.5 if len(given) > 1 else 0.25 if given else 0.0) + (0.5 if value.family else 0.0)


PERSON_NAME: Final = PersonNameType()


def _value(parsed: ParsedName) -> PersonName:
    return PersonName(**{part: text for part, text in parsed._asdict().items() if text})


def _readings(name: PersonName) -> list[tuple[tuple[str | None, str | None], float]]:
    """List (given, family) as the name may be written elsewhere, each with what it costs to need it."""
    family = name.family_name or name.birth_name
    readings = [((name.given_name, family), 1.0)]
    if name.birth_name and family != name.birth_name:
        readings.append(((name.given_name, name.birth_name), 0.97))
    if name.nickname:
        readings += [
            ((evolve(name, given=name.nickname, middle=None).given_name, one), 0.97 * cost)
            for (_, one), cost in readings
        ]
    return readings
