"""Contradictions and look-alikes, found for all pairs at once."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from crmkit.dedup.columnar.compare import MISSING, Agreement, Ints
from crmkit.dedup.columnar.encoding import Encoded
from crmkit.dedup.gates import Gate

Bools = npt.NDArray[np.bool_]
Levels = npt.NDArray[np.uint8]

FREE = -1


def gate(agreement: Agreement, features: Mapping[str, Encoded], gates: Sequence[Gate], left: Ints, right: Ints) -> Ints:
    """Find per pair the place of the gate that holds it back most, or FREE.

    Of two gates that allow the same, the earlier one is given.
    """
    conditions = _conditions(agreement, features, left, right)
    found = np.full(len(left), FREE, np.int64)
    for strength in ("possible", "related", "never"):
        for place in reversed(range(len(gates))):
            if gates[place].at_most == strength:
                found[conditions[gates[place].name]] = place
    return found


def _conditions(agreement: Agreement, features: Mapping[str, Encoded], left: Ints, right: Ints) -> dict[str, Bools]:
    given, family = agreement.levels("given"), agreement.levels("family")
    born, gender = agreement.levels("birth_date"), agreement.levels("gender")
    mail, phone = agreement.levels("email"), agreement.levels("phone")
    street, house = agreement.levels("street"), agreement.levels("house_number")
    organisation = agreement.levels("organisation")
    postcode, locality = agreement.levels("postcode"), agreement.levels("locality")
    identified = agreement.levels("identifier") <= 1
    nobody = (given == MISSING) & (family == MISSING)

    given_apart = (given == 5) | ((gender == 1) & ((given == 2) | (given == 4)))
    family_alike, named_alike = family <= 3, (given <= 3) & (family <= 3)
    company_alike = (organisation <= 3) & nobody
    place_apart = _differs(postcode, 2) & ~(locality <= 1) | _differs(locality, 2) & ~(postcode <= 1)
    housed = (street <= 1) & ((house == 0) | (house == MISSING)) & ~place_apart
    numbered = (agreement.levels("customer_number") == 0) | (agreement.levels("loyalty_card") == 0)
    exactly = (given == 0) & (family == 0)
    reached = (mail == 0) | (phone == 0) | ((mail == 1) & exactly)
    contactable = "email" in features or "phone" in features
    contacted = (mail == 0) | (phone == 0)
    employed = (organisation <= 1) & (family <= 3)
    proven = reached | numbered | identified | employed
    unreached = _differs(mail, 1) | _differs(phone, 1)
    unhoused = _differs(street, 2) | place_apart
    neighbours = ((postcode == 0) | (locality == 0)) & ~unhoused
    unborn = born == MISSING
    apart = given_apart & (born == 3) & ~identified
    years = _years_apart(features, left, right)
    no_given = (given == MISSING) & (family != MISSING)
    return {
        "names_and_births_apart": apart & ~(family_alike & (reached | housed)),
        "names_apart_in_one_home": apart & family_alike & (reached | housed),
        "homonyms": _differs(born, 2) & ~proven & ~housed,
        "twins": given_apart & (born == 0) & family_alike & ~identified & (contacted | housed | neighbours),
        "generations": named_alike & (born == 3) & (years >= 12) & ~identified,
        "suffixes": agreement.levels("suffix") == 1,
        "given_names_apart": given_apart & ((born > 1) | family_alike) & ~identified,
        "names_apart": _differs(given, 4) & _differs(family, 4) & ~identified,
        "organisations_apart": (organisation == 4) & nobody,
        "only_name": (named_alike | company_alike) & unborn & ~proven & ~_agrees_elsewhere(agreement),
        "only_name_and_place": (named_alike | company_alike) & unborn & ~proven & ~housed & (unreached | unhoused),
        "unlike_name_and_place": contactable
        & named_alike
        & unborn
        & ~proven
        & ~housed
        & ~_texts_agree(agreement)
        & ((~exactly & (postcode != 0)) | ((given > 0) & (family > 0))),
        "similar_names": contactable
        & ((given == 4) | (family == 4))
        & (born > 1)
        & ~identified
        & ~numbered
        & ~contacted,
        "no_given_name": no_given & (born > 1) & ~identified & ~numbered & (mail != 0),
    }


_NO_PROOF = frozenset({"given", "family", "suffix", "gender", "organisation", "legal_form", "region", "country"})


def _agrees_elsewhere(agreement: Agreement) -> Bools:
    agrees = np.zeros(len(agreement.swapped), np.bool_)
    for one in agreement.compared:
        if one.comparison.feature not in _NO_PROOF:
            agrees |= one.levels <= 1
    return agrees


def _texts_agree(agreement: Agreement) -> Bools:
    agrees = np.zeros(len(agreement.swapped), np.bool_)
    for one in agreement.compared:
        if one.comparison.group == "text":
            agrees |= one.levels == 0
    return agrees


def _differs(levels: Levels, from_level: int) -> Bools:
    differs: Bools = (levels >= from_level) & (levels != MISSING)
    return differs


def _years_apart(features: Mapping[str, Encoded], left: Ints, right: Ints) -> Ints:
    born = features.get("birth_date")
    if born is None:
        return np.zeros(len(left), np.int64)
    years = np.array([*(int(value[:4]) for value in born.values), 0], np.int64)
    apart: Ints = np.abs(years[born.first[left]] - years[born.first[right]])
    return apart
