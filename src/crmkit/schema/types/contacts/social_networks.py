"""Social networks: their hosts, and where the name of a profile stands in an address.

Source: the help pages of the networks on names and addresses of profiles.
"""

import re
from collections.abc import Mapping
from typing import Final

from attrs import frozen


@frozen
class Network:
    """How a network addresses its profiles.

    Attributes:
        hosts: its hosts, without "www.", "m." and the prefix of a language.
        paths: shape of a path with the groups `kind`, which may be missing, and `handle`.
        address: how the address of a profile is written.
        shape: what a name looks like when it is written without an address.
        reserved: first words of paths that are no names.
        ignored: characters that make no difference within a name.
        words: what the network is called, folded.
    """

    hosts: tuple[str, ...]
    paths: re.Pattern[str]
    address: str
    shape: re.Pattern[str] = re.compile(r"[\w.-]{2,100}")
    reserved: frozenset[str] = frozenset()
    ignored: str = ""
    words: tuple[str, ...] = ()


def _path(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"{pattern}(?:/.*)?", re.IGNORECASE)


def _reserved(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NAME: Final = r"(?P<handle>[\w.%~-]+)"

NETWORKS: Final[Mapping[str, Network]] = {
    "linkedin": Network(
        ("linkedin.com",),
        _path(rf"(?:in|pub|mwlite/in|(?P<kind>company|school|showcase|groups))/{_NAME}"),
        "https://www.linkedin.com/in/{}",
        words=("linkedin", "linked in"),
    ),
    "x": Network(
        ("x.com", "twitter.com"),
        _path(r"@?(?P<handle>\w{1,20})"),
        "https://x.com/{}",
        re.compile(r"\w{1,15}", re.ASCII),
        _reserved("home search intent share hashtag i explore settings login signup privacy tos about widgets"),
        words=("x", "twitter", "x twitter", "twitter x"),
    ),
    "facebook": Network(
        ("facebook.com", "fb.com", "fb.me"),
        _path(rf"(?:people/[^/]+/(?P<id>\d+)|pages/(?:category/[^/]+/)?(?:[^/]*-)?(?P<page>\d{{6,}})|pages/[^/]+/(?P<old>\d+)"
              rf"|p/(?:[^/]*-)?(?P<new>\d{{6,}})|pg/(?P<pg>[\w.-]+)|(?P<kind>groups)/(?P<group>[\w.-]+)|{_NAME})"),
        "https://www.facebook.com/{}",
        reserved=_reserved("profile.php sharer sharer.php share.php share events watch photo photo.php photos "
                           "permalink.php story.php login login.php help marketplace gaming hashtag people pages p pg"),
        ignored=".",
        words=("facebook", "fb"),
    ),
    "instagram": Network(
        ("instagram.com", "instagr.am"),
        _path(r"(?:stories/)?(?P<handle>[\w.]{1,30})"),
        "https://www.instagram.com/{}",
        re.compile(r"[\w.]{1,30}", re.ASCII),
        _reserved("p reel reels explore tv accounts about legal stories direct"),
        words=("instagram", "insta", "ig"),
    ),
    "youtube": Network(
        ("youtube.com",),
        _path(r"(?:@(?P<handle>[\w.%·-]{3,90})|(?P<kind>channel|c|user)/(?P<name>[\w.%-]+))"),
        "https://www.youtube.com/@{}",
        words=("youtube", "yt"),
    ),
    "tiktok": Network(
        ("tiktok.com",),
        _path(r"@(?P<handle>[\w.]{2,24})"),
        "https://www.tiktok.com/@{}",
        words=("tiktok", "tik tok"),
    ),
    "github": Network(
        ("github.com",),
        _path(r"(?:orgs/)?(?P<handle>[a-z0-9](?:[a-z0-9-]{0,38}))"),
        "https://github.com/{}",
        re.compile(r"[a-z0-9][a-z0-9-]{0,38}", re.IGNORECASE),
        _reserved("features topics explore settings marketplace about login join pricing search sponsors orgs"),
        words=("github", "git hub"),
    ),
    "xing": Network(
        ("xing.com",),
        _path(rf"(?:profile/{_NAME}|(?P<kind>pages|companies)/(?P<name>[\w.%~-]+))"),
        "https://www.xing.com/profile/{}",
        words=("xing",),
    ),
    "telegram": Network(
        ("t.me", "telegram.me", "telegram.dog"),
        _path(r"(?:s/)?(?P<handle>[a-z]\w{3,31})"),
        "https://t.me/{}",
        re.compile(r"[a-z]\w{3,31}", re.IGNORECASE | re.ASCII),
        _reserved("joinchat addstickers share proxy socks login"),
        words=("telegram", "tg"),
    ),
    "threads": Network(
        ("threads.net", "threads.com"),
        _path(r"@(?P<handle>[\w.]{1,30})"),
        "https://www.threads.net/@{}",
        words=("threads",),
    ),
    "bluesky": Network(
        ("bsky.app",),
        _path(r"profile/(?P<handle>[\w.:-]+)"),
        "https://bsky.app/profile/{}",
        words=("bluesky", "bsky"),
    ),
    "pinterest": Network(
        ("pinterest.com", "pinterest.fr", "pinterest.de", "pinterest.ch", "pinterest.it", "pinterest.co.uk"),
        _path(r"(?P<handle>\w{3,30})"),
        "https://www.pinterest.com/{}",
        reserved=_reserved("pin search ideas explore categories"),
        words=("pinterest",),
    ),
    "snapchat": Network(
        ("snapchat.com",),
        _path(r"add/(?P<handle>[\w.-]{3,15})"),
        "https://www.snapchat.com/add/{}",
        words=("snapchat", "snap"),
    ),
    "mastodon": Network(
        (
            "mastodon.social", "mastodon.online", "mastodon.world", "mstdn.social", "mas.to", "fosstodon.org",
            "chaos.social", "piaille.fr", "mamot.fr", "swiss.social", "tooting.ch", "social.tchncs.de", "hachyderm.io",
            "infosec.exchange", "troet.cafe", "norden.social", "det.social", "framapiaf.org", "mastodon.uno",
        ),
        _path(r"(?:@|users/)(?P<handle>\w+)"),
        "https://{1}/@{0}",
        words=("mastodon", "fediverse"),
    ),
}  # fmt: skip
"""Name of a network to how it addresses its profiles."""

PREFIX: Final = re.compile(r"(?:www|web|m|mobile|touch|l|[a-z]{2}(?:-[a-z]{2})?)\.(?=[a-z0-9-]+\.)")
"""What may stand before the host of a network."""
