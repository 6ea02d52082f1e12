"""What is known about the domain of an address: its ASCII form, who runs it, and what it may have been meant to be."""

import zlib
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from crmkit.schema.types.contacts.email_providers import (
    DOTLESS,
    INTERNATIONAL,
    MINUS_TAGGED_NAMES,
    MISTYPED_ENDINGS,
    MORE_FREE,
    NOT_REAL,
    PLUS_TAGGED,
    PLUS_TAGGED_NAMES,
    PROVIDERS,
    WRONG_COUNTRY,
)

_KNOWN: Final = frozenset(PROVIDERS)
_LONG_PROVIDERS: Final = tuple(provider for provider in PROVIDERS if len(provider) >= 7)
_FOR_EXAMPLES: Final = frozenset({"example"})


class Domain(NamedTuple):
    """What is known about a domain.

    Attributes:
        ascii: its form in ASCII (IDNA 2008), lower-case.
        meant: the domain that was probably meant, or None when there is no reason to doubt.
        exists: whether its top-level domain exists.
        free: whether anybody gets an address there, so that it says nothing about an employer.
        disposable: whether its addresses are thrown away after use.
        mailbox: domain that the mail is delivered to.
        dotless: whether dots in the local part are ignored.
        tag: sign after which the local part is ignored, or "".
    """

    ascii: str
    meant: str | None
    exists: bool
    free: bool
    disposable: bool
    mailbox: str
    dotless: bool
    tag: str


@lru_cache(maxsize=65_536)
def know_domain(domain: str) -> Domain:
    """Say what is known about a domain, offline.

    >>> know_domain("gmial.com").meant, know_domain("mail.com").meant, know_domain("mailinator.com").disposable
    ('gmail.com', None, True)
    """
    plain = _ascii(domain.lower())
    free = plain in _free()
    disposable = not free and any(parent in _listed("disposable") for parent in _parents(plain))
    ending = plain.rpartition(".")[2]
    exists = ending in _listed("endings") or ending in _FOR_EXAMPLES
    name = plain.partition(".")[0]
    tag = ""
    if plain in PLUS_TAGGED or plain in DOTLESS or (free and name in PLUS_TAGGED_NAMES):
        tag = "+"
    elif free and name in MINUS_TAGGED_NAMES:
        tag = "-"
    return Domain(
        ascii=plain,
        meant=None if free else _meant(domain.lower(), plain, exists=exists),
        exists=exists,
        free=free,
        disposable=disposable,
        mailbox=DOTLESS.get(plain, plain),
        dotless=plain in DOTLESS,
        tag=tag,
    )


def provider_of(name: str) -> str | None:
    """Find the only well-known provider, or the most used one, whose domain begins with a name.

    >>> provider_of("gmail"), provider_of("bluewin"), provider_of("firma")
    ('gmail.com', 'bluewin.ch', None)
    """
    return next((provider for provider in PROVIDERS if provider.partition(".")[0] == name), None)


def _meant(domain: str, plain: str, *, exists: bool) -> str | None:
    if plain in WRONG_COUNTRY:
        return WRONG_COUNTRY[plain]
    if not domain.isascii():
        from anyascii import anyascii

        looks_like = anyascii(domain).lower()
        return looks_like if looks_like in _KNOWN else None
    near = _near(plain, exists=exists)
    if near is not None:
        return near
    name, _, ending = plain.rpartition(".")
    if ending in MISTYPED_ENDINGS:
        corrected = f"{name}.{MISTYPED_ENDINGS[ending]}"
        if corrected in _KNOWN:
            return corrected
        return None if exists else _near(corrected, exists=True) or corrected
    if exists:
        return None
    return next((provider for provider in PROVIDERS if provider.startswith(plain) and name in provider), None)


def _near(domain: str, *, exists: bool) -> str | None:
    """Find the provider that one slip of the finger away is (optimal string alignment)."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    name = domain.rpartition(".")[0]
    for provider, _, _ in process.extract(domain, _LONG_PROVIDERS, scorer=OSA.distance, score_cutoff=1, limit=None):
        called = provider.rpartition(".")[0]
        if name == called:
            abroad = exists and name in INTERNATIONAL and len(domain) - len(name) == 3
            if not abroad or domain.endswith((".cm", ".om", ".co")):
                return provider
        elif len(called) >= 5:
            return provider
    return None


@cache
def _free() -> frozenset[str]:
    return (_listed("free") - _listed("disposable") - NOT_REAL) | _KNOWN | MORE_FREE


@cache
def _listed(name: str) -> frozenset[str]:
    packed = (Path(__file__).parent / "email_data" / f"{name}.zlib").read_bytes()
    return frozenset(zlib.decompress(packed).decode("ascii").split("\n"))


def _parents(domain: str) -> list[str]:
    labels = domain.split(".")
    return [".".join(labels[place:]) for place in range(len(labels) - 1)]


def _ascii(domain: str) -> str:
    if domain.isascii():
        return domain
    import idna

    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        return domain
