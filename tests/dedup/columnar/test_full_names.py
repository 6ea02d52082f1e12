"""Full names weigh by their own frequency."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.dedup.frames import dedupe
from tests.dedup.people import crowd

FIELDS = {name: name for name in ("given_name", "family_name", "birth_date", "email", "locality")}


def weight_of_names(namesakes):
    """Weigh the name of two equal rows among as many namesakes as there are, each of another birth date and town."""
    one = {"given_name": "Anna", "family_name": "Rosenfeld", "birth_date": "1980-05-17", "email": "anna@example.org"}
    rows = [{**one, "locality": "Bern"}, {**one, "locality": "Bern"}]
    rows += [
        {
            **one,
            "birth_date": f"{1931 + 2 * place}-{1 + place % 12:02}-{3 + place % 25:02}",
            "email": f"a{place * 977}@example.com",
        }
        for place in range(namesakes)
    ]
    # The parts of the name are as frequent either way.
    rows += [{"given_name": "Anna", "family_name": f"Quispe{place}"} for place in range(30 - namesakes)]
    rows += [{"given_name": f"Zoe{place}", "family_name": "Rosenfeld"} for place in range(30 - namesakes)]
    keep = dict.fromkeys(FIELDS, pl.String)
    frame = pl.DataFrame([*rows, *({name: row[name] for name in FIELDS} for row in crowd(60))], schema=keep)
    why = dedupe(frame, fields=FIELDS).explain(0, 1)
    assert abs(sum(reason.weight for reason in why.reasons) + why.prior - why.weight) < 1e-6
    return sum(reason.weight for reason in why.reasons if reason.feature in {"given", "family"})


def test_a_name_that_goes_together_often_weighs_less_than_its_parts_tell():
    assert weight_of_names(25) < weight_of_names(0) - 1


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 20))
def test_more_namesakes_never_make_a_name_weigh_more(namesakes):
    assert weight_of_names(namesakes + 8) <= weight_of_names(namesakes) + 0.3
