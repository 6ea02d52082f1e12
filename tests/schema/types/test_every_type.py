"""What holds for every semantic type, whatever the cell."""

import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmkit.schema.cleaning import clean
from crmkit.schema.types.catalogue import TYPES, find_type
from crmkit.schema.types.choice import Choice
from crmkit.schema.types.instant import InstantType
from tests.strategies import NASTY_TEXTS, anything, cells, mutated, odd_texts, regions, values

EVERY_TYPE = [find_type(name) for name in TYPES] + [
    Choice(options=("open", "closed")),
    InstantType(zone="Europe/Zurich"),
]
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(semantic_type, cell, region):
    cleaned = clean(cell, semantic_type, region=region)
    assert cleaned.raw is cell
    again = clean(cell, semantic_type, region=region)
    assert (again.value, again.keys, again.findings, again.others) == (
        cleaned.value,
        cleaned.keys,
        cleaned.findings,
        cleaned.others,
    )
    assert all(isinstance(key, str) and key for key in cleaned.keys)
    for finding in cleaned.findings:
        assert "." in finding.code
    if cleaned.value is not None:
        assert cleaned.keys == semantic_type.keys(cleaned.value)
    for value in cleaned.values:
        assert semantic_type.keys(semantic_type.load(json.loads(json.dumps(semantic_type.dump(value))))) == (
            semantic_type.keys(value)
        )
        second = clean(value, semantic_type, region=region)
        assert second.value == value, (cell, value, second)
        assert second.keys == semantic_type.keys(value)
        assert semantic_type.load(json.loads(json.dumps(semantic_type.dump(value)))) == value
        assert isinstance(semantic_type.caption(value), str)
        assert isinstance(semantic_type.mask(value), str)
        assert 0.0 <= semantic_type.completeness(value) <= 1.0
        assert semantic_type.similarity(value, value) == 1.0
        semantic_type.parts(value)
        hash(value)
    return cleaned


@pytest.mark.parametrize("semantic_type", EVERY_TYPE, ids=lambda one: type(one).__name__)
@quick
@given(cell=cells(), region=regions())
def test_cleaning_never_raises_keeps_raw_and_gives_back_its_own_values(semantic_type, cell, region):
    check(semantic_type, cell, region)


@pytest.mark.parametrize("semantic_type", EVERY_TYPE, ids=lambda one: type(one).__name__)
@quick
@given(cell=anything(), region=regions())
def test_any_value_of_any_kind_is_survived(semantic_type, cell, region):
    check(semantic_type, cell, region)


@pytest.mark.nightly
@pytest.mark.parametrize("semantic_type", EVERY_TYPE, ids=lambda one: type(one).__name__)
@settings(max_examples=2_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cell=anything(), region=regions())
def test_many_values_of_any_kind_are_survived(semantic_type, cell, region):
    check(semantic_type, cell, region)


@pytest.mark.parametrize("semantic_type", EVERY_TYPE, ids=lambda one: type(one).__name__)
@quick
@given(text=mutated() | odd_texts() | values(), region=regions())
def test_a_glance_tells_what_a_close_look_does(semantic_type, text, region):
    value = semantic_type.glance(text, region)
    if value is not None:
        cleaned = semantic_type.look_closely(text, region)
        assert (cleaned.value, cleaned.findings, cleaned.others) == (value, (), ())
        assert repr(clean(text, semantic_type, region=region)) == repr(cleaned)


@pytest.mark.parametrize("semantic_type", EVERY_TYPE, ids=lambda one: type(one).__name__)
@quick
@given(text=mutated() | values(), region=regions())
def test_a_text_that_comes_again_is_cleaned_as_if_it_were_new(semantic_type, text, region):
    anew = semantic_type._clean(text, region)
    assert repr(semantic_type.clean(text, region=region)) == repr(anew)
    again = "".join(list(text))
    cleaned = semantic_type.clean(again, region=region)
    assert repr(cleaned) == repr(anew)
    assert cleaned.raw is again


@pytest.mark.parametrize("semantic_type", EVERY_TYPE, ids=lambda one: type(one).__name__)
def test_nasty_texts_are_survived(semantic_type):
    for text in NASTY_TEXTS:
        for region in (None, "CH", "US"):
            check(semantic_type, text, region)


@pytest.mark.parametrize("name", TYPES)
@quick
@given(cells_of_two=st.tuples(values(), values()))
def test_similarity_is_symmetric_and_between_zero_and_one(name, cells_of_two):
    semantic_type = find_type(name)
    left, right = (semantic_type.clean(cell).value for cell in cells_of_two)
    if left is None or right is None:
        return
    score = semantic_type.similarity(left, right)
    assert 0.0 <= score <= 1.0
    assert score == pytest.approx(semantic_type.similarity(right, left))


@pytest.mark.parametrize("name", TYPES)
@pytest.mark.parametrize("cell", ["", "  ", "\u00a0\t", None, float("nan"), "\u200b", b""])
def test_an_empty_cell_has_no_value_and_no_finding(name, cell):
    cleaned = clean(cell, name)
    assert cleaned.value is None
    assert cleaned.findings == ()


@pytest.mark.parametrize("name", TYPES)
@pytest.mark.parametrize("cell", ["n/a", "-", "inconnu", "unbekannt", "xxx", "#N/A"])
def test_a_placeholder_has_no_value_and_says_so(name, cell):
    cleaned = clean(cell, name)
    assert cleaned.value is None
    assert [finding.code for finding in cleaned.findings] == [f"{name}.placeholder"]


@pytest.mark.parametrize("name", TYPES)
@pytest.mark.parametrize("letter", ["a", "1", " ", "é", "a@", "1/", "a, ", "\n", "(", "+", "\x00"])
def test_a_cell_of_ten_megabytes_is_bounded(name, letter):
    huge = letter * (10_000_000 // len(letter))
    start = time.perf_counter()
    clean(huge, name)
    assert time.perf_counter() - start < 2.0


@pytest.mark.parametrize("name", TYPES)
def test_findings_never_repeat_the_cell(name):
    for cell in ("Zyxwv Qponm 987654321", "zyxwv@qponm", "1e5abc-zyxwv"):
        for finding in clean(cell, name).findings:
            assert "zyxwv" not in finding.message.casefold()
