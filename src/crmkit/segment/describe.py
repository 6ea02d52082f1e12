"""A segment as a sentence, in English or French."""

from datetime import date
from typing import Final, Literal

from crmkit.exceptions import UnknownNameError
from crmkit.schema.options import label_in
from crmkit.segment import nodes
from crmkit.segment.format import format_instant
from crmkit.segment.nodes import Condition, Value, Window
from crmkit.segment.operators import OPERATORS

Language = Literal["en", "fr"]

_WORDS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "everyone": "every customer",
        "and": "and",
        "or": "or",
        "not": "it is not so that {part}",
        "within": "{subject} lies {window}",
        "not within": "{subject} does not lie {window}",
        "anniversary": "{subject} has its anniversary {window}",
        "did": "there was {event}{filter}{times}{window}",
        "did not": "there was no {event}{filter}{times}{window}",
        "filter": " where {part}",
        "times": " {bound} {count}×",
        "at least": "at least",
        "at most": "at most",
        "exactly": "exactly",
        "consented": "there is consent to {purpose}{via}",
        "via": " via {channel}",
        "segment": "the customer is in the segment “{name}”",
        "quote": "“{text}”",
        "now": "now",
        "today": "today",
        "ago": "{length} ago",
        "last": "in the last {length}",
        "next": "in the next {length}",
        "before": "before {moment}",
        "after": "after {moment}",
        "count": "the number of {rows}",
        "sum": "the sum of {field} of {rows}",
        "avg": "the average of {field} of {rows}",
        "min": "the lowest {field} of {rows}",
        "max": "the highest {field} of {rows}",
        "first": "{field} of the first of {rows}",
        "last of": "{field} of the last of {rows}",
    },
    "fr": {
        "everyone": "tous les clients",
        "and": "et",
        "or": "ou",
        "not": "il est faux que {part}",
        "within": "{subject} tombe {window}",
        "not within": "{subject} ne tombe pas {window}",
        "anniversary": "l’anniversaire de {subject} tombe {window}",
        "did": "il y a eu {event}{filter}{times}{window}",
        "did not": "il n’y a pas eu {event}{filter}{times}{window}",
        "filter": " où {part}",
        "times": " {bound} {count}×",
        "at least": "au moins",
        "at most": "au plus",
        "exactly": "exactement",
        "consented": "il y a un consentement pour {purpose}{via}",
        "via": " par {channel}",
        "segment": "le client est dans le segment « {name} »",
        "quote": "« {text} »",
        "now": "maintenant",
        "today": "aujourd’hui",
        "ago": "il y a {length}",
        "last": "dans les derniers {length}",
        "next": "dans les prochains {length}",
        "before": "avant {moment}",
        "after": "après {moment}",
        "count": "le nombre de {rows}",
        "sum": "la somme de {field} de {rows}",
        "avg": "la moyenne de {field} de {rows}",
        "min": "le plus petit {field} de {rows}",
        "max": "le plus grand {field} de {rows}",
        "first": "{field} de la première ligne de {rows}",
        "last of": "{field} de la dernière ligne de {rows}",
    },
}
_UNITS: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "en": {unit: (unit, f"{unit}s") for unit in nodes.UNITS},
    "fr": {
        "hour": ("heure", "heures"),
        "day": ("jour", "jours"),
        "week": ("semaine", "semaines"),
        "month": ("mois", "mois"),
        "quarter": ("trimestre", "trimestres"),
        "year": ("an", "ans"),
    },
}
_PERIODS: Final[dict[str, dict[str, str]]] = {
    "en": {which: f"in the {which} {{unit}}" for which in ("previous", "next")} | {"this": "in this {unit}"},
    "fr": {"this": "dans la période en cours ({unit})", "previous": "dans la période précédente ({unit})"}
    | {"next": "dans la période suivante ({unit})"},
}
_FEMININE: Final = frozenset({"hour", "week"})


def describe(condition: Condition, language: Language = "en") -> str:
    """Say a checked condition as a sentence.

    Raises:
        UnknownNameError: for a language other than "en" and "fr".
    """
    if language not in _WORDS:
        raise UnknownNameError("language", language, _WORDS)
    return _condition(condition, language)


def _condition(node: Condition, language: Language) -> str:
    words = _WORDS[language]
    match node:
        case nodes.Everyone():
            return words["everyone"]
        case nodes.And(parts=parts):
            return f" {words['and']} ".join(_grouped(part, language) for part in parts)
        case nodes.Or(parts=parts):
            return f" {words['or']} ".join(_grouped(part, language) for part in parts)
        case nodes.Not(part=part):
            return words["not"].format(part=_grouped(part, language))
        case nodes.Test():
            return _test(node, language)
        case nodes.Within(subject=subject, window=window, negated=negated):
            sentence = words["not within" if negated else "within"]
            return sentence.format(subject=describe_value(subject, language), window=describe_window(window, language))
        case nodes.Anniversary(subject=subject, window=window):
            return words["anniversary"].format(
                subject=describe_value(subject, language), window=describe_window(window, language)
            )
        case nodes.Did():
            return _did(node, language)
        case nodes.Consented(purpose=purpose, channel=channel):
            via = words["via"].format(channel=channel) if channel else ""
            return words["consented"].format(purpose=purpose, via=via)
        case nodes.InSegment(name=name):
            return words["segment"].format(name=name)


def describe_value(value: Value, language: Language) -> str:
    """Say a value."""
    words = _WORDS[language]
    match value:
        case nodes.Text(value=text):
            return words["quote"].format(text=text)
        case nodes.Number(value=number):
            return f"{number:f}"
        case nodes.Amount(value=number, currency=currency):
            return f"{number:f} {currency}"
        case nodes.Day(value=day):
            return _day(day, language)
        case nodes.Instant(value=when):
            return format_instant(when)
        case nodes.Now():
            return words["now"]
        case nodes.Today():
            return words["today"]
        case nodes.Ago(count=count, unit=unit):
            return words["ago"].format(length=_length(count, unit, language))
        case nodes.Parameter(name=name):
            return f"${name}"
        case nodes.Path(name=name, meaning=meaning):
            labels = dict(meaning.label) if meaning else {}
            return label_in(language, labels, name)
        case nodes.Aggregate():
            return _aggregate(value, language)


def describe_window(window: Window, language: Language) -> str:
    """Say a window of time."""
    words = _WORDS[language]
    match window:
        case nodes.Rolling(direction=direction, count=count, unit=unit):
            sentence = words[direction].format(length=_length(count, unit, language))
            return _feminine(sentence) if language == "fr" and unit in _FEMININE else sentence
        case nodes.Calendar(which=which, unit=unit):
            return _PERIODS[language][which].format(unit=_UNITS[language][unit][0])
        case nodes.Beside(side=side, moment=moment):
            return words[side].format(moment=describe_value(moment, language))


def _grouped(node: Condition, language: Language) -> str:
    sentence = _condition(node, language)
    return f"({sentence})" if isinstance(node, nodes.And | nodes.Or) else sentence


def _test(test: nodes.Test, language: Language) -> str:
    operator = OPERATORS[test.operator]
    words = _WORDS[language]
    operands = [describe_value(one, language) for one in test.operands]
    link = f" {words['and']} " if operator.operands == "two" else ", "
    sentence = operator.french if language == "fr" else operator.english
    return sentence.format(subject=describe_value(test.subject, language), operand=link.join(operands))


def _did(did: nodes.Did, language: Language) -> str:
    words = _WORDS[language]
    times = words["times"].format(bound=words[did.times.bound], count=did.times.count) if did.times else ""
    window = f" {describe_window(did.window, language)}" if did.window else ""
    sentence = words["did not" if did.negated else "did"]
    return sentence.format(event=did.event, filter=_filter(did.filter, language), times=times, window=window)


def _aggregate(node: nodes.Aggregate, language: Language) -> str:
    words = _WORDS[language]
    window = f" {describe_window(node.window, language)}" if node.window else ""
    rows = node.relation + _filter(node.filter, language) + window
    field = describe_value(node.row_field, language) if node.row_field else ""
    return words["last of" if node.function == "last" else node.function].format(field=field, rows=rows)


def _filter(condition: Condition | None, language: Language) -> str:
    return "" if condition is None else _WORDS[language]["filter"].format(part=_grouped(condition, language))


def _length(count: int, unit: str, language: Language) -> str:
    one, many = _UNITS[language][unit]
    plural = count != 1 if language == "en" else count > 1
    return f"{count} {many if plural else one}"


def _feminine(sentence: str) -> str:
    return sentence.replace("derniers", "dernières").replace("prochains", "prochaines")


def _day(day: date, language: Language) -> str:
    return f"{day.day:02}.{day.month:02}.{day.year}" if language == "fr" else day.isoformat()
