"""Is this customer in? The reference that every other way of asking must agree with.

A checked tree is compiled once, for one run, to plain functions; asking them never fails on bad data. Every test is
true or false: one of a missing value is false, and a negative one is exactly the opposite of the positive one, so a
segment and its `not` always split the customers in two. Rows later than now are not seen.
"""

from crmkit.segment.nodes import Condition, Meaning, Value
from crmkit.segment.running.joining import Compiler
from crmkit.segment.running.subject import Answer, Run, Values


def compile_condition(condition: Condition, run: Run) -> Answer:
    """Turn a checked tree into a function of the values of a customer, and the customer, to true or false."""
    return Compiler(run).answer(condition)


def compile_values(value: Value, meaning: Meaning, run: Run) -> Values:
    """Turn a value into a function from a customer to the values it has, in the form that is compared.

    Args:
        value: a checked value.
        meaning: how to read it: the meaning of what it is compared with.
        run: what the segment is asked with.
    """
    return Compiler(run).values(value, meaning)
