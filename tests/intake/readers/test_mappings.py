from datetime import date

from crmkit.intake.readers.mappings import read_mappings
from crmkit.intake.table import Fault, Row, Skip


def test_rows_in_memory_are_read_in_order_and_may_be_walked_again():
    table = read_mappings(iter([{"a": date(2026, 3, 1)}, {}, ["x"], {"b": {"c": 1.0}}]), name="rows")
    outcomes = list(table.rows)
    assert [type(line) for line in outcomes] == [Row, Skip, Fault, Row]
    assert outcomes[0].cells == {"a": "2026-03-01"}
    assert outcomes[3].cells == {"b.c": 1}
    assert "x" not in str(outcomes[2].reasons)
    assert list(table.rows) == outcomes
    assert table.headings == ("a", "b.c")
