"""Persons."""

from attrs import frozen

from crmkit.schema.entities.declaring import declared
from crmkit.schema.entities.party import Party
from crmkit.schema.types.date import PartialDate
from crmkit.schema.types.person_name import PersonName


@frozen(kw_only=True)
class Person(Party):
    """A human being. The `crmkit.records.Customer` is the single view of one, merged from all sources.

    How to reach her is in contact points, her numbers in identifiers, her employer, spouse and children in
    relationships, and what she likes, needs and prefers in labels.

    Attributes:
        name: with civility, titles and name at birth.
        nickname: what she is called.
        name_order: which name she writes first.
        birth_date: a part may be unknown.
        death_date: when it is known.
        civil_status: as the civil register has it.
        gender: for the form of address.
        salutation: how to write to her.
        languages: the preferred one first.
        nationality: country of her passport.
        job_title: her function.
        department: where she works in her organisation.
        education: the highest level.
        children_names: given names of children, where she told them.
        pet_names: names of pets.

    >>> from crmkit.schema.types.date import PartialDate
    >>> Person(id="p1", birth_date=PartialDate(1980), salutation="formel")
    Traceback (most recent call last):
        ...
    crmkit.exceptions.SchemaError: This is no valid Person: salutation is none of the options; perhaps 'formal' is ...
    """

    entity = "person"
    group = "personal"
    purposes = ("service", "marketing")

    name: PersonName | None = declared("person_name", sensitivity="id", required="recommended")
    nickname: str | None = declared("text", sensitivity="id", max_length=80)
    name_order: str | None = declared(options="given_first family_first")
    birth_date: PartialDate | None = declared("date", sensitivity="id")
    death_date: PartialDate | None = declared("date", sensitivity="id")
    civil_status: str | None = declared(
        options="single married partnership separated divorced widowed", sensitivity="id"
    )
    gender: str | None = declared(options="female male diverse", sensitivity="id")
    salutation: str | None = declared(options="formal informal neutral")
    languages: tuple[str, ...] = declared("language", many=True)
    nationality: str | None = declared("country", sensitivity="id")
    job_title: str | None = declared("text", sensitivity="none", group="company", max_length=120)
    department: str | None = declared("text", sensitivity="none", group="company", max_length=120)
    education: str | None = declared(
        options="compulsory vocational secondary bachelor master doctorate", sensitivity="behav", group="analysis"
    )
    children_names: tuple[str, ...] = declared("text", many=True, sensitivity="child", max_length=80)
    pet_names: tuple[str, ...] = declared("text", many=True, sensitivity="id", max_length=80)
