"""Acts in columns in which every name is a number."""

from datetime import UTC, datetime

from crmkit.consent.columnar.forms import point_code
from crmkit.consent.columnar.named import laid_out, name_code
from crmkit.records import ConsentEvent

TOLD = datetime(2026, 1, 5, tzinfo=UTC)


def test_names_are_numbered_by_what_they_say():
    assert name_code("s/0") != name_code("s/1")
    assert 0 <= name_code("s/\ud800") < 2**63


def test_an_act_names_itself_whom_it_is_by_and_what_it_is_about():
    yes = ConsentEvent(
        act="grant", ref="s/0", purpose="news", point="email:a@example.org", at=TOLD, recorded_at=TOLD, source="s"
    )
    sure = ConsentEvent(act="confirm", ref=None, purpose="news", at=TOLD, recorded_at=TOLD, source="s", about=yes.id)
    found = laid_out((one.id, one) for one in (yes, sure, yes))
    assert [form.act for form in found.forms] == ["grant", "confirm"]
    assert found.frame.select("number", "about", "ref", "person", "point").rows()[:2] == [
        (name_code(yes.id), None, name_code("s/0"), name_code("s/0"), point_code(yes.point)),
        (name_code(sure.id), name_code(yes.id), None, None, 0),
    ]
