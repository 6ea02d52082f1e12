"""Addresses on the web."""

import re
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from crmkit.schema.types.base import Cleaned
from crmkit.schema.types.cells import CellType

_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_HOST: Final = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{0,61}[^\W_]\.?\Z")
_TRACKING: Final = re.compile(r"(?:^|&)(?:utm_[a-z]+|fbclid|gclid|mc_cid|mc_eid)=[^&]*", re.IGNORECASE)
_PORTS: Final = {"http": 80, "https": 443}


class UrlType(CellType[str]):
    """A web address with its scheme and a lower-case host; https where no scheme is written (RFC 3986).

    >>> URL.clean("Example.com").value, URL.clean("http://WWW.Example.com:80/a?utm_source=x").value
    ('https://example.com/', 'http://www.example.com/a')
    """

    name = "url"
    longest = 2_000

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[str]:
        """Clean a text that is neither empty nor a placeholder."""
        bare = text.strip(" <>,;\"'")
        try:
            parts = urlsplit(bare if _SCHEME.match(bare) else f"https://{bare.removeprefix('//')}")
            host, port = parts.hostname or "", parts.port
        except ValueError:
            return self.refuse(raw, "invalid", "This is no web address.")
        if parts.scheme not in _PORTS or "@" in parts.netloc or " " in bare or not _HOST.match(host):
            return self.refuse(raw, "invalid", "This is no web address.")
        netloc = host.rstrip(".") if port in {None, _PORTS[parts.scheme]} else f"{host.rstrip('.')}:{port}"
        query = _TRACKING.sub("", parts.query).removeprefix("&")
        return self.accept(urlunsplit((parts.scheme, netloc, parts.path or "/", query, parts.fragment)), raw)

    def keys(self, value: str) -> tuple[str, ...]:
        """Fold to host and path, without the scheme, "www." and a last slash."""
        try:
            parts = urlsplit(value)
        except ValueError:
            return (value.casefold(),)
        return (f"{parts.netloc.removeprefix('www.')}{parts.path}".rstrip("/").casefold(),)


URL: Final = UrlType()
