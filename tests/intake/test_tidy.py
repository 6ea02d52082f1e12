"""A table is cleaned cell by cell and keeps its shape."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.exceptions import UnknownNameError
from crmkit.intake.reading import read
from crmkit.intake.tidy import tidy

CELLS = st.sampled_from(
    ["", "n/a", " Anna@Example.ORG ", "079 555 12 34", "17.05.1980", "=1+1", "Zoé", "@@"]
) | st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
COLUMNS = {"E-mail": "email", "Telefon": "phone", "Geburtsdatum": "birth_date", "Bemerkung": "note"}


def tidied(rows):
    return tidy(read([dict(zip(COLUMNS, row, strict=True)) for row in rows]), fields=COLUMNS, region="CH")


@given(st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=1, max_size=5))
def test_the_shape_stays_and_cleaning_twice_changes_nothing(rows):
    first = tidied(rows)
    assert first.headings == (*COLUMNS, "findings")
    assert len(first.rows) + first.unread == len(rows)
    again = tidied([row[:4] for row in first.rows] or rows)
    if first.rows and not again.unread:
        assert [row[:4] for row in again.rows] == [row[:4] for row in first.rows]


def test_cells_get_one_spelling_and_what_was_noticed_stands_behind():
    done = tidy(read([{"E-mail": " Anna@Example.ORG ", "Date de naissance": "01/01/1900", "Couleur": " red "}]))
    assert done.types == {"E-mail": "email", "Date de naissance": "date", "Couleur": None}
    mail, born, colour, noticed = done.rows[0]
    assert (mail, born, colour.strip()) == ("Anna@example.org", "", "red")
    assert noticed.endswith("@ Date de naissance")
    assert dict(done.findings) == {"date.placeholder": 1}
    assert done.changed == 2


def test_what_cannot_be_cleaned_stays_for_a_person_to_look_at():
    done = tidy(read([{"E-mail": "anna(at", "Nom": "Muster"}]))
    assert done.rows[0][0] == "anna(at"
    assert "@ E-mail" in done.rows[0][-1]
    assert done.changed == 0


def test_several_values_of_a_cell_are_all_written():
    done = tidy(read([{"Phone": "079 555 12 34 / 044 555 12 34"}]), region="CH")
    assert done.rows[0][0] == "+41795551234 / +41445551234"


def test_a_meaning_that_is_given_wins_and_the_others_are_guessed():
    table = read([{"E-mail": " A@Example.org", "Zzz": "1.2.1980"}])
    assert tidy(table, fields={"Zzz": "birth_date"}).rows == (("A@example.org", "1980-02-01", ""),)
    assert tidy(table, fields={"E-mail": None}).types == {"E-mail": None, "Zzz": None}


@pytest.mark.parametrize(("fields", "near"), [({"Emial": "email"}, ("E-mail",)), ({"E-mail": "emial"}, ("email",))])
def test_a_column_or_a_type_that_does_not_exist_is_refused(fields, near):
    with pytest.raises(UnknownNameError) as caught:
        tidy(read([{"E-mail": "a@example.org"}]), fields=fields)
    assert caught.value.near[:1] == near


def test_lines_that_are_no_rows_are_counted():
    done = tidy(read(b"E-mail,Name\na@example.org,Anna\n\nb@example.org,Bea,too many\n", name="x.csv"))
    assert (len(done.rows), done.unread) == (1, 2)


def test_a_table_without_rows_is_a_heading():
    done = tidy(read(b"E-mail,Name\n", name="x.csv"))
    assert (done.headings, done.rows, done.changed) == (("E-mail", "Name", "findings"), (), 0)
