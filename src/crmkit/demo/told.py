"""What a run of the story gave: the value that the page is drawn from."""

from typing import Any

from attrs import frozen

from crmkit.audience import Audience
from crmkit.dedup.duplicates import Duplicates
from crmkit.demo.team import Asked
from crmkit.demo.truth import Comparison
from crmkit.identity.change import Change
from crmkit.intake.report import LoadReport
from crmkit.quality.report import QualityReport


@frozen(kw_only=True)
class Story:
    """What happened, with the values every stage gave.

    Attributes:
        loads: one report per file.
        quality: the audit after loading.
        duplicates: what was found.
        change: what merging did.
        customers: how many customers there are.
        audience: who is written to, and why the others are left out.
        unproven: members whose consent an independent check could not find; must be empty.
        truth: how well the clusters agree with the truth file.
        asked: the segments of a marketing team, and whom they mean.
        failures: sentences about what must not happen and did.
    """

    loads: tuple[LoadReport, ...]
    quality: QualityReport
    duplicates: Duplicates[Any]
    change: Change
    customers: int
    audience: Audience
    unproven: tuple[str, ...]
    truth: Comparison
    asked: tuple[Asked, ...]
    failures: tuple[str, ...]
