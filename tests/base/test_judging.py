"""What a person said on a review page becomes judgements of the base, in one act."""

import json

import pytest

from crmkit.customer_base import connect
from crmkit.dedup.review_file import FORMAT, Judgements, Opinion, read_judgements
from crmkit.exceptions import CallError, UnknownCustomerError
from tests.base.world import NOW

ROWS = [
    {"id": "1", "First name": "Anna", "Last name": "Keller", "E-mail": "anna@example.org", "City": "Bern"},
    {"id": "2", "First name": "Anna", "Last name": "Keler", "E-mail": "anna@example.org", "City": "Bern"},
    {"id": "3", "First name": "Paul", "Last name": "Muster", "E-mail": "paul@example.org", "City": "Chur"},
    {"id": "4", "First name": "P.", "Last name": "Muster", "E-mail": "office@example.com", "City": "Chur"},
]


@pytest.fixture
def base():
    with connect(actor="anna", clock=lambda: NOW) as opened:
        opened.load(ROWS, source="crm", mapping={"id": "source_key"})
        yield opened


def said(*opinions):
    return Judgements("run", tuple(Opinion(f"crm/{left}", f"crm/{right}", *rest) for left, right, *rest in opinions))


def test_same_and_different_are_written_in_one_act_with_actor_and_reason(base):
    change = base.judge(
        said(("3", "4", "same", "one office"), ("1", "2", "different"), ("1", "3", "unsure")), reason="reviewed"
    )
    assert (change.verb, change.judgements, change.before, change.after) == ("judge", 2, 4, 3)
    held = {(one.left, one.right): one for one in base._keeper.ledger.judgements()}
    assert {(one.actor, one.change) for one in held.values()} == {("anna", change.id)}
    assert held["crm/3", "crm/4"].reason == "one office"
    assert held["crm/1", "crm/2"].reason == "reviewed"
    assert base.customer_of("crm/3") == base.customer_of("crm/4")
    base.merge(base.find_duplicates())
    assert base.customer_of("crm/1") != base.customer_of("crm/2")  # a person outranks every rule


def test_saying_it_again_changes_nothing_and_a_dry_run_writes_nothing(base):
    judgements = said(("3", "4", "same"))
    assert base.judge(judgements, dry_run=True).after == 3
    assert list(base._keeper.ledger.judgements()) == []
    assert base.judge(judgements).judgements == 1
    assert base.judge(judgements).judgements == 0


def test_a_review_of_the_base_goes_all_the_way_round(base, tmp_path):
    found = base.find_duplicates()
    found.review(tmp_path / "review.html", pairs=[("crm/3", "crm/4")])
    exported = {"format": FORMAT, "run": found.run, "ids": "text", "judgements": [
        {"left": ["crm/3"], "right": ["crm/4"], "verdict": "same", "note": ""}]}  # fmt: skip
    path = tmp_path / "judgements.json"
    path.write_text(json.dumps(exported), "utf-8")
    base.judge(read_judgements(path, of=found))
    assert base.customer_of("crm/3") == base.customer_of("crm/4")


def test_rows_that_were_never_loaded_and_rows_of_frames_are_refused_whole(base):
    with pytest.raises(UnknownCustomerError, match="crm/9"):
        base.judge(said(("3", "4", "same"), ("1", "9", "same")))
    with pytest.raises(CallError, match="rows of frames"):
        base.judge(Judgements("run", (Opinion(1, 2, "same"),)))
    assert list(base._keeper.ledger.judgements()) == []
