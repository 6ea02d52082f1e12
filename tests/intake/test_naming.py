from hypothesis import given
from hypothesis import strategies as st

from crmkit.intake.naming import Names, content_of, row_key

CONTENTS = st.lists(st.sampled_from("abcd"), min_size=1, max_size=6)


@given(CONTENTS, st.randoms())
def test_names_do_not_depend_on_the_order_of_the_rows(contents, random):
    def names(order):
        known = Names()
        for content in order:
            known.claim("row", "7", content)
        return {content: known.unique("row", "7", content) for content in order}

    shuffled = random.sample(contents, len(contents))
    found = names(contents)
    assert names(shuffled) == found
    assert len(set(found.values())) == len(set(contents))
    assert "7" in found.values()


def test_the_order_of_columns_does_not_count():
    assert content_of({"a": 1, "b": None}) == content_of({"b": None, "a": 1})
    assert row_key([("email", "a"), ("note", "b")]) == row_key([("note", "b"), ("email", "a ")])


def test_the_own_key_goes_before_the_number_and_the_number_before_the_content():
    assert row_key([("order.number", 12), ("source_key", "k")]) == "k"
    assert row_key([("event.number", 12), ("email", "a")]) == "12"
    assert row_key([("email", "a")]) != row_key([("email", "b")])


def test_a_suffix_never_makes_a_name_that_another_row_has():
    known = Names()
    for name, contents in {"7": "ab", "7~2": "cd", "7~3": "e"}.items():
        for content in contents:
            known.claim("row", name, content)
    pairs = [("7", "a"), ("7", "b"), ("7~2", "c"), ("7~2", "d"), ("7~3", "e")]
    assert [known.unique("row", *pair) for pair in pairs] == ["7", "7~4", "7~2", "7~2~2", "7~3"]
