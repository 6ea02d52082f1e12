"""What the heading of one column says by itself."""

import re
from functools import cache

from attrs import evolve, frozen

from crmkit.schema.folding import fold
from crmkit.schema.headings.consents import explained, is_topic, read_consent, spoken_topic
from crmkit.schema.headings.contents import Contents
from crmkit.schema.headings.words import DELIVERY, HEADINGS, MEANINGS, QUALIFIERS

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MAIL = re.compile(r"\be mails?\b")
_OPT = re.compile(r"\bopt (in|out)\b")
_NUMBERED = re.compile(r"(?: duplicated)? ?\d{1,2}$")
_MONEY_WORDS = re.compile(r"\b(?:chf|eur|usd|gbp|fr|euro|euros|franken|francs)\b")


@frozen
class ColumnGuess:
    """What one column seems to mean.

    Attributes:
        column: the heading as it came.
        target: what it means, such as "given_name", "order.total" or "consent.newsletter.email"; None when the column
            is best left out.
        confidence: 0.0 to 1.0.
        why: one sentence.
    """

    column: str
    target: str | None
    confidence: float
    why: str


@frozen
class Column:
    """A column, and what its heading alone says.

    Attributes:
        heading: as it came.
        folded: for comparing with the known headings.
        contents: its cells.
        meaning: a target, an open meaning that begins with "?", "-" for what is not loaded, or None.
        confidence: in the meaning, 0.0 to 1.0.
        why: one sentence.
        delivery: whether it is about a delivery address.
    """

    heading: str
    folded: str
    contents: Contents
    meaning: str | None = None
    confidence: float = 0.0
    why: str = ""
    delivery: bool = False

    def guess(self, target: str | None, confidence: float, why: str) -> ColumnGuess:
        """Settle the column."""
        return ColumnGuess(self.heading, target, round(confidence, 2), why)

    def share(self, look: str) -> float:
        """Give the share of cells with a look, from 0.0 to 1.0."""
        return self.contents.share(look)

    def percent(self, look: str) -> str:
        """Write that share for a person."""
        return f"{self.contents.share(look):.0%}".replace("%", " %")


def read_heading(heading: str, contents: Contents) -> Column:
    """Find out what a heading says: known words first, then a question of consent, then what looks like known words."""
    folded = tidied(heading)
    column = Column(heading, folded, contents)
    known = _known()
    for text in dict.fromkeys((folded, _without_brackets(heading))):
        if text in known or text.replace(" ", "") in known:
            return _as_known(column, text, 0.95)
    consent = read_consent(folded, contents)
    if consent is not None:
        return evolve(column, meaning=consent, confidence=0.9, why=f"The heading {heading!r} {explained(consent)}.")
    bare = _NUMBERED.sub("", folded)
    words = bare.split()
    delivery = not DELIVERY.isdisjoint(words)
    kept = " ".join(word for word in words if word not in QUALIFIERS and word not in DELIVERY)
    for text in dict.fromkeys(
        (bare, _MONEY_WORDS.sub("", bare).strip(), " ".join(w for w in words if w not in DELIVERY), kept)
    ):
        if text and (text in known or text.replace(" ", "") in known):
            return evolve(_as_known(column, text, 0.9), delivery=delivery)
    return evolve(_fuzzily(column, bare), delivery=delivery)


def _as_known(column: Column, text: str, confidence: float) -> Column:
    known = _known()
    meaning, languages = known.get(text) or known[text.replace(" ", "")]
    why = f"The heading {column.heading!r} means {spoken(meaning)} ({languages})."
    if meaning == "-":
        why = f"The heading {column.heading!r} is known ({languages}) and is not loaded."
    return evolve(column, meaning=meaning, confidence=confidence, why=why)


def _fuzzily(column: Column, text: str) -> Column:
    from rapidfuzz import fuzz, process

    if len(text) >= 5:
        hit = process.extractOne(text, _long_words(), scorer=fuzz.token_sort_ratio, score_cutoff=85)
        if hit is not None:
            meaning, languages = _known()[hit[0]]
            why = f"The heading {column.heading!r} looks like {hit[0]!r}, which means {spoken(meaning)} ({languages})."
            return evolve(column, meaning=meaning, confidence=hit[1] / 100 - 0.1, why=why)
    for word in text.split():
        meaning = _known().get(word, ("", ""))[0]
        if meaning in {"email", "phone", "postcode"} and column.share(meaning) >= 0.5:
            why = (
                f"The heading {column.heading!r} has {word!r} in it, and {column.percent(meaning)} of its cells agree."
            )
            return evolve(column, meaning=meaning, confidence=0.8, why=why)
    return column


@cache
def _known() -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, list[str]]] = {}
    for meaning, by_language in HEADINGS.items():
        for language, headings in by_language.items():
            for heading in headings:
                folded = tidied(heading)
                for text in (folded, folded.replace(" ", "")):
                    first, languages = found.setdefault(text, (meaning, []))
                    if first == meaning and language not in languages:
                        languages.append(language)
    return {
        text: (meaning, ", ".join(languages).replace("exports", "common exports"))
        for text, (meaning, languages) in found.items()
    }


@cache
def _long_words() -> tuple[str, ...]:
    return tuple(text for text in _known() if len(text) >= 5)


def tidied(heading: str) -> str:
    """Fold a heading: words apart, whatever their case, accents and signs.

    >>> tidied("N° client"), tidied("customerNo"), tidied("E-Mail #")
    ('no client', 'customer no', 'email no')
    """
    text = fold(_CAMEL.sub(" ", heading[:200]).replace("°", "o ").replace("#", " no "))
    return _OPT.sub(r"opt\1", _MAIL.sub("email", text))


def _without_brackets(heading: str) -> str:
    return tidied(re.sub(r"[(\[].*?[)\]]|\*", " ", heading[:200]))


def spoken(meaning: str) -> str:
    """Name a meaning to a person."""
    if is_topic(meaning):
        return f"{meaning.partition('.')[0]} for {spoken_topic(meaning)}"
    return MEANINGS.get(meaning, meaning.replace(".", " ").replace("_", " "))
