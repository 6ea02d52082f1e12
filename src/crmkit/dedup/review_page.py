"""The page on which a person judges pairs: one file, no network, keys or mouse."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from typing import Final

from attrs import frozen

from crmkit.dedup.explanation import Explanation, readable
from crmkit.dedup.review_file import FORMAT
from crmkit.dedup.review_words import WORDS
from crmkit.dedup.words import VERDICT_TONES, target_word, verdict_word
from crmkit.report.charts import number, percent, signed
from crmkit.report.differences import marked
from crmkit.report.evidence import evidence_table
from crmkit.report.html import document
from crmkit.report.page import Language

_SAID_BY_SCRIPT: Final = ("progress", "copied", "loaded", "broken", "foreign", "kept", "unkept", "done")


@frozen
class Case:
    """One pair to judge.

    Attributes:
        left: pieces of the id of the left record, as text: the id, or source and id.
        right: those of the right one.
        explanation: what the model says.
        left_cells: column to text of the left record.
        right_cells: those of the right one.
    """

    left: tuple[str, ...]
    right: tuple[str, ...]
    explanation: Explanation
    left_cells: Mapping[str, str]
    right_cells: Mapping[str, str]


def review_document(
    cases: Sequence[Case],
    *,
    fields: Mapping[str, str | None],
    run: str,
    numbered: bool,
    of: int,
    language: Language,
    title: str,
) -> str:
    """Draw the whole page.

    Args:
        cases: pairs, in the order in which they are asked.
        fields: column to what it was taken to mean.
        run: name of the records.
        numbered: whether ids are whole numbers.
        of: how many pairs there would be to ask.
        language: of the texts.
        title: a second line below the heading.
    """
    words = WORDS[language]
    about = {
        "format": FORMAT,
        "run": run,
        "ids": "number" if numbered else "text",
        "words": {name: words[name] for name in _SAID_BY_SCRIPT},
    }
    lead = words["none"]
    if cases:
        lead = words["of" if of > len(cases) else "lead"].format(count=number(len(cases)), of=number(of))
    pairs = "".join(_article(one, place, len(cases), fields, language) for place, one in enumerate(cases))
    head = (
        f'<main id="review" data-about="{escape(json.dumps(about))}"><header><h1>{words["title"]}</h1>'
        f"<p>{escape(title)}</p><p>{lead}</p></header><noscript><p>{words['noscript']}</p></noscript>"
    )
    nothing = f"<p id=nothing role=status hidden>{words['nothing']}</p>"
    foot = f"<footer>{words['made']}</footer></main>"
    body = f"{head}{foot}"
    if cases:
        body = f"{head}{_bar(words)}<div id=pairs>{pairs}</div>{nothing}{_saving(words)}{foot}{_choice(words)}"
    style, script = _part("review.css"), _part("review.js") if cases else ""
    return document(words["title"], body, language=language, style=style, script=script)


@cache
def _part(name: str) -> str:
    """Read the script or the rules, which stand beside this file."""
    return files("crmkit.dedup").joinpath(name).read_text("utf-8")


def _bar(words: Mapping[str, str]) -> str:
    options = "".join(f'<option value="{name}">{words[name]}</option>' for name in ("all", "open", "judged"))
    return (
        f'<form id=bar><progress id=progress max=1 value=0 aria-label="{words["progress_name"]}"></progress>'
        "<p id=counts role=status aria-live=polite></p>"
        f"<label>{words['filter']} <select id=only>{options}</select></label> "
        f"<label>{words['from']} <input id=low type=number step=any></label> "
        f"<label>{words['to']} <input id=high type=number step=any></label> "
        f"<label><input id=keys type=checkbox checked> {words['keys_on']}</label></form>"
    )


def _choice(words: Mapping[str, str]) -> str:
    buttons = "".join(
        f'<button type=button class="{tone}" data-verdict="{name}" aria-pressed=false>{words[name]} '
        f"<kbd>{key}</kbd></button>"
        for name, tone, key in (("same", "good", "S"), ("different", "bad", "D"), ("unsure", "warn", "U"))
    )
    return (
        f"<div id=choice><div>{buttons}<label class=note><span>{words['note']}</span> "
        f'<input id=note maxlength=500 placeholder="{words["note"]}"></label>'
        f'<button type=button id=previous aria-label="{words["previous"]}">← <kbd>P</kbd></button>'
        f'<button type=button id=next aria-label="{words["next"]}">→ <kbd>N</kbd></button></div></div>'
    )


def _saving(words: Mapping[str, str]) -> str:
    return (
        "<section id=saving><p id=told role=status aria-live=polite></p>"
        f"<p><button type=button id=export>{words['export']}</button> "
        f"<label class=button>{words['load']} <input id=load type=file accept='.json,application/json'></label></p>"
        f"<details><summary>{words['json']}</summary><p><button type=button id=copy>{words['copy']}</button></p>"
        f'<textarea id=json readonly rows=8 aria-label="{words["json"]}"></textarea></details>'
        f"<p class=soft>{words['keys']}</p></section>"
    )


def _article(case: Case, place: int, count: int, fields: Mapping[str, str | None], language: Language) -> str:
    words, explained = WORDS[language], case.explanation
    ids = json.dumps([case.left, case.right])
    points = words["points"].format(
        points=signed(explained.weight, language), chance=percent(explained.probability, language)
    )
    names = (escape(" / ".join(case.left)), escape(" / ".join(case.right)))
    badge = f'<span class="badge {VERDICT_TONES[explained.verdict]}">{verdict_word(explained.verdict, language)}</span>'
    shown = words["pair"].format(place=number(place + 1), count=number(count))
    compared = list(_rows(case, fields, language, meant=True))
    others = list(_rows(case, fields, language, meant=False))
    more = ""
    if others:
        more = f"<details><summary>{words['other']}</summary>{_records(others, names, words)}</details>"
    return (
        f'<section class=pair tabindex=-1 data-ids="{escape(ids)}" data-weight="{explained.weight:.3f}" '
        f'aria-labelledby="pair{place}"><h2 id="pair{place}">{shown} {badge}</h2><p class=lead>{points}</p>'
        f"{_records(compared, names, words)}{more}<h3>{words['why']}</h3>"
        f"{evidence_table(explained.table(language, values=False), language=language)}</section>"
    )


@frozen
class Row:
    """What both records say in one column, or in the columns of one meaning.

    Attributes:
        heading: how their files call it.
        meaning: what it was taken to mean, where the heading does not say so itself.
        left: text of the left record.
        right: that of the right one.
    """

    heading: str
    meaning: str
    left: str
    right: str


def _rows(case: Case, fields: Mapping[str, str | None], language: Language, *, meant: bool) -> Iterator[Row]:
    """Set the cells of both records beside each other, by column; of linked frames by what the columns mean."""
    linked = len(case.left) > 1
    groups: dict[str, list[str]] = {}
    for column in dict.fromkeys((*fields, *case.left_cells, *case.right_cells)):
        target = fields.get(column)
        if (target is not None) == meant:
            groups.setdefault(target if linked and target else column, []).append(column)
    for columns in groups.values():
        used = [column for column in columns if column in case.left_cells or column in case.right_cells]
        left, right = (
            ", ".join(dict.fromkeys(readable(fields.get(one) or "", cells[one]) for one in used if one in cells))
            for cells in (case.left_cells, case.right_cells)
        )
        if used:
            heading = " / ".join(dict.fromkeys(_heading(column, case) for column in used))
            target = fields.get(used[0])
            meaning = target_word(target, language) if target else ""
            yield Row(
                heading, "" if meaning.casefold() == heading.casefold().replace("_", " ") else meaning, left, right
            )


def _heading(column: str, case: Case) -> str:
    """Name a column as its file does; in linked frames the name of the source stands before it."""
    sources = (case.left[0], case.right[0]) if len(case.left) > 1 else ()
    return next((column.removeprefix(f"{one}.") for one in sources if column.startswith(f"{one}.")), column)


def _records(rows: Sequence[Row], names: tuple[str, str], words: Mapping[str, str]) -> str:
    drawn = []
    for row in rows:
        one, other = marked(row.left, row.right)
        kind = "equal" if row.left == row.right else "differ" if row.left and row.right else "gap"
        meaning = f"<small>{escape(row.meaning)}</small>" if row.meaning else ""
        drawn.append(
            f"<tr class={kind}><th scope=row>{escape(row.heading)}{meaning}</th><td>{one}</td><td>{other}</td></tr>"
        )
    return (
        f"<table class=records><thead><tr><th scope=col>{words['field']}</th><th scope=col>{names[0]}</th>"
        f"<th scope=col>{names[1]}</th></tr></thead><tbody>{''.join(drawn)}</tbody></table>"
    )
