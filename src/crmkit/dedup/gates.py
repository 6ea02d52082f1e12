"""What evidence can never outweigh, as data; `columnar.gating` finds the pairs that are concerned."""

from typing import Final, Literal

from attrs import frozen

AtMost = Literal["possible", "related", "never"]


@frozen
class Gate:
    """A contradiction, or a likeness that proves too little.

    Attributes:
        name: name of the condition.
        at_most: the most that such a pair can be; "related" and "never" also keep clusters apart.
        reason: the sentence that an explanation shows.
    """

    name: str
    at_most: AtMost
    reason: str


GATES: Final[tuple[Gate, ...]] = (
    Gate("names_and_births_apart", "never", "given names and birth dates both differ"),
    Gate("homonyms", "never", "birth dates differ and no contact is shared: two people of one name"),
    Gate("names_apart_in_one_home", "related", "given names and birth dates differ in one home or at one contact"),
    Gate("twins", "related", "one birth date and one family name, but given names differ: twins"),
    Gate("generations", "related", "one name, but born 12 years apart or more: parent and child"),
    Gate("suffixes", "related", "Junior is not Senior"),
    Gate("given_names_apart", "possible", "given names differ and no birth date agrees"),
    Gate("names_apart", "possible", "given and family names both differ"),
    Gate("organisations_apart", "possible", "names of organisations differ at one address or contact"),
    Gate("only_name", "possible", "nothing but the name agrees"),
    Gate("only_name_and_place", "possible", "name and place agree, and every contact or the street differs"),
    Gate("unlike_name_and_place", "possible", "names are alike and not equal, and nothing but a place agrees"),
    Gate("similar_names", "possible", "a name is only similar, and neither birth date nor contact agrees"),
    Gate("no_given_name", "possible", "a given name is missing, and only what a household shares agrees"),
)
"""The gates for customers. An official number that agrees opens all of them but the suffixes."""
