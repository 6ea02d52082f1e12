"""Addresses on the web."""

import re
from typing import Any, Final
from urllib.parse import quote, urlsplit

from crmkit.schema.types.base import Cleaned
from crmkit.schema.types.cells import CellType
from crmkit.schema.types.contacts.email_providers import MISTYPED_ENDINGS, PROVIDERS
from crmkit.schema.types.contacts.web_address import (
    is_ip_address,
    shown_host,
    split_address,
    without_tracking,
)
from crmkit.schema.types.contacts.web_endings import is_known_ending

_SCHEME: Final = re.compile(r"https?://(?!https?[:/])", re.IGNORECASE)
_BROKEN_SCHEME: Final = re.compile(
    r"(?:(?:h{1,2}t{1,3}p{1,2}|ttp|htp)(s?)(?:\s*[:;.]\s*[/\\]*|\s*[/\\]{1,3})\s*)+(?=[^\s/\\])", re.IGNORECASE
)
_BROKEN_WWW: Final = re.compile(r"w{2,5}[.,\s]\s?(?=[\w-]+\.)|(?:ww|wwww)\.(?=[\w-]+\.)", re.IGNORECASE)
_EMAIL: Final = re.compile(r"mailto:|[^\s@/:]+@[^\s@/]+\.[^\s@/]+\Z", re.IGNORECASE)
_WITHIN: Final = re.compile(r"(?:https?://|www\.)[^\s<>\"']+", re.IGNORECASE)
_PARTED: Final = re.compile(
    r"\s*[;,|]\s*|\s+(?:[/|&+]|et|und|and|e|ou|oder|or)\s+|\s+(?=https?://|www\.)", re.IGNORECASE
)
_MARKS_AT_END: Final = re.compile(r"[,;'()]+\Z")
_FRONT_PAGE: Final = re.compile(r"/(?:index|default|home)\.(?:html?|php|aspx?|jsp)\Z", re.IGNORECASE)


class UrlType(CellType[str]):
    """A web address in normal form, https where no scheme is written (RFC 3986 section 6, IDNA 2008).

    Parameters that only tell where a visitor came from are left out. The address of a mail provider has no keys, since
    it says nothing about who uses it.

    >>> URL.clean("Example.com").value, URL.clean("http://WWW.Example.com:80/a?utm_source=x").value
    ('https://example.com/', 'http://www.example.com/a')
    """

    name = "url"
    matching = "casefold"
    longest = 2_000

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[str]:
        """Clean a text that is neither empty nor a placeholder; a cell may hold several addresses."""
        whole = self._one(text, raw)
        parts = _PARTED.split(text)[:20] if whole.value is None and "." in text else []
        read = [self._one(part, raw) for part in parts if part]
        values = list(dict.fromkeys(one.value for one in read if one.value is not None))
        if len(read) > 1 and all(one.value is not None for one in read):
            findings = dict.fromkeys(finding for one in read for finding in one.findings)
            return self.accept(values[0], raw, *findings, others=tuple(values[1:]))
        return whole

    def keys(self, value: str) -> tuple[str, ...]:
        """Fold to host, path and query, without the scheme, "www.", the name of a front page and a last slash."""
        try:
            parts = urlsplit(value)
        except ValueError:
            return (value.casefold(),)
        host = parts.netloc.removeprefix("www.")
        path = _FRONT_PAGE.sub("", parts.path).rstrip("/")
        query = "&".join(sorted(without_tracking(parts.query).split("&")))
        if host in PROVIDERS and not path and not query:
            return ()
        return (f"{host}{path}{'?' if query else ''}{query}".casefold(),)

    def similarity(self, left: str, right: str) -> float:
        """Compare two addresses: the same page 1.0, a page and the front page of its host 0.8, else 0.0."""
        ones, others = self.keys(left), self.keys(right)
        if left == right or set(ones) & set(others):
            return 1.0
        if not (ones and others):
            return 0.0
        shorter, longer = sorted((ones[0], others[0]), key=len)
        return 0.8 if re.split(r"[/?]", longer)[0] == shorter else 0.0

    def caption(self, value: str) -> str:
        """Show the address without its scheme, in the letters of its language."""
        try:
            parts = urlsplit(value)
        except ValueError:
            return value
        return parts._replace(netloc=shown_host(parts.netloc)).geturl().partition("//")[2].removesuffix("/")

    def parts(self, value: str) -> dict[str, Any]:
        """Name the domain, which is nobody's for a mail provider."""
        try:
            host = (urlsplit(value).hostname or "").removeprefix("www.")
        except ValueError:
            return {}
        return {} if host in PROVIDERS else {"domain": host}

    def _one(self, text: str, raw: object) -> Cleaned[str]:
        bare = text.strip(" <>,;\"'[]()")
        if bare.startswith("@"):
            return self.refuse(raw, "handle", "This is a name in a social network, without the network.")
        if _EMAIL.match(bare):
            return self.refuse(raw, "email", "This is an e-mail address.")
        notes = []
        address, written = bare, bool(_SCHEME.match(bare))
        if not written:
            broken = _BROKEN_SCHEME.match(bare)
            if broken:
                notes.append(self.warning("repaired", "The beginning of the address was mistyped and put right."))
                address, written = f"http{broken[1].lower()}://{bare[broken.end() :]}", True
            else:
                address = f"https://{bare.removeprefix('//').rstrip('.')}"
        parts = split_address(address.replace("\\", "/")) if not re.search(r"\s", address) else None
        if parts is None:
            return self.refuse(raw, "invalid", "This is no web address.", suggestion=self._meant(bare))
        host = parts.hostname or ""
        if is_ip_address(parts.netloc):
            if not written:
                return self.refuse(raw, "invalid", "This is no web address.")
            notes.append(self.warning("ip_address", "The address has a number instead of a name."))
        elif not is_known_ending(host):
            ending = MISTYPED_ENDINGS.get(host.rpartition(".")[2])
            meant = ending and parts._replace(netloc=f"{host.rpartition('.')[0]}.{ending}").geturl()
            if not written and not meant and not host.startswith("www.") and parts.path == "/":
                return self.refuse(raw, "invalid", "This is no web address.")
            notes.append(self.warning("ending", "The last part of the name is not a usual one.", suggestion=meant))
        if host.removeprefix("www.") in PROVIDERS and parts.path == "/":
            notes.append(self.warning("mail_provider", "This is the site of a mail provider and not one of its own."))
        query = without_tracking(parts.query)
        if query != parts.query and parts.query.strip("&"):
            notes.append(self.info("tracking", "Parameters that only tell where a visitor came from were left out."))
        whole = parts._replace(query=query).geturl()
        return self.accept(_MARKS_AT_END.sub(lambda marks: quote(marks[0], safe=""), whole), raw, *notes)

    def _meant(self, bare: str) -> str | None:
        within = _WITHIN.findall(bare)
        if len(within) == 1 and within[0] != bare:
            return self._one(within[0], within[0]).value
        mistyped = _BROKEN_WWW.match(bare)
        if mistyped and not bare.lower().startswith("www."):
            return self._one(f"www.{bare[mistyped.end() :]}", bare).value
        return None


URL: Final = UrlType()
