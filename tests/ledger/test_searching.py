"""Searching a base, with the base in memory as the reference."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.backends.memory import MemoryBackend
from crmkit.ledger.searching import ENTRIES, WORDS, index, search
from crmkit.search.numbers import national
from crmkit.search.query import parse_query
from crmkit.search.ranking import Ranking
from crmkit.search.terms import vocabulary
from crmkit.search.words import SearchEntry
from tests.search.people import bases, entries, queries


class Counting:
    """A backend that counts what it is asked."""

    def __init__(self):
        self.backend = MemoryBackend()
        self.calls = 0

    def __getattr__(self, name):
        self.calls += 1
        return getattr(self.backend, name)


def base_of(held):
    backend = MemoryBackend()
    index(backend, held)
    return backend


def ids(backend, text, limit=50):
    return [hit.id for hit in search(backend, text, limit=limit)]


def tables(backend):
    return {
        table: {one.key: (one.body, frozenset(backend._tables[table].documents[one.key].terms)) for one in documents}
        for table, documents in ((name, list(backend.scan(name))) for name in (ENTRIES, WORDS))
    }


@given(bases(), st.data())
def test_every_word_of_a_customer_finds_her(held, data):
    backend = base_of(held)
    for name, entry in held.items():
        words = [word for words in entry.words.values() for word in words]
        for word in words:
            assert name in ids(backend, word), word


@given(bases(), st.data())
def test_any_one_letter_edit_of_a_name_finds_her(held, data):
    backend = base_of(held)
    names = [
        (name, word)
        for name, entry in held.items()
        for field in ("given_name", "family_name", "organisation")
        for word in entry.words.get(field, ())
        if len(word) >= 4
    ]
    if names:
        name, word = data.draw(st.sampled_from(names))
        place = data.draw(st.integers(0, len(word) - 1))
        letter = data.draw(st.sampled_from("abeilmnorstuxz"))
        swapped = word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :]
        edits = (
            word[:place] + word[place + 1 :],
            word[:place] + letter + word[place + 1 :],
            word[:place] + letter + word[place:],
        )
        typed = data.draw(st.sampled_from((*edits, swapped)))
        found = ids(backend, typed)
        assert name in found or len(found) >= 5, typed


@given(bases(), st.data())
def test_any_four_digits_or_more_of_a_phone_find_her(held, data):
    backend = base_of(held)
    for name, entry in held.items():
        for number in entry.words.get("phone", ()):
            digits = national(number)
            start = data.draw(st.integers(0, len(digits) - 4))
            end = data.draw(st.integers(start + 4, len(digits)))
            assert name in ids(backend, digits[start:end])


@given(bases(), queries(), st.integers(1, 12))
def test_what_is_found_is_the_top_of_a_ranking_of_everybody(held, text, limit):
    ranking = Ranking(parse_query(text))
    matches = sorted((-ranking.match(entry).score, name) for name, entry in held.items())
    hits = search(base_of(held), text, limit=limit)
    assert [(-hit.score, hit.id) for hit in hits] == matches[: len(hits)]
    assert len(hits) <= limit
    if not hits and len(ranking.query.readings) == 1:
        parts = [part for part in ranking.query.readings[0] if not part.light]
        assert not matches or -matches[0][0] * 3 < max(1, len(parts) - 1) / len(parts)


@given(bases(), queries())
def test_accents_and_case_never_matter(held, text):
    if text.upper().lower() == text.lower():
        assert ids(base_of(held), text.upper()) == ids(base_of(held), text.lower())


@given(bases(), st.permutations(range(8)), st.integers(1, 8))
def test_indexing_in_any_chunks_gives_the_same_tables(held, order, size):
    whole, parts = base_of(held), MemoryBackend()
    names = sorted(held, key=lambda name: order[int(name[1:])])
    for start in range(0, len(names), size):
        index(parts, {name: held[name] for name in names[start : start + size]})
    assert tables(whole) == tables(parts)


@given(bases(), bases())
def test_changing_entries_leaves_what_indexing_them_afresh_gives(before, after):
    backend = base_of(before)
    index(backend, {**dict.fromkeys(before), **after})
    assert tables(backend) == tables(base_of(after))


@given(bases())
def test_nothing_outlives_the_last_customer(held):
    backend = base_of(held)
    index(backend, dict.fromkeys(held))
    assert tables(backend) == {ENTRIES: {}, WORDS: {}}
    assert not any(backend._tables[table]._of_term for table in (ENTRIES, WORDS) if table in backend._tables)


@given(bases(), st.data())
def test_the_vocabulary_is_the_words_that_customers_have(held, data):
    backend = base_of(held)
    gone = data.draw(st.sets(st.sampled_from(sorted(held)))) if held else set()
    index(backend, dict.fromkeys(gone))
    words = {word for name, entry in held.items() if name not in gone for word in vocabulary(entry)}
    assert {one.key for one in backend.scan(WORDS)} == words


@given(st.lists(entries(), min_size=1, max_size=30), st.booleans())
def test_many_customers_take_no_more_calls_than_a_few(held, gone):
    backend = Counting()
    index(backend, {f"c{place}": one for place, one in enumerate(held)})
    first, backend.calls = backend.calls, 0
    index(backend, {f"c{place}": None if gone else held[-1 - place] for place in range(len(held))})
    assert max(first, backend.calls) <= 12


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800", "🙂", "@", "é" * 1_000_000, "a b c d e f g h i j " * 100])
def test_anything_may_be_typed(text):
    assert ids(base_of({"c1": SearchEntry({"given_name": ("anna",)})}), text) in ([], ["c1"])


def test_why_names_the_fields_and_no_values():
    backend = base_of({"c1": SearchEntry({"given_name": ("anna",), "locality": ("bern",), "phone": ("+41791234567",)})})
    (hit,) = search(backend, "bern ana 1234")
    assert hit.why == ("locality", "given_name", "phone")


def test_where_no_customer_answers_all_parts_the_nearest_are_given():
    backend = base_of(
        {
            "c1": SearchEntry({"given_name": ("anna",), "locality": ("bern",)}),
            "c2": SearchEntry({"given_name": ("anna",), "locality": ("basel",)}),
        }
    )
    assert ids(backend, "anna chur") == ["c1", "c2"]
    assert ids(backend, "ana basel zwahlen") == ["c2"]


def test_among_very_many_the_exact_ones_are_not_left_out():
    backend = base_of(
        {f"c{place:03}": SearchEntry({"family_name": (f"martin{'i' * (place < 400)}",)}) for place in range(402)}
    )
    assert ids(backend, "martin")[:2] == ["c400", "c401"]


def test_a_failing_transaction_takes_entries_and_words_back():
    backend = base_of({})

    def fail():
        with backend.transaction():
            index(backend, {"c1": SearchEntry({"given_name": ("anna",)})})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert tables(backend) == {ENTRIES: {}, WORDS: {}}
