"""Read a schema critically: too many fields, fields for nothing, free text, words that are missing."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from crmkit.schema.field import Field
from crmkit.schema.fields import EntityType, Relation, Schema
from crmkit.schema.options import Option
from crmkit.schema.types.base import Finding, Severity

LANGUAGES: Final = ("en", "fr", "de")
"""Languages in which everything has a label."""

BUDGET: Final = 30
"""How many fields people still fill in with care."""

FREE_TEXT_SHARE: Final = 0.25
"""How many of the fields may be free text."""

_DELICATE: Final = frozenset({"special", "natid", "child"})


def check_schema(schema: Schema, *, budget: int = BUDGET) -> tuple[Finding, ...]:
    """Find what is wrong or unwise in a schema; each finding names its field by its path.

    Args:
        schema: any schema.
        budget: how many fields a customer, a related row or an entity may have; facets and what the base fills in
            itself do not count.

    >>> found = check_schema(Schema(name="feet", fields=[Field(name="shoe", type="choice", labels={"en": "shoe"})]))
    >>> for one in found:
    ...     print(one.severity, one.code, one.field)
    warning schema.no_purpose shoe
    warning schema.no_options shoe
    warning schema.no_label shoe
    """
    owners: list[Relation | EntityType] = [*schema.relations, *schema.entities]
    found = list(_on_fields("customer", schema.fields, budget))
    for owner in owners:
        found += _no_label(owner, owner.name, "It")
        found += _on_fields(owner.name, owner.fields, budget)
    return tuple(found)


def _on_fields(owner: str, fields: Sequence[Field], budget: int) -> Iterator[Finding]:
    counted = [one for one in fields if one.part_of is None and one.required != "system"]
    free = [one for one in counted if _is_free_text(one)]
    if len(counted) > budget:
        yield _warning("budget", f"It has {len(counted)} fields, and {budget} are enough.", owner)
    if len(free) > max(1, FREE_TEXT_SHARE * len(counted)):
        message = f"{len(free)} of {len(counted)} fields are free text; make choices of some."
        yield _warning("free_text_share", message, owner)
    yield from _aliases_twice(owner, fields)
    for one in fields:
        yield from _on_field(one, fields)


def _on_field(one: Field, fields: Sequence[Field]) -> Iterator[Finding]:
    if not one.purposes and one.required != "system":
        if one.sensitivity in _DELICATE:
            message = "Nobody says what this delicate field is for; give it a purpose or take it away."
            yield Finding("schema.no_purpose", message, Severity.ERROR, field=one.path)
        else:
            yield _warning("no_purpose", "Nobody says what the field is for; give it a purpose.", one.path)
    if _is_free_text(one):
        message = "Anything about a person may be written here, also what must not be kept; prefer a choice."
        yield _warning("free_text", message, one.path)
    if one.replaced_by is not None and all(other.name != one.replaced_by for other in fields):
        message = "The field is replaced by one that is not there."
        yield Finding("schema.unknown_replacement", message, Severity.ERROR, field=one.path)
    if one.type == "choice" and not one.options:
        yield _warning("no_options", "A choice without a closed list is free text; give its options.", one.path)
    yield from _no_label(one, one.path, "The field")
    for option in one.options:
        yield from _no_label(option, f"{one.path}={option.key}", "The option")


def _is_free_text(one: Field) -> bool:
    return one.type == "text" and one.sensitivity == "text" and one.part_of is None


def _no_label(one: Field | Option | Relation | EntityType, path: str, what: str) -> Iterator[Finding]:
    missing = [language for language in LANGUAGES if not one.labels.get(language)]
    if missing:
        yield _warning("no_label", f"{what} has no label in {', '.join(missing)}.", path)


def _aliases_twice(owner: str, fields: Sequence[Field]) -> Iterator[Finding]:
    said = Counter(word for one in fields for word in {word for words in one.aliases.values() for word in words})
    twice = sum(count > 1 for count in said.values())
    if twice:
        yield _warning("alias_twice", f"{twice} headings are aliases of more than one field.", owner)


def _warning(code: str, message: str, path: str) -> Finding:
    return Finding(f"schema.{code}", message, Severity.WARNING, field=path)
