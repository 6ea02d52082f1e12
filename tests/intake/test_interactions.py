import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.intake.interactions import event_kind, read_interactions
from crmkit.intake.moments import Clock
from crmkit.schema.types.money import Money

CELLS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=6)
)
CELLS |= st.sampled_from(["call", "2026-03-01", "12.50", "CHF"])
PARTS = ("number", "at", "total", "currency", "status", "kind", "subject")
TARGETS = st.sampled_from([f"{kind}.{part}" for kind in ("order", "ticket", "call", "event") for part in PARTS])


def read(cells, unique=lambda _kind, number: number):
    return read_interactions(cells, ref="shop/1", source="shop", unique=unique, clock=Clock("Europe/Zurich", "CH"))


@given(st.dictionaries(TARGETS, CELLS.filter(lambda cell: cell is not None)))
def test_any_cells_give_interactions_and_findings(cells):
    interactions, findings = read(cells)
    assert all(one.kind in {"order", "ticket", "call"} and one.ref == "shop/1" for one in interactions)
    assert all(finding.field for finding in findings)
    assert read(cells) == (interactions, findings)


def test_an_order_is_read_with_its_amount():
    cells = {"order.number": 1001, "order.at": "01.03.2026 14:30", "order.total": "1'250.50", "order.status": " paid "}
    (order,), findings = read(cells)
    assert findings == []
    assert (order.id, order.kind, order.at.isoformat()) == ("order:shop/1001", "order", "2026-03-01T13:30:00+00:00")
    assert order.data == {"number": "1001", "status": "paid", "total": Money(125050, "CHF")}


@pytest.mark.parametrize(
    ("total", "currency", "money", "codes"),
    [
        (49.9, "EUR", Money(4990, "EUR"), []),
        ("49,90", "euros", Money(4990, "EUR"), []),
        (50, "apples", Money(5000, "XXX"), ["order.currency_unknown", "money.currency_unknown"]),
        ("a lot", None, None, ["money.invalid"]),
    ],
)
def test_the_currency_column_goes_before_the_region(total, currency, money, codes):
    cells = {"order.at": "2026-03-01", "order.total": total} | ({"order.currency": currency} if currency else {})
    (order,), findings = read(cells)
    assert order.data.get("total") == money
    assert [finding.code for finding in findings] == codes


@pytest.mark.parametrize("at", [{}, {"order.at": "soon"}])
def test_an_order_without_a_date_is_a_finding(at):
    interactions, findings = read({"order.number": "7", **at})
    assert interactions == []
    assert [(finding.code, finding.field) for finding in findings] == [("order.undated", "order.at")]


def test_a_currency_alone_is_no_order():
    assert read({"order.currency": "CHF", "order.channel": "web"}) == ([], [])


def test_the_kind_of_an_event_is_read_from_its_word():
    cells = {"event.number": "T-1", "event.at": "2026-03-01", "event.subject": "broken"}
    assert [one.id for one in read({**cells, "event.kind": "Appel"})[0]] == ["call:shop/T-1"]
    assert [finding.code for finding in read({**cells, "event.kind": "visit"})[1]] == ["event.kind_unknown"]
    assert [finding.code for finding in read(cells)[1]] == ["event.kind_unknown"]
    assert event_kind("Réclamation") == "ticket"


def test_events_without_a_number_have_repeatable_ids():
    cells = {"call.at": "2026-03-01 10:00", "call.subject": "delivery"}
    assert read(cells)[0][0].id == read(cells)[0][0].id
    assert read({**cells, "call.at": "2026-03-01 11:00"})[0][0].id != read(cells)[0][0].id
