import pytest
from attrs import evolve

from crmkit.exceptions import SchemaError, UnknownNameError
from crmkit.intake.exports.tool import TOOLS, Column, Dated, Meaning, Tool, load_tool
from crmkit.schema.documents import dump_text, load_text
from crmkit.schema.folding import fold


@pytest.mark.parametrize("name", TOOLS)
def test_every_declaration_reads_cites_its_source_and_writes_itself(name):
    tool = load_tool(name)
    assert (tool.name, load_text(dump_text(tool), Tool)) == (name, tool)
    assert tool.source.count("https://")
    for column in tool.columns:
        assert all(word in {fold(word), "*"} for word in (*column.values, *column.channels))
    for meaning in tool.meanings.values():
        assert all(word == fold(word) for values in meaning.recorded.values() for word in values)
        assert all(word == fold(word) for word in meaning.consents)
        stops = {"unsubscribe": "subject", "complaint": "subject", "hard_bounce": "machine", "manual": "staff"}
        assert meaning.authority == stops.get(meaning.method, meaning.authority)
        assert meaning.purpose in {None, "*", "marketing"}


def test_a_declaration_tells_all_its_faults_at_once():
    grant = Meaning(act="grant", at=(Dated(column="x"),))
    column = Column(names=("state",), values={"a": "nothing"}, channel="sms")
    with pytest.raises(SchemaError) as caught:
        Tool(
            name="own",
            source="",
            points={"email": ("mail",)},
            meanings={"yes": grant, "up": Meaning(act="lift")},
            columns=(column, evolve(column, channel=None)),
        )
    for part in ("'nothing'", "points of 'sms'", "channel of 'state'", "'yes' is a consent", "'up' is about another"):
        assert part in str(caught.value)


def test_an_unknown_program_is_told_the_near_one():
    with pytest.raises(UnknownNameError, match="hubspot"):
        load_tool("hubsopt")
