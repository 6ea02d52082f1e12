"""Web addresses and profiles in social networks."""

from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.exceptions import UnknownNameError
from crmkit.schema.types.contacts.email_providers import PROVIDERS
from crmkit.schema.types.contacts.social_networks import NETWORKS
from crmkit.schema.types.contacts.web_address import ascii_host, shown_host, without_dot_segments, without_tracking
from crmkit.schema.types.social_profile import SOCIAL_PROFILE, SocialProfile, SocialProfileType
from crmkit.schema.types.url import URL

SEGMENTS = st.lists(st.sampled_from(("a", "b.c", ".", "..", "...", ".d", "e;x=1")), min_size=1, max_size=7)
HOSTS = st.sampled_from(("example.com", "shop.example.ch", "exämple.ch", "example.co.uk", "straße.example.org"))


@given(SEGMENTS)
def test_dot_segments_are_resolved_as_the_standard_library_does(segments):
    path = "/" + "/".join(segments)
    assert without_dot_segments(path) == urljoin("http://example.org/", path).removeprefix("http://example.org")


@given(HOSTS, SEGMENTS, st.sampled_from(("", "id=7", "b=2&a=1")))
def test_one_page_has_one_key_however_it_is_written(host, segments, query):
    address = f"{host}/{'/'.join(segments)}"
    plain = URL.clean(f"https://{address}?{query}")
    assert plain.value is not None
    tracked = f"{query}&utm_source=x&fbclid=y&gclid=z".removeprefix("&")
    for spelling in (
        f"{address}?{query}",
        f"http://www.{address}?{tracked}",
        f"HTTPS://{host.upper().replace('SS', 'ß')}:443/{'/'.join(segments)}?{query}#top",
        f"<https://{address}?{query}>",
    ):
        assert URL.clean(spelling).keys == plain.keys


@given(st.dictionaries(st.sampled_from(("a", "id", "utm_term", "gclid", "page")), st.sampled_from("123"), max_size=5))
def test_only_parameters_of_tracking_are_left_out(parameters):
    kept = without_tracking("&".join(f"{name}={value}" for name, value in parameters.items()))
    assert kept == "&".join(f"{n}={v}" for n, v in parameters.items() if n not in {"utm_term", "gclid"})


@given(st.text("abcdéèüöçñß-", min_size=1, max_size=12))
def test_a_host_in_its_own_letters_comes_back_from_ascii(label):
    host = ascii_host(f"{label}.ch")
    assert host is None or (host.isascii() and ascii_host(shown_host(host)) == host)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_site_of_a_mail_provider_is_nobodys(provider):
    cleaned = URL.clean(provider)
    assert cleaned.keys == ()
    assert "url.mail_provider" in [one.code for one in cleaned.findings]
    assert URL.parts(cleaned.value) == {}
    assert URL.clean(f"{provider}/shops/example").keys


def test_a_page_and_the_front_page_of_its_host_are_near():
    front, page, other = "https://example.com/", "https://www.example.com/contact", "https://example.org/"
    assert URL.similarity(front, page) == 0.8
    assert URL.similarity(front, other) == 0.0
    assert URL.similarity(page, "https://example.com/about") == 0.0
    assert URL.parts(page) == {"domain": "example.com"}
    assert URL.caption("https://www.xn--exmple-cua.ch/") == "www.exämple.ch"


@pytest.mark.parametrize("network", sorted(set(NETWORKS) - {"mastodon"}))
@given(handle=st.from_regex(r"[a-z][a-z0-9]{3,11}", fullmatch=True))
def test_a_profile_is_read_from_its_own_address_and_from_its_name(network, handle):
    profile = SocialProfile(network, handle)
    if handle in NETWORKS[network].reserved:
        return
    assert SOCIAL_PROFILE.clean(profile.url).value == profile
    assert SOCIAL_PROFILE.clean(f"{network}: @{handle}").value == profile
    assert SocialProfileType(network=network).clean(f"@{handle.upper()}").value == profile
    assert SOCIAL_PROFILE.clean(f"@{handle}").value is None


def test_a_company_a_channel_and_a_name_with_its_host_have_addresses_of_their_own():
    for profile in (
        SocialProfile("linkedin", "company/example"),
        SocialProfile("youtube", "channel/UCabc"),
        SocialProfile("mastodon", "anna@mastodon.social"),
    ):
        assert SOCIAL_PROFILE.clean(profile.url).value == profile
        assert SOCIAL_PROFILE.load(SOCIAL_PROFILE.dump(profile)) == profile
    assert SOCIAL_PROFILE.mask(profile) == "mastodon:…"
    assert SOCIAL_PROFILE.parts(profile) == {"network": "mastodon", "handle": "anna@mastodon.social"}


def test_a_network_that_is_not_known_is_refused_with_near_names():
    with pytest.raises(UnknownNameError, match="linkedin"):
        SocialProfileType(network="linkedn")
