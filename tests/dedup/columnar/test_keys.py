"""Keys are what their names say, once per record and value."""

from itertools import combinations

import jellyfish
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.dedup.columnar.encoding import Encoded
from crmkit.dedup.columnar.keys import KeyMaker, composite, gathered

WORD = st.text("abcé1", min_size=1, max_size=4)
TEXTS = st.lists(st.lists(WORD, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=6, unique=True)


def sound(text):
    longest = max(text.split(), key=lambda word: (len(word), word))
    return jellyfish.metaphone(longest) or longest


TAKES = {
    "initial": lambda text: text[0],
    "start": lambda text: text.replace(" ", "")[:3] if len(text) > 1 else None,
    "end": lambda text: text[-6:] if len(text) > 6 else None,
    "sound": sound,
    "year": lambda text: text[:4],
    "day": lambda text: text[4:],
    "year_month": lambda text: text[:6],
    "digits": lambda text: "".join(sorted(text)),
    "": lambda text: text,
}


def blocks(keys, records):
    """Which records share a key, without its hash."""
    place, hashes = gathered(composite((keys,), records))
    held = {}
    for record, key in zip(place.tolist(), hashes.tolist(), strict=True):
        held.setdefault(key, set()).add(record)
    return sorted(map(sorted, held.values()))


def expected(parts):
    held = {}
    for record, keys in enumerate(parts):
        for key in set(keys):
            held.setdefault(key, set()).add(record)
    return sorted(map(sorted, held.values()))


@pytest.mark.parametrize("part", sorted(TAKES))
@given(TEXTS, st.data())
def test_a_part_is_taken_of_every_value(part, texts, data):
    codes = data.draw(st.lists(st.integers(-1, len(texts) - 1), min_size=1, max_size=8))
    maker = KeyMaker({"family": Encoded("family", np.array(codes, np.int32)[:, None], tuple(texts))})
    taken = [TAKES[part](texts[code]) if code >= 0 else None for code in codes]
    wanted = expected([{one} - {None} for one in taken])
    assert blocks(maker.keys(f"family:{part}" if part else "family"), len(codes)) == wanted


@given(TEXTS, st.data())
def test_words_count_once_and_pairs_whatever_their_order(texts, data):
    codes = data.draw(st.lists(st.tuples(*[st.integers(-1, len(texts) - 1)] * 2), min_size=1, max_size=8))
    names = {
        name: Encoded(name, np.array([pair[place] for pair in codes], np.int32)[:, None], tuple(texts))
        for place, name in enumerate(("given", "family"))
    }
    maker = KeyMaker(names)
    words = [" ".join(texts[code] for code in pair if code >= 0).split() for pair in codes]
    count = len(codes)
    assert blocks(maker.keys("name"), count) == expected([{" ".join(sorted(one))} - {""} for one in words])
    assert blocks(maker.keys("name:word"), count) == expected([{w for w in one if len(w) > 2} for one in words])
    assert blocks(maker.keys("name:sounds"), count) == expected(
        [{jellyfish.metaphone(w) or w for w in one} for one in words]
    )
    assert blocks(maker.keys("name:pair"), count) == expected(
        [set(combinations(sorted({w for w in one if len(w) > 1}), 2)) for one in words]
    )


def test_mailboxes_are_keys_from_four_letters_on():
    mails = ("anna@example.org", "anna@example.com", "bob@example.org", "anna")
    maker = KeyMaker({"email": Encoded("email", np.arange(4, dtype=np.int32)[:, None], mails)})
    assert blocks(maker.keys("email:local"), 4) == [[0, 1]]


def test_a_record_with_several_values_has_several_keys():
    phones = Encoded("phone", np.array([[0, 1], [1, -1], [-1, -1]], np.int32), ("791234567", "441234567"))
    assert blocks(KeyMaker({"phone": phones}).keys("phone"), 3) == [[0], [0, 1]]
    assert blocks(KeyMaker({"phone": phones}).keys("phone:end"), 3) == [[0, 1]]


def test_text_stands_for_the_column_that_tells_most():
    notes = {name: Encoded(name, np.array(codes, np.int32)[:, None], ("a", "b", "c")) for name, codes in (
        ("text:kind", [0, 0, 0]), ("text:note", [0, 1, 1]),
    )}  # fmt: skip
    maker = KeyMaker(notes)
    assert blocks(maker.keys("text"), 3) == [[0], [1, 2]]
    assert maker.keys("email") is None
    assert maker.keys("name") is None
