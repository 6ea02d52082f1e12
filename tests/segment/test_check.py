"""Names and types: what does not exist or does not fit is refused, with the spot and a way out."""

import pytest

from crmkit.exceptions import SegmentCheckError
from crmkit.schema.fields import Field, Schema
from crmkit.segment import limits
from crmkit.segment.segment import Segment


@pytest.mark.parametrize(
    ("text", "problem", "column", "fix"),
    [
        ('contry = "CH"', "'contry' is not a field of a customer. Did you mean 'country'?", 1, 'country = "CH"'),
        ("orders.total > 3", "A customer has many orders", 1, None),
        ("age > 30 CHF", "without a currency", 7, "age > 30"),
        ('country > "CH"', "Text has no order", 1, None),
        ("country = 3", 'Write "3"', 11, 'country = "3"'),
        ('birth_date = "1990-01-01"', "without quotes", 14, "birth_date = 1990-01-01"),
        ("sum(orders.total) > 1000", "Say the currency, such as 1000 CHF", 21, None),
        ("sum(orders.total) between 1 CHF and 2 EUR", "never converted", 37, None),
        ("sum(orders.total) > 1 CHX", "not a currency", 23, "sum(orders.total) > 1 CHF"),
        ("sum(orders.status) > 3", "sum needs a number or an amount", 1, None),
        ("sum(orders) > 3", "sum needs a field", 1, None),
        ("count(orders.total) > 3", "write count(orders)", 1, None),
        ("count(order) > 3", "plural is written: 'orders'", 1, None),
        ("did orders", "singular is written: 'order'", 1, None),
        ("did oder", "Did you mean 'order'", 1, None),
        ("did order[totl > 3 CHF]", "Did you mean 'total'", 11, "did order[total > 3 CHF]"),
        ("did order[consented to news]", "Consent is not asked", 11, None),
        ("did order[count(orders) > 1]", "is asked of a customer", 11, None),
        ("did order[did order]", "is asked of a customer", 11, None),
        ('did order[in segment "x"]', "holds customers", 11, None),
        ("did order before birth_date", "window of an event is fixed", 18, None),
        ("did order before 3", "needs a date", 18, None),
        ("birth_date in last 3 hours", "a date without time", 12, None),
        ("birth_date before 3 hours ago", "a date without time", 19, None),
        ("country in last 3 days", "only a date can lie", 1, None),
        ("birth_date has anniversary in next 3 hours", "no hour", 28, None),
        ('country = ""', "write is empty", 11, None),
        ('locality contains "!?"', "no letters or digits", 19, None),
        ("age = $x and birth_date = $x", "$x is a number elsewhere", 27, None),
        ("age is true", "is true cannot be asked of age", 1, None),
        ('in segment "none"', "There is no segment", 1, None),
        ("country = 3 and contry = 4", "Also wrong: At line 1, column 17: 'contry' is not", 11, None),
    ],
)
def test_what_is_wrong_is_said_at_its_place(text, problem, column, fix):
    with pytest.raises(SegmentCheckError) as caught:
        Segment.parse(text)
    assert problem in str(caught.value)
    assert caught.value.column == column
    assert caught.value.fix == fix
    if fix:
        Segment.parse(fix)


def test_a_boolean_field_says_how_to_ask_it():
    schema = Schema(name="member", fields=(Field(name="vip", type="boolean"),))
    assert str(Segment.parse("vip is not true", schema=schema)) == "vip is not true"
    with pytest.raises(SegmentCheckError, match="Write vip is true"):
        Segment.parse('vip = "yes"', schema=schema)
    with pytest.raises(SegmentCheckError, match="no related rows"):
        Segment.parse("did order", schema=schema)
    with pytest.raises(SegmentCheckError, match="'age' is not a field of a member"):
        Segment.parse("age > 3", schema=schema)


def test_segments_that_name_each_other_in_a_circle_are_refused_with_the_path():
    segments = {"a": 'in segment "b"', "b": 'not in segment "c"', "c": 'everyone or in segment "a"'}
    with pytest.raises(SegmentCheckError, match="a -> b -> c -> a"):
        Segment.parse('in segment "a"', segments=segments)


def test_a_fault_in_a_named_segment_names_it():
    with pytest.raises(SegmentCheckError, match="In segment \"a\": 'contry' is not a field"):
        Segment.parse('in segment "a"', segments={"a": "contry is known"})


def test_segments_may_be_nested_only_so_far_and_not_multiply_without_end():
    chain = {f"s{n}": f'in segment "s{n + 1}"' for n in range(limits.NESTED_SEGMENTS + 2)}
    with pytest.raises(SegmentCheckError, match="nested more than"):
        Segment.parse('in segment "s0"', segments=chain)
    twice = {f"s{n}": f'in segment "s{n + 1}" and in segment "s{n + 1}"' for n in range(15)} | {"s15": "everyone"}
    with pytest.raises(SegmentCheckError, match="tests and is"):
        Segment.parse('in segment "s0"', segments=twice)
