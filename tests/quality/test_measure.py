"""The measure of a base's rows."""

from datetime import UTC, datetime

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from crmkit.quality.measure import measure_cells, measure_rows
from crmkit.records import CleanRecord
from crmkit.schema.columns import clean_column
from crmkit.schema.customer import CUSTOMER
from crmkit.schema.types.base import Finding, Severity

NOW = datetime(2026, 3, 1, tzinfo=UTC)
BROKEN = Finding("email.invalid", "This is no address.", Severity.ERROR, field="email")
NOTED = Finding("email.tag", "There is a tag.", Severity.INFO, field="email")
VALUES = {
    "email": st.sampled_from([("a@example.org",), ("A@example.org",), ("b@example.org", "a@example.org")]),
    "phone": st.sampled_from([("+41446681800",)]),
    "language": st.sampled_from([("fr",), ("de",)]),
}
ROWS = st.lists(
    st.builds(
        lambda source, values, findings: (source, values, findings),
        st.sampled_from(["crm", "till"]),
        st.fixed_dictionaries({}, optional=VALUES),
        st.lists(st.sampled_from([BROKEN, NOTED]), max_size=2),
    ),
    min_size=1,
    max_size=6,
).map(
    lambda made: [
        CleanRecord(ref=f"{source}/{number}", source=source, as_of=NOW, values=values, findings=tuple(findings))
        for number, (source, values, findings) in enumerate(made)
    ]
)


def measured(rows, customers=None):
    return measure_rows(rows, schema=CUSTOMER, at=NOW, customers=customers)


def by_name(report):
    return {one.name: one for one in report.fields}


@given(ROWS)
def test_every_figure_is_part_of_its_whole(rows):
    report = measured(rows)
    assert report.rows == sum(report.sources.values()) == len(rows)
    for one in report.fields:
        assert 0 <= one.valid <= one.filled <= one.rows <= len(rows)
        assert one.distinct <= sum(len(row.values.get(one.name, ())) for row in rows)
        broken = [BROKEN] if one.name == "email" else []
        having = {
            row.source for row in rows if one.name in row.values or any(fault in row.findings for fault in broken)
        }
        assert one.rows == sum(row.source in having for row in rows)


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(rows, random):
    before = measured(rows, 1)
    random.shuffle(rows)
    after = measured(rows, 1)
    assert after.fields == before.fields
    assert after.score == before.score


@given(ROWS, st.data())
def test_blanking_a_cell_lowers_completeness_only(rows, data):
    filled = [
        (place, name)
        for place, row in enumerate(rows)
        for name in row.values
        if row.findings == () and sum(name in one.values and one.source == row.source for one in rows) > 1
    ]
    if not filled:
        return
    place, name = data.draw(st.sampled_from(filled))
    row = rows[place]
    blanked = evolve(row, values={key: held for key, held in row.values.items() if key != name})
    before, after = measured(rows, 1), measured([*rows[:place], blanked, *rows[place + 1 :]], 1)
    assert by_name(after)[name].completeness < by_name(before)[name].completeness
    assert after.completeness < before.completeness
    assert after.uniqueness == before.uniqueness
    assert {key: one for key, one in by_name(after).items() if key != name} == {
        key: one for key, one in by_name(before).items() if key != name
    }


@given(ROWS)
def test_exact_copies_lower_uniqueness_only(rows):
    copies = [evolve(row, ref=f"{row.ref}~2") for row in rows]
    before, after = measured(rows, len(rows)), measured([*rows, *copies], len(rows))
    assert (after.completeness, after.validity) == (before.completeness, before.validity)
    assert after.uniqueness == before.uniqueness / 2
    assert after.score < before.score or before.validity == 0


def test_a_source_that_never_gives_a_field_is_not_held_against_it():
    rows = [
        CleanRecord(ref="crm/1", source="crm", as_of=NOW, values={"email": ("a@example.org",)}),
        CleanRecord(ref="till/1", source="till", as_of=NOW, values={"phone": ("+41446681800",)}),
    ]
    assert {one.name: (one.filled, one.rows) for one in measured(rows).fields} == {"email": (1, 1), "phone": (1, 1)}


def test_a_field_that_is_broken_in_every_row_is_shown():
    rows = [CleanRecord(ref="crm/1", source="crm", as_of=NOW, findings=(BROKEN, NOTED))]
    (field,) = measured(rows).fields
    assert (field.name, field.filled, field.valid, field.distinct) == ("email", 1, 0, 0)
    assert field.findings == {"email.invalid": 1, "email.tag": 1}


def test_a_placeholder_is_empty_and_a_mistake_is_filled():
    cells = clean_column(["a@example.org", "A@example.org", "n/a", None, "broken@"], "email")
    one = measure_cells("Mail", "email", cells)
    assert (one.rows, one.filled, one.valid, one.distinct) == (5, 3, 2, 1)
    assert list(one.findings.values()) == sorted(one.findings.values(), reverse=True)
