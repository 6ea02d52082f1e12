"""Directories that a caller brings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.exceptions import InputError
from crmkit.schema.cleaning import clean
from crmkit.schema.postal.packed import shipped_directory
from crmkit.schema.postal.reading import read_directory
from crmkit.schema.types.postal_address import PostalAddressType

DRESDEN = ["PLZ;Ort", "1067;Dresden", "10115;Berlin", "10117;Berlin"]


def test_lost_zeros_come_back():
    assert read_directory(DRESDEN, country="DE").codes("DE", "dresden") == ("01067",)


@pytest.mark.parametrize(
    "lines",
    [
        ["Ortschaftsname;PLZ;Zusatzziffer;Gemeindename;BFS-Nr;Kantonskürzel", "Dresden;01067;00;Anders;1;SN"],
        [
            "#Code_commune_INSEE;Nom_de_la_commune;Code_postal;Libellé_d_acheminement;Ligne_5",
            "1;Dresden;01067;DRESDEN;",
        ],
        ["country,postcode,locality", "DE,01067,Dresden", "XX,1,Nowhere", ",,"],
        ["\ufeffzip code\tcity", "01067\tDresden", "", "\t"],
        ['"postcode","locality"', '"01067","Dresden"'],
    ],
)
def test_headings_of_publishers_are_known(lines):
    directory = read_directory(lines, country="DE")
    assert "Dresden" in directory.localities("DE", "01067")
    assert directory.check("DE", "01067", "DRESDEN") == ()


@pytest.mark.parametrize("lines", [[], ["a;b"], ["PLZ;b"], ["a;Ort"]])
def test_a_list_without_postcodes_or_localities_is_refused(lines):
    with pytest.raises(InputError, match="postcodes"):
        read_directory(lines, country="DE")


def test_a_list_without_a_country_is_refused():
    with pytest.raises(InputError, match="country"):
        read_directory(DRESDEN)


def test_other_countries_are_asked_of_the_directory_beside():
    directory = read_directory(DRESDEN, country="DE", beside=shipped_directory())
    assert directory.check("CH", "8001", "Lausanne") == shipped_directory().check("CH", "8001", "Lausanne")
    assert directory.check("DE", "10115", "Dresden")[0].suggestion == "01067 Dresden; 10115 Berlin"


def test_an_address_type_can_have_a_directory_of_its_own():
    kind = PostalAddressType(read_directory(DRESDEN, country="DE"))
    cleaned = clean("Hauptstr. 1, 10115 Dresden", kind, region="DE")
    assert [one.code for one in cleaned.findings] == ["postal_address.mismatch"]
    assert clean("CH-8001 Lausanne", kind).findings == ()


@given(
    pairs=st.lists(
        st.tuples(st.integers(1000, 9999).map(str), st.from_regex(r"[A-Z][a-z]{2,8}", fullmatch=True)), min_size=1
    )
)
def test_every_pair_that_was_read_is_accepted(pairs):
    directory = read_directory(["postcode,locality", *(f"{code},{name}" for code, name in pairs)], country="AT")
    for code, name in pairs:
        assert directory.check("AT", code, name) == ()
        assert name in directory.localities("AT", code)
        assert code in directory.codes("AT", name)
