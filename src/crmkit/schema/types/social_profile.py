"""Profiles in social networks."""

import re
from typing import Any, Final
from urllib.parse import SplitResult, parse_qs, unquote

from attrs import asdict, frozen

from crmkit.exceptions import UnknownNameError
from crmkit.schema.folding import fold
from crmkit.schema.types.base import Cleaned
from crmkit.schema.types.cells import CellType
from crmkit.schema.types.contacts.social_networks import NETWORKS, PREFIX, Network
from crmkit.schema.types.contacts.web_address import split_address

_OF_HOST: Final = {host: name for name, network in NETWORKS.items() for host in network.hosts}
_OF_WORD: Final = {word: name for name, network in NETWORKS.items() for word in network.words}
_FEDERATED: Final = re.compile(r"@?([\w.-]+)@([\w-]+(?:\.[\w-]+)+)")
_NAMED: Final = re.compile(r"([A-Za-z][A-Za-z /]{0,15}?)\s*(?::|\s-|\s(?=@))\s*(\S.*)")
_MASTODON_HOST: Final = re.compile(r"(?:mastodon|mstdn|social|toot)\.")
_PHONE_HOSTS: Final = frozenset({"wa.me", "api.whatsapp.com", "whatsapp.com", "web.whatsapp.com", "signal.me"})


@frozen
class SocialProfile:
    """A profile in a social network.

    Attributes:
        network: name of the network, such as "linkedin".
        handle: name in the network in small letters, without "@"; of a company or a channel with its kind before it,
            such as "company/example", and in a network of many hosts with the host, "anna@mastodon.social".

    >>> str(SocialProfile("linkedin", "jean-dupont"))
    'linkedin:jean-dupont'
    """

    network: str
    handle: str

    def __str__(self) -> str:
        return f"{self.network}:{self.handle}"

    @property
    def url(self) -> str:
        """The web address of the profile.

        >>> SocialProfile("mastodon", "anna@mastodon.social").url
        'https://mastodon.social/@anna'
        """
        address = NETWORKS[self.network].address
        if "/" in self.handle:
            return f"{address.split('/')[0]}//{address.split('/')[2]}/{self.handle}"
        return address.format(*self.handle.split("@"))


class SocialProfileType(CellType[SocialProfile]):
    """A profile in a social network, from its address, or from "@name" where the network is declared or written too.

    Attributes:
        network: the network whose names stand without an address, such as "instagram".

    Raises:
        UnknownNameError: when made for a network that is not known; near names are offered.

    >>> str(SOCIAL_PROFILE.clean("www.linkedin.com/in/Jean-Dupont/?utm_source=x").value)
    'linkedin:jean-dupont'
    >>> str(SocialProfileType(network="instagram").clean("@jean.dupont").value)
    'instagram:jean.dupont'
    """

    name = "social_profile"
    matching = "casefold"
    sensitivity = "contact"
    canonical = SocialProfile
    longest = 1_000

    def __init__(self, network: str | None = None) -> None:
        if network is not None and network not in NETWORKS:
            raise UnknownNameError("social network", network, NETWORKS)
        self.network = network

    def read(self, text: str, raw: object, region: str | None) -> Cleaned[SocialProfile]:
        """Clean a text that is neither empty nor a placeholder."""
        bare = text.strip(" <>,;\"'()[]")
        if bare.lower().startswith("whatsapp:"):
            bare = f"https://wa.me/{''.join(filter(str.isdigit, bare))}"
        parts = split_address(bare if "://" in bare else f"https://{bare}") if not re.search(r"\s", bare) else None
        if parts is not None and ("/" in bare or "://" in bare):
            return self._from_address(parts, raw)
        named = _NAMED.fullmatch(bare)
        network = _OF_WORD.get(fold(named[1])) if named else None
        if named and network:
            inner = named[2]
            return self.read(inner, raw, region) if "/" in inner else self._from_name(inner, network, raw)
        return self._from_name(bare, self.network, raw)

    def keys(self, value: SocialProfile) -> tuple[str, ...]:
        """Write network and name, without the characters that make no difference."""
        network = NETWORKS.get(value.network)
        handle = value.handle.casefold()
        for ignored in network.ignored if network else "":
            handle = handle.replace(ignored, "")
        return (f"{value.network}:{handle}",)

    def dump(self, value: SocialProfile) -> dict[str, Any]:
        """Write a profile as JSON data."""
        return asdict(value)

    def load(self, data: Any) -> SocialProfile:
        """Read what `dump` wrote."""
        return SocialProfile(**data)

    def parts(self, value: SocialProfile) -> dict[str, Any]:
        """Name the network and the name in it."""
        return asdict(value)

    def mask(self, value: SocialProfile) -> str:
        """Show the network."""
        return f"{value.network}:…"

    def _from_address(self, parts: SplitResult, raw: object) -> Cleaned[SocialProfile]:
        host = parts.netloc
        while host not in _OF_HOST and host not in _PHONE_HOSTS and (prefix := PREFIX.match(host)):
            host = host[prefix.end() :]
        if host in _PHONE_HOSTS:
            return self._from_phone(parts, raw)
        path = unquote(parts.path).strip("/")
        name = _OF_HOST.get(host)
        if name is None and _MASTODON_HOST.match(parts.netloc) and path.startswith("@"):
            name, host = "mastodon", parts.netloc
        if name is None:
            return self.refuse(raw, "network_unknown", "The address is not one of a network we know.")
        handle = _handle(NETWORKS[name], path, parts)
        if handle is None:
            return self.refuse(raw, "not_a_profile", "The address is in the network, but not one of a profile.")
        if name == "mastodon":
            handle = f"{handle}@{host}"
        return self.accept(SocialProfile(name, handle), raw)

    def _from_phone(self, parts: SplitResult, raw: object) -> Cleaned[SocialProfile]:
        written = "".join(parse_qs(parts.query).get("phone", [parts.path + parts.fragment]))
        digits = "".join(letter for letter in written if letter.isdigit())
        message = "The address stands for a telephone number, and not for a profile."
        return self.refuse(raw, "phone", message, suggestion=f"+{digits}" if 7 <= len(digits) <= 15 else None)

    def _from_name(self, text: str, network: str | None, raw: object) -> Cleaned[SocialProfile]:
        federated = _FEDERATED.fullmatch(text)
        if federated and (text.startswith("@") or network == "mastodon"):
            return self.accept(SocialProfile("mastodon", f"{federated[1]}@{federated[2]}".lower()), raw)
        if network is None:
            if text.startswith("@") and " " not in text:
                return self.refuse(raw, "network_unknown", "This is a name in a social network, without the network.")
            return self.refuse(raw, "invalid", "This is no profile in a social network.")
        handle = text.removeprefix("@").strip("/")
        if not NETWORKS[network].shape.fullmatch(handle) or network == "mastodon" or not any(map(str.isalnum, handle)):
            return self.refuse(raw, "invalid", "This is no name in that social network.")
        return self.accept(SocialProfile(network, handle.lower()), raw)


SOCIAL_PROFILE: Final = SocialProfileType()


def _handle(network: Network, path: str, parts: SplitResult) -> str | None:
    """Find the name of a profile in the path of an address."""
    number = parse_qs(parts.query).get("id", [""])[0]
    if path == "profile.php" and number.isdigit():
        return number
    found = network.paths.fullmatch(path)
    if found is None:
        return None
    groups = found.groupdict()
    kind = groups.pop("kind", None)
    handle = next((one for one in groups.values() if one), "")
    if handle.lower() in network.reserved or not any(map(str.isalnum, handle)):
        return None
    if kind == "channel":
        return f"{kind}/{handle}"
    return f"{kind}/{handle}".lower() if kind else handle.lower()
