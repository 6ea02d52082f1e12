"""What stands beside a name in its cell: contact points, dates, remarks, signs."""

import re
from typing import Final

from crmkit.schema.folding import fold
from crmkit.schema.types.base import Finding, Severity
from crmkit.schema.types.names.doubts import is_filler
from crmkit.schema.types.names.known_names import is_family, is_given
from crmkit.schema.types.names.words import (
    BIRTH_NAME_WORDS,
    CIVILITIES,
    MARRIED_NAME_WORDS,
    PARTICLES,
    SUFFIXES,
    TITLES,
)
from crmkit.schema.types.organisations.words import DEPARTMENTS

_EMAIL: Final = re.compile(
    r"[(<\[]?(?:mailto:)?[^\s@,;<>()\[\]]+@[^\s@,;<>()\[\]]+\.[^\s@,;<>()\[\]]+[)>\]]?", re.IGNORECASE
)
_PHONE: Final = re.compile(
    r"(?:\b(?:tel|tél|mobile|natel|phone|handy|fax)\.?:?\s*)?\(?\+?\(?\d(?:[\d\s./()-]{5,})\d\)?", re.IGNORECASE
)
_DATE: Final = re.compile(
    r"[,\s]*\(?\s*(?:\*|\b(?:née?(?: le)?|geb\.?(?: am)?|born(?: on)?|nat[oa] il)(?!\w))?\s*"
    r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)(?!\d)\s*\)?$",
    re.IGNORECASE,
)
_YEARS: Final = re.compile(r"(?<!\d)1\d{3}-(?:1\d|20)\d\d(?!\d)")
_DEAD: Final = re.compile(
    r"[,\s]*[(\[]?\s*(?:†|✝|\b(?:décédée?|decede?e?|dcd|verstorben(?:e|er)?|verst\.|deceased|decedut[oa]|défunte?)(?!\w))"
    r"\s*[)\]]?|^feue?\s+(?=\w)",
    re.IGNORECASE,
)
_ATTENTION: Final = re.compile(
    r"^(?:z\.?\s?h(?:d|dn)?(?:\.|(?![^\W\d_]))(?:\s+v(?:on|\.))?|zu\s+h(?:än|ae)nden(?:\s+von)?|"
    r"à l'att(?:ention|\.|n\.)?(?:\s+de)?|att(?:n|ention)?[.:]+|c/o|attention:)\s*(?=\S)",
    re.IGNORECASE,
)
_JOB: Final = re.compile(r"([^\s,]+ [^,]+),\s+([a-zà-ÿ][^,\d]{2,})")
_CUSTOMER: Final = re.compile(r"^(?:kunde|kundin|cliente?|customer)[\s:]+(?=[^\W\d_]{2})", re.IGNORECASE)
_NO_JOB: Final = frozenset({*PARTICLES, *SUFFIXES, *BIRTH_NAME_WORDS, *MARRIED_NAME_WORDS, *CIVILITIES, *TITLES})
_SIGNS: Final = re.compile(
    "[\u2190-\u2716\u2718-\u2bff\ufe0f\u20e3\U0001f000-\U0001faff\U000e0020-\U000e007f*_#=~^|<>{}\\\\★☆♥❤]+"
)
_PLAIN: Final = re.compile(r"[^\W\d_]+(?:[ '-][^\W\d_]+)*")


def without_email(text: str) -> str:
    """Leave out e-mail addresses.

    >>> without_email("Anna Berg <anna@example.org>")
    'Anna Berg'
    """
    return _EMAIL.sub(" ", text).strip(" ,;<>()") if "@" in text else text


def without_date(text: str) -> str:
    """Leave out a date of birth.

    >>> without_date("Jean Petit né le 12.3.1970"), without_date("Anna Berg (*1.2.1980)")
    ('Jean Petit', 'Anna Berg')
    """
    return _DATE.sub("", text)


def without_phone(text: str) -> str:
    """Leave out telephone numbers.

    >>> without_phone("Anna Berg, Tel. 079 123 45 67"), without_phone("John Smith 3rd")
    ('Anna Berg', 'John Smith 3rd')
    """
    if sum(map(str.isdigit, text)) < 7 or _YEARS.search(text):
        return text
    return _PHONE.sub(" ", text).strip(" ,;:/-(")


def without_signs(text: str) -> str:
    """Leave out emoji and other signs that no name has.

    >>> without_signs("Anna ♥ Berg 🎉"), without_signs("Jean-Luc O'Neill")
    ('Anna Berg', "Jean-Luc O'Neill")
    """
    return " ".join(_SIGNS.sub(" ", text).split())


def without_number(text: str) -> str:
    """Leave out a small number behind a name.

    >>> without_number("Anna Berg 2"), without_number("John Smith 3rd")
    ('Anna Berg', 'John Smith 3rd')
    """
    return re.sub(r"(?<=[^\W\d_])[\s,]+\(?(?:\d{4}-)?\d{1,4}\)?$", "", text)


def without_job(text: str) -> str:
    """Leave out what stands behind a whole name: a function, a department, a place; and "Kunde" before it.

    >>> without_job("Anna Berg, directrice"), without_job("Berg, Anna von"), without_job("Hans Müller, Zürich")
    ('Anna Berg', 'Berg, Anna von', 'Hans Müller')
    """
    if _CUSTOMER.match(text) and not is_filler(text):
        text = _CUSTOMER.sub("", text)
    head, dash, tail = text.rpartition(" - ")
    if dash and fold(tail).partition(" ")[0] in DEPARTMENTS:
        return head
    found = _JOB.fullmatch(text)
    if found is not None and not text.islower() and found[2].split()[0].strip(".") not in _NO_JOB:
        return found[1]
    head, comma, tail = text.partition(", ")
    words = head.split()
    whole = len(words) == 2 and is_given(words[0]) and is_family(words[1])
    strange = tail.isalpha() and not is_given(tail) and tail.lower() not in _NO_JOB
    return head if comma and whole and strange and len(tail) > 3 else text


def without_attention(text: str) -> str:
    """Leave out "z. Hd." and the like before a name.

    >>> without_attention("z. Hd. Herrn Meier"), without_attention("à l'att. de Mme Rochat")
    ('Herrn Meier', 'Mme Rochat')
    """
    return _ATTENTION.sub("", text)


def without_cross(text: str) -> str:
    """Leave out what says that a person has died.

    >>> without_cross("Jean Petit (décédé)"), without_cross("† Anna Berg")
    ('Jean Petit', 'Anna Berg')
    """
    return " ".join(_DEAD.sub(" ", text).split())


def is_plain(text: str) -> bool:
    """Tell whether a text is nothing but words, hyphens and apostrophes."""
    return _PLAIN.fullmatch(text) is not None


def without_remarks(text: str) -> tuple[str, list[Finding]]:
    """Leave out what stands beside a name, and note each thing.

    >>> text, notes = without_remarks("Anna Berg <anna@example.org> (†)")
    >>> text, [note.code for note in notes]
    ('Anna Berg', ['person_name.email_removed', 'person_name.deceased'])
    """
    notes = []
    for step, note in _PLAIN_STEPS if is_plain(text) else _STEPS:
        rest = step(text)
        if rest != text:
            notes.append(note)
            text = rest
    return text, notes


def _note(code: str, message: str, severity: Severity = Severity.WARNING) -> Finding:
    return Finding(f"person_name.{code}", message, severity)


_PLAIN_STEPS: Final = (
    (without_job, _note("remark_removed", "A remark beside the name was left out.")),
    (without_cross, _note("deceased", "The cell says that the person has died.")),
)
"""What is left out of a cell of words alone, each with its note."""

_STEPS: Final = (
    (without_email, _note("email_removed", "An e-mail address stood beside the name.")),
    (without_date, _note("date_removed", "A date stood beside the name.")),
    (without_phone, _note("phone_removed", "A phone number stood beside the name.")),
    *_PLAIN_STEPS,
    (without_signs, _note("signs_removed", "Signs that no name has were left out.", Severity.INFO)),
    (without_number, _note("digits", "A number behind the name was left out.")),
    (
        without_attention,
        _note("attention_removed", "Words that say whom a letter is for were left out.", Severity.INFO),
    ),
)
"""What is left out of any other cell."""
