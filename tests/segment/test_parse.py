"""Text to tree: everything written reads back, and nothing else than an error comes of nonsense."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.exceptions import SegmentError, SegmentSyntaxError
from crmkit.segment.format import format_condition
from crmkit.segment.parse import parse
from crmkit.segment.segment import Segment
from segment import worlds


@given(worlds.trees)
def test_what_is_printed_reads_back_as_the_same_tree(tree):
    text = format_condition(tree)
    assert parse(text) == tree
    assert format_condition(parse(text)) == text


@given(worlds.trees)
def test_a_segment_is_its_text(tree):
    segment = worlds.segment(tree)
    assert worlds.segment(str(segment)) == segment
    assert worlds.segment(str(segment).replace(" and ", "\n  AND\t")).version == segment.version


PIECES = (
    '( ) [ ] , . = != < and or not in did order everyone consented to via country "CH" 30 CHF 2026-01-31 last next '
    "days count sum ( orders . total between is known true $x ago segment then within list sample % seed "
    "matches sounds like similar exactly km of + - * / let ; before after at least times has now "
    "anniversary 'x “y” ~ ! \\ 1' 2026-13-45 2026-01-01T00:00 ٣ é"
)
pieces = st.sampled_from(PIECES.split())


@given(st.lists(pieces, max_size=14).map(" ".join) | st.text(max_size=60))
def test_random_text_is_a_segment_or_a_segment_error(text):
    try:
        Segment.parse(text)
    except SegmentError as error:
        caught = error
    else:
        return
    assert 0 <= caught.start <= caught.end
    assert caught.problem


WHOLE = (
    "age >= 30",
    'country = "CH"',
    "age between 3 and 5",
    'did order [amount > 30 CHF and channel = "web"] in last 7 days',
)
BROKEN = ("age >=", "country = or", "between 3 and", "did order [amount > ]", "consented newsletter", "3 4", "in list")
some_conditions = st.lists(st.sampled_from(WHOLE) | st.sampled_from(BROKEN), min_size=1, max_size=8)


@given(some_conditions, st.sampled_from([" and ", "\nor "]), st.randoms(use_true_random=False))
def test_every_condition_with_a_fault_in_it_is_told_once(conditions, joint, random):
    spots, text = [], ""
    for condition in conditions:
        text += joint if text else ""
        opened = random.choice(["", "", "(", "not ("])
        text += opened
        if condition in BROKEN:
            spots.append((len(text), len(text) + len(condition) + len(")" + joint) + 1))
        text += condition.removesuffix(" or") + (")" if opened else "")
    if not spots:
        parse(text)
        return
    with pytest.raises(SegmentSyntaxError) as caught:
        parse(text)
    told = [caught.value, *caught.value.others]
    assert [first <= one.start < last for one, (first, last) in zip(told, spots, strict=True)] == [True] * len(spots)
    assert caught.value.fix is None or not caught.value.others
    assert not any(one.fix for one in caught.value.others)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("age >= and country =", [8, 21]),
        ("age >= 3 and (city = or age <) and zip =", [22, 30, 41]),
        ("age between and 5 and city =", [13, 29]),
        ("age >= 30 foo and city = and zip is known", [11, 26]),
        ("(age >= 30) city = 3 or zip <", [13, 30]),
        ("age ! 3 & city # 4", [5, 9, 16]),
        ('age ! 3 and name = "Ann', [5, 20]),
        ("1 and " * 100 + "1", [6 * place + 1 for place in range(20)]),
        ("! " * 100, [2 * place + 1 for place in range(20)]),
    ],
)
def test_several_faults_of_the_grammar_are_told_at_once(text, columns):
    with pytest.raises(SegmentSyntaxError) as caught:
        parse(text)
    assert [one.column for one in (caught.value, *caught.value.others)] == columns


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000 + "everyone",
        "not " * 4_000 + "everyone",
        "did order[" * 1_900,
        "x after count(" * 1_400,
        "sum(orders after " * 1_100,
        '"' * 19_999,
        "everyone and " * 1_500 + "everyone",
        "country in (" + "1," * 9_000 + "1)",
        "a" * 20_001,
        "9" * 19_999,
        "\\" * 20_000,
    ],
)
def test_hostile_text_is_refused_at_once(text):
    with pytest.raises(SegmentError):
        Segment.parse(text)


@pytest.mark.parametrize(
    ("text", "problem", "column", "fix"),
    [
        ("a = 1 and b = 2 or c = 3", "mixed", 17, "(a = 1 and b = 2) or c = 3"),
        (
            "a = 1 or b = 2 and (c = 3 and d = 4 or e = 5)",
            "mixed",
            37,
            "a = 1 or (b = 2 and ((c = 3 and d = 4) or e = 5))",
        ),
        ('country in "CH"', "list in parentheses", 12, 'country in ("CH")'),
        ("", "empty", 1, "everyone"),
        ("country", "alone is not a condition", 1, None),
        ("country = ", "a value is missing", 11, None),
        ("country = true", "is true", 11, None),
        ("count(orders > 3", "after count", 14, None),
        ("country conatins 'x'", "Did you mean contains", 9, None),
        ("customer_since > 90 days", "90 days ago", 25, None),
        ("customer_since > 2026-02-30", "not a day of the calendar", 18, None),
        ("last(orders.at) > 2026-02-01T10:00", "no zone", 19, "last(orders.at) > 2026-02-01T10:00Z"),
        ("age > (1 + 1", "never closed", 7, None),
        ("did not order then ticket within 3 days", "takes no then", 1, None),
        ("did order then ticket", "how soon it came", 22, None),
        ("did order" + " then order within 1 day" * 9, "more than 8 steps", 1, None),
        ("sample 10", "after the share", 10, None),
        ("home is within 3 of (1, 2)", "'km'", 18, None),
        ("3 > 2", "begins with a field", 1, None),
        ("age + 1 is within 3 km of (1, 2)", "Only a place", 1, None),
        ("age > 3x", "is written like 1000", 7, None),
        ("$ = 3", "written like $name", 1, None),
        ("last(orders.at) > 2026-01-01T25:00Z", "not a moment", 19, None),
        ("in list invited", "name of a list in quotes", 9, None),
        ("let x = 3 x > 2", "after the value of x", 11, None),
        ("name is similar to 'x' at y", "a number", 27, None),
        ("age > 1 && age < 3", "words and, or", 9, None),
        ('country = "CH', "never closed", 11, None),
        ("(country is known", "never closed", 1, None),
        ("did not order at least 2 times", "no number of times", 1, None),
        ("birth_date has anniversary before today", "needs a window", 12, None),
        ("country in ()", "is empty", 13, None),
        ("did order in last 1.5 days", "whole number", 19, None),
        ("= 3", "Expected a condition", 1, None),
        ("everyone everyone", "Expected and, or, or the end", 10, None),
    ],
)
def test_an_error_marks_the_spot_and_offers_the_fix(text, problem, column, fix):
    with pytest.raises(SegmentSyntaxError) as caught:
        parse(text)
    assert problem in str(caught.value)
    assert caught.value.column == column
    assert caught.value.fix == fix
    if fix:
        parse(fix)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("AGE>=30", "age >= 30"),
        ("country == 'CH' or country <> “FR”", 'country = "CH" or country != "FR"'),
        ("(country = 'CH') and ((age > 3 and age < 5))", 'country = "CH" and age > 3 and age < 5'),
        ("did order at least 1 times in last year", "did order at least 1 time in last 1 year"),
        ("sum(orders.total) > 10.50 CHF", "sum(orders.total) > 10.5 CHF"),
        ("age > 5 AND age < 9", "age > 5 and age < 9"),
        ("customer_since before 1 DAY AGO", "customer_since before 1 day ago"),
        ("country in $x", "country in ($x)"),
        ("did call after 2026-01-01T01:00+01:00", "did call after 2026-01-01T00:00:00Z"),
        ("not not everyone", "not not everyone"),
        ("let a = count(orders); a > 3 and 2 * a < 9", "count(orders) > 3 and 2 * count(orders) < 9"),
        ("let a = 2 + age; a * 3 > 1", "(2 + age) * 3 > 1"),
        ("((age)) > -3", "age > -3"),
        ("age - -3 > 1 - (2 - 3)", "age - -3 > 1 - (2 - 3)"),
        ("(age + 2) * 3 > 4 and (age = 1 or age = 2)", "(age + 2) * 3 > 4 and (age = 1 or age = 2)"),
        ("(age * 2) + 3 > 4", "age * 2 + 3 > 4"),
        ("name is similar to 'x'", 'name is similar to "x" at 0.9'),
        ("did order THEN NOT ticket within 1 day", "did order then not ticket within 1 day"),
        ("sample 10.50 % seed 'x'", 'sample 10.5% seed "x"'),
        ("home is within 25.0 km of (47.30,-8)", "home is within 25 km of (47.3, -8)"),
    ],
)
def test_there_is_one_way_to_print(text, canonical):
    assert format_condition(parse(text)) == canonical
