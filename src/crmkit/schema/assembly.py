"""From the mapped cells of one row to typed values: names and addresses put together, contact points in their place."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal

from attrs import asdict, evolve, field, frozen

from crmkit.schema.customer import CUSTOMER
from crmkit.schema.field import Field
from crmkit.schema.remembered import address_of, clean_cell, in_field, keys_of
from crmkit.schema.types.base import Cleaned, Finding, SemanticType, Severity
from crmkit.schema.types.catalogue import find_type
from crmkit.schema.types.cells import cell_text
from crmkit.schema.types.names.parsing import split_particle
from crmkit.schema.types.names.words import CIVILITIES, TITLES
from crmkit.schema.types.person_name import PersonName
from crmkit.schema.types.postal_address import POSTAL_ADDRESS, PostalAddress
from crmkit.schema.types.postcode import POSTCODE
from crmkit.schema.types.street import STREET
from crmkit.schema.types.words.placeholders import is_placeholder

Kind = Literal["person", "organisation", "unknown"]

_PLAIN: Final[Mapping[str, tuple[str, str | SemanticType[Any]]]] = {
    "organisation_name": ("organisation", "organisation_name"),
    "birth_date": ("birth_date", "date"),
    "gender": ("gender", CUSTOMER.find("gender").semantic_type),
    "language": ("language", "language"),
    "identifier": ("identifier", "identifier"),
    "job_title": ("job_title", "text"),
    "website": ("website", "url"),
    "customer_number": ("customer_number", "identifier"),
    "loyalty_card": ("loyalty_card", "identifier"),
    "customer_since": ("customer_since", "date"),
    "note": ("note", "text"),
    "text": ("note", "text"),
}
"""Targets whose cells are values by themselves, to field and semantic type."""

_ADDRESS_PARTS: Final = ("street", "house_number", "postcode", "locality", "region", "country")
"""Targets that are parts of the address, beside its further lines."""

_OF_ADDRESSES: Final = frozenset({*_ADDRESS_PARTS, "address_extra", "postal_address"})

_EMAIL: Final = re.compile(r"[^\s@,;<>/]+@[^\s@,;<>/]+")
_POSTCODE_LOCALITY: Final = re.compile(r"((?:[A-Z]{1,2}[- ])?\d{4,5})\s+([^\W\d].*)", re.IGNORECASE | re.DOTALL)
_INITIALS: Final = re.compile(r"(.*?[^\W\d]{2}.*?)((?:\s[^\W\d]\.?)+)")
_COMPANY: Final = frozenset({"firma", "société", "societe", "entreprise", "company", "unternehmen", "organisation"})
_LONGEST: Final = 500


@frozen
class Assembled:
    """What one row says about a customer.

    Attributes:
        kind: whom it names: "person", "organisation", or "unknown" when it names neither.
        values: field to canonical values; a field with nothing is absent.
        keys: field to match keys, also of cells that are no valid values but still recognisable.
        findings: what was noticed, each with its field.
    """

    kind: Kind
    values: Mapping[str, tuple[Any, ...]]
    keys: Mapping[str, tuple[str, ...]]
    findings: tuple[Finding, ...]


def assemble(
    cells: Sequence[tuple[str, object]], *, region: str | None = None, own: Mapping[str, Field] | None = None
) -> Assembled:
    """Put the cells of one row together; never raises, whatever is in them.

    Targets that do not describe a customer are passed over. A cell may also be a list of cells. An e-mail address
    in a phone column, and the other way round, goes where it belongs, with a finding.

    Args:
        cells: target and raw cell, such as ("given_name", "Anna"), in the order of the columns.
        region: two-letter country code for what a row without a country of its own means.
        own: fields that only the schema in use knows, by name, which is their target.

    >>> row = assemble([("given_name", "ANNA"), ("family_name", "von Berg"), ("phone", "anna@example.ch")])
    >>> row.kind, str(row.values["name"][0]), row.values["email"]
    ('person', 'Anna von Berg', ('anna@example.ch',))
    >>> [(finding.code, finding.field) for finding in row.findings]
    [('email.in_phone_column', 'email')]
    """
    by_target = _by_target(cells)
    row = _Row(by_target, region)
    row.add_address()
    row.add_name()
    for target, (name, as_type) in _PLAIN.items():
        for cell in by_target.get(target, ()):
            row.clean(name, as_type, cell)
    for name, one in (own or {}).items():
        for cell in by_target.get(name, ()):
            row.clean(name, one.semantic_type, cell)
    for cell in by_target.get("email", ()):
        row.add_email(cell)
    for cell in by_target.get("phone", ()):
        row.add_phone(cell)
    return row.assembled()


def _by_target(cells: Iterable[tuple[str, object]]) -> dict[str, list[object]]:
    by_target: dict[str, list[object]] = {}
    for target, raw in cells:
        for cell in raw if isinstance(raw, list | tuple) else (raw,):
            if cell is not None and cell != "":
                by_target.setdefault(target, []).append(cell)
    return by_target


@frozen
class _Row:
    """The values of a row while they are being put together."""

    cells: Mapping[str, list[object]]
    region: str | None
    values: dict[str, list[Any]] = field(factory=dict)
    keys: dict[str, list[str]] = field(factory=dict)
    findings: list[Finding] = field(factory=list)

    def assembled(self) -> Assembled:
        """Freeze what was put together."""
        kind: Kind = "unknown"
        if self.values.get("name"):
            kind = "person"
        elif self.values.get("organisation"):
            kind = "organisation"
        return Assembled(
            kind,
            {name: tuple(held) for name, held in self.values.items()},
            {name: tuple(held) for name, held in self.keys.items()},
            tuple(dict.fromkeys(self.findings)),
        )

    def clean(self, name: str, as_type: str | SemanticType[Any], cell: object) -> None:
        """Clean a cell into values of a field."""
        self.keep(name, as_type, clean_cell(as_type, cell, self.country or self.region))

    def keep(self, name: str, as_type: str | SemanticType[Any], cleaned: Cleaned[Any]) -> None:
        """Keep the values, keys and findings of a cleaned cell."""
        self.notice(name, cleaned.findings)
        for key in cleaned.keys:
            _add(self.keys, name, key)
        for value in cleaned.values[:1]:
            _add(self.values, name, value)
        for value in cleaned.others:
            self.put(name, find_type(as_type), value)

    def put(self, name: str, kind: SemanticType[Any], value: Any) -> None:
        """Keep a value that was put together here."""
        _add(self.values, name, value)
        for key in keys_of(kind, value):
            _add(self.keys, name, key)

    def notice(self, name: str, findings: Iterable[Finding]) -> None:
        """Note findings with their field."""
        self.findings.extend(in_field(finding, name) for finding in findings)

    def part(self, target: str, as_type: str, name: str) -> Any | None:
        """Clean the cells of a part of something; the first good one counts."""
        found = None
        for cell in self.cells.get(target, ()):
            cleaned = clean_cell(as_type, cell, self.country or self.region)
            self.notice(name, cleaned.findings)
            if found is None:
                found = cleaned.value
        return found

    @property
    def country(self) -> str | None:
        """The country that the row itself names."""
        addresses = self.values.get("address")
        return addresses[0].country if addresses else None

    def add_email(self, cell: object) -> None:
        """Take a cell of an e-mail column, which may hold a telephone number."""
        cleaned = clean_cell("email", cell, self.region)
        if cleaned.value is None and "@" not in (text := _text(cell)) and _digits(text) >= 7:
            phone = self.phone(cell)
            if phone.value is not None:
                self.keep("phone", "phone", phone)
                self.misplaced("phone", "The phone number stood in the e-mail column.", "email")
                return
        self.keep("email", "email", cleaned)

    def add_phone(self, cell: object) -> None:
        """Take a cell of a phone column, which may hold e-mail addresses."""
        text = _text(cell)
        if "@" not in text:
            self.keep("phone", "phone", self.phone(cell))
            return
        email = clean_cell("email", " ".join(_EMAIL.findall(text)) or text, self.region)
        self.keep("email", "email", email)
        if email.value is not None:
            self.misplaced("email", "The e-mail address stood in the phone column.", "phone")
        rest = _EMAIL.sub(" ", text)
        if _digits(rest) >= 7:
            self.keep("phone", "phone", self.phone(rest))

    def phone(self, cell: object) -> Cleaned[Any]:
        """Clean a number for the country of the row, then for the region of the load."""
        cleaned = clean_cell("phone", cell, self.country or self.region)
        if self.country and self.region and not str(cleaned.value).startswith("+"):
            for_load = clean_cell("phone", cell, self.region)
            if for_load.value is not None:
                return for_load
        return cleaned

    def misplaced(self, name: str, message: str, column: str) -> None:
        """Note that a value stood in the column of another field."""
        self.notice(name, [Finding(f"{name}.in_{column}_column", message, Severity.WARNING)])

    def add_name(self) -> None:
        """Put the name together; a company in a column of names becomes the organisation."""
        prefix = _prefix(self.cells.get("prefix", ()))
        given = self.part("given_name", "given_name", "given_name")
        family = self.part("family_name", "family_name", "family_name")
        birth_name = self.part("birth_name", "family_name", "name")
        if prefix and prefix.casefold().strip(".") in _COMPANY:
            self.add_company("family_name" if family else "person_name")
            return
        if family and not given and self.has("name.looks_like_company"):
            self.add_company("family_name")
            return
        whole = find_type("person_name")
        if given or family:
            self.put("name", whole, _person(given, family, prefix, birth_name))
            return
        for cell in self.cells.get("person_name", ()):
            cleaned = clean_cell("person_name", cell, self.region)
            self.notice("name", cleaned.findings)
            if self.has("name.looks_like_company"):
                self.add_company("person_name")
                return
            for value in cleaned.values:
                completed = evolve(value, prefix=value.prefix or prefix, birth_name=value.birth_name or birth_name)
                self.put("name", whole, completed)
        if birth_name and "name" not in self.values:
            self.put("name", whole, PersonName(prefix=prefix, birth_name=birth_name))

    def add_company(self, target: str) -> None:
        """Take the cells of a column of names for the name of an organisation."""
        for cell in self.cells.get(target, ()):
            self.clean("organisation", "organisation_name", cell)

    def has(self, code: str) -> bool:
        """Say whether something was noticed."""
        return any(finding.code == code for finding in self.findings)

    def add_address(self) -> None:
        """Put the address together out of its parts, and complete it from a cell with all of it.

        A cell about another place is an address of its own, so that two are never mixed.
        """
        if self.cells.keys().isdisjoint(_OF_ADDRESSES):
            return
        cells = _with_postcodes_apart(self.cells)
        parts = {name: _first(cells.get(name, ())) for name in _ADDRESS_PARTS}
        parts["extra"] = ", ".join(dict.fromkeys(filter(None, map(_text, cells.get("address_extra", ())))))
        address: PostalAddress | None = None
        if any(parts.values()):
            cleaned = address_of(tuple(parts.items()), self.region)
            for finding in cleaned.findings:
                about = finding.code.partition(".")[0]
                self.notice(about if about in parts else "address", [finding])
            address = cleaned.value
        others: list[PostalAddress] = []
        for cell in cells.get("postal_address", ()):
            whole = clean_cell("postal_address", cell, (address and address.country) or self.region)
            self.notice("address", whole.findings)
            for value in whole.values:
                if address is None or _same_place(address, value):
                    address = _completed(address, value)
                else:
                    others.append(value)
        for found in (address, *others):
            if found is not None:
                self.put("address", POSTAL_ADDRESS, found)


def _add(held: dict[str, list[Any]], name: str, value: Any) -> None:
    values = held.setdefault(name, [])
    if value not in values:
        values.append(value)


def _text(cell: object) -> str:
    return cell_text(cell, longest=_LONGEST) or ""


def _digits(text: str) -> int:
    return sum(character.isdigit() for character in text)


def _prefix(cells: Iterable[object]) -> str | None:
    """Give civilities and titles their usual spelling; other words stay."""
    for cell in cells:
        words = _text(cell)[:80].split()
        known = [CIVILITIES.get(bare) or TITLES.get(bare) or word for word, bare in _bare(words)]
        if any(character.isalpha() for character in "".join(known)):
            return " ".join(known)
    return None


def _bare(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    return ((word, word.casefold().rstrip(".")) for word in words)


def _person(given: str | None, family: str | None, prefix: str | None, birth_name: str | None) -> PersonName:
    particle, bare = split_particle(family) if family else ("", "")
    initials = _INITIALS.fullmatch(given) if given else None
    return PersonName(
        given=initials[1] if initials else given,
        middle=initials[2].strip() if initials else None,
        family=bare or None,
        particle=particle or None,
        prefix=prefix,
        birth_name=birth_name,
    )


def _with_postcodes_apart(cells: Mapping[str, list[object]]) -> Mapping[str, list[object]]:
    """Take apart cells that hold postcode and locality, whichever of the two columns they stand in."""
    together = [
        (target, cell, match)
        for target in ("postcode", "locality")
        for cell in cells.get(target, ())
        if (match := _POSTCODE_LOCALITY.fullmatch(_text(cell)))
    ]
    if not together:
        return cells
    apart = {name: list(held) for name, held in cells.items()}
    for target, cell, match in together:
        apart[target].remove(cell)
        apart.setdefault("postcode", []).append(match[1])
        apart.setdefault("locality", []).append(match[2])
    return apart


def _first(cells: Iterable[object]) -> str:
    """Give the first cell that says something."""
    texts = [text for text in map(_text, cells) if text] if cells else []
    if len(texts) < 2:
        return "".join(texts)
    return next((text for text in texts if not is_placeholder(text)), texts[0])


def _same_place(one: PostalAddress, other: PostalAddress) -> bool:
    for part, kind in (("street", STREET), ("postcode", POSTCODE)):
        left, right = getattr(one, part), getattr(other, part)
        if left and right and set(kind.keys(left)).isdisjoint(kind.keys(right)):
            return False
    return True


def _completed(one: PostalAddress | None, other: PostalAddress) -> PostalAddress:
    if one is None:
        return other
    missing = {name: value for name, value in asdict(other).items() if value and not getattr(one, name)}
    return evolve(one, **missing)
