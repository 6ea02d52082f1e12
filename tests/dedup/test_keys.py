"""The keys of one record are those that columns make."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.dedup.blocking import RULES, BlockingRule
from crmkit.dedup.columnar.encoding import encode
from crmkit.dedup.columnar.freezing import known_features
from crmkit.dedup.columnar.keys import KeyMaker, composite, gathered, text_feature
from crmkit.dedup.keys import KeyRing, rules_for
from crmkit.dedup.learned import Learned, LearnedFeature
from crmkit.dedup.reading import RecordReader
from tests.dedup.columnar.online.worlds import FIELDS, MODEL, records


@settings(max_examples=30, deadline=None)
@given(st.lists(records, min_size=1, max_size=8))
def test_one_record_has_the_keys_that_columns_make(rows):
    columns = encode({name: [row[name] for row in rows] for name in FIELDS}, FIELDS, region="CH", learned=MODEL.learned)
    encoded = known_features(columns, MODEL.learned, len(rows))
    maker, text = KeyMaker(encoded), text_feature(encoded)
    reader = RecordReader(FIELDS, MODEL.learned, "CH")
    rings = [KeyRing(reader.read(row, {"own.url": {}}), text) for row in rows]
    for name in {key for rule in RULES for key in (*rule.keys, *rule.refine)} - {"own"}:
        made = maker.keys(name)
        place, hashes = np.empty(0), np.empty(0)
        if made is not None:
            place, hashes = gathered(composite((made,), len(rows)))
        counted = len(set(zip(place.tolist(), hashes.tolist(), strict=True)))
        assert counted == sum(len(ring.keys(name)) for ring in rings)


def test_rules_are_spelt_out_for_what_a_model_knows():
    features = {name: LearnedFeature(levels={}, rare=0.1) for name in ("given", "family", "own.url", "own.iban")}
    learned = Learned(records=1, prior=0.0, gates=(), features=features)
    rules = [
        BlockingRule(("own",), ("given:initial", "postcode")),
        BlockingRule(("name",), ("text",)),
        BlockingRule(("email",)),
    ]
    assert list(rules_for(rules, learned)) == [
        BlockingRule(("own.url",), ("given:initial",)),
        BlockingRule(("own.iban",), ("given:initial",)),
        BlockingRule(("name",)),
    ]
