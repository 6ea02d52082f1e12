"""E-mail addresses."""

from typing import Any, Final

from crmkit.schema.types.base import Cleaned, Finding
from crmkit.schema.types.cells import CellType
from crmkit.schema.types.contacts.email_domains import know_domain
from crmkit.schema.types.contacts.email_providers import DOUBLE_NAMES, NOBODY, NOWHERE, ROLES, WEAK_NOBODY
from crmkit.schema.types.contacts.email_reading import LONGEST, find_addresses, plain_address, repaired, valid_address

_JOINED: Final = (".", "-", "_", "+")


class EmailType(CellType[str]):
    """An e-mail address, written as its owner writes it; matching ignores case and the provider's tags.

    Syntax follows email-validator (RFC 5321, 5322, 6531 and IDNA 2008); nothing is looked up on the network.

    >>> EMAIL.clean('"Dupont, Jean" <Jean@Example.COM>; paul@example.org').values
    ('Jean@example.com', 'paul@example.org')
    >>> EMAIL.keys("Jean.Dupont+news@googlemail.com")
    ('jeandupont@gmail.com',)
    """

    name = "email"
    matching = "casefold"
    sensitivity = "contact"
    longest = 2_000
    line_break = "; "

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[str]:
        """Clean a text that is neither empty nor a placeholder."""
        plain = plain_address(text)
        if plain is not None and text[:1] != "'":
            return self._accept(plain, raw, ())
        found = find_addresses(text)
        addresses: list[str] = []
        nobody = False
        for candidate in found.candidates:
            if is_nobody(candidate):
                nobody = True
                continue
            address = valid_address(candidate)
            if address is not None and address not in addresses:
                addresses.append(address)
        if addresses and (found.stuck or found.before.endswith(_JOINED)):
            suggestion = valid_address(found.before + addresses[0])
            message = "A blank or a mark tears the address; what belongs to it is not clear."
            return self.refuse(raw, "torn", message, suggestion=suggestion)
        if addresses:
            notes = []
            if found.normalised:
                notes.append(self.info("normalised", "Full-width letters were replaced by plain ones."))
            if found.before and found.before.casefold() not in addresses[0].casefold():
                message = "A word stands before the address, and may be the beginning of it."
                notes.append(
                    self.warning("word_before", message, suggestion=valid_address(found.before + addresses[0]))
                )
            elif found.extracted:
                notes.append(self.info("extracted", "The address was taken out of a longer text."))
            if len(addresses) > 1:
                notes.append(self.info("several", "The cell holds several addresses."))
            return self._accept(addresses[0], raw, tuple(addresses[1:]), *notes)
        if nobody:
            return self.placeholder(raw)
        keys = (text.casefold(),) if "@" in text and len(text) <= LONGEST else ()
        return self.refuse(raw, "invalid", "This is no e-mail address.", keys=keys, suggestion=repaired(text))

    def _clean(self, value: object, region: str | None) -> Cleaned[str]:
        return self.look_closely(value, region)  # reading glances by itself, and knows the keys already

    def glance(self, text: str, region: str | None) -> str | None:
        """Give the value of a text about which there is nothing to say, when a glance tells it; None says look closely.

        >>> EMAIL.glance("Jean@Example.ORG", None), EMAIL.glance("jean@gmial.com", None)
        ('Jean@example.org', None)
        """
        plain = plain_address(text)
        if plain is None or plain[:1] == "'":
            return None
        local, _, domain = plain.partition("@")
        known = know_domain(domain)
        if known.meant or known.disposable or not known.exists or local.casefold() in ROLES or is_nobody(plain):
            return None
        return plain

    def keys(self, value: str) -> tuple[str, ...]:
        """Fold an address to the mailbox that it reaches."""
        local, _, domain = value.rpartition("@")
        known = know_domain(domain)
        local = local.casefold()
        if known.tag == "-":
            base, _, keyword = local.partition("-")
            local = local if not base or "." in keyword or base in DOUBLE_NAMES else base
        elif known.tag:
            local = local.partition(known.tag)[0] or local
        if known.dotless:
            local = local.replace(".", "") or local
        return (f"{local}@{known.mailbox}",)

    def similarity(self, left: str, right: str) -> float:
        """Compare two addresses: 1.0 for the same mailbox, else how alike the local parts are."""
        (one,), (other,) = self.keys(left), self.keys(right)
        if one == other:
            return 1.0
        from rapidfuzz.distance import JaroWinkler

        local, _, domain = one.rpartition("@")
        other_local, _, other_domain = other.rpartition("@")
        alike = JaroWinkler.similarity(local, other_local)
        return float(alike * (0.95 if domain == other_domain else 0.85))

    def mask(self, value: str) -> str:
        """Show the first letter of the mailbox and of the domain.

        >>> EMAIL.mask("jean@example.org")
        'j…@e….org'
        """
        local, _, domain = value.rpartition("@")
        host, _, ending = domain.rpartition(".")
        return f"{local[:1]}…@{host[:1]}….{ending}"

    def parts(self, value: str) -> dict[str, Any]:
        """Name the facets: local part, domain in ASCII, and whether it is of a function, of free mail, or disposable.

        >>> EMAIL.parts("info@gmail.com")
        {'local': 'info', 'domain': 'gmail.com', 'is_role': True, 'is_free': True, 'is_disposable': False}
        """
        local, _, domain = value.rpartition("@")
        known = know_domain(domain)
        return {
            "local": local,
            "domain": known.ascii,
            "is_role": local.casefold() in ROLES,
            "is_free": known.free,
            "is_disposable": known.disposable,
        }

    def _accept(self, address: str, raw: object, others: tuple[str, ...], *findings: Finding) -> Cleaned[str]:
        if is_nobody(address):
            return self.placeholder(raw)
        notes = list(findings)
        local, _, domain = address.rpartition("@")
        known = know_domain(domain)
        if known.meant:
            notes.append(self.warning("typo", "The domain looks mistyped.", suggestion=f"{local}@{known.meant}"))
        elif not known.exists:
            notes.append(self.warning("unknown_ending", "The address ends in a top-level domain that does not exist."))
        if known.disposable and not known.meant:
            notes.append(self.warning("disposable", "The address is one that is thrown away after use."))
        if local.casefold() in ROLES:
            notes.append(self.info("role", "The address is that of a function, not of a person."))
        return self.accept(address, raw, *notes, others=others)


EMAIL: Final = EmailType()


def is_nobody(address: str) -> bool:
    """Tell an address that is written only because a form asked for one.

    >>> is_nobody("noemail@example.com"), is_nobody("jean@example.com")
    (True, False)
    """
    local, _, domain = address.casefold().partition("@")
    if local in NOBODY:
        return True
    first = domain.partition(".")[0]
    return first in {"noemail", "nomail", "no-email", "no-mail"} or (
        first in NOWHERE and (local in WEAK_NOBODY or local == first)
    )
