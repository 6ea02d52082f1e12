"""A field: what one value of a customer, or of anything else that is kept, means and is for.

A field names its semantic type, and the type brings cleaning, matching, comparison, segment operators and defaults for
sensitivity and survivorship.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from attrs import field, frozen

from crmkit.exceptions import SchemaError, near_names
from crmkit.schema.options import Option, OptionList, copied, label_in, listed
from crmkit.schema.types.base import SemanticType
from crmkit.schema.types.catalogue import TYPES, find_type

GROUPS: Final = ("personal", "address", "company", "advertising", "analysis", "other")
"""The groups of customer data; every field belongs to one."""

SENSITIVITIES: Final = ("none", "id", "contact", "fin", "behav", "child", "natid", "special", "text")
"""What makes a field delicate: see `SemanticType.sensitivity`."""

PICKS: Final = (
    "most_recent",
    "most_complete",
    "most_trusted",
    "most_frequent",
    "earliest",
    "longest",
    "union",
)
"""Names of the survivorship rules a field may have by default."""

LEVELS: Final = ("none", "recommended", "required", "system")
"""How much a field is wanted; "system" is filled in by the base itself."""

USES: Final = ("import", "export", "match", "segment")
"""What a field may be used for."""

_PURPOSE: Final = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")
_STAGE: Final = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")

TypeGiven = str | SemanticType[Any]
"""A type by its name in the catalogue, or a semantic type of one's own."""


def _settle_type(given: TypeGiven) -> TypeGiven:
    """Give the name of a type of the catalogue, and an instance that is not in it as it is."""
    if not isinstance(given, SemanticType):
        find_type(given)
        return given
    if given.name not in TYPES:
        return given
    if given is not find_type(given.name):
        raise SchemaError(
            f"A semantic type of your own cannot be called {given.name!r} like one of the catalogue; "
            + ("declare the options on the field." if given.name == "choice" else "give it a name of its own.")
        )
    return given.name


def _options(options: Iterable[Option]) -> tuple[Option, ...]:
    return tuple(options)


def _aliases(aliases: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {language: tuple(words) for language, words in aliases.items()}


@frozen(kw_only=True)
class Field:
    """One field of a customer, of a row related to one, or of another entity.

    Attributes:
        name: what expressions, exports and mappings write.
        type: name of its semantic type, or a semantic type of your own.
        many: whether there may be several values of it.
        nullable: whether the value may be missing.
        group: one of `GROUPS`.
        sensitivity: one of `SENSITIVITIES`; that of the type when left out.
        purposes: dotted purposes the field is collected for.
        labels: language to what people read, in "en", "fr" and "de".
        pick: one of `PICKS`; "union" for a field with many values, else that of the type, when left out.
        part_of: for a facet, the composite field it is read off.
        entity: what it is a field of; a relation or an entity writes its own name here.
        required: one of `LEVELS`.
        required_at: stage of a pipeline, such as "sales.offer", to the level from that stage on.
        options: the closed list of a choice.
        aliases: language to further headings under which exports have it.
        uses: what it may be used for, of `USES`.
        unique: whether no two may have the same value.
        max_length: how many characters a text may have.
        updatable: whether the person may change it herself.
        deprecated: whether it is no longer filled in; values that are there stay.
        replaced_by: the field that took its place.
        owner: who answers for it.
        descriptions: language to what it means.

    Raises:
        SchemaError: with every fault of the declaration at once.
        UnknownNameError: for a semantic type that does not exist.

    >>> shoe_size = Field(name="shoe_size", type="decimal", group="analysis", labels={"fr": "Pointure"})
    >>> shoe_size.label("fr"), shoe_size.label("de")
    ('Pointure', 'shoe size')
    >>> Field(name="shoe", type="text", group="company", pick="longst")
    Traceback (most recent call last):
        ...
    crmkit.exceptions.SchemaError: The field 'shoe' makes no sense: 'longst' is no survivorship rule, but 'longest' is.
    """

    name: str
    type: TypeGiven = field(converter=_settle_type)
    many: bool = False
    nullable: bool = True
    group: str = "other"
    sensitivity: str = field(metadata={"always": True})
    purposes: tuple[str, ...] = field(default=(), converter=listed)
    labels: Mapping[str, str] = field(factory=dict, converter=copied, hash=False)
    pick: str = field(metadata={"always": True})
    part_of: str | None = None
    entity: str = field(default="customer", metadata={"implied": True})
    required: str = "none"
    required_at: Mapping[str, str] = field(factory=dict, converter=copied, hash=False)
    options: tuple[Option, ...] = field(default=(), converter=_options)
    aliases: Mapping[str, tuple[str, ...]] = field(factory=dict, converter=_aliases, hash=False)
    uses: tuple[str, ...] = field(default=USES, converter=listed)
    unique: bool = False
    max_length: int | None = None
    updatable: bool = False
    deprecated: bool = False
    replaced_by: str | None = None
    owner: str | None = None
    descriptions: Mapping[str, str] = field(factory=dict, converter=copied, hash=False)
    semantic_type: SemanticType[Any] = field(init=False, repr=False, eq=False)
    """The type itself, with the options of the field."""

    @sensitivity.default
    def _sensitivity_of_the_type(self) -> str:
        return find_type(self.type).sensitivity

    @pick.default
    def _pick_of_the_type(self) -> str:
        return "union" if self.many else find_type(self.type).pick

    @semantic_type.default
    def _type_with_options(self) -> SemanticType[Any]:
        return OptionList(self.options) if self.options else find_type(self.type)

    def __attrs_post_init__(self) -> None:
        faults = "; ".join(self._faults())
        if faults:
            raise SchemaError(f"The field {self.name!r} makes no sense: {faults}.")

    @property
    def type_name(self) -> str:
        """Name of the semantic type."""
        return self.type if isinstance(self.type, str) else self.type.name

    @property
    def path(self) -> str:
        """The name as an expression writes it: "email", "orders.total"."""
        return self.name if self.entity == "customer" else f"{self.entity}.{self.name}"

    def label(self, language: str = "en") -> str:
        """Name the field to a person; in English, then by its plain name, where a label is missing."""
        return label_in(language, self.labels, self.name)

    def level(self, stage: str | None = None) -> str:
        """Say how much the field is wanted, at a stage of a pipeline or anywhere."""
        return self.required_at.get(stage or "", self.required)

    def option(self, key: str) -> Option | None:
        """Find an option by its key."""
        return next((one for one in self.options if one.key == key), None)

    def _faults(self) -> Iterator[str]:
        yield from name_faults("field", self.name)
        yield from _unknown("group", (self.group,), GROUPS)
        yield from _unknown("sensitivity", (self.sensitivity,), SENSITIVITIES)
        yield from _unknown("survivorship rule", (self.pick,), PICKS)
        yield from _unknown("level", (self.required, *self.required_at.values()), LEVELS)
        yield from _unknown("use", self.uses, USES)
        for purpose in self.purposes:
            if not _PURPOSE.fullmatch(purpose):
                yield f"the purpose {purpose!r} is not dotted lower-case words"
        for stage in self.required_at:
            if not _STAGE.fullmatch(stage):
                yield f"the stage {stage!r} is not a pipeline and a stage, such as 'sales.offer'"
        keys = [one.key for one in self.options]
        if keys and self.type_name != "choice":
            yield f"only a choice has options, and its type is {self.type_name!r}"
        yield from (f"it has the option {key!r} twice" for key in dict.fromkeys(keys) if keys.count(key) > 1)
        if self.max_length is not None and self.max_length < 1:
            yield "no text is shorter than one character"
        if self.replaced_by == self.name:
            yield "it cannot be replaced by itself"
        if self.replaced_by is not None and not self.deprecated:
            yield "it is replaced, but not deprecated"


def name_faults(kind: str, name: str) -> Iterator[str]:
    """Say what keeps a name from being written in an expression."""
    if not (name.isascii() and name.isidentifier() and name == name.lower()):
        yield f"a {kind} cannot be called {name!r}; use lower-case letters, digits and underscores"


def _unknown(what: str, chosen: Iterable[str], known: tuple[str, ...]) -> Iterator[str]:
    for one in chosen:
        if one not in known:
            near = near_names(one, known, limit=1)
            yield f"{one!r} is no {what}, " + (f"but {near[0]!r} is" if near else f"only {', '.join(known)} are")
