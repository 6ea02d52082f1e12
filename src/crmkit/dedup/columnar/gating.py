"""Contradictions and look-alikes, found for all pairs at once."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from attrs import frozen
from rapidfuzz.distance import OSA

from crmkit.dedup.columnar.background import Background, home_keys, name_keys
from crmkit.dedup.columnar.compare import MISSING, Agreement, Ints
from crmkit.dedup.columnar.encoding import Codes, Encoded
from crmkit.dedup.columnar.glance import Glance
from crmkit.dedup.columnar.name_comparators import may_be_short
from crmkit.dedup.columnar.ordering import distinct_places
from crmkit.dedup.gates import Gate
from crmkit.dedup.short_forms import kindred, short_form
from crmkit.dedup.slips import may_be

Pairs = tuple[Ints, Ints]
Bools = npt.NDArray[np.bool_]
Levels = npt.NDArray[np.uint8]

FREE = -1
GENERATION = 12
"""Years that lie between parent and child at least."""


Conditions = Mapping[str, Bools]


def gate(
    agreement: Agreement,
    features: Mapping[str, Encoded],
    background: Background,
    gates: Sequence[Gate],
    pairs: Pairs,
) -> Ints:
    """Find per pair the place of the gate that holds it back most, or FREE."""
    return strongest(conditions(agreement, features, background, *pairs), gates, len(pairs[0]))


def strongest(found: Conditions, gates: Sequence[Gate], pairs: int) -> Ints:
    """Find per pair the place of the strongest gate, or FREE; of two that allow the same, the earlier one is given."""
    held = np.full(pairs, FREE, np.int64)
    for strength in ("possible", "related", "never"):
        for place in reversed(range(len(gates))):
            if gates[place].at_most == strength:
                held[found[gates[place].name]] = place
    return held


@frozen(eq=False)
class Seen:
    """What the conditions of gates ask of pairs: arrays for many of them, single NumPy values for one.

    Attributes:
        levels: gives the levels of a feature; MISSING where nothing was compared.
        names: what given names are beyond their levels.
        own_mail: an e-mail address is shared that no household is seen to share.
        own_phone: the same of a phone number.
        numbered: a value of a type of its own is shared that identifies people.
        agrees_elsewhere: anything but names and what many share agrees.
        texts_agree: a text agrees.
        texts_differ: a text differs.
        years: between the years of birth.
        numbers_apart: each side has a phone number that the other has not.
        one_suffix: only one side says Junior or Senior.
        contactable: whether there are e-mail addresses or phone numbers at all.
        alone: tells of some of the pairs, at one home with an initial, whether nobody else there can have it.
        namesakes: tells of some of the pairs whether two people of different birth dates bear a name of theirs.
    """

    levels: Callable[[str], Any]
    names: "GivenNames"
    own_mail: Any
    own_phone: Any
    numbered: Any
    agrees_elsewhere: Any
    texts_agree: Any
    texts_differ: Any
    years: Any
    numbers_apart: Any
    one_suffix: Any
    contactable: bool
    alone: Callable[[Any], Any]
    namesakes: Callable[[Any], Any]


def conditions(
    agreement: Agreement, features: Mapping[str, Encoded], background: Background, left: Ints, right: Ints
) -> Conditions:
    """Find per gate the pairs that it concerns."""
    return holding(
        Seen(
            levels=agreement.levels,
            names=_given_names(agreement, features, background, left, right),
            own_mail=_own(agreement, features, background, "email", (left, right)),
            own_phone=_own(agreement, features, background, "phone", (left, right)),
            numbered=_own_numbers_agree(agreement, features),
            agrees_elsewhere=_agrees_elsewhere(agreement),
            texts_agree=_texts_agree(agreement),
            texts_differ=_texts_differ(agreement),
            years=_years_apart(features, left, right),
            numbers_apart=_each_has_more(features, "phone", left, right),
            one_suffix=_one_sided(features, "suffix", left, right),
            contactable="email" in features or "phone" in features,
            alone=lambda at_home: _alone(features, background, at_home, left, right),
            namesakes=lambda unsure: _namesakes(features, background, unsure, left, right),
        )
    )


def holding(seen: Seen) -> Mapping[str, Any]:
    """Tell per gate whether it concerns what is seen: of many pairs, or of one."""
    given, family = seen.levels("given"), seen.levels("family")
    born, gender = seen.levels("birth_date"), seen.levels("gender")
    mail, phone = seen.levels("email"), seen.levels("phone")
    street, house = seen.levels("street"), seen.levels("house_number")
    organisation = seen.levels("organisation")
    postcode, locality = seen.levels("postcode"), seen.levels("locality")
    identified = seen.levels("identifier") <= 1
    nobody = (given == MISSING) & (family == MISSING)
    names, contactable = seen.names, seen.contactable

    given_apart = ((given == 5) & ~names.garbled) | ((gender == 1) & ((given == 2) | (given == 4)))
    family_alike, named_alike = family <= 3, (given <= 3) & (family <= 3)
    company_alike = (organisation <= 3) & nobody
    place_apart = _differs(postcode, 2) & ~(locality <= 1) | _differs(locality, 2) & ~(postcode <= 1)
    elsewhere = _differs(postcode, 2) | _differs(locality, 2)
    astray = (postcode != MISSING) & (locality != MISSING) & elsewhere
    housed = (street <= 1) & ((house == 0) | (house == MISSING)) & ~place_apart
    numbered = (seen.levels("customer_number") == 0) | (seen.levels("loyalty_card") == 0) | seen.numbered
    exactly = (given == 0) & (family == 0)
    reached = (mail == 0) | (phone == 0) | ((mail == 1) & exactly)
    contacted = (mail == 0) | (phone == 0)
    own_mail, personally = seen.own_mail, seen.own_mail | seen.own_phone
    alone = seen.alone(housed & names.brief & (given == 3))
    employed = (organisation <= 1) & (family <= 3)
    proven = reached | numbered | identified | employed
    unreached = _differs(mail, 1) | _differs(phone, 1)
    unhoused = _differs(street, 2) | place_apart
    neighbours = ((postcode == 0) | (locality == 0)) & ~unhoused
    unborn = born == MISSING
    born_apart = born == 3
    apart = (given_apart | names.two) & born_apart & ~identified
    years = seen.years
    no_given = (given == MISSING) & (family != MISSING)
    texts_agree = seen.texts_agree
    agreeing = (mail == 0).astype(np.int8) + (phone == 0) + housed + numbered
    nearly = (born == 2) & (mail == 1)
    return {
        "names_and_births_apart": apart & ~(family_alike & (reached | housed)),
        "names_apart_in_one_home": apart & family_alike & (reached | housed),
        "homonyms": born_apart & ~proven & ~housed,
        "perhaps_homonyms": ((born == 2) | (born == 1) & unreached & (unhoused | _differs(house, 2)))
        & ~proven
        & ~housed,
        "perhaps_generations": named_alike & (born == 2) & (years >= GENERATION) & ~identified,
        "namesakes": seen.namesakes(unborn & ~proven & ~housed & ~texts_agree),
        "twins": (born == 0)
        & family_alike
        & ~identified
        & (given_apart & (contacted | housed | neighbours) | names.two & contacted),
        "families_and_births_apart": (family == 5) & born_apart & ~identified,
        "generations": named_alike & born_apart & (years >= GENERATION) & ~identified,
        "kin": (given > 0) & (given <= 4) & family_alike & born_apart & ~identified & ~numbered,
        "suffixes": seen.levels("suffix") == 1,
        "given_names_apart": given_apart & (born > 1) & ~identified,
        "one_birth_date": given_apart & (born <= 1) & family_alike & ~identified,
        "kindred_names": (names.two | (given == 1) & contacted & ~personally)
        & (born > 1)
        & ~identified
        & ~numbered
        & contactable,
        "initials": names.brief & contactable & (born > 1) & ~identified & ~numbered & ~personally & ~alone,
        "family_names_apart": (family == 5)
        & (given <= 4)
        & (born > 1)
        & contactable
        & ~identified
        & (agreeing < 2)
        & ~(own_mail & (given == 0))
        & ~(personally & (given == 0) & neighbours),
        "only_given_name_and_birth_date": (
            (family == 5) | ((family == MISSING) & (given != MISSING) & (elsewhere | seen.texts_differ))
        )
        & ~identified
        & ~proven
        & ~housed
        & ~((postcode <= 1) | (locality <= 1))
        & ~texts_agree,
        "one_suffix": named_alike & (born > 1) & seen.one_suffix & ~identified,
        "own_contacts": named_alike
        & unborn
        & housed
        & (mail == 3)
        & seen.numbers_apart
        & ~numbered
        & ~employed
        & ~identified,
        "names_apart": _differs(given, 4) & _differs(family, 4) & ~identified,
        "organisations_apart": (organisation == 4) & nobody,
        "only_name": (named_alike | company_alike) & unborn & ~proven & ~seen.agrees_elsewhere,
        "only_name_and_place": (named_alike | company_alike)
        & unborn
        & ~proven
        & ~housed
        & (unreached | unhoused | astray | _differs(house, 1)),
        "unlike_name_and_place": contactable
        & named_alike
        & unborn
        & ~proven
        & ~housed
        & ~texts_agree
        & ((~exactly & ((postcode != 0) | names.listed)) | ((given > 0) & (family > 0))),
        "similar_names": contactable
        & ((given == 4) | (family == 4))
        & (born > 1)
        & ~identified
        & ~numbered
        & ~contacted
        & ~(housed & (given == 0)),
        "no_given_name": no_given & (born > 1) & ~identified & ~numbered & ~own_mail & ~nearly,
    }


@frozen(eq=False)
class GivenNames:
    """What the given names of pairs, or of one pair, are beyond their level of agreement.

    Attributes:
        two: alike, and yet two names and not two spellings: Marie and Martine.
        listed: unequal, and each is a name of its own; or so are the family names.
        garbled: unlike, but one is no name and may be the other, or a form of it, mistyped: Areceih and Archie, Thonas
            and Tom.
        brief: one of them is an initial only.
    """

    two: Any
    listed: Any
    garbled: Any
    brief: Any


def _given_names(
    agreement: Agreement, features: Mapping[str, Encoded], background: Background, left: Ints, right: Ints
) -> GivenNames:
    levels = agreement.levels("given")
    nothing = np.zeros(len(left), np.bool_)
    if "given" not in features:
        return GivenNames(nothing, nothing, nothing, nothing)
    given = features["given"]
    one, other = given.first[left], given.first[right]
    known = background.known[one].astype(np.int8) + background.known[other]
    straight = ~agreement.swapped
    brief = (levels == 3) | (straight & (levels != MISSING) & (background.brief[one] | background.brief[other]))
    listed = straight & (levels > 0) & (levels != MISSING) & (known == 2)
    if "family" in features:
        families, bearing = features["family"].first, background.families
        listed |= (
            straight & _differs(agreement.levels("family"), 1) & bearing[families[left]] & bearing[families[right]]
        )
    two = straight & ((levels == 2) | (levels == 4)) & (known == 2)
    two[two] = _unrelated(given, one[two], other[two])
    rooted = straight & (levels == 1) & (known == 2)
    two[rooted] = _kindred(given, one[rooted], other[rooted])
    garbled = straight & (levels == 5) & (known <= 1)
    garbled &= (agreement.levels("birth_date") <= 1) | (agreement.levels("email") <= 1)
    garbled[garbled] = _mistyped(given, background, one[garbled], other[garbled])
    return GivenNames(two, listed, garbled, brief)


def _unrelated(given: Encoded, one: Codes, other: Codes) -> Bools:
    """Find the pairs of names that are neither forms of one name nor one slip apart before their ending."""
    pairs = Glance(given.texts(one), given.texts(other))
    related: Bools = pairs.several | may_be_short(pairs) | (pairs.slips <= 1)
    for place, mine, theirs in pairs.each(related):
        related[place] = (
            (mine[-2:] == theirs[-2:] and OSA.distance(mine, theirs) <= 1)
            or short_form(mine, theirs)
            or bool(set(mine.split()) & set(theirs.split()))
        )
    return ~related


def _kindred(given: Encoded, one: Codes, other: Codes) -> Bools:
    """Find the pairs of names that have a root in common and are no short forms of each other."""
    pairs, place = _distinct_pairs(one, other)
    rooted: Bools = np.array([kindred(given.values[left], given.values[right]) for left, right in pairs], np.bool_)[
        place
    ]
    return rooted


def _mistyped(given: Encoded, background: Background, one: Codes, other: Codes) -> Bools:
    """Find the pairs of which one is no name of its own and may be the other one, or a form of it, mistyped."""
    pairs, place = _distinct_pairs(one, other)
    found = np.zeros(len(pairs), np.bool_)
    for at, (left, right) in enumerate(pairs):
        unknown = [(mine, theirs) for mine, theirs in ((left, right), (right, left)) if not background.known[mine]]
        found[at] = any(may_be(given.values[mine], given.values[theirs]) for mine, theirs in unknown)
    mistyped: Bools = found[place]
    return mistyped


def _distinct_pairs(one: Codes, other: Codes) -> tuple[list[tuple[int, int]], Ints]:
    """Give the distinct pairs of codes, and for every pair its place among them."""
    pairs, place = distinct_places((one.astype(np.int64) << _HALF) | other)
    low = (1 << _HALF) - 1
    return list(zip((pairs >> _HALF).tolist(), (pairs & low).tolist(), strict=True)), place


_HALF = 32


def _own(
    agreement: Agreement, features: Mapping[str, Encoded], background: Background, feature: str, pairs: Pairs
) -> Bools:
    """Find the pairs that share a contact which no household is seen to share."""
    left, right = pairs
    own = np.zeros(len(left), np.bool_)
    places = np.flatnonzero(agreement.levels(feature) == 0)
    shared = background.household.get(feature)
    if shared is None or not len(places):
        own[places] = True
        return own
    codes = features[feature].codes
    for first in codes.T:
        for second in codes.T:
            mine, theirs = first[left[places]], second[right[places]]
            own[places[(mine == theirs) & (mine >= 0) & ~shared[mine]]] = True
    return own


NO_PROOF = frozenset({"given", "family", "suffix", "gender", "organisation", "legal_form", "region", "country"})


def _agrees_elsewhere(agreement: Agreement) -> Bools:
    agrees = np.zeros(len(agreement.swapped), np.bool_)
    for one in agreement.compared:
        if one.comparison.feature not in NO_PROOF:
            agrees |= one.levels <= 1
    return agrees


def _texts_agree(agreement: Agreement) -> Bools:
    agrees = np.zeros(len(agreement.swapped), np.bool_)
    for one in agreement.compared:
        if one.comparison.group == "text":
            agrees |= one.levels == 0
    return agrees


def _texts_differ(agreement: Agreement) -> Bools:
    differs = np.zeros(len(agreement.swapped), np.bool_)
    for one in agreement.compared:
        if one.comparison.group == "text":
            differs |= _differs(one.levels, len(one.comparison.levels) - 1)
    return differs


def _namesakes(
    features: Mapping[str, Encoded], background: Background, unsure: Bools, left: Ints, right: Ints
) -> Bools:
    """Find the unsure pairs with a name that two people of different birth dates are known to bear."""
    found = np.zeros(len(left), np.bool_)
    places = np.flatnonzero(unsure)
    for side in (left, right):
        found[places] |= _listed(name_keys(features, side[places]), background.namesakes)
    return found


def _alone(features: Mapping[str, Encoded], background: Background, at_home: Bools, left: Ints, right: Ints) -> Bools:
    """Find the pairs at one home with an initial that nobody else of the family can have."""
    alone = np.zeros(len(left), np.bool_)
    if background.crowded is None:
        return alone
    places = np.flatnonzero(at_home)
    alone[places] = True
    for side in (left, right):
        homes = home_keys(features, side[places])
        alone[places] &= (homes >= 0) & ~_listed(homes, background.crowded)
    return alone


def _listed(keys: Ints, ascending: Ints) -> Bools:
    """Say which keys are among some that are in order."""
    if not len(ascending):
        return np.zeros(len(keys), np.bool_)
    listed: Bools = ascending[np.minimum(np.searchsorted(ascending, keys), len(ascending) - 1)] == keys
    return listed


def _own_numbers_agree(agreement: Agreement, features: Mapping[str, Encoded]) -> Bools:
    """Find the pairs that share a value of a type of its own which identifies people."""
    agrees = np.zeros(len(agreement.swapped), np.bool_)
    for one in agreement.compared:
        kind = features[one.comparison.feature].as_type
        if kind is not None and kind.sensitivity in IDENTIFYING:
            agrees |= one.levels == 0
    return agrees


IDENTIFYING = frozenset({"id", "fin", "natid"})


def _each_has_more(features: Mapping[str, Encoded], feature: str, left: Ints, right: Ints) -> Bools:
    """Find the pairs of which each side has a value that the other side has not."""
    more = np.ones(len(left), np.bool_)
    if feature not in features:
        return ~more
    codes = features[feature].codes
    for mine, theirs in ((codes[left], codes[right]), (codes[right], codes[left])):
        held = np.zeros(mine.shape, np.bool_)
        for column in theirs.T:
            held |= mine == column[:, None]
        more &= ((mine >= 0) & ~held).any(axis=1)
    return more


def _one_sided(features: Mapping[str, Encoded], feature: str, left: Ints, right: Ints) -> Bools:
    if feature not in features:
        return np.zeros(len(left), np.bool_)
    said: Bools = features[feature].first >= 0
    one_sided: Bools = said[left] != said[right]
    return one_sided


def _differs(levels: Any, from_level: int) -> Any:
    return (levels >= from_level) & (levels != MISSING)


def _years_apart(features: Mapping[str, Encoded], left: Ints, right: Ints) -> Ints:
    born = features.get("birth_date")
    if born is None:
        return np.zeros(len(left), np.int64)
    years = np.append(born.vocabulary.describe(_years), 0)
    one, other = years[born.first[left]], years[born.first[right]]
    apart: Ints = np.where((one > 0) & (other > 0), np.abs(one - other), 0)
    return apart


def _years(dates: pl.Series) -> Ints:
    return dates.str.head(4).cast(pl.Int64).to_numpy()
