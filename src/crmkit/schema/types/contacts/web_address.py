"""Bringing a web address to its normal form (RFC 3986 section 6, IDNA 2008, RFC 5952)."""

import re
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import Final
from urllib.parse import SplitResult, quote, urlsplit

_LABEL: Final = re.compile(r"(?!-)[\w-]{1,63}(?<!-)\Z")
_ESCAPED: Final = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_KEPT: Final = "!$&'()*+,;=:@/?%~-._"
_PLAIN: Final = re.compile(r"[\w./~=&;-]*", re.ASCII)
_PORTS: Final = {"http": 80, "https": 443}
_TRACKING: Final = re.compile(
    r"(?:utm_\w+|mtm_\w+|pk_\w+|hsa_\w+|_hs\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|li_fat_id"
    r"|igshid|igsh|mc_cid|mc_eid|mkt_tok|_ga|_gl|vero_id|trk|trkinfo|originalsubdomain|si|wt_mc|at_\w+|xtor)\Z",
    re.IGNORECASE,
)


def split_address(text: str) -> SplitResult | None:
    """Part a web address with scheme into its parts, normal each; None when it has no host or no web scheme.

    Host in ASCII and small letters, no default port, no dot segments, escapes only where they are needed. User names
    and passwords are refused.

    >>> split_address("HTTP://Www.Exämple.CH:80/a/../%7Eb").geturl()
    'http://www.xn--exmple-cua.ch/~b'
    """
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    normal = _normal_host(host)
    if parts.scheme not in _PORTS or "@" in parts.netloc or normal is None:
        return None
    netloc = normal if port in {None, _PORTS[parts.scheme]} else f"{normal}:{port}"
    path = without_dot_segments(_escaped(parts.path)) or "/"
    return SplitResult(parts.scheme, netloc, path, _escaped(parts.query), _escaped(parts.fragment))


def without_dot_segments(path: str) -> str:
    """Resolve the segments "." and ".." of an absolute path (RFC 3986 section 5.2.4).

    >>> without_dot_segments("/a/b/c/./../../g")
    '/a/g'
    """
    if "/." not in path:
        return path
    *before, last = path.split("/")[1:]
    kept: list[str] = []
    for segment in (*before, last):
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if last in {".", ".."}:
        kept.append("")
    return "/" + "/".join(kept)


def without_tracking(query: str) -> str:
    """Leave out the parameters that tell where a visitor came from.

    >>> without_tracking("utm_source=x&id=7&fbclid=y")
    'id=7'
    """
    return "&".join(one for one in query.split("&") if one and not _TRACKING.match(one.partition("=")[0]))


def ascii_host(host: str) -> str | None:
    """Write a host name in ASCII as IDNA 2008 does; None when it cannot be a host name.

    >>> ascii_host("straße.example"), ascii_host("a_b..example")
    ('xn--strae-oqa.example', None)
    """
    host = host.removesuffix(".")
    if not host.isascii() or "xn--" in host:
        from idna import IDNAError, decode, encode

        try:
            host = encode(host, uts46=True).decode()
            decode(host)
        except (IDNAError, UnicodeError, IndexError):
            return None
    return host if len(host) <= 253 and all(map(_LABEL.match, host.split("."))) else None


def shown_host(host: str) -> str:
    """Write a host name in its own letters.

    >>> shown_host("xn--exmple-cua.ch")
    'exämple.ch'
    """
    if "xn--" not in host:
        return host
    from idna import IDNAError, decode

    try:
        return decode(host)
    except (IDNAError, UnicodeError):
        return host


def is_ip_address(host: str) -> bool:
    """Say whether a host in normal form is an IP address.

    >>> is_ip_address("192.0.2.1"), is_ip_address("[2001:db8::1]"), is_ip_address("example.com")
    (True, True, False)
    """
    return host.startswith("[") or host.replace(".", "").isdigit()


def _normal_host(host: str) -> str | None:
    try:
        if ":" in host:
            return f"[{IPv6Address(host)}]" if "%" not in host else None
        if host.isascii() and host.replace(".", "").isdigit():
            return str(IPv4Address(host))
    except AddressValueError:
        return None
    normal = ascii_host(host)
    ending = (normal or "").rpartition(".")
    return (
        normal if ending[0] and (ending[2].isalpha() or ending[2].startswith("xn--")) and len(ending[2]) > 1 else None
    )


def _escaped(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text

    def plain(found: re.Match[str]) -> str:
        letter = chr(int(found[1], 16))
        return letter if letter in _UNRESERVED else found[0].upper()

    lone = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", _ESCAPED.sub(plain, text))
    return quote(lone, safe=_KEPT, errors="ignore")
