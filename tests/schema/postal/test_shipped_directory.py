"""The directory that comes with the package, against its own pairs and against slips of the finger."""

import subprocess
import sys
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.postal import area_of, is_put_right, listed_pairs, slips
from crmkit.schema.folding import fold
from crmkit.schema.postal.packed import pack, shipped_directory, unpack
from crmkit.schema.types.base import Severity

COUNTRIES = ("CH", "FR")


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_pair_is_accepted_as_listed_and_in_capitals_without_accents(country):
    directory = shipped_directory()
    for code, name in listed_pairs(country, special=True):
        assert directory.check(country, code, name) == ()
        assert directory.check(country, code, fold(name).upper()) == ()


@pytest.mark.parametrize("country", COUNTRIES)
def test_at_least_95_of_100_slips_are_put_right_by_one_of_three_suggestions(country):
    pairs = listed_pairs(country, special=False)
    made = list(slips(pairs, area_of(country), count=1_000, random=Random(7)))
    right = sum(is_put_right(slip, shipped_directory(), country) for slip in made)
    assert right >= 950


@given(
    country=st.sampled_from(("CH", "FR", "LI", "GP", "DE", "XX", "")),
    code=st.text(max_size=6),
    place=st.text(max_size=30),
)
def test_whatever_is_asked_gets_an_answer(country, code, place):
    directory = shipped_directory()
    findings = directory.check(country, code, place)
    assert len(findings) <= 1
    for finding in findings:
        assert finding.severity is Severity.WARNING
        assert len((finding.suggestion or "").split("; ")) <= 3
    assert all(name for name in directory.localities(country, code))
    assert list(directory.codes(country, place)) == list(dict.fromkeys(directory.codes(country, place)))


@pytest.mark.parametrize(
    ("country", "code", "locality"),
    [
        ("CH", "1201", "Genf"),
        ("CH", "1211", "Genève 3"),
        ("CH", "1000", "Lausanne 25"),
        ("CH", "2502", "Bienne"),
        ("CH", "2502", "Biel"),
        ("CH", "7000", "Coire"),
        ("CH", "4051", "Bâle"),
        ("CH", "1700", "Freiburg"),
        ("CH", "3011", "Berne"),
        ("CH", "3074", "Muri"),
        ("CH", "8910", "Affoltern a. A."),
        ("CH", "9490", "Vaduz"),
        ("LI", "9490", "Vaduz"),
        ("CH", "7180", "Disentis"),
        ("FR", "75008", "Paris 8e"),
        ("FR", "75008", "PARIS 08"),
        ("FR", "13013", "Marseille 13e Arrondissement"),
        ("FR", "34092", "MONTPELLIER CEDEX 5"),
        ("FR", "93200", "ST DENIS"),
        ("FR", "67000", "Strassburg"),
        ("FR", "83136", "Roquebrussanne"),
        ("FR", "97110", "Pointe-à-Pitre"),
        ("GP", "97110", "POINTE A PITRE"),
        ("MC", "98000", "Monaco"),
        ("FR", "01300", "Arbignieu"),
    ],
)
def test_other_names_and_short_forms_of_a_place_are_accepted(country, code, locality):
    assert shipped_directory().check(country, code, locality) == ()


@pytest.mark.parametrize(
    ("country", "code", "locality", "kind", "suggested"),
    [
        ("CH", "8001", "Lausanne", "mismatch", ["1003 Lausanne", "8001 Zürich"]),
        ("CH", "1030", "Lausanne", "mismatch", ["1003 Lausanne"]),
        ("CH", "1003", "Lausane", "unknown_locality", ["1003 Lausanne"]),
        ("CH", "9999", "Vevey", "unknown_code", ["1800 Vevey"]),
        ("FR", "13001", "Paris", "mismatch", ["13001 Marseille", "75001 Paris"]),
        ("FR", "76600", "Marseille", "mismatch", ["76600 Le Havre"]),
        ("FR", "51300", "Vitry le Francoi", "unknown_locality", ["51300 Vitry-le-François"]),
        ("FR", "10600", "Nowhere at all", "unknown_locality", ["10600 La Chapelle-Saint-Luc"]),
        ("FR", "99998", "Nowhere at all", "unknown_code", []),
    ],
)
def test_what_does_not_belong_together_is_named_with_what_it_may_be(country, code, locality, kind, suggested):
    (finding,) = shipped_directory().check(country, code, locality)
    assert finding.code == f"postal_address.{kind}"
    offered = finding.suggestion.split("; ") if finding.suggestion else []
    assert set(suggested) <= set(offered)
    assert bool(suggested) == bool(offered)


def test_it_lists_whole_countries():
    for country, codes, pairs in (("CH", 3_300, 4_300), ("FR", 20_000, 54_000)):
        area = area_of(country)
        assert len(area.names) > codes
        assert sum(map(len, area.names.values())) > pairs
    assert len(shipped_directory().localities("FR", "51300")) >= 46


def test_a_country_that_is_not_listed_has_no_findings():
    assert shipped_directory().check("DE", "99999", "Nirgends") == ()
    assert shipped_directory().codes("DE", "Berlin") == shipped_directory().localities("DE", "10115") == ()


def test_what_is_packed_comes_back_and_the_same_list_gives_the_same_bytes():
    area = area_of("CH")
    again = unpack([pack(area)])
    assert (again.names, again.special) == (area.names, area.special)
    assert pack(again) == pack(area)


def test_nothing_is_read_before_it_is_asked():
    code = (
        "import crmkit, sys\nfrom crmkit.schema.types.postal_address import POSTAL_ADDRESS\n"
        "print('crmkit.schema.postal.packed' in sys.modules, 'zlib' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split()[0] == "False"
