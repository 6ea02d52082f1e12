"""What is called differently in each language or short form is read as one thing."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.dedup.features import read_cell
from crmkit.dedup.frames import dedupe
from crmkit.schema.types.organisations.legal_forms import find_form, same_form, shared_form

ONE = [
    ("country", ["CH", "Suisse", "Schweiz", "SVIZZERA", "Switzerland", "che"]),
    ("country", ["Allemagne", "de", "Deutschland"]),
    ("region", ["VD", "Vaud", "Waadt"]),
    ("organisation_name", ["Muster AG", "Muster SA", "Muster S.A.", "MUSTER sa"]),
    ("organisation_name", ["Muster GmbH", "Muster Sàrl", "Muster S.à r.l.", "Muster Sagl"]),
]


@pytest.mark.parametrize(("target", "cells"), ONE)
def test_one_thing_by_many_names_is_read_as_one(target, cells):
    first, *others = (read_cell(target, cell) for cell in cells)
    assert first
    assert others == [first] * len(others)


@pytest.mark.parametrize(("target", "cells"), ONE)
def test_so_it_is_by_the_column(target, cells):
    frame = pl.DataFrame({"thing": cells, "family_name": ["Muster"] * len(cells)})
    found = dedupe(frame, fields={"thing": target, "family_name": "family_name"})
    feature = "legal_form" if target == "organisation_name" else target
    for place in range(1, len(cells)):
        levels = {reason.feature: reason.level for reason in found.explain(0, place).reasons}
        assert levels[feature] == "equal"


@pytest.mark.parametrize(("one", "other"), [("CH", "France"), ("Nowhereland", "Elsewhere")])
def test_two_countries_stay_two_and_what_is_none_keeps_its_words(one, other):
    assert read_cell("country", one) != read_cell("country", other) != {}


FORMS = ["SA", "AG", "NV", "SA/NV", "GmbH", "Sàrl", "Sagl", "SAS", "SNC", "KG", "Ltd", "Verein", "association"]


@given(st.sampled_from(FORMS), st.sampled_from(FORMS))
def test_forms_that_translate_each_other_share_a_key_and_it_is_the_key_of_one(left, right):
    if same_form(left, right):
        assert shared_form(left) == shared_form(right)
    assert find_form(shared_form(left)).key == shared_form(left)
