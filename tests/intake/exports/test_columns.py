import pytest

from crmkit.exceptions import SchemaError
from crmkit.intake.exports.columns import Sheet
from crmkit.intake.exports.tool import Column, Meaning, Tool, load_tool

OUT = Meaning(act="withdraw")


def test_a_column_is_found_by_any_of_its_names_in_any_writing():
    sheet = Sheet.of(load_tool("mailchimp"), ["EMAIL address", "member-status", "ip_signup"], topics=[], origin="x")
    assert [one.heading for one in sheet.found] == ["member-status"]
    assert sheet.column("OPTIN_IP") == "ip_signup"
    assert sheet.column("CONFIRM_IP") is None
    assert sheet.cell({"ip_signup": " "}, "OPTIN_IP") is None


def test_a_column_with_a_name_of_its_own_is_about_no_list():
    tool = load_tool("hubspot")
    sheet = Sheet.of(tool, ["Email", "hs_email_optout", "hs_email_optout_77"], topics=["77"], origin="x")
    assert [(one.heading, one.topic) for one in sheet.found] == [
        ("hs_email_optout", None),
        ("hs_email_optout_77", "77"),
    ]
    named = Sheet.of(tool, ["Email", "Portal Bounce"], topics=["portal bounce"], origin="x")
    assert [one.topic for one in named.found] == [None]


def test_beside_the_columns_of_everything_else_every_heading_is_a_list():
    tool = load_tool("hubspot")
    headings = ["Email", "Portal Unsubscribe", "Marketing Information", "Opted out of email: Events"]
    with pytest.raises(SchemaError, match="'Events', 'Marketing Information'"):
        Sheet.of(tool, headings, topics=[], origin="x")
    sheet = Sheet.of(tool, headings, topics=["events", "marketing information"], origin="x")
    assert [(one.heading, one.topic) for one in sheet.found] == [
        ("Portal Unsubscribe", None),
        ("Opted out of email: Events", "events"),
        ("Marketing Information", "marketing information"),
    ]
    assert [one.heading for one in Sheet.of(tool, ["Email", "Portal Bounce", "Surname"], topics=[], origin="x").found]


def test_an_empty_cell_says_nothing_and_any_other_value_can_have_a_meaning():
    tool = Tool(
        name="own",
        source="own",
        points={"email": ("mail",)},
        meanings={"out": OUT},
        columns=(Column(names=("left",), channel="email", values={"no": "", "*": "out"}),),
    )
    sheet = Sheet.of(tool, ["mail", "left", "note"], topics=[], origin="x")
    assert [[one.meaning for one in sheet.read({"left": cell})] for cell in (None, " ", "NO", "2020")] == [
        [],
        [],
        [],
        ["out"],
    ]
    assert sheet.unread() == ("note",)
