"""How well a customer answers."""

from hypothesis import given
from hypothesis import strategies as st

from crmkit.search.query import parse_query
from crmkit.search.ranking import MET, PLAIN, Ranking, score
from crmkit.search.words import SearchEntry
from tests.search.people import entries, queries

ANNA = SearchEntry({"given_name": ("anna",), "family_name": ("dupont",), "locality": ("lausanne",)})
names = st.text("abdeilmnoprstu", min_size=4, max_size=12)


def of(text, entry=ANNA):
    return score(parse_query(text), entry)


@given(queries(), entries())
def test_a_score_is_between_nothing_and_all_and_always_the_same(text, entry):
    match = Ranking(parse_query(text)).match(entry)
    assert 0.0 <= match.score <= 1.0
    assert bool(match.score) == bool(match.fields)
    assert match == Ranking(parse_query(text)).match(entry)
    assert set(match.fields) <= set(entry.words)


@given(names, st.data())
def test_a_slip_never_scores_higher_than_the_name_itself(name, data):
    place = data.draw(st.integers(0, len(name) - 1))
    typed = name[:place] + data.draw(st.sampled_from(("", "x", "e" + name[place]))) + name[place + 1 :]
    entry = SearchEntry({"family_name": (name,)})
    assert of(name, entry) >= of(typed, entry) > 0
    assert of(name, entry) == 1.0 * of(name, entry)


@given(queries(), entries())
def test_the_order_of_what_was_typed_does_not_matter(text, entry):
    parts = [token for token in text.split() if token.isalpha()]
    assert abs(of(" ".join(parts), entry) - of(" ".join(reversed(parts)), entry)) < 1e-9 or len(parts) > 8


def test_exact_beats_beginning_beats_slip_beats_sound():
    scores = [of(text) for text in ("dupont", "dupon", "duponx", "dubondt", "zurich")]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 5
    assert scores[-1] == 0


def test_all_parts_met_beats_some():
    assert (
        of("anna dupont lausanne")
        >= of("anna dup laus")
        >= PLAIN
        > of("ana dupot lausane")
        >= MET
        > of("anna dupont genf")
    )
    assert of("anna dupont genf") > of("anna weber genf") > 0


def test_a_name_weighs_more_than_a_place_and_a_place_more_than_a_street():
    fields = ("family_name", "locality", "street")
    scores = [of("martin", SearchEntry({name: ("martin",), "given_name": ("anna",)})) for name in fields]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3


def test_no_word_answers_two_parts():
    assert of("dup dupont", SearchEntry({"family_name": ("dupont",)})) < MET
    assert of("mar marie", SearchEntry({"given_name": ("marie", "marc")})) >= PLAIN


def test_light_parts_may_stay_unanswered():
    assert of("Mme Anna Dupont") >= PLAIN


def test_a_part_of_a_telephone_number_counts_from_four_digits():
    entry = SearchEntry({"phone": ("+41791234567",)})
    assert of("2345", entry) >= PLAIN
    assert of("234", entry) == 0
    assert of("+41 79 123 45 67", entry) > of("079 123 45", entry) > of("2345", entry)


def test_the_beginning_of_an_address_beats_the_same_letters_in_names():
    address = SearchEntry({"email": ("jeandupont@gmailcom", "jean", "dupont")})
    names = SearchEntry({"given_name": ("jean",), "family_name": ("duplan",)})
    assert of("jean.dup", address) > of("jean.dup", names) >= PLAIN
