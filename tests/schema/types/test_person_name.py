"""Names of persons: parts, order, capitals and likeness."""

import csv
import json
from pathlib import Path
from unicodedata import combining, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.exceptions import UnknownNameError
from crmkit.schema.types.names.captions import sort_name, with_initials
from crmkit.schema.types.names.nicknames import nickname_root, same_given
from crmkit.schema.types.names.salutations import salutation
from crmkit.schema.types.names.titles import gender_of
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


with (Path(__file__).parent / "couples.csv").open(encoding="utf-8", newline="") as file:
    COUPLES = [pytest.param(row, id=row["cell"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize("row", COUPLES)
def test_a_cell_of_several_persons_means_what_its_source_says(row):
    cleaned = PERSON_NAME.clean(row["cell"], region=row["region"] or None)
    written = [json.dumps(PERSON_NAME.dump(one), ensure_ascii=False, sort_keys=True) for one in cleaned.values]
    assert "; ".join(written) == row["value"]
    assert sorted(one.code for one in cleaned.findings) == row["findings"].split()


GIVEN = (
    "Jean", "Élodie", "Jean-Pierre", "Zoë", "Hans Peter", "Jörg", "François", "Björn", "Ana Sofia", "Anna",
    "Marie-Claude",
)  # fmt: skip
FAMILY = (
    "Dupont", "Müller", "Mueller", "O'Neill", "Le Goff", "Meier-Huber", "Öztürk", "Saint-Pierre", "Grüßer",
    "García Pérez", "Ortega y Gasset", "d'Ormesson", "McDonald", "Berg", "Łukasz", "Rochat",
)  # fmt: skip
PARTICLES = ("", "", "", "de", "de la", "von", "von der", "van den", "zu", "di", "El", "ben")
PREFIXES = ("", "", "M.", "Mme", "Herr Dr.", "Frau Prof. Dr. med.", "Me", "Sig.ra", "Mrs", "Dipl.-Ing.")
SUFFIXES = ("", "", "Jr", "III", "fils", "PhD")


@st.composite
def names(draw):
    particle = draw(st.sampled_from(PARTICLES))
    family = draw(st.sampled_from(FAMILY))
    if " " in family or "'" in family:
        particle = ""
    return PersonName(
        given=draw(st.sampled_from(GIVEN)),
        family=family,
        particle=particle or None,
        prefix=draw(st.sampled_from(PREFIXES)) or None,
        suffix=draw(st.sampled_from(SUFFIXES)) or None,
    )


def keys(text):
    return set(PERSON_NAME.clean(text).keys)


@given(names())
def test_what_is_shown_reads_back_as_the_same_name(name):
    cleaned = PERSON_NAME.clean(PERSON_NAME.caption(name))
    assert cleaned.value == name
    assert cleaned.findings == ()


@given(names(), st.sampled_from((None, "fr", "de", "nl", "it", "es")))
def test_a_sorted_name_reads_back_with_the_same_key(name, language):
    assert keys(sort_name(name, language)) & set(PERSON_NAME.keys(name))


@given(names())
def test_the_key_does_not_depend_on_case_accents_blanks_or_apostrophes(name):
    shown = PERSON_NAME.caption(name)
    plain = "".join(one for one in normalize("NFD", shown) if not combining(one))
    key = PERSON_NAME.keys(name)[-1]
    for spelling in (shown.replace(" ", "  "), f" {shown} ", shown.replace("'", "’"), normalize("NFD", shown)):
        assert PERSON_NAME.clean(spelling).keys == PERSON_NAME.keys(name)
    assert key in keys(plain) | keys(shown.replace("ü", "ue").replace("ö", "oe"))


@given(names())
def test_capitals_for_the_family_name_change_neither_parts_nor_key(name):
    family = " ".join(part for part in (name.particle, name.family.upper()) if part)
    for cell in (f"{family} {name.given}", f"{name.given} {family}", f"{family}, {name.given}"):
        read = PERSON_NAME.clean(cell).value
        assert (read.given, read.family_name.casefold()) == (name.given, name.family_name.casefold().replace("ß", "ss"))
        assert set(PERSON_NAME.keys(read)) & set(PERSON_NAME.keys(name))


@given(names(), names())
def test_two_persons_in_a_cell_are_the_two(one, other):
    for joiner in (" et ", " und ", " & ", " / ", "; "):
        shown = joiner.join(PERSON_NAME.caption(name) for name in (one, other))
        values = PERSON_NAME.clean(shown).values
        assert values == ((one, other) if one != other else (one,)) or one == other


@given(names(), names())
def test_likeness_is_the_same_both_ways_and_bounded(one, other):
    alike = PERSON_NAME.similarity(one, other)
    assert 0.0 <= alike <= 1.0
    assert alike == pytest.approx(PERSON_NAME.similarity(other, one))


@given(names(), st.sampled_from(("fr", "de", "en", "it")), st.booleans())
def test_a_salutation_never_guesses_a_gender_and_ends_without_a_comma(name, language, formal):
    text = salutation(name, language, formal=formal)
    assert text
    assert text == text.strip(" ,")
    if gender_of((name.prefix or "").split()) is None:
        assert not set(text.replace(",", "").split()) & {"Frau", "Herr", "Liebe", "Lieber", "Mr", "Ms", "Cher", "Cara"}
        assert text not in {"Madame", "Monsieur"}


@given(st.text("abcdeéüßАвґ毛ن '’-.,()&/+\"0123456789†🎉@", max_size=30))
def test_no_text_breaks_the_reading_and_a_clean_name_stays(text):
    for value in PERSON_NAME.clean(text).values:
        assert PERSON_NAME.clean(value).value == value
        assert isinstance(sort_name(value), str)
        assert isinstance(with_initials(value), str)
        salutation(value, "de")


@given(names())
def test_what_was_written_before_nicknames_were_kept_still_loads(name):
    data = {part: text for part, text in PERSON_NAME.dump(name).items() if part != "nickname"}
    assert PERSON_NAME.load(data) == name


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Müller Jürg", "Jürg Mueller"),
        ("Müller Jürg", "Muller Jurg"),
        ("Jörg Schön", "Joerg Schoen"),
        ("Иван Сидоров", "Ivan Sidorov"),
        ("Νίκος Παπαδόπουλος", "Nikos Papadopoulos"),
        ("J.-P. Dupont", "JP Dupont"),
        ("J P Dupont", "Dupont J.P."),
        ("Anna Vandenberg", "Anna van den Berg"),
        ("Marie Dupont née Martin", "Marie Martin"),
        ("Abd el-Kader Benali", "Abd El Kader Benali"),
        ("Сидоров Иван Петрович", "Ivan Sidorov"),
    ],
)
def test_scripts_initials_particles_and_birth_names_meet_in_a_key(left, right):
    assert keys(left) & keys(right)


@pytest.mark.parametrize(
    ("left", "right", "least", "most"),
    [
        ("Marie Dupont née Martin", "Marie Martin", 0.95, 1.0),
        ('William "Bill" Smith', "Bill Smith", 0.95, 1.0),
        ("Jean-Pierre Dupont", "J.-P. Dupont", 0.9, 0.97),
        ("John Smith Jr.", "John Smith Sr.", 0.0, 0.9),
        ("John Smith Jr.", "John Smith II", 1.0, 1.0),
        ("Anna Meier-Huber", "Anna Meier", 0.93, 1.0),
        ("Anna Meier-Huber", "Anna Huber-Meier", 0.97, 1.0),
        ("Иван Сидоров", "Ivan Sidorov", 1.0, 1.0),
        ("Hans Meier", "Johannes Meier", 0.95, 1.0),
        ("Jean Dupont", "Jeanne Dupont", 0.9, 0.99),
    ],
)
def test_readings_of_a_name_count_nearly_as_the_name(left, right, least, most):
    one, other = PERSON_NAME.clean(left).value, PERSON_NAME.clean(right).value
    assert least <= PERSON_NAME.similarity(one, other) <= most


@pytest.mark.parametrize(
    ("name", "language", "formal", "said"),
    [
        ("Herr Prof. Dr. Karl Müller", "de", True, "Sehr geehrter Herr Prof. Müller"),
        ("Frau Dr. Anna Müller", "de-CH", True, "Sehr geehrte Frau Dr. Müller"),
        ("Anna Müller", "de", True, "Guten Tag Anna Müller"),
        ("Dr. Kim Berg", "de", True, "Guten Tag Dr. Kim Berg"),
        ("Familie Meier", "de", True, "Sehr geehrte Familie Meier"),
        ("Herr Hans Meier", "de", False, "Lieber Hans"),
        ("Frau von der Leyen", "de", True, "Sehr geehrte Frau von der Leyen"),
        ("Mme Claire Dupont", "fr", True, "Madame"),
        ("M. Jean Dupont", "fr", True, "Monsieur"),
        ("Claire Dupont", "fr", True, "Madame, Monsieur"),
        ("Me Claire Dupont", "fr", True, "Maître"),
        ("Monsieur le Professeur Dupont", "fr", True, "Monsieur le Professeur"),
        ("Mme la Dre Dupont", "fr", True, "Madame la Docteure"),
        ("Mme Claire Dupont", "fr", False, "Chère Claire"),
        ("Claire Dupont", "fr", False, "Bonjour Claire"),
        ("Famille Rochat", "fr", False, "Chère famille Rochat"),
        ("Mr John Smith", "en", True, "Dear Mr Smith"),
        ("Mrs Jane Smith", "en-GB", True, "Dear Mrs Smith"),
        ("Dr Jane Smith", "en", True, "Dear Dr Smith"),
        ("Prof. Jane Smith", "en", True, "Dear Professor Smith"),
        ("Jane Smith", "en", True, "Dear Jane Smith"),
        ("Frau Anna Berg", "en", True, "Dear Ms Berg"),
        ("Sig.ra Maria Rossi", "it", True, "Gentile Signora Rossi"),
        ("Dott.ssa Maria Rossi", "it", True, "Gentile Dott.ssa Rossi"),
    ],
)
def test_a_letter_begins_as_the_language_has_it(name, language, formal, said):
    assert salutation(PERSON_NAME.clean(name).value, language, formal=formal) == said


@pytest.mark.parametrize(
    ("cell", "language", "said"),
    [
        ("M. et Mme Dupont", "fr", "Madame, Monsieur"),
        ("Herr und Frau Müller", "de", "Sehr geehrter Herr Müller, sehr geehrte Frau Müller"),
        ("Mr and Mrs Smith", "en", "Dear Mr Smith and Mrs Smith"),
    ],
)
def test_a_couple_is_greeted_together(cell, language, said):
    assert salutation(PERSON_NAME.clean(cell).values, language) == said


def test_a_gender_known_from_elsewhere_decides():
    assert salutation(PersonName("Anna", "Berg"), "de", gender="f") == "Sehr geehrte Frau Berg"
    with pytest.raises(UnknownNameError):
        salutation(PersonName("Anna", "Berg"), "nl")


@pytest.mark.parametrize(
    ("cell", "language", "shown"),
    [
        ("Ursula von der Leyen", None, "Leyen, Ursula von der"),
        ("Charles de Gaulle", None, "Gaulle, Charles de"),
        ("Jean de La Fontaine", "fr", "La Fontaine, Jean de"),
        ("Joachim du Bellay", None, "Du Bellay, Joachim"),
        ("Jean d'Ormesson", None, "Ormesson, Jean d'"),
        ("Vincent van Gogh", None, "Gogh, Vincent van"),
        ("Vincent van Gogh", "nl-BE", "Van Gogh, Vincent"),
        ("Walter de la Mare", "en", "De la Mare, Walter"),
        ("Antonio Di Pietro", None, "Di Pietro, Antonio"),
        ("Otto vom Ende", None, "Vom Ende, Otto"),
        ("Jacques Le Goff", None, "Le Goff, Jacques"),
        ("Martin Luther King Jr.", None, "King, Martin Luther, Jr"),
        ("山田 太郎", None, "山田, 太郎"),
    ],
)
def test_a_name_is_sorted_as_its_language_does(cell, language, shown):
    assert sort_name(PERSON_NAME.clean(cell).value, language) == shown


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("Jean-Pierre de la Fontaine", "J.-P. de la Fontaine"),
        ("JP Dupont", "J. P. Dupont"),
        ("J.-P. Dupont", "J.-P. Dupont"),
        ("Élodie Martin", "É. Martin"),
        ("Mme Dupont", "Dupont"),
    ],
)
def test_initials_stand_for_given_names(cell, shown):
    assert with_initials(PERSON_NAME.clean(cell).value) == shown


def test_east_asian_names_are_shown_family_first():
    name = PERSON_NAME.clean("山田 太郎").value
    assert (name.family, name.given, str(name)) == ("山田", "太郎", "山田 太郎")


def test_a_family_name_in_zh_before_a_comma_keeps_its_beginning():
    assert str(PERSON_NAME.look_closely("Zhang, Wei", None).value) == "Wei Zhang"


def test_a_couple_behind_another_person_is_read():
    several = PERSON_NAME.clean("Jean; M. et Mme Dupont").values
    assert [str(one) for one in several] == ["Jean", "M. Dupont", "Mme Dupont"]
