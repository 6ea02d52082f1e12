"""Names of persons."""

from typing import Any, Final

from attrs import frozen

from crmkit.schema.types.base import Cleaned, Finding, written_parts
from crmkit.schema.types.cells import CellType
from crmkit.schema.types.name_matching import name_keys, name_similarity
from crmkit.schema.types.name_parsing import ParsedName, couple, is_company, parse_name, tidy_name


@frozen
class PersonName:
    """The name of a person, in its parts.

    Attributes:
        given: given name or names, "Jean-Pierre".
        family: family name without its particle, "Fontaine".
        prefix: civility and academic titles, "Prof. Dr.".
        middle: further given names or initials, when they came apart from the first.
        particle: what stands before the family name, "de la".
        suffix: what stands behind it, "Jr", "II".
        birth_name: the family name at birth.
    """

    given: str | None = None
    family: str | None = None
    prefix: str | None = None
    middle: str | None = None
    particle: str | None = None
    suffix: str | None = None
    birth_name: str | None = None

    @property
    def family_name(self) -> str | None:
        """The family name with its particle."""
        return " ".join(part for part in (self.particle, self.family) if part) or None

    @property
    def given_name(self) -> str | None:
        """The given names with the middle ones."""
        return " ".join(part for part in (self.given, self.middle) if part) or None

    def __str__(self) -> str:
        shown = (self.prefix, self.given, self.middle, self.particle, self.family, self.suffix)
        return " ".join(part for part in shown if part)


class PersonNameType(CellType[PersonName]):
    """A person's name in one cell, in any usual order; matching ignores the order, accents and case.

    A comma or a run of capitals tells the family name; civilities in French, German, English and Italian go to
    the prefix. Capitals change only in what was typed in one case.

    >>> name = PERSON_NAME.clean("de la FONTAINE Jean-Pierre").value
    >>> name.given, name.particle, name.family
    ('Jean-Pierre', 'de la', 'Fontaine')
    >>> PERSON_NAME.clean("Prof. Dr. med. Beat Züger").keys
    ('beat zuger',)
    """

    name = "person_name"
    pick = "most_complete"
    sensitivity = "id"
    canonical = PersonName

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[PersonName]:
        """Clean a text that is neither empty nor a placeholder."""
        text = tidy_name(text)
        if "@" in text:
            return self.refuse(raw, "looks_like_email", "This looks like an e-mail address, not like a name.")
        if not any(letter.isalpha() for letter in text):
            return self.refuse(raw, "invalid", "A name has letters.")
        if is_company(text):
            note = Finding("name.looks_like_company", "This looks like the name of an organisation.")
            return self.accept(PersonName(family=text), raw, note)
        pair = couple(text)
        if pair:
            first, second = (_value(parsed) for parsed in pair)
            note = Finding("name.couple", "The cell names two persons.")
            return self.accept(first, raw, note, others=(second,))
        value = _value(parse_name(text))
        if not value.given and not value.family:
            return self.refuse(raw, "invalid", "The cell holds a form of address and no name.")
        return self.accept(value, raw)

    def keys(self, value: PersonName) -> tuple[str, ...]:
        """Fold the words of a name, in alphabetical order; a second key reads ae, oe, ue as umlauts."""
        return name_keys(value.given, value.family_name or value.birth_name)

    def similarity(self, left: PersonName, right: PersonName) -> float:
        """Compare two names; short forms, initials and swapped parts count nearly as equal."""
        return name_similarity(
            (left.given_name, left.family_name or left.birth_name),
            (right.given_name, right.family_name or right.birth_name),
        )

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
        """Name the facets: given_name, family_name (with its particle) and prefix."""
        return {"given_name": value.given_name, "family_name": value.family_name, "prefix": value.prefix}

    def completeness(self, value: PersonName) -> float:
        """Count 0.5 for a given name and 0.5 for a family name; an initial counts half."""
        given = value.given.strip(".") if value.given else ""
        return (0.5 if len(given) > 1 else 0.25 if given else 0.0) + (0.5 if value.family else 0.0)


PERSON_NAME: Final = PersonNameType()


def _value(parsed: ParsedName) -> PersonName:
    return PersonName(**{part: text for part, text in parsed._asdict().items() if text})
