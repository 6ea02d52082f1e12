"""The page for the owner of the base: what came in, what was wrong, who is the same, who may be written to."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from crmkit.audience import Audience
from crmkit.consent.reasons import words as reason_words
from crmkit.customer_base import CustomerBase
from crmkit.dedup.page import duplicates_section
from crmkit.demo.exports import FILES, TODAY
from crmkit.demo.team import Asked
from crmkit.demo.told import Story
from crmkit.intake.page import aside_section, loads_section
from crmkit.quality.page import quality_section
from crmkit.records import CleanRecord, Customer
from crmkit.report.charts import number, percent
from crmkit.report.page import Bars, Figure, Figures, Language, Page, Part, Section, Split, Table
from crmkit.schema.fields import Schema
from crmkit.segment.segment import Segment

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "title": "Five exports, one customer base",
        "subtitle": "The example exports of crmkit on {day}. All persons and companies are fictitious.",
        "short_title": "In short",
        "short_lead": "Five programs knew the same customers under different spellings. This is what is left when they "
        "are put side by side, and whom a newsletter may go to.",
        "rows_in": "rows in {files} files",
        "customers_left": "different customers",
        "may": "may get the newsletter, of {meant} meant",
        "aside": "lines set aside to be mended",
        "wrong": "customers wrongly made one",
        "one_title": "One customer, and where each value comes from",
        "one_lead": "{name}: {rows} rows from {sources}. Nothing is overwritten; values that were not chosen are kept "
        "beside the chosen one.",
        "field": "Field",
        "value": "Value",
        "source": "From",
        "date": "True on",
        "rule": "Why this one",
        "others": "Kept beside it",
        "who_title": "Who may be written to",
        "who_lead": "Meant: {segment}. Asked for each of them: may she get the {purpose} by {channel} today?",
        "meant": "customers are meant",
        "members": "may be written to",
        "left_out": "left out, each with a reason",
        "unproven": "members without proof of consent",
        "split": "Customers meant",
        "may_be": "may be written to",
        "may_not": "left out",
        "why": "Why the others are left out (one customer can have several reasons)",
        "checked_title": "Checked against the truth",
        "checked_lead": "The examples come with a file that says who is who, and which traps were set: two customers "
        "who look like one.",
        "precision": "of the rows put together belong together",
        "recall": "of the rows that belong together were found",
        "fallen": "traps fallen into, of {planted}",
        "team_title": "What a marketing team asks for",
        "team_lead": "Twenty segments, once two more tools have said what they know of the same customers: notes, page "
        "views, e-mails, carts, contracts and the like. Each is written in one line, and says itself as a sentence.",
        "asked": "Asked for",
        "sentence": "Which customers",
        "customers": "Customers",
        "trap": "Trap",
        "planted": "Set",
        "fell": "Fallen into",
    },
    "fr": {
        "title": "Cinq exports, une seule base clients",
        "subtitle": "Les exports d’exemple de crmkit au {day}. Toutes les personnes et entreprises sont fictives.",
        "short_title": "En bref",
        "short_lead": "Cinq logiciels connaissaient les mêmes clients sous des graphies différentes. Voici ce qu’il en "
        "reste une fois rapprochés, et à qui une lettre d’information peut partir.",
        "rows_in": "lignes dans {files} fichiers",
        "customers_left": "clients différents",
        "may": "peuvent recevoir la lettre, sur {meant} visés",
        "aside": "lignes mises de côté, à corriger",
        "wrong": "clients réunis à tort",
        "one_title": "Un client, et d’où vient chaque valeur",
        "one_lead": "{name} : {rows} lignes venues de {sources}. Rien n’est écrasé ; les valeurs non retenues "
        "restent à côté de la valeur retenue.",
        "field": "Champ",
        "value": "Valeur",
        "source": "Source",
        "date": "Vrai le",
        "rule": "Pourquoi elle",
        "others": "Conservé à côté",
        "who_title": "À qui peut-on écrire",
        "who_lead": "Visés : {segment}. Question posée pour chacun : peut-on lui envoyer {purpose} par {channel} ce "
        "jour ?",
        "meant": "clients visés",
        "members": "peuvent être contactés",
        "left_out": "écartés, chacun avec un motif",
        "unproven": "membres sans preuve de consentement",
        "split": "Clients visés",
        "may_be": "peuvent être contactés",
        "may_not": "écartés",
        "why": "Pourquoi les autres sont écartés (un client peut avoir plusieurs motifs)",
        "checked_title": "Comparé à la vérité",
        "checked_lead": "Un fichier livré avec les exemples dit qui est qui, et quels pièges ont été tendus : deux "
        "clients qui semblent n’en faire qu’un.",
        "precision": "des rapprochements sont justes",
        "recall": "des rapprochements à faire ont été faits",
        "fallen": "pièges déclenchés, sur {planted}",
        "team_title": "Ce que demande une équipe marketing",
        "team_lead": "Vingt segments, une fois que deux autres outils ont dit ce qu’ils savent des mêmes clients : "
        "notes, pages vues, e-mails, paniers, contrats, etc. Chacun s’écrit en une ligne, et se dit en une phrase.",
        "asked": "Demande",
        "sentence": "Quels clients",
        "customers": "Clients",
        "trap": "Piège",
        "planted": "Tendus",
        "fell": "Déclenchés",
    },
}

RULES: Final[Mapping[str, tuple[str, str]]] = {
    "most_recent": ("the most recent", "la plus récente"),
    "most_complete": ("the most complete", "la plus complète"),
    "most_trusted": ("from the most trusted file", "du fichier le plus sûr"),
    "most_frequent": ("the most frequent", "la plus fréquente"),
    "earliest": ("the earliest", "la plus ancienne"),
    "longest": ("the longest", "la plus longue"),
    "union": ("all are kept", "toutes sont gardées"),
}
"""Rule of survivorship to its words."""

PURPOSES: Final[Mapping[str, tuple[str, str]]] = {"newsletter": ("newsletter", "la lettre d’information")}
CHANNELS: Final[Mapping[str, tuple[str, str]]] = {"email": ("e-mail", "e-mail")}

TRAPS: Final[Mapping[str, tuple[str, str]]] = {
    "homonym": ("Two people of one name", "Deux homonymes"),
    "father_son": ("Father and son of one name", "Père et fils de même nom"),
    "twins": ("Twins", "Des jumeaux"),
    "spouses": ("Spouses who share their contacts", "Époux aux coordonnées communes"),
    "borrowed_email": ("A mother with her daughter’s e-mail", "Une mère avec l’e-mail de sa fille"),
    "reissued_phone": ("A phone number given to somebody else", "Un numéro de téléphone réattribué"),
    "namesake_companies": ("Two companies of one name", "Deux entreprises de même nom"),
}
"""Kind of trap to its words."""


def story_page(story: Story, base: CustomerBase, *, language: Language = "en") -> Page:
    """Tell the story of a run as one page."""
    words = WORDS[language]
    labels = {one.name: one.label(language) for one in base.schema.fields}
    names = {row.ref: _called(row) for row in base.rows()}
    one = _telling(base)
    sections = (
        short_section(story, language=language),
        loads_section(story.loads, language=language),
        aside_section(base.quarantine(), files=FILES, language=language),
        quality_section(story.quality, language=language, name=lambda field: sentence(labels.get(field, field))),
        duplicates_section(story.duplicates, language=language, name=lambda ref: names.get(str(ref), str(ref))),
        *((customer_section(one, base.schema, language=language),) if one else ()),
        audience_section(story.audience, unproven=len(story.unproven), language=language),
        team_section(story.asked, language=language),
        truth_section(story, language=language),
    )
    return Page(words["title"], words["subtitle"].format(day=f"{TODAY:%Y-%m-%d}"), sections, language)


def short_section(story: Story, *, language: Language = "en") -> Section:
    """Say in five figures what came of it."""
    words, fallen = WORDS[language], story.truth.fallen
    files = words["rows_in"].format(files=len(story.loads))
    aside = sum(one.quarantined for one in story.loads)
    figures = Figures(
        (
            Figure(files, number(story.duplicates.records)),
            Figure(words["customers_left"], number(story.customers), tone="good"),
            Figure(
                words["may"].format(meant=number(len(story.audience) + len(story.audience.suppressed))),
                number(len(story.audience)),
                tone="good",
            ),
            Figure(words["aside"], number(aside), tone="warn" if aside else "good"),
            Figure(words["wrong"], number(fallen), tone="bad" if fallen else "good"),
        )
    )
    return Section(words["short_title"], (figures,), words["short_lead"])


def customer_section(customer: Customer, schema: Schema, *, language: Language = "en") -> Section:
    """Show one customer with the origin of each value."""
    words = WORDS[language]
    rows = []
    for name, held in customer.provenance.items():
        chosen = [one for one in held if one.chosen]
        if not chosen:
            continue
        declared = schema.find(name)
        caption = declared.semantic_type.caption
        kept = dict.fromkeys(caption(one.value) for one in chosen)
        others = dict.fromkeys(caption(one.value) for one in held if caption(one.value) not in kept)
        rows.append(
            (
                sentence(declared.label(language)),
                ", ".join(kept),
                ", ".join(dict.fromkeys(one.source for one in chosen)),
                ", ".join(dict.fromkeys(_unbroken(one.as_of) for one in chosen)),
                RULES[chosen[0].rule][language == "fr"],
                ", ".join(others),
            )
        )
    headings = tuple(words[name] for name in ("field", "value", "source", "date", "rule", "others"))
    sources = dict.fromkeys(one.source for held in customer.provenance.values() for one in held)
    name = ", ".join(
        schema.find(field).semantic_type.caption(customer.values[field])
        for field in ("name", "organisation")
        if customer.values.get(field)
    )
    lead = words["one_lead"].format(name=name or customer.id, rows=len(customer.refs), sources=", ".join(sources))
    return Section(words["one_title"], (Table(headings, tuple(rows)),), lead)


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
    split = Split(
        words["split"],
        (
            Part(words["may_be"], len(audience), tone="good"),
            Part(words["may_not"], len(audience.suppressed), tone="quiet"),
        ),
    )
    bars = Bars(
        tuple(
            Part(sentence(reason_words(code, language)), count, tone="quiet")
            for code, count in audience.reasons.items()
        ),
        words["why"],
    )
    lead = words["who_lead"].format(
        segment=Segment.parse(audience.segment, schema=audience.schema).describe(language=language),
        purpose=PURPOSES.get(audience.purpose, (audience.purpose,) * 2)[language == "fr"],
        channel=CHANNELS.get(audience.channel, (audience.channel,) * 2)[language == "fr"],
    )
    return Section(words["who_title"], (figures, split, bars) if audience.suppressed else (figures, split), lead)


def team_section(asked: Iterable[Asked], *, language: Language = "en") -> Section:
    """Show the segments of a marketing team as sentences, and how many customers each means."""
    words = WORDS[language]
    rows = tuple(
        (
            one.question.title[language],
            sentence(one.segment.describe(language)),
            number(len(one.members)),
        )
        for one in asked
    )
    table = Table((words["asked"], words["sentence"], words["customers"]), rows, frozenset({2}))
    return Section(words["team_title"], (table,), words["team_lead"])


def truth_section(story: Story, *, language: Language = "en") -> Section:
    """Show how the clusters compare with the truth file."""
    words, truth = WORDS[language], story.truth
    planted = sum(count for count, _ in truth.traps.values())
    figures = Figures(
        (
            Figure(words["precision"], percent(truth.precision, language), tone="good"),
            Figure(words["recall"], percent(truth.recall, language)),
            Figure(
                words["fallen"].format(planted=planted), number(truth.fallen), tone="bad" if truth.fallen else "good"
            ),
        )
    )
    rows = tuple(
        (TRAPS.get(kind, (kind, kind))[language == "fr"], number(put), number(fell))
        for kind, (put, fell) in truth.traps.items()
    )
    table = Table((words["trap"], words["planted"], words["fell"]), rows, frozenset({1, 2}))
    return Section(words["checked_title"], (figures, table), words["checked_lead"])


def sentence(text: str) -> str:
    """Begin a text with a capital letter and leave the rest as it is.

    >>> sentence("given name"), sentence("e-mail")
    ('Given name', 'E-mail')
    """
    return text[:1].upper() + text[1:]


def _unbroken(day: datetime) -> str:
    return f"{day:%Y-%m-%d}".replace("-", "\u2011")


def _called(row: CleanRecord) -> str:
    """Call a row by its name, else by a contact point, and by its source."""
    said = next(
        (row.values[field][0] for field in ("name", "organisation", "email", "phone") if row.values.get(field)), ""
    )
    return f"{said} ({row.source})" if said else row.ref


def _telling(base: CustomerBase) -> Customer | None:
    """Choose the customer whose story shows most: many sources, and values that lost."""

    def richness(customer: Customer) -> tuple[int, int, str]:
        lost = sum(not one.chosen for held in customer.provenance.values() for one in held)
        sources = {one.source for held in customer.provenance.values() for one in held}
        return len(sources), lost, customer.id

    return max((one for one in base.customers() if one.kind == "person"), key=richness, default=None)
