"""Numbering plans of the world, compiled from the metadata of phonenumbers.

They say what a dialled number reaches as the library says it, and many times as fast; what a plan does not cover
(numbers that are rewritten when dialled at home, prefixes for calls abroad) is left to the library itself.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final, NamedTuple

_RANGES: Final = (
    ("premium_rate", "premium_rate"),
    ("toll_free", "toll_free"),
    ("shared_cost", "shared_cost"),
    ("voip", "voip"),
    ("personal_number", "personal"),
    ("pager", "pager"),
    ("uan", "company"),
    ("voicemail", "voicemail"),
)
"""Name of a range in the metadata to the kind of number it is, in the order in which they are tried."""

_NEVER: Final = re.compile(r"(?!)")


class Reached(NamedTuple):
    """What a dialled number reaches.

    Attributes:
        value: the number in E.164, "+41791234567".
        national: its national significant number, "791234567".
        region: two-letter code of its country, "001" for a number that belongs to none.
    """

    value: str
    national: str
    region: str

    @property
    def kind(self) -> str:
        """Whether it is mobile, fixed, fixed_or_mobile or one of the kinds of `_RANGES`."""
        hit = _kinds(self.value[1 : -len(self.national)], self.region, len(self.national)).fullmatch(self.national)
        return str(hit.lastgroup) if hit else "unknown"


def reach(dialled: str, country: str | None) -> Reached | None:
    """Find what a number reaches that is dialled in a country; None when there is no such number.

    Args:
        dialled: digits, with a plus sign in front when they begin with a country code.
        country: two-letter code of a country the library knows, or None.

    >>> reach("0791234567", "CH"), reach("0791234567", "CH").kind
    (Reached(value='+41791234567', national='791234567', region='CH'), 'mobile')
    """
    found = _planned(dialled, country)
    return _by_library(dialled, country) if found is _UNPLANNED else found


def is_country(code: str | None) -> bool:
    """Tell whether a country has a numbering plan.

    >>> is_country("XK"), is_country("XX")
    (True, False)
    """
    return code in _countries()


def split_code(digits: str) -> tuple[str, str]:
    """Part an international number, without its plus sign, into country code and national number.

    >>> split_code("41791234567"), split_code("38344123456")
    (('41', '791234567'), ('383', '44123456'))
    """
    codes = _codes()
    for length in (1, 2, 3):
        if digits[:length] in codes:
            return digits[:length], digits[length:]
    return "", digits


class _Plan(NamedTuple):
    """How numbers are dialled in a region."""

    code: str
    abroad: re.Pattern[str]
    trunk: re.Pattern[str] | None
    rewrites: bool
    general: re.Pattern[str]
    lengths: frozenset[int]
    local_lengths: frozenset[int]
    longest: int


_new = tuple.__new__  # makes a named tuple in a third of the time, and there are millions
_UNPLANNED: Final = Reached("", "", "")


def _planned(dialled: str, country: str | None) -> Reached | None:
    """Say what the library says, or `_UNPLANNED` where only the library knows."""
    if dialled[:1] == "+":
        code, rest = split_code(dialled[1:])
        if not code or len(rest) < 3:
            return _UNPLANNED
        plan = _plan_of_code(code)
    elif country is None:
        return None
    else:
        plan = _plan_of_country(country)
        code, rest = plan.code, dialled
        if plan.abroad.match(rest):
            return _UNPLANNED
        if rest.startswith(code) and not (plan.general.fullmatch(rest) and len(rest) <= plan.longest):
            return _UNPLANNED
    if plan.trunk is not None and (hit := plan.trunk.match(rest)) is not None:
        if plan.rewrites:
            return _UNPLANNED
        stripped = rest[hit.end() :]
        length = len(stripped)
        possible = length not in plan.local_lengths and (length in plan.lengths or length > plan.longest)
        if possible and (plan.general.fullmatch(stripped) or not plan.general.fullmatch(rest)):
            rest = stripped
    for region, leading, valid in _regions(code, len(rest)):
        if leading is None or leading.match(rest):
            if valid.fullmatch(rest):
                return _new(Reached, (f"+{code}{rest}", rest, region))
            if leading is not None:
                return None
    return None


def _by_library(dialled: str, country: str | None) -> Reached | None:
    import phonenumbers

    try:
        number = phonenumbers.parse(dialled, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return Reached(
        phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164),
        phonenumbers.national_significant_number(number),
        phonenumbers.region_code_for_number(number) or "001",
    )


@cache
def _codes() -> Mapping[str, tuple[str, ...]]:
    """Give each country code its regions, the main one first."""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    return {str(code): regions for code, regions in COUNTRY_CODE_TO_REGION_CODE.items()}


@cache
def _countries() -> frozenset[str]:
    from phonenumbers import SUPPORTED_REGIONS

    return frozenset(SUPPORTED_REGIONS)


def _metadata(code: int, region: str) -> Any:
    from phonenumbers.phonemetadata import PhoneMetadata

    return PhoneMetadata.metadata_for_region_or_calling_code(code, region)


@cache
def _plan_of_code(code: str) -> _Plan:
    return _plan(_metadata(int(code), _codes()[code][0]))


@cache
def _plan_of_country(country: str) -> _Plan:
    return _plan(_metadata(0, country))


def _plan(plan: Any) -> _Plan:
    general = plan.general_desc
    return _Plan(
        code=str(plan.country_code),
        abroad=re.compile(plan.international_prefix) if plan.international_prefix else _NEVER,
        trunk=re.compile(plan.national_prefix_for_parsing) if plan.national_prefix_for_parsing else None,
        rewrites=bool(plan.national_prefix_transform_rule),
        general=re.compile(general.national_number_pattern or "(?!)"),
        lengths=frozenset(general.possible_length),
        local_lengths=frozenset(general.possible_length_local_only),
        longest=max(general.possible_length, default=0),
    )


@cache
def _regions(code: str, length: int) -> tuple[tuple[str, re.Pattern[str] | None, re.Pattern[str]], ...]:
    """List the regions of a country code: what decides by itself that a number is theirs, and their valid numbers."""
    regions = _codes()[code]
    found = []
    for region in regions:
        plan = _metadata(int(code), region)
        leading = plan.leading_digits if len(regions) > 1 else None
        kinds = [pattern for _, pattern in reversed(_ranges(plan, length))]  # the usual ones stand at the end
        found.append((region, re.compile(leading) if leading else None, _within(plan, length, kinds)))
    return tuple(found)


@cache
def _kinds(code: str, region: str, length: int) -> re.Pattern[str]:
    """Write the ranges of numbers of a length as one pattern, whose last group is the kind of the number."""
    plan = _metadata(int(code), region)
    return _within(plan, length, [f"(?P<{kind}>{pattern})" for kind, pattern in _ranges(plan, length)])


def _within(plan: Any, length: int, ranges: list[str]) -> re.Pattern[str]:
    general = _range(plan.general_desc, length)
    return re.compile(f"(?={general}\\Z)(?:{'|'.join(ranges)})" if general and ranges else "(?!)")


def _ranges(plan: Any, length: int) -> list[tuple[str, str]]:
    """List the kinds of numbers of a length and their patterns, in the order in which they are tried."""
    fixed, mobile = _range(plan.fixed_line, length), _range(plan.mobile, length)
    ranges = [(kind, _range(getattr(plan, name), length)) for name, kind in _RANGES]
    if plan.same_mobile_and_fixed_line_pattern:
        ranges.append(("fixed_or_mobile", fixed))
    else:
        both = f"(?={fixed}\\Z){mobile}" if fixed and mobile else ""
        ranges += [("fixed_or_mobile", both), ("fixed", fixed), ("mobile", mobile)]
    return [(kind, pattern) for kind, pattern in ranges if pattern]


def _range(described: Any, length: int) -> str:
    if described is None or not described.national_number_pattern:
        return ""
    possible = not described.possible_length or length in described.possible_length
    return f"(?:{described.national_number_pattern})" if possible else ""
