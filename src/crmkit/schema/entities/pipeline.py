"""Pipelines and their stages."""

from collections.abc import Iterator

from attrs import frozen

from crmkit.exceptions import UnknownNameError
from crmkit.schema.entities.declaring import Declared, declared, needed, parts, share
from crmkit.schema.entities.entity import Entity

KINDS = "deal case task membership party"
"""What may move through a pipeline."""


@frozen(kw_only=True)
class Stage(Declared):
    """One step of a pipeline.

    Attributes:
        key: unique in its pipeline.
        name: what people read.
        probability: that an item of this stage is won, 0 to 1; None to learn it from what happened.
        requires: fields that must be filled in for an item to enter.
        outcome: for a last stage, how it ended.
        max_hours: how long an item should stay.
    """

    entity = "stage"

    key: str = needed("identifier", sensitivity="none")
    name: str | None = declared("text", sensitivity="none", max_length=120)
    probability: float | None = share()
    requires: tuple[str, ...] = declared("identifier", many=True, sensitivity="none")
    outcome: str | None = declared(options="won lost")
    max_hours: int | None = declared("integer")

    def faults(self) -> Iterator[str]:
        """Say what is wrong with the stage as a whole."""
        certain = {"won": 1, "lost": 0}.get(self.outcome or "")
        if certain is not None and self.probability not in (None, certain):
            yield f"probability is not {certain} where the outcome is {self.outcome!r}"
        if self.max_hours is not None and self.max_hours < 1:
            yield "max_hours is not positive"


@frozen(kw_only=True)
class Pipeline(Entity):
    """The stages that a deal, a case, a task, a membership or a party goes through; the first one is the start.

    Attributes:
        name: what people read.
        kind: what moves through it.
        stages: in their order.

    >>> Pipeline(id="sales", name="Sales", kind="deal", stages=[Stage(key="new"), Stage(key="new")])
    Traceback (most recent call last):
        ...
    crmkit.exceptions.SchemaError: This is no valid Pipeline: it has the stage 'new' twice.
    """

    entity = "pipeline"

    name: str = needed("text", sensitivity="none", max_length=120)
    kind: str = needed(options=KINDS)
    stages: tuple[Stage, ...] = parts(Stage)

    def faults(self) -> Iterator[str]:
        """Say what is wrong with the pipeline as a whole."""
        keys = [one.key for one in self.stages]
        yield from (f"it has the stage {key!r} twice" for key in dict.fromkeys(keys) if keys.count(key) > 1)
        if not keys:
            yield "it has no stages"
        elif self.stages[0].outcome is not None:
            yield "its first stage is also a last one"

    def stage(self, key: str) -> Stage:
        """Find a stage by its key.

        Raises:
            UnknownNameError: there is none; near names are offered.
        """
        for one in self.stages:
            if one.key == key:
                return one
        raise UnknownNameError(f"stage of {self.name!r}", key, (one.key for one in self.stages))
