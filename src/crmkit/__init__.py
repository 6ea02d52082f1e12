"""One trustworthy customer base out of scattered exports.

    files, frames, rows  ->  intake    read, map the columns, verify, quarantine: no row is ever lost
                         ->  schema    semantic types clean each value; the raw form is kept
                         ->  dedup     block, compare, score, cluster, merge: the Customer
                         ->  consent   may we, for this purpose, by this channel, at this contact point, now?
                         ->  segment   whom do we mean?
                         ->  audience  segment and consent, with the reasons for everyone left out

Facts are kept, everything else is derived. `connect` opens a customer base; `clean`, `dedupe`, `link` and `audit`
work on single values and on any dataframe.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crmkit.audience import Audience
    from crmkit.consent.decision import Decision
    from crmkit.customer_base import CustomerBase, connect
    from crmkit.dedup.duplicates import Duplicates
    from crmkit.dedup.frames import dedupe, link
    from crmkit.dedup.index import Index
    from crmkit.dedup.model import Model
    from crmkit.dedup.review_file import Judgements, read_judgements
    from crmkit.dedup.survivorship import SurvivorshipPolicy
    from crmkit.exceptions import CrmkitError
    from crmkit.intake.report import LoadReport
    from crmkit.ledger.dump.moving import restore
    from crmkit.ledger.entry_check import EntryCheck
    from crmkit.quality.audit import audit
    from crmkit.quality.report import QualityReport
    from crmkit.records import ConsentEvent, Customer, Interaction
    from crmkit.schema.cleaning import clean
    from crmkit.schema.columns import clean_frame
    from crmkit.schema.field import Field
    from crmkit.schema.fields import Schema
    from crmkit.schema.types.base import Cleaned, Finding, SemanticType
    from crmkit.segment.build import field
    from crmkit.segment.segment import Segment

_HOME = {
    "Audience": "crmkit.audience",
    "Cleaned": "crmkit.schema.types.base",
    "ConsentEvent": "crmkit.records",
    "CrmkitError": "crmkit.exceptions",
    "Customer": "crmkit.records",
    "CustomerBase": "crmkit.customer_base",
    "Decision": "crmkit.consent.decision",
    "Duplicates": "crmkit.dedup.duplicates",
    "EntryCheck": "crmkit.ledger.entry_check",
    "Field": "crmkit.schema.field",
    "Finding": "crmkit.schema.types.base",
    "Index": "crmkit.dedup.index",
    "Interaction": "crmkit.records",
    "Judgements": "crmkit.dedup.review_file",
    "LoadReport": "crmkit.intake.report",
    "Model": "crmkit.dedup.model",
    "QualityReport": "crmkit.quality.report",
    "Schema": "crmkit.schema.fields",
    "Segment": "crmkit.segment.segment",
    "SemanticType": "crmkit.schema.types.base",
    "SurvivorshipPolicy": "crmkit.dedup.survivorship",
    "audit": "crmkit.quality.audit",
    "clean": "crmkit.schema.cleaning",
    "clean_frame": "crmkit.schema.columns",
    "connect": "crmkit.customer_base",
    "dedupe": "crmkit.dedup.frames",
    "field": "crmkit.segment.build",
    "link": "crmkit.dedup.frames",
    "read_judgements": "crmkit.dedup.review_file",
    "restore": "crmkit.ledger.dump.moving",
}
"""Where each public name lives; its module loads when the name is first used."""

__all__ = [
    "Audience",
    "Cleaned",
    "ConsentEvent",
    "CrmkitError",
    "Customer",
    "CustomerBase",
    "Decision",
    "Duplicates",
    "EntryCheck",
    "Field",
    "Finding",
    "Index",
    "Interaction",
    "Judgements",
    "LoadReport",
    "Model",
    "QualityReport",
    "Schema",
    "Segment",
    "SemanticType",
    "SurvivorshipPolicy",
    "audit",
    "clean",
    "clean_frame",
    "connect",
    "dedupe",
    "field",
    "link",
    "read_judgements",
    "restore",
]

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'crmkit' has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
