"""Names of organisations and their legal forms."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.schema.types.organisation_name import ORGANISATION_NAME, OrganisationName
from crmkit.schema.types.organisations.legal_forms import CAPITALS_ONLY, FORMS, KEPT_FORMS, find_form
from crmkit.schema.types.organisations.words import STATUS_WORDS


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


NAMES = (
    "Garage du Lac",
    "Müller & Söhne",
    "L'Atelier",
    "1&1",
    "Nestlé (Suisse)",
    "Meier & Co.",
    "Fondation du Lac",
    "AGIP Suisse",
)
FORMS_TRIED = (
    "",
    "SA",
    "Sàrl",
    "GmbH",
    "AG",
    "SAS",
    "GmbH & Co. KG",
    "e.V.",
    "SA/NV",
    "Srl",
    "LLP",
    "Inc.",
    "ASBL",
    "S. Coop.",
)


@st.composite
def organisations(draw):
    name = draw(st.sampled_from(NAMES))
    form = "" if name.startswith("Fondation") else draw(st.sampled_from(FORMS_TRIED))
    return OrganisationName(
        name=name,
        legal_form="Fondation" if name.startswith("Fondation") else form or None,
        branch=draw(st.sampled_from((None, "succursale de Nyon", "Zweigniederlassung Bern"))),
        status=draw(st.sampled_from((None, *STATUS_WORDS))),
        department=draw(st.sampled_from((None, "Service achats", "Abteilung Einkauf"))),
        owner=draw(st.sampled_from((None, "Hans Meier"))),
        trade_name=draw(st.sampled_from((None, "Café Central"))),
        care_of=draw(st.sampled_from((None, "Treuhand Huber"))),
    )


@given(organisations())
def test_what_is_shown_reads_back_as_the_same_name(name):
    assert ORGANISATION_NAME.clean(ORGANISATION_NAME.caption(name)).value == name


@given(organisations())
def test_the_key_depends_neither_on_case_nor_on_blanks_nor_on_the_joining_word(name):
    shown = ORGANISATION_NAME.caption(name)
    for spelling in (f" {shown} ", shown.replace(" ", "  "), shown.replace("'", "’"), normalize("NFD", shown)):
        assert ORGANISATION_NAME.clean(spelling).keys == ORGANISATION_NAME.keys(name)
    for joined in ("und", "et", "and", "+"):
        other = OrganisationName(name.name.replace(" & ", f" {joined} "), name.legal_form)
        assert set(ORGANISATION_NAME.keys(other)) & set(ORGANISATION_NAME.keys(OrganisationName(name.name)))


@given(organisations(), organisations())
def test_likeness_is_the_same_both_ways_and_bounded(one, other):
    alike = ORGANISATION_NAME.similarity(one, other)
    assert 0.0 <= alike <= 1.0
    assert alike == pytest.approx(ORGANISATION_NAME.similarity(other, one))


@given(st.sampled_from(sorted(FORMS)), st.booleans())
def test_every_spelling_of_a_form_is_found_behind_a_name(spelling, loud):
    cell = f"Zyxwv Qponm {spelling.upper() if loud else spelling}"
    value = ORGANISATION_NAME.clean(cell).value
    if loud and FORMS[spelling] not in CAPITALS_ONLY:
        assert (value.name, value.legal_form) == ("Zyxwv Qponm", FORMS[spelling])
    again = ORGANISATION_NAME.clean(str(value)).value
    assert (again.name, (again.legal_form or "").casefold()) == (value.name, (value.legal_form or "").casefold())


def test_every_form_has_a_key_a_country_and_a_full_name():
    for written in {*FORMS.values(), *KEPT_FORMS.values()}:
        form = find_form(written)
        assert form.key
        assert form.countries
        assert form.names


@given(st.text("abcAGSÀéü .,;:&/+-–()'\"0123@ic/oSAGmbH", max_size=40))
def test_no_text_breaks_the_reading_and_a_clean_name_stays(text):
    for value in ORGANISATION_NAME.clean(text).values:
        assert ORGANISATION_NAME.clean(value).value == value
        assert ORGANISATION_NAME.load(ORGANISATION_NAME.dump(value)) == value
        ORGANISATION_NAME.parts(value)


@pytest.mark.parametrize(
    ("left", "right", "least", "most"),
    [
        ("Dupont SA", "Dupont Sàrl", 0.85, 0.95),
        ("Dupont SA", "Dupont AG", 0.96, 0.99),
        ("Dupont Sàrl", "Dupont S.à r.l.", 1.0, 1.0),
        ("Dupont SA, succursale de Nyon", "Dupont SA, succursale de Morges", 0.8, 0.95),
        ("Dupont SA", "Dupont SA, succursale de Nyon", 0.9, 0.97),
        ("Migros", "Migros (Genossenschaft Migros Aare)", 1.0, 1.0),
        ("Garage du Lac SA", "Lac Garage du SA", 0.95, 1.0),
        ("Garage du Lac SA", "Boulangerie Meier", 0.0, 0.6),
    ],
)
def test_likeness_is_as_people_see_it(left, right, least, most):
    one, other = ORGANISATION_NAME.clean(left).value, ORGANISATION_NAME.clean(right).value
    assert least <= ORGANISATION_NAME.similarity(one, other) <= most


def test_the_form_is_a_part_with_a_key():
    value = ORGANISATION_NAME.clean("Garage du Lac S.à r.l.").value
    parts = ORGANISATION_NAME.parts(value)
    assert (parts["legal_form"], parts["legal_form_key"]) == ("Sàrl", "sarl")


@pytest.mark.parametrize(
    "cell", ["Commune de Nyon", "Ville de Nyon", "Stadt Nyon", "Mairie de Nyon", "Gemeindeverwaltung Nyon"]
)
def test_a_town_is_one_body_however_it_is_called(cell):
    cleaned = ORGANISATION_NAME.clean(cell)
    assert cleaned.value.is_public_body
    assert "commune nyon" in cleaned.keys


@pytest.mark.parametrize(
    ("cell", "severity"),
    [("M. Jean Dupont", "warning"), ("Frau Müller", "warning"), ("Anna Müller", "info"), ("Garage Müller", None)],
)
def test_a_person_among_organisations_is_noticed(cell, severity):
    findings = ORGANISATION_NAME.clean(cell).findings
    assert [one.severity for one in findings if one.code == "organisation_name.looks_like_person"] == [severity][
        : severity is not None
    ]
