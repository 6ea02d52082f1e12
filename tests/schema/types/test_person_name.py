"""Names of persons: parts, order, capitals and likeness."""

import pytest

from crmkit.schema.types.nicknames import nickname_root, same_given
from crmkit.schema.types.person_name import PERSON_NAME, PersonName


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("DUPONT Jean", {"given": "Jean", "family": "Dupont"}),
        ("Dupont, Jean", {"given": "Jean", "family": "Dupont"}),
        ("JEAN DUPONT", {"given": "Jean", "family": "Dupont"}),
        ("de la FONTAINE Jean-Pierre", {"given": "Jean-Pierre", "particle": "de la", "family": "Fontaine"}),
        ("van Gogh Vincent", {"given": "Vincent", "particle": "van", "family": "Gogh"}),
        ("Prof. Dr. med. Beat Züger", {"given": "Beat", "family": "Züger", "prefix": "Prof. Dr. med."}),
        ("O’NEILL, SEAN Jr.", {"given": "Sean", "family": "O'Neill", "suffix": "Jr"}),
        ("Mme Martin-Dubois Claire", {"given": "Claire", "family": "Martin-Dubois", "prefix": "Mme"}),
        ("JP Dupont", {"given": "JP", "family": "Dupont"}),
        ("Marie Dupont née Durand", {"given": "Marie", "family": "Dupont", "birth_name": "Durand"}),
        ("John F. Kennedy", {"given": "John", "middle": "F.", "family": "Kennedy"}),
        ("RONALD MCDONALD", {"given": "Ronald", "family": "McDonald"}),
        ("Monsieur Jean McDonald", {"given": "Jean", "family": "McDonald", "prefix": "M."}),
        ("Herr Müller", {"family": "Müller", "prefix": "Herr"}),
        ("LE GOFF Jacques", {"given": "Jacques", "family": "Le Goff"}),
        ("MARIA DE SA", {"given": "Maria", "particle": "de", "family": "Sa"}),
    ],
)
def test_a_name_is_taken_apart(cell, parts):
    assert PERSON_NAME.clean(cell).value == PersonName(**parts)


@pytest.mark.parametrize(
    "cell", ["M. et Mme Dupont", "Jean et Marie Dupont", "DUPONT Jean & Marie", "Herr und Frau Müller"]
)
def test_two_persons_in_a_cell_are_two_values(cell):
    cleaned = PERSON_NAME.clean(cell)
    assert len(cleaned.values) == 2
    assert "name.couple" in [one.code for one in cleaned.findings]


@pytest.mark.parametrize("cell", ["Garage du Lac Sàrl", "Dupont SA", "Müller GmbH", "Restaurant de la Gare"])
def test_an_organisation_is_noticed(cell):
    assert [one.code for one in PERSON_NAME.clean(cell).findings] == ["name.looks_like_company"]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("DUPONT Jean", "Jean Dupont"),
        ("Jörg Mueller", "MÜLLER Joerg"),
        ("O’Neill Sean", "Sean ONeill"),
        ("Élodie Lefèvre", "ELODIE LEFEVRE"),
    ],
)
def test_spellings_of_one_name_share_a_key(left, right):
    assert set(PERSON_NAME.clean(left).keys) & set(PERSON_NAME.clean(right).keys)


@pytest.mark.parametrize(
    ("left", "right", "least", "most"),
    [
        (PersonName("Alexandre", "Dupont"), PersonName("Alex", "Dupont"), 0.95, 1.0),
        (PersonName("J.", "Dupont"), PersonName("Jean", "Dupont"), 0.9, 0.97),
        (PersonName("Dupont", "Jean"), PersonName("Jean", "Dupont"), 0.97, 1.0),
        (PersonName("Claire", "Martin"), PersonName("Claire", "Martin-Dubois"), 0.93, 1.0),
        (PersonName("Scatletr", "Payne"), PersonName("Scarlett", "Payne"), 0.9, 1.0),
        (PersonName("Hans", "Keller"), PersonName("Vreni", "Zogg"), 0.0, 0.6),
    ],
)
def test_likeness_is_as_people_see_it(left, right, least, most):
    assert least <= PERSON_NAME.similarity(left, right) <= most


def test_short_forms_stand_for_each_other_both_ways():
    assert same_given("sepp", "joseph")
    assert same_given("joseph", "sepp")
    assert nickname_root("bill") == nickname_root("william")


def test_a_mask_shows_initials_only():
    assert PERSON_NAME.mask(PersonName("Jean", "Dupont")) == "J… D…"
