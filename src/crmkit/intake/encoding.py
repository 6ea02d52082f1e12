"""Find out how a text file is encoded.

A byte order mark decides; then UTF-8, when the whole file is valid UTF-8 (one late byte can decide); then, among the
encodings that Western European programs write, the one that gives the letters that French and German are written
with, in places where they can stand.
"""

import codecs
import re

from crmkit.exceptions import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = ("cp1252", "iso8859-15", "mac_roman", "cp850")  # of two that fit alike, the first is taken
_WEIGHTS = (
    dict.fromkeys("é", 5)
    | dict.fromkeys("èêàçäöüß", 4)
    | dict.fromkeys("ÉÈÀÇÄÖÜëïîôûùâñœ", 3)
    | dict.fromkeys("ÊËÏÎÔÛÙÂŒæÆáíóúšžŠŽ’–—“”„«»€°…·\u00a0", 1)
)
_FOREIGN = re.compile(r".?[^\x00-\x7f].?", re.DOTALL)
_ENOUGH = 5_000
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def decode(data: bytes, *, where: str) -> tuple[str, str]:
    """Decode the bytes of a text file; give the text, without a byte order mark, and the encoding.

    Args:
        data: the whole file.
        where: its name, for messages.

    Raises:
        InputError: when it is not text, or does not hold what its byte order mark promises.

    >>> decode("Zoé Müller".encode("cp1252"), where="a.csv")
    ('Zoé Müller', 'cp1252')
    >>> decode("Zoé Müller".encode("mac_roman"), where="a.csv")
    ('Zoé Müller', 'mac_roman')
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise InputError(
                    f"{where} begins like {encoding} but is something else at byte {error.start}; save it as UTF-8."
                ) from error
    if b"\0" in data:
        raise InputError(
            f"{where} is not text (byte {data.index(0)} is zero); give CSV, JSON or Excel, text saved as UTF-8."
        )
    text, encoding = _decode_unmarked(data)
    if len(_CONTROL.findall(text)) * 10 > len(text):
        raise InputError(f"{where} is not text, it is full of control characters; give CSV, JSON or Excel.")
    return text, encoding


def _decode_unmarked(data: bytes) -> tuple[str, str]:
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    readings = []
    for encoding in _CANDIDATES:
        try:
            readings.append((data.decode(encoding), encoding))
        except UnicodeDecodeError:
            continue  # cp1252 has bytes without a meaning; the others decode anything
    return max(readings, key=lambda reading: _likeliness(reading[0]))


def _likeliness(text: str) -> int:
    score = 0
    for number, hit in enumerate(_FOREIGN.finditer(text)):
        if number == _ENOUGH:
            break
        for place, letter in enumerate(hit[0]):
            if letter < "\x80":
                continue
            score += _WEIGHTS.get(letter, -2 if letter.isalpha() else -4)
            before = hit[0][place - 1] if place else ""
            if before.islower() and (letter.isupper() or letter == "…"):
                score -= 6  # an upper-case letter inside a lower-case word is a wrong reading
    return score
