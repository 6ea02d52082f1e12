"""Decode the consent strings of the IAB Transparency and Consent Framework, version 2.

The bit fields are those of "Transparency and Consent String with Global Vendor & CMP List Formats", version 2.2: a core
segment, then optional ones, each in base64url without padding, parted by dots. Of the optional ones, that of disclosed
vendors is read.
"""

import re
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from attrs import frozen

from crmkit.exceptions import InputError

PURPOSES: Final = 24
"""Width of the fields of purposes, of which the framework uses the first eleven."""

SPECIAL_FEATURES: Final = 12

NOT_ALLOWED, REQUIRE_CONSENT, REQUIRE_LEGITIMATE_INTEREST = range(3)
"""Kinds of publisher restrictions."""

_DISCLOSED: Final = 1
_HIGHEST: Final = 65535
_SEGMENT: Final = re.compile(r"[A-Za-z0-9_-]+")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@frozen(kw_only=True)
class Restriction:
    """What a publisher forbids some vendors, or demands of them, for a purpose.

    Attributes:
        purpose: number of the purpose.
        kind: `NOT_ALLOWED`, `REQUIRE_CONSENT` or `REQUIRE_LEGITIMATE_INTEREST`.
        vendors: spans of numbers of the vendors, each with its first and its last.
    """

    purpose: int
    kind: int
    vendors: tuple[tuple[int, int], ...]

    def concerns(self, purpose: int, vendor: int) -> bool:
        """Say whether it is about a vendor and a purpose."""
        return self.purpose == purpose and any(first <= vendor <= last for first, last in self.vendors)


@frozen(kw_only=True)
class TcString:
    """What a consent string says.

    Attributes:
        created: when it was first made.
        last_updated: when somebody last chose; from version 2.2 on it names the day.
        cmp_id: number of the program that asked.
        cmp_version: version of that program.
        consent_screen: screen on which the choice was made.
        language: language in which she was asked, such as "fr".
        vendor_list_version: version of the vendor list.
        policy_version: version of the policy of the framework.
        service_specific: whether it holds for one service only.
        non_standard_texts: whether the texts were others than those of the framework.
        special_features: numbers of the special features that were opted in to.
        purpose_consents: numbers of the purposes that were consented to.
        purpose_interests: numbers of the purposes for which legitimate interest was disclosed and not objected to; of
            one that is not among them she was not informed, or she objected, and nobody can tell which.
        purpose_one_treatment: whether purpose 1 was left out of what was shown.
        publisher_country: country of the publisher.
        vendor_consents: numbers of the vendors that were consented to.
        vendor_interests: numbers of the vendors, as for `purpose_interests`.
        restrictions: what the publisher forbids or demands.
        disclosed_vendors: numbers of the vendors that were shown; None where the string does not say.
    """

    created: datetime
    last_updated: datetime
    cmp_id: int
    cmp_version: int
    consent_screen: int
    language: str
    vendor_list_version: int
    policy_version: int
    service_specific: bool
    non_standard_texts: bool
    special_features: frozenset[int]
    purpose_consents: frozenset[int]
    purpose_interests: frozenset[int]
    purpose_one_treatment: bool
    publisher_country: str
    vendor_consents: frozenset[int]
    vendor_interests: frozenset[int]
    restrictions: tuple[Restriction, ...] = ()
    disclosed_vendors: frozenset[int] | None = None

    def consents(self, purpose: int, vendor: int | None = None) -> bool:
        """Say whether a purpose was consented to, for everybody or for one vendor.

        A vendor needs a consent of his own, to have been shown where the string says who was, and no restriction of the
        publisher that forbids him the purpose or demands another basis.
        """
        if purpose not in self.purpose_consents:
            return False
        if vendor is None:
            return True
        if self.disclosed_vendors is not None and vendor not in self.disclosed_vendors:
            return False
        return vendor in self.vendor_consents and not any(
            one.concerns(purpose, vendor) and one.kind in {NOT_ALLOWED, REQUIRE_LEGITIMATE_INTEREST}
            for one in self.restrictions
        )


def decode_tc_string(text: str) -> TcString:
    """Decode a consent string.

    Raises:
        InputError: it is none, it is cut off, or it is of version 1, which nobody may use any more.

    >>> decoded = decode_tc_string("COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA")
    >>> decoded.last_updated.date().isoformat(), sorted(decoded.purpose_consents), sorted(decoded.vendor_consents)
    ('2020-02-20', [1, 2, 3], [2, 6, 8])
    """
    core, *others = [segment for segment in text.strip().split(".") if segment] or [""]
    bits = _Bits(core)
    version = bits.number(6)
    if version != 2:
        raise InputError(f"The consent string is of version {version}; only version 2 is in use.")
    created, updated = bits.instant(), bits.instant()
    cmp_id, cmp_version, screen, language = bits.number(12), bits.number(12), bits.number(6), bits.letters()
    list_version, policy_version, specific, texts = bits.number(12), bits.number(6), bits.flag(), bits.flag()
    features, consents, interests = bits.set(SPECIAL_FEATURES), bits.set(PURPOSES), bits.set(PURPOSES)
    one_treatment, country = bits.flag(), bits.letters()
    return TcString(
        created=created,
        last_updated=updated,
        cmp_id=cmp_id,
        cmp_version=cmp_version,
        consent_screen=screen,
        language=language.lower(),
        vendor_list_version=list_version,
        policy_version=policy_version,
        service_specific=specific,
        non_standard_texts=texts,
        special_features=features,
        purpose_consents=consents,
        purpose_interests=interests,
        purpose_one_treatment=one_treatment,
        publisher_country=country,
        vendor_consents=bits.vendors(),
        vendor_interests=bits.vendors(),
        restrictions=tuple(bits.restrictions()),
        disclosed_vendors=_disclosed(others),
    )


def _disclosed(segments: list[str]) -> frozenset[int] | None:
    for segment in segments:
        bits = _Bits(segment)
        if bits.number(3) == _DISCLOSED:
            return bits.vendors()
    return None


class _Bits:
    """The bits of a segment, read from the left."""

    def __init__(self, segment: str) -> None:
        if not _SEGMENT.fullmatch(segment):
            raise InputError("This is no consent string: it is written in letters, digits, '-', '_' and dots.")
        whole = segment + "A" * (-len(segment) % 4)  # zeros, as if nobody had cut them off
        self._left = len(segment) * 6
        self._size = len(whole) * 6
        self._value = int.from_bytes(urlsafe_b64decode(whole), "big")

    def number(self, width: int) -> int:
        if width > self._left:
            raise InputError("The consent string is cut off.")
        self._left -= width
        self._size -= width
        return (self._value >> self._size) & ((1 << width) - 1)

    def flag(self) -> bool:
        return self.number(1) == 1

    def instant(self) -> datetime:
        return _EPOCH + timedelta(milliseconds=100 * self.number(36))

    def letters(self) -> str:
        first, second = self.number(6), self.number(6)
        if max(first, second) > 25:
            raise InputError("The consent string names a language or a country that is not two letters.")
        return chr(first + ord("A")) + chr(second + ord("A"))

    def set(self, width: int) -> frozenset[int]:
        field = self.number(width)
        return frozenset(place for place in range(1, width + 1) if field >> (width - place) & 1)

    def vendors(self) -> frozenset[int]:
        highest = self.number(16)
        if not self.flag():
            return self.set(highest)
        ends: dict[int, int] = {}
        for first, last in self.spans(highest):
            ends[first] = max(last, ends.get(first, 0))
        found: set[int] = set()
        reached = 0
        for first, last in sorted(ends.items()):  # a string may name a span again and again; each vendor is added once
            found.update(range(max(first, reached + 1), last + 1))
            reached = max(reached, last)
        return frozenset(found)

    def restrictions(self) -> Iterator[Restriction]:
        for _ in range(self.number(12)):
            purpose, kind = self.number(6), self.number(2)
            yield Restriction(purpose=purpose, kind=kind, vendors=tuple(self.spans(_HIGHEST)))

    def spans(self, highest: int) -> Iterator[tuple[int, int]]:
        for _ in range(self.number(12)):
            many = self.flag()
            first = self.number(16)
            last = self.number(16) if many else first
            if not 0 < first <= last <= highest:
                raise InputError("The consent string has a range of vendors that cannot be.")
            yield first, last
