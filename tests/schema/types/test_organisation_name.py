"""Names of organisations and their legal forms."""

import pytest

from crmkit.schema.types.organisation_name import ORGANISATION_NAME, OrganisationName


@pytest.mark.parametrize(
    ("cell", "name", "form", "key"),
    [
        ("Garage du Lac Sàrl", "Garage du Lac", "Sàrl", "garage du lac"),
        ("SAS L'Atelier", "L'Atelier", "SAS", "l atelier"),
        ("Müller & Söhne GmbH & Co. KG", "Müller & Söhne", "GmbH & Co. KG", "muller sohne"),
        ("SA", "SA", None, "sa"),
        ("AGIP Suisse SA", "AGIP Suisse", "SA", "agip suisse"),
        ("SA Immobilière", "Immobilière", "SA", "immobiliere"),
        ("Rossi S.p.A.", "Rossi", "SpA", "rossi"),
        ("Example, Inc.", "Example", "Inc.", "example"),
        ("Muster e.V.", "Muster", "e.V.", "muster"),
    ],
)
def test_a_name_is_parted_from_its_legal_form(cell, name, form, key):
    cleaned = ORGANISATION_NAME.clean(cell)
    assert cleaned.value == OrganisationName(name, form)
    assert cleaned.keys[0] == key


def test_a_different_legal_form_counts_a_little_against():
    one, other = OrganisationName("Dupont", "SA"), OrganisationName("Dupont", "Sàrl")
    assert 0.8 < ORGANISATION_NAME.similarity(one, other) < 1.0


@pytest.mark.parametrize("cell", ["Privat", "particulier", "N/A SA"])
def test_no_organisation_is_a_placeholder(cell):
    assert [one.code for one in ORGANISATION_NAME.clean(cell).findings] == ["organisation_name.placeholder"]
