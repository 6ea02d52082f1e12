"""A segment as a sentence, in English or French, with the labels of the schema."""

from datetime import date, datetime
from decimal import Decimal

from crmkit.exceptions import UnknownNameError
from crmkit.schema.folding import fold
from crmkit.schema.options import OptionList, label_in
from crmkit.schema.types.choice import Choice
from crmkit.segment import nodes
from crmkit.segment.lex import plain
from crmkit.segment.nodes import Condition, Labels, Meaning, Value, Window
from crmkit.segment.operators import OPERATORS
from crmkit.segment.telling.words import FEMININE, PERIODS, ROLLING, UNITS, WORDS, Language


def describe(condition: Condition, language: Language = "en") -> str:
    """Say a checked condition as a sentence.

    Raises:
        UnknownNameError: for a language other than "en" and "fr".
    """
    if language not in WORDS:
        raise UnknownNameError("language", language, WORDS)
    return _condition(condition, language)


def _condition(node: Condition, language: Language, *, negated: bool = False) -> str:
    words = WORDS[language]
    no = "not " if negated else ""
    match node:
        case nodes.And(parts=parts) if not negated:
            return f" {words['and']} ".join(_grouped(part, language) for part in parts)
        case nodes.Or(parts=parts) if not negated:
            return f" {words['or']} ".join(_grouped(part, language) for part in parts)
        case nodes.Not(part=part) if not negated:
            return _condition(part, language, negated=True)
        case nodes.Test() if not negated or _opposite(node.operator):
            return _test(node, language, OPERATORS[_opposite(node.operator) if negated else node.operator].name)
        case nodes.Within(subject=subject, window=window, negated=turned):
            sentence = words["within" if turned is negated else "not within"]
            return sentence.format(subject=describe_value(subject, language), window=describe_window(window, language))
        case nodes.Anniversary(subject=subject, window=window):
            sentence = words[f"{no}anniversary"]
            return sentence.format(subject=describe_value(subject, language), window=describe_window(window, language))
        case nodes.Did() if not (negated and node.steps):
            return _did(node, language, negated=negated)
        case nodes.Consented(purpose=purpose, channel=channel):
            via = words["via"].format(channel=channel) if channel else ""
            return words[f"{no}consented"].format(purpose=purpose, via=via)
        case nodes.InSegment(name=name):
            return words[f"{no}segment"].format(name=name)
        case nodes.InList(name=name):
            return words[f"{no}list"].format(name=name)
        case nodes.Sample(percent=percent, seed=seed):
            drawn = words["seed"].format(seed=seed) if seed else ""
            return words[f"{no}sample"].format(percent=_number(percent, language), seed=drawn)
        case nodes.Near():
            return _near(node, language, no)
        case nodes.Everyone() if not negated:
            return words["everyone"]
        case _:
            return words["not"].format(part=_condition(node, language))


def _opposite(operator: str) -> str:
    """Give the operator that says exactly the opposite, or nothing."""
    negates = OPERATORS[operator].negates
    return negates or next((one.name for one in OPERATORS.values() if one.negates == operator), "")


def describe_value(value: Value, language: Language, *, options: Meaning | None = None) -> str:
    """Say a value; a text among the options of a field by its label."""
    words = WORDS[language]
    match value:
        case nodes.Text(value=text):
            return words["quote"].format(text=_option(text, language, options))
        case nodes.Number(value=number):
            return _number(number, language)
        case nodes.Amount(value=number, currency=currency):
            return f"{_number(number, language)} {currency}"
        case nodes.Day(value=day):
            return _day(day, language)
        case nodes.Instant(value=when):
            return _instant(when, language)
        case nodes.Now():
            return words["now"]
        case nodes.Today():
            return words["today"]
        case nodes.Ago(count=count, unit=unit):
            return words["ago"].format(length=_length(count, unit, language))
        case nodes.Parameter(name=name):
            return f"${name}"
        case nodes.Path(name=name, meaning=meaning):
            return label_in(language, dict(meaning.label) if meaning else {}, name)
        case nodes.Aggregate():
            return _aggregate(value, language)
        case nodes.Arithmetic(sign=sign, left=left, right=right):
            shown = {"*": "×", "/": "÷", "-": "−"}.get(sign, sign)
            return f"{_side(left, language)} {shown} {_side(right, language)}"
        case nodes.Call(name=name, arguments=arguments, meaning=meaning):
            label = label_in(language, dict(meaning.label) if meaning else {}, name)
            return f"{label} ({', '.join(describe_value(one, language) for one in arguments)})"


def describe_window(window: Window, language: Language) -> str:
    """Say a window of time."""
    match window:
        case nodes.Rolling(direction=direction, count=count, unit=unit):
            one, several = ROLLING[language][direction]
            sentence = (one if count == 1 else several).format(count=count, unit=UNITS[language][unit][count != 1])
            return _gendered(sentence, unit) if language == "fr" else sentence
        case nodes.Calendar(which=which, unit=unit):
            return PERIODS[language][unit][("this", "previous", "next").index(which)]
        case nodes.Beside(side=side, moment=moment):
            if isinstance(moment, nodes.Ago):
                return WORDS[language][f"{side} ago"].format(length=_length(moment.count, moment.unit, language))
            return WORDS[language][side].format(moment=describe_value(moment, language))


def _grouped(node: Condition, language: Language) -> str:
    sentence = _condition(node, language)
    joined = isinstance(node, nodes.And | nodes.Or) or (isinstance(node, nodes.Did) and node.steps)
    return f"({sentence})" if joined else sentence


def _test(test: nodes.Test, language: Language, name: str) -> str:
    operator = OPERATORS[name]
    words = WORDS[language]
    meaning = test.subject.meaning
    first = test.operands[0] if test.operands else None
    if isinstance(first, nodes.Ago) and f"is {name}" in words:
        length = _length(first.count, first.unit, language)
        return words[f"is {name}"].format(subject=describe_value(test.subject, language), length=length)
    operands = [describe_value(one, language, options=meaning) for one in test.operands]
    if operator.operands == "scored":
        score = test.operands[1]
        assert isinstance(score, nodes.Number)
        operands = [words["score"].format(text=operands[0], percent=_number(plain(score.value * 100), language))]
    link = f" {words['and']} " if operator.operands == "two" else ", "
    sentence = operator.french if language == "fr" else operator.english
    return sentence.format(subject=describe_value(test.subject, language), operand=link.join(operands))


def _did(did: nodes.Did, language: Language, *, negated: bool) -> str:
    words = WORDS[language]
    turned = "did not" if did.negated is not negated else "did"
    rows = _rows(did.relation or did.event, did.label, did, language)
    if did.times is None:
        sentence = words[turned].format(rows=rows, de_rows=_of(rows))
    else:
        bound = words[did.times.bound]
        sentence = words[f"{turned} times"].format(rows=rows, de_rows=_of(rows), bound=bound, count=did.times.count)
    for step in did.steps:
        rows = _rows(step.relation or step.event, step.label, step, language)
        length = _length(step.count, step.unit, language)
        sentence += words["then not" if step.negated else "then"].format(rows=rows, de_rows=_of(rows), length=length)
    return sentence


def _near(node: nodes.Near, language: Language, no: str) -> str:
    return WORDS[language][f"{no}near"].format(
        place=node.place.replace("_", " "),
        far=_number(node.kilometres, language),
        latitude=_number(node.latitude, language),
        longitude=_number(node.longitude, language),
    )


def _aggregate(node: nodes.Aggregate, language: Language) -> str:
    rows = _rows(node.relation, node.label, node, language)
    field = describe_value(node.row_field, language) if node.row_field else ""
    return WORDS[language][node.function].format(field=field, rows=rows, de_rows=_of(rows))


def _of(rows: str) -> str:
    """Put the French de before a name."""
    return f"d’{rows}" if fold(rows)[:1] in set("aeiouy") else f"de {rows}"


def _rows(name: str, label: Labels, node: nodes.Did | nodes.Step | nodes.Aggregate, language: Language) -> str:
    """Say which rows: their name in the plural, the conditions on them, and the window."""
    where = WORDS[language]["filter"].format(part=_grouped(node.filter, language)) if node.filter else ""
    window = f" {describe_window(node.window, language)}" if node.window else ""
    return label_in(language, dict(label), name) + window + where


def _side(value: Value, language: Language) -> str:
    text = describe_value(value, language)
    return f"({text})" if isinstance(value, nodes.Arithmetic) else text


def _option(text: str, language: Language, options: Meaning | None) -> str:
    kind = options.type if options is not None else None
    return option_label(text, kind, language) if isinstance(kind, Choice) and text in kind.options else text


def option_label(option: str, kind: Choice, language: Language) -> str:
    """Name an option of a choice to a person."""
    if isinstance(kind, OptionList):
        return next(one.label(language) for one in kind.listed if one.key == option)
    return label_in(language, kind.labels.get(option, {}), option)


def _number(number: Decimal, language: Language) -> str:
    """Write a number as people do: 12,500.5 or 12 500,5."""
    figures = f"{number:,f}"
    return figures.replace(",", "\u202f").replace(".", ",") if language == "fr" else figures


def _length(count: int, unit: str, language: Language) -> str:
    one, many = UNITS[language][unit]
    plural = count != 1 if language == "en" else count > 1
    return f"{count} {many if plural else one}"


def _gendered(sentence: str, unit: str) -> str:
    if unit == "year":
        sentence = sentence.replace("du dernier an", "de la dernière année")
        return sentence.replace("du prochain an", "de la prochaine année").replace(" ans", " années")
    if unit not in FEMININE:
        return sentence
    for masculine, feminine in (("du dernier", "de la dernière"), ("du prochain", "de la prochaine")):
        sentence = sentence.replace(f"{masculine} ", f"{feminine} ")
    return sentence.replace("derniers", "dernières").replace("prochains", "prochaines")


def _day(day: date, language: Language) -> str:
    return f"{day.day:02}.{day.month:02}.{day.year}" if language == "fr" else day.isoformat()


def _instant(when: datetime, language: Language) -> str:
    return f"{_day(when.date(), language)} {when:%H:%M} UTC"
