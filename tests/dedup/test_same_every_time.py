"""Nothing that was done before, and no seed of Python's hashes, changes what is found in a frame."""

import os
import subprocess
import sys

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.dedup.frames import dedupe, link
from crmkit.records import digest
from tests.dedup.people import FIELDS, crowd, people
from tests.dedup.traps.file import make_file

SCHEMA = dict.fromkeys(FIELDS, pl.String)
SHOPS = {
    "name": ["Chez Anna", "chez anna (rue basse)", "La Couronne", "Couronne, la", "Au Tilleul", "Tilleul"] * 4,
    "address": [f"{12 + place // 2} rue du lac" for place in range(24)],
    "phone": [f"022/555-01{10 + place // 2}" for place in range(24)],
    "city": ["geneva", "carouge"] * 12,
    "type": ["french", "swiss", "french (new)"] * 8,
}


def told(found):
    """Everything that was found, as text."""
    shares = found.model.to_json(), found.pairs.rows(), found.clusters.rows(), sorted(found.fields.items(), key=str)
    return digest([repr(one) for one in shares], length=32)


def frames():
    """Files of several kinds, of which each is found to hold duplicates."""
    again = [{**row, "given_name": row["given_name"][:-1], "phone": None} for row in crowd(40)]
    yield pl.DataFrame(SHOPS)
    yield make_file(3, traps=2, duplicates=40).frame
    yield pl.DataFrame([*crowd(80), *again])


def of_all():
    return [told(dedupe(frame)) for frame in frames()]


@settings(max_examples=4, deadline=None)
@given(*[st.lists(people, min_size=1, max_size=12)] * 2, st.sampled_from([None, "CH", "FR"]))
def test_other_frames_in_between_change_nothing(rows, others, region):
    frame, other = (pl.DataFrame(one, schema=SCHEMA) for one in (rows, others))
    first = told(dedupe(frame, fields=FIELDS, region=region))
    dedupe(other, fields=FIELDS, region="US")
    link({"a": other, "b": frame})
    assert told(dedupe(frame, fields=FIELDS, region=region)) == first


def test_whatever_comes_first_every_frame_is_judged_as_alone():
    first = of_all()
    backwards = [told(dedupe(frame)) for frame in reversed(list(frames()))]
    assert backwards[::-1] == first
    assert len(set(first)) == len(first)


@pytest.mark.parametrize("seed", ["1", pytest.param("20", marks=pytest.mark.nightly)])
def test_another_process_with_another_seed_of_hashes_finds_the_same(seed):
    code = "from tests.dedup.test_same_every_time import of_all; print(*of_all())"
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == of_all()
