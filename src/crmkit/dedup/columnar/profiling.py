"""Contacts that say nothing: shared by so many people that they are nobody's."""

from collections.abc import Mapping

import numpy as np
from attrs import evolve

from crmkit.dedup.columnar.encoding import Encoded
from crmkit.dedup.columnar.ordering import distinct
from crmkit.dedup.columnar.spelling import first_letters

MANY = 7
_LETTER = 21
"""Bits of a code point."""


def without_junk(features: Mapping[str, Encoded]) -> dict[str, Encoded]:
    """Drop e-mail addresses and phone numbers whose holders have given names of seven first letters or more.

    People are counted and not records, so that one customer's own duplicates never make a contact look shared; a
    first letter survives most typing errors.
    """
    given = features.get("given")
    if given is None:
        return dict(features)
    letters = np.append(given.vocabulary.describe(first_letters).astype(np.int64), -1)[given.first]
    return {
        name: _dropped(encoded, letters) if name in {"email", "phone"} else encoded
        for name, encoded in features.items()
    }


def _dropped(encoded: Encoded, letters: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> Encoded:
    record, column = np.nonzero((encoded.codes >= 0) & (letters >= 0)[:, None])
    held = distinct((encoded.codes[record, column].astype(np.int64) << _LETTER) | letters[record])
    people = np.bincount(held >> _LETTER, minlength=len(encoded.vocabulary))
    junk = np.append(people >= MANY, False)
    return evolve(encoded, codes=np.where(junk[encoded.codes], np.int32(-1), encoded.codes)) if junk.any() else encoded
