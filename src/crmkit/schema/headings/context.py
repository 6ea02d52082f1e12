"""What a heading means among the other columns, and in the light of its cells."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from attrs import frozen

from crmkit.schema.folding import fold
from crmkit.schema.headings.consents import explained, is_topic
from crmkit.schema.headings.reading import Column, ColumnGuess

_DATES: Final = frozenset(
    {"birth_date", "customer_since", "updated_at", "order.at", "ticket.at", "call.at", "consent.at"}
)


@frozen
class Surroundings:
    """What the columns together say about the kind of file.

    Attributes:
        meanings: of all headings.
        prefix: "order", "ticket", "call" or "event" when rows tell of something that happened.
        subject_prefix: the same for a column that says what it was about, which orders do not have.
        order: meaning of each column, in their order.
        places: heading to its place in that order.
        consents: places of the columns that ask for consent to a purpose by a channel.
    """

    meanings: frozenset[str]
    prefix: str | None
    subject_prefix: str | None
    order: tuple[str | None, ...]
    places: Mapping[str, int]
    consents: tuple[int, ...]

    @classmethod
    def of(cls, columns: Sequence[Column]) -> "Surroundings":
        """Look at all columns at once."""
        meanings = frozenset(column.meaning for column in columns if column.meaning)
        prefix, subject_prefix = _prefixes(columns, meanings)
        consents = (
            place
            for place, column in enumerate(columns)
            if _asks_for_consent(column) or (prefix is None and _is_subscription(column))
        )
        order = tuple(column.meaning for column in columns)
        places = {column.heading: place for place, column in enumerate(columns)}
        return cls(meanings, prefix, subject_prefix, order, places, tuple(consents))

    def has(self, *meanings: str) -> bool:
        """Say whether a heading has one of the meanings."""
        return not self.meanings.isdisjoint(meanings)

    def beside(self, column: Column, *meanings: str) -> bool:
        """Say whether the column directly before or after has one of the meanings."""
        place = self.places[column.heading]
        return not {*self.order[max(place - 1, 0) : place], *self.order[place + 1 : place + 2]}.isdisjoint(meanings)

    def to_consent(self, column: Column) -> int:
        """Count the columns from here to the nearest one that asks for consent; many when there is none."""
        place = self.places[column.heading]
        return min((abs(place - other) for other in self.consents), default=len(self.order))

    def consent_topics(self) -> frozenset[str]:
        """Name the meanings of the columns that ask for consent."""
        return frozenset(_topic(self.order[place]) for place in self.consents)


def _prefixes(columns: Sequence[Column], meanings: frozenset[str]) -> tuple[str | None, str | None]:
    by_kind = Counter(meaning.partition(".")[0] for meaning in meanings if "." in meaning)
    kinds = any(
        column.meaning == "event.kind" or (column.meaning == "?type" and column.share("event") >= 0.5)
        for column in columns
    )
    timed = "?date" in meanings or "?created" in meanings
    orders = by_kind["order"] > 0 or ("?total" in meanings and (timed or "?product" in meanings))
    told = "?subject" in meanings and (timed or not meanings.isdisjoint({"?status", "?number", "?channel"}))
    if kinds:
        return "event", "event"
    talked = "call" if by_kind["call"] > by_kind["ticket"] else "ticket" if by_kind["ticket"] or told else None
    return "order" if orders else talked, talked


def _asks_for_consent(column: Column) -> bool:
    return column.meaning is not None and column.meaning.startswith("consent.") and is_topic(column.meaning)


def _is_subscription(column: Column) -> bool:
    return column.meaning == "?status" and column.share("consent") >= 0.5


def _topic(meaning: str | None) -> str:
    return "consent.newsletter.email" if meaning is None or meaning == "?status" else meaning


def settle(column: Column, around: Surroundings) -> ColumnGuess:
    """Decide what a column means."""
    meaning = column.meaning
    if meaning is None:
        return _by_cells(column)
    if meaning == "-":
        return column.guess(None, column.confidence, column.why)
    if meaning.startswith("?"):
        return _in_context(column, meaning, around)
    return _confirmed(column, meaning, around)


def _by_cells(column: Column) -> ColumnGuess:
    for look, target in (
        ("email", "email"),
        ("written_phone", "phone"),
        ("written_postcode", "postcode"),
        ("url", "website"),
    ):
        if column.contents.filled >= 3 and column.share(look) >= 0.6:
            why = f"{column.percent(look)} of the cells look like {_plural(target)}."
            return column.guess(target, 0.8 * column.share(look), why)
    return column.guess(None, 0.0, f"Nothing is known of the heading {column.heading!r}, and the cells do not say.")


def _plural(target: str) -> str:
    return {"email": "e-mail addresses", "phone": "phone numbers", "postcode": "postcodes", "date": "dates"}.get(
        target, f"{target.replace('_', ' ')}s"
    )


def _confirmed(column: Column, target: str, around: Surroundings) -> ColumnGuess:
    if around.prefix == "event" and target.partition(".")[0] in {"ticket", "call"}:
        target = f"event.{target.partition('.')[2]}"
    if target in {"email", "phone"} and column.contents.filled >= 3:
        other = "phone" if target == "email" else "email"
        if column.share("yes_no") >= 0.8 and column.share(target) < 0.2:
            why = f"{column.why[:-1]}, but {column.percent('yes_no')} of its cells are answers of yes or no"
            if any(one.startswith("consent.") for one in around.meanings):
                return column.guess(f"consent.offers.{target}", 0.7, f"{why}, like the columns of consent beside it.")
            return column.guess(None, 0.7, f"{why}, and no column says to what.")
        if column.share(target) < 0.2 and column.share(other) >= 0.6:
            why = f"{column.why[:-1]}, but {column.percent(other)} of its cells look like {_plural(other)}."
            return column.guess(other, 0.8, why)
    if target == "street" and _whole_addresses(column, around):
        return column.guess("postal_address", 0.85, f"{column.why[:-1]}, and its cells hold whole addresses.")
    if target == "postcode" and column.share("postcode_locality") >= 0.6 and not around.has("locality"):
        return column.guess("locality", 0.85, f"{column.why[:-1]}, and its cells hold postcode and locality.")
    look = target if target in {"email", "phone", "postcode"} else "date" if target in _DATES else None
    if look is None or column.contents.filled < 3:
        return column.guess(target, column.confidence, column.why)
    if column.share(look) >= 0.5:
        why = f"{column.why[:-1]}, and {column.percent(look)} of its cells look like {_plural(look)}."
        return column.guess(target, max(column.confidence, 0.98), why)
    if column.share(look) < 0.2:
        why = f"{column.why[:-1]}, though only {column.percent(look)} of its cells look like {_plural(look)}."
        return column.guess(target, 0.5, why)
    return column.guess(target, column.confidence, column.why)


def _whole_addresses(column: Column, around: Surroundings) -> bool:
    return column.share("address") >= 0.5 and not around.has("postcode", "locality", "?postcode_locality")


def _in_context(column: Column, meaning: str, around: Surroundings) -> ColumnGuess:
    said = column.why[:-1]
    match meaning:
        case "?name":
            return _name(column, around)
        case "?address":
            parts = around.has("postcode", "locality", "?postcode_locality")
            streets = column.share("address") < 0.5 and (parts or column.share("street") >= 0.3)
            if streets:
                return column.guess(
                    "street", 0.85, f"The heading {column.heading!r} stands for the street and its number."
                )
            return column.guess("postal_address", 0.85, f"The heading {column.heading!r} stands for a whole address.")
        case "?postcode_locality":
            return column.guess(
                "locality", 0.9, f"The heading {column.heading!r} means postcode and locality in one cell."
            )
        case "?title":
            if column.share("civility") >= 0.5:
                why = f"{column.percent('civility')} of the cells under {column.heading!r} are civilities or titles."
                return column.guess("prefix", 0.9, why)
            return column.guess(
                "job_title", 0.7, f"The heading {column.heading!r} holds no civilities, so it is a job title."
            )
        case "?id":
            if column.contents.distinct == column.contents.filled:
                why = f"The heading {column.heading!r} names the row, and no cell comes twice."
                return column.guess("source_key", 0.9, why)
            return column.guess(None, 0.5, f"The heading {column.heading!r} names something, but cells come twice.")
        case "?type":
            if around.prefix == "event":
                return column.guess("event.kind", 0.9, f"The cells under {column.heading!r} say ticket or call.")
            return column.guess(None, 0.5, f"The heading {column.heading!r} says the kind of something unknown.")
        case "?status":
            if around.prefix is None and _is_subscription(column):
                why = f"{column.percent('consent')} of the cells under {column.heading!r} say subscribed or not."
                return column.guess("consent.newsletter.email", 0.85, why)
        case "?created":
            if around.prefix is None:
                return column.guess("customer_since", 0.7, f"{said}: here, the customer.")
        case "?registered":
            if around.consents and not around.has("consent.at"):
                return column.guess("consent.at", 0.8, f"{said}: here, the consent, which stands beside it.")
            return column.guess("customer_since", 0.75, f"{said}: here, the customer.")
        case "?date":
            if around.prefix is None and around.to_consent(column) == 1 and not around.has("consent.at", "?registered"):
                why = f"The heading {column.heading!r} stands directly beside a consent, so it is its date."
                return column.guess("consent.at", 0.7, why)
        case "?unsubscribed":
            return _unsubscribed(column, around)
        case "?number":
            return _number(column, around)
        case _:
            pass
    return _of_an_event(column, meaning, around)


def _unsubscribed(column: Column, around: Surroundings) -> ColumnGuess:
    """Take who left a list for who left the newsletter where there is one, else for who wants no e-mails at all."""
    listed = "consent.newsletter.email" in around.consent_topics()
    target = "withdrawal.newsletter.email" if listed else "withdrawal.*.email"
    return column.guess(target, 0.85, f"The heading {column.heading!r} {explained(target)}.")


def _number(column: Column, around: Surroundings) -> ColumnGuess:
    if column.share("written_phone") >= 0.6:
        why = f"{column.percent('written_phone')} of the cells under {column.heading!r} look like phone numbers."
        return column.guess("phone", 0.75, why)
    directly = around.beside(column, "street", "?address")
    if (directly or (around.prefix is None and around.has("street"))) and not around.has("house_number"):
        numbered = column.share("house_number") if column.contents.filled else 1.0
        if numbered >= 0.8:
            why = f"The short numbers under {column.heading!r} go with the street."
            return column.guess("house_number", 0.9 if directly else 0.8, why)
    return _of_an_event(column, "?number", around)


_EVENT_PARTS: Final = {
    "?date": "at",
    "?created": "at",
    "?number": "number",
    "?status": "status",
    "?subject": "subject",
    "?channel": "channel",
    "?total": "total",
    "?product": "product",
}


def _of_an_event(column: Column, meaning: str, around: Surroundings) -> ColumnGuess:
    part = _EVENT_PARTS[meaning]
    prefix = around.subject_prefix if part == "subject" else around.prefix
    target = f"{prefix}.{part}"
    if prefix is None or (part in {"total", "product"} and prefix != "order"):
        return column.guess(
            None, 0.3, f"The heading {column.heading!r} could belong to anything; no column says to what."
        )
    what = "contact" if prefix == "event" else prefix
    return column.guess(target, 0.8, f"The heading {column.heading!r} stands beside columns about the {what}.")


def _name(column: Column, around: Surroundings) -> ColumnGuess:
    heading = column.heading
    if column.share("code") >= 0.6:
        if around.prefix == "order" and not around.has("order.number"):
            return column.guess("order.number", 0.75, f"The cells under {heading!r} look like order numbers.")
        return column.guess("customer_number", 0.7, f"The cells under {heading!r} look like customer numbers.")
    if around.has("given_name") and not around.has("family_name") and column.share("several_words") < 0.8:
        return column.guess("family_name", 0.93, f"The heading {heading!r} beside a given name means family name.")
    if fold(heading) == "nome" and around.has("family_name") and not around.has("given_name"):
        return column.guess("given_name", 0.93, f"The heading {heading!r} beside a family name means given name (it).")
    business, person = column.share("business"), column.share("person")
    named = around.has("given_name", "family_name", "person_name", "birth_date", "prefix", "gender")
    listed = around.has("phone", "?address", "street", "postal_address") and not around.has("email", "birth_date")
    if not around.has("organisation_name") and business > person and (business >= 0.3 or (not named and listed)):
        why = f"{column.percent('business')} of the cells under {heading!r} have words that businesses are named with."
        return column.guess("organisation_name", 0.75, why)
    if column.contents.filled >= 3 and column.share("several_words") < 0.3 and fold(heading) in {"nom", "name", "nome"}:
        return column.guess("family_name", 0.75, f"The cells under {heading!r} are single words, like family names.")
    return column.guess(
        "person_name", 0.8, f"The heading {heading!r} without a given name beside it means the full name."
    )
