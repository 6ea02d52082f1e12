"""Labels: tags, lists, and what parties like, need and prefer."""

from collections.abc import Iterator
from datetime import datetime

from attrs import frozen

from crmkit.schema.entities.declaring import PARTIES, Declared, declared, needed, parts, reference
from crmkit.schema.entities.entity import Entity
from crmkit.schema.field import SENSITIVITIES
from crmkit.schema.folding import fold


@frozen(kw_only=True)
class Assignment(Declared):
    """A party has a label.

    Attributes:
        party: who.
        at: since when.
        by: who gave it.
        status: whether she still has it; who left a list is remembered.
    """

    entity = "assignment"
    group = "analysis"
    purposes = ("service", "marketing")

    party: str = reference(*PARTIES)
    at: datetime | None = declared("instant")
    by: str | None = declared("identifier", sensitivity="none")
    status: str = declared(options="active unsubscribed", default="active")


@frozen(kw_only=True)
class Label(Entity):
    """A word that many parties share, so that it can be counted, merged and retired, which free text cannot.

    Attributes:
        kind: what it says about a party.
        name: the word.
        description: what it means.
        retired: whether it is no longer given.
        sensitivity: what it tells about somebody to have it; "special" for what reveals health or belief.
        assignments: who has it.

    >>> Label(id="l1", kind="interest", name="Ski de fond").key
    'ski de fond'
    """

    entity = "label"
    group = "analysis"
    purposes = ("service", "marketing")

    kind: str = needed(options="tag list interest lifestyle preference need")
    name: str = needed("text", sensitivity="behav", max_length=120)
    description: str | None = declared("text", sensitivity="none", max_length=500)
    retired: bool = declared("boolean", default=False)
    sensitivity: str = declared(options=" ".join(SENSITIVITIES), default="behav")
    assignments: tuple[Assignment, ...] = parts(Assignment)

    def faults(self) -> Iterator[str]:
        """Say what is wrong with the label as a whole."""
        held = [one.party for one in self.assignments]
        if len(set(held)) < len(held):
            yield "somebody has it twice"

    @property
    def key(self) -> str:
        """Folded name: what two spellings of one label have in common."""
        return fold(self.name)
