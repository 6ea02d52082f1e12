"""What evidence can never outweigh, as data; `columnar.gating` finds the pairs that are concerned."""

from collections.abc import Mapping
from typing import Final, Literal

from attrs import frozen

AtMost = Literal["possible", "related", "never"]

AT_MOST: Final[Mapping[AtMost, float]] = {"possible": 0.5, "related": 0.02, "never": 0.001}
"""Probability at most of a pair that a gate holds back, before any data is seen."""


@frozen
class Gate:
    """A contradiction, or a likeness that proves too little.

    Attributes:
        name: name of the condition.
        at_most: the most that such a pair can be.
        reason: the sentence that an explanation shows.
        relies_on: the feature that must be mostly right for it to hold, "birth_date" or "given"; see
            `Model.most_wrong`. With "homonyms" it holds only where two people may have one name, with
            "households" where two of one family and place may; see `Model.fewest_look_alikes`.
        firm: whether a contradiction keeps clusters apart however many pairs speak for joining them; the others may be
            slips, which enough pairs outvote.
        third_may_join: whether both can be one with a third record all the same, which says more than these two.
    """

    name: str
    at_most: AtMost
    reason: str
    relies_on: Literal["", "birth_date", "given", "homonyms", "households"] = ""
    third_may_join: bool = False
    firm: bool = False

    @property
    def parts(self) -> bool:
        """Whether such a pair also keeps clusters apart, whatever third record stands between."""
        return self.at_most != "possible" and not self.third_may_join


GATES: Final[tuple[Gate, ...]] = (
    Gate("names_and_births_apart", "never", "given names and birth dates both differ"),
    Gate(
        "homonyms",
        "never",
        "birth dates differ and no contact is shared: two people of one name",
        relies_on="birth_date",
    ),
    Gate("families_and_births_apart", "never", "family names and birth dates both differ", relies_on="birth_date"),
    Gate("names_apart_in_one_home", "related", "given names and birth dates differ in one home or at one contact"),
    Gate("twins", "related", "one birth date and one family name, but given names differ: twins", relies_on="given"),
    Gate("generations", "related", "one name, but born 12 years apart or more: parent and child", firm=True),
    Gate(
        "kin",
        "related",
        "given names are alike and not equal, and birth dates differ: relatives",
        relies_on="birth_date",
    ),
    Gate("suffixes", "related", "Junior is not Senior", firm=True),
    Gate("given_names_apart", "related", "given names differ and no birth date agrees", third_may_join=True),
    Gate(
        "one_birth_date",
        "related",
        "one birth date and one family name, but given names differ",
        relies_on="given",
        third_may_join=True,
    ),
    Gate("kindred_names", "possible", "given names are alike and yet two names, and no birth date agrees"),
    Gate("initials", "possible", "an initial, and no contact that is the person's alone"),
    Gate(
        "perhaps_homonyms",
        "possible",
        "birth dates differ in part, and no contact or home is shared",
        relies_on="birth_date",
    ),
    Gate("perhaps_generations", "possible", "one name, and years of birth that lie 12 years apart or more"),
    Gate("namesakes", "possible", "two people of this name are known, and neither contact nor home is shared"),
    Gate("family_names_apart", "possible", "family names differ, and only one contact or home agrees"),
    Gate(
        "only_given_name_and_birth_date", "possible", "of the names only a given name agrees, and no contact or place"
    ),
    Gate("one_suffix", "possible", "only one of them is called Junior or Senior"),
    Gate("own_contacts", "possible", "one name and one home, but each has an e-mail address and a phone of their own"),
    Gate("names_apart", "possible", "given and family names both differ"),
    Gate("organisations_apart", "possible", "names of organisations differ at one address or contact"),
    Gate("only_name", "possible", "nothing but the name agrees", relies_on="homonyms"),
    Gate(
        "only_name_and_place",
        "possible",
        "name and place agree, and every contact or the street differs",
        relies_on="homonyms",
    ),
    Gate("unlike_name_and_place", "possible", "names are alike and not equal, and nothing but a place agrees"),
    Gate("similar_names", "possible", "a name is only similar, and neither birth date nor contact agrees"),
    Gate(
        "no_given_name",
        "possible",
        "a given name is missing, and only what a household shares agrees",
        relies_on="households",
    ),
)
"""The gates for customers. An official number that agrees opens all of them but the suffixes."""
