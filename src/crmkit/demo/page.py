"""The page for the owner of the base: what came in, what was wrong, who is the same, who may be written to."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from crmkit.audience import Audience
from crmkit.consent.reasons import words as reason_words
from crmkit.customer_base import CustomerBase
from crmkit.dedup.page import duplicates_section
from crmkit.demo.exports import FILES, TODAY
from crmkit.intake.page import aside_section, loads_section
from crmkit.quality.page import quality_section
from crmkit.records import Customer
from crmkit.report.charts import number
from crmkit.report.page import Bars, Figure, Figures, Language, Page, Paragraph, Part, Section, Table
from crmkit.schema.fields import Schema
from crmkit.schema.types.catalogue import find_type

if TYPE_CHECKING:
    from crmkit.demo.story import Story

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "title": "Five exports, one customer base",
        "subtitle": "crmkit on its example exports, as of {day}. All persons and companies are fictitious.",
        "one_title": "One customer, and where each value comes from",
        "one_lead": "Nothing is overwritten. The value that was chosen stands first; the ones that lost are kept.",
        "field": "Field",
        "value": "Value",
        "source": "From",
        "date": "True on",
        "rule": "Why this one",
        "others": "Kept beside it",
        "who_title": "Who may be written to",
        "who_lead": "Segment: {segment}. Purpose: {purpose}, by {channel}.",
        "meant": "customers meant",
        "members": "may be written to",
        "left_out": "left out, each with a reason",
        "unproven": "members without proof of consent",
        "why": "Why the others are left out; one customer can have several reasons.",
        "checked_title": "Checked against the truth",
        "checked_lead": "The exports come with a truth file that says who is who, and which traps were planted.",
        "precision": "of the joined pairs are right",
        "recall": "of the true pairs were joined",
        "fallen": "traps fallen into, of {planted}",
        "trap": "Trap",
        "planted": "Planted",
        "fell": "Fallen into",
    },
    "fr": {
        "title": "Cinq exports, une seule base clients",
        "subtitle": "crmkit sur ses exports d’exemple, au {day}. Toutes les personnes et entreprises sont fictives.",
        "one_title": "Un client, et d’où vient chaque valeur",
        "one_lead": "Rien n’est écrasé. La valeur retenue vient d’abord ; celles qui ont perdu sont conservées.",
        "field": "Champ",
        "value": "Valeur",
        "source": "Source",
        "date": "Vrai le",
        "rule": "Pourquoi elle",
        "others": "Conservé à côté",
        "who_title": "À qui peut-on écrire",
        "who_lead": "Segment : {segment}. Finalité : {purpose}, par {channel}.",
        "meant": "clients visés",
        "members": "peuvent être contactés",
        "left_out": "écartés, chacun avec un motif",
        "unproven": "membres sans preuve de consentement",
        "why": "Pourquoi les autres sont écartés ; un client peut avoir plusieurs motifs.",
        "checked_title": "Comparé à la vérité",
        "checked_lead": "Un fichier de vérité dit qui est qui, et quels pièges ont été posés.",
        "precision": "des paires réunies sont justes",
        "recall": "des vraies paires sont réunies",
        "fallen": "pièges déclenchés, sur {planted}",
        "trap": "Piège",
        "planted": "Posés",
        "fell": "Déclenchés",
    },
}


def story_page(story: "Story", base: CustomerBase, *, language: Language = "en") -> Page:
    """Tell the story of a run as one page."""
    words = WORDS[language]
    names = {row.ref: f"{row.values['name'][0]} ({row.source})" for row in base.rows() if row.values.get("name")}
    sections = (
        loads_section(story.loads, language=language),
        aside_section(base.quarantine(), files=FILES, language=language),
        quality_section(story.quality, language=language),
        duplicates_section(story.duplicates, language=language, name=lambda ref: names.get(str(ref), str(ref))),
        customer_section(_telling(base), base.schema, language=language),
        audience_section(story.audience, unproven=len(story.unproven), language=language),
        truth_section(story, language=language),
    )
    return Page(words["title"], words["subtitle"].format(day=f"{TODAY:%Y-%m-%d}"), sections, language)


def customer_section(customer: Customer, schema: Schema, *, language: Language = "en") -> Section:
    """Show one customer with the origin of each value."""
    words = WORDS[language]
    rows = []
    for name, held in customer.provenance.items():
        declared = schema.find(name)
        caption = find_type(declared.type).caption
        chosen = [one for one in held if one.chosen]
        kept = dict.fromkeys(caption(one.value) for one in chosen)
        others = dict.fromkeys(caption(one.value) for one in held if caption(one.value) not in kept)
        rows.append(
            (
                declared.label(language),
                ", ".join(kept),
                ", ".join(dict.fromkeys(one.source for one in chosen)),
                ", ".join(dict.fromkeys(f"{one.as_of:%Y-%m-%d}" for one in chosen)),
                chosen[0].rule.replace("_", " "),
                ", ".join(others),
            )
        )
    headings = tuple(words[name] for name in ("field", "value", "source", "date", "rule", "others"))
    return Section(words["one_title"], (Table(headings, tuple(rows)),), words["one_lead"])


def audience_section(audience: Audience, *, unproven: int, language: Language = "en") -> Section:
    """Show who may be written to, and why the others not."""
    words = WORDS[language]
    figures = Figures(
        (
            Figure(words["meant"], number(len(audience) + len(audience.suppressed))),
            Figure(words["members"], number(len(audience)), tone="good"),
            Figure(words["left_out"], number(len(audience.suppressed)), tone="warn"),
            Figure(words["unproven"], number(unproven), tone="bad" if unproven else "good"),
        )
    )
    bars = Bars(
        tuple(Part(reason_words(code, language), count, tone="warn") for code, count in audience.reasons.items())
    )
    lead = words["who_lead"].format(segment=audience.segment, purpose=audience.purpose, channel=audience.channel)
    return Section(words["who_title"], (figures, Paragraph(words["why"]), bars), lead)


def truth_section(story: "Story", *, language: Language = "en") -> Section:
    """Show how the clusters compare with the truth file."""
    words, truth = WORDS[language], story.truth
    planted = sum(count for count, _ in truth.traps.values())
    figures = Figures(
        (
            Figure(words["precision"], f"{truth.precision:.1%}"),
            Figure(words["recall"], f"{truth.recall:.1%}"),
            Figure("F1", f"{truth.f1:.3f}"),
            Figure(
                words["fallen"].format(planted=planted), number(truth.fallen), tone="bad" if truth.fallen else "good"
            ),
        )
    )
    rows = tuple((kind.replace("_", " "), number(put), number(fell)) for kind, (put, fell) in truth.traps.items())
    table = Table((words["trap"], words["planted"], words["fell"]), rows, frozenset({1, 2}))
    return Section(words["checked_title"], (figures, table), words["checked_lead"])


def _telling(base: CustomerBase) -> Customer:
    """Choose the customer whose story shows most: many sources, and values that lost."""

    def richness(customer: Customer) -> tuple[int, int, str]:
        lost = sum(not one.chosen for held in customer.provenance.values() for one in held)
        sources = {one.source for held in customer.provenance.values() for one in held}
        return len(sources), lost, customer.id

    return max((one for one in base.customers() if one.kind == "person"), key=richness)
