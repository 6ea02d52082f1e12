"""Taking e-mail addresses out of a cell, and reading each as email-validator does."""

import re
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import unquote

from crmkit.schema.types.contacts.email_domains import provider_of

LONGEST: Final = 254
"""Characters of the longest address (RFC 5321 4.5.3.1.3, less the angle brackets)."""

_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"(?!..--)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_PLAIN: Final = re.compile(
    rf"({_LOCAL})@((?:{_LABEL}\.)+(?!(?:arpa|invalid|local|localhost|onion|test)\Z)(?:[a-z]{{2,63}}))\Z",
    re.IGNORECASE | re.ASCII,
)
_QUOTED: Final = r'"(?:[^"\\\r\n]|\\.){1,64}"@[^\s<>,;:"()\[\]|/@?]+'
_CANDIDATE: Final = re.compile(rf'{_QUOTED}|[^\s<>,;:"()\[\]|@]+@[^\s<>,;:"()\[\]|/@?]++(?!@)')
_WRITTEN_AT: Final = re.compile(r"\s*[(\[{<]\s*(?:at|arobase|arobas|ät|a|@)\s*[)\]}>]\s*", re.IGNORECASE)
_WRITTEN_DOT: Final = re.compile(r"\s*[(\[{<]\s*(?:dot|point|punkt|punto|\.)\s*[)\]}>]\s*", re.IGNORECASE)
_SPOKEN: Final = re.compile(
    r"([\w.+-]+)\s+(?:at|arobase)\s+([\w-]+(?:\s+(?:dot|point|punkt)\s+[\w-]+)+)", re.IGNORECASE
)
_SPOKEN_DOT: Final = re.compile(r"\s+(?:dot|point|punkt)\s+", re.IGNORECASE)
_BLANK_BEFORE: Final = re.compile(r"([^\s<>,;:\"()\[\]|@]+)\s+\Z")
_WIDE: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0xFE6B: "@", 0xFE52: ".", 0xFF61: "."}
_STUCK: Final = frozenset(')]"@|')
_LABELS: Final = frozenset(
    {"mail", "email", "e-mail", "courriel", "mél", "mel", "adresse", "privat", "privé", "pro", "geschäft"}
)
_OTHER_AT: Final = re.compile(r"([\w.+-]+)\s*[#&*²§€©®]\s*((?:[\w-]+\.)+\w{2,})")
_CASELESS: Final = frozenset({
    "info", "marketing", "sales", "support", "abuse", "noc", "security", "postmaster", "hostmaster", "usenet", "news",
    "webmaster", "www", "uucp", "ftp",
})  # fmt: skip


class Found(NamedTuple):
    """What was found in a cell.

    Attributes:
        candidates: what looks like an address.
        normalised: whether compatibility letters were replaced.
        extracted: whether there was more than an address.
        before: the only word, without marks, that stands before the only address, or "".
        stuck: whether a mark is stuck to the front of the first address, so that more may belong to it.
    """

    candidates: tuple[str, ...]
    normalised: bool
    extracted: bool
    before: str
    stuck: bool


def plain_address(text: str) -> str | None:
    """Normalise a plain ASCII address as email-validator does, or leave it to the library with None.

    >>> plain_address("Jean@Example.ORG"), plain_address("jean@exämple.org")
    ('Jean@example.org', None)
    """
    if len(text) > LONGEST:
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
def valid_address(text: str) -> str | None:
    """Normalise an address (RFC 5321, 5322, 6531, IDNA 2008), or give None when it is none.

    >>> valid_address("jean@EXÄMPLE.CH"), valid_address("jean..dupont@example.org")
    ('jean@exämple.ch', None)
    """
    plain = plain_address(text)
    if plain is not None:
        return plain
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(
            text, check_deliverability=False, strict=True, allow_quoted_local=text.startswith('"')
        ).normalized
    except (EmailNotValidError, ValueError):
        return None


def find_addresses(text: str) -> Found:
    """Find what looks like an address in a cell.

    >>> find_addresses('"Dupont, Jean" <jean@example.com>; paul@example.org').candidates
    ('jean@example.com', 'paul@example.org')
    """
    composed = text if text.isascii() else text.translate(_WIDE)
    normalised = composed != text
    if composed[:7].casefold() == "mailto:" and "%" in composed:
        composed = unquote(composed)
    if "@" not in composed or _WRITTEN_AT.search(composed):
        composed = _WRITTEN_DOT.sub(".", _WRITTEN_AT.sub("@", composed))
    hits = list(_CANDIDATE.finditer(composed))
    candidates = tuple(hit[0].removeprefix("/").strip(".'*") for hit in hits)
    extracted = bool(candidates) and candidates[0] != composed
    front = composed[: hits[0].start()] if hits else ""
    word = _BLANK_BEFORE.fullmatch(front) if len(hits) == 1 else None
    before = word[1] if word and word[1].casefold() not in _LABELS else ""
    return Found(candidates, normalised, extracted, before, stuck=front[-1:] in _STUCK and front[-1:] != "")


def repaired(text: str) -> str | None:
    """Guess what an unusable address was meant to be: a comma for a dot, a doubled sign, another sign, no ending.

    >>> repaired("jean@example,com"), repaired("jean@gmail"), repaired("jean at example dot com")
    ('jean@example.com', 'jean@gmail.com', 'jean@example.com')
    """
    text = text.strip()
    spoken = _SPOKEN.fullmatch(text)
    if spoken:
        return plain_address(f"{spoken[1]}@{_SPOKEN_DOT.sub('.', spoken[2])}")
    if "@" not in text:
        other = _OTHER_AT.fullmatch(text)
        return plain_address(f"{other[1]}@{other[2]}") if other else None
    bare = re.sub(r"(?:\s*@\s*){1,}", "@", re.sub(r"\s*[,;]\s*", ".", text))
    bare = re.sub(r"\.{2,}", ".", re.sub(r"\s+", "", bare)).replace(".@", "@").replace("@.", "@").strip(".")
    local, _, domain = bare.partition("@")
    if domain and "." not in domain:
        provider = provider_of(domain.lower())
        bare = f"{local}@{provider}" if provider else bare
    return plain_address(bare) if bare != text else None
