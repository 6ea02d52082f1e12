"""One spelling for the marks inside a name: apostrophes, hyphens, and blanks around them."""

import re
from typing import Final

_MARKS: Final = str.maketrans({**dict.fromkeys("’‘ʼ`´ʻ＇", "'"), **dict.fromkeys("‐‑‒–—―−", "-")})
_DASH: Final = re.compile(
    r"(?<=[^\W\d_]{2}) ?-(?=[^\W\d_])|(?<=[^\W\d_])- ?(?=[^\W\d_]{2})|(?<=[^\W\d_]{2}) - (?=[^\W\d_]{2})"
)
_ALLIANCE: Final = re.compile(r"(?<=\w)\s*\(\s*-\s*([^\W\d_]+)\s*\)")
_MAILBOX: Final = re.compile(
    r"(?!(?:dr|prof|mme|mlle|sig|dott|dipl|ing|ph|mr|mrs|ms|hr|fr|st)\.)[^\W\d_]{2,}\.[^\W\d_]{3,}", re.IGNORECASE
)
_BROKEN: Final = re.compile(r"\b([hed])\. ([cjä])\.", re.IGNORECASE)
_GLUED: Final = re.compile(
    r"\b(M|Mr|Mme|Mrs|Ms|Dr|Prof|Dipl|Ing|Hr|Fr|Sig|med|iur|jur|phil|lic|Dott|Avv|Mag)\.(?=[^\W\d_]{3})", re.IGNORECASE
)
_INITIALS_AND_NAME: Final = re.compile(r"\b((?:[^\W\d_]\.-?)+)(?!Sc\b)(?=[^\W\d_]{2})")
_STROKE: Final = re.compile(
    r"\b(M|Mr|Mme|Mlle|Mrs|Ms|Herr|Frau|Hr|Fr|Sig)\.?\s*/\s*(?=(?:M|Mr|Mme|Mlle|Mrs|Ms|Herr|Frau|Hr|Fr|Sig)\b)",
    re.IGNORECASE,
)
_TITLE_WITH_DOT_INSIDE: Final = re.compile(
    r"\b(?:dott\.ssa|dr\.ssa|sig\.ra|sig\.na|prof\.ssa|prof\.in|dr\.in)", re.IGNORECASE
)


def tidy_name(text: str) -> str:
    """Give a name one kind of apostrophe and hyphen, without blanks around a hyphen, and a blank behind a glued title.

    >>> tidy_name("Dr.Müller - Meier,"), tidy_name("L’Hôpital"), tidy_name("Anna Meier (-Huber)")
    ('Dr. Müller-Meier', "L'Hôpital", 'Anna Meier-Huber')
    """
    text = text.translate(_MARKS).strip(" ,;")
    if text[:1] == text[-1:] == "'":
        text = text.strip("'")
    if "-" in text:
        text = _ALLIANCE.sub(r"-\1", text)
        text = _DASH.sub("-", text)
    if _MAILBOX.fullmatch(text):
        text = text.replace(".", " ")
    if "." in text:
        text = _BROKEN.sub(r"\1.\2.", text)
        if not _TITLE_WITH_DOT_INSIDE.search(text):
            text = _GLUED.sub(r"\1. ", text)
            text = _INITIALS_AND_NAME.sub(r"\1 ", text)
    if "/" in text:
        text = _STROKE.sub(r"\1/", text)
    return " ".join(text.split()).strip(" ,;")
