"""Items: what moves through the stages of a pipeline."""

from collections.abc import Iterator
from datetime import datetime

from attrs import evolve, frozen

from crmkit.schema.entities.declaring import PARTIES, Declared, declared, needed, parts, reference
from crmkit.schema.entities.entity import Entity
from crmkit.schema.entities.pipeline import KINDS, Pipeline
from crmkit.schema.types.date import PartialDate
from crmkit.schema.types.money import Money


@frozen(kw_only=True)
class Participant(Declared):
    """A party that has to do with an item.

    Attributes:
        party: who.
        role: what for.
    """

    entity = "participant"

    party: str = reference(*PARTIES)
    role: str = declared(options="customer decider user payer partner", default="customer")


@frozen(kw_only=True)
class Move(Declared):
    """An item entered a stage.

    Attributes:
        stage: which.
        at: when.
        by: who moved it.
    """

    entity = "move"

    stage: str = needed("identifier", sensitivity="none")
    at: datetime = needed("instant")
    by: str | None = declared("identifier", sensitivity="none")


@frozen(kw_only=True)
class Item(Entity):
    """A deal, a case, a task or a membership, and every stage that it went through.

    Attributes:
        pipeline: the pipeline it moves through.
        kind: what it is.
        parties: who has to do with it.
        title: what people read.
        amount: what it is worth.
        history: the stages it entered, the earliest first; the last one is where it is.
        due: when it should be done; for a membership, when it is renewed.
        priority: how much it presses.
        assignee: who works on it.
        closed_at: when it ended.
        outcome: how it ended.
        reason: why it ended so.
        campaign: the campaign it came from.
    """

    entity = "item"
    purposes = ("service",)

    pipeline: str = reference("pipeline")
    kind: str = needed(options=KINDS)
    parties: tuple[Participant, ...] = parts(Participant)
    title: str | None = declared("text", sensitivity="behav", max_length=200)
    amount: Money | None = declared("money")
    history: tuple[Move, ...] = parts(Move)
    due: PartialDate | None = declared("date")
    priority: str = declared(options="low normal high urgent", default="normal")
    assignee: str | None = declared("identifier", sensitivity="none")
    closed_at: datetime | None = declared("instant")
    outcome: str | None = declared(options="won lost")
    reason: str | None = declared(options="price features timing competitor no_answer solved duplicate other_reason")
    campaign: str | None = reference("campaign", optional=True)

    def faults(self) -> Iterator[str]:
        """Say what is wrong with the item as a whole."""
        times = [one.at for one in self.history]
        if not times:
            yield "it never entered a stage"
        if times != sorted(times):
            yield "its history is not in the order of time"
        if times and self.closed_at is not None and self.closed_at < times[0]:
            yield "closed_at is before it began"

    @property
    def stage(self) -> str:
        """Key of the stage where it is."""
        return self.history[-1].stage

    def move(self, stage: str, *, at: datetime, by: str | None = None, pipeline: Pipeline) -> "Item":
        """Give the item as it is after it entered a stage.

        Args:
            stage: key of the stage.
            at: when.
            by: who moved it.
            pipeline: its pipeline.

        Raises:
            UnknownNameError: the pipeline has no such stage; near names are offered.
            SchemaError: it was moved later than that already.
        """
        entered = pipeline.stage(stage)
        ended = at if entered.outcome else None
        moved = (*self.history, Move(stage=stage, at=at, by=by))
        return evolve(self, history=moved, closed_at=ended, outcome=entered.outcome)
