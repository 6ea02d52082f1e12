"""What is read back is what was said; what is broken or foreign is refused in one sentence."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.dedup.review_file import FORMAT, Judgements, Opinion, read_judgements
from crmkit.exceptions import CallError, CrmkitError, InputError

texts = st.text(max_size=8)
names = st.one_of(st.tuples(texts), st.tuples(texts, texts))


def written(*said, **changes):
    held = [
        {"left": list(left), "right": list(right), "verdict": verdict, "note": note}
        for left, right, verdict, note in said
    ]
    return json.dumps({"format": FORMAT, "run": "0a1b", "ids": "text", "judgements": held} | changes)


GOOD = (("r1",), ("r2",), "same", "one street")


@given(
    st.lists(
        st.tuples(texts, texts, st.sampled_from(["same", "different", "unsure"]), texts).filter(
            lambda one: one[0] != one[1]
        ),
        max_size=8,
        unique_by=lambda one: frozenset(one[:2]),
    ),
    st.booleans(),
)
def test_everything_said_comes_back_in_its_order(said, linked):
    pieces = [
        ((("s", left) if linked else (left,)), (("t", right) if linked else (right,)), *rest)
        for left, right, *rest in said
    ]
    read = read_judgements(written(*pieces))
    assert len(read) == len(said)
    for one, (left, right, verdict, note) in zip(read.opinions, said, strict=True):
        expected = (("s", left), ("t", right)) if linked else (left, right)
        assert ((one.left, one.right), one.verdict, one.note) == (expected, verdict, note)
    labels = read.labels()
    decided = [one for one in said if one[2] != "unsure"]
    assert labels["left"] == [one[0] for one in decided]
    assert labels["same"] == [one[2] == "same" for one in decided]
    if linked and said:
        assert labels["left_source"] == ["s"] * len(decided)


def test_whole_numbers_come_back_as_numbers_however_long(tmp_path):
    path = tmp_path / "judgements.json"
    path.write_text("\ufeff" + written((("9007199254740993",), ("2",), "different", ""), ids="number"), "utf-8")
    (one,) = read_judgements(path).opinions
    assert (one.left, one.right) == (9007199254740993, 2)
    assert str(read_judgements(str(path))) == "0 same, 1 different, 0 unsure"


@pytest.mark.parametrize(
    "text",
    [
        "{", "{}", written(GOOD, format="crmkit review 9"), written(GOOD, run=3), written(GOOD, ids="letters"),
        written(GOOD, judgements={}), written(GOOD, judgements=[3]), written(GOOD, judgements=[{}]),
        written((("r1",), ("r2",), "perhaps", "")), written((("r1",), ("r1",), "same", "")),
        written((("r1", "r2", "r3"), ("r2",), "same", "")), written((("s", "r1"), ("r2",), "same", "")),
        written((("r1",), ("r2",), "same", ""), ids="number"), written(GOOD, (("r2",), ("r1",), "different", "")),
        written(GOOD, judgements=[{"left": [1], "right": ["r2"], "verdict": "same"}]),
        written(GOOD, judgements=[{"left": ["r1"], "right": ["r2"], "verdict": "same", "note": 3}]),
        "{" + '"a":[' * 100_000,
    ],
)  # fmt: skip
def test_what_is_broken_is_one_sentence(text):
    with pytest.raises(InputError) as error:
        read_judgements(text)
    assert str(error.value).count("\n") == 0
    assert str(error.value).endswith(".")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | texts,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(texts | st.sampled_from(["format", "run", "ids", "judgements"]), inner, max_size=4)
        ),
    )
)
def test_no_json_whatever_shows_another_error(document):
    try:
        read_judgements(json.dumps({"format": FORMAT, "run": "r", "ids": "text", "judgements": document}))
    except CrmkitError:
        return
    assert document == []


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00", b""])
def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path, content):
    path = tmp_path / "judgements.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=r"judgements\.json"):
        read_judgements(path)


def test_judgements_of_other_records_are_refused():
    class Found:
        run = "ffff"

    with pytest.raises(CallError, match="other records"):
        read_judgements(written(GOOD), of=Found())
    Found.run = "0a1b"
    assert read_judgements(written(GOOD), of=Found()) == Judgements(
        "0a1b", (Opinion("r1", "r2", "same", "one street"),)
    )
