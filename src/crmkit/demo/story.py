"""The main job on five example exports, stage by stage, with figures; nothing in it is special to the examples."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final

from crmkit.audience import Audience
from crmkit.customer_base import CustomerBase, connect
from crmkit.demo.exports import FILES, GIVEN, TODAY, ZONE, find_exports
from crmkit.demo.page import story_page
from crmkit.demo.proof import without_consent
from crmkit.demo.team import ask_once
from crmkit.demo.told import Story
from crmkit.demo.truth import Comparison, compare, read_truth
from crmkit.exceptions import StoreError
from crmkit.intake.quarantine import write_quarantine
from crmkit.intake.report import LoadReport
from crmkit.quality.report import QualityReport
from crmkit.records import Progress
from crmkit.report.html import write_page
from crmkit.report.page import Language

SEGMENT: Final = 'country in ("CH", "FR") and count(orders in last 730 days) >= 1'
PURPOSE: Final = "newsletter"
CHANNEL: Final = "email"
WRITTEN: Final = ("customers.db", "audience.csv", "quarantine.csv", "report.html")


def run(
    out: Path,
    *,
    exports: Path | None = None,
    language: Language = "en",
    progress: Callable[[Progress], None] | None = None,
    tell: Callable[[str], None],
) -> Story:
    """Run the flow on the exports and write base, audience, quarantine and page to a folder.

    A second run finds everything as it is and changes nothing.

    Args:
        out: the folder to write to.
        exports: the folder of the exports; the shipped ones when left out.
        language: of the page.
        progress: told about long work.
        tell: told the story, a line at a time.

    Raises:
        InputError: an export is missing or cannot be read.
        StoreError: the folder or the base in it cannot be written.
    """
    folder = find_exports(exports)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise StoreError(
            f"The folder {out} cannot be made ({problem.strerror}); choose another with --out."
        ) from problem
    with connect(out / "customers.db", actor="demo", zone=ZONE, clock=lambda: TODAY) as base:
        tell("1. What came in")
        loads = []
        for source, name in FILES.items():
            loads.append(base.load(folder / name, source=source, given=GIVEN.get(source), progress=progress))
            tell(_indented(loads[-1]))

        tell("2. What was wrong")
        quality = base.audit()
        tell(_indented(_short(quality)))

        tell("3. Who was the same")
        duplicates = base.find_duplicates(progress=progress)
        change = base.merge(duplicates)
        tell(_indented(duplicates))
        tell(_indented(change))

        tell(f"4. Whom we mean, and who may be written to\n   {SEGMENT}")
        audience = base.select(SEGMENT, purpose=PURPOSE, via=CHANNEL)
        tell(_indented(audience))
        audience.to_csv(out / "audience.csv")
        write_quarantine(out / "quarantine.csv", base.quarantine())

        tell("5. Checked")
        unproven = _unproven(base, audience)
        truth = _against_truth(base, folder)
        story = Story(
            loads=tuple(loads),
            quality=quality,
            duplicates=duplicates,
            change=change,
            customers=change.after,
            audience=audience,
            unproven=unproven,
            truth=truth,
            asked=ask_once(out / "customers.db", folder),
            failures=_failures(base, loads, unproven, truth),
        )
        tell(_indented(_checks(story)))

        tell("6. What a marketing team asks for, with notes and events of two more tools")
        tell(_indented("\n".join(f"{len(one.members):>6,}  {one.question.title['en']}" for one in story.asked)))
        write_page(story_page(story, base, language=language), out / "report.html")
    tell("Written: " + ", ".join(str(out / name) for name in WRITTEN))
    return story


def _unproven(base: CustomerBase, audience: Audience) -> tuple[str, ...]:
    return without_consent(
        [(member.customer_id, member.point) for member in audience.members],
        customers={customer.id: customer for customer in base.customers()},
        events=base.consent.events(),
        purpose=PURPOSE,
        channel=CHANNEL,
        at=audience.at,
        lasts={"FR": timedelta(days=1095)},
    )


def _against_truth(base: CustomerBase, folder: Path) -> Comparison:
    holder = {ref: customer.id for customer in base.customers() for ref in customer.refs}
    found = {
        (FILES[row.source], row.line): holder[row.ref]
        for row in base.rows()
        if row.source in FILES and row.line is not None
    }
    return compare(read_truth(folder / "truth.json"), found)


def _failures(
    base: CustomerBase, loads: Sequence[LoadReport], unproven: Sequence[str], truth: Comparison
) -> tuple[str, ...]:
    failures = [f"{one.origin}: a row is not accounted for." for one in loads if not one.conserved]
    if unproven:
        failures.append(f"{len(unproven)} members have no consent that an independent check could find.")
    if truth.fallen:
        failures.append(f"{truth.fallen} traps were fallen into: two different customers were held to be one.")
    if not base.verify().ok:
        failures.append("The base keeps something else than its facts say.")
    return tuple(failures)


def _checks(story: Story) -> str:
    planted = sum(count for count, _ in story.truth.traps.values())
    truth = story.truth
    measured = f"precision {truth.precision:.4f}, recall {truth.recall:.4f}, F1 {truth.f1:.4f}"
    lines = [
        f"Against the truth file: {measured} over {truth.rows:,} rows.",
        f"Traps (homonyms, fathers and sons, twins …): {planted} planted, {truth.fallen} fallen into.",
        f"Members whose consent an independent check could not find: {len(story.unproven)}.",
    ]
    return "\n".join([*lines, *(f"Failed: {one}" for one in story.failures)])


def _short(quality: QualityReport) -> str:
    noticed = ", ".join(f"{code} {count:,}" for code, count in list(quality.findings.items())[:8])
    first = str(quality).splitlines()[0]
    return f"{first}\nmost noticed: {noticed}"


def _indented(what: object) -> str:
    return "\n".join(f"   {line}" for line in str(what).splitlines())
