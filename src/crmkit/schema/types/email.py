"""E-mail addresses."""

import re
from functools import lru_cache
from typing import Final
from unicodedata import normalize

from crmkit.schema.types.base import Cleaned, Finding
from crmkit.schema.types.cells import CellType
from crmkit.schema.types.email_providers import (
    DOTLESS,
    MISTYPED_ENDINGS,
    NOBODY,
    NOWHERE,
    PLUS_TAGGED,
    PROVIDERS,
    ROLES,
    WEAK_NOBODY,
)

_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"(?!..--)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_PLAIN: Final = re.compile(
    rf"({_LOCAL})@((?:{_LABEL}\.)+(?!(?:arpa|invalid|local|localhost|onion|test)\Z)(?:[a-z]{{2,63}}))\Z",
    re.IGNORECASE | re.ASCII,
)
_CANDIDATE: Final = re.compile(r"[^\s<>,;:\"()\[\]|@]+@[^\s<>,;:\"()\[\]|/@]++(?!@)")
_WRITTEN_AT: Final = re.compile(r"\s*[(\[{]\s*(?:at|arobase|a)\s*[)\]}]\s*", re.IGNORECASE)
_WRITTEN_DOT: Final = re.compile(r"\s*[(\[{]\s*(?:dot|point|punkt)\s*[)\]}]\s*", re.IGNORECASE)
_KNOWN: Final = frozenset(PROVIDERS)
_LONGEST_ADDRESS: Final = 254
_CASELESS: Final = frozenset({
    "info", "marketing", "sales", "support", "abuse", "noc", "security", "postmaster", "hostmaster", "usenet", "news",
    "webmaster", "www", "uucp", "ftp",
})  # fmt: skip


class EmailType(CellType[str]):
    """An e-mail address, written as its owner writes it; matching ignores case and the provider's tags.

    Syntax follows email-validator (RFC 5321, 5322, 6531 and IDNA 2008); nothing is looked up on the network.

    >>> EMAIL.clean('"Dupont, Jean" <Jean@Example.COM>; paul@example.org').values
    ('Jean@example.com', 'paul@example.org')
    >>> EMAIL.keys("Jean.Dupont+news@googlemail.com")
    ('jeandupont@gmail.com',)
    """

    name = "email"
    sensitivity = "contact"
    longest = 2_000
    line_break = "; "

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[str]:
        """Clean a text that is neither empty nor a placeholder."""
        plain = _plain(text)
        if plain is not None:
            return self._accept(plain, raw, ())
        found, findings = self._search(text)
        addresses: list[str] = []
        nobody = False
        for candidate in found:
            if _is_nobody(candidate):
                nobody = True
                continue
            address = _validated(candidate)
            if address is not None and address not in addresses:
                addresses.append(address)
        if addresses:
            if len(addresses) > 1:
                findings.append(self.info("several", "The cell holds several addresses."))
            return self._accept(addresses[0], raw, tuple(addresses[1:]), *findings)
        if nobody:
            return self.placeholder(raw)
        keys = (text.casefold(),) if "@" in text and len(text) <= _LONGEST_ADDRESS else ()
        return self.refuse(raw, "invalid", "This is no e-mail address.", keys=keys, suggestion=_repaired(text))

    def keys(self, value: str) -> tuple[str, ...]:
        """Fold an address to the mailbox that it reaches."""
        local, _, domain = value.rpartition("@")
        local, domain = local.casefold(), _ascii_domain(domain.lower())
        if domain in DOTLESS:
            domain = DOTLESS[domain]
            local = local.partition("+")[0].replace(".", "") or local
        elif domain in PLUS_TAGGED:
            local = local.partition("+")[0] or local
        return (f"{local}@{domain}",)

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

    def _accept(self, address: str, raw: object, others: tuple[str, ...], *findings: Finding) -> Cleaned[str]:
        if _is_nobody(address):
            return self.placeholder(raw)
        notes = list(findings)
        local, _, domain = address.rpartition("@")
        meant = _meant_domain(domain)
        if meant:
            notes.append(self.warning("typo", "The domain looks mistyped.", suggestion=f"{local}@{meant}"))
        if local.casefold() in ROLES:
            notes.append(self.info("role", "The address is that of a function, not of a person."))
        return self.accept(address, raw, *notes, others=others)

    def _search(self, text: str) -> tuple[list[str], list[Finding]]:
        findings: list[Finding] = []
        composed = normalize("NFKC", text)
        if composed != text:
            findings.append(self.info("normalised", "Compatibility letters were replaced by plain ones."))
        composed = _WRITTEN_DOT.sub(".", _WRITTEN_AT.sub("@", composed)) if "@" not in composed else composed
        found = [hit.removeprefix("/").strip(".'") for hit in _CANDIDATE.findall(composed)]
        if found and found[0] != composed:
            findings.append(self.info("extracted", "The address was taken out of a longer text."))
        return found, findings


EMAIL: Final = EmailType()


def _plain(text: str) -> str | None:
    """Normalise a plain ASCII address as email-validator does, or leave it to the library with None."""
    if len(text) > _LONGEST_ADDRESS:
        return None
    hit = _PLAIN.match(text)
    if hit is None:
        return None
    local, domain = hit.groups()
    if len(local) > 64 or len(domain) > 250:
        return None
    lowered = local.lower()
    return f"{lowered if lowered in _CASELESS else local}@{domain.lower()}"


@lru_cache(maxsize=16_384)
def _validated(text: str) -> str | None:
    plain = _plain(text)
    if plain is not None:
        return plain
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(text, check_deliverability=False, strict=True).normalized
    except (EmailNotValidError, ValueError):
        return None


@lru_cache(maxsize=4_096)
def _ascii_domain(domain: str) -> str:
    if domain.isascii():
        return domain
    import idna

    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        return domain


def _is_nobody(address: str) -> bool:
    local, _, domain = address.casefold().partition("@")
    if local in NOBODY:
        return True
    first = domain.partition(".")[0]
    return first in {"noemail", "nomail", "no-email", "no-mail"} or (
        first in NOWHERE and (local in WEAK_NOBODY or local == first)
    )


@lru_cache(maxsize=16_384)
def _meant_domain(domain: str) -> str | None:
    """Find the domain that was probably meant, or None when there is no reason to doubt."""
    if domain in _KNOWN:
        return None
    from rapidfuzz.distance import OSA

    for provider in PROVIDERS:
        if len(provider) >= 7 and OSA.distance(domain, provider, score_cutoff=1) == 1:
            return provider
    name, _, ending = domain.rpartition(".")
    meant = MISTYPED_ENDINGS.get(ending)
    if meant is None or ending in {"cm", "om"}:
        corrected = None if meant is None else f"{name}.{meant}"
        return corrected if corrected in _KNOWN else None
    corrected = f"{name}.{meant}"
    return corrected if corrected in _KNOWN else _meant_domain(corrected) or corrected


def _repaired(text: str) -> str | None:
    """Guess what an unusable address was meant to be: a comma for a dot, a doubled sign."""
    bare = re.sub(r"@{2,}", "@", text.replace(" ", "").replace(",", "."))
    bare = re.sub(r"\.{2,}", ".", bare).replace(".@", "@").replace("@.", "@").strip(".")
    return _plain(bare) if bare != text else None
