"""What a heading asks about consent: what somebody agreed to, when, or what somebody objects to.

Errors fall on the safe side: a consent is guessed for one purpose and one channel, an objection without a purpose or
a channel is one to all of them.
"""

from crmkit.schema.headings.consent_words import (
    ADVERTISING,
    AGREES,
    CHANNELS,
    MAIL,
    NEWSLETTER,
    OBJECTION,
    OBJECTS,
    OFFERS,
    OTHER_MATTERS,
    REWRITTEN,
    TAKES_BACK,
    UNSUBSCRIBED,
    VAGUE,
    WHEN,
)
from crmkit.schema.headings.contents import Contents

_CHANNEL_NAMES = {"email": "e-mail", "sms": "text message", "postal": "post", "*": "every channel"}
_PURPOSE_NAMES = {"newsletter": "the newsletter", "*": "every purpose"}


def read_consent(folded: str, contents: Contents) -> str | None:
    """Find out what a heading asks about consent; None when it does not, or when the cells do not answer.

    Args:
        folded: the heading, with "optin", "optout" and "email" in one word.
        contents: the cells of the column.

    Returns:
        "consent.<purpose>.<channel>", "consent.at", "withdrawal.<purpose>.<channel>" with "*" for all of them, or
        "?unsubscribed" for who left a list that the heading does not name.

    >>> read_consent("offres par email", Contents()), read_consent("ne plus contacter", Contents())
    ('consent.offers.email', 'withdrawal.*.*')
    >>> read_consent("sms angebote", Contents(("10 %", "20 %")))
    """
    for pattern, plain in REWRITTEN:
        folded = pattern.sub(plain, folded)
    said = frozenset(folded.split())
    taken_back = not said.isdisjoint(TAKES_BACK) and not said.isdisjoint(AGREES)
    if taken_back or not said.isdisjoint(UNSUBSCRIBED | OBJECTS) or OBJECTION.search(folded):
        return _withdrawal(said, contents)
    return _agreement(said, contents)


def _withdrawal(said: frozenset[str], contents: Contents) -> str | None:
    if contents.filled and contents.share("date") + contents.share("answer") < 0.5:
        return None
    named = _channels(said)
    channel = named[0] if len(named) == 1 else "*"
    if said & NEWSLETTER:
        return f"withdrawal.newsletter.{channel if named else 'email'}"
    if said & OFFERS:
        return f"withdrawal.offers.{channel}"
    if not named and said & UNSUBSCRIBED and not said & (OBJECTS | ADVERTISING):
        return "?unsubscribed"
    return f"withdrawal.*.{channel}"


def _agreement(said: frozenset[str], contents: Contents) -> str | None:
    named = _channels(said)
    clear = not said.isdisjoint(NEWSLETTER | AGREES)
    implied = not said.isdisjoint(ADVERTISING) or (bool(named) and not said.isdisjoint(OFFERS))
    vague = bool(named) and not said.isdisjoint(VAGUE)
    if not (clear or implied or vague) or said & OTHER_MATTERS:
        return None
    if contents.filled:
        if clear and contents.share("date") >= 0.5:
            return "consent.at"
        if contents.share("answer") < (0.5 if clear else 0.8):
            return None
    elif clear and said & WHEN:
        return "consent.at"
    elif not (clear or implied):
        return None
    return f"consent.{'newsletter' if said & NEWSLETTER else 'offers'}.{named[0] if named else 'email'}"


def _channels(said: frozenset[str]) -> list[str]:
    named = [name for name, words in CHANNELS.items() if said & words]
    return named or (["email"] if said & MAIL else [])


def is_topic(meaning: str) -> bool:
    """Say whether a meaning is a consent or a withdrawal for a purpose and a channel.

    >>> is_topic("consent.offers.sms"), is_topic("consent.at")
    (True, False)
    """
    return meaning.count(".") == 2


def spoken_topic(meaning: str) -> str:
    """Name the purpose and the channel of a consent or a withdrawal to a person.

    >>> spoken_topic("consent.newsletter.email"), spoken_topic("withdrawal.*.*")
    ('the newsletter by e-mail', 'every purpose by every channel')
    """
    _, purpose, channel = meaning.split(".")
    return f"{_PURPOSE_NAMES.get(purpose, purpose)} by {_CHANNEL_NAMES.get(channel, channel)}"


def explained(meaning: str) -> str:
    """Say what a column with a meaning of `read_consent` does, as the end of a sentence.

    >>> explained("consent.offers.phone")
    'asks for consent to offers by phone'
    """
    if meaning == "consent.at":
        return "says when a consent was given"
    if meaning == "?unsubscribed":
        return "says who left the list"
    if meaning.startswith("consent."):
        return f"asks for consent to {spoken_topic(meaning)}"
    return f"says who no longer agrees to {spoken_topic(meaning)}: yes or a date means withdrawn, no says nothing"
