"""The script that writes the packed directories from the lists of their publishers."""

import json

import pytest

from crmkit.schema.postal.packed import unpack
from scripts.refresh_postal import main

GEONAMES = "CH\t1003\tLausanne\tVaud\tVD\t\t\t\t\t46.5\t6.6\t4\nCH\t1000\tLausanne 25\tVaud\tVD\t\t\t\t\t46.5\t6.6\t\n"
SWISSTOPO = "Ortschaftsname;PLZ;Zusatzziffer;Gemeindename\nBuchs SG;9470;00;Buchs (SG)\nVaduz;9490;00;Vaduz\n"
COMMUNES = [
    {"code": "01033", "nom": "Valserhône", "type": "commune-actuelle", "codesPostaux": ["01200"], "population": 16_000},
    {"code": "01033", "nom": "Bellegarde", "type": "commune-deleguee", "chefLieu": "01033"},
]
ROUTES = [
    {"codePostal": "75008", "nomCommune": "Paris 8e Arrondissement", "libelleAcheminement": "PARIS"},
    {"codePostal": "83136", "nomCommune": "La Roquebrussanne", "libelleAcheminement": "ROQUEBRUSSANNE (LA)"},
]


def refreshed(folder, target, *lists):
    """Write lists into files, refresh, and read what was packed."""
    asked = []
    for at, (suffix, content) in enumerate(lists):
        path = folder / f"{at}{suffix}"
        path.write_text(content, encoding="utf-8")
        asked.append(f"{target}={path}")
    assert main([*asked, "--out", str(folder)]) == 0
    packed = (folder / f"{target}.tsv.zz").read_bytes()
    assert main([*reversed(asked), "--out", str(folder)]) == 0
    assert (folder / f"{target}.tsv.zz").read_bytes() == packed
    return unpack([packed])


def test_geonames_lists_offices_with_a_number_as_special(tmp_path):
    area = refreshed(tmp_path, "CH", (".txt", GEONAMES))
    assert (area.names, area.special) == ({"1000": ("Lausanne",), "1003": ("Lausanne",)}, {"1000"})


def test_swisstopo_keeps_cantons_in_names_and_liechtenstein(tmp_path):
    area = refreshed(tmp_path, "CH", (".csv", SWISSTOPO))
    assert (area.names, area.special) == ({"9470": ("Buchs SG",), "9490": ("Vaduz",)}, set())


def test_french_lists_give_old_communes_the_codes_of_the_new_one_and_drop_labels_that_say_the_same(tmp_path):
    area = refreshed(tmp_path, "FR", (".json", json.dumps(ROUTES)), (".json", json.dumps(COMMUNES)))
    assert area.names == {
        "01200": ("Valserhône", "Bellegarde"),
        "75008": ("Paris",),
        "83136": ("La Roquebrussanne",),
    }


def test_only_cedex_and_territories_are_special_to_france(tmp_path):
    rows = "FR\t92919 CEDEX\tParis-la-Défense\t\nFR\t75008\tParis\t\nNC\t98800\tNouméa\t\n"
    area = refreshed(tmp_path, "FR-special", (".txt", rows))
    assert (set(area.names), area.special) == ({"92919", "98800"}, {"92919"})


def test_nothing_is_written_for_an_empty_list_or_a_wrong_name(tmp_path, capsys):
    (tmp_path / "empty.txt").write_text("DE\t01067\tDresden\t\n", encoding="utf-8")
    assert main([f"CH={tmp_path / 'empty.txt'}", "--out", str(tmp_path)]) == 1
    assert not (tmp_path / "CH.tsv.zz").exists()
    with pytest.raises(SystemExit):
        main(["XX=nowhere.csv"])
    assert "XX" in capsys.readouterr().err
