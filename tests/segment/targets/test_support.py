"""The table of targets leaves nothing unsaid."""

import attrs
import pytest

from crmkit.segment import nodes
from crmkit.segment.operators import OPERATORS
from crmkit.segment.targets.support import LINES, NATIVE, Answer, check_complete, everywhere, untaught


def test_a_native_operator_says_what_it_asks():
    lines = tuple(attrs.evolve(line, asks=None) if line.of == "contains" else line for line in LINES)
    with pytest.raises(TypeError, match="'contains' does not say what it asks of columns"):
        check_complete(lines)


@pytest.mark.parametrize("line", LINES, ids=lambda line: str(line.of))
def test_what_is_not_native_has_a_reason(line):
    for answer in line.on.values():
        assert bool(answer.reason) is (answer.how != "native")


@pytest.mark.parametrize("of", [nodes.Did, "contains", "avg()", nodes.Ago, nodes.Beside])
def test_a_table_without_a_line_does_not_load(of):
    with pytest.raises(TypeError, match="says nothing of"):
        check_complete(tuple(line for line in LINES if line.of != of))


def test_an_operator_that_no_engine_was_taught_is_left_to_python():
    new = attrs.evolve(OPERATORS["contains"], name="rhymes with")
    *_, line = untaught({**OPERATORS, "rhymes with": new})
    check_complete((*LINES, line), {**OPERATORS, "rhymes with": new})
    assert {answer.how for answer in line.on.values()} == {"residual"}


def test_a_negative_operator_needs_none():
    new = attrs.evolve(OPERATORS["not contains"], name="contains nothing of")
    check_complete(operators={**OPERATORS, new.name: new})


def test_a_node_that_gets_an_attribute_is_noticed():
    lines = tuple(attrs.evolve(line, reads=("event",)) if line.of is nodes.Did else line for line in LINES)
    with pytest.raises(TypeError, match=r"does not read .*'filter'.* of .*Did"):
        check_complete(lines)


def test_no_engine_is_left_out():
    lines = tuple(attrs.evolve(line, on={"polars": NATIVE}) if line.of == "in" else line for line in LINES)
    with pytest.raises(TypeError, match="'in' leaves an engine out"):
        check_complete(lines)
    with pytest.raises(AssertionError, match="oracle"):
        everywhere(oracle=Answer("native"))
