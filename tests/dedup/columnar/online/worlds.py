"""Small worlds of records that have much in common, and what a frame of them is judged to be."""

import numpy as np
import polars as pl
from attrs import evolve
from hypothesis import strategies as st

from crmkit.dedup.columnar.encoding import encode
from crmkit.dedup.columnar.finding import find
from crmkit.dedup.columnar.profiling import without_junk
from crmkit.dedup.frames import dedupe
from crmkit.dedup.judgements import Corrections
from crmkit.dedup.model import Model
from crmkit.schema.types.catalogue import find_type
from tests.dedup.people import crowd

GIVEN = (
    "Anna",
    "Ana",
    "A.",
    "Bert",
    "Berta",
    "Carl",
    "Keller",
    "Dora",
    "Emil",
    "Fritz",
    "Gerd",
    "Hans",
    "Marie Louise",
)
FAMILY = ("Keller", "Kellr", "Muster", "Muster-Keller", "Anna", "Beispiel Jr", "Zbinden")
FIELDS = {
    "given_name": "given_name",
    "family_name": "family_name",
    "whole": "person_name",
    "birth_date": "birth_date",
    "email": "email",
    "email2": "email",
    "phone": "phone",
    "street": "street",
    "postcode": "postcode",
    "locality": "locality",
    "remark": "text",
    "site": find_type("url"),
}
_MAILS = st.sampled_from(
    ("a@example.org", "info@example.com", "famille.keller@example.org", "anna.k+x@example.ch", "b")
)

records = st.fixed_dictionaries(
    {
        "given_name": st.none() | st.sampled_from(GIVEN),
        "family_name": st.none() | st.sampled_from(FAMILY),
        "whole": st.none() | st.sampled_from(("Anna Keller", "Frau Anna Maria Keller", "Muster, Bert")),
        "birth_date": st.none() | st.sampled_from(("1980-05-17", "17.05.1980", "1980-05-18", "1955-02-01")),
        "email": st.none() | _MAILS | st.lists(_MAILS, max_size=3),
        "email2": st.none() | _MAILS,
        "phone": st.none() | st.sampled_from(("+41 79 555 01 01", "079 555 01 02", "+41 44 668 18 00")),
        "street": st.none() | st.sampled_from(("Seestrasse 12", "Seestr. 12", "Rue du Lac 4")),
        "postcode": st.none() | st.sampled_from(("8001", "8002", "1003")),
        "locality": st.none() | st.sampled_from(("Zürich", "Lausanne")),
        "remark": st.none() | st.sampled_from(("likes tea", "likes coffee", "tea likes")),
        "site": st.none() | st.sampled_from(("www.example.org", "https://example.org/", "https://example.com/a")),
    }
)


def trained(block_cap: int = 50) -> Model:
    """Train a model on a crowd that has every field."""
    rows = [
        {**one, "remark": f"number {place % 9}", "site": f"example{place % 7}.org", "family_name": one["family_name"]}
        for place, one in enumerate(crowd(90))
    ]
    rows += [{**one, "email": None} for one in rows[:20]]
    rows += [{**one, "given_name": one["family_name"], "family_name": one["given_name"]} for one in rows[20:24]]
    columns = {name: target for name, target in FIELDS.items() if name in rows[0]}
    model = dedupe(pl.DataFrame(rows), fields=columns, region="CH").model
    learned = evolve(
        model.trained,
        full_names={"anna, keller": -2.5, "bert, muster": -0.5, "keller, anna": -1.0},
        namesakes=frozenset({"anna, keller", "carl, beispiel"}),
        held_back={"twins": 0.3, "initials": 0.9, "given_names_apart": 0.1, "only_name": 0.01},
    )
    return evolve(model, block_cap=block_cap, possible_bits=-8.0, learned=learned)


def judged(rows: list[dict[str, object]], model: Model) -> dict[tuple[int, int], tuple[float, float, str] | None]:
    """Give weight, probability and verdict of every pair that a frame compares; of those that are no match, nothing."""
    columns = {name: [row[name] for row in rows] for name in FIELDS}
    features = without_junk(encode(columns, FIELDS, region="CH", learned=model.learned))
    found = find(features, len(rows), model=model)
    pairs = dict.fromkeys(zip(found.candidates.left.tolist(), found.candidates.right.tolist(), strict=True))
    one = found.judged
    kept = np.flatnonzero(one.verdict != "never")
    for place in kept.tolist():
        pair = int(one.left[place]), int(one.right[place])
        pairs[pair] = float(one.weight[place]), float(one.probability[place]), str(one.verdict[place])
    return pairs


MODEL = trained()
TIGHT = trained(block_cap=3)

CORRECTED = evolve(
    MODEL,
    learned=evolve(
        MODEL.trained,
        gates=tuple(name for name in MODEL.trained.gates if name not in {"initials", "only_name"}),
        corrections=Corrections(
            scale=0.8,
            offset=-1.5,
            bits={"family": (0.5, 0.0, 0.0, -1.0, -1.0, -1.0), "email": (1.0, 1.0, 0.25, 0.0)},
            trusted=("initials", "only_name"),
            judged=40,
        ),
    ),
)
"""What judgements have corrected."""
